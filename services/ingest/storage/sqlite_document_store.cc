#include "ingest/storage/sqlite_document_store.h"

#include <fmt/format.h>

#include "common/error.h"
#include "common/hash.h"

namespace duban::ingest {
namespace {

constexpr char kSchema[] = R"(
  CREATE TABLE IF NOT EXISTS documents(
    id TEXT PRIMARY KEY, file_name TEXT NOT NULL, mime_type TEXT NOT NULL,
    create_time_us INTEGER NOT NULL, content BLOB NOT NULL, text TEXT NOT NULL);
)";

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteDocumentStore>> SqliteDocumentStore::Make(
    const std::string& path) {
  ASSIGN_OR_RETURN(SqliteDb db, SqliteDb::OpenDurable(path));
  RETURN_IF_ERROR(db.Exec(kSchema));
  return std::unique_ptr<SqliteDocumentStore>(new SqliteDocumentStore(std::move(db)));
}

absl::StatusOr<bool> SqliteDocumentStore::Put(const StoredDocument& document) {
  absl::MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(
      SqliteStatement insert,
      db_.Prepare("INSERT INTO documents(id, file_name, mime_type, create_time_us, content, text) "
                  "VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(id) DO NOTHING RETURNING 1"));
  insert.BindText(1, document.id)
      .BindText(2, document.file_name)
      .BindText(3, document.mime_type)
      .BindInt(4, document.create_time.time_since_epoch().count())
      .BindBlob(5, document.content)
      .BindText(6, document.text);
  ASSIGN_OR_RETURN(const bool stored, insert.Step());
  if (stored) RETURN_IF_ERROR(insert.Step().status());  // the transaction ends with the statement
  return stored;
}

absl::StatusOr<StoredDocument> SqliteDocumentStore::Get(std::string_view id) const {
  absl::MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(SqliteStatement select,
                   db_.Prepare("SELECT file_name, mime_type, create_time_us, content, text FROM "
                               "documents WHERE id = ?1"));
  select.BindText(1, id);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) {
    return Error(absl::StatusCode::kNotFound, "DOCUMENT_NOT_FOUND",
                 fmt::format("there is no document {}", id), {{"document", std::string(id)}});
  }
  StoredDocument out;
  out.id = std::string(id);
  out.file_name = std::string(select.Bytes(0));
  out.mime_type = std::string(select.Bytes(1));
  out.create_time = TimePoint(std::chrono::microseconds(select.Int(2)));
  out.content = std::string(select.Bytes(3));
  out.text = std::string(select.Bytes(4));
  if (Sha256Hex(out.content) != out.id) {
    return Error(absl::StatusCode::kDataLoss, "DOCUMENT_CORRUPT",
                 fmt::format("the stored bytes of document {} are damaged", id),
                 {{"document", std::string(id)}});
  }
  return out;
}

}  // namespace duban::ingest
