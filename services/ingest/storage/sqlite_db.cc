#include "ingest/storage/sqlite_db.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "common/error.h"

namespace duban::ingest {
namespace {

using absl::StatusCode;

int SizeOf(std::string_view bytes) { return static_cast<int>(bytes.size()); }

}  // namespace

absl::Status SqliteStatus(int extended_code, std::string_view what) {
  const std::string message = fmt::format("{}: {}", what, sqlite3_errstr(extended_code));
  switch (extended_code) {
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC:
      return Error(StatusCode::kFailedPrecondition, "JOURNAL_READ_ONLY",
                   message + " (sync failed)");
    case SQLITE_IOERR_SHORT_READ:
    case SQLITE_IOERR_CORRUPTFS:
      return Error(StatusCode::kDataLoss, "ENTRY_CORRUPT", message);
    default:
      break;
  }
  switch (extended_code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
      return absl::OkStatus();
    case SQLITE_FULL:
      return Error(StatusCode::kResourceExhausted, "STORE_FULL", message);
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return Error(StatusCode::kFailedPrecondition, "JOURNAL_READ_ONLY", message);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return Error(StatusCode::kDataLoss, "ENTRY_CORRUPT", message);
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_ERROR:
    case SQLITE_TOOBIG:
      return Error(StatusCode::kInternal, "INVARIANT_BROKEN", message);
    default:
      return Error(StatusCode::kUnavailable, "STORE_UNREACHABLE", message);
  }
}

void SqliteStatement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

SqliteStatement& SqliteStatement::BindInt(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), index, value);
  return *this;
}

SqliteStatement& SqliteStatement::BindText(int index, std::string_view value) {
  sqlite3_bind_text(statement_.get(), index, value.data(), SizeOf(value), SQLITE_STATIC);
  return *this;
}

SqliteStatement& SqliteStatement::BindBlob(int index, std::string_view value) {
  // A null pointer would bind NULL; an empty payload is an empty blob.
  const char* data = value.empty() ? "" : value.data();
  sqlite3_bind_blob(statement_.get(), index, data, SizeOf(value), SQLITE_STATIC);
  return *this;
}

absl::StatusOr<bool> SqliteStatement::Step() {
  const int code = sqlite3_step(statement_.get());
  RETURN_IF_ERROR(SqliteStatus(code, sqlite3_sql(statement_.get())));
  return code == SQLITE_ROW;
}

absl::Status SqliteStatement::Run() {
  const auto stepped = Step();
  Reset();
  return stepped.status();
}

void SqliteStatement::Reset() { sqlite3_reset(statement_.get()); }

std::int64_t SqliteStatement::Int(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view SqliteStatement::Bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return data == nullptr ? std::string_view()
                         : std::string_view(static_cast<const char*>(data), size);
}

absl::StatusOr<SqliteDb> SqliteDb::Open(const std::string& path, bool writable,
                                        const std::string& vfs) {
  const int flags = (writable ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY) |
                    SQLITE_OPEN_NOMUTEX;
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, vfs.empty() ? nullptr : vfs.c_str());
  SqliteDb db(raw);
  RETURN_IF_ERROR(SqliteStatus(code, "open " + path));
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, 5000);
  return db;
}

absl::StatusOr<SqliteDb> SqliteDb::OpenDurable(const std::string& path, const std::string& vfs) {
  ASSIGN_OR_RETURN(SqliteDb db, Open(path, /*writable=*/true, vfs));
  RETURN_IF_ERROR(db.Exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"));
  return db;
}

absl::Status SqliteDb::Exec(const std::string& sql) {
  return SqliteStatus(sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr), sql);
}

absl::StatusOr<SqliteStatement> SqliteDb::Prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(db_.get(), sql.data(), SizeOf(sql), SQLITE_PREPARE_PERSISTENT,
                                      &statement, nullptr);
  RETURN_IF_ERROR(SqliteStatus(code, sql));
  return SqliteStatement(statement);
}

absl::StatusOr<std::int64_t> SqliteDb::QueryInt(std::string_view sql) {
  ASSIGN_OR_RETURN(SqliteStatement statement, Prepare(sql));
  RETURN_IF_ERROR(statement.Step().status());
  return statement.Int(0);
}

bool SqliteDb::AutoCommit() const { return sqlite3_get_autocommit(db_.get()) != 0; }

void SqliteDb::Close::operator()(sqlite3* db) const { sqlite3_close_v2(db); }

}  // namespace duban::ingest
