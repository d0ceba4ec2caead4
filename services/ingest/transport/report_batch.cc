#include "ingest/transport/report_batch.h"

#include <google/protobuf/unknown_field_set.h>

#include "ingest/core/validate_report.h"
#include "runtime/raw_rpc.h"
#include "runtime/rpc_status.h"

namespace duban::ingest {

namespace {

// The id of a request that cannot be read as a whole; empty when it has no good one.
std::string RequestIdIn(const std::string& bytes) {
  google::protobuf::UnknownFieldSet fields;
  std::string id;
  if (!fields.ParseFromString(bytes)) return id;
  for (int i = 0; i < fields.field_count(); ++i) {
    const auto& field = fields.field(i);
    if (field.number() == v1::SubmitReportRequest::kRequestIdFieldNumber &&
        field.type() == google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED)
      id = field.length_delimited();
  }
  return CheckRequestId(id).empty() ? id : "";
}

}  // namespace

absl::Status ReportBatch::Parse(const grpc::ByteBuffer& bytes) {
  good_.clear();
  refusals_.clear();
  if (!runtime::ParseRequest(bytes, message_).ok()) return ParseOneByOne(bytes);
  for (v1::SubmitReportRequest& request : *message_.mutable_requests()) good_.push_back(&request);
  refusals_.resize(good_.size());
  return absl::OkStatus();
}

// Some request is not readable: each is read alone.
absl::Status ReportBatch::ParseOneByOne(const grpc::ByteBuffer& bytes) {
  google::protobuf::UnknownFieldSet fields;
  const std::string flat = runtime::Flatten(bytes);
  if (!fields.ParseFromString(flat)) return runtime::ParseRequest(bytes, message_);
  message_.Clear();
  // Pointers into message_ must not move while it grows.
  message_.mutable_requests()->Reserve(fields.field_count());
  for (int i = 0; i < fields.field_count(); ++i) {
    const auto& field = fields.field(i);
    if (field.number() != v1::StreamReportsRequest::kRequestsFieldNumber ||
        field.type() != google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED)
      continue;
    v1::SubmitReportRequest& request = *message_.add_requests();
    refusals_.push_back(runtime::ParseRequest(field.length_delimited(), request));
    if (refusals_.back().ok()) {
      good_.push_back(&request);
    } else {
      request.set_request_id(RequestIdIn(field.length_delimited()));
    }
  }
  return absl::OkStatus();
}

ReportBatch::Answers ReportBatch::TakeAnswers() {
  Answers out;
  for (const v1::SubmitReportRequest& request : message_.requests())
    out.request_ids_.push_back(request.request_id());
  out.refusals_ = std::move(refusals_);
  refusals_.clear();
  return out;
}

grpc::ByteBuffer ReportBatch::Answers::Encode(std::vector<Progress::Answer> answers) const {
  v1::StreamReportsResponse response;
  response.mutable_acknowledgements()->Reserve(static_cast<int>(refusals_.size()));
  auto answer = answers.begin();
  for (size_t i = 0; i < refusals_.size(); ++i) {
    v1::Acknowledgement& acknowledgement = *response.add_acknowledgements();
    acknowledgement.set_request_id(request_ids_[i]);
    const absl::Status& status = refusals_[i].ok() ? answer->status() : refusals_[i];
    if (status.ok()) {
      acknowledgement.mutable_status();
      *acknowledgement.mutable_response() = *std::move(*answer);
    } else {
      *acknowledgement.mutable_status() = runtime::ToRpcStatus(status);
    }
    if (refusals_[i].ok()) ++answer;
  }
  return runtime::ToBytes(response);
}

}  // namespace duban::ingest
