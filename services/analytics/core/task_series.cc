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
void InsertInOrder(std::vector<T>& items, const T& item) {
  if (items.empty() || OrderOf(items.back()) <= OrderOf(item)) {
    items.push_back(item);
    return;
  }
  items.insert(std::upper_bound(items.begin(), items.end(), item,
                                [](const T& a, const T& b) { return OrderOf(a) < OrderOf(b); }),
               item);
}

}  // namespace

void TaskSeries::Add(const ReportRecord& report, std::span<const Point> points,
                     const ReportTexts& texts) {
  InsertInOrder(reports_, report);
  for (const Point& point : points) InsertInOrder(points_, point);
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
  for (Point& point : points_) {
    if (point.position == position) point.replaced_at = by;
  }
  return true;
}

const ReportRecord* TaskSeries::LastReport(Day day, Position at) const {
  for (auto report = reports_.rbegin(); report != reports_.rend(); ++report) {
    if (report->date <= day && InForce(report->position, report->replaced_at, at)) return &*report;
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
                      points_.capacity() * sizeof(Point) + texts_.capacity() * sizeof(Text);
  for (const Text& text : texts_) {
    if (text.bytes.capacity() > 15) bytes += text.bytes.capacity() + 1;
  }
  return bytes;
}

void TaskSeries::Write(std::string& out) const {
  Put(out, static_cast<std::uint32_t>(reports_.size()));
  for (const ReportRecord& r : reports_) {
    Put(out, r.date), Put(out, r.accepted), Put(out, r.position), Put(out, r.replaced_at);
    Put(out, r.status), Put(out, r.from_document);
  }
  Put(out, static_cast<std::uint32_t>(points_.size()));
  for (const Point& p : points_) {
    Put(out, p.value), Put(out, p.stated_percent), Put(out, p.date), Put(out, p.position);
    Put(out, p.replaced_at), Put(out, p.measure), Put(out, p.unit), Put(out, p.indicator);
    Put(out, p.ordinal);
    Put(out, static_cast<std::uint8_t>((p.period ? 1 : 0) | (p.expected ? 2 : 0)));
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
        !Get(in, r.replaced_at) || !Get(in, r.status) || !Get(in, r.from_document)) {
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
    points_.push_back(p);
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
