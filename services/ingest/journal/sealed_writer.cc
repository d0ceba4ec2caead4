// Writing a sealed segment out of a log, and proving that nothing was lost on the way.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "common/error.h"
#include "ingest/journal/coding.h"
#include "ingest/journal/crc32c.h"
#include "ingest/journal/sealed_format.h"
#include "ingest/journal/sealed_segment.h"

namespace duban::ingest {
namespace {

using Frame = std::shared_ptr<const DecodedFrame>;

absl::Status Differs(const std::string& name, std::int64_t sequence, std::string_view what) {
  return Error(absl::StatusCode::kDataLoss, "ENTRY_CORRUPT",
               fmt::format("{}: the entry with sequence {} {}", name, sequence, what));
}

// Collects the tables of the index while windows are written.
class SealedWriter {
 public:
  SealedWriter(const SegmentContext& context, const LogSegment& log, const WindowLimits& limits)
      : context_(context), log_(log), limits_(limits), builder_(/*sorted=*/true) {}

  absl::Status Write(const std::string& name) {
    ASSIGN_OR_RETURN(file_, context_.files.Create(name));
    out_.assign(kSealedHeaderBytes, '\0');
    salt_ = context_.id.Salt("seg", log_.number());
    RETURN_IF_ERROR(log_.ForEachFrame([this](const Frame& frame) { return Take(frame); }));
    RETURN_IF_ERROR(FlushWindow());
    return WriteIndex();
  }

 private:
  absl::Status Take(const Frame& frame) {
    frames_.push_back(frame);
    for (const Record& record : frame->records()) {
      if (HashRecord(context_.id.algorithm, record) != record.hash)
        return Differs(log_.name(), record.sequence, "does not match its hash");
      records_.push_back(&record);
      raw_bytes_ += record.payload.size() + record.request_id.size();
      if (records_.size() >= limits_.entries || raw_bytes_ >= limits_.raw_bytes) {
        RETURN_IF_ERROR(FlushWindow());
        frames_.push_back(frame);
      }
    }
    return absl::OkStatus();
  }

  absl::Status FlushWindow() {
    if (records_.empty()) return absl::OkStatus();
    const std::int64_t first = records_.front()->sequence;
    std::ranges::stable_sort(records_, {}, &Record::district);
    std::string order(records_.size() * 2, '\0');
    std::uint32_t blocks = 0;
    builder_.StartWindow(first);
    for (const Record* record : records_) {
      if (!builder_.empty() &&
          builder_.raw_size() + record->payload.size() > SealedSegment::kBlockRawBytes)
        FinishBlock(first, blocks);
      if (builder_.empty()) {
        PutFixed(blocks_, offset_ + out_.size());
        block_district_ = record->district;
        block_position_ = record->position;
      }
      builder_.Add(*record);
      NoteDistrict(*record);
      const auto slot = static_cast<std::size_t>(record->sequence - first) * 2;
      order[slot] = static_cast<char>(blocks & 0xff);
      order[slot + 1] = static_cast<char>(blocks >> 8);
    }
    FinishBlock(first, blocks);
    PutFixed(windows_, first);
    PutFixed(windows_, offset_ + out_.size());
    PutFixed(windows_, static_cast<std::uint32_t>(records_.size()));
    PutFixed(windows_, blocks);
    ++window_count_;
    out_ += order;
    out_.resize((out_.size() + kFrameAlignment - 1) / kFrameAlignment * kFrameAlignment, '\0');
    records_.clear();
    frames_.clear();
    raw_bytes_ = 0;
    return Flush();
  }

  void FinishBlock(std::int64_t window, std::uint32_t& blocks) {
    std::string frame;
    builder_.Finish(window, window, /*last_of_commit=*/true, frame);
    ChecksumFrames(frame, salt_);
    PutFixed(blocks_, static_cast<std::uint32_t>(frame.size()));
    PutFixed(blocks_, block_district_);
    PutFixed(blocks_, block_position_);
    out_ += frame;
    builder_.StartWindow(window);
    ++blocks;
    ++block_count_;
  }

