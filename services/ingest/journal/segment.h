// A segment: a run of consecutive sequences, kept in one file, either as a log or sealed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "ingest/core/journal.h"
#include "ingest/journal/frame.h"

namespace duban::ingest {

// A page of entries that is being read.
class Page {
 public:
  Page(int limit, std::int64_t max_bytes) : limit_(limit), max_bytes_(max_bytes) {}

  bool Full() const {
    return std::cmp_greater_equal(entries_.size(), limit_) ||
           (!entries_.empty() && bytes_ >= max_bytes_);
  }
  void Add(const Record& record) {
    bytes_ += static_cast<std::int64_t>(record.payload.size());
    entries_.push_back(ToEntry(record));
  }
  std::size_t size() const { return entries_.size(); }
  int Room() const { return limit_ - static_cast<int>(entries_.size()); }
  std::vector<Entry> Take() { return std::move(entries_); }

 private:
  const int limit_;
  const std::int64_t max_bytes_;
  std::int64_t bytes_ = 0;
  std::vector<Entry> entries_;
};

// What a segment holds of one district.
struct DistrictRange {
  std::int64_t first_position = 0;
  std::int64_t last_position = 0;
};

// Thread-safe. A log is the only one that grows.
class Segment {
 public:
  virtual ~Segment() = default;

  // The file's name.
  virtual const std::string& name() const = 0;
  // [first .. last]; last = first - 1 when it is empty.
  virtual std::int64_t first_sequence() const = 0;
  virtual std::int64_t last_sequence() const = 0;

  virtual std::optional<DistrictRange> FindDistrict(std::uint32_t district) const = 0;

  // Adds entries with after < sequence <= last to the page, in order, until it is full. Stops with
  // DATA_LOSS ENTRY_CORRUPT before the first that cannot be served; what was added before stays.
  virtual absl::Status ReadSequences(std::int64_t after, std::int64_t last, Page& page) const = 0;

  // The same for the positions of one district.
  virtual absl::Status ReadPositions(std::uint32_t district, std::int64_t after, std::int64_t last,
                                     Page& page) const = 0;
};

}  // namespace duban::ingest
