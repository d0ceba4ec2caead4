#include "ingest/journal/frame.h"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "common/error.h"
#include "ingest/journal/coding.h"
#include "ingest/journal/crc32c.h"

namespace duban::ingest {
namespace {

constexpr std::uint32_t kMagic = 0x31464244;  // "DBF1"
// A sealed segment is kept for ever; a log only until it is sealed, and its commits wait for this.
constexpr int kSealedLevel = 1;
constexpr int kLogLevel = -3;
// Shorter records are not worth a compressor's call.
constexpr std::size_t kCompressFrom = 512;
// Far beyond any journal, and far enough from overflow.
constexpr std::int64_t kMaxSequence = std::int64_t{1} << 60;
constexpr std::size_t kDigestBytes = sizeof(Digest);

absl::Status Corrupt(std::string_view what) {
  return Error(absl::StatusCode::kDataLoss, "ENTRY_CORRUPT", what);
}

std::size_t Padded(std::size_t size) {
  return (size + kFrameAlignment - 1) / kFrameAlignment * kFrameAlignment;
}

std::uint32_t Checksum(std::string_view frame, const FrameHeader& header, std::uint32_t salt) {
  return Crc32c(frame.substr(8, kFrameHeaderBytes - 8 + header.body_size), salt);
}

Digest TakeDigest(ByteReader& reader) {
  Digest digest{};
  std::ranges::copy(reader.Bytes(kDigestBytes), digest.begin());
  return digest;
}

struct FreeDecompressor {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

bool Decompress(std::string_view bytes, char* out, std::size_t size) {
  thread_local const std::unique_ptr<ZSTD_DCtx, FreeDecompressor> context(ZSTD_createDCtx());
  return ZSTD_decompressDCtx(context.get(), out, size, bytes.data(), bytes.size()) == size;
}

}  // namespace

Entry ToEntry(const Record& record) {
  return {.district = fmt::format_int(record.district).str(),
          .position = record.position,
          .sequence = record.sequence,
          .request_id = std::string(record.request_id),
          .kind = record.kind,
          .accept_time = record.accept_time,
          .payload = std::string(record.payload),
          .content = record.content,
          .previous_hash = record.previous_hash,
          .hash = record.hash};
}

EntryView ViewOf(const Record& record, std::string_view district) {
  return {.district = district,
          .position = record.position,
          .sequence = record.sequence,
          .request_id = record.request_id,
          .kind = record.kind,
          .accept_time = record.accept_time,
          .payload = record.payload,
          .content = record.content,
          .previous_hash = record.previous_hash,
          .hash = record.hash};
}

Digest HashRecord(HashAlgorithm algorithm, const Record& record) {
  const fmt::format_int code(record.district);
  return HashEntry(algorithm, ViewOf(record, {code.data(), code.size()}));
}

std::uint32_t DistrictNumber(std::string_view code) {
  std::uint32_t number = 0;
  std::from_chars(code.data(), code.data() + code.size(), number);
  return number;
}

void FrameBuilder::FreeContext::operator()(void* context) const {
  ZSTD_freeCCtx(static_cast<ZSTD_CCtx*>(context));
}

FrameBuilder::FrameBuilder(bool sorted) : sorted_(sorted), context_(ZSTD_createCCtx()) {}
FrameBuilder::~FrameBuilder() = default;

void FrameBuilder::Add(const Record& record) {
  auto [last, is_first] = last_of_district_.try_emplace(record.district, count_);
  const std::uint32_t back = is_first ? 0 : count_ - last->second;
  last->second = count_;
  const std::int64_t time_us = record.accept_time.time_since_epoch().count();
  SmallBytes head;
  head.Varint(record.district);
  head.Varint(static_cast<std::uint64_t>(record.position));
  if (sorted_) head.Varint(static_cast<std::uint64_t>(record.sequence - window_sequence_));
  head.Byte(static_cast<std::uint8_t>(record.kind));
  head.Varint(ZigZag(static_cast<std::int64_t>(static_cast<std::uint64_t>(time_us) -
                                               static_cast<std::uint64_t>(last_time_us_))));
  last_time_us_ = time_us;
  head.Varint(back);
  head.Byte(static_cast<std::uint8_t>(record.request_id.size()));
  raw_ += head.bytes();
  raw_ += record.request_id;
  PutVarint(raw_, record.payload.size());
  raw_ += record.payload;
  if (is_first) fixed_ += AsBytes(record.previous_hash);
  fixed_ += AsBytes(record.content);
  fixed_ += AsBytes(record.hash);
  ++count_;
}

void FrameBuilder::Finish(std::int64_t first_sequence, std::int64_t commit_sequence,
                          bool last_of_commit, std::string& out) {
  FrameHeader header{.fixed_size = static_cast<std::uint32_t>(fixed_.size()),
                     .raw_size = static_cast<std::uint32_t>(raw_.size()),
                     .count = count_,
                     .first_sequence = first_sequence,
                     .commit_sequence = commit_sequence};
  std::string_view stored = raw_;
  if (raw_.size() >= kCompressFrom) {
    compressed_.resize(ZSTD_compressBound(raw_.size()));
    const std::size_t size = ZSTD_compressCCtx(static_cast<ZSTD_CCtx*>(context_.get()),
                                               compressed_.data(), compressed_.size(), raw_.data(),
                                               raw_.size(), sorted_ ? kSealedLevel : kLogLevel);
    if (ZSTD_isError(size) == 0 && size < raw_.size()) {
      stored = std::string_view(compressed_).substr(0, size);
      header.flags |= FrameHeader::kCompressed;
    }
  }
  if (last_of_commit) header.flags |= FrameHeader::kLastOfCommit;
  if (sorted_) header.flags |= FrameHeader::kSorted;
  header.body_size = static_cast<std::uint32_t>(fixed_.size() + stored.size());
  PutFixed(out, kMagic);
  PutFixed(out, std::uint32_t{0});
  for (const std::uint32_t value :
       {header.body_size, header.fixed_size, header.raw_size, header.count})
    PutFixed(out, value);
  PutFixed(out, header.first_sequence);
  PutFixed(out, header.commit_sequence);
  PutFixed(out, header.flags);
  PutFixed(out, std::uint32_t{0});
  out += fixed_;
  out += stored;
  out.resize(Padded(out.size()), '\0');
  Clear();
}

void FrameBuilder::Clear() {
  raw_.clear();
  fixed_.clear();
  last_of_district_.clear();
  count_ = 0;
  last_time_us_ = 0;
}

void ChecksumFrames(std::string& frames, std::uint32_t salt) {
  for (std::size_t at = 0; at < frames.size();) {
    const std::string_view frame = std::string_view(frames).substr(at);
    const auto header = ParseFrameHeader(frame);
    if (!header) return;  // cannot be: these are frames of our own making
    std::string checksum;
    PutFixed(checksum, Checksum(frame, *header, salt));
    frames.replace(at + 4, 4, checksum);
    at += FrameBytes(*header);
  }
}

std::optional<FrameHeader> ParseFrameHeader(std::string_view bytes) {
  if (bytes.size() < kFrameHeaderBytes || GetFixed<std::uint32_t>(bytes.data()) != kMagic)
    return {};
  ByteReader reader(bytes.substr(8, kFrameHeaderBytes - 8));
  FrameHeader header;
  header.body_size = reader.Fixed<std::uint32_t>();
  header.fixed_size = reader.Fixed<std::uint32_t>();
  header.raw_size = reader.Fixed<std::uint32_t>();
  header.count = reader.Fixed<std::uint32_t>();
  header.first_sequence = reader.Fixed<std::int64_t>();
  header.commit_sequence = reader.Fixed<std::int64_t>();
  header.flags = reader.Fixed<std::uint32_t>();
  if (header.body_size > kMaxFrameBytes || header.raw_size > kMaxFrameBytes || header.count == 0 ||
      header.fixed_size > header.body_size || header.first_sequence < 1 ||
      header.first_sequence > kMaxSequence || header.commit_sequence < 1)
    return {};
  return header;
}

std::size_t FrameBytes(const FrameHeader& header) {
  return Padded(kFrameHeaderBytes + header.body_size);
}

bool FrameIsIntact(std::string_view frame, std::uint32_t salt) {
  const auto header = ParseFrameHeader(frame);
  if (!header || frame.size() < kFrameHeaderBytes + header->body_size) return false;
  return GetFixed<std::uint32_t>(frame.data() + 4) == Checksum(frame, *header, salt);
}

absl::StatusOr<std::shared_ptr<const DecodedFrame>> DecodedFrame::Decode(std::string_view frame,
                                                                         std::uint32_t salt) {
  if (!FrameIsIntact(frame, salt)) return Corrupt("a frame's checksum does not hold");
  auto decoded = std::make_shared<DecodedFrame>();
  decoded->header_ = *ParseFrameHeader(frame);
  const FrameHeader& header = decoded->header_;
  const std::string_view body = frame.substr(kFrameHeaderBytes, header.body_size);
  const std::string_view stored = body.substr(header.fixed_size);
  decoded->raw_ = std::make_unique_for_overwrite<char[]>(header.raw_size);
  if ((header.flags & FrameHeader::kCompressed) != 0) {
    if (!Decompress(stored, decoded->raw_.get(), header.raw_size))
      return Corrupt("a frame cannot be decompressed");
  } else {
    if (stored.size() != header.raw_size) return Corrupt("a frame's records are cut off");
    std::ranges::copy(stored, decoded->raw_.get());
  }
  if (!decoded->Parse(body.substr(0, header.fixed_size)))
    return Corrupt("a frame holds no entries that could be read");
  return decoded;
}

bool DecodedFrame::Parse(std::string_view fixed) {
  ByteReader raw(std::string_view(raw_.get(), header_.raw_size));
  ByteReader digests(fixed);
  // Every record takes more than one byte, so that a lying count cannot ask for much memory.
  if (header_.count > header_.raw_size) return false;
  records_.reserve(header_.count);
  // Unsigned, since what a damaged frame says may overflow.
  std::uint64_t time_us = 0;
  for (std::uint32_t i = 0; i < header_.count; ++i) {
    Record& record = records_.emplace_back();
    record.district = static_cast<std::uint32_t>(raw.Varint());
    record.position = static_cast<std::int64_t>(raw.Varint());
    record.sequence = header_.first_sequence + i;
    if ((header_.flags & FrameHeader::kSorted) != 0)
      record.sequence = static_cast<std::int64_t>(
          static_cast<std::uint64_t>(header_.first_sequence) + raw.Varint());
    record.kind = static_cast<EntryKind>(raw.Fixed<std::uint8_t>());
    time_us += static_cast<std::uint64_t>(UnZigZag(raw.Varint()));
    record.accept_time = TimePoint(std::chrono::microseconds(static_cast<std::int64_t>(time_us)));
    const std::uint64_t back = raw.Varint();
    record.request_id = raw.Bytes(raw.Fixed<std::uint8_t>());
    record.payload = raw.Bytes(raw.Varint());
    if (back > i || record.district < 100000 || record.district > 999999 || record.position < 1 ||
        record.position > kMaxSequence || record.sequence < header_.first_sequence ||
        record.sequence > kMaxSequence)
      return false;
    record.previous_hash = back == 0 ? TakeDigest(digests) : records_[i - back].hash;
    record.content = TakeDigest(digests);
    record.hash = TakeDigest(digests);
    if (!raw.ok() || !digests.ok()) return false;
  }
  return raw.AtEnd() && digests.AtEnd();
}

std::size_t DecodedFrame::MemoryBytes() const {
  return sizeof(*this) + header_.raw_size + records_.capacity() * sizeof(Record);
}

}  // namespace duban::ingest
