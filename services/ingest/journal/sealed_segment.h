// A sealed segment: the entries of a full log, sorted by district in windows, immutable
// (docs/formats.md).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/journal/log_segment.h"
#include "ingest/journal/segment.h"

namespace duban::ingest {

// Bounds of a window: what reading in order of sequence holds in memory at once.
struct WindowLimits {
  std::size_t entries = 1 << 16;     // at most 65536
  std::size_t raw_bytes = 24 << 20;  // of payloads and ids
};

// Thread-safe; immutable.
class SealedSegment : public Segment, public std::enable_shared_from_this<SealedSegment> {
 public:
  static constexpr std::size_t kBlockRawBytes = 16 << 10;

  static std::string Name(std::uint64_t number);

  // Writes a log's entries as a sealed segment under a temporary name, reads it back and compares
  // every entry with the log's, chain included, then gives it its name; the caller syncs the
  // directory. Errors: DATA_LOSS when the log or what was read back is corrupt; those of files.
  static absl::Status Seal(const SegmentContext& context, const LogSegment& log,
                           const WindowLimits& limits);

  // Opens a segment by its index (either of its two copies). Errors: DATA_LOSS when neither holds;
  // those of files.
  static absl::StatusOr<std::shared_ptr<const SealedSegment>> Open(const SegmentContext& context,
                                                                   std::uint64_t number,
                                                                   const std::string& name);

  // What the segment knows of the last entry of each district in it.
  struct DistrictEnd {
    std::uint32_t district = 0;
    std::int64_t first_position = 0;
    std::int64_t last_position = 0;
    Digest last_hash{};
    TimePoint last_accept_time;
  };
  // Read from the file, in order of district.
  absl::StatusOr<std::vector<DistrictEnd>> DistrictEnds() const;

  std::uint64_t number() const { return number_; }
  // True when one copy of the index is damaged.
  bool index_damaged() const { return index_damaged_; }
  std::size_t MemoryBytes() const;

  const std::string& name() const override { return name_; }
  std::int64_t first_sequence() const override { return first_sequence_; }
  std::int64_t last_sequence() const override { return last_sequence_; }
  std::optional<DistrictRange> FindDistrict(std::uint32_t district) const override;
  absl::Status ReadSequences(std::int64_t after, std::int64_t last,
                             RecordSink& sink) const override;
  absl::Status ReadPositions(std::uint32_t district, std::int64_t after, std::int64_t last,
                             RecordSink& sink) const override;
  absl::StatusOr<std::int64_t> Scan(std::int64_t after, std::int64_t last,
                                    RecordSink& sink) const override;
  bool LoadAhead(std::int64_t sequence) const override;

 private:
  struct Block {
    std::uint64_t offset = 0;
    std::uint32_t bytes = 0;
    std::uint32_t district = 0;  // of its first entry
    std::int64_t position = 0;
  };
  struct Window {
    std::int64_t first_sequence = 0;
    std::uint64_t order_offset = 0;  // of the array from sequence to block, 16 bits each
    std::uint32_t count = 0;         // entries
    std::uint32_t first_block = 0;   // in blocks_
    std::uint32_t blocks = 0;
  };
  struct District {
    std::uint32_t district = 0;
    DistrictRange range;
  };
  // A window's entries by sequence; nullptr = unreadable. The frames hold what they point to.
  struct LoadedWindow {
    std::vector<std::shared_ptr<const DecodedFrame>> frames;
    std::vector<const Record*> records;
  };

  SealedSegment(const SegmentContext& context, std::uint64_t number, std::string name,
                std::unique_ptr<File> file);
  // DATA_LOSS unless both hold the same entries.
  absl::Status CompareWith(const LogSegment& log) const;
  absl::Status LoadFooter();
  absl::Status LoadIndex(std::string_view index);
  absl::StatusOr<std::string> ReadIndex() const;

  absl::StatusOr<std::shared_ptr<const DecodedFrame>> LoadBlock(std::size_t block) const;
  // Adds a window's frames that lie in `bytes`, which begin at the block `first`.
  void DecodeBlocks(std::string_view bytes, std::size_t first, std::size_t end,
                    const Window& window, LoadedWindow& loaded) const;
  absl::StatusOr<std::shared_ptr<const LoadedWindow>> LoadWindow(std::size_t window) const;
  // The same out of the cache, or into it.
  absl::StatusOr<std::shared_ptr<const LoadedWindow>> CachedWindow(std::size_t window) const;
  std::size_t WindowOf(std::int64_t sequence) const;
  // The frame that holds one sequence, found without the rest of its window; nullptr when that
  // fails.
  std::shared_ptr<const DecodedFrame> FrameOf(const Window& window, std::int64_t sequence) const;
  // The block of a window that may hold a district's entry first: the last one that begins at or
  // before it, or else the first.
  std::size_t BlockOf(const Window& window, std::uint32_t district, std::int64_t position) const;
  absl::Status ReadWindowPositions(const Window& window, std::uint32_t district, std::int64_t& next,
                                   std::int64_t last, RecordSink& sink) const;

  const SegmentContext context_;
  const std::uint64_t number_;
  const std::string name_;
  const std::uint32_t salt_;
  const std::unique_ptr<File> file_;
  bool index_damaged_ = false;
  std::int64_t first_sequence_ = 0;
  std::int64_t last_sequence_ = 0;
  std::vector<Window> windows_;
  std::vector<Block> blocks_;
  std::vector<District> districts_;
  // Where the copies of the index lie.
  std::uint64_t index_offsets_[2] = {0, 0};
  std::uint64_t index_bytes_ = 0;
  std::uint32_t index_checksum_ = 0;
};

}  // namespace duban::ingest
