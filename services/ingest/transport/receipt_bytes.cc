#include "ingest/transport/receipt_bytes.h"

#include <bit>

#include "common/names.h"
#include "runtime/rpc_status.h"
#include "runtime/wire.h"

namespace duban::ingest {
namespace {

using Response = v1::SubmitReportResponse;
using v1::Acknowledgement;

constexpr std::uint64_t NumberTag(int field) { return static_cast<std::uint64_t>(field) << 3; }

// Room for the longest name of a report, and some.
constexpr std::size_t kLongestName = 64;

std::size_t VarintBytes(std::uint64_t value) {
  return (static_cast<std::size_t>(std::bit_width(value | 1)) + 6) / 7;
}

template <std::size_t kRoom>
void PutNumber(SmallBytes<kRoom>& out, int field, std::int64_t value) {
  if (value == 0) return;
  out.Varint(NumberTag(field));
  out.Varint(static_cast<std::uint64_t>(value));
}

template <std::size_t kRoom>
void PutHead(SmallBytes<kRoom>& out, int field, std::size_t size) {
  out.Varint(BlockTag(field));
  out.Varint(size);
}

std::size_t BlockBytes(int field, std::size_t size) {
  return VarintBytes(BlockTag(field)) + VarintBytes(size) + size;
}

void PutAcknowledgement(std::string& out, std::string_view request_id, int field,
                        std::string_view block) {
  constexpr int kStatus = Acknowledgement::kStatusFieldNumber;
  constexpr int kRequestId = Acknowledgement::kRequestIdFieldNumber;
  const bool accepted = field != kStatus;
  std::size_t size = BlockBytes(field, block.size());
  if (accepted) size += BlockBytes(kStatus, 0);
  if (!request_id.empty()) size += BlockBytes(kRequestId, request_id.size());
  SmallBytes head;
  PutHead(head, v1::StreamReportsResponse::kAcknowledgementsFieldNumber, size);
  if (accepted) PutHead(head, kStatus, 0);
  PutHead(head, field, block.size());
  out += head.bytes();
  out += block;
  if (request_id.empty()) return;
  SmallBytes id;
  PutHead(id, kRequestId, request_id.size());
  out += id.bytes();
  out += request_id;
}

}  // namespace

ReceiptBytes::ReceiptBytes(const Receipt& receipt) {
  const std::string name = FormatReportName(receipt.district, receipt.position);
  if (receipt.position == 0 || !receipt.remarks.empty() || name.size() > kLongestName) {
    whole_ = ToResponse(receipt).SerializeAsString();
  } else {
    PutPlain(name, receipt);
  }
}

void ReceiptBytes::PutPlain(std::string_view name, const Receipt& receipt) {
  PutHead(plain_, Response::kNameFieldNumber, name.size());
  plain_.Append(name);
  PutNumber(plain_, Response::kPositionFieldNumber, receipt.position);
  PutHead(plain_, Response::kHashFieldNumber, 2 * receipt.hash.size());
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (const unsigned char byte : receipt.hash) {
    plain_.Byte(static_cast<std::uint8_t>(kDigits[byte >> 4]));
    plain_.Byte(static_cast<std::uint8_t>(kDigits[byte & 15]));
  }
  const google::protobuf::Timestamp accepted = ToProto(receipt.accept_time);
  SmallBytes time;
  PutNumber(time, google::protobuf::Timestamp::kSecondsFieldNumber, accepted.seconds());
  PutNumber(time, google::protobuf::Timestamp::kNanosFieldNumber, accepted.nanos());
  PutHead(plain_, Response::kAcceptTimeFieldNumber, time.bytes().size());
  plain_.Append(time.bytes());
  PutNumber(plain_, Response::kDuplicateFieldNumber, receipt.duplicate ? 1 : 0);
}

void PutAcknowledgement(std::string& out, std::string_view request_id, const Receipt& receipt) {
  const ReceiptBytes response(receipt);
  PutAcknowledgement(out, request_id, Acknowledgement::kResponseFieldNumber, response.bytes());
}

void PutAcknowledgement(std::string& out, std::string_view request_id,
                        const absl::Status& refusal) {
  PutAcknowledgement(out, request_id, Acknowledgement::kStatusFieldNumber,
                     runtime::ToRpcStatus(refusal).SerializeAsString());
}

}  // namespace duban::ingest
