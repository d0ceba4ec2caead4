// A complete journal in memory, for tests and for services run without a disk.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "ingest/core/journal.h"
#include "ingest/core/mutex.h"

namespace duban::ingest {

// Thread-safe. Holds everything it was given; nothing survives it.
class FakeJournal : public Journal {
 public:
  explicit FakeJournal(HashAlgorithm algorithm = HashAlgorithm::kSha256) : algorithm_(algorithm) {}

  // From now on every call fails with `status` and stores nothing; an OK status ends it.
  void FailWith(absl::Status status);
  // The same for Append alone: reads go on.
  void FailAppendsWith(absl::Status status);
  // Replaces a stored entry behind the journal's back, as a tamperer would. Requires that it
  // exists.
  void Tamper(const Entry& entry);

  absl::StatusOr<std::vector<AppendResult>> Append(const std::vector<NewEntry>& entries) override;
  absl::StatusOr<std::vector<Entry>> Read(std::string_view district, std::int64_t after, int limit,
                                          std::int64_t max_bytes) const override;
  absl::StatusOr<std::vector<Entry>> ReadAll(std::int64_t after_sequence, int limit,
                                             std::int64_t max_bytes) const override;
  absl::StatusOr<std::optional<Entry>> Find(std::string_view district,
                                            std::string_view request_id) const override;
  absl::StatusOr<Head> GetHead(std::string_view district) const override;
  absl::StatusOr<std::vector<Head>> ListHeads() const override;
  absl::StatusOr<std::int64_t> LastSequence() const override;
  HashAlgorithm algorithm() const override { return algorithm_; }

 private:
  struct District {
    std::vector<std::size_t> entries;                             // indices into all_, by position
    std::map<std::string, std::size_t, std::less<>> request_ids;  // -> index into all_
  };

  const Entry* FindEntry(std::string_view district, std::string_view request_id) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  Head HeadOf(std::string_view code, const District& district) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const HashAlgorithm algorithm_;
  mutable Mutex mu_;
  std::vector<Entry> all_ ABSL_GUARDED_BY(mu_);  // by sequence
  std::map<std::string, District, std::less<>> districts_ ABSL_GUARDED_BY(mu_);
  absl::Status failure_ ABSL_GUARDED_BY(mu_);
  absl::Status append_failure_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::ingest
