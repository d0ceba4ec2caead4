// A thin layer over SQLite: connections and prepared statements that answer with our errors.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

struct sqlite3;
struct sqlite3_stmt;

namespace duban::ingest {

// The one table from SQLite's (extended) result codes to ours; OK for SQLITE_OK, ROW and DONE.
// `what` says what was tried. RESOURCE_EXHAUSTED STORE_FULL, FAILED_PRECONDITION JOURNAL_READ_ONLY
// (also: a sync failed), DATA_LOSS ENTRY_CORRUPT, INTERNAL INVARIANT_BROKEN (a bug of ours),
// UNAVAILABLE STORE_UNREACHABLE for everything else.
absl::Status SqliteStatus(int extended_code, std::string_view what);

// A prepared statement. Not thread-safe; must not outlive its connection.
class SqliteStatement {
 public:
  explicit SqliteStatement(sqlite3_stmt* statement) : statement_(statement) {}

  // Parameters count from 1. Bound bytes must live until Reset.
  SqliteStatement& BindInt(int index, std::int64_t value);
  SqliteStatement& BindText(int index, std::string_view value);
  SqliteStatement& BindBlob(int index, std::string_view value);

  // True = a row is there, false = done.
  absl::StatusOr<bool> Step();
  // Runs a statement without rows to its end and resets it.
  absl::Status Run();
  // Makes it ready to run again.
  void Reset();

  // Columns of the current row count from 0; the bytes live until the next Step or Reset.
  std::int64_t Int(int column) const;
  std::string_view Bytes(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// A connection. Not thread-safe.
class SqliteDb {
 public:
  // Opens the database file, creating it when `writable`. `vfs` empty = SQLite's own.
  static absl::StatusOr<SqliteDb> Open(const std::string& path, bool writable,
                                       const std::string& vfs);

  // The same, writable and with every transaction synced (WAL, synchronous=FULL).
  static absl::StatusOr<SqliteDb> OpenDurable(const std::string& path, const std::string& vfs = "");

  // Runs one or more statements without parameters.
  absl::Status Exec(const std::string& sql);
  absl::StatusOr<SqliteStatement> Prepare(std::string_view sql);
  // The first column of the first row. Requires a statement that has one.
  absl::StatusOr<std::int64_t> QueryInt(std::string_view sql);
  // True outside a transaction.
  bool AutoCommit() const;

 private:
  struct Close {
    void operator()(sqlite3* db) const;
  };
  explicit SqliteDb(sqlite3* db) : db_(db) {}
  std::unique_ptr<sqlite3, Close> db_;
};

}  // namespace duban::ingest
