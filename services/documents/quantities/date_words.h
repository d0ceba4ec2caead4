#pragma once

#include <cstdint>
#include <string_view>

namespace duban::quantities {

// What a word of dates.txt means.
enum class DateWord : std::uint8_t {
  kAsOf,    // 截至, 截止
  kUntil,   // 到, 至 before a date
  kBefore,  // 前, 之前, 以前
  kWithin,  // 内
  kSince,   // 起, 以来, 以后
  kEnd,
  kBegin,
  kMiddle,  // 底 末; 初; 中 after a year or a month
  kThisYear,
  kLastYear,
  kNextYear,
  kYearEnd,
  kYearBegin,
  kYearMiddle,
  kWholeYear,
  kInYear,
  kFirstHalf,
  kSecondHalf,
  kThisMonth,
  kLastMonth,
  kNextMonth,
  kThisQuarter,
  kLastQuarter,
  kNextQuarter,
  kThisWeek,
  kLastWeek,
  kNextWeek,
  kNow,
  kToday,
  kYesterday,
  kBeforeYesterday,
  kTomorrow,
  kAfterTomorrow,
  kQuarter1,
  kQuarter2,
  kQuarter3,
  kQuarter4,
  kQuarters2,
  kQuarters3,
  kMonthEnd,
  kEarlyTen,
  kMiddleTen,
  kLateTen,
  kYearBeforeLast,
  kYearAfterNext,
  kQuarters4,
};
inline constexpr int kDateWords = 46;

// 上半年, 第二季度: parts of a year that hold a numeral and need not begin with it.
constexpr bool NamesPartOfYear(DateWord word) {
  return word == DateWord::kFirstHalf || word == DateWord::kSecondHalf ||
         (word >= DateWord::kQuarter1 && word <= DateWord::kQuarters3);
}

// Those that stand first in a date or period; the others end one: 前, 内, 底, 上旬.
constexpr bool BeginsDate(DateWord word) {
  switch (word) {
    case DateWord::kBefore:
    case DateWord::kWithin:
    case DateWord::kSince:
    case DateWord::kEnd:
    case DateWord::kBegin:
    case DateWord::kMiddle:
    case DateWord::kMonthEnd:
    case DateWord::kEarlyTen:
    case DateWord::kMiddleTen:
    case DateWord::kLateTen:
      return false;
    default:
      return true;
  }
}

// The tag of the word in dates.txt: "AS_OF", "THIS_MONTH", ...
std::string_view Name(DateWord word);

}  // namespace duban::quantities
