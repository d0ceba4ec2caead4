#include "ingest/transport/receipt_bytes.h"

#include "common/names.h"
#include "ingest/journal/coding.h"
#include "runtime/wire.h"

namespace duban::ingest {
namespace {

constexpr std::uint64_t NumberTag(int field) { return static_cast<std::uint64_t>(field) << 3; }

}  // namespace

void PutBlock(std::string& out, int field, std::string_view bytes) {
  PutVarint(out, BlockTag(field));
  PutVarint(out, bytes.size());
  out += bytes;
}

void PutReceipt(std::string& out, const Receipt& receipt) {
  using Response = v1::SubmitReportResponse;
  if (receipt.position == 0 || !receipt.remarks.empty()) {
    out += ToResponse(receipt).SerializeAsString();
    return;
  }
  PutBlock(out, Response::kNameFieldNumber, FormatReportName(receipt.district, receipt.position));
  PutVarint(out, NumberTag(Response::kPositionFieldNumber));
  PutVarint(out, static_cast<std::uint64_t>(receipt.position));
  PutBlock(out, Response::kHashFieldNumber, Hex(AsBytes(receipt.hash)));
  PutBlock(out, Response::kAcceptTimeFieldNumber, ToProto(receipt.accept_time).SerializeAsString());
  if (!receipt.duplicate) return;
  PutVarint(out, NumberTag(Response::kDuplicateFieldNumber));
  PutVarint(out, 1);
}

}  // namespace duban::ingest
