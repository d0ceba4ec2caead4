#include "ingest/core/entry_message.h"

#include <fmt/format.h>

#include <string>

#include "common/error.h"
#include "common/names.h"
#include "runtime/wire.h"

namespace duban::ingest {
namespace {

absl::Status Corrupt(const Entry& entry) {
  return Error(absl::StatusCode::kDataLoss, "ENTRY_CORRUPT",
               fmt::format("district {} position {}: the content cannot be read", entry.district,
                           entry.position),
               {{"district", entry.district}, {"position", fmt::format("{}", entry.position)}});
}

}  // namespace

absl::StatusOr<type::v1::Report> ToReport(const Entry& entry) {
  type::v1::Report report;
  if (!report.ParseFromString(entry.payload)) return Corrupt(entry);
  report.set_name(FormatReportName(entry.district, entry.position));
  report.set_position(entry.position);
  *report.mutable_accept_time() = ToProto(entry.accept_time);
  return report;
}

absl::StatusOr<v1::JournalEntry> ToJournalEntry(const Entry& entry) {
  v1::JournalEntry out;
  out.set_district(DistrictName(entry.district));
  out.set_position(entry.position);
  out.set_sequence(entry.sequence);
  out.set_request_id(entry.request_id);
  *out.mutable_accept_time() = ToProto(entry.accept_time);
  out.set_previous_hash(std::string(AsBytes(entry.previous_hash)));
  out.set_hash(std::string(AsBytes(entry.hash)));
  if (entry.kind == EntryKind::kReport) {
    ASSIGN_OR_RETURN(*out.mutable_report(), ToReport(entry));
  } else if (!out.mutable_case_step()->ParseFromString(entry.payload)) {
    return Corrupt(entry);
  }
  return out;
}

v1::JournalHead ToJournalHead(const Head& head) {
  v1::JournalHead out;
  out.set_district(DistrictName(head.district));
  out.set_position(head.position);
  out.set_hash(std::string(AsBytes(head.hash)));
  if (head.position > 0) *out.mutable_accept_time() = ToProto(head.accept_time);
  return out;
}

}  // namespace duban::ingest
