// The journal port: append-only, ordered, hash-chained entries per district, behind which storage
// engines stand.
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

// Limits of an entry; an Append that exceeds them is refused whole with INVALID_ARGUMENT
// ENTRY_INVALID.
inline constexpr std::size_t kMaxRequestIdBytes = 64;
inline constexpr std::size_t kMaxPayloadBytes = 1 << 20;

// What an entry's payload is. Any value 1..255 can be stored; journals do not look into payloads.
enum class EntryKind : std::uint8_t {
  kReport = 1,    // serialized duban.type.v1.Report
  kCaseStep = 2,  // serialized duban.ingest.v1.CaseStep
};

// An entry that is to be appended.
struct NewEntry {
  std::string district;    // six-digit code
  std::string request_id;  // 1..64 bytes, unique in the district for ever
  EntryKind kind = EntryKind::kReport;
  TimePoint accept_time;  // taken from the clock; may run backwards, order is by position
  std::string payload;    // at most kMaxPayloadBytes
  // What makes two submissions under one request id "the same": a digest of the content as
  // submitted.
  Digest content{};
};

// A stored entry.
struct Entry {
  std::string district;
  std::int64_t position = 0;  // 1, 2, 3 … per district, in commit order
  // Order of commit over all districts of this journal, from 1; grows, without duplicate.
  std::int64_t sequence = 0;
  std::string request_id;
  EntryKind kind = EntryKind::kReport;
  TimePoint accept_time;
  std::string payload;
  Digest content{};
  Digest previous_hash{};  // zeros for position 1
  Digest hash{};           // ChainHash(previous_hash, canonical bytes); docs/formats.md

  bool operator==(const Entry&) const = default;
};

// An entry whose bytes lie elsewhere.
struct EntryView {
  std::string_view district;  // at most 16 bytes
  std::int64_t position = 0;
  std::int64_t sequence = 0;
  std::string_view request_id;  // at most kMaxRequestIdBytes
  EntryKind kind = EntryKind::kReport;
  TimePoint accept_time;
  std::string_view payload;
  const Digest& content;
  const Digest& previous_hash;
  const Digest& hash;
};
EntryView ViewOf(const Entry& entry);

// What became of one entry of an append.
struct AppendResult {
  enum class Outcome {
    kAppended,   // stored now
    kDuplicate,  // this request id was stored before with the same content; the fields are the
                 // first entry's
    kConflict,   // this request id was stored before with other content; position says where
  };
  Outcome outcome = Outcome::kAppended;
  std::int64_t position = 0;
  std::int64_t sequence = 0;
  TimePoint accept_time;
  Digest hash{};

  bool operator==(const AppendResult&) const = default;
};

// Where a district's journal stands.
struct Head {
  std::string district;
  std::int64_t position = 0;  // 0 = empty
  Digest hash{};              // zeros = empty
  TimePoint accept_time;

  bool operator==(const Head&) const = default;
};

// The canonical bytes of an entry, over which its hash runs: district, position, kind, accept time,
// request id, content digest and payload in a fixed order and width (docs/formats.md). The sequence
// is not among them, so that a district keeps its hashes when it moves to another journal.
std::string CanonicalBytes(const Entry& entry);

// OK when the entry keeps the limits: a district code, a request id of 1..64 bytes, a kind other
// than 0, a payload of at most kMaxPayloadBytes. Errors: INVALID_ARGUMENT ENTRY_INVALID.
absl::Status ValidateNewEntry(const NewEntry& entry);

// The entry that `entry` becomes at a position, hash included.
Entry MakeEntry(const NewEntry& entry, HashAlgorithm algorithm, std::int64_t position,
                std::int64_t sequence, const Digest& previous);

// What was appended to get this entry.
NewEntry AsNewEntry(const Entry& entry);

// What Append answers for an entry stored now; and for one whose request id holds `stored` already.
AppendResult Appended(const Entry& stored);
AppendResult Repeated(const Entry& stored, const Digest& content);