  void NoteDistrict(const Record& record) {
    auto [at, is_new] = districts_.try_emplace(record.district);
    SealedSegment::DistrictEnd& end = at->second;
    if (is_new) end = {.district = record.district, .first_position = record.position};
    end.last_position = record.position;
    end.last_hash = record.hash;
    end.last_accept_time = record.accept_time;
  }

  absl::Status Flush() {
    RETURN_IF_ERROR(file_->Write(offset_, out_));
    offset_ += out_.size();
    out_.clear();
    return absl::OkStatus();
  }

  absl::Status WriteIndex() {
    std::string index;
    PutFixed(index, window_count_);
    PutFixed(index, block_count_);
    PutFixed(index, static_cast<std::uint32_t>(districts_.size()));
    index += windows_ + blocks_;
    for (const auto& [code, end] : districts_) {
      PutFixed(index, code);
      PutFixed(index, end.first_position);
      PutFixed(index, end.last_position);
      index += AsBytes(end.last_hash);
      PutFixed(index, end.last_accept_time.time_since_epoch().count());
    }
    const SealedHeader header{.number = log_.number(),
                              .first_sequence = log_.first_sequence(),
                              .last_sequence = log_.last_sequence(),
                              .index_offsets = {offset_, offset_ + index.size()},
                              .index_bytes = index.size(),
                              .index_checksum = Crc32c(index, salt_)};
    const std::string encoded = EncodeSealedHeader(header, salt_);
    RETURN_IF_ERROR(file_->Write(offset_, index + index + encoded));
    RETURN_IF_ERROR(file_->Write(0, encoded));
    return file_->Sync();
  }

  const SegmentContext& context_;
  const LogSegment& log_;
  const WindowLimits limits_;
  std::unique_ptr<File> file_;
  std::uint32_t salt_ = 0;
  std::uint64_t offset_ = 0;  // of out_ in the file
  std::string out_;
  FrameBuilder builder_;
  std::vector<Frame> frames_;  // keep what records_ points into
  std::vector<const Record*> records_;
  std::size_t raw_bytes_ = 0;
  std::uint32_t block_district_ = 0;
  std::int64_t block_position_ = 0;
  std::uint32_t window_count_ = 0;
  std::uint32_t block_count_ = 0;
  std::string windows_;
  std::string blocks_;
  std::map<std::uint32_t, SealedSegment::DistrictEnd> districts_;
};

}  // namespace

absl::Status SealedSegment::Seal(const SegmentContext& context, const LogSegment& log,
                                 const WindowLimits& limits) {
  const std::string temporary = Name(log.number()) + ".tmp";
  const auto seal = [&]() -> absl::Status {
    SealedWriter writer(context, log, limits);
    RETURN_IF_ERROR(writer.Write(temporary));
    ASSIGN_OR_RETURN(const auto written, Open(context, log.number(), temporary));
    RETURN_IF_ERROR(written->CompareWith(log));
    return context.files.Rename(temporary, Name(log.number()));
  };
  const absl::Status status = seal();
  if (!status.ok()) context.files.Remove(temporary).IgnoreError();
  return status;
}

absl::Status SealedSegment::CompareWith(const LogSegment& log) const {
  if (index_damaged_ || first_sequence_ != log.first_sequence() ||
      last_sequence_ != log.last_sequence())
    return Differs(name_, first_sequence_, "begins another range than its log");
  std::int64_t next = first_sequence_;
  std::size_t at = 0;
  std::shared_ptr<const LoadedWindow> window;
  RETURN_IF_ERROR(log.ForEachFrame([&](const Frame& frame) -> absl::Status {
    for (const Record& record : frame->records()) {
      if (window && next == windows_[at].first_sequence + windows_[at].count) {
        window.reset();
        ++at;
      }
      if (!window) {
        ASSIGN_OR_RETURN(window, LoadWindow(at));
      }
      const Record* mine =
          window->records[static_cast<std::size_t>(next - windows_[at].first_sequence)];
      if (mine == nullptr || *mine != record) return Differs(name_, next, "differs from its log's");
      ++next;
    }
    return absl::OkStatus();
  }));
  return next == last_sequence_ + 1 ? absl::OkStatus() : Differs(name_, next, "is missing");
}

}  // namespace duban::ingest
