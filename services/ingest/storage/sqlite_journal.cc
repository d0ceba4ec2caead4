#include "ingest/storage/sqlite_journal.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/error.h"
#include "ingest/storage/sqlite_journal_schema.h"

namespace duban::ingest {
namespace {

constexpr std::size_t kIdleReaders = 4;

std::int64_t Micros(TimePoint time) { return time.time_since_epoch().count(); }

absl::StatusOr<std::unique_ptr<SqliteStatement>> PrepareOwned(SqliteDb& db, std::string_view sql) {
  ASSIGN_OR_RETURN(SqliteStatement statement, db.Prepare(sql));
  return std::make_unique<SqliteStatement>(std::move(statement));
}

}  // namespace

// What one Append changes in memory, taken over only after its commit.
struct SqliteJournal::Batch {
  Heads heads;  // of the districts that the batch touches
  std::int64_t last_sequence = 0;
  std::vector<AppendResult> results;
};

SqliteJournal::SqliteJournal(SqliteJournalOptions options, FileLock lock, SqliteDb db)
    : options_(std::move(options)), lock_(std::move(lock)), db_(std::move(db)) {}

absl::StatusOr<std::unique_ptr<SqliteJournal>> SqliteJournal::Make(
    const SqliteJournalOptions& options) {
  ASSIGN_OR_RETURN(FileLock lock, FileLock::Take(options.path + ".lock"));
  ASSIGN_OR_RETURN(SqliteDb db, SqliteDb::OpenDurable(options.path, options.vfs));
  RETURN_IF_ERROR(db.Exec("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000;"));
  RETURN_IF_ERROR(PrepareSchema(db, options.algorithm));
  // make_unique cannot reach the constructor.
  std::unique_ptr<SqliteJournal> journal(
      new SqliteJournal(options, std::move(lock), std::move(db)));
  RETURN_IF_ERROR(journal->Load());
  return journal;
}

absl::Status SqliteJournal::Load() {
  const MutexLock write_lock(write_mu_);
  const MutexLock lock(mu_);
  ASSIGN_OR_RETURN(find_, PrepareOwned(db_, std::string(kSelectEntry) +
                                                " WHERE district = ? AND request_id = ?"));
  ASSIGN_OR_RETURN(insert_, PrepareOwned(db_, "INSERT INTO entries VALUES (?,?,?,?,?,?,?,?,?,?)"));
  ASSIGN_OR_RETURN(set_head_, PrepareOwned(db_, "INSERT OR REPLACE INTO heads VALUES (?,?,?,?)"));
  ASSIGN_OR_RETURN(last_sequence_, db_.QueryInt("SELECT COALESCE(MAX(sequence), 0) FROM entries"));
  ASSIGN_OR_RETURN(
      SqliteStatement heads,
      db_.Prepare("SELECT h.district, h.position, h.hash, h.accept_time_us, e.hash FROM heads h "
                  "LEFT JOIN entries e ON e.district = h.district AND e.position = h.position"));
  while (true) {
    ASSIGN_OR_RETURN(const bool row, heads.Step());
    if (!row) return absl::OkStatus();
    Head head{std::string(heads.Bytes(0)),
              heads.Int(1),
              {},
              TimePoint(std::chrono::microseconds(heads.Int(3)))};
    if (heads.Bytes(2).size() != head.hash.size() || heads.Bytes(2) != heads.Bytes(4))
      return CorruptEntry(head.district, head.position, "the district's head is another entry's");
    std::ranges::copy(heads.Bytes(2), head.hash.begin());
    heads_.emplace(head.district, head);
  }
}

absl::StatusOr<std::vector<AppendResult>> SqliteJournal::Append(
    const std::vector<NewEntry>& entries) {
  for (const NewEntry& entry : entries) RETURN_IF_ERROR(ValidateNewEntry(entry));
  const MutexLock write_lock(write_mu_);
  RETURN_IF_ERROR(read_only_);
  Batch batch;
  {
    const MutexLock lock(mu_);
    batch.last_sequence = last_sequence_;
  }
  absl::Status status = db_.Exec("BEGIN IMMEDIATE");
  if (status.ok()) status = Store(entries, batch);
  if (status.ok()) status = db_.Exec("COMMIT");
  if (!status.ok()) {
    if (!db_.AutoCommit()) db_.Exec("ROLLBACK").IgnoreError();
    // After a failed sync nobody knows what the disk holds, and a second sync may report success
    // without writing it.
    if (ReasonOf(status) == "JOURNAL_READ_ONLY") read_only_ = status;
    return status;
  }
  const MutexLock lock(mu_);
  last_sequence_ = batch.last_sequence;
  for (auto& [code, head] : batch.heads) heads_[code] = std::move(head);
  return std::move(batch.results);
}

absl::Status SqliteJournal::Store(const std::vector<NewEntry>& entries, Batch& batch) {
  for (const NewEntry& entry : entries) RETURN_IF_ERROR(StoreOne(entry, batch));
  for (const auto& [code, head] : batch.heads) {
    set_head_->BindText(1, code).BindInt(2, head.position).BindBlob(3, AsBytes(head.hash));
    RETURN_IF_ERROR(set_head_->BindInt(4, Micros(head.accept_time)).Run());
  }
  return absl::OkStatus();
}

absl::Status SqliteJournal::StoreOne(const NewEntry& entry, Batch& batch) {
  ASSIGN_OR_RETURN(const std::optional<Entry> stored,
                   FindEntry(*find_, options_.algorithm, entry.district, entry.request_id));
  if (stored) {
    batch.results.push_back(Repeated(*stored, entry.content));
    return absl::OkStatus();
  }
  auto at = batch.heads.find(entry.district);
  if (at == batch.heads.end()) {
    ASSIGN_OR_RETURN(Head head, GetHead(entry.district));
    at = batch.heads.emplace(entry.district, std::move(head)).first;
  }
  Head& head = at->second;
  const Entry made =
      MakeEntry(entry, options_.algorithm, head.position + 1, batch.last_sequence + 1, head.hash);
  insert_->BindText(1, made.district).BindInt(2, made.position).BindInt(3, made.sequence);
  insert_->BindBlob(4, made.request_id).BindInt(5, static_cast<std::int64_t>(made.kind));
  insert_->BindInt(6, Micros(made.accept_time)).BindBlob(7, made.payload);
  insert_->BindBlob(8, AsBytes(made.content)).BindBlob(9, AsBytes(made.previous_hash));
  RETURN_IF_ERROR(insert_->BindBlob(10, AsBytes(made.hash)).Run());
  head = Head{made.district, made.position, made.hash, made.accept_time};
  ++batch.last_sequence;
  batch.results.push_back(Appended(made));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Entry>> SqliteJournal::Read(std::string_view district,
                                                       std::int64_t after, int limit,
                                                       std::int64_t max_bytes) const {
  // An entry is shown only once it is committed here, though a reader could see it a moment
  // earlier.
  ASSIGN_OR_RETURN(const Head head, GetHead(district));
  ASSIGN_OR_RETURN(std::unique_ptr<SqliteJournalReader> reader, TakeReader());
  auto page = reader->Read(district, after, head.position, limit, max_bytes);
  ReturnReader(std::move(reader));
  return page;
}

absl::StatusOr<std::vector<Entry>> SqliteJournal::ReadAll(std::int64_t after_sequence, int limit,
                                                          std::int64_t max_bytes) const {
  ASSIGN_OR_RETURN(const std::int64_t last, LastSequence());
  ASSIGN_OR_RETURN(std::unique_ptr<SqliteJournalReader> reader, TakeReader());
  auto page = reader->ReadAll(after_sequence, last, limit, max_bytes);
  ReturnReader(std::move(reader));
  return page;
}

absl::StatusOr<std::optional<Entry>> SqliteJournal::Find(std::string_view district,
                                                         std::string_view request_id) const {
  ASSIGN_OR_RETURN(std::unique_ptr<SqliteJournalReader> reader, TakeReader());
  auto entry = reader->Find(district, request_id);
  ReturnReader(std::move(reader));
  return entry;
}

absl::StatusOr<Head> SqliteJournal::GetHead(std::string_view district) const {
  const MutexLock lock(mu_);
  const auto found = heads_.find(district);
  return found != heads_.end() ? found->second : Head{std::string(district), 0, {}, {}};
}

absl::StatusOr<std::vector<Head>> SqliteJournal::ListHeads() const {
  const MutexLock lock(mu_);
  std::vector<Head> heads;
  for (const auto& [code, head] : heads_) heads.push_back(head);
  return heads;
}

absl::StatusOr<std::int64_t> SqliteJournal::LastSequence() const {
  const MutexLock lock(mu_);
  return last_sequence_;
}

absl::StatusOr<std::unique_ptr<SqliteJournalReader>> SqliteJournal::TakeReader() const {
  {
    const MutexLock lock(mu_);
    if (!idle_readers_.empty()) {
      auto reader = std::move(idle_readers_.back());
      idle_readers_.pop_back();
      return reader;
    }
  }
  ASSIGN_OR_RETURN(SqliteDb db, SqliteDb::Open(options_.path, /*writable=*/false, options_.vfs));
  auto reader = std::make_unique<SqliteJournalReader>(std::move(db), options_.algorithm);
  RETURN_IF_ERROR(reader->Prepare());
  return reader;
}

void SqliteJournal::ReturnReader(std::unique_ptr<SqliteJournalReader> reader) const {
  const MutexLock lock(mu_);
  if (idle_readers_.size() < kIdleReaders) idle_readers_.push_back(std::move(reader));
}

}  // namespace duban::ingest
