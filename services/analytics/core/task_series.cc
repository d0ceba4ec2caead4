#include "analytics/core/task_series.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "analytics/core/bytes.h"

namespace duban::analytics {
namespace {

template <typename T>
auto OrderOf(const T& item) {
  return std::pair(item.date, item.position);
}

// Reports come in order of date nearly always, so this is an append nearly always.
template <typename T>
const T* InsertInOrder(PackedVector<T>& items, const T& item) {
  if (items.empty() || OrderOf(items.back()) <= OrderOf(item))
    return items.Insert(items.end(), item);
  return items.Insert(
      std::upper_bound(items.begin(), items.end(), item,
                       [](const T& a, const T& b) { return OrderOf(a) < OrderOf(b); }),
      item);
}

// Bytes before those of each text: position (4), ordinal (2), size (4).
constexpr std::size_t kTextHead = 10;

// Those with date <= day are [begin, result).
template <typename T>
const T* EndOf(const PackedVector<T>& items, Day day) {
  return std::upper_bound(items.begin(), items.end(), day,
                          [](Day d, const T& item) { return d < item.date; });
}

}  // namespace

void TaskSeries::Add(const ReportRecord& report, std::span<const Point> points,
                     const ReportDetails& details) {
  const ReportRecord* const place = InsertInOrder(reports_, report);
  const bool among_newest = static_cast<std::size_t>(reports_.end() - place) <= kTextsKept;
  for (const Point& point : points) NoteKind(InsertInOrder(points_, point));
  for (std::size_t i = 0; i < details.stated_percents.size() && i < points.size(); ++i) {
    if (points[i].stated)
      stated_.Append({details.stated_percents[i], report.position, points[i].ordinal});
  }
  if (!among_newest) return;
  for (std::size_t i = 0; i < details.sources.size() && i < points.size(); ++i) {
    KeepText({report.position, points[i].ordinal, details.sources[i]});
  }
  KeepText({report.position, kDocumentFindings, details.document_findings});
  KeepText({report.position, kNarrative, details.narrative});
  // The one that was among the newest until now.
  if (reports_.size() > kTextsKept)
    DropTextsOf(reports_[reports_.size() - kTextsKept - 1].position);
}

void TaskSeries::NoteKind(const Point* place) {
  if (kinds_.size() > kKindsKept) return;
  const auto known = std::find_if(kinds_.begin(), kinds_.end(),
                                  [&](const PointKind& kind) { return kind.Covers(*place); });
  if (known == kinds_.end()) {
    kinds_.Append({place->measure, place->unit, place->indicator, place->period, place->expected});
    return;
  }
  std::iter_swap(known, kinds_.end() - 1);
  if (!kinds_.back().rising) return;
  // Its neighbours are near; where they are not, nothing is claimed, so that a figure costs the
  // same in any history.
  constexpr std::ptrdiff_t kFar = 64;
  const auto covers = [&](const Point& point) { return kinds_.back().Covers(point); };
  const Point* const begin = points_.data();
  const Point* const end = begin + points_.size();
  const Point* const first = place - std::min(place - begin, kFar);
  const Point* const last = place + std::min(end - place, kFar);
  const auto before =
      std::find_if(std::make_reverse_iterator(place), std::make_reverse_iterator(first), covers);
  const auto after = std::find_if(place + 1, last, covers);
  const bool no_fall_before =
      before.base() == first ? first == begin : before->value <= place->value;
  const bool no_fall_after = after == last ? last == end : place->value <= after->value;
  kinds_.back().rising = no_fall_before && no_fall_after;
}

bool TaskSeries::Replace(Position position, Position by) {
  const auto report =
      std::find_if(std::reverse_iterator(reports_.end()), std::reverse_iterator(reports_.begin()),
                   [&](const ReportRecord& r) { return r.position == position; });
  if (report == std::reverse_iterator(reports_.begin())) return false;
  if (report->replaced_at != 0) return true;
  report->replaced_at = by;
  for (const Point* point : PointsOf(*report)) {
    points_[static_cast<std::size_t>(point - points_.data())].replaced_at = by;
  }
  return true;
}

std::span<const Point> TaskSeries::PointsUpTo(Day day) const {
  return {points_.data(), EndOf(points_, day)};
}

std::vector<const Point*> TaskSeries::PointsOf(const ReportRecord& report) const {
  std::vector<const Point*> found;
  const std::size_t all = report.points == 0xffff ? points_.size() : report.points;
  // No figure is dated after its report, and few long before it.
  for (auto point = EndOf(points_, report.date); point != points_.begin() && found.size() < all;) {
    if ((--point)->position == report.position) found.push_back(point);
  }
  std::reverse(found.begin(), found.end());
  return found;
}

const ReportRecord* TaskSeries::LastReport(Day day, Position at) const {
  for (auto report = EndOf(reports_, day); report != reports_.begin();) {
    --report;
    if (InForce(report->position, report->replaced_at, at)) return report;
  }
  return nullptr;
}

void TaskSeries::KeepText(const Text& text) {
  if (text.bytes.empty()) return;
  char head[kTextHead];
  const auto size = static_cast<std::uint32_t>(text.bytes.size());
  std::memcpy(head, &text.position, sizeof(text.position));
  std::memcpy(head + 4, &text.ordinal, sizeof(text.ordinal));
  std::memcpy(head + 6, &size, sizeof(size));
  texts_.Reserve(texts_.size() + sizeof(head) + text.bytes.size());
  texts_.Insert(texts_.end(), head, sizeof(head));
  texts_.Insert(texts_.end(), text.bytes.data(), text.bytes.size());
}

TaskSeries::Text TaskSeries::TextAt(const char* place) const {
  std::string_view head(place, kTextHead);
  Text text;
  std::uint32_t size = 0;
  Get(head, text.position), Get(head, text.ordinal), Get(head, size);
  text.bytes = {place + kTextHead, size};
  return text;
}

void TaskSeries::DropTextsOf(Position position) {
  const char* place = texts_.data();
  while (place != texts_.data() + texts_.size()) {
    const Text text = TextAt(place);
    const char* const next = text.bytes.data() + text.bytes.size();
    if (text.position == position) {
      texts_.Erase(place, next);
    } else {
      place = next;
    }
  }
}

std::string_view TaskSeries::FindText(Position position, std::uint16_t ordinal) const {
  for (const char* place = texts_.begin(); place != texts_.end();) {
    const Text text = TextAt(place);
    if (text.position == position && text.ordinal == ordinal) return text.bytes;
    place = text.bytes.data() + text.bytes.size();
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

double TaskSeries::StatedPercent(const Point& point) const {
  if (!point.stated) return -1;
  const auto order = [](const auto& item) { return std::pair(item.position, item.ordinal); };
  const Stated* found =
      std::lower_bound(stated_.begin(), stated_.end(), order(point),
                       [&](const Stated& a, const auto& b) { return order(a) < b; });
  return found == stated_.end() || order(*found) != order(point) ? -1 : found->percent;
}

std::size_t TaskSeries::HeapBytes() const {
  return reports_.HeapBytes() + points_.HeapBytes() + texts_.HeapBytes() + stated_.HeapBytes() +
         kinds_.HeapBytes();
}

void TaskSeries::Write(std::string& out) const {
  Put(out, static_cast<std::uint32_t>(reports_.size()));
  for (const ReportRecord& r : reports_) {
    Put(out, r.date), Put(out, r.accepted), Put(out, r.position), Put(out, r.replaced_at);
    Put(out, r.status), Put(out, r.from_document), Put(out, r.points);
  }
  Put(out, static_cast<std::uint32_t>(points_.size()));
  for (const Point& p : points_) {
    Put(out, p.value), Put(out, p.date), Put(out, p.position);
    Put(out, p.replaced_at), Put(out, p.measure), Put(out, p.unit), Put(out, p.indicator);
    Put(out, p.ordinal);
    Put(out, static_cast<std::uint8_t>((p.period ? 1 : 0) | (p.expected ? 2 : 0) |
                                       (p.from_document ? 4 : 0) | (p.stated ? 8 : 0)));
  }
  Put(out, static_cast<std::uint32_t>(stated_.size()));
  for (const Stated& s : stated_) Put(out, s.percent), Put(out, s.position), Put(out, s.ordinal);
  PutText(out, {texts_.data(), texts_.size()});
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
    reports_.Append(r);
  }
  if (!Get(in, count)) return false;
  for (std::uint32_t i = 0; i < count; ++i) {
    Point p;
    std::uint8_t flags = 0;
    if (!Get(in, p.value) || !Get(in, p.date) || !Get(in, p.position) || !Get(in, p.replaced_at) ||
        !Get(in, p.measure) || !Get(in, p.unit) || !Get(in, p.indicator) || !Get(in, p.ordinal) ||
        !Get(in, flags)) {
      return false;
    }
    p.period = (flags & 1) != 0;
    p.expected = (flags & 2) != 0;
    p.from_document = (flags & 4) != 0;
    p.stated = (flags & 8) != 0;
    NoteKind(points_.Insert(points_.end(), p));
  }
  if (!Get(in, count)) return false;
  for (std::uint32_t i = 0; i < count; ++i) {
    Stated s;
    if (!Get(in, s.percent) || !Get(in, s.position) || !Get(in, s.ordinal)) return false;
    stated_.Append(s);
  }
  if (!Get(in, count) || in.size() < count) return false;
  std::string_view texts = in.substr(0, count);
  in.remove_prefix(count);
  while (!texts.empty()) {
    Text text;
    std::uint32_t size = 0;
    if (!Get(texts, text.position) || !Get(texts, text.ordinal) || !Get(texts, size) ||
        texts.size() < size) {
      return false;
    }
    text.bytes = texts.substr(0, size);
    texts.remove_prefix(size);
    KeepText(text);
  }
  return true;
}

}  // namespace duban::analytics
