// Verification of the hash chain: recomputes it from the entries alone and names the first broken
// one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "ingest/core/journal.h"

namespace duban::ingest {

// The first place of a district where the chain does not hold.
struct ChainBreak {
  std::string district;
  std::int64_t position = 0;  // of the entry that is wrong, missing or unreadable
  std::string what;           // a sentence for a person
};

// What a verification found.
struct ChainReport {
  std::int64_t entries = 0;           // that held
  std::map<std::string, Head> heads;  // by district: the last entry that held
  std::optional<ChainBreak> broken;   // nullopt = everything held
};

// Follows one or many districts' chains, entry by entry. Not thread-safe.
class ChainVerifier {
 public:
  explicit ChainVerifier(HashAlgorithm algorithm) : algorithm_(algorithm) {}

  // Starts a district in the middle: the next entry must follow `head`. Without it a district
  // starts empty.
  void StartAt(const Head& head);

  // Checks the next entry of its district: position without gap, previous hash, own hash. nullopt =
  // it holds. A broken entry is not taken over, so what follows it is judged against the last one
  // that held.
  std::optional<ChainBreak> Check(const EntryView& entry);
  std::optional<ChainBreak> Check(const Entry& entry) { return Check(ViewOf(entry)); }

  // By district: the last entry that held.
  const absl::flat_hash_map<std::string, Head>& heads() const { return heads_; }

 private:
  HashAlgorithm algorithm_;
  absl::flat_hash_map<std::string, Head> heads_;
};

// Verifies one district, or all of them when `district` is empty, up to the heads that stand when
// it begins; stops at the first break in order of code. A head that the entries do not lead to is a
// break, and so is an entry that the journal reports as corrupt. Memory is bounded by one page of
// entries and the heads. Errors: what the journal returns, except DATA_LOSS.
absl::StatusOr<ChainReport> VerifyChain(const Journal& journal, std::string_view district = {});

}  // namespace duban::ingest
