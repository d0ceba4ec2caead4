// Single reports over gRPC while the disk below the journal fails, or is full.
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "common/error.h"
#include "ingest/core/chain.h"
#include "ingest/journal/segment_journal.h"
#include "tests/integration/ingest/served_journal.h"
#include "tests/testing/faulty_disk.h"
#include "tests/testing/journal_entries.h"

namespace duban::ingest {
namespace {

// The real journal, on a disk that fails on demand.
struct OnDisk {
  testing::FaultyDisk disk{1};
  std::unique_ptr<SegmentJournal> journal =
      *SegmentJournal::Make(disk.Mount(), {.segment_bytes = 64 << 10,
                                           .first_segment_bytes = 64 << 10,
                                           .fill_pause = std::chrono::milliseconds(0)});
};

class FailingDiskTest : protected OnDisk, public ServedJournal {
 protected:
  FailingDiskTest() : ServedJournal(*journal) {}

  // Ids of the reports that are stored, after the power was off.
  std::set<std::string> IdsAfterPowerLoss() {
    server_->Stop();
    journal.reset();
    disk.PowerCycle();
    journal = *SegmentJournal::Make(disk.Mount(), {});
    EXPECT_FALSE(VerifyChain(*journal)->broken);
    std::set<std::string> ids;
    for (const Entry& entry : testing::Everything(*journal)) ids.insert(entry.request_id);
    return ids;
  }
};

TEST_F(FailingDiskTest, AfterASyncThatFailedNothingIsAcknowledgedAndNothingAcknowledgedIsLost) {
  caller_->Submit(0, 50);
  ASSERT_EQ(CountGood(caller_->Await(50)), 50);
  journal->WaitUntilIdle();
  disk.FailSyncAfter(0);
  for (const int first : {50, 100}) {
    caller_->Submit(first, 50);
    for (const Caller::Answer& answer : caller_->Await(50)) {
      EXPECT_EQ(answer.status().code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_EQ(ReasonOf(answer.status()), "JOURNAL_READ_ONLY");
    }
  }
  grpc::ClientContext context;
  v1::GetReportRequest read;
  read.set_name("districts/440113/reports/50");
  type::v1::Report report;
  EXPECT_TRUE(caller_->stub().GetReport(&context, read, &report).ok()) << "reads go on";
  const std::set<std::string> ids = IdsAfterPowerLoss();
  for (int i = 0; i < 50; ++i)
    EXPECT_TRUE(ids.contains("id-" + std::to_string(i))) << i << " was acknowledged";
}

TEST_F(FailingDiskTest, AFullDiskIsSaidAndSpaceEndsItWithoutARestart) {
  disk.SetCapacity(disk.UsedBytes() + (100 << 10));
  std::set<std::string> acknowledged;
  const auto submit = [&](int number) {
    caller_->Submit(Request(number));
    const Caller::Answer answer = caller_->AwaitOne();
    if (answer.ok()) acknowledged.insert("id-" + std::to_string(number));
    return answer.status();
  };
  // Sealing gives some of the space back, so it is full once many in a row are refused.
  int number = 0;
  absl::Status refusal;
  for (int refused = 0; refused < 20 && number < 20'000; ++number) {
    refusal = submit(number);
    refused = refusal.ok() ? 0 : refused + 1;
  }
  EXPECT_EQ(refusal.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(refusal), "STORE_FULL");
  disk.SetCapacity(UINT64_MAX);
  // The first one may still hear of an attempt that began before there was space.
  for (int tries = 0; tries < 3 && !refusal.ok(); ++tries) refusal = submit(number++);
  EXPECT_TRUE(refusal.ok()) << refusal;
  caller_->Submit(number, 50);
  EXPECT_EQ(CountGood(caller_->Await(50)), 50);
  for (int i = 0; i < 50; ++i) acknowledged.insert("id-" + std::to_string(number + i));
  EXPECT_EQ(IdsAfterPowerLoss(), acknowledged)
      << "all that was acknowledged, and nothing that was refused";
}

}  // namespace
}  // namespace duban::ingest
