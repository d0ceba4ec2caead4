// Documents in one SQLite file.
#pragma once

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "ingest/core/document_store.h"
#include "ingest/storage/sqlite_db.h"

namespace duban::ingest {

// Thread-safe: one connection, used by one caller at a time. Imports are rare; a Put is one synced
// transaction.
class SqliteDocumentStore : public DocumentStore {
 public:
  // Opens or creates the file; its directory must exist.
  static absl::StatusOr<std::unique_ptr<SqliteDocumentStore>> Make(const std::string& path);

  absl::StatusOr<bool> Put(const StoredDocument& document) override;
  absl::StatusOr<StoredDocument> Get(std::string_view id) const override;

 private:
  explicit SqliteDocumentStore(SqliteDb db) : db_(std::move(db)) {}

  mutable absl::Mutex mu_;
  mutable SqliteDb db_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::ingest