// The hash that an entry must have: the same as ChainHash of its previous hash and canonical bytes,
// without making them.
Digest HashEntry(HashAlgorithm algorithm, const EntryView& entry);

// hash = H(previous hash || canonical bytes).
Digest ChainHash(HashAlgorithm algorithm, const Digest& previous, std::string_view canonical);

// Journal keeps the entries of many districts durably.
//
// Thread-safe; every method may block on I/O. Append is called by one thread at a time (the
// committer); reads run beside it and see an entry only once it is durable. Any method may fail
// with UNAVAILABLE STORE_UNREACHABLE (safe to retry) or DATA_LOSS ENTRY_CORRUPT (says where; a
// damaged entry is never served, the rest stays readable).
class Journal {
 public:
  virtual ~Journal() = default;

  // Appends the entries in order as one atomic, synced commit: when it returns OK every appended
  // entry is durable. One result per entry, in order; duplicates and conflicts (also within the
  // batch) store nothing and fail nothing. Errors: INVALID_ARGUMENT ENTRY_INVALID;
  // RESOURCE_EXHAUSTED STORE_FULL (no space left; appends work again once there is); UNAVAILABLE.
  // After these nothing of the batch is visible, now or after a restart. FAILED_PRECONDITION
  // JOURNAL_READ_ONLY once a sync has failed, until the journal is opened anew: nothing more is
  // acknowledged. Of the batch whose sync failed nothing is visible now, but it may be stored after
  // a restart, whole or not at all; sending it again under the same request ids is safe.
  virtual absl::StatusOr<std::vector<AppendResult>> Append(
      const std::vector<NewEntry>& entries) = 0;

  // Appends entries of another journal as they are, for a district that moves or is restored: same
  // positions, accept times, contents and hashes; sequences are this journal's own. Per district
  // each entry must follow the one before it and the first one the head here; what stands here
  // already, the same to the hash, is skipped and answered as kDuplicate, so that a page may be
  // sent twice. Whole or not at all, one synced commit, on the thread that calls Append. Errors:
  // those of Append; FAILED_PRECONDITION ENTRY_NOT_NEXT (there is a gap, another entry stands in
  // its place, or its request id is used elsewhere in the district); DATA_LOSS CHAIN_BROKEN (its
  // hash does not hold, or it is chained with another algorithm).
  absl::StatusOr<std::vector<AppendResult>> Adopt(const std::vector<Entry>& entries);

  // Entries of one district with position > after, in order, at most `limit` (>= 1), cut off after
  // about `max_bytes` of payload (at least one entry). Fewer than limit only at the head, by bytes,
  // or before a corrupt entry (the next call names it; reading goes on after its position). Empty =
  // the head was reached.
  virtual absl::StatusOr<std::vector<Entry>> Read(std::string_view district, std::int64_t after,
                                                  int limit, std::int64_t max_bytes) const = 0;

  // The same over all districts, in order of sequence.
  virtual absl::StatusOr<std::vector<Entry>> ReadAll(std::int64_t after_sequence, int limit,
                                                     std::int64_t max_bytes) const = 0;

  // Gives the entries with after < sequence <= last to `each`, those of one district in order, the
  // districts in any, and without copying them: what `each` gets is gone when it returns. For
  // reading much. Errors: each's, which ends it; DATA_LOSS when an entry is corrupt.
  using Visit = std::function<absl::Status(const EntryView&)>;
  virtual absl::Status Scan(std::int64_t after, std::int64_t last, const Visit& each) const;

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

  // What opening found, a sentence each: acknowledged entries that cannot be read, after which
  // nothing is appended any more; and what cost nothing but is worth knowing.
  virtual std::vector<std::string> Damages() const { return {}; }
  virtual std::vector<std::string> Notes() const { return {}; }
};

}  // namespace duban::ingest
