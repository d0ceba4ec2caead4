// A thin, checked layer over SQLite's C interface: a connection, a prepared statement, a
// transaction.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace duban::registry {

// What a failed SQLite call means to the caller; `what` says what was tried. Codes as CatalogStore
// lists them.
absl::Status SqliteError(sqlite3* db, int code, std::string_view what);

struct CloseSqlite {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
using SqliteHandle = std::unique_ptr<sqlite3, CloseSqlite>;

// Opens (and creates) a database with WAL, full sync, foreign keys, and a wait of five seconds for
// locks.
absl::StatusOr<SqliteHandle> OpenSqlite(const std::string& path);

// Runs statements without results.
absl::Status Execute(sqlite3* db, const std::string& sql);

// A prepared statement. Not thread-safe: one thread at a time per connection. Parameters are
// numbered from 1, columns from 0. After the rows are read, Reset makes it ready again.
class Statement {
 public:
  Statement() = default;
  // Prepares `sql`; a failure shows at the first Step.
  Statement(sqlite3* db, const std::string& sql);

  Statement& Bind(int index, std::int64_t value);
  Statement& Bind(int index, std::string_view text);
  Statement& BindBytes(int index, std::string_view bytes);

  // True when a row is there, false at the end.
  absl::StatusOr<bool> Step();
  // Runs to the end and resets.
  absl::Status Run();
  void Reset();

  std::int64_t Int(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  // A copy of a text or bytes column.
  std::string Text(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  sqlite3* db_ = nullptr;
  int prepare_code_ = SQLITE_OK;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// Rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(sqlite3* db) : db_(db) {}
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // `write` takes the write lock now, so that what is read inside stays true until Commit.
  absl::Status Begin(bool write);
  absl::Status Commit();

 private:
  sqlite3* db_;
  bool open_ = false;
};

}  // namespace duban::registry
