#include "ingest/core/difference.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/field_comparator.h>
#include <google/protobuf/util/message_differencer.h>

#include <algorithm>

namespace duban::ingest {
namespace {

using google::protobuf::util::MessageDifferencer;
using type::v1::Report;

constexpr size_t kMostBytes = 1'000;

// Map order and presence aside, this gives the same bytes for the same message in one build of the
// program.
std::string DeterministicBytes(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

bool Plain(const google::protobuf::Message& message) {
  return message.GetReflection()->GetUnknownFields(message).empty();
}

// False when a report carries no field that this program does not know. DiscardUnknownFields walks
// every field by reflection, which costs as much as parsing; the messages of usual reports are
// looked at here.
bool MayHaveUnknownFields(const Report& report) {
  if (!Plain(report) || !Plain(report.as_of()) || report.document_findings_size() > 0) return true;
  for (const type::v1::Measurement& measurement : report.measurements()) {
    if (!Plain(measurement) || !Plain(measurement.as_of()) || !Plain(measurement.source()))
      return true;
  }
  return false;
}

}  // namespace

void ClearOutputOnly(Report& report) {
  report.clear_name();
  report.clear_position();
  report.clear_accept_time();
  report.clear_remarks();
  report.clear_replaced_by();
  if (MayHaveUnknownFields(report)) report.DiscardUnknownFields();
}

std::string ContentBytes(const Report& report) { return DeterministicBytes(report); }

Digest ContentDigest(std::string_view content_bytes) {
  return Hash(HashAlgorithm::kSha256, "report\n", content_bytes);
}

Digest ContentDigest(const Report& report) {
  Report content = report;
  ClearOutputOnly(content);
  return ContentDigest(ContentBytes(content));
}

Digest ContentDigest(const v1::CaseStep& step) {
  v1::CaseStep content = step;
  content.DiscardUnknownFields();
  return Hash(HashAlgorithm::kSha256, "case\n", DeterministicBytes(content));
}

std::string Difference(const Report& stored, const Report& now) {
  Report before = stored;
  Report after = now;
  ClearOutputOnly(before);
  ClearOutputOnly(after);
  // Figures that the service read out of the narrative are no part of what was submitted.
  if (after.measurements().empty() && !after.narrative().empty() && !after.retraction())
    before.clear_measurements();
  for (int i = 0; i < std::min(before.measurements_size(), after.measurements_size()); ++i) {
    if (after.measurements(i).indicator().empty())
      before.mutable_measurements(i)->clear_indicator();
  }
  MessageDifferencer differencer;
  std::string out;
  differencer.ReportDifferencesToString(&out);
  differencer.Compare(before, after);
  while (!out.empty() && out.back() == '\n') out.pop_back();
  for (size_t at = 0; (at = out.find('\n', at)) != std::string::npos; at += 2)
    out.replace(at, 1, "; ");
  if (out.size() > kMostBytes) {
    size_t cut = kMostBytes;
    while (cut > 0 && (static_cast<unsigned char>(out[cut]) & 0xC0u) == 0x80u) --cut;
    out = out.substr(0, cut) + "…";
  }
  return out;
}

}  // namespace duban::ingest
