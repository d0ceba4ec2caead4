// Feeds any bytes to the readers of the journal's files: as a frame whose checksum holds, as a log,
// as a sealed segment and as a run of ids. Nothing may crash, and a frame that is read must be the
// one that would be written.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "ingest/journal/coding.h"
#include "ingest/journal/crc32c.h"
#include "ingest/journal/frame.h"
#include "ingest/journal/id_run.h"
#include "ingest/journal/log_segment.h"
#include "ingest/journal/sealed_format.h"
#include "ingest/journal/sealed_segment.h"
#include "tests/testing/faulty_disk.h"

namespace {

using namespace duban::ingest;

constexpr std::uint32_t kSalt = 7;

void Require(bool holds) {
  if (!holds) std::abort();
}

// Makes checksums of whatever looks like a frame hold, so that the fuzzer gets behind them.
void Fix(std::string& bytes, std::size_t at, std::uint32_t salt) {
  for (; at + kFrameHeaderBytes <= bytes.size(); at += kFrameAlignment) {
    const auto header = ParseFrameHeader(std::string_view(bytes).substr(at));
    if (!header || at + kFrameHeaderBytes + header->body_size > bytes.size()) continue;
    std::string checksum;
    PutFixed(checksum, Crc32c(std::string_view(bytes).substr(
                                  at + 8, kFrameHeaderBytes - 8 + header->body_size),
                              salt));
    bytes.replace(at + 4, 4, checksum);
  }
}

void Decode(std::string bytes) {
  Fix(bytes, 0, kSalt);
  const auto frame = DecodedFrame::Decode(bytes, kSalt);
  if (!frame.ok() || ((*frame)->header().flags & FrameHeader::kSorted) != 0) return;
  FrameBuilder builder(/*sorted=*/false);
  for (const Record& record : (*frame)->records()) builder.Add(record);
  std::string again;
  builder.Finish((*frame)->header().first_sequence, (*frame)->header().commit_sequence, false,
                 again);
  ChecksumFrames(again, kSalt);
  const auto reread = DecodedFrame::Decode(again, kSalt);
  // A hostile frame may say that entries of one district follow each other wrongly; the builder
  // then says it otherwise.
  Require(reread.ok() && (*reread)->records().size() == (*frame)->records().size());
}

// Overwrites bytes of a good frame with what the fuzzer says, offset and value in turn.
std::string Damaged(std::string_view edits) {
  FrameBuilder builder(/*sorted=*/(edits.size() & 1) != 0);
  builder.StartWindow(1);
  for (int i = 0; i < 4; ++i) {
    builder.Add({.district = 440113u + static_cast<std::uint32_t>(i % 2),
                 .position = 1 + i / 2,
                 .sequence = 1 + i,
                 .request_id = "id",
                 .payload = edits.substr(0, 200)});
  }
  std::string frame;
  builder.Finish(1, 1, true, frame);
  for (; edits.size() >= 3; edits.remove_prefix(3))
    frame[GetFixed<std::uint16_t>(edits.data()) % frame.size()] = edits[2];
  return frame;
}

void Put(duban::testing::FaultyDisk& disk, const std::string& name, const std::string& bytes) {
  disk.Restore({{name, bytes}});
}

void OpenAs(int kind, std::string bytes) {
  const JournalId id{.id = std::string(16, 'i')};
  FrameCache cache(1 << 16);
  WindowCache windows(1, /*ahead=*/false);
  duban::testing::FaultyDisk disk(1);
  const auto files = disk.Mount();
  const SegmentContext context{*files, id, cache, windows};
  if (kind == 1) {
    Fix(bytes, LogSegment::kHeaderBytes, id.Salt("log", 1));
    Put(disk, LogSegment::Name(1), bytes);
    const auto log = LogSegment::Open(context, 1, 1, 100);
    if (!log.ok()) return;
    std::size_t records = 0;
    if (!(*log)->Recover([&records](const Record&) { ++records; }).ok()) return;
    Page page(1000, 1 << 20);
    (*log)->ReadSequences(0, (*log)->last_sequence(), page).IgnoreError();
  } else if (kind == 2 && bytes.size() >= 2 * kSealedHeaderBytes) {
    const std::uint32_t salt = id.Salt("seg", 1);
    ByteReader reader(bytes);
    const SealedHeader header{
        .number = 1,
        .first_sequence = 1,
        .last_sequence = reader.Fixed<std::uint8_t>(),
        .index_offsets = {kSealedHeaderBytes + reader.Fixed<std::uint16_t>(), 0},
        .index_bytes = reader.Fixed<std::uint16_t>()};
    SealedHeader fixed = header;
    const std::size_t begin = std::min<std::size_t>(header.index_offsets[0], bytes.size());
    fixed.index_checksum = Crc32c(std::string_view(bytes).substr(begin, header.index_bytes), salt);
    Fix(bytes, kSealedHeaderBytes, salt);
    bytes.replace(0, kSealedHeaderBytes, EncodeSealedHeader(fixed, salt));
    Put(disk, SealedSegment::Name(1), bytes);
    const auto segment = SealedSegment::Open(context, 1, SealedSegment::Name(1));
    if (!segment.ok()) return;
    Page page(1000, 1 << 20);
    (*segment)->ReadSequences(0, (*segment)->last_sequence(), page).IgnoreError();
    (*segment)->ReadPositions(440113, 0, 100, page).IgnoreError();
    Page scanned(1000, 1 << 20);
    (*segment)->Scan(0, (*segment)->last_sequence(), scanned).IgnoreError();
    (void)(*segment)->DistrictEnds();
  } else if (kind == 3) {
    const std::string name = IdRun::Name({1, 2, 0});
    Put(disk, name, bytes);
    const auto run = IdRun::Open(*files, id, name);
    std::vector<std::int64_t> found;
    if (run.ok()) (*run)->Find(1, found).IgnoreError();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 6) {
    case 0:
      Decode(std::move(bytes));
      break;
    case 4:
      Decode(Damaged(bytes));
      break;
    case 5:
      OpenAs(1, std::string(LogSegment::kHeaderBytes, '\0') + Damaged(bytes));
      break;
    default:
      OpenAs(data[0] % 6, std::move(bytes));
  }
  return 0;
}
