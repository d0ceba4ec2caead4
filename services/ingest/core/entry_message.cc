#include "ingest/core/entry_message.h"

#include <fmt/format.h>

#include <string>

#include "common/error.h"
#include "common/names.h"
#include "ingest/journal/coding.h"
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

std::string JournalEntryBytes(const Entry& entry) {
  v1::JournalEntry head;
  head.set_district(DistrictName(entry.district));
  head.set_position(entry.position);
  head.set_sequence(entry.sequence);
  head.set_request_id(entry.request_id);
  *head.mutable_accept_time() = ToProto(entry.accept_time);
  head.set_previous_hash(std::string(AsBytes(entry.previous_hash)));
  head.set_hash(std::string(AsBytes(entry.hash)));
  // Fields that follow the stored ones are merged with them by every reader of protobuf.
  type::v1::Report added;
  const bool is_report = entry.kind == EntryKind::kReport;
  if (is_report) {
    added.set_name(FormatReportName(entry.district, entry.position));
    added.set_position(entry.position);
    *added.mutable_accept_time() = ToProto(entry.accept_time);
  }
  const std::size_t added_size = added.ByteSizeLong();
  std::string out;
  out.reserve(head.ByteSizeLong() + entry.payload.size() + added_size + 16);
  head.AppendToString(&out);
  constexpr std::uint32_t kLengthDelimited = 2;
  PutVarint(out, static_cast<std::uint64_t>((is_report ? v1::JournalEntry::kReportFieldNumber
                                                       : v1::JournalEntry::kCaseStepFieldNumber)
                                            << 3) |
                     kLengthDelimited);
  PutVarint(out, entry.payload.size() + added_size);
  out += entry.payload;
  added.AppendToString(&out);
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
