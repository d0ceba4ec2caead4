#include "ingest/core/journal_export.h"

#include <fmt/format.h>

#include <string>

#include "common/error.h"

namespace duban::ingest {
namespace {

constexpr int kPageEntries = 1000;
constexpr std::int64_t kPageBytes = 4 << 20;

absl::Status ExportDistrict(const Journal& journal, const Head& head, const LineSink& sink) {
  for (std::int64_t position = 0; position < head.position;) {
    ASSIGN_OR_RETURN(const std::vector<Entry> page,
                     journal.Read(head.district, position, kPageEntries, kPageBytes));
    if (page.empty())
      return Error(absl::StatusCode::kDataLoss, "ENTRY_CORRUPT",
                   fmt::format("entry {} of district {} is missing", position + 1, head.district));
    for (const Entry& entry : page) {
      if (entry.position > head.position) break;
      RETURN_IF_ERROR(sink(ExportLine(entry)));
    }
    position = page.back().position;
  }
  return absl::OkStatus();
}

}  // namespace

std::string ExportLine(const Entry& entry) {
  return fmt::format(
      R"({{"district":"{}","position":{},"sequence":{},"kind":{},"accept_time_us":{},)"
      R"("request_id":"{}","content":"{}","payload":"{}","previous_hash":"{}","hash":"{}"}})",
      entry.district, entry.position, entry.sequence, static_cast<int>(entry.kind),
      entry.accept_time.time_since_epoch().count(), Hex(entry.request_id),
      Hex(AsBytes(entry.content)), Hex(entry.payload), Hex(AsBytes(entry.previous_hash)),
      Hex(AsBytes(entry.hash)));
}

absl::StatusOr<std::int64_t> ExportJournal(const Journal& journal, std::string_view district,
                                           const LineSink& sink) {
  std::vector<Head> heads;
  if (district.empty()) {
    ASSIGN_OR_RETURN(heads, journal.ListHeads());
  } else {
    ASSIGN_OR_RETURN(Head head, journal.GetHead(district));
    if (head.position > 0) heads.push_back(std::move(head));
  }
  RETURN_IF_ERROR(
      sink(fmt::format(R"({{"format":"duban-journal-export","version":1,"algorithm":"{}"}})",
                       journal.algorithm() == HashAlgorithm::kSm3 ? "SM3" : "SHA-256")));
  std::int64_t entries = 0;
  std::string footer;
  for (const Head& head : heads) {
    RETURN_IF_ERROR(ExportDistrict(journal, head, sink));
    entries += head.position;
    footer +=
        fmt::format(R"({}{{"district":"{}","position":{},"hash":"{}"}})", footer.empty() ? "" : ",",
                    head.district, head.position, Hex(AsBytes(head.hash)));
  }
  RETURN_IF_ERROR(sink(fmt::format(R"({{"entries":{},"heads":[{}]}})", entries, footer)));
  return entries;
}

}  // namespace duban::ingest
