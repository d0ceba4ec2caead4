#include "ingest/storage/sqlite_journal_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/error.h"

namespace duban::ingest {
namespace {

bool CopyDigest(std::string_view bytes, Digest& digest) {
  if (bytes.size() != digest.size()) return false;
  std::ranges::copy(bytes, digest.begin());
  return true;
}

// The entry of the current row, hashed again.
absl::StatusOr<Entry> EntryOf(const SqliteStatement& row, HashAlgorithm algorithm) {
  Entry entry{.district = std::string(row.Bytes(0)),
              .position = row.Int(1),
              .sequence = row.Int(2),
              .request_id = std::string(row.Bytes(3)),
              .kind = static_cast<EntryKind>(row.Int(4)),
              .accept_time = TimePoint(std::chrono::microseconds(row.Int(5))),
              .payload = std::string(row.Bytes(6))};
  if (!CopyDigest(row.Bytes(7), entry.content) || !CopyDigest(row.Bytes(8), entry.previous_hash) ||
      !CopyDigest(row.Bytes(9), entry.hash) || HashEntry(algorithm, ViewOf(entry)) != entry.hash)
    return CorruptEntry(entry.district, entry.position, "it does not match its hash");
  return entry;
}

absl::Status MissingSequence(std::int64_t sequence) {
  return Error(absl::StatusCode::kDataLoss, "ENTRY_CORRUPT",
               fmt::format("the entry with sequence {} is missing", sequence),
               {{"sequence", std::to_string(sequence)}});
}

// Where a page begins and ends; `key` is the position or the sequence.
struct Range {
  std::int64_t Entry::*key;
  std::int64_t after;
  std::int64_t last;
  int limit;
  std::int64_t max_bytes;
};

// The next row, when it is the entry whose key is `want`.
template <typename Missing>
absl::StatusOr<Entry> Next(SqliteStatement& rows, HashAlgorithm algorithm, const Range& range,
                           std::int64_t want, const Missing& missing) {
  ASSIGN_OR_RETURN(const bool row, rows.Step());
  if (!row) return missing(want);
  ASSIGN_OR_RETURN(Entry entry, EntryOf(rows, algorithm));
  if (entry.*range.key != want) return missing(want);
  return entry;
}

// Collects rows whose key goes on from `after` without a hole. What cannot be served ends a page
// that has entries; at its start it is the error.
template <typename Missing>
absl::StatusOr<std::vector<Entry>> Collect(SqliteStatement& rows, HashAlgorithm algorithm,
                                           const Range& range, const Missing& missing) {
  std::vector<Entry> page;
  std::int64_t bytes = 0;
  std::int64_t want = range.after;
  while (want < range.last && std::cmp_less(page.size(), range.limit) &&
         (page.empty() || bytes < range.max_bytes)) {
    auto entry = Next(rows, algorithm, range, ++want, missing);
    if (!entry.ok() && page.empty()) return entry.status();
    if (!entry.ok()) break;
    bytes += static_cast<std::int64_t>(entry->payload.size());
    page.push_back(*std::move(entry));
  }
  return page;
}

}  // namespace

absl::Status CorruptEntry(std::string_view district, std::int64_t position, std::string_view what) {
  return Error(absl::StatusCode::kDataLoss, "ENTRY_CORRUPT",
               fmt::format("entry {} of district \"{}\" is corrupt: {}", position, district, what),
               {{"district", std::string(district)}, {"position", std::to_string(position)}});
}

absl::StatusOr<std::optional<Entry>> FindEntry(SqliteStatement& find, HashAlgorithm algorithm,
                                               std::string_view district,
                                               std::string_view request_id) {
  const auto row = find.BindText(1, district).BindBlob(2, request_id).Step();
  absl::StatusOr<std::optional<Entry>> found = std::optional<Entry>();
  if (!row.ok()) {
    found = row.status();
  } else if (*row) {
    auto entry = EntryOf(find, algorithm);
    if (entry.ok()) {
      found = std::optional<Entry>(*std::move(entry));
    } else {
      found = entry.status();
    }
  }
  find.Reset();
  return found;
}

absl::Status SqliteJournalReader::Prepare() {
  const auto prepare = [this](const std::string& where, std::unique_ptr<SqliteStatement>& to) {
    auto statement = db_.Prepare(std::string(kSelectEntry) + where);
    if (statement.ok()) to = std::make_unique<SqliteStatement>(*std::move(statement));
    return statement.status();
  };
  RETURN_IF_ERROR(prepare(" WHERE district = ? AND position > ? ORDER BY position", read_));
  RETURN_IF_ERROR(prepare(" WHERE sequence > ? ORDER BY sequence", read_all_));
  return prepare(" WHERE district = ? AND request_id = ?", find_);
}

absl::StatusOr<std::vector<Entry>> SqliteJournalReader::Read(std::string_view district,
                                                             std::int64_t after, std::int64_t last,
                                                             int limit, std::int64_t max_bytes) {
  after = std::max<std::int64_t>(after, 0);
  read_->BindText(1, district).BindInt(2, after);
  auto page = Collect(*read_, algorithm_, {&Entry::position, after, last, limit, max_bytes},
                      [&](std::int64_t want) { return CorruptEntry(district, want, "missing"); });
  read_->Reset();
  return page;
}

absl::StatusOr<std::vector<Entry>> SqliteJournalReader::ReadAll(std::int64_t after,
                                                                std::int64_t last, int limit,
                                                                std::int64_t max_bytes) {
  after = std::max<std::int64_t>(after, 0);
  read_all_->BindInt(1, after);
  auto page = Collect(*read_all_, algorithm_, {&Entry::sequence, after, last, limit, max_bytes},
                      MissingSequence);
  read_all_->Reset();
  return page;
}

absl::StatusOr<std::optional<Entry>> SqliteJournalReader::Find(std::string_view district,
                                                               std::string_view request_id) {
  return FindEntry(*find_, algorithm_, district, request_id);
}

}  // namespace duban::ingest
