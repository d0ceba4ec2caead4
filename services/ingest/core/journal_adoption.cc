// Journal::Adopt: entries of another journal, as they are.
#include <fmt/format.h>

#include <set>
#include <utility>

#include "common/error.h"
#include "ingest/core/chain.h"
#include "ingest/core/journal.h"

namespace duban::ingest {
namespace {

absl::Status NotNext(const Entry& entry, const std::string& why) {
  return Error(absl::StatusCode::kFailedPrecondition, "ENTRY_NOT_NEXT",
               fmt::format("entry {} of district {} cannot be taken: {}", entry.position,
                           entry.district, why),
               {{"district", entry.district}, {"position", std::to_string(entry.position)}});
}

// Judges the entries of an adoption one after the other.
class Adoption {
 public:
  explicit Adoption(const Journal& journal) : journal_(journal), verifier_(journal.algorithm()) {}

  // The entry stored here that this one is; nullopt when it is the next of its district.
  absl::StatusOr<std::optional<Entry>> Check(const Entry& entry) {
    RETURN_IF_ERROR(ValidateNewEntry(AsNewEntry(entry)));
    if (!verifier_.heads().contains(entry.district)) {
      ASSIGN_OR_RETURN(Head head, journal_.GetHead(entry.district));
      verifier_.StartAt(head);
    }
    const std::int64_t next = verifier_.heads().find(entry.district)->second.position + 1;
    if (entry.position < 1 || entry.position > next)
      return NotNext(entry, fmt::format("the next one is {}", next));
    if (entry.position < next) return FindStored(entry);
    if (entry.previous_hash != verifier_.heads().find(entry.district)->second.hash)
      return NotNext(entry, "the entry before it is another one here");
    if (const auto broken = verifier_.Check(entry))
      return Error(absl::StatusCode::kDataLoss, "CHAIN_BROKEN",
                   fmt::format("entry {} of district {}: {}", broken->position, broken->district,
                               broken->what));
    ASSIGN_OR_RETURN(const auto same_id, journal_.Find(entry.district, entry.request_id));
    if (same_id || !request_ids_.emplace(entry.district, entry.request_id).second)
      return NotNext(entry, "its request id is used by an entry before it");
    return std::nullopt;
  }

 private:
  absl::StatusOr<std::optional<Entry>> FindStored(const Entry& entry) const {
    ASSIGN_OR_RETURN(std::vector<Entry> stored,
                     journal_.Read(entry.district, entry.position - 1, 1, 1));
    if (stored.empty() || stored[0].hash != entry.hash)
      return NotNext(entry, "another entry stands in its place");
    return std::move(stored[0]);
  }

  const Journal& journal_;
  ChainVerifier verifier_;
  std::set<std::pair<std::string, std::string>> request_ids_;
};

}  // namespace

absl::StatusOr<std::vector<AppendResult>> Journal::Adopt(const std::vector<Entry>& entries) {
  Adoption adoption(*this);
  std::vector<AppendResult> results(entries.size());
  std::vector<NewEntry> batch;
  std::vector<std::size_t> at;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    ASSIGN_OR_RETURN(const std::optional<Entry> stored, adoption.Check(entries[i]));
    if (stored) {
      results[i] = Repeated(*stored, stored->content);
      continue;
    }
    batch.push_back(AsNewEntry(entries[i]));
    at.push_back(i);
  }
  if (batch.empty()) return results;
  ASSIGN_OR_RETURN(const std::vector<AppendResult> appended, Append(batch));
  for (std::size_t i = 0; i < at.size(); ++i) results[at[i]] = appended[i];
  return results;
}

}  // namespace duban::ingest
