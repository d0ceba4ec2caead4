#include "ingest/core/figure_proof.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/hash.h"
#include "common/names.h"
#include "duban/type/v1/report.pb.h"
#include "ingest/core/journal_export.h"

namespace duban::ingest {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kPageEntries = 1'000;
constexpr std::int64_t kPageBytes = std::int64_t{4} << 20;

absl::Status NotFound(std::string_view reason, const std::string& message) {
  return Error(absl::StatusCode::kNotFound, reason, message);
}

absl::Status TooLarge() {
  return Error(absl::StatusCode::kResourceExhausted, "PROOF_TOO_LARGE",
               "too much was reported since; export the journal instead");
}

Json FigureOf(const type::v1::Measurement& measurement) {
  const type::v1::Source& source = measurement.source();
  return {{"measure", measurement.measure()}, {"value", measurement.value()},
          {"unit", measurement.unit()},       {"indicator", measurement.indicator()},
          {"start", source.start()},          {"end", source.end()},
          {"quote", source.quote()},          {"document", source.document_id()}};
}

// The entries from `after` + 1 up to the head, each as a line of an export would have it.
absl::StatusOr<Json> EntriesAfter(const Journal& journal, const Head& head, std::int64_t after,
                                  const ProofLimits& limits) {
  if (head.position - after > limits.entries) return TooLarge();
  Json out = Json::array();
  std::int64_t bytes = 0;
  while (after < head.position) {
    ASSIGN_OR_RETURN(const auto page, journal.Read(head.district, after, kPageEntries, kPageBytes));
    if (page.empty())
      return Error(absl::StatusCode::kDataLoss, "ENTRY_CORRUPT",
                   fmt::format("entry {} of district {} is missing", after + 1, head.district));
    for (const Entry& entry : page) {
      if (entry.position > head.position) break;
      const std::string line = ExportLine(entry);
      bytes += static_cast<std::int64_t>(line.size());
      if (bytes > limits.bytes) return TooLarge();
      out.push_back(Json::parse(line));
      after = entry.position;
    }
  }
  return out;
}

}  // namespace

std::string HeadMessage(const Head& head, TimePoint signed_at) {
  return fmt::format("duban-head-1\n{}\n{}\n{}\n{}\n", head.district, head.position,
                     Hex(AsBytes(head.hash)), signed_at.time_since_epoch().count());
}

absl::StatusOr<std::string> MakeFigureProof(const Journal& journal, const DocumentStore& documents,
                                            const HeadSigner& signer, const Clock& clock,
                                            std::string_view report_name, int measurement,
                                            const ProofLimits& limits) {
  ASSIGN_OR_RETURN(const ReportName name, ParseReportName("name", report_name));
  ASSIGN_OR_RETURN(const Head head, journal.GetHead(name.district));
  ASSIGN_OR_RETURN(const auto found, journal.Read(name.district, name.position - 1, 1, 1));
  type::v1::Report report;
  if (found.empty() || found[0].kind != EntryKind::kReport ||
      !report.ParseFromString(found[0].payload))
    return NotFound("REPORT_NOT_FOUND", fmt::format("there is no report {}", report_name));
  if (measurement < 0 || measurement >= report.measurements_size())
    return NotFound("MEASUREMENT_NOT_FOUND", fmt::format("{} has {} measurements, counted from 0",
                                                         report_name, report.measurements_size()));
  const type::v1::Measurement& figure = report.measurements(measurement);
  Json proof = {{"format", "duban-figure-proof"},
                {"version", 1},
                {"algorithm", journal.algorithm() == HashAlgorithm::kSm3 ? "SM3" : "SHA-256"},
                {"report", std::string(report_name)},
                {"measurement", measurement},
                {"figure", FigureOf(figure)}};
  if (!figure.source().document_id().empty()) {
    ASSIGN_OR_RETURN(const StoredDocument document, documents.Get(figure.source().document_id()));
    proof["document"] = {{"file_name", document.file_name},
                         {"mime_type", document.mime_type},
                         {"content", Hex(document.content)},
                         {"text", document.text}};
  }
  ASSIGN_OR_RETURN(proof["entries"], EntriesAfter(journal, head, name.position - 1, limits));
  const TimePoint now = clock.Now();
  ASSIGN_OR_RETURN(const std::string signature, signer.Sign(HeadMessage(head, now)));
  proof["head"] = {
      {"district", head.district},       {"position", head.position},
      {"hash", Hex(AsBytes(head.hash))}, {"signed_time_us", now.time_since_epoch().count()},
      {"signature", Hex(signature)},     {"public_key", Hex(signer.PublicKey())}};
  return proof.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace duban::ingest
