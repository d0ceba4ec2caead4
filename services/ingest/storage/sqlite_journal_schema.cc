#include "ingest/storage/sqlite_journal_schema.h"

#include <fmt/format.h>

#include <iterator>

#include "common/error.h"

namespace duban::ingest {
namespace {

// "DUBJ": tells our file from any other SQLite database.
constexpr std::int64_t kApplicationId = 0x4455424A;

// Migration n brings schema n to n + 1. Never edited once released: append a new one.
constexpr const char* kMigrations[] = {
    R"sql(
    CREATE TABLE settings (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
    CREATE TABLE entries (
      district TEXT NOT NULL,
      position INTEGER NOT NULL,
      sequence INTEGER NOT NULL,
      request_id BLOB NOT NULL,
      kind INTEGER NOT NULL,
      accept_time_us INTEGER NOT NULL,
      payload BLOB NOT NULL,
      content BLOB NOT NULL,
      previous_hash BLOB NOT NULL,
      hash BLOB NOT NULL,
      PRIMARY KEY (district, position),
      UNIQUE (district, request_id));
    CREATE INDEX entries_by_sequence ON entries (sequence);
    CREATE TABLE heads (
      district TEXT PRIMARY KEY,
      position INTEGER NOT NULL,
      hash BLOB NOT NULL,
      accept_time_us INTEGER NOT NULL);
    )sql",
};
constexpr auto kNewest = static_cast<std::int64_t>(std::size(kMigrations));

absl::Status Refuse(std::string_view reason, std::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

absl::Status Migrate(SqliteDb& db, std::int64_t version, HashAlgorithm algorithm) {
  for (; version < kNewest; ++version) {
    std::string sql = "BEGIN IMMEDIATE;";
    if (version == 0) sql += fmt::format("PRAGMA application_id = {};", kApplicationId);
    sql += kMigrations[version];
    if (version == 0)
      sql += fmt::format("INSERT INTO settings VALUES ('algorithm', {});",
                         static_cast<int>(algorithm));
    sql += fmt::format("PRAGMA user_version = {}; COMMIT;", version + 1);
    if (const absl::Status status = db.Exec(sql); !status.ok()) {
      if (!db.AutoCommit()) db.Exec("ROLLBACK").IgnoreError();
      return status;
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status PrepareSchema(SqliteDb& db, HashAlgorithm algorithm) {
  ASSIGN_OR_RETURN(const std::int64_t version, db.QueryInt("PRAGMA user_version"));
  ASSIGN_OR_RETURN(const std::int64_t tables, db.QueryInt("SELECT COUNT(*) FROM sqlite_schema"));
  if (tables > 0) {
    ASSIGN_OR_RETURN(const std::int64_t application, db.QueryInt("PRAGMA application_id"));
    if (application != kApplicationId)
      return Refuse("JOURNAL_FOREIGN_FILE", "the file is a database, but no journal");
  }
  if (version > kNewest)
    return Refuse(
        "JOURNAL_FROM_THE_FUTURE",
        fmt::format("the journal has schema {}, this program knows up to {}: run a newer one",
                    version, kNewest));
  RETURN_IF_ERROR(Migrate(db, version, algorithm));
  ASSIGN_OR_RETURN(const std::int64_t stored,
                   db.QueryInt("SELECT value FROM settings WHERE name = 'algorithm'"));
  if (stored != static_cast<std::int64_t>(algorithm))
    return Refuse("JOURNAL_ALGORITHM_MISMATCH",
                  "the journal's chain uses the other hash algorithm (SHA-256 or SM3)");
  return absl::OkStatus();
}

}  // namespace duban::ingest
