#include "ingest/journal/id_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "common/error.h"
#include "ingest/journal/coding.h"
#include "ingest/journal/crc32c.h"

namespace duban::ingest {
namespace {

constexpr std::string_view kMagic = "DBIDRUN1";
constexpr std::size_t kHeaderBytes = 64;
constexpr std::size_t kPageRefs = 256;
constexpr std::size_t kRefBytes = 16;
constexpr std::size_t kPageBytes = kPageRefs * kRefBytes;
constexpr std::size_t kBlockWords = 8;    // of 64 bits: one cache line
constexpr std::size_t kIdsPerBlock = 32;  // 16 bits per id
constexpr int kProbes = 7;
constexpr std::size_t kWriteBytes = 1 << 20;

absl::Status Corrupt(const std::string& name, std::string_view what) {
  return Error(absl::StatusCode::kDataLoss, "ENTRY_CORRUPT", fmt::format("{}: {}", name, what));
}

std::uint32_t SaltOf(const JournalId& id, const IdRunRange& range) {
  return id.Salt("ids", static_cast<std::uint64_t>(range.first_sequence) * 31 +
                            static_cast<std::uint64_t>(range.last_sequence));
}

std::size_t BlockOf(std::uint64_t hash, std::size_t words) {
  const std::uint64_t blocks = words / kBlockWords;
  return static_cast<std::size_t>(((hash >> 32) * blocks) >> 32) * kBlockWords;
}

// Calls `probe(word, bit)` for every bit of a hash within its block, until it returns false.
template <typename Probe>
bool Probes(std::uint64_t hash, const Probe& probe) {
  std::uint64_t bits = hash * 0x9E3779B97F4A7C15u;
  for (int i = 0; i < kProbes; ++i, bits >>= 9) {
    if (!probe((bits >> 6) & 7, std::uint64_t{1} << (bits & 63))) return false;
  }
  return true;
}

std::size_t PagesOf(std::uint64_t count) {
  return static_cast<std::size_t>((count + kPageRefs - 1) / kPageRefs);
}
std::size_t BloomWordsOf(std::uint64_t count) {
  return static_cast<std::size_t>(
             std::max<std::uint64_t>(1, (count + kIdsPerBlock - 1) / kIdsPerBlock)) *
         kBlockWords;
}

std::string Header(const IdRunRange& range, std::uint64_t count, std::uint32_t salt) {
  std::string header(kMagic);
  PutFixed(header, range.first_sequence);
  PutFixed(header, range.last_sequence);
  PutFixed(header, range.level);
  PutFixed(header, count);
  PutFixed(header, Crc32c(header, salt));
  header.resize(kHeaderBytes, '\0');
  return header;
}

std::optional<IdRunRange> RangeOfName(std::string_view name) {
  IdRunRange range;
  long long first = 0;
  long long last = 0;
  unsigned level = 0;
  char end = 0;
  if (std::sscanf(std::string(name).c_str(), "ids-%20lld-%20lld-%u%c", &first, &last, &level,
                  &end) != 3)
    return std::nullopt;
  range = {first, last, level};
  return IdRun::Name(range) == name ? std::optional(range) : std::nullopt;
}

}  // namespace

std::string IdRun::Name(const IdRunRange& range) {
  return fmt::format("ids-{:015}-{:015}-{}", range.first_sequence, range.last_sequence,
                     range.level);
}

absl::StatusOr<std::shared_ptr<const IdRun>> IdRun::Open(FileSystem& files, const JournalId& id,
                                                         const std::string& name) {
  const auto range = RangeOfName(name);
  if (!range) return Corrupt(name, "the name is not that of a run");
  std::shared_ptr<IdRun> run(new IdRun());
  run->name_ = name;
  run->range_ = *range;
  run->salt_ = SaltOf(id, *range);
  ASSIGN_OR_RETURN(run->file_, files.Open(name));
  ASSIGN_OR_RETURN(const std::string header, run->file_->Read(0, kHeaderBytes));
  if (header.size() != kHeaderBytes) return Corrupt(name, "the header is cut off");
  run->count_ = GetFixed<std::uint64_t>(header.data() + 28);
  ASSIGN_OR_RETURN(const std::uint64_t size, run->file_->Size());
  if (run->count_ > size / kRefBytes || header != Header(*range, run->count_, run->salt_))
    return Corrupt(name, "the header is damaged");
  const std::size_t pages = PagesOf(run->count_);
  const std::size_t words = BloomWordsOf(run->count_);
  const std::size_t index_bytes = pages * 12 + words * 8 + 4;
  ASSIGN_OR_RETURN(const std::string index,
                   run->file_->Read(kHeaderBytes + pages * kPageBytes, index_bytes));
  if (index.size() != index_bytes ||
      GetFixed<std::uint32_t>(index.data() + index_bytes - 4) !=
          Crc32c(std::string_view(index).substr(0, index_bytes - 4), run->salt_))
    return Corrupt(name, "the index is damaged");
  ByteReader reader(index);
  run->checksums_.resize(pages);
  for (std::uint32_t& checksum : run->checksums_) checksum = reader.Fixed<std::uint32_t>();
  run->fences_.resize(pages);
  for (std::uint64_t& fence : run->fences_) fence = reader.Fixed<std::uint64_t>();
  run->bloom_.resize(words);
  for (std::uint64_t& word : run->bloom_) word = reader.Fixed<std::uint64_t>();
  return run;
}

void IdRun::Prefetch(std::uint64_t hash) const {
  __builtin_prefetch(&bloom_[BlockOf(hash, bloom_.size())]);
}

absl::Status IdRun::Find(std::uint64_t hash, std::vector<std::int64_t>& sequences) const {
  const std::uint64_t* block = &bloom_[BlockOf(hash, bloom_.size())];
  if (!Probes(hash,
              [block](std::uint64_t word, std::uint64_t bit) { return (block[word] & bit) != 0; }))
    return absl::OkStatus();
  // Refs with this hash may begin in the page before the first one that starts with it.
  auto page = static_cast<std::size_t>(std::ranges::lower_bound(fences_, hash) - fences_.begin());
  if (page > 0) --page;
  for (; page < fences_.size() && fences_[page] <= hash; ++page) {
    ASSIGN_OR_RETURN(const std::vector<IdRef> refs, LoadPage(page));
    for (auto ref = std::ranges::lower_bound(refs, hash, {}, &IdRef::hash);
         ref != refs.end() && ref->hash == hash; ++ref)
      sequences.push_back(ref->sequence);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<IdRef>> IdRun::LoadPage(std::size_t page) const {
  ASSIGN_OR_RETURN(const std::string bytes,
                   file_->Read(kHeaderBytes + page * kPageBytes, kPageBytes));
  if (bytes.size() != kPageBytes || Crc32c(bytes, salt_) != checksums_[page])
    return Corrupt(name_, fmt::format("page {} is damaged", page));
  const std::size_t count = std::min<std::uint64_t>(kPageRefs, count_ - page * kPageRefs);
  std::vector<IdRef> refs(count);
  for (std::size_t i = 0; i < count; ++i) {
    refs[i].hash = GetFixed<std::uint64_t>(bytes.data() + i * kRefBytes);
    refs[i].sequence = GetFixed<std::int64_t>(bytes.data() + i * kRefBytes + 8);
  }
  return refs;
}

std::size_t IdRun::MemoryBytes() const {
  return checksums_.size() * 4 + fences_.size() * 8 + bloom_.size() * 8;
}

absl::Status IdRun::ForEach(const std::function<absl::Status(const IdRef&)>& each) const {
  for (std::size_t page = 0; page < fences_.size(); ++page) {
    ASSIGN_OR_RETURN(const std::vector<IdRef> refs, LoadPage(page));
    for (const IdRef& ref : refs) RETURN_IF_ERROR(each(ref));
  }
  return absl::OkStatus();
}

absl::Status WriteIdRun(FileSystem& files, const JournalId& id, const IdRunRange& range,
                        std::uint64_t count, const std::function<absl::StatusOr<IdRef>()>& next) {
  const std::string name = IdRun::Name(range);
  const std::uint32_t salt = SaltOf(id, range);
  ASSIGN_OR_RETURN(const std::unique_ptr<File> file, files.Create(name + ".tmp"));
  std::uint64_t offset = 0;
  std::string out = Header(range, count, salt);
  std::string checksums;
  std::string fences;
  std::vector<std::uint64_t> bloom(BloomWordsOf(count));
  const auto flush = [&]() -> absl::Status {
    RETURN_IF_ERROR(file->Write(offset, out));
    offset += out.size();
    out.clear();
    return absl::OkStatus();
  };
  for (std::size_t page = 0; page < PagesOf(count); ++page) {
    const std::size_t begin = out.size();
    for (std::size_t i = page * kPageRefs;
         i < std::min<std::uint64_t>(count, (page + 1) * kPageRefs); ++i) {
      ASSIGN_OR_RETURN(const IdRef ref, next());
      if (i == page * kPageRefs) PutFixed(fences, ref.hash);
      std::uint64_t* block = &bloom[BlockOf(ref.hash, bloom.size())];
      Probes(ref.hash, [block](std::uint64_t word, std::uint64_t bit) {
        block[word] |= bit;
        return true;
      });
      PutFixed(out, ref.hash);
      PutFixed(out, ref.sequence);
    }
    out.resize(begin + kPageBytes, '\0');
    PutFixed(checksums, Crc32c(std::string_view(out).substr(begin), salt));
    if (out.size() >= kWriteBytes) RETURN_IF_ERROR(flush());
  }
  std::string index = checksums + fences;
  index.reserve(index.size() + bloom.size() * 8 + 4);
  for (const std::uint64_t word : bloom) PutFixed(index, word);
  PutFixed(index, Crc32c(index, salt));
  out += index;
  RETURN_IF_ERROR(flush());
  RETURN_IF_ERROR(file->Sync());
  return files.Rename(name + ".tmp", name);
}

// Walks through a run's refs in order, one page in memory.
class IdRunCursor {
 public:
  explicit IdRunCursor(const IdRun& run) : run_(run) {}

  absl::Status Load() {
    if (at_ < refs_.size() || page_ >= run_.fences_.size()) return absl::OkStatus();
    ASSIGN_OR_RETURN(refs_, run_.LoadPage(page_++));
    at_ = 0;
    return absl::OkStatus();
  }
  bool AtEnd() const { return at_ >= refs_.size(); }
  const IdRef& Ref() const { return refs_[at_]; }
  absl::Status Advance() {
    ++at_;
    return Load();
  }

 private:
  const IdRun& run_;
  std::size_t page_ = 0;
  std::vector<IdRef> refs_;
  std::size_t at_ = 0;
};

absl::Status MergeIdRuns(FileSystem& files, const JournalId& id,
                         const std::vector<std::shared_ptr<const IdRun>>& runs,
                         const IdRunRange& range) {
  std::vector<IdRunCursor> cursors;
  std::uint64_t count = 0;
  for (const auto& run : runs) {
    cursors.emplace_back(*run);
    RETURN_IF_ERROR(cursors.back().Load());
    count += run->count();
  }
  return WriteIdRun(files, id, range, count, [&cursors]() -> absl::StatusOr<IdRef> {
    IdRunCursor* least = nullptr;
    for (IdRunCursor& cursor : cursors) {
      if (!cursor.AtEnd() && (least == nullptr || cursor.Ref() < least->Ref())) least = &cursor;
    }
    const IdRef ref = least->Ref();
    RETURN_IF_ERROR(least->Advance());
    return ref;
  });
}

}  // namespace duban::ingest
