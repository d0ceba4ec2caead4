#include "ingest/journal/tail_mark.h"

#include "common/error.h"
#include "ingest/journal/coding.h"
#include "ingest/journal/crc32c.h"

namespace duban::ingest {
namespace {

constexpr char kName[] = "TAIL";

std::string Copy(const JournalId& id, std::int64_t sequence) {
  std::string out = "DBTAIL1\n";
  PutFixed(out, sequence);
  PutFixed(out, Crc32c(out, id.Salt("tail", 0)));
  return out;
}

}  // namespace

absl::Status WriteTailMark(FileSystem& files, const JournalId& id, std::int64_t sequence) {
  const std::string copy = Copy(id, sequence);
  return ReplaceFile(files, kName, copy + copy);
}

absl::StatusOr<TailMark> ReadTailMark(FileSystem& files, const JournalId& id) {
  const auto bytes = ReadFile(files, kName);
  if (absl::IsNotFound(bytes.status())) return TailMark{};
  RETURN_IF_ERROR(bytes.status());
  const std::size_t size = Copy(id, 0).size();
  TailMark mark{.damaged = bytes->size() != 2 * size};
  for (std::size_t at = 0; at + size <= bytes->size(); at += size) {
    const std::string_view copy = std::string_view(*bytes).substr(at, size);
    const auto sequence = GetFixed<std::int64_t>(copy.data() + 8);
    if (copy == Copy(id, sequence)) {
      mark.sequence = sequence;
    } else {
      mark.damaged = true;
    }
  }
  return mark;
}

}  // namespace duban::ingest
