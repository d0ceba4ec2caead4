// A segment: a run of consecutive sequences, kept in one file, either as a log or sealed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ingest/core/journal.h"
#include "ingest/journal/frame.h"

namespace duban::ingest {

// Takes the records that are read.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  // True: nothing more is to be added.
  virtual bool Full() const = 0;
  // How many may still be added.
  virtual int Room() const = 0;
  void Add(const Record& record) {
    ++size_;
    Take(record);
  }
  // How many were added.
  std::size_t size() const { return size_; }

 private:
  virtual void Take(const Record& record) = 0;

  std::size_t size_ = 0;
};

// A page of entries that is being read.
class Page final : public RecordSink {
 public:
  Page(int limit, std::int64_t max_bytes) : limit_(limit), max_bytes_(max_bytes) {
    // Moving entries costs more than room that is not used; a great limit is bounded by the bytes.
    entries_.reserve(static_cast<std::size_t>(std::clamp(limit, 0, kReserved)));
  }

  bool Full() const override { return Room() <= 0 || (size() > 0 && bytes_ >= max_bytes_); }
  int Room() const override { return limit_ - static_cast<int>(size()); }
  std::vector<Entry> TakeEntries() { return std::move(entries_); }

 private:
  void Take(const Record& record) override {
    bytes_ += static_cast<std::int64_t>(record.payload.size());
    entries_.push_back(ToEntry(record));
  }

  static constexpr int kReserved = 5000;

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

  // Adds entries with after < sequence <= last to the sink, in order, until it is full. Stops with
  // DATA_LOSS ENTRY_CORRUPT before the first that cannot be served; what was added before stays.
  virtual absl::Status ReadSequences(std::int64_t after, std::int64_t last,
                                     RecordSink& sink) const = 0;

  // The same for the positions of one district.
  virtual absl::Status ReadPositions(std::uint32_t district, std::int64_t after, std::int64_t last,
                                     RecordSink& sink) const = 0;

  // Adds the entries from after + 1 up to the sequence that is returned, at most `last`, those of
  // one district in order. DATA_LOSS when one of them cannot be served. after >= first_sequence()
  // - 1.
  virtual absl::StatusOr<std::int64_t> Scan(std::int64_t after, std::int64_t last,
                                            RecordSink& sink) const = 0;

  // Tells that a reader in order has come to `sequence`, so that what it wants next is made ready.
  // False: that lies behind this segment. first_sequence() - 1 = the reader will begin here.
  virtual bool LoadAhead(std::int64_t sequence) const = 0;
};

}  // namespace duban::ingest
