#include "runtime/rpc_status.h"

#include <google/rpc/error_details.pb.h>

#include <map>
#include <optional>

#include "common/error.h"

namespace duban::runtime {
namespace {

constexpr size_t kMaxMessageBytes = 1024;

// Cuts at a character, not inside one: proto strings must be UTF-8.
std::string Shortened(std::string text) {
  if (text.size() <= kMaxMessageBytes) return text;
  size_t end = kMaxMessageBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

bool IsOurBug(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown;
}

}  // namespace

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status out;
  out.set_code(static_cast<int>(status.code()));
  if (status.ok()) return out;
  const std::string reason = ReasonOf(status);
  out.set_message(reason.empty() && IsOurBug(status.code()) ? "internal error; see the server's log"
                                                            : Shortened(MessageOf(status)));
  google::rpc::ErrorInfo info;
  info.set_domain("duban");
  info.set_reason(reason.empty() ? CodeName(status.code()) : reason);
  for (const auto& [key, value] : MetadataOf(status)) (*info.mutable_metadata())[key] = value;
  google::rpc::BadRequest bad_request;
  for (const FieldViolation& violation : ViolationsOf(status)) {
    auto* field = bad_request.add_field_violations();
    field->set_field(violation.field);
    field->set_description(Shortened(violation.reason + ": " + violation.message));
  }
  out.add_details()->PackFrom(info);
  if (bad_request.field_violations_size() > 0) out.add_details()->PackFrom(bad_request);
  if (const auto delay = RetryAfterOf(status)) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(delay->count() / 1000);
    retry.mutable_retry_delay()->set_nanos(static_cast<int>(delay->count() % 1000) * 1'000'000);
    out.add_details()->PackFrom(retry);
  }
  return out;
}

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status rpc = ToRpcStatus(status);
  return grpc::Status(static_cast<grpc::StatusCode>(rpc.code()), rpc.message(),
                      rpc.SerializeAsString());
}

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  if (status.code() == 0) return absl::OkStatus();
  std::string reason;
  std::map<std::string, std::string> metadata;
  std::vector<FieldViolation> violations;
  std::optional<std::chrono::milliseconds> retry_after;
  for (const auto& detail : status.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad_request;
    google::rpc::RetryInfo retry;
    if (detail.UnpackTo(&info)) {
      reason = info.reason();
      metadata.insert(info.metadata().begin(), info.metadata().end());
    } else if (detail.UnpackTo(&bad_request)) {
      for (const auto& field : bad_request.field_violations()) {
        const size_t colon = field.description().find(": ");
        violations.push_back(
            {field.field(), field.description().substr(0, colon),
             colon == std::string::npos ? "" : field.description().substr(colon + 2)});
      }
    } else if (detail.UnpackTo(&retry)) {
      retry_after = std::chrono::milliseconds(retry.retry_delay().seconds() * 1000 +
                                              retry.retry_delay().nanos() / 1'000'000);
    }
  }
  const auto code = static_cast<absl::StatusCode>(status.code());
  absl::Status out = violations.empty() ? Error(code, reason, status.message(), metadata)
                                        : InvalidFields(violations);
  return retry_after ? WithRetryAfter(std::move(out), *retry_after) : out;
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  google::rpc::Status rpc;
  if (status.error_details().empty() || !rpc.ParseFromString(status.error_details())) {
    rpc.set_code(static_cast<int>(status.error_code()));
    rpc.set_message(status.error_message());
  }
  return FromRpcStatus(rpc);
}

}  // namespace duban::runtime
