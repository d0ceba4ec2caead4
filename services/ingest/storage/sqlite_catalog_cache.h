// The remembered catalog in one SQLite file.
#pragma once

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "ingest/core/catalog_cache.h"
#include "ingest/storage/sqlite_db.h"

namespace duban::ingest {

// Thread-safe. Written without waiting for the disk: losing the last second of it costs nothing.
class SqliteCatalogCache : public CatalogCache {
 public:
  // Opens or creates the file; its directory must exist.
  static absl::StatusOr<std::unique_ptr<SqliteCatalogCache>> Make(const std::string& path);

  absl::StatusOr<RememberedCatalog> Load() const override;
  absl::Status Save(const std::vector<registry::v1::CatalogEvent>& events,
                    TimePoint heard) override;
  absl::Status Clear() override;

 private:
  explicit SqliteCatalogCache(SqliteDb db) : db_(std::move(db)) {}
  absl::Status Store(const std::vector<registry::v1::CatalogEvent>& events, TimePoint heard)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  mutable absl::Mutex mu_;
  mutable SqliteDb db_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::ingest
