#include "ingest/transport/report_batch.h"

#include <google/protobuf/unknown_field_set.h>

#include <optional>

#include "ingest/core/validate_report.h"
#include "ingest/journal/coding.h"
#include "ingest/transport/receipt_bytes.h"
#include "runtime/raw_rpc.h"

namespace duban::ingest {
namespace {

using google::protobuf::UnknownField;
using google::protobuf::UnknownFieldSet;
using Request = v1::SubmitReportRequest;

// The id of a request that cannot be read as a whole; empty when it has no good one.
std::string RequestIdIn(const std::string& bytes) {
  UnknownFieldSet fields;
  std::string id;
  if (!fields.ParseFromString(bytes)) return id;
  for (int i = 0; i < fields.field_count(); ++i) {
    const auto& field = fields.field(i);
    if (field.number() == Request::kRequestIdFieldNumber &&
        field.type() == UnknownField::TYPE_LENGTH_DELIMITED)
      id = field.length_delimited();
  }
  return CheckRequestId(id).empty() ? id : "";
}

// The requests in the bytes of a StreamReportsRequest; nullopt when they hold anything else.
std::optional<std::vector<std::string_view>> Split(std::string_view bytes) {
  ByteReader reader(bytes);
  std::vector<std::string_view> requests;
  while (reader.ok() && !reader.AtEnd()) {
    if (reader.Varint() != BlockTag(v1::StreamReportsRequest::kRequestsFieldNumber))
      return std::nullopt;
    requests.push_back(reader.Bytes(reader.Varint()));
  }
  if (!reader.ok()) return std::nullopt;
  return requests;
}

}  // namespace

absl::Status ReportBatch::Parse(const grpc::ByteBuffer& bytes) {
  const auto flat = std::make_shared<const std::string>(runtime::Flatten(bytes));
  bytes_ = flat;
  messages_.clear();
  good_.clear();
  items_.clear();
  if (const auto requests = Split(*flat)) {
    if (views_.size() < requests->size()) views_.resize(requests->size());
    for (std::size_t i = 0; i < requests->size(); ++i) TakeRequest((*requests)[i], views_[i]);
    return absl::OkStatus();
  }
  UnknownFieldSet fields;
  v1::StreamReportsRequest whole;
  if (!fields.ParseFromString(*flat)) return runtime::ParseRequest(*flat, whole);
  for (int i = 0; i < fields.field_count(); ++i) {
    const auto& field = fields.field(i);
    if (field.number() == v1::StreamReportsRequest::kRequestsFieldNumber &&
        field.type() == UnknownField::TYPE_LENGTH_DELIMITED)
      TakeMessage(field.length_delimited());
  }
  return absl::OkStatus();
}

void ReportBatch::TakeRequest(std::string_view bytes, RequestView& view) {
  if (!view.Read(bytes)) return TakeMessage(std::string(bytes));
  good_.push_back({.view = &view});
  items_.push_back({.request_id = view.request_id(), .refusal = {}});
}

void ReportBatch::TakeMessage(const std::string& bytes) {
  messages_.push_back(std::make_shared<Request>());
  Request& request = *messages_.back();
  absl::Status parsed = runtime::ParseRequest(bytes, request);
  if (parsed.ok()) {
    good_.push_back({.message = &request});
  } else {
    request.set_request_id(RequestIdIn(bytes));
  }
  items_.push_back({.request_id = request.request_id(), .refusal = std::move(parsed)});
}

ReportBatch::Answers ReportBatch::TakeAnswers() {
  Answers out;
  out.bytes_ = bytes_;
  out.messages_ = messages_;
  out.items_ = std::move(items_);
  items_.clear();
  return out;
}

grpc::ByteBuffer ReportBatch::Answers::Encode(
    const std::vector<absl::StatusOr<Receipt>>& receipts) const {
  constexpr std::size_t kUsualBytes = 224;
  auto out = std::make_shared<std::string>();
  out->reserve(items_.size() * kUsualBytes);
  auto receipt = receipts.begin();
  for (const Item& item : items_) {
    if (!item.refusal.ok()) {
      PutAcknowledgement(*out, item.request_id, item.refusal);
      continue;
    }
    if (receipt->ok()) {
      PutAcknowledgement(*out, item.request_id, **receipt);
    } else {
      PutAcknowledgement(*out, item.request_id, receipt->status());
    }
    ++receipt;
  }
  return runtime::ShareBytes(std::move(out));
}

}  // namespace duban::ingest
