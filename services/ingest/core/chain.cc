#include "ingest/core/chain.h"

#include <fmt/format.h>

#include "common/error.h"

namespace duban::ingest {
namespace {

constexpr int kPageEntries = 5000;
constexpr std::int64_t kPageBytes = 4 << 20;

// Verifies one district up to `head` into `report`, from where the verifier stands.
absl::Status VerifyDistrict(const Journal& journal, const Head& head, ChainVerifier& verifier,
                            ChainReport& report) {
  const auto begun = verifier.heads().find(head.district);
  std::int64_t position = begun == verifier.heads().end() ? 0 : begun->second.position;
  while (position < head.position && !report.broken) {
    const auto page = journal.Read(head.district, position, kPageEntries, kPageBytes);
    if (absl::IsDataLoss(page.status())) {
      report.broken = ChainBreak{head.district, position + 1, MessageOf(page.status())};
      break;
    }
    RETURN_IF_ERROR(page.status());
    if (page->empty()) {
      report.broken = ChainBreak{head.district, position + 1, "missing before the head"};
      break;
    }
    for (const Entry& entry : *page) {
      if (entry.position > head.position) break;
      report.broken = verifier.Check(entry);
      if (report.broken) break;
      ++report.entries;
    }
    position = page->back().position;
  }
  const auto held = verifier.heads().find(head.district);
  if (held == verifier.heads().end()) return absl::OkStatus();
  report.heads.emplace(head.district, held->second);
  if (!report.broken && held->second.hash != head.hash)
    report.broken = ChainBreak{head.district, head.position, "the head has another hash"};
  return absl::OkStatus();
}

// Verifies all entries up to `last` in order of sequence, which is several times as fast as
// district by district. False: something does not hold, and what was verified says nothing.
absl::StatusOr<bool> VerifyInOrder(const Journal& journal, std::int64_t last,
                                   ChainVerifier& verifier) {
  const absl::Status status =
      journal.Scan(0, last, [&verifier](const EntryView& entry) -> absl::Status {
        return verifier.Check(entry) ? absl::DataLossError("broken") : absl::OkStatus();
      });
  if (!status.ok() && !absl::IsDataLoss(status)) return status;
  return status.ok();
}

}  // namespace

void ChainVerifier::StartAt(const Head& head) { heads_[head.district] = head; }

std::optional<ChainBreak> ChainVerifier::Check(const EntryView& entry) {
  const std::string district(entry.district);
  auto at = heads_.find(district);
  if (at == heads_.end()) at = heads_.emplace(district, Head{district, 0, {}, {}}).first;
  Head& head = at->second;
  const std::int64_t want = head.position + 1;
  const auto broken = [&](std::string what) { return ChainBreak{district, want, std::move(what)}; };
  if (entry.position != want) return broken(fmt::format("position {} stands here", entry.position));
  if (entry.previous_hash != head.hash) return broken("the previous hash is another entry's");
  if (HashEntry(algorithm_, entry) != entry.hash)
    return broken("the hash does not match the entry");
  head.position = want;
  head.hash = entry.hash;
  head.accept_time = entry.accept_time;
  return std::nullopt;
}

absl::StatusOr<ChainReport> VerifyChain(const Journal& journal, std::string_view district) {
  ChainReport report;
  ChainVerifier verifier(journal.algorithm());
  if (!district.empty()) {
    ASSIGN_OR_RETURN(const Head head, journal.GetHead(district));
    RETURN_IF_ERROR(VerifyDistrict(journal, head, verifier, report));
    return report;
  }
  // Before the heads, so that no entry up to it lies behind them.
  ASSIGN_OR_RETURN(const std::int64_t last, journal.LastSequence());
  ASSIGN_OR_RETURN(const std::vector<Head> heads, journal.ListHeads());
  ASSIGN_OR_RETURN(const bool holds, VerifyInOrder(journal, last, verifier));
  if (!holds) verifier = ChainVerifier(journal.algorithm());
  for (const auto& [code, head] : verifier.heads()) report.entries += head.position;
  // What is left: entries that came meanwhile; after a break everything, to name it.
  for (const Head& head : heads) {
    RETURN_IF_ERROR(VerifyDistrict(journal, head, verifier, report));
    if (report.broken) break;
  }
  return report;
}

}  // namespace duban::ingest
