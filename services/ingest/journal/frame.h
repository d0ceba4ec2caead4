// Frames: groups of entries, compressed together and checksummed. Logs and sealed segments are made
// of them (docs/formats.md).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "ingest/core/journal.h"

namespace duban::ingest {

// An entry whose bytes lie elsewhere.
struct Record {
  std::uint32_t district = 0;  // the code as a number, 100000..999999
  std::int64_t position = 0;
  std::int64_t sequence = 0;
  EntryKind kind = EntryKind::kReport;
  TimePoint accept_time;
  std::string_view request_id;
  std::string_view payload;
  Digest content{};
  Digest previous_hash{};
  Digest hash{};

  bool operator==(const Record&) const = default;
};

Entry ToEntry(const Record& record);
// `district` = the code as text.
EntryView ViewOf(const Record& record, std::string_view district);
// The hash that the record must have.
Digest HashRecord(HashAlgorithm algorithm, const Record& record);
std::uint32_t DistrictNumber(std::string_view code);

struct FrameHeader {
  std::uint32_t body_size = 0;       // stored bytes after the header
  std::uint32_t fixed_size = 0;      // of them: digests, never compressed
  std::uint32_t raw_size = 0;        // of the records before compression
  std::uint32_t count = 0;           // entries, >= 1
  std::int64_t first_sequence = 0;   // of the frame; in a sealed segment of its window
  std::int64_t commit_sequence = 0;  // the first sequence of the commit that the frame belongs to
  std::uint32_t flags = 0;

  static constexpr std::uint32_t kCompressed = 1;
  static constexpr std::uint32_t kLastOfCommit = 2;
  static constexpr std::uint32_t kSorted =
      4;  // in a sealed segment: every record says its sequence
};

inline constexpr std::size_t kFrameHeaderBytes = 48;
inline constexpr std::size_t kFrameAlignment = 8;
// A frame is closed once its records reach this size; a greater one holds a single great entry.
inline constexpr std::size_t kFrameRawBytes = 32 << 10;
// Nothing greater is believed when read.
inline constexpr std::uint32_t kMaxFrameBytes = 16 << 20;

// Collects entries into one frame at a time. Not thread-safe.
class FrameBuilder {
 public:
  // `sorted`: for sealed segments.
  explicit FrameBuilder(bool sorted);
  ~FrameBuilder();

  // Sorted frames count their sequences from here; to be set before the first Add of a frame.
  void StartWindow(std::int64_t first_sequence) { window_sequence_ = first_sequence; }
  void Add(const Record& record);
  // Drops what was added to the frame so far.
  void Clear();
  bool empty() const { return count_ == 0; }
  std::size_t raw_size() const { return raw_.size(); }

  // Appends the frame to `out`, aligned and without its checksum, and starts the next.
  void Finish(std::int64_t first_sequence, std::int64_t commit_sequence, bool last_of_commit,
              std::string& out);

 private:
  struct FreeContext {
    void operator()(void* context) const;
  };
  const bool sorted_;
  std::unique_ptr<void, FreeContext> context_;
  std::string raw_;
  std::string fixed_;
  std::string compressed_;
  std::uint32_t count_ = 0;
  std::int64_t last_time_us_ = 0;
  std::int64_t window_sequence_ = 0;
  absl::flat_hash_map<std::uint32_t, std::uint32_t> last_of_district_;
};

// Writes the checksums of frames that lie one after the other. `salt` ties them to their file.
void ChecksumFrames(std::string& frames, std::uint32_t salt);

// Reads a header without believing it: nullopt when it cannot be one.
std::optional<FrameHeader> ParseFrameHeader(std::string_view bytes);
// The size of a frame in its file, padding included.
std::size_t FrameBytes(const FrameHeader& header);
// Whether a frame with its header is unharmed.
bool FrameIsIntact(std::string_view frame, std::uint32_t salt);

// A frame's entries. Immutable.
class DecodedFrame {
 public:
  // Errors: DATA_LOSS ENTRY_CORRUPT when checksum or contents do not hold.
  static absl::StatusOr<std::shared_ptr<const DecodedFrame>> Decode(std::string_view frame,
                                                                    std::uint32_t salt);

  const FrameHeader& header() const { return header_; }
  // Views into this object.
  const std::vector<Record>& records() const { return records_; }
  std::size_t MemoryBytes() const;

 private:
  bool Parse(std::string_view fixed);

  FrameHeader header_;
  std::unique_ptr<char[]> raw_;  // header_.raw_size bytes
  std::vector<Record> records_;
};

}  // namespace duban::ingest
