// Hand-overs in SQLite, each change synced.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "ingest/core/ownership_store.h"
#include "ingest/storage/sqlite_db.h"

namespace duban::ingest {

class SqliteOwnershipStore : public OwnershipStore {
 public:
  // Creates the file when it is missing.
  static absl::StatusOr<std::unique_ptr<SqliteOwnershipStore>> Make(const std::string& path);

  absl::StatusOr<std::vector<Handover>> Load() const override;
  absl::Status Put(const Handover& handover) override;
  absl::StatusOr<std::string> GetName(const std::string& role) const override;
  absl::Status PutName(const std::string& role, const std::string& name) override;

 private:
  explicit SqliteOwnershipStore(SqliteDb db) : db_(std::move(db)) {}

  mutable absl::Mutex mu_;
  mutable SqliteDb db_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::ingest
