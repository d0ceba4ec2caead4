#include "documents/core/years.h"

#include <algorithm>
#include <map>

#include "documents/core/announced_lists.h"
#include "documents/core/wording.h"
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
    if (digit < 0 && IsChineseDigit(c.code) && c.code != U'十' && c.code != U'百' && c.code != U'千') {
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
    if (before == U'—' || before == U'－' || before == '~' || before == U'～' || before == U'–') return 0;
  }
  return digits == 4 && value >= 2000 && value <= 2050 ? value : 0;
}

}  // namespace

int FirstYear(std::string_view text) {
  for (std::size_t at = Find(text, "年"); at != std::string_view::npos; at = Find(text, "年", at + 3)) {
    if (const int year = YearBefore(text, at); year > 0) return year;
  }
  // 2021十件民生实事
  for (std::size_t at = text.find("20"); at != std::string_view::npos; at = text.find("20", at + 1)) {
    if (at + 4 >= text.size() || (at > 0 && IsDigit(CharBefore(text, at).code))) continue;
    if (!IsDigit(CharAt(text, at + 2).code) || !IsDigit(CharAt(text, at + 3).code)) continue;
    const char32_t next = CharAt(text, at + 4).code;
    if (IsChineseDigit(next) || next == U'度') return NumeralValue(text.substr(at, 4)) < 2050 ? NumeralValue(text.substr(at, 4)) : 0;
  }
  return 0;
}

int AnnouncedYear(const Text& text, const std::vector<Range>& preface) {
  for (auto line = preface.rbegin(); line != preface.rend(); ++line) {
    // The last one of a line: 去年36个…完成。今年…39个项目如下.
    Announcement found;
    for (std::size_t from = 0; from < line->size();) {
      const Announcement next = FindAnnouncement(text.Of({line->begin + from, line->end}));
      if (next.count == 0) break;
      found = {next.count, {from + next.range.begin, from + next.range.end}};
      from += next.range.end;
    }
    if (found.count == 0) continue;
    return FirstYear(text.Of(SentenceAround(text, *line, line->begin + found.range.begin)));
  }
  return 0;
}

std::optional<Date> FirstDate(std::string_view text) {
  for (const auto& date : quantities::FindDates(text.substr(0, 3000), {})) {
    if (date.resolved && date.precision == quantities::DatePrecision::kDay && date.end.year >= 2000 && date.end.year < 2050) return date.end;
  }
  return std::nullopt;
}

int DatedYear(std::string_view text) {
  const auto date = FirstDate(text);
  return date ? date->year : 0;
}

int IssueYear(std::string_view text) {
  for (const std::string_view label : {"成文日期", "发文日期", "生成日期", "发布日期", "公开日期", "发布时间", "印发日期", "时间:", "时间："}) {
    const std::size_t at = Find(text, label);
    if (at == std::string_view::npos) continue;
    const std::string_view after = text.substr(at + label.size(), 24);
    for (std::size_t i = 0; i + 5 <= after.size(); ++i) {
      if (!after.substr(i).starts_with("20") || !IsDigit(static_cast<unsigned char>(after[i + 2])) ||
          !IsDigit(static_cast<unsigned char>(after[i + 3]))) {
        continue;
      }
      return NumeralValue(after.substr(i, 4));
    }
  }
  return 0;
}

int ListYear(const Text& text, const std::vector<Range>& preface, bool reports) {
  for (auto line = preface.rbegin(); line != preface.rend(); ++line) {
    const std::string_view words = text.Of(*line).substr(0, 3000);
    int year = 0;
    for (std::size_t at = Find(words, "年"); at != std::string_view::npos; at = Find(words, "年", at + 3)) {
      const int named = YearBefore(words, at);
      if (named == 0) continue;
      std::string_view behind = words.substr(at + 3, 120);
      behind = behind.substr(0, std::min(behind.find("。"), behind.size()));
      const std::size_t start = at > 24 ? at - 24 : 0;
      if (!MentionsAny(behind, {"实事", "民生"}) || MentionsAny(words.substr(start, at - start), {"过去", "去年", "上年", "回顾"})) continue;
      // 2015年还将继续 is said of the next list where this one reports.
      if (reports && MentionsAny(behind, {"还将", "将继续", "将实施", "计划"})) continue;
      // A month or a day behind it makes it a date: 2013年10月31日.
      if (!behind.empty() && IsDigit(CharAt(behind, 0).code)) continue;
      year = named;
    }
    if (year > 0) return year;
  }
  return 0;
}

int MostNamedYear(std::string_view text) {
  std::map<int, int> votes;
  for (std::size_t at = Find(text, "年"); at != std::string_view::npos; at = Find(text, "年", at + 3)) {
    if (const int year = YearBefore(text, at); year >= 2005) ++votes[year];
  }
  int best = 0;
  int most = 0;
  for (const auto& [year, count] : votes) {
    if (count >= most) {
      most = count;
      best = year;
    }
  }
  return best;
}

}  // namespace duban::documents
