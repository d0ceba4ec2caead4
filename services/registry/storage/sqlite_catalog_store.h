// CatalogStore in one SQLite file.
#pragma once

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "registry/core/catalog_store.h"
#include "registry/storage/sqlite.h"

namespace duban::registry {

// Thread-safe; one writer and one reader at a time, which do not wait for each other (WAL). Commits
// are synced.
class SqliteCatalogStore : public CatalogStore {
 public:
  // Opens or creates the file, takes the lock that keeps a second process away, and applies missing
  // migrations under the write lock. Errors: FAILED_PRECONDITION STORE_LOCKED (another process has
  // it), DATABASE_FROM_FUTURE (a newer program wrote it), as well as those of the store.
  static absl::StatusOr<std::unique_ptr<SqliteCatalogStore>> Open(const std::string& path);

  ~SqliteCatalogStore() override;

  absl::Status Commit(std::int64_t expected_head, TimePoint now,
                      const std::vector<CatalogChange>& changes,
                      const std::vector<AnsweredRequest>& requests) override;
  absl::StatusOr<CatalogHead> GetHead() const override;
  absl::StatusOr<CatalogHead> Load(
      const std::function<absl::Status(LoadedState)>& visit) const override;
  absl::StatusOr<std::vector<v1::CatalogEvent>> ReadEvents(std::int64_t after,
                                                           std::string_view district, int limit,
                                                           std::int64_t max_bytes) const override;
  absl::StatusOr<std::optional<type::v1::Programme>> ReadProgramme(
      std::string_view district, int year, std::int64_t revision) const override;
  absl::StatusOr<std::vector<v1::ProgrammeRevision>> ListProgrammeRevisions(
      std::string_view district, int year, std::int64_t before, int limit) const override;
  absl::StatusOr<std::optional<AnsweredRequest>> FindRequest(
      std::string_view district, std::string_view request_id) const override;
  absl::Status ForgetRequests(TimePoint before) override;
  absl::Status Compact(std::int64_t revision) override;

 private:
  SqliteCatalogStore(int lock_file, SqliteHandle writer, SqliteHandle reader);

  // Statements of Commit, prepared once.
  struct Writes {
    explicit Writes(sqlite3* db);
    Statement head, set_head, event, district, unit, programme, revision, profile, request;
  };

  absl::Status Store(std::int64_t revision, TimePoint now, const CatalogChange& change)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);

  const int lock_file_;
  absl::Mutex write_mutex_;
  SqliteHandle writer_ ABSL_GUARDED_BY(write_mutex_);
  Writes writes_ ABSL_GUARDED_BY(write_mutex_);
  mutable absl::Mutex read_mutex_;
  SqliteHandle reader_ ABSL_GUARDED_BY(read_mutex_);
};

}  // namespace duban::registry
