// The journal port: append-only, ordered, hash-chained entries per district, behind which storage engines stand.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/hash.h"

namespace duban::ingest {

// What an entry's payload is.
enum class EntryKind : std::uint8_t {
  kReport = 1,    // serialized duban.type.v1.Report
  kCaseStep = 2,  // serialized duban.ingest.v1.CaseStep
};

// An entry that is to be appended.
struct NewEntry {
  std::string district;         // six-digit code
  std::string request_id;       // 1..64 bytes, unique in the district for ever
  EntryKind kind = EntryKind::kReport;
  TimePoint accept_time;        // taken from the clock; may run backwards, order is by position
  std::string payload;          // at most the journal's max_payload_bytes
  // What makes two submissions under one request id "the same": a digest of the content as submitted.
  Digest content{};
};

// A stored entry.
struct Entry {
  std::string district;
  std::int64_t position = 0;  // 1, 2, 3 … per district, in commit order
  std::int64_t sequence = 0;  // order of commit over all districts of this journal, from 1; grows, without duplicate
  std::string request_id;
  EntryKind kind = EntryKind::kReport;
  TimePoint accept_time;
  std::string payload;
  Digest content{};
  Digest previous_hash{};  // zeros for position 1
  Digest hash{};           // ChainHash(previous_hash, canonical bytes); docs/formats.md
};

// What became of one entry of an append.
struct AppendResult {
  enum class Outcome {
    kAppended,   // stored now
    kDuplicate,  // this request id was stored before with the same content; the fields are the first entry's
    kConflict,   // this request id was stored before with other content; position says where
  };
  Outcome outcome = Outcome::kAppended;
  std::int64_t position = 0;
  std::int64_t sequence = 0;
  TimePoint accept_time;
  Digest hash{};
};

// Where a district's journal stands.
struct Head {
  std::string district;
  std::int64_t position = 0;  // 0 = empty
  Digest hash{};              // zeros = empty
  TimePoint accept_time;
};

// The canonical bytes of an entry, over which its hash runs: every field in a fixed order and width (docs/formats.md).
std::string CanonicalBytes(const Entry& entry);

// hash = H(previous hash || canonical bytes).
Digest ChainHash(HashAlgorithm algorithm, const Digest& previous, std::string_view canonical);

// Journal keeps the entries of many districts durably.
//
// Thread-safe; every method may block on I/O. Append is called by one thread at a time (the committer); reads run
// beside it. Any method may fail with UNAVAILABLE STORE_UNREACHABLE (safe to retry; after a failed Append nothing of it
// is visible, now or after a restart) or DATA_LOSS ENTRY_CORRUPT (names district and position; never served).
class Journal {
 public:
  virtual ~Journal() = default;

  // Appends the entries in order as one atomic, synced commit: when it returns OK every appended entry is durable.
  // One result per entry, in order; duplicates and conflicts (also within the batch) store nothing and fail nothing.
  // Errors: RESOURCE_EXHAUSTED STORE_FULL (no space left); UNAVAILABLE; FAILED_PRECONDITION JOURNAL_READ_ONLY after a
  // sync has failed, until the process restarts.
  virtual absl::StatusOr<std::vector<AppendResult>> Append(const std::vector<NewEntry>& entries) = 0;

  // Entries of one district with position > after, in order, at most `limit`, cut off after about `max_bytes` of
  // payload (at least one entry). Fewer than limit only at the head or by bytes; empty = the head was reached.
  virtual absl::StatusOr<std::vector<Entry>> Read(std::string_view district, std::int64_t after,
                                                  int limit, std::int64_t max_bytes) const = 0;

  // The same over all districts, in order of sequence.
  virtual absl::StatusOr<std::vector<Entry>> ReadAll(std::int64_t after_sequence, int limit,
                                                     std::int64_t max_bytes) const = 0;

  // The entry stored under a request id; nullopt when there is none.
  virtual absl::StatusOr<std::optional<Entry>> Find(std::string_view district,
                                                    std::string_view request_id) const = 0;

  // Where one district stands; position 0 when it has no entry.
  virtual absl::StatusOr<Head> GetHead(std::string_view district) const = 0;

  // All districts with entries, in order of code.
  virtual absl::StatusOr<std::vector<Head>> ListHeads() const = 0;

  // The newest sequence; 0 = empty.
  virtual absl::StatusOr<std::int64_t> LastSequence() const = 0;

  virtual HashAlgorithm algorithm() const = 0;
};

}  // namespace duban::ingest
