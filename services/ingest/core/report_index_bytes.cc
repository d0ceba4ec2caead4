// ReportIndex as bytes: counts and texts as varints, texts with their length, positions as
// differences.
#include <algorithm>
#include <bit>

#include "ingest/core/report_index.h"
#include "ingest/journal/coding.h"

namespace duban::ingest {
namespace {

void PutText(std::string& out, std::string_view text) {
  PutVarint(out, text.size());
  out += text;
}

std::string TakeText(ByteReader& reader) { return std::string(reader.Bytes(reader.Varint())); }

void PutObservation(std::string& out, const Observation& value) {
  PutVarint(out, ZigZag(value.as_of.year));
  PutVarint(out, ZigZag(value.as_of.month));
  PutVarint(out, ZigZag(value.as_of.day));
  PutFixed(out, std::bit_cast<std::uint64_t>(value.value));
  PutVarint(out, ZigZag(value.position));
}

Observation TakeObservation(ByteReader& reader) {
  Observation value;
  value.as_of.year = static_cast<int>(UnZigZag(reader.Varint()));
  value.as_of.month = static_cast<int>(UnZigZag(reader.Varint()));
  value.as_of.day = static_cast<int>(UnZigZag(reader.Varint()));
  value.value = std::bit_cast<double>(reader.Fixed<std::uint64_t>());
  value.position = UnZigZag(reader.Varint());
  return value;
}

}  // namespace

std::string ReportIndex::Serialize() const {
  absl::ReaderMutexLock lock(&mu_);
  std::string out;
  PutVarint(out, positions_.size());
  for (const auto& [task, positions] : positions_) {
    PutText(out, task);
    PutVarint(out, positions.size());
    std::int64_t before = 0;
    for (const std::int64_t position : positions)
      PutVarint(out, ZigZag(position - std::exchange(before, position)));
  }
  PutVarint(out, districts_.size());
  for (const auto& [code, district] : districts_) {
    PutText(out, code);
    PutVarint(out, district.replaced_by.size());
    for (const auto& [replaced, by] : district.replaced_by) {
      PutVarint(out, ZigZag(replaced));
      PutVarint(out, ZigZag(by));
    }
  }
  PutVarint(out, values_.size());
  for (const auto& [indicator, values] : values_) {
    PutText(out, indicator);
    PutVarint(out, values.size());
    for (const Observation& value : values) PutObservation(out, value);
  }
  return out;
}

bool ReportIndex::Merge(std::string_view bytes) {
  ByteReader reader(bytes);
  std::unordered_map<std::string, std::vector<std::int64_t>> positions;
  std::unordered_map<std::string, std::vector<std::pair<std::int64_t, std::int64_t>>> replaced;
  std::unordered_map<std::string, std::vector<Observation>> values;
  for (auto tasks = reader.Varint(); tasks > 0 && reader.ok(); --tasks) {
    auto& of_task = positions[TakeText(reader)];
    std::int64_t position = 0;
    for (auto count = reader.Varint(); count > 0 && reader.ok(); --count)
      of_task.push_back(position += UnZigZag(reader.Varint()));
  }
  for (auto districts = reader.Varint(); districts > 0 && reader.ok(); --districts) {
    auto& of_district = replaced[TakeText(reader)];
    for (auto count = reader.Varint(); count > 0 && reader.ok(); --count) {
      const std::int64_t from = UnZigZag(reader.Varint());
      of_district.emplace_back(from, UnZigZag(reader.Varint()));
    }
  }
  for (auto indicators = reader.Varint(); indicators > 0 && reader.ok(); --indicators) {
    auto& of_indicator = values[TakeText(reader)];
    for (auto count = reader.Varint(); count > 0 && reader.ok(); --count)
      of_indicator.push_back(TakeObservation(reader));
  }
  if (!reader.ok() || !reader.AtEnd()) return false;

  absl::MutexLock lock(&mu_);
  for (const auto& [task, more] : positions) {
    auto& all = positions_[task];
    all.insert(all.end(), more.begin(), more.end());
  }
  for (const auto& [code, more] : replaced)
    districts_[code].replaced_by.insert(more.begin(), more.end());
  for (const auto& [indicator, more] : values)
    for (const Observation& value : more) Keep(values_[indicator], value);
  return true;
}

}  // namespace duban::ingest
