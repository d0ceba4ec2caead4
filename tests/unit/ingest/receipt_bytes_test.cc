// Receipts written by hand must be what messages would be.
#include "ingest/transport/receipt_bytes.h"

#include <gtest/gtest.h>

#include <limits>

#include "common/error.h"
#include "runtime/rpc_status.h"

namespace duban::ingest {
namespace {

std::vector<Receipt> Receipts() {
  Receipt plain{.district = "440113",
                .position = 17,
                .hash = Hash(HashAlgorithm::kSha256, "an entry"),
                .accept_time = TimePoint(std::chrono::microseconds(1'656'547'200'123'456))};
  std::vector<Receipt> all(6, plain);
  all[1].duplicate = true;
  all[2].position = std::numeric_limits<std::int64_t>::max();
  all[2].accept_time = TimePoint(std::chrono::seconds(1'656'547'200));  // no part of a second
  all[3].accept_time = TimePoint(std::chrono::microseconds(-1));  // a clock that was never set
  all[4].remarks.emplace_back().set_kind("REGRESSION");
  all[5] = Receipt();  // of a report that was only to be judged
  all.push_back(all[5]);
  all.back().remarks = all[4].remarks;
  all.push_back(plain);
  all.back().district = std::string(100, '4');
  return all;
}

TEST(ReceiptBytesTest, AreThoseOfTheMessage) {
  for (const Receipt& receipt : Receipts())
    EXPECT_EQ(ReceiptBytes(receipt).bytes(), ToResponse(receipt).SerializeAsString())
        << ToResponse(receipt).DebugString();
}

TEST(ReceiptBytesTest, AcknowledgementsAreThoseOfTheMessageToo) {
  v1::StreamReportsResponse expected;
  std::string bytes;
  for (const std::string id : {"9f0c-1", ""}) {
    for (const Receipt& receipt : Receipts()) {
      v1::Acknowledgement& one = *expected.add_acknowledgements();
      one.mutable_status();
      *one.mutable_response() = ToResponse(receipt);
      one.set_request_id(id);
      PutAcknowledgement(bytes, id, receipt);
    }
    const absl::Status refusal = InvalidField("report.as_of", "DATE_MISSING", "是必填项");
    v1::Acknowledgement& refused = *expected.add_acknowledgements();
    *refused.mutable_status() = runtime::ToRpcStatus(refusal);
    refused.set_request_id(id);
    PutAcknowledgement(bytes, id, refusal);
  }
  EXPECT_EQ(bytes, expected.SerializeAsString());
}

}  // namespace
}  // namespace duban::ingest
