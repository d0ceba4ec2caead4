#include "ingest/journal/log_segment.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/error.h"
#include "ingest/journal/coding.h"
#include "ingest/journal/crc32c.h"

namespace duban::ingest {
namespace {

constexpr std::string_view kMagic = "DBJLOG1\n";
constexpr std::size_t kStep = 1 << 20;
constexpr std::int64_t kMaxGap = 1 << 22;

absl::Status Corrupt(const std::string& name, std::uint64_t offset, std::string_view what) {
  return Error(absl::StatusCode::kDataLoss, "ENTRY_CORRUPT",
               fmt::format("{} at byte {}: {}", name, offset, what));
}

std::string Header(const JournalId& id, std::uint64_t number, std::uint64_t size) {
  std::string header(kMagic);
  PutFixed(header, number);
  header += id.id;
  PutFixed(header, size);
  PutFixed(header, static_cast<std::uint32_t>(id.algorithm));
  PutFixed(header, Crc32c(header));
  header.resize(LogSegment::kHeaderBytes, '\0');
  return header;
}

}  // namespace

std::string LogSegment::Name(std::uint64_t number) { return fmt::format("log-{:010}", number); }

absl::Status LogSegment::Prepare(const SegmentContext& context, std::uint64_t number,
                                 std::uint64_t size, const std::function<void()>& pace) {
  const std::string temporary = Name(number) + ".tmp";
  const auto fill = [&]() -> absl::Status {
    ASSIGN_OR_RETURN(const std::unique_ptr<File> file, context.files.Create(temporary));
    const std::string zeros(std::min<std::uint64_t>(size, kStep), '\0');
    for (std::uint64_t at = 0; at < size; at += kStep) {
      const std::size_t step = std::min<std::uint64_t>(kStep, size - at);
      RETURN_IF_ERROR(file->Write(at, std::string_view(zeros).substr(0, step)));
      pace();
    }
    RETURN_IF_ERROR(file->Write(0, Header(context.id, number, size)));
    RETURN_IF_ERROR(file->Sync());
    RETURN_IF_ERROR(context.files.Rename(temporary, Name(number)));
    return context.files.SyncDirectory();
  };
  const absl::Status status = fill();
  // What was filled would keep a full disk full.
  if (!status.ok()) context.files.Remove(temporary).IgnoreError();
  return status;
}

absl::StatusOr<std::shared_ptr<LogSegment>> LogSegment::Open(const SegmentContext& context,
                                                             std::uint64_t number,
                                                             std::int64_t first_sequence,
                                                             std::size_t ids) {
  ASSIGN_OR_RETURN(std::unique_ptr<File> file, context.files.Open(Name(number)));
  ASSIGN_OR_RETURN(const std::uint64_t size, file->Size());
  return std::shared_ptr<LogSegment>(
      new LogSegment(context, number, first_sequence, std::move(file), size, ids));
}

LogSegment::LogSegment(const SegmentContext& context, std::uint64_t number,
                       std::int64_t first_sequence, std::unique_ptr<File> file,
                       std::uint64_t file_size, std::size_t ids)
    : context_(context),
      number_(number),
      name_(Name(number)),
      salt_(context.id.Salt("log", number)),
      file_(std::move(file)),
      file_size_(file_size),
      max_entries_(ids),
      first_sequence_(first_sequence),
      last_sequence_(first_sequence - 1),
      ids_(ids) {}

void LogSegment::StartAt(std::int64_t first_sequence) {
  const MutexLock lock(mu_);
  first_sequence_ = first_sequence;
  last_sequence_ = first_sequence - 1;
}

bool LogSegment::HasRoom(std::size_t bytes, std::size_t entries) const {
  const MutexLock lock(mu_);
  const auto held = static_cast<std::size_t>(last_sequence_ - first_sequence_ + 1);
  // A commit with more entries than a log may hold gets one to itself.
  return tail_ + bytes <= file_size_ && (held == 0 || held + entries <= max_entries_);
}

absl::Status LogSegment::Write(std::string& frames) {
  ChecksumFrames(frames, salt_);
  return file_->Write(tail(), frames);
}

absl::Status LogSegment::Undo(std::size_t bytes) {
  const std::uint64_t begin = tail();
  return ZeroRange(begin, std::min(begin + bytes, file_size_));
}

absl::Status LogSegment::ZeroRange(std::uint64_t begin, std::uint64_t end) {
  const std::string zeros(std::min<std::uint64_t>(end - begin, kStep), '\0');
  for (std::uint64_t at = begin; at < end; at += zeros.size()) {
    RETURN_IF_ERROR(
        file_->Write(at, std::string_view(zeros).substr(0, std::min(zeros.size(), end - at))));
  }
  return file_->Sync();
}

absl::Status LogSegment::Harden() {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  {
    const MutexLock lock(mu_);
    begin = last_commit_;
    end = tail_;
  }
  ASSIGN_OR_RETURN(const std::string commit, file_->Read(begin, end - begin));
  RETURN_IF_ERROR(file_->Write(begin, commit));
  RETURN_IF_ERROR(ZeroTail());
  return file_->Sync();
}

absl::Status LogSegment::ZeroTail() {
  // Whatever a torn commit left may lie anywhere up to the end of the file.
  const std::uint64_t begin = tail();
  std::uint64_t end = begin;
  for (std::uint64_t at = begin; at < file_size_; at += kStep) {
    ASSIGN_OR_RETURN(const std::string bytes, file_->Read(at, kStep));
    const std::size_t last = bytes.find_last_not_of('\0');
    if (last != std::string::npos) end = at + last + 1;
  }
  return end == begin ? absl::OkStatus() : ZeroRange(begin, end);
}

void LogSegment::Publish(std::size_t bytes, const std::vector<FrameRef>& frames,
                         const std::vector<IndexedEntry>& entries) {
  const MutexLock lock(mu_);
  for (FrameRef frame : frames) {
    frame.offset += tail_;
    frames_.push_back(frame);
  }
  for (const IndexedEntry& entry : entries) ids_.Prefetch(entry.id_hash);
  for (const IndexedEntry& entry : entries) Index(entry);
  tail_ += bytes;
}

void LogSegment::Index(const IndexedEntry& entry) {
  DistrictIndex& district = districts_[entry.district];
  if (district.sequences.empty()) district.first_position = entry.position;
  const std::int64_t gap = entry.position - district.first_position -
                           static_cast<std::int64_t>(district.sequences.size());
  // Only a damaged log has gaps, or a position twice; one that asks for more memory than a log can
  // need is a lie.
  if (gap >= 0 && gap <= kMaxGap) {
    district.sequences.resize(district.sequences.size() + static_cast<std::size_t>(gap), kMissing);
    district.sequences.push_back(static_cast<std::uint32_t>(entry.sequence - first_sequence_));
  }
  ids_.Insert({entry.id_hash, entry.sequence});
  last_sequence_ = entry.sequence;
}

void LogSegment::FindIds(const std::vector<std::uint64_t>& hashes,
                         std::vector<std::vector<std::int64_t>>& sequences) const {
  const MutexLock lock(mu_);
  for (const std::uint64_t hash : hashes) ids_.Prefetch(hash);
  for (std::size_t i = 0; i < hashes.size(); ++i) ids_.Find(hashes[i], sequences[i]);
}

std::vector<IdRef> LogSegment::SortedIds() const {
  const MutexLock lock(mu_);
  return ids_.Sorted();
}

absl::Status LogSegment::ForEachFrame(
    const std::function<absl::Status(const std::shared_ptr<const DecodedFrame>&)>& each) const {
  std::vector<FrameRef> frames;
  {
    const MutexLock lock(mu_);
    frames = frames_;
  }
  for (const FrameRef& frame : frames) {
    ASSIGN_OR_RETURN(const auto decoded, LoadFrame(frame.offset));
    RETURN_IF_ERROR(each(decoded));
  }
  return absl::OkStatus();
}

std::uint64_t LogSegment::tail() const {
  const MutexLock lock(mu_);
  return tail_;
}
std::int64_t LogSegment::first_sequence() const {
  const MutexLock lock(mu_);
  return first_sequence_;
}
std::int64_t LogSegment::last_sequence() const {
  const MutexLock lock(mu_);
  return last_sequence_;
}

std::optional<DistrictRange> LogSegment::FindDistrict(std::uint32_t district) const {
  const MutexLock lock(mu_);
  const auto found = districts_.find(district);
  if (found == districts_.end()) return std::nullopt;
  const DistrictIndex& index = found->second;
  return DistrictRange{
      index.first_position,
      index.first_position + static_cast<std::int64_t>(index.sequences.size()) - 1};
}

absl::Status LogSegment::ReadSequences(std::int64_t after, std::int64_t last,
                                       RecordSink& sink) const {
  std::int64_t next = after + 1;
  while (next <= last && !sink.Full()) {
    ASSIGN_OR_RETURN(const auto frame, FrameOf(next));
    const std::int64_t before = next;
    for (const Record& record : frame->records()) {
      if (record.sequence < next) continue;
      if (record.sequence > last || sink.Full()) break;
      sink.Add(record);
      ++next;
    }
    if (next == before && !sink.Full()) return Corrupt(name_, 0, "a frame lacks its entries");
  }
  return absl::OkStatus();
}

absl::Status LogSegment::ReadPositions(std::uint32_t district, std::int64_t after,
                                       std::int64_t last, RecordSink& sink) const {
  std::vector<std::int64_t> sequences;
  {
    const MutexLock lock(mu_);
    const auto found = districts_.find(district);
    if (found == districts_.end()) return absl::OkStatus();
    const DistrictIndex& index = found->second;
    const auto end = static_cast<std::int64_t>(index.sequences.size());
    for (std::int64_t i = std::max<std::int64_t>(after + 1 - index.first_position, 0);
         i < end && index.first_position + i <= last &&
         std::cmp_less(sequences.size(), sink.Room());
         ++i) {
      const std::uint32_t offset = index.sequences[static_cast<std::size_t>(i)];
      sequences.push_back(offset == kMissing ? 0 : first_sequence_ + offset);
    }
  }
  std::shared_ptr<const DecodedFrame> frame;
  for (const std::int64_t sequence : sequences) {
    if (sink.Full()) break;
    const bool inside = frame && sequence >= frame->header().first_sequence &&
                        sequence < frame->header().first_sequence + frame->header().count;
    if (!inside) {
      ASSIGN_OR_RETURN(frame, FrameOf(sequence));
    }
    sink.Add(frame->records()[static_cast<std::size_t>(sequence - frame->header().first_sequence)]);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::int64_t> LogSegment::Scan(std::int64_t after, std::int64_t last,
                                              RecordSink& sink) const {
  last = std::min(last, last_sequence());
  RETURN_IF_ERROR(ReadSequences(after, last, sink));
  return last;
}

absl::StatusOr<std::shared_ptr<const DecodedFrame>> LogSegment::FrameOf(
    std::int64_t sequence) const {
  std::uint64_t offset = 0;
  {
    const MutexLock lock(mu_);
    const auto after = std::ranges::upper_bound(frames_, sequence, {}, &FrameRef::first_sequence);
    if (after == frames_.begin())
      return Corrupt(name_, kHeaderBytes, "no readable frame holds the entry");
    offset = std::prev(after)->offset;
  }
  ASSIGN_OR_RETURN(auto frame, LoadFrame(offset));
  if (sequence >= frame->header().first_sequence + frame->header().count)
    return Corrupt(name_, offset, "no readable frame after this one holds the entry");
  return frame;
}

absl::StatusOr<std::shared_ptr<const DecodedFrame>> LogSegment::LoadFrame(
    std::uint64_t offset) const {
  const FrameCache::Key key{number_ << 1, offset};
  if (auto cached = context_.cache.Get(key)) return cached;
  ASSIGN_OR_RETURN(const std::string head, file_->Read(offset, kFrameHeaderBytes));
  const auto header = ParseFrameHeader(head);
  if (!header) return Corrupt(name_, offset, "no frame begins here");
  ASSIGN_OR_RETURN(const std::string bytes, file_->Read(offset, FrameBytes(*header)));
  auto frame = DecodedFrame::Decode(bytes, salt_);
  if (!frame.ok()) return Corrupt(name_, offset, MessageOf(frame.status()));
  context_.cache.Put(key, *frame);
  return frame;
}

}  // namespace duban::ingest
