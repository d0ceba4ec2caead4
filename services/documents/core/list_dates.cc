#include "documents/core/list_dates.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "documents/core/word_cuts.h"
#include "documents/core/word_set.h"
#include "documents/core/years.h"
#include "documents/quantities/dates.h"

namespace duban::documents {
namespace {

using quantities::DateKind;
using quantities::DatePrecision;
using quantities::DateSpan;

constexpr std::size_t kDateSample = 60'000;  // bytes of a list that are read for its date
constexpr std::size_t kNearLines = 12;       // of the words before a list
constexpr std::size_t kOpening = 400;        // bytes in which a line says what the list is of
constexpr std::size_t kParagraph = 3'000;    // bytes of a line that are read at all

std::size_t BeginOf(const DateSpan& date) { return static_cast<std::size_t>(date.span.start_byte); }
std::size_t EndOf(const DateSpan& date) { return static_cast<std::size_t>(date.span.end_byte); }

// The `bytes` of `words` before `at`.
std::string_view Before(std::string_view words, std::size_t at, std::size_t bytes) {
  const std::size_t near = std::min(at, bytes);
  return words.substr(at - near, near);
}

std::string_view BeforeItems(const Text& text, const Listing& listing) {
  return text.Of(
      {0, listing.items.empty() ? listing.range.begin : listing.items.front().title.begin});
}

// Whether the words of the clause before `at` look ahead: 预计年底, but not
// 计划投资4亿元,至9月10日….
bool IsForecast(std::string_view words, std::size_t at) {
  return MentionsAny(BehindLast<",", "，", "。">(Before(words, at, 24)),
                     {"预计", "计划", "力争", "确保"});
}

bool IsWholeYear(const DateSpan& date) {
  return date.precision == DatePrecision::kYear || date.precision == DatePrecision::kYears;
}

bool RunsFromNewYear(const DateSpan& date, int year) {
  return date.kind == DateKind::kPeriod && !IsWholeYear(date) && date.start == Date{year, 1, 1};
}

// The first whole date in the first bytes of a text, before `end`: 2021-04-15, when it was
// published.
std::optional<Date> FirstDateBefore(const quantities::DateIndex& dates, std::size_t end) {
  for (const auto& date : dates.In(0, std::min(end, kParagraph), {})) {
    if (date.resolved && date.precision == DatePrecision::kDay && date.end.year >= 2000 &&
        date.end.year < 2050)
      return date.end;
  }
  return std::nullopt;
}

// 截至目前 in a text that says when it was published.
std::optional<Date> PublishedNow(const Text& text, const quantities::DateIndex& dates,
                                 const Listing& listing, int year) {
  std::string words(text.Of(listing.title));
  for (const Range line : listing.preface) words += text.Of(line).substr(0, 1500);
  if (words.size() < 600) words += text.str().substr(0, 1500);
  if (!MentionsAny(words, {"目前", "发稿"}) ||
      !MentionsAny<"截至目前", "截止目前", "截至发稿", "截止到目前", "截至到目前">(words))
    return std::nullopt;
  const auto date = FirstDateBefore(dates, text.str().size());
  return date && date->year == year ? date : std::nullopt;
}

// 10月推进情况 may be told with the figures of the month before, where the lead says so:
// 截至9月底,已开工7项. The words right above the title of 一季度进展 may name a day of its last
// month: 截至3月27日.
std::optional<Date> EarlierInLead(const quantities::DateIndex& dates, const Listing& listing,
                                  int year, Date titled) {
  std::optional<Date> found;
  const auto read = [&](Range range) {
    for (const auto& date : dates.In(range.begin, range.end, {.default_year = year})) {
      if (date.kind == DateKind::kAsOf && date.resolved && date.end.year == year) found = date.end;
    }
  };
  const std::size_t title = listing.title.begin;
  read({title - std::min(title, kOpening), title});
  for (const Range line : listing.preface)
    read({line.begin, std::min(line.end, line.begin + kOpening)});
  const bool same_month = found && found->month == titled.month && *found < titled;
  return same_month || (found && found->month + 1 == titled.month) ? found : std::nullopt;
}

// The date that a title or a head names, of those in it: (三季度), 1-9月, 上半年, 截至6月底.
// 年初承诺的实事完成9件: when something was promised is not how far it is told.
std::optional<Date> NamedDate(std::string_view words, const std::vector<DateSpan>& dates) {
  std::optional<Date> found;
  for (const auto& date : dates) {
    if (!date.resolved || IsWholeYear(date) || IsForecast(words, BeginOf(date)) ||
        Contains(date.text, "年初"))
      continue;
    found = date.end;
  }
  return found;
}

// The date of the line that the text begins with, where that titles a report (…3月进展情况) and the
// list has a title of its own.
std::optional<Date> OpeningDate(const Text& text, const quantities::DateIndex& dates, int year) {
  const std::string_view opening = text.str().substr(0, text.str().find('\n'));
  if (opening.size() > 240 ||
      !MentionsAny(opening, {"进展情况", "推进情况", "完成情况", "进度情况"}))
    return std::nullopt;
  const auto date = NamedDate(opening, dates.In(0, opening.size(), {.default_year = year}));
  return date && date->year == year ? date : std::nullopt;
}

// Whether the words at a date make it the one that the list is of: 截至6月底, 统计时间:6月30日,
// 1—6月份进展情况; and where they say it of the promises themselves, 上半年,8项民生实事….
bool DatesList(std::string_view words, const DateSpan& date, int year) {
  if (IsForecast(words, BeginOf(date))) return false;
  if (date.kind == DateKind::kAsOf) return true;
  const std::string_view before = Before(words, BeginOf(date), 24);
  if (MentionsAny<"统计时间", "截止时间", "截止日期", "统计日期", "数据截", "填报时间", "报送时间">(
          before))
    return true;
  // 到9月底,28项实事已有4项完成; 至9月10日累计完成投资2.4亿元
  const std::string_view after = words.substr(EndOf(date), 120);
  const bool arrives = StartsWithAny(date.text, {"到", "至"}) && !IsWholeYear(date);
  if (arrives && StartsWithAny(after, {"累计", "已", ",累计"})) return true;
  if (arrives && after.starts_with(",") &&
      MentionsAny(after.substr(0, Find(after, "。")), {"已有", "已经", "已完成"}))
    return true;
  if (!RunsFromNewYear(date, year)) return false;
  if (MentionsAny<"进展", "进度", "完成情况", "推进情况", "落实情况", "实施情况">(
          words.substr(EndOf(date), 24)))
    return true;
  std::string_view behind = words.substr(EndOf(date), 120);
  for (const std::string_view seen : kWordsOf<"情况看", "情况来看">) {
    if (behind.starts_with(seen)) behind.remove_prefix(seen.size());
  }
  const std::string_view sentence =
      behind.substr(0, std::min({behind.size(), Find(behind, "。"), behind.find('\n')}));
  return behind.starts_with(",") && Contains(sentence, "实事") &&
         MentionsAny(sentence, {"完成", "实现", "进展", "过半"});
}

// The date that the list is of by `words`, which hold `dates`; the last of several.
std::optional<Date> DateOfList(std::string_view words, const std::vector<DateSpan>& dates,
                               int year) {
  std::optional<Date> found;
  for (const auto& date : dates) {
    if (date.resolved && date.end.year == year && DatesList(words, date, year)) found = date.end;
  }
  return found;
}

// What the lines before the list say, of each the first `bytes`; nullopt unless one has more than
// `least`.
std::optional<Date> PrefaceDate(const Text& text, const Listing& listing, int year,
                                std::size_t bytes, std::size_t least) {
  bool more = false;
  std::string words;
  std::size_t lines = 0;
  for (auto line = listing.preface.rbegin(); line != listing.preface.rend() && lines < kNearLines;
       ++line, ++lines) {
    words += text.Of(*line).substr(0, bytes);
    words += '\n';
    more = more || text.Of(*line).size() > least;
  }
  return more ? DateOfList(words, quantities::FindDates(words, {.default_year = year}), year)
              : std::nullopt;
}

// Heads such as 三季度进展 or 1-9月完成情况; the last of several. 最新进展 behind them tells of a
// later day, which it does not name.
std::optional<Date> HeadDate(const Listing& listing, int year) {
  std::optional<Date> found;
  if (listing.items.empty()) return found;
  for (const Part& part : listing.items.front().parts) {  // heads repeat
    for (const Field& field : part.fields) {
      if (field.role != Role::kProgress && field.role != Role::kReached) continue;
      if (found && MentionsAny<"最新", "目前", "当前">(field.name)) return std::nullopt;
      const auto named =
          NamedDate(field.name, quantities::FindDates(field.name, {.default_year = year}));
      if (named && (!found || *named > *found)) found = named;
    }
  }
  return found;
}

// The last of the periods (4月:…, 8月:…) that tell of something done, where a list has no other
// report.
std::optional<Date> LastPeriod(const Text& text, const Listing& listing, int year) {
  std::optional<Date> last;
  std::size_t periods = 0;
  std::size_t done = 0;
  for (const Item& item : listing.items) {
    for (const Part& part : item.parts) {
      for (const Field& field : part.fields) {
        if (field.role == Role::kProgress || field.role == Role::kReached) return std::nullopt;
        if (field.role != Role::kPeriod) continue;
        ++periods;
        done += MentionsAny<"已", "目前", "正在">(text.Of(field.range));
        const auto named =
            NamedDate(field.name, quantities::FindDates(field.name, {.default_year = year}));
        if (named && (!last || *named > *last)) last = named;
      }
    }
  }
  return 4 * done >= periods ? last : std::nullopt;
}

// 第三季度:目前… opens what was reached in that quarter.
bool OpensReport(std::string_view words, const DateSpan& date) {
  if (date.precision != DatePrecision::kQuarter && date.precision != DatePrecision::kHalf)
    return false;
  const std::string_view before = Trim(Before(words, BeginOf(date), 9));
  const std::string_view behind = words.substr(EndOf(date), 90);
  if (BeginOf(date) > 0 && !before.empty() && !before.ends_with("。") && !before.ends_with(";"))
    return false;
  return (behind.starts_with(":") || behind.starts_with("：")) &&
         MentionsAny(behind, {"目前", "已", "累计"});
}

// 到10月31日,竣工15个: a day that has passed when this is told.
bool OpensUntil(std::string_view words) {
  const std::string_view until = "到";
  return words.starts_with(until) && words.size() > until.size() &&
         IsDigit(CharAt(words, until.size()).code);
}

DateVotes VotesOf(const Text& text, const quantities::DateIndex& dates, const Listing& listing,
                  int year) {
  DateVotes votes;
  std::size_t read = 0;
  for (const Item& item : listing.items) {
    for (const Part& part : item.parts) {
      for (const Field& field : part.fields) {
        // A report may open with its date: 截至11月底,新增….
        if (field.role != Role::kProgress && field.role != Role::kNone &&
            field.role != Role::kTitle)
          continue;
        if (field.inherited || read > kDateSample) continue;
        read += field.range.size();
        const std::string_view words = text.Of(field.range);
        for (const auto& date :
             dates.In(field.range.begin, field.range.end, {.default_year = year})) {
          if (!date.resolved || IsForecast(words, BeginOf(date))) continue;
          if (date.kind == DateKind::kAsOf && date.end.year == year) ++votes.as_of[date.end];
          if (RunsFromNewYear(date, year)) ++votes.periods[date.end];
          if (date.kind == DateKind::kPeriod && date.end.year == year && OpensReport(words, date))
            ++votes.quarters[date.end];
        }
      }
    }
  }
  return votes;
}

}  // namespace

std::optional<Date> StatedDate(const Text& text, const quantities::DateIndex& dates,
                               const Listing& listing, int year) {
  std::optional<Date> date =
      NamedDate(text.Of(listing.title),
                dates.In(listing.title.begin, listing.title.end, {.default_year = year}));
  if (date) {
    if (const auto earlier = EarlierInLead(dates, listing, year, *date)) return earlier;
  }
  if (!date) date = PrefaceDate(text, listing, year, kOpening, 0);
  if (!date) date = HeadDate(listing, year);
  if (!date) date = LastPeriod(text, listing, year);
  if (!date) date = OpeningDate(text, dates, year);
  if (!date) date = PublishedNow(text, dates, listing, year);
  if (!date) date = PrefaceDate(text, listing, year, kParagraph, kOpening);
  // The lead of an article, above the line that titles its list.
  if (!date && listing.range.begin <= kParagraph) {
    const std::string_view lead = text.Of({0, listing.range.begin});
    date = DateOfList(lead, dates.In(0, lead.size(), {.default_year = year}), year);
  }
  return date;
}

std::optional<Date> LaterDate(const Text& text, const quantities::DateIndex& dates,
                              const Listing& listing, int year) {
  std::optional<Date> found;
  for (const Range line : listing.preface) {
    const Range near{line.begin, std::min(line.end, line.begin + kParagraph)};
    for (const auto& date : dates.In(near.begin, near.end, {.default_year = year})) {
      const bool printed = date.resolved && date.kind == DateKind::kAsOf &&
                           date.end.year == year + 1 && date.end.month <= 6;
      if (printed && MentionsAny(text.Of(near).substr(EndOf(date), 60), {"完成", "办结", "建成"}))
        found = date.end;
    }
  }
  return found;
}

CommonDates::CommonDates(const Text& text, const quantities::DateIndex& dates,
                         const Listing& listing, int year)
    : votes_(VotesOf(text, dates, listing, year)), items_(static_cast<int>(listing.items.size())) {}

std::optional<Date> CommonDates::Of(bool completed) const {
  auto [votes, periods, quarters] = votes_;
  const int items = items_;
  if (votes.empty() && !periods.empty() && items >= 3 && periods.rbegin()->second * 2 > items)
    votes = std::move(periods);
  if (votes.empty() && !quarters.empty()) return quarters.rbegin()->first;
  // One item of a year's report that is dated 12月25日 or 11月底 dates that item alone.
  if (completed && !votes.empty() && votes.rbegin()->first.month >= 11 &&
      votes.rbegin()->second * 3 < items)
    return std::nullopt;
  return MostNamed(votes);
}

std::optional<Date> FirstDay(const Text& text, const quantities::DateIndex& dates,
                             const Listing& listing) {
  return FirstDateBefore(dates, BeforeItems(text, listing).size());
}

std::optional<Date> UnsureDay(const Text& text, const quantities::DateIndex& dates,
                              const Listing& listing, int year) {
  const std::string_view before = BeforeItems(text, listing);
  for (const auto& date :
       dates.In(0, std::min(before.size(), kParagraph), {.default_year = year})) {
    const bool ahead = date.kind != DateKind::kPoint ||
                       MentionsAny(Before(before, BeginOf(date), 24), {"将", "预计", "计划"});
    if (date.precision == DatePrecision::kDay && date.resolved && date.end.month > 3 && !ahead)
      return date.end;
  }
  return std::nullopt;
}

std::optional<Date> DayOfNow(const Text& text, const Listing& listing, int year,
                             std::optional<Date> published) {
  if (!published || published->year != year) return std::nullopt;
  bool now = Contains(BeforeItems(text, listing).substr(0, kParagraph), "目前");
  for (const Range line : listing.preface)
    now = now || Contains(text.Of(line).substr(0, kParagraph), "目前");
  for (const Item& item : listing.items) {
    for (const Part& part : item.parts) {
      for (const Field& field : part.fields)
        now = now || Contains(text.Of(field.range).substr(0, kParagraph), "目前") ||
              (field.role == Role::kProgress && OpensUntil(text.Of(field.range)));
    }
    if (now) break;
  }
  return now ? published : std::nullopt;
}

}  // namespace duban::documents
