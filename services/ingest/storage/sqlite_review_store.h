// Corrections, learned words and finished imports in one SQLite file.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "ingest/core/review_store.h"
#include "ingest/storage/sqlite_db.h"

namespace duban::ingest {

// Thread-safe: one connection, used by one caller at a time. Every write is one synced transaction.
class SqliteReviewStore : public ReviewStore {
 public:
  // Opens or creates the file; its directory must exist.
  static absl::StatusOr<std::unique_ptr<SqliteReviewStore>> Make(const std::string& path);

  absl::StatusOr<bool> PutPatch(const StoredPatch& patch, TimePoint now) override;
  absl::StatusOr<std::optional<v1::ReviewPatch>> GetPatch(
      std::string_view document_id) const override;
  absl::StatusOr<std::optional<v1::ReviewPatch>> FindPatch(
      std::string_view copy_key) const override;
  absl::StatusOr<bool> Learn(std::string_view district, const std::vector<v1::LearnedWord>& words,
                             TimePoint now) override;
  absl::StatusOr<std::vector<v1::LearnedWord>> Learned(std::string_view district,
                                                       bool show_forgotten) const override;
  absl::StatusOr<v1::LearnedWord> Forget(std::string_view name, TimePoint now) override;
  absl::StatusOr<std::vector<v1::ReviewRecord>> Export(std::string_view district) const override;
  absl::Status Adopt(std::string_view district, const v1::ReviewRecord& record) override;
  absl::Status PutImport(const FinishedImport& finished) override;
  absl::StatusOr<std::optional<FinishedImport>> GetImport(std::string_view document_id,
                                                          std::string_view options) const override;
  absl::StatusOr<std::vector<FinishedImport>> ListPlaces(std::string_view district) const override;

 private:
  explicit SqliteReviewStore(SqliteDb db) : db_(std::move(db)) {}

  absl::StatusOr<std::optional<v1::ReviewPatch>> NewestPatch(const char* where,
                                                             std::string_view key) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status AdoptWord(std::string_view district, const v1::LearnedWord& word)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status AdoptPatch(const v1::ReviewRecord::Patch& patch) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::StatusOr<std::vector<v1::LearnedWord>> Words(std::string_view district,
                                                     bool show_forgotten) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  mutable absl::Mutex mu_;
  mutable SqliteDb db_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::ingest
