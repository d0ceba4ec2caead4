#include "ingest/core/journal_migration.h"

#include <fmt/format.h>

#include "common/error.h"
#include "ingest/core/chain.h"

namespace duban::ingest {
namespace {

constexpr int kPageEntries = 5000;
constexpr std::int64_t kPageBytes = 4 << 20;

absl::Status NotEmpty(std::string_view district) {
  return Error(absl::StatusCode::kFailedPrecondition, "JOURNAL_NOT_EMPTY",
               fmt::format("district {}: the target holds entries of another journal", district));
}

absl::Status CopyPage(const std::vector<Entry>& page, ChainVerifier& verifier, Journal& to) {
  std::vector<NewEntry> batch;
  for (const Entry& entry : page) {
    if (const auto broken = verifier.Check(entry))
      return Error(absl::StatusCode::kDataLoss, "CHAIN_BROKEN",
                   fmt::format("entry {} of district {}: {}", broken->position, broken->district,
                               broken->what));
    batch.push_back(AsNewEntry(entry));
  }
  ASSIGN_OR_RETURN(const std::vector<AppendResult> results, to.Append(batch));
  for (std::size_t i = 0; i < page.size(); ++i) {
    if (results[i].position != page[i].position || results[i].hash != page[i].hash)
      return NotEmpty(page[i].district);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::int64_t> MigrateJournal(const Journal& from, Journal& to,
                                            const std::function<void(std::int64_t)>& progress) {
  if (from.algorithm() != to.algorithm())
    return Error(absl::StatusCode::kFailedPrecondition, "JOURNAL_ALGORITHM_MISMATCH",
                 "the journals chain with different hash algorithms");
  ASSIGN_OR_RETURN(const std::vector<Head> before, to.ListHeads());
  for (const Head& head : before) {
    ASSIGN_OR_RETURN(const Head source, from.GetHead(head.district));
    if (source.position < head.position) return NotEmpty(head.district);
  }
  ChainVerifier verifier(from.algorithm());
  std::int64_t sequence = 0;
  std::int64_t copied = 0;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<Entry> page,
                     from.ReadAll(sequence, kPageEntries, kPageBytes));
    if (page.empty()) break;
    RETURN_IF_ERROR(CopyPage(page, verifier, to));
    sequence = page.back().sequence;
    copied += static_cast<std::int64_t>(page.size());
    if (progress) progress(copied);
  }
  ASSIGN_OR_RETURN(const std::vector<Head> source, from.ListHeads());
  ASSIGN_OR_RETURN(const std::vector<Head> target, to.ListHeads());
  if (source != target)
    return Error(absl::StatusCode::kDataLoss, "CHAIN_BROKEN",
                 "the journals end in different heads");
  return to.LastSequence();
}

}  // namespace duban::ingest
