// Reading a log from its beginning: where it ends, and whether what is unreadable was ever
// acknowledged.
#include <fmt/format.h>

#include "common/error.h"
#include "ingest/journal/coding.h"
#include "ingest/journal/crc32c.h"
#include "ingest/journal/log_segment.h"

namespace duban::ingest {
namespace {

constexpr std::size_t kReadAhead = 4 << 20;
constexpr std::size_t kHeaderChecked = 8 + 8 + 16 + 8 + 4;

bool HeaderHolds(std::string_view header) {
  return header.size() >= kHeaderChecked + 4 &&
         GetFixed<std::uint32_t>(header.data() + kHeaderChecked) ==
             Crc32c(header.substr(0, kHeaderChecked));
}

}  // namespace

// Reads frames at offsets that mostly grow.
class LogSegment::Scanner {
 public:
  Scanner(const File& file, std::uint32_t salt, std::uint64_t size)
      : file_(file), salt_(salt), size_(size) {}

  // The bytes from `offset` on, at least `want` unless the file ends; shorter = end of file.
  absl::StatusOr<std::string_view> At(std::uint64_t offset, std::size_t want) {
    if (offset < begin_ || offset + want > begin_ + buffer_.size()) {
      ASSIGN_OR_RETURN(buffer_, file_.Read(offset, std::max(want, kReadAhead)));
      begin_ = offset;
    }
    return std::string_view(buffer_).substr(offset - begin_);
  }

  // The frame at `offset`; nullopt when no intact frame begins there.
  absl::StatusOr<std::optional<std::string_view>> FrameAt(std::uint64_t offset) {
    ASSIGN_OR_RETURN(std::string_view bytes, At(offset, kFrameHeaderBytes));
    const auto header = ParseFrameHeader(bytes);
    if (!header || offset + FrameBytes(*header) > size_) return std::nullopt;
    ASSIGN_OR_RETURN(bytes, At(offset, FrameBytes(*header)));
    if (!FrameIsIntact(bytes, salt_)) return std::nullopt;
    return bytes.substr(0, FrameBytes(*header));
  }

  // The first frame from `offset` on that begins a commit after sequence `expected`; nullopt =
  // there is none.
  absl::StatusOr<std::optional<std::uint64_t>> NextCommit(std::uint64_t offset,
                                                          std::int64_t expected) {
    for (; offset + kFrameHeaderBytes <= size_; offset += kFrameAlignment) {
      ASSIGN_OR_RETURN(const std::string_view bytes, At(offset, kFrameHeaderBytes));
      const auto header = ParseFrameHeader(bytes);
      if (!header || header->commit_sequence <= expected ||
          header->commit_sequence != header->first_sequence)
        continue;
      ASSIGN_OR_RETURN(const auto frame, FrameAt(offset));
      if (frame) return offset;
    }
    return std::nullopt;
  }

  // Whether nothing but zeros lies from `offset` to the end.
  absl::StatusOr<bool> ZerosFrom(std::uint64_t offset) {
    while (offset < size_) {
      ASSIGN_OR_RETURN(const std::string_view bytes, At(offset, 1));
      if (bytes.empty()) break;
      if (bytes.find_first_not_of('\0') != std::string_view::npos) return false;
      offset += bytes.size();
    }
    return true;
  }

 private:
  const File& file_;
  const std::uint32_t salt_;
  const std::uint64_t size_;
  std::string buffer_;
  std::uint64_t begin_ = 0;
};

absl::StatusOr<LogRecovery> LogSegment::Recover(const std::function<void(const Record&)>& each) {
  LogRecovery result;
  Scanner scanner(*file_, salt_, file_size_);
  ASSIGN_OR_RETURN(const std::string_view header, scanner.At(0, kHeaderBytes));
  if (!HeaderHolds(header))
    result.damages.push_back(fmt::format("{}: the header is damaged", name_));

  std::int64_t expected = first_sequence();  // the first sequence of the next commit
  std::uint64_t committed = kHeaderBytes;    // where it begins
  std::uint64_t offset = committed;
  std::int64_t next = expected;  // the first sequence of the next frame
  std::vector<std::pair<std::uint64_t, std::shared_ptr<const DecodedFrame>>> commit;
  while (true) {
    ASSIGN_OR_RETURN(const auto frame, scanner.FrameAt(offset));
    std::shared_ptr<const DecodedFrame> decoded;
    if (frame) {
      auto tried = DecodedFrame::Decode(*frame, salt_);
      // Sorted frames belong in sealed segments only.
      if (tried.ok() && ((*tried)->header().flags & FrameHeader::kSorted) == 0)
        decoded = *std::move(tried);
    }
    if (decoded && decoded->header().first_sequence == next &&
        decoded->header().commit_sequence == expected) {
      commit.emplace_back(offset, decoded);
      offset += FrameBytes(decoded->header());
      next += decoded->header().count;
      if ((decoded->header().flags & FrameHeader::kLastOfCommit) == 0) continue;
      const MutexLock lock(mu_);
      for (const auto& [at, part] : commit) {
        frames_.push_back({part->header().first_sequence, at});
        for (const Record& record : part->records()) {
          const std::string code = fmt::format_int(record.district).str();
          Index({record.district, record.position, record.sequence,
                 context_.id.HashOf(code, record.request_id)});
          each(record);
        }
      }
      commit.clear();
      expected = next;
      last_commit_ = committed;
      committed = offset;
      tail_ = committed;
      continue;
    }
    // The end, a commit that was torn, or damage. A commit is only written once the one before is
    // synced: where a later one lies, what is unreadable here had been acknowledged.
    ASSIGN_OR_RETURN(const auto later, scanner.NextCommit(committed, expected));
    if (later) {
      ASSIGN_OR_RETURN(const std::string_view bytes, scanner.At(*later, kFrameHeaderBytes));
      const std::int64_t goes_on = ParseFrameHeader(bytes)->commit_sequence;
      result.damages.push_back(
          fmt::format("{} at bytes {}..{}: entries with sequence {}..{} are unreadable", name_,
                      committed, *later - 1, expected, goes_on - 1));
      commit.clear();
      expected = next = goes_on;
      committed = offset = *later;
      continue;
    }
    ASSIGN_OR_RETURN(const bool clean, scanner.ZerosFrom(committed));
    result.torn = !clean;
    return result;
  }
}

}  // namespace duban::ingest
