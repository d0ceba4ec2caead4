#include "ingest/storage/sqlite_catalog_cache.h"

#include "common/error.h"

namespace duban::ingest {
namespace {

constexpr char kSchema[] = R"(
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = OFF;
  CREATE TABLE IF NOT EXISTS programmes(name TEXT PRIMARY KEY, message BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS state(
    id INTEGER PRIMARY KEY CHECK(id = 1), revision INTEGER NOT NULL, heard_us INTEGER NOT NULL);
  INSERT INTO state VALUES(1, 0, 0) ON CONFLICT DO NOTHING;
)";

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteCatalogCache>> SqliteCatalogCache::Make(
    const std::string& path) {
  ASSIGN_OR_RETURN(SqliteDb db, SqliteDb::Open(path, /*writable=*/true, ""));
  RETURN_IF_ERROR(db.Exec(kSchema));
  return std::unique_ptr<SqliteCatalogCache>(new SqliteCatalogCache(std::move(db)));
}

absl::StatusOr<RememberedCatalog> SqliteCatalogCache::Load() const {
  absl::MutexLock lock(&mu_);
  RememberedCatalog out;
  ASSIGN_OR_RETURN(out.revision, db_.QueryInt("SELECT revision FROM state"));
  ASSIGN_OR_RETURN(const std::int64_t heard, db_.QueryInt("SELECT heard_us FROM state"));
  out.heard = TimePoint(std::chrono::microseconds(heard));
  ASSIGN_OR_RETURN(SqliteStatement select,
                   db_.Prepare("SELECT message FROM programmes ORDER BY name"));
  while (true) {
    ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) return out;
    const std::string_view bytes = select.Bytes(0);
    type::v1::Programme programme;
    if (!programme.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      return Error(absl::StatusCode::kDataLoss, "CATALOG_CACHE_CORRUPT",
                   "a remembered programme cannot be read");
    }
    out.programmes.push_back(std::move(programme));
  }
}

absl::Status SqliteCatalogCache::Save(const std::vector<registry::v1::CatalogEvent>& events,
                                      TimePoint heard) {
  absl::MutexLock lock(&mu_);
  RETURN_IF_ERROR(db_.Exec("BEGIN IMMEDIATE"));
  absl::Status stored = Store(events, heard);
  if (stored.ok()) stored = db_.Exec("COMMIT");
  if (!stored.ok() && !db_.AutoCommit()) db_.Exec("ROLLBACK").IgnoreError();
  return stored;
}

absl::Status SqliteCatalogCache::Store(const std::vector<registry::v1::CatalogEvent>& events,
                                       TimePoint heard) {
  ASSIGN_OR_RETURN(std::int64_t revision, db_.QueryInt("SELECT revision FROM state"));
  ASSIGN_OR_RETURN(SqliteStatement put,
                   db_.Prepare("INSERT INTO programmes VALUES(?1, ?2) "
                               "ON CONFLICT(name) DO UPDATE SET message = excluded.message"));
  for (const registry::v1::CatalogEvent& event : events) {
    if (event.revision() <= revision) continue;
    revision = event.revision();
    if (!event.has_programme()) continue;
    const std::string bytes = event.programme().SerializeAsString();
    RETURN_IF_ERROR(put.BindText(1, event.programme().name()).BindBlob(2, bytes).Run());
  }
  ASSIGN_OR_RETURN(SqliteStatement state,
                   db_.Prepare("UPDATE state SET revision = ?1, heard_us = ?2"));
  return state.BindInt(1, revision).BindInt(2, heard.time_since_epoch().count()).Run();
}

absl::Status SqliteCatalogCache::Clear() {
  absl::MutexLock lock(&mu_);
  return db_.Exec(
      "BEGIN; DELETE FROM programmes; UPDATE state SET revision = 0, heard_us = 0; COMMIT");
}

}  // namespace duban::ingest
