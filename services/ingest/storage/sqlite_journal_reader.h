// Reading entries out of the SQLite journal's tables, every one checked against its hash.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/core/journal.h"
#include "ingest/storage/sqlite_db.h"

namespace duban::ingest {

// The columns of an entry in the order that reading expects, without WHERE.
inline constexpr char kSelectEntry[] =
    "SELECT district, position, sequence, request_id, kind, accept_time_us, payload, content, "
    "previous_hash, hash FROM entries";

// DATA_LOSS ENTRY_CORRUPT about one entry.
absl::Status CorruptEntry(std::string_view district, std::int64_t position, std::string_view what);

// Runs `find` (kSelectEntry WHERE district = ? AND request_id = ?) and resets it.
absl::StatusOr<std::optional<Entry>> FindEntry(SqliteStatement& find, HashAlgorithm algorithm,
                                               std::string_view district,
                                               std::string_view request_id);

// A read connection with its statements. Not thread-safe.
class SqliteJournalReader {
 public:
  SqliteJournalReader(SqliteDb db, HashAlgorithm algorithm)
      : db_(std::move(db)), algorithm_(algorithm) {}

  absl::Status Prepare();

  // Entries with after < position <= last; bounds as in Journal::Read. A hole is DATA_LOSS.
  absl::StatusOr<std::vector<Entry>> Read(std::string_view district, std::int64_t after,
                                          std::int64_t last, int limit, std::int64_t max_bytes);
  // Entries with after < sequence <= last; bounds as in Journal::ReadAll. A hole is DATA_LOSS.
  absl::StatusOr<std::vector<Entry>> ReadAll(std::int64_t after, std::int64_t last, int limit,
                                             std::int64_t max_bytes);
  absl::StatusOr<std::optional<Entry>> Find(std::string_view district, std::string_view request_id);

 private:
  SqliteDb db_;
  HashAlgorithm algorithm_;
  std::unique_ptr<SqliteStatement> read_;
  std::unique_ptr<SqliteStatement> read_all_;
  std::unique_ptr<SqliteStatement> find_;
};

}  // namespace duban::ingest
