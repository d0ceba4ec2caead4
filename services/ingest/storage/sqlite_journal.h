// A journal in one SQLite file (WAL, synchronous=FULL): every Append is one synced transaction.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "ingest/core/journal.h"
#include "ingest/core/mutex.h"
#include "ingest/storage/file_lock.h"
#include "ingest/storage/sqlite_db.h"
#include "ingest/storage/sqlite_journal_reader.h"

namespace duban::ingest {

struct SqliteJournalOptions {
  std::string path;  // of the database file; its directory must exist
  HashAlgorithm algorithm = HashAlgorithm::kSha256;  // must match an existing file's
  std::string vfs;  // SQLite VFS to use; empty = the default. For tests
};

// Thread-safe. Reads use connections of their own, so a long read never holds up an Append. Every
// entry that is read is hashed again, and one that does not match its hash is not served.
class SqliteJournal : public Journal {
 public:
  // Opens or creates the journal, migrates it, and holds <path>.lock so that no other process
  // writes it. Errors: FAILED_PRECONDITION JOURNAL_LOCKED, JOURNAL_FROM_THE_FUTURE,
  // JOURNAL_FOREIGN_FILE, JOURNAL_ALGORITHM_MISMATCH; DATA_LOSS ENTRY_CORRUPT; UNAVAILABLE
  // STORE_UNREACHABLE.
  static absl::StatusOr<std::unique_ptr<SqliteJournal>> Make(const SqliteJournalOptions& options);

  absl::StatusOr<std::vector<AppendResult>> Append(const std::vector<NewEntry>& entries) override;
  absl::StatusOr<std::vector<Entry>> Read(std::string_view district, std::int64_t after, int limit,
                                          std::int64_t max_bytes) const override;
  absl::StatusOr<std::vector<Entry>> ReadAll(std::int64_t after_sequence, int limit,
                                             std::int64_t max_bytes) const override;
  absl::StatusOr<std::optional<Entry>> Find(std::string_view district,
                                            std::string_view request_id) const override;
  absl::StatusOr<Head> GetHead(std::string_view district) const override;
  absl::StatusOr<std::vector<Head>> ListHeads() const override;
  absl::StatusOr<std::int64_t> LastSequence() const override;
  HashAlgorithm algorithm() const override { return options_.algorithm; }

 private:
  using Heads = std::map<std::string, Head, std::less<>>;
  struct Batch;

  SqliteJournal(SqliteJournalOptions options, FileLock lock, SqliteDb db);

  absl::Status Load();
  absl::Status Store(const std::vector<NewEntry>& entries, Batch& batch)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mu_);
  absl::Status StoreOne(const NewEntry& entry, Batch& batch)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mu_);
  absl::StatusOr<std::unique_ptr<SqliteJournalReader>> TakeReader() const;
  void ReturnReader(std::unique_ptr<SqliteJournalReader> reader) const;

  const SqliteJournalOptions options_;
  const FileLock lock_;

  Mutex write_mu_;
  SqliteDb db_ ABSL_GUARDED_BY(write_mu_);
  std::unique_ptr<SqliteStatement> find_ ABSL_GUARDED_BY(write_mu_);
  std::unique_ptr<SqliteStatement> insert_ ABSL_GUARDED_BY(write_mu_);
  std::unique_ptr<SqliteStatement> set_head_ ABSL_GUARDED_BY(write_mu_);
  absl::Status read_only_ ABSL_GUARDED_BY(write_mu_);  // not OK once a sync has failed

  mutable Mutex mu_;
  Heads heads_ ABSL_GUARDED_BY(mu_);
  std::int64_t last_sequence_ ABSL_GUARDED_BY(mu_) = 0;
  mutable std::vector<std::unique_ptr<SqliteJournalReader>> idle_readers_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::ingest
