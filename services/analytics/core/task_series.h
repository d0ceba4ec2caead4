// TaskSeries is what is remembered of one task's reports: dates, stated statuses and reached
// values, compactly.
//
// A plain value; not thread-safe. Everything is kept in order of (date, position), so "the newest
// known at a day" is a short walk backwards, however long the history is. Nothing is ever dropped
// except texts, of which only the newest kTextsKept reports keep theirs (the rest is found in the
// journal by the report's name).
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analytics/core/days.h"
#include "analytics/core/packed_vector.h"
#include "duban/type/v1/quantity.pb.h"

namespace duban::analytics {

// A position in a district's journal; 0 = none.
using Position = std::uint32_t;
inline constexpr Position kNow = std::numeric_limits<Position>::max();

// One report.
struct ReportRecord {
  Day date = kNoDay;         // the date it speaks of
  Day accepted = kNoDay;     // the day it was accepted
  Position position = 0;     // >= 1
  Position replaced_at = 0;  // position of the correction or retraction; 0 = in force
  std::uint8_t status = 0;   // type::v1::StatedStatus
  bool from_document =
      false;  // read from a document, so its acceptance says nothing about punctuality
  std::uint16_t points = 0;  // how many it came with, capped at 65535
};

// One reached value of one report.
struct Point {
  double value = 0;                // in the unit below
  Day date = kNoDay;               // the date the value holds at
  Position position = 0;           // its report's
  Position replaced_at = 0;        // its report's
  std::uint32_t measure = 0;       // interned text
  std::uint32_t unit = 0;          // interned text
  std::uint16_t indicator = 0;     // number of the indicator it is bound to; 0 = unbound
  std::uint8_t ordinal = 0;        // place within its report, capped at 255
  bool period : 1 = false;         // counted in one period only
  bool expected : 1 = false;       // a forecast
  bool from_document : 1 = false;  // as its report
  bool stated : 1 = false;         // a share is stated beside it: TaskSeries::StatedPercent
};
static_assert(sizeof(Point) == 32, "states hold tens of millions of them");

// A kind of figure that a series holds: what tells points of different things apart.
struct PointKind {
  std::uint32_t measure = 0;
  std::uint32_t unit = 0;
  std::uint16_t indicator = 0;
  bool period = false;
  bool expected = false;
  // No point of this kind is below an older one. False may also mean "not known".
  bool rising = true;

  bool Covers(const Point& point) const {
    return measure == point.measure && unit == point.unit && indicator == point.indicator &&
           period == point.period && expected == point.expected;
  }
};

// True where an entry was known and in force when the journal stood at `at`.
inline bool InForce(Position position, Position replaced_at, Position at) {
  return position <= at && (replaced_at == 0 || replaced_at > at);
}

// What is kept aside of the figures of one report, since few figures have it.
struct ReportDetails {
  std::string_view narrative;
  std::vector<double> stated_percents;  // share per point with `stated`, 0 for the others
  std::vector<std::string> sources;     // serialized type.v1.Source per point, "" = none
  std::string
      document_findings;  // serialized type.v1.Report with document_findings only; "" = none
};

class TaskSeries {
 public:
  static constexpr std::size_t kTextsKept = 12;

  // Adds a report and its points. Positions must grow from call to call; dates may come in any
  // order. The texts are kept while the report is among the newest by date.
  void Add(const ReportRecord& report, std::span<const Point> points, const ReportDetails& details);

  // Marks the report at `position` as replaced by the entry at `by`; the first replacement counts.
  // False when this series has no such report.
  bool Replace(Position position, Position by);

  // The newest report in force with date <= day; nullptr = none.
  const ReportRecord* LastReport(Day day, Position at) const;

  // In order of (date, position).
  std::span<const ReportRecord> reports() const { return {reports_.begin(), reports_.end()}; }
  std::span<const Point> points() const { return {points_.begin(), points_.end()}; }
  // The points with date <= day.
  std::span<const Point> PointsUpTo(Day day) const;
  // The points that the report came with, in order of (date, ordinal).
  std::vector<const Point*> PointsOf(const ReportRecord& report) const;

  // True where some point, in force or not, is of a kind that `matches`. A cheap "no": with more
  // than kKindsKept kinds it is always true.
  template <typename Matches>
  bool MayHave(Matches&& matches) const {
    return kinds_.size() > kKindsKept || std::any_of(kinds_.begin(), kinds_.end(), matches);
  }
  // True where it is certain that the kinds that match never fell.
  template <typename Matches>
  bool NeverFell(Matches&& matches) const {
    if (kinds_.size() > kKindsKept) return false;
    const auto first = std::find_if(kinds_.begin(), kinds_.end(), matches);
    return first == kinds_.end() ||
           (first->rising && std::none_of(first + 1, kinds_.end(), matches));
  }
  static constexpr std::size_t kKindsKept = 32;

  // Prose of the report at `position`; "" when there is none or it is no longer kept.
  std::string_view Narrative(Position position) const;
  // Serialized type.v1.Report with the document findings of the report at `position`; "" likewise.
  std::string_view DocumentFindings(Position position) const;
  // The share stated beside a point; -1 when there is none.
  double StatedPercent(const Point& point) const;
  // Serialized type.v1.Source of a point; "" when there is none or it is no longer kept.
  std::string_view SourceOf(const Point& point) const;

  // Bytes held on the heap.
  std::size_t HeapBytes() const;

  // Appends a portable form to `out`, and reads it back from the front of `in`, consuming it; false
  // on malformed bytes.
  void Write(std::string& out) const;
  bool Read(std::string_view& in);

 private:
  struct Text {
    Position position = 0;      // its report's
    std::uint16_t ordinal = 0;  // kNarrative, kDocumentFindings, or the point's
    std::string_view bytes;
  };
  static constexpr std::uint16_t kNarrative = 0xffff;
  static constexpr std::uint16_t kDocumentFindings = 0xfffe;
  struct Stated {
    double percent = 0;
    Position position = 0;
    std::uint8_t ordinal = 0;
  };
  void KeepText(const Text& text);
  Text TextAt(const char* place) const;
  std::string_view FindText(Position position, std::uint16_t ordinal) const;
  void DropTextsOf(Position position);
  void NoteKind(const Point* place);

  PackedVector<ReportRecord> reports_;
  PackedVector<Point> points_;
  PackedVector<char>
      texts_;  // of each text its position, ordinal, size and bytes; in order of position
  PackedVector<Stated> stated_;    // in order of (position, ordinal)
  PackedVector<PointKind> kinds_;  // derived from points_; at most kKindsKept + 1
};

}  // namespace duban::analytics
