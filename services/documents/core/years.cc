#include "documents/core/years.h"

#include <algorithm>
#include <map>

#include "documents/core/utf8.h"
#include "documents/core/word_cuts.h"
#include "documents/quantities/dates.h"

namespace duban::documents {
namespace {

// The year printed before 年 at `at`: 2022年, 二〇二二年; 0 when none.
int YearBefore(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  int digits = 0;
  int value = 0;
  int weight = 1;
  while (begin > 0 && IsSpace(CharBefore(text, begin).code)) begin -= CharBefore(text, begin).bytes;
  while (begin > 0 && digits < 5) {
    const Char c = CharBefore(text, begin);
    const std::string_view one = text.substr(begin - c.bytes, c.bytes);
    int digit = -1;
    if (IsDigit(c.code)) digit = NumeralValue(one);
    if (c.code == U'〇' || c.code == U'○' || c.code == U'O' || c.code == U'零') digit = 0;
    if (digit < 0 && IsChineseDigit(c.code) && c.code != U'十' && c.code != U'百' &&
        c.code != U'千') {
      digit = NumeralValue(one);
    }
    if (digit < 0) break;
    value += digit * weight;
    weight *= 10;
    ++digits;
    begin -= c.bytes;
  }
  // The end of a span of years (2013—2017年) is no year of a list.
  if (begin > 0) {
    const char32_t before = CharBefore(text, begin).code;
    if (before == U'—' || before == U'－' || before == '~' || before == U'～' || before == U'–')
      return 0;
  }
  return digits == 4 && value >= 2000 && value <= 2050 ? value : 0;
}

// Whether a month follows a year: 3月, 1-6月, 十月; 2021年10项 counts what the year brings.
bool OpensWithMonth(std::string_view words) {
  words = Trim(words);
  std::size_t digits = 0;
  for (std::size_t at = 0; at < words.size();) {
    const Char c = CharAt(words, at);
    if (c.code == U'月' || c.code == '/') return digits > 0;
    if (!IsDigit(c.code) && !IsChineseDigit(c.code) && !IsSpace(c.code) &&
        (digits == 0 || !Spans(c.code)))
      return false;
    ++digits;
    at += c.bytes;
  }
  return false;
}

constexpr std::string_view kIssueLabels[] = {"成文日期", "发文日期", "生成日期",
                                             "发布日期", "公开日期", "发布时间",
                                             "印发日期", "时间:",    "时间："};

// The one day that `words` name; nullopt where they name none, or several.
std::optional<Date> OnlyDay(std::string_view words) {
  const auto dates = quantities::FindDates(words, {});
  if (dates.size() != 1 || !dates[0].resolved ||
      dates[0].precision != quantities::DatePrecision::kDay)
    return std::nullopt;
  return dates[0].end;
}

// The day in a line below a title that names nothing but it and who publishes:
// (2014年12月26日县政府办公室). Other lines as they are.
std::string_view DayOfLine(std::string_view line) {
  constexpr std::size_t kMostBytes = 100;
  constexpr std::string_view kDay = "日";
  if (line.size() > kMostBytes || !StartsWithAny(line, {"(", "（"}) ||
      !EndsWithAny(line, {")", "）"}))
    return line;
  line.remove_prefix(CharAt(line, 0).bytes);
  line.remove_suffix(CharBefore(line, line.size()).bytes);
  const std::size_t year = Find(line, "20");
  const std::size_t day = FindLast(line, kDay);
  if (year == std::string_view::npos || day == std::string_view::npos || day < year) return line;
  const std::string_view office =
      Trim(year == 0 ? line.substr(day + kDay.size()) : line.substr(0, year));
  const bool alone = year == 0 || day + kDay.size() == line.size();
  const bool publishes = office.empty() || EndsWithAny(office, {"办公室", "督查室", "政府",
                                                                "政府办", "委", "局", "委员会"});
  return alone && publishes ? line.substr(year, day + kDay.size() - year) : line;
}

// The day on which a report was given: (2021年1月28日在某县第十六届人民代表大会第七次会议上).
std::optional<Date> GivenDay(std::string_view head) {
  constexpr std::size_t kMeetingBytes = 150;  // its name
  constexpr std::size_t kDayBytes = 20;       // 2021年12月15日
  const std::size_t meeting = Find(head, "会议上");
  if (meeting == std::string_view::npos) return std::nullopt;
  const std::size_t from = meeting - std::min(meeting, kMeetingBytes);
  const std::size_t held = FindLast(head.substr(from, meeting - from), "日在");
  if (held == std::string_view::npos) return std::nullopt;
  const std::size_t end = from + held + std::string_view("日").size();
  const std::string_view before =
      head.substr(end - std::min(end, kDayBytes), std::min(end, kDayBytes));
  const std::size_t year = Find(before, "20");
  return year == std::string_view::npos ? std::nullopt : OnlyDay(before.substr(year));
}

constexpr std::size_t kEdge =
    6'000;  // bytes at either end of a text where it says when it was published

// The day that a label names, or a line that holds nothing else.
std::optional<Date> PublishedDay(std::string_view text) {
  constexpr std::size_t kLongestDate = 33;  // 2021年12月15日 with blanks
  const std::string_view head = text.substr(0, kEdge);
  const std::string_view tail =
      text.size() > 2 * kEdge ? text.substr(text.size() - kEdge) : text.substr(head.size());
  for (const std::string_view part : {head, tail}) {
    // Each label says one or the other.
    const bool days = Contains(part, "日期");
    const bool times = Contains(part, "时间");
    for (const std::string_view label : kIssueLabels) {
      if (Contains(label, "日期") ? !days : !times) continue;
      const std::size_t at = Find(part, label);
      if (at == std::string_view::npos) continue;
      const std::string_view rest = part.substr(at + label.size(), kLongestDate);
      if (const auto day = OnlyDay(rest.substr(0, rest.find('\n')))) return day;
    }
  }
  for (const std::string_view part : {tail, head}) {
    for (std::size_t end = part.size(); end > 0;) {
      const std::size_t mark = FindLast(part.substr(0, end), "\n");
      const std::size_t begin = mark == std::string_view::npos ? 0 : mark + 1;
      const std::string_view line = DayOfLine(Trim(part.substr(begin, end - begin)));
      if (line.starts_with("20") && line.size() <= kLongestDate &&
          (line.ends_with("日") || IsDigit(CharBefore(line, line.size()).code))) {
        if (const auto day = OnlyDay(line)) return day;
      }
      end = mark == std::string_view::npos ? 0 : mark;
    }
  }
  return std::nullopt;
}

}  // namespace

bool Spans(char32_t c) {
  return c == '-' || c == '~' || c == U'—' || c == U'–' || c == U'－' || c == U'～' || c == U'至' ||
         c == U'到';
}

std::vector<NamedYear> YearsIn(std::string_view text) {
  std::vector<NamedYear> found;
  std::size_t quote = std::string_view::npos;  // the last “ that is not closed
  std::size_t open = Find(text, "“");          // the next of them
  std::size_t close = Find(text, "”");
  for (std::size_t at = Find(text, "年"); at != std::string_view::npos;
       at = Find(text, "年", at + 3)) {
    const int year = YearBefore(text, at);
    if (year == 0) continue;
    while (std::min(open, close) < at) {
      quote = open < close ? open : std::string_view::npos;
      std::size_t& next = open < close ? open : close;
      next = Find(text, open < close ? "“" : "”", next + 3);
    }
    NamedYear named{.year = year, .end = at + 3};
    const std::string_view behind = text.substr(at + 3, 24);
    std::string_view before = text.substr(at > 30 ? at - 30 : 0, std::min<std::size_t>(at, 30));
    const auto dates = [](char32_t c) {
      return IsDigit(c) || IsChineseDigit(c) || IsSpace(c) || c == U'〇';
    };
    before = before.substr(0, RunBegin(before, before.size(), dates));
    named.date = OpensWithMonth(behind);
    named.as_of = EndsWithAny(before, {"截至", "截止", "截止到", "截至到"});
    // 从2020年1月1日起 is a day of that year; 从2004年起 is what has been since.
    named.past =
        !named.date &&
        (EndsWithAny(before,
                     {"从", "自", "自从", "始于", "较", "比", "同", "过去的", "刚刚过去的"}) ||
         StartsWithAny(behind, {"起", "以来", "开始", "至今", "的基础上", "基础上", "相比", "同期",
                                "以前", "以后", "前,", "底前建成", "至20", "—20", "-20"}));
    named.quoted = quote != std::string_view::npos && at - quote > 60;
    found.push_back(named);
  }
  return found;
}

int FirstYear(std::string_view text) {
  for (std::size_t at = Find(text, "年"); at != std::string_view::npos;
       at = Find(text, "年", at + 3)) {
    if (const int year = YearBefore(text, at); year > 0) return year;
  }
  // 2021十件民生实事
  for (std::size_t at = text.find("20"); at != std::string_view::npos;
       at = text.find("20", at + 1)) {
    if (at + 4 >= text.size() || (at > 0 && IsDigit(CharBefore(text, at).code))) continue;
    if (!IsDigit(CharAt(text, at + 2).code) || !IsDigit(CharAt(text, at + 3).code)) continue;
    const char32_t next = CharAt(text, at + 4).code;
    if (IsChineseDigit(next) || next == U'度')
      return NumeralValue(text.substr(at, 4)) < 2050 ? NumeralValue(text.substr(at, 4)) : 0;
  }
  return 0;
}

std::optional<Date> IssueDate(std::string_view text) {
  const std::optional<Date> published = PublishedDay(text);
  const std::optional<Date> given = GivenDay(text.substr(0, kEdge));
  // A report may be put on a page long after it was given.
  constexpr int kSoon = 6;  // months
  const auto months = [](const Date& day) { return 12 * day.year + day.month; };
  return given && (!published || months(*published) > months(*given) + kSoon) ? given : published;
}

int FileYear(std::string_view name) {
  name = name.substr(name.find_last_of("/\\") + 1);
  const auto digit = [&](std::size_t at) {
    return at < name.size() && name[at] >= '0' && name[at] <= '9';
  };
  for (std::size_t at = 0; at + 4 <= name.size(); ++at) {
    const bool four = digit(at) && digit(at + 1) && digit(at + 2) && digit(at + 3) &&
                      !digit(at + 4) && (at == 0 || !digit(at - 1));
    const int year = four ? NumeralValue(name.substr(at, 4)) : 0;
    if (year >= 1990 && year <= 2050) return year;
  }
  return 0;
}

int MostNamedYear(std::string_view text) {
  std::map<int, int> votes;
  for (std::size_t at = Find(text, "年"); at != std::string_view::npos;
       at = Find(text, "年", at + 3)) {
    if (const int year = YearBefore(text, at); year >= 2005) ++votes[year];
  }
  return MostNamed(votes).value_or(0);
}

}  // namespace duban::documents
