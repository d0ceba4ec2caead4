#include "ingest/journal/sealed_segment.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "common/error.h"
#include "ingest/journal/coding.h"
#include "ingest/journal/crc32c.h"
#include "ingest/journal/sealed_format.h"

namespace duban::ingest {
namespace {

constexpr std::string_view kMagic = "DBSEAL1\n";
constexpr std::size_t kWindowBytes = 8 + 8 + 4 + 4;
constexpr std::size_t kBlockBytes = 8 + 4 + 4 + 8;
constexpr std::size_t kDistrictBytes = 4 + 8 + 8 + 32 + 8;
// So few entries are fetched frame by frame; more of them by the window.
constexpr std::int64_t kFewEntries = 16;
// A window is read in pieces of about this size, which the processor keeps at hand.
constexpr std::uint64_t kReadBytes = 256 << 10;

absl::Status Corrupt(const std::string& name, std::string_view what) {
  return Error(absl::StatusCode::kDataLoss, "ENTRY_CORRUPT", fmt::format("{}: {}", name, what));
}

void Prefetch(const void* begin, std::size_t size) {
  constexpr std::size_t kLine = 64;
  constexpr std::size_t kMost = 512;  // from there on the processor sees by itself what comes
  for (std::size_t at = 0; at < std::min(size, kMost); at += kLine)
    __builtin_prefetch(static_cast<const char*>(begin) + at);
}

// In order of sequence the records of a window lie all over its memory, so the processor is told in
// time which ones will be read.
void PrefetchRecords(const std::vector<const Record*>& records, std::size_t slot) {
  constexpr std::size_t kAhead = 8;
  if (slot + 2 * kAhead < records.size() && records[slot + 2 * kAhead] != nullptr)
    Prefetch(records[slot + 2 * kAhead], sizeof(Record));
  if (slot + kAhead >= records.size() || records[slot + kAhead] == nullptr) return;
  const Record& record = *records[slot + kAhead];
  Prefetch(record.request_id.data(), record.request_id.size() + record.payload.size());
}

}  // namespace

std::string EncodeSealedHeader(const SealedHeader& header, std::uint32_t salt) {
  std::string out(kMagic);
  PutFixed(out, header.number);
  PutFixed(out, header.first_sequence);
  PutFixed(out, header.last_sequence);
  PutFixed(out, header.index_offsets[0]);
  PutFixed(out, header.index_offsets[1]);
  PutFixed(out, header.index_bytes);
  PutFixed(out, header.index_checksum);
  PutFixed(out, Crc32c(out, salt));
  out.resize(kSealedHeaderBytes, '\0');
  return out;
}

std::optional<SealedHeader> DecodeSealedHeader(std::string_view bytes, std::uint32_t salt) {
  if (bytes.size() != kSealedHeaderBytes || !bytes.starts_with(kMagic)) return std::nullopt;
  ByteReader reader(bytes.substr(kMagic.size()));
  SealedHeader header;
  header.number = reader.Fixed<std::uint64_t>();
  header.first_sequence = reader.Fixed<std::int64_t>();
  header.last_sequence = reader.Fixed<std::int64_t>();
  header.index_offsets[0] = reader.Fixed<std::uint64_t>();
  header.index_offsets[1] = reader.Fixed<std::uint64_t>();
  header.index_bytes = reader.Fixed<std::uint64_t>();
  header.index_checksum = reader.Fixed<std::uint32_t>();
  if (bytes != EncodeSealedHeader(header, salt)) return std::nullopt;
  return header;
}

std::string SealedSegment::Name(std::uint64_t number) { return fmt::format("seg-{:010}", number); }

SealedSegment::SealedSegment(const SegmentContext& context, std::uint64_t number, std::string name,
                             std::unique_ptr<File> file)
    : context_(context),
      number_(number),
      name_(std::move(name)),
      salt_(context.id.Salt("seg", number)),
      file_(std::move(file)) {}

absl::StatusOr<std::shared_ptr<const SealedSegment>> SealedSegment::Open(
    const SegmentContext& context, std::uint64_t number, const std::string& name) {
  ASSIGN_OR_RETURN(std::unique_ptr<File> file, context.files.Open(name));
  std::shared_ptr<SealedSegment> segment(new SealedSegment(context, number, name, std::move(file)));
  RETURN_IF_ERROR(segment->LoadFooter());
  ASSIGN_OR_RETURN(const std::string index, segment->ReadIndex());
  RETURN_IF_ERROR(segment->LoadIndex(index));
  return segment;
}

absl::Status SealedSegment::LoadFooter() {
  ASSIGN_OR_RETURN(const std::uint64_t size, file_->Size());
  if (size < 2 * kSealedHeaderBytes) return Corrupt(name_, "the file is cut off");
  std::optional<SealedHeader> header;
  for (const std::uint64_t offset : {std::uint64_t{0}, size - kSealedHeaderBytes}) {
    ASSIGN_OR_RETURN(const std::string bytes, file_->Read(offset, kSealedHeaderBytes));
    const auto copy = DecodeSealedHeader(bytes, salt_);
    if (!copy) index_damaged_ = true;
    if (copy) header = copy;
  }
  if (!header || header->number != number_ || header->first_sequence < 1 ||
      header->last_sequence < header->first_sequence || header->index_bytes > size)
    return Corrupt(name_, "both copies of the header are damaged");
  first_sequence_ = header->first_sequence;
  last_sequence_ = header->last_sequence;
  std::ranges::copy(header->index_offsets, index_offsets_);
  index_bytes_ = header->index_bytes;
  index_checksum_ = header->index_checksum;
  // Whether both copies of the index are good is known after reading both; they are small.
  for (const std::uint64_t offset : index_offsets_) {
    ASSIGN_OR_RETURN(const std::string bytes, file_->Read(offset, index_bytes_));
    if (bytes.size() != index_bytes_ || Crc32c(bytes, salt_) != index_checksum_)
      index_damaged_ = true;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> SealedSegment::ReadIndex() const {
  for (const std::uint64_t offset : index_offsets_) {
    ASSIGN_OR_RETURN(std::string bytes, file_->Read(offset, index_bytes_));
    if (bytes.size() == index_bytes_ && Crc32c(bytes, salt_) == index_checksum_) return bytes;
  }
  return Corrupt(name_, "both copies of the index are damaged");
}

absl::Status SealedSegment::LoadIndex(std::string_view index) {
  ByteReader reader(index);
  windows_.resize(
      std::min<std::size_t>(reader.Fixed<std::uint32_t>(), index.size() / kWindowBytes));
  blocks_.resize(std::min<std::size_t>(reader.Fixed<std::uint32_t>(), index.size() / kBlockBytes));
  districts_.resize(
      std::min<std::size_t>(reader.Fixed<std::uint32_t>(), index.size() / kDistrictBytes));
  std::uint32_t block_at = 0;
  std::int64_t next = first_sequence_;
  for (Window& window : windows_) {
    window.first_sequence = reader.Fixed<std::int64_t>();
    window.order_offset = reader.Fixed<std::uint64_t>();
    window.count = reader.Fixed<std::uint32_t>();
    window.blocks = reader.Fixed<std::uint32_t>();
    window.first_block = block_at;
    block_at += window.blocks;
    if (window.first_sequence != next || window.count == 0)
      return Corrupt(name_, "the index is wrong");
    next += window.count;
  }
  for (Block& block : blocks_) {
    block.offset = reader.Fixed<std::uint64_t>();
    block.bytes = reader.Fixed<std::uint32_t>();
    block.district = reader.Fixed<std::uint32_t>();
    block.position = reader.Fixed<std::int64_t>();
  }
  for (District& district : districts_) {
    district.district = reader.Fixed<std::uint32_t>();
    district.range.first_position = reader.Fixed<std::int64_t>();
    district.range.last_position = reader.Fixed<std::int64_t>();
    reader.Bytes(kDistrictBytes - 20);
  }
  if (!reader.ok() || !reader.AtEnd() || block_at != blocks_.size() || next != last_sequence_ + 1)
    return Corrupt(name_, "the index is wrong");
  return absl::OkStatus();
}

absl::StatusOr<std::vector<SealedSegment::DistrictEnd>> SealedSegment::DistrictEnds() const {
  ASSIGN_OR_RETURN(const std::string index, ReadIndex());
  ByteReader reader(
      std::string_view(index).substr(index.size() - districts_.size() * kDistrictBytes));
  std::vector<DistrictEnd> ends(districts_.size());
  for (DistrictEnd& end : ends) {
    end.district = reader.Fixed<std::uint32_t>();
    end.first_position = reader.Fixed<std::int64_t>();
    end.last_position = reader.Fixed<std::int64_t>();
    std::ranges::copy(reader.Bytes(end.last_hash.size()), end.last_hash.begin());
    end.last_accept_time = TimePoint(std::chrono::microseconds(reader.Fixed<std::int64_t>()));
  }
  return ends;
}

std::size_t SealedSegment::MemoryBytes() const {
  return windows_.size() * sizeof(Window) + blocks_.size() * sizeof(Block) +
         districts_.size() * sizeof(District);
}

std::optional<DistrictRange> SealedSegment::FindDistrict(std::uint32_t district) const {
  const auto found = std::ranges::lower_bound(districts_, district, {}, &District::district);
  if (found == districts_.end() || found->district != district) return std::nullopt;
  return found->range;
}

std::size_t SealedSegment::WindowOf(std::int64_t sequence) const {
  const auto after = std::ranges::upper_bound(windows_, sequence, {}, &Window::first_sequence);
  return static_cast<std::size_t>(after - windows_.begin()) - 1;
}

absl::Status SealedSegment::ReadSequences(std::int64_t after, std::int64_t last,
                                          RecordSink& sink) const {
  last = std::min(last, last_sequence_);
  std::int64_t next = std::max(after + 1, first_sequence_);
  const bool few = std::min<std::int64_t>(last - next + 1, sink.Room()) <= kFewEntries;
  while (next <= last && !sink.Full()) {
    const std::size_t at = WindowOf(next);
    if (few) {
      if (const auto frame = FrameOf(windows_[at], next)) {
        sink.Add(*std::ranges::find(frame->records(), next, &Record::sequence));
        ++next;
        continue;
      }
    }
    ASSIGN_OR_RETURN(const auto window, CachedWindow(at));
    const std::int64_t end = std::min(last, windows_[at].first_sequence + windows_[at].count - 1);
    for (; next <= end && !sink.Full(); ++next) {
      const auto slot = static_cast<std::size_t>(next - windows_[at].first_sequence);
      PrefetchRecords(window->records, slot);
      const Record* record = window->records[slot];
      if (record == nullptr)
        return Corrupt(name_, fmt::format("the block with sequence {} is damaged", next));
      sink.Add(*record);
    }
  }
  return absl::OkStatus();
}

std::shared_ptr<const DecodedFrame> SealedSegment::FrameOf(const Window& window,
                                                           std::int64_t sequence) const {
  const auto slot = static_cast<std::uint64_t>(sequence - window.first_sequence) * 2;
  const auto order = file_->Read(window.order_offset + slot, 2);
  if (!order.ok() || order->size() != 2) return nullptr;
  const std::uint32_t block = GetFixed<std::uint16_t>(order->data());
  if (block >= window.blocks) return nullptr;
  const auto frame = LoadBlock(window.first_block + block);
  // The array carries no checksum: what it points to is believed only when the entry is there.
  if (!frame.ok() || std::ranges::find((*frame)->records(), sequence, &Record::sequence) ==
                         (*frame)->records().end())
    return nullptr;
  return *frame;
}

absl::Status SealedSegment::ReadPositions(std::uint32_t district, std::int64_t after,
                                          std::int64_t last, RecordSink& sink) const {
  const auto range = FindDistrict(district);
  if (!range) return absl::OkStatus();
  std::int64_t next = std::max(after + 1, range->first_position);
  last = std::min(last, range->last_position);
  // A district that is read for the first time in a long while lies in a frame of each window: the
  // disk is better asked for all of them at once than for one after the other.
  if (last - next >= kFewEntries) {
    for (const Window& window : windows_) {
      if (window.blocks == 0) continue;  // no real window is empty
      const Block& block = blocks_[BlockOf(window, district, next)];
      file_->WillNeed(block.offset, block.bytes);
    }
  }
  for (const Window& window : windows_) {
    if (next > last || sink.Full()) return absl::OkStatus();
    RETURN_IF_ERROR(ReadWindowPositions(window, district, next, last, sink));
  }
  if (next > last || sink.Full()) return absl::OkStatus();
  return Corrupt(name_, fmt::format("the block with position {} is damaged", next));
}

std::size_t SealedSegment::BlockOf(const Window& window, std::uint32_t district,
                                   std::int64_t position) const {
  const auto begin = blocks_.begin() + window.first_block;
  const auto after = std::upper_bound(
      begin, begin + window.blocks, std::make_pair(district, position),
      [](const auto& key, const Block& b) { return key < std::make_pair(b.district, b.position); });
  return static_cast<std::size_t>((after == begin ? after : after - 1) - blocks_.begin());
}

absl::Status SealedSegment::ReadWindowPositions(const Window& window, std::uint32_t district,
                                                std::int64_t& next, std::int64_t last,
                                                RecordSink& sink) const {
  const auto end = blocks_.begin() + window.first_block + window.blocks;
  // The entry may lie in this block, and those after it in the next ones.
  auto block = blocks_.begin() + static_cast<std::ptrdiff_t>(BlockOf(window, district, next));
  for (; block != end && block->district <= district && next <= last && !sink.Full(); ++block) {
    const auto frame = LoadBlock(static_cast<std::size_t>(block - blocks_.begin()));
    // The entry may lie in a later window: whether a damaged block matters shows when it is not
    // found there.
    if (!frame.ok() && !absl::IsDataLoss(frame.status())) return frame.status();
    if (!frame.ok()) continue;
    for (const Record& record : (*frame)->records()) {
      if (record.district != district || record.position < next) continue;
      if (record.position != next || next > last || sink.Full()) break;
      sink.Add(record);
      ++next;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const DecodedFrame>> SealedSegment::LoadBlock(
    std::size_t block) const {
  const Block& at = blocks_[block];
  const FrameCache::Key key{(number_ << 1) | 1, at.offset};
  if (auto cached = context_.cache.Get(key)) return cached;
  if (at.bytes > kMaxFrameBytes) return Corrupt(name_, "the index is wrong");
  ASSIGN_OR_RETURN(const std::string bytes, file_->Read(at.offset, at.bytes));
  auto frame = DecodedFrame::Decode(bytes, salt_);
  if (!frame.ok())
    return Corrupt(name_, fmt::format("byte {}: {}", at.offset, MessageOf(frame.status())));
  context_.cache.Put(key, *frame);
  return frame;
}

absl::StatusOr<std::shared_ptr<const SealedSegment::LoadedWindow>> SealedSegment::LoadWindow(
    std::size_t window) const {
  const Window& at = windows_[window];
  auto loaded = std::make_shared<LoadedWindow>();
  loaded->frames.reserve(at.blocks);
  loaded->records.resize(at.count);
  const std::size_t end = at.first_block + at.blocks;
  for (std::size_t i = at.first_block; i < end;) {
    const std::uint64_t begin = blocks_[i].offset;
    std::size_t next = i + 1;
    while (next < end && blocks_[next].offset - begin < kReadBytes) ++next;
    const std::uint64_t bytes_end = next < end ? blocks_[next].offset : at.order_offset;
    if (bytes_end < begin || bytes_end - begin > kReadBytes + 2 * kMaxFrameBytes)
      return Corrupt(name_, "the index is wrong");
    ASSIGN_OR_RETURN(const std::string bytes, file_->Read(begin, bytes_end - begin));
    DecodeBlocks(bytes, i, next, at, *loaded);
    i = next;
  }
  return loaded;
}

void SealedSegment::DecodeBlocks(std::string_view bytes, std::size_t first, std::size_t end,
                                 const Window& window, LoadedWindow& loaded) const {
  for (std::size_t i = first; i < end; ++i) {
    const std::uint64_t offset = blocks_[i].offset - blocks_[first].offset;
    if (offset > bytes.size()) return;
    auto frame = DecodedFrame::Decode(bytes.substr(offset, blocks_[i].bytes), salt_);
    if (!frame.ok()) continue;  // its entries stay nullptr
    for (const Record& record : (*frame)->records()) {
      const std::int64_t slot = record.sequence - window.first_sequence;
      if (slot >= 0 && slot < window.count)
        loaded.records[static_cast<std::size_t>(slot)] = &record;
    }
    loaded.frames.push_back(*std::move(frame));
  }
}

absl::StatusOr<std::shared_ptr<const SealedSegment::LoadedWindow>> SealedSegment::CachedWindow(
    std::size_t window) const {
  ASSIGN_OR_RETURN(const auto cached, context_.windows.Get({number_, window}, [this, window] {
    return LoadWindow(window);
  }));
  return std::static_pointer_cast<const LoadedWindow>(cached);
}

absl::StatusOr<std::int64_t> SealedSegment::Scan(std::int64_t after, std::int64_t last,
                                                 RecordSink& sink) const {
  const std::size_t at = WindowOf(after + 1);
  ASSIGN_OR_RETURN(const auto window, CachedWindow(at));
  const std::int64_t first = windows_[at].first_sequence;
  last = std::min(last, first + windows_[at].count - 1);
  const auto wanted = std::span(window->records)
                          .subspan(static_cast<std::size_t>(after + 1 - first),
                                   static_cast<std::size_t>(last - after));
  if (std::ranges::find(wanted, nullptr) != wanted.end())
    return Corrupt(name_, fmt::format("a block with sequences {}..{} is damaged", after + 1, last));
  // As they lie there, which the processor's caches like far better than the order of sequence.
  for (const auto& frame : window->frames) {
    for (const Record& record : frame->records()) {
      if (sink.Full()) return last;
      if (record.sequence > after && record.sequence <= last) sink.Add(record);
    }
  }
  return last;
}

bool SealedSegment::LoadAhead(std::int64_t sequence) const {
  const std::size_t next = sequence < first_sequence_ ? 0 : WindowOf(sequence) + 1;
  if (next > 1) context_.windows.Finish({number_, next - 2});
  if (next == windows_.size()) return false;
  context_.windows.LoadAhead({number_, next},
                             [self = shared_from_this(), next] { return self->LoadWindow(next); });
  return true;
}

}  // namespace duban::ingest
