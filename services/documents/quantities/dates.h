#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/date.h"
#include "documents/quantities/quantity.h"

// Dates and periods in Chinese text, and the words that say whether a figure is reached or only
// expected. Same guarantees as quantity.h.
namespace duban::quantities {

enum class DateKind {
  kPoint,     // one day, or a month/year named as such: 2022年6月30日, 2023年3月
  kPeriod,    // from..to: 1-9月, 上半年, 全年, 第二季度, 2023年1月至6月
  kDeadline,  // until `end`: 2022年12月底前, 年内, 到2023年9月
  kAsOf,      // state at `end`: 截至7月1日, 截至第二季度, 截至目前
  kSince,     // from `start` on; `end` is the last day of what was named: 2020年以来, 7月起
};

enum class DatePrecision { kDay, kTenDays, kMonth, kQuarter, kHalf, kYear, kYears, kRelative };

struct DateSpan {
  Span span;  // with the words that make its kind: "截至第二季度", "2022年12月底前"
  std::string text;  // verbatim characters of `span`
  DateKind kind = DateKind::kPoint;
  DatePrecision precision = DatePrecision::kDay;
  Date start;  // first day meant; 年底, 12月底 -> the last day of the year or month
  Date end;    // last day meant: 2022年6月 -> 2022-06-30
  bool year_stated =
      false;             // the year is printed here or governs from earlier in the same sentence
  bool resolved = true;  // false: a relative word (本月, 目前) and no reference date was given;
                         // start/end are no dates
  bool this_period_only =
      false;  // 本月, 当月, 本周, 本季度: a figure governed by it is for the period, not cumulative
};

struct DateOptions {
  int default_year = 0;  // for dates without a year; 0 = such dates are unresolved
  std::optional<Date>
      reference;  // what 本月, 今年, 目前 refer to; absent: 今年 and 年内 fall back on default_year
};

// Every date and period in order of start, spans disjoint.
std::vector<DateSpan> FindDates(std::string_view text, const DateOptions& options = {});

class Line;
struct DateMatch;

// The dates of a text, found in one pass and then resolved for any part of it, as often as it is
// asked.
class DateIndex {
 public:
  // The text must outlive the index.
  explicit DateIndex(std::string_view text);
  ~DateIndex();

  // Takes the dates of the next line. FindQuantities hands in all lines of the text.
  void Add(const Line& line);
  // What MatchDate finds at a place of that line, which is still there; places are asked for in
  // rising order.
  DateMatch At(const Line& line, int pos);
  // Where the date of that line ends that began before `pos`, the place asked for last, and goes on
  // behind it; `pos` when none does.
  int EndAround(int pos) const;

  // What FindDates finds in the bytes [begin, end) of the text: spans count from `begin`, in bytes
  // alone.
  std::vector<DateSpan> In(std::size_t begin, std::size_t end, const DateOptions& options) const;
  // Those of the whole text, with whole spans.
  std::vector<DateSpan> All(const DateOptions& options) const;

 private:
  struct Found;

  // Those of found_[first, last).
  std::vector<DateSpan> Resolved(std::size_t first, std::size_t last,
                                 const DateOptions& options) const;

  std::string_view text_;
  std::vector<Found> found_;     // in order
  int sentence_ = 0;             // that is read
  std::vector<int> tried_;       // places of the line taken last where no date begins, in order
  std::size_t next_tried_ = 0;   // the first of them that was not asked for
  std::size_t first_found_ = 0;  // of its dates the first
  std::size_t next_found_ = 0;   // and the first that was not asked for
};

enum class MarkerKind {
  kExpected,    // 预计, 拟, 将, 计划, 设计: the figure is not reached yet
  kReached,     // 已, 完成, 累计完成, 目前已: the figure is reached
  kCumulative,  // 累计, 共, 全年, 合计
  kAll,         // 全部, 均已: what was counted before is reached in full
  kCommitted,   // 确保, 力争, 不少于…的目标
};

struct Marker {
  MarkerKind kind = MarkerKind::kExpected;
  Span span;
  std::string text;
};

// Every hedge and expectation word in order of start, longest match first, spans disjoint.
std::vector<Marker> FindMarkers(std::string_view text);

std::string_view Name(DateKind kind);
std::string_view Name(MarkerKind kind);

}  // namespace duban::quantities
