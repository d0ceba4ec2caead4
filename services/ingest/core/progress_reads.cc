// Progress: answers from the journal.
#include <fmt/format.h>

#include <charconv>

#include "common/error.h"
#include "common/names.h"
#include "common/page_token.h"
#include "ingest/core/chain.h"
#include "ingest/core/entry_message.h"
#include "ingest/core/progress.h"

namespace duban::ingest {
namespace {

using type::v1::Report;

constexpr int kPage = 512;
constexpr std::int64_t kPageBytes = std::int64_t{4} << 20;

std::int64_t ReadNumber(const std::string& text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

absl::StatusOr<Report> Progress::Get(std::string_view name) const {
  ASSIGN_OR_RETURN(const ReportName parsed, ParseReportName("name", name));
  RETURN_IF_ERROR(CheckHeld(parsed.district));
  ASSIGN_OR_RETURN(const auto entries, journal_.Read(parsed.district, parsed.position - 1, 1, 1));
  if (entries.empty() || entries[0].kind != EntryKind::kReport) {
    return Error(absl::StatusCode::kNotFound, "REPORT_NOT_FOUND",
                 fmt::format("there is no report {}", name), {{"name", std::string(name)}});
  }
  ASSIGN_OR_RETURN(Report report, ToReport(entries[0]));
  if (const auto by = index_.ReplacedBy(parsed.district, parsed.position))
    report.set_replaced_by(FormatReportName(parsed.district, by));
  return report;
}

absl::StatusOr<v1::ListReportsResponse> Progress::List(
    const v1::ListReportsRequest& request) const {
  ASSIGN_OR_RETURN(const ResourceName parent, ParseDistrictName("parent", request.parent()));
  RETURN_IF_ERROR(CheckHeld(parent.district));
  ASSIGN_OR_RETURN(const int page_size, ReadPageSize(request.page_size()));
  const std::string parameters =
      fmt::format("{}\n{}\n{}", request.parent(), request.task(), request.current_only());
  ASSIGN_OR_RETURN(const std::string cursor, ReadPageToken(request.page_token(), parameters));
  std::int64_t after = ReadNumber(cursor);
  if (!request.task().empty()) {
    ASSIGN_OR_RETURN(const ResourceName task, ParseTaskName("task", request.task()));
    if (task.district != parent.district)
      return InvalidField("task", "TASK_OTHER_DISTRICT",
                          "is a task of another district than the parent");
  }
  v1::ListReportsResponse out;
  const auto take = [&](const Entry& entry) -> absl::Status {
    after = entry.position;
    const std::int64_t by = index_.ReplacedBy(entry.district, entry.position);
    if (entry.kind != EntryKind::kReport || (request.current_only() && by != 0))
      return absl::OkStatus();
    ASSIGN_OR_RETURN(Report report, ToReport(entry));
    if (request.current_only() && report.retraction()) return absl::OkStatus();
    if (by != 0) report.set_replaced_by(FormatReportName(entry.district, by));
    *out.add_reports() = std::move(report);
    return absl::OkStatus();
  };
  const auto full = [&] { return out.reports_size() == page_size; };
  bool at_end = false;
  while (!full() && !at_end) {
    if (request.task().empty()) {
      ASSIGN_OR_RETURN(const auto entries,
                       journal_.Read(parent.district, after, kPage, kPageBytes));
      at_end = entries.empty();
      for (size_t i = 0; i < entries.size() && !full(); ++i) RETURN_IF_ERROR(take(entries[i]));
      continue;
    }
    const auto positions = index_.PositionsOf(request.task(), after, kPage);
    at_end = positions.empty();
    for (size_t i = 0; i < positions.size() && !full(); ++i) {
      ASSIGN_OR_RETURN(const auto entries, journal_.Read(parent.district, positions[i] - 1, 1, 1));
      if (!entries.empty()) RETURN_IF_ERROR(take(entries[0]));
    }
  }
  if (full()) out.set_next_page_token(MakePageToken(fmt::format("{}", after), parameters));
  return out;
}

absl::StatusOr<v1::VerifyJournalResponse> Progress::Verify(
    std::string_view district, const std::function<bool()>& stopped) const {
  std::string code;
  if (district != "districts/-") {
    ASSIGN_OR_RETURN(const ResourceName name, ParseDistrictName("district", district));
    code = name.district;
  }
  if (stopped()) return absl::CancelledError();
  ASSIGN_OR_RETURN(const ChainReport report, VerifyChain(journal_, code));
  v1::VerifyJournalResponse out;
  out.set_ok(!report.broken.has_value());
  out.set_entries(report.entries);
  for (const auto& [name, head] : report.heads) *out.add_heads() = ToJournalHead(head);
  if (report.broken) {
    out.set_first_broken(fmt::format("{} position {}: {}", DistrictName(report.broken->district),
                                     report.broken->position, report.broken->what));
  }
  return out;
}

absl::StatusOr<v1::ListJournalsResponse> Progress::ListJournals() const {
  v1::ListJournalsResponse out;
  ASSIGN_OR_RETURN(const auto heads, journal_.ListHeads());
  for (const Head& head : heads) {
    if (CheckHeld(head.district).ok()) *out.add_heads() = ToJournalHead(head);
  }
  ASSIGN_OR_RETURN(const std::int64_t sequence, journal_.LastSequence());
  out.set_sequence(sequence);
  return out;
}

}  // namespace duban::ingest
