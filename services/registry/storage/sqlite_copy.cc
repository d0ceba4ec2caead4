#include "registry/storage/sqlite_copy.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <system_error>

#include "common/error.h"
#include "registry/storage/sqlite.h"

namespace duban::registry {
namespace {

absl::Status FileError(const std::string& what) {
  return Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE",
               fmt::format("{}: {}", what, std::strerror(errno)));
}

absl::Status Sync(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return FileError("open " + path);
  const int failed = fsync(file);
  close(file);
  return failed == 0 ? absl::OkStatus() : FileError("sync " + path);
}

absl::Status CheckPages(const std::string& path) {
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
  const SqliteHandle db(raw);
  if (code != SQLITE_OK) return SqliteError(raw, code, "open " + path);
  Statement check(raw, "PRAGMA integrity_check(1)");
  ASSIGN_OR_RETURN(const bool row, check.Step());
  if (row && check.Text(0) == "ok") return absl::OkStatus();
  return Error(absl::StatusCode::kDataLoss, "ROW_CORRUPT",
               fmt::format("{} does not hold: {}", path, row ? check.Text(0) : "no answer"));
}

}  // namespace

absl::Status CopySqlite(const std::string& from, const std::string& to) {
  std::error_code error;
  // Opening would make it.
  if (!std::filesystem::exists(from, error))
    return Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE", from + " is missing");
  if (std::filesystem::exists(to + "-wal", error))
    return Error(
        absl::StatusCode::kFailedPrecondition, "STORE_IN_USE",
        to + " is open, or was not closed; stop the program that uses it, or choose another file");
  const std::string part = to + ".part";
  std::filesystem::remove(part, error);
  {
    ASSIGN_OR_RETURN(const SqliteHandle db, OpenSqlite(from));
    Statement copy(db.get(), "VACUUM INTO ?1");
    copy.Bind(1, std::string_view(part));
    RETURN_IF_ERROR(copy.Run());
  }
  RETURN_IF_ERROR(CheckPages(part));
  RETURN_IF_ERROR(Sync(part));
  if (std::rename(part.c_str(), to.c_str()) != 0) return FileError("rename " + part);
  const std::string directory = std::filesystem::path(to).parent_path().string();
  return Sync(directory.empty() ? "." : directory);
}

}  // namespace duban::registry
