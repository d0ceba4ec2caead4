#include "ingest/core/chain.h"

#include <fmt/format.h>

#include "common/error.h"

namespace duban::ingest {
namespace {

constexpr int kPageEntries = 5000;
constexpr std::int64_t kPageBytes = 4 << 20;

// Verifies one district up to `head` into `report`.
absl::Status VerifyDistrict(const Journal& journal, const Head& head, ChainReport& report) {
  ChainVerifier verifier(journal.algorithm());
  std::int64_t position = 0;
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

}  // namespace

void ChainVerifier::StartAt(const Head& head) { heads_[head.district] = head; }

std::optional<ChainBreak> ChainVerifier::Check(const Entry& entry) {
  auto at = heads_.find(entry.district);
  if (at == heads_.end())
    at = heads_.emplace(entry.district, Head{entry.district, 0, {}, {}}).first;
  Head& head = at->second;
  const std::int64_t want = head.position + 1;
  if (entry.position != want)
    return ChainBreak{entry.district, want, fmt::format("position {} stands here", entry.position)};
  if (entry.previous_hash != head.hash)
    return ChainBreak{entry.district, want, "the previous hash is another entry's"};
  if (HashEntry(algorithm_, entry) != entry.hash)
    return ChainBreak{entry.district, want, "the hash does not match the entry"};
  head.position = want;
  head.hash = entry.hash;
  head.accept_time = entry.accept_time;
  return std::nullopt;
}

absl::StatusOr<ChainReport> VerifyChain(const Journal& journal, std::string_view district) {
  std::vector<Head> heads;
  if (district.empty()) {
    ASSIGN_OR_RETURN(heads, journal.ListHeads());
  } else {
    ASSIGN_OR_RETURN(Head head, journal.GetHead(district));
    heads.push_back(std::move(head));
  }
  ChainReport report;
  for (const Head& head : heads) {
    RETURN_IF_ERROR(VerifyDistrict(journal, head, report));
    if (report.broken) break;
  }
  return report;
}

}  // namespace duban::ingest
