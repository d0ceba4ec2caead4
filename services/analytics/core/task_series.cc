#include "analytics/core/task_series.h"

#include <algorithm>
#include <tuple>

#include "analytics/core/bytes.h"

namespace duban::analytics {
namespace {

template <typename T>
auto OrderOf(const T& item) {
  return std::pair(item.date, item.position);
}

// Reports come in order of date nearly always, so this is an append nearly always.
template <typename T>
auto InsertInOrder(std::vector<T>& items, const T& item) {
  if (items.empty() || OrderOf(items.back()) <= OrderOf(item)) {
    return items.insert(items.end(), item);
  }
  return items.insert(std::upper_bound(items.begin(), items.end(), item,
                                       [](const T& a, const T& b) { return OrderOf(a) < OrderOf(b); }),
                      item);
}

// Those with date <= day are [begin, result).
template <typename T>
auto EndOf(const std::vector<T>& items, Day day) {
  return std::upper_bound(items.begin(), items.end(), day,
                          [](Day d, const T& item) { return d < item.date; });
}

}  // namespace

void TaskSeries::Add(const ReportRecord& report, std::span<const Point> points,
                     const ReportTexts& texts) {
  InsertInOrder(reports_, report);
  for (const Point& point : points) NoteKind(InsertInOrder(points_, point));
  const auto keep = [&](std::uint16_t ordinal, std::string_view bytes) {
    if (bytes.empty()) return;
    Text text{report.date, report.position, ordinal, std::string(bytes)};
    const auto order = [](const Text& t) { return std::tuple(t.date, t.position, t.ordinal); };
    texts_.insert(std::upper_bound(texts_.begin(), texts_.end(), text,
                                   [&](const Text& a, const Text& b) { return order(a) < order(b); }),
                  std::move(text));
  };
  for (std::size_t i = 0; i < texts.sources.size() && i < points.size(); ++i) {
    keep(points[i].ordinal, texts.sources[i]);
  }
  keep(kDocumentFindings, texts.document_findings);
  keep(kNarrative, texts.narrative);
  DropOldTexts();
}

void TaskSeries::NoteKind(std::vector<Point>::const_iterator place) {
  if (kinds_.size() > kKindsKept) return;
  const auto known = std::find_if(kinds_.begin(), kinds_.end(),
                                  [&](const PointKind& kind) { return kind.Covers(*place); });
  if (known == kinds_.end()) {
    kinds_.push_back({place->measure, place->unit, place->indicator, place->period, place->expected});
    return;
  }
  std::iter_swap(known, kinds_.end() - 1);
  if (!kinds_.back().rising) return;
  // Its neighbours are near; where they are not, nothing is claimed, so that a figure costs the same in any history.
  constexpr std::ptrdiff_t kFar = 64;
  const auto covers = [&](const Point& point) { return kinds_.back().Covers(point); };
  const auto first = place - std::min(place - points_.cbegin(), kFar);
  const auto last = place + std::min(points_.cend() - place, kFar);
  const auto before = std::find_if(std::make_reverse_iterator(place), std::make_reverse_iterator(first), covers);
  const auto after = std::find_if(place + 1, last, covers);
  const bool no_fall_before = before.base() == first ? first == points_.cbegin() : before->value <= place->value;
  const bool no_fall_after = after == last ? last == points_.cend() : place->value <= after->value;
  kinds_.back().rising = no_fall_before && no_fall_after;
}

void TaskSeries::DropOldTexts() {
  if (reports_.size() <= kTextsKept) return;
  const ReportRecord& oldest_kept = reports_[reports_.size() - kTextsKept];
  const auto first_kept =
      std::find_if(texts_.begin(), texts_.end(),
                   [&](const Text& text) { return OrderOf(text) >= OrderOf(oldest_kept); });
  texts_.erase(texts_.begin(), first_kept);
}

bool TaskSeries::Replace(Position position, Position by) {
  const auto report = std::find_if(reports_.rbegin(), reports_.rend(),
                                   [&](const ReportRecord& r) { return r.position == position; });
  if (report == reports_.rend()) return false;
  if (report->replaced_at != 0) return true;
  report->replaced_at = by;
  for (const Point* point : PointsOf(*report)) {
    points_[static_cast<std::size_t>(point - points_.data())].replaced_at = by;
  }
  return true;
}

std::span<const Point> TaskSeries::PointsUpTo(Day day) const {
  return {points_.begin(), EndOf(points_, day)};
}

std::vector<const Point*> TaskSeries::PointsOf(const ReportRecord& report) const {
  std::vector<const Point*> found;
  const std::size_t all = report.points == 0xffff ? points_.size() : report.points;
  // No figure is dated after its report, and few long before it.
  for (auto point = EndOf(points_, report.date); point != points_.begin() && found.size() < all;) {
    if ((--point)->position == report.position) found.push_back(&*point);
  }
  std::reverse(found.begin(), found.end());
  return found;
}

const ReportRecord* TaskSeries::LastReport(Day day, Position at) const {
  for (auto report = EndOf(reports_, day); report != reports_.begin();) {
    --report;
    if (InForce(report->position, report->replaced_at, at)) return &*report;
  }
  return nullptr;
}

std::string_view TaskSeries::FindText(Position position, std::uint16_t ordinal) const {
  for (const Text& text : texts_) {
    if (text.position == position && text.ordinal == ordinal) return text.bytes;
  }
  return {};
}

std::string_view TaskSeries::Narrative(Position position) const {
  return FindText(position, kNarrative);
}

std::string_view TaskSeries::DocumentFindings(Position position) const {
  return FindText(position, kDocumentFindings);
}

std::string_view TaskSeries::SourceOf(const Point& point) const {
  return FindText(point.position, point.ordinal);
}

std::size_t TaskSeries::HeapBytes() const {
  std::size_t bytes = reports_.capacity() * sizeof(ReportRecord) +
                      points_.capacity() * sizeof(Point) + texts_.capacity() * sizeof(Text) +
                      kinds_.capacity() * sizeof(PointKind);
  for (const Text& text : texts_) {
    if (text.bytes.capacity() > 15) bytes += text.bytes.capacity() + 1;
  }
  return bytes;
}

void TaskSeries::Write(std::string& out) const {
  Put(out, static_cast<std::uint32_t>(reports_.size()));
  for (const ReportRecord& r : reports_) {
    Put(out, r.date), Put(out, r.accepted), Put(out, r.position), Put(out, r.replaced_at);
    Put(out, r.status), Put(out, r.from_document), Put(out, r.points);
  }
  Put(out, static_cast<std::uint32_t>(points_.size()));
  for (const Point& p : points_) {
    Put(out, p.value), Put(out, p.stated_percent), Put(out, p.date), Put(out, p.position);
    Put(out, p.replaced_at), Put(out, p.measure), Put(out, p.unit), Put(out, p.indicator);
    Put(out, p.ordinal);
    Put(out, static_cast<std::uint8_t>((p.period ? 1 : 0) | (p.expected ? 2 : 0) |
                                       (p.from_document ? 4 : 0)));
  }
  Put(out, static_cast<std::uint32_t>(texts_.size()));
  for (const Text& t : texts_) {
    Put(out, t.date), Put(out, t.position), Put(out, t.ordinal);
    PutText(out, t.bytes);
  }
}

bool TaskSeries::Read(std::string_view& in) {
  std::uint32_t count = 0;
  if (!Get(in, count)) return false;
  for (std::uint32_t i = 0; i < count; ++i) {
    ReportRecord r;
    if (!Get(in, r.date) || !Get(in, r.accepted) || !Get(in, r.position) ||
        !Get(in, r.replaced_at) || !Get(in, r.status) || !Get(in, r.from_document) ||
        !Get(in, r.points)) {
      return false;
    }
    reports_.push_back(r);
  }
  if (!Get(in, count)) return false;
  for (std::uint32_t i = 0; i < count; ++i) {
    Point p;
    std::uint8_t flags = 0;
    if (!Get(in, p.value) || !Get(in, p.stated_percent) || !Get(in, p.date) ||
        !Get(in, p.position) || !Get(in, p.replaced_at) || !Get(in, p.measure) ||
        !Get(in, p.unit) || !Get(in, p.indicator) || !Get(in, p.ordinal) || !Get(in, flags)) {
      return false;
    }
    p.period = (flags & 1) != 0;
    p.expected = (flags & 2) != 0;
    p.from_document = (flags & 4) != 0;
    NoteKind(points_.insert(points_.end(), p));
  }
  if (!Get(in, count)) return false;
  for (std::uint32_t i = 0; i < count; ++i) {
    Text t;
    if (!Get(in, t.date) || !Get(in, t.position) || !Get(in, t.ordinal) || !GetText(in, t.bytes)) {
      return false;
    }
    texts_.push_back(std::move(t));
  }
  return true;
}

}  // namespace duban::analytics
