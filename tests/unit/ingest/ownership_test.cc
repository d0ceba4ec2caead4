// Who holds a district, through every hand-over and every crash within one.
#include "ingest/core/ownership.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>

#include "absl/synchronization/notification.h"
#include "common/error.h"
#include "ingest/testing/fake_journal.h"
#include "ingest/testing/fake_ownership_store.h"

namespace duban::ingest {
namespace {

using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;

constexpr char kFile[] = R"(shared: shared
instances: [{name: shared}, {name: north}, {name: south}]
districts:
  440113: north
)";

// One instance: what survives its crash, and what does not.
class Node {
 public:
  Node(std::string name, const Clock& clock) : name_(std::move(name)), clock_(clock) { Restart(); }

  void Restart(const std::string& file = kFile) {
    ownership_ = *Ownership::Make(name_, store, journal, clock_);
    ASSERT_TRUE(ownership_->SetPlacement(*Placement::Parse(file)).ok());
  }
  Ownership* operator->() { return ownership_.get(); }

  // A report that is taken; the reason of the refusal, or "".
  std::string Submit(const std::string& district, const std::string& id) {
    const auto ticket = ownership_->Admit(district);
    if (!ticket.ok()) return ReasonOf(ticket.status());
    return journal.Append({{.district = district, .request_id = id, .accept_time = clock_.Now()}})
                   .ok()
               ? ""
               : "APPEND";
  }
  Head head(const std::string& district) { return *journal.GetHead(district); }
  // What AdoptDistrict does.
  void CopyFrom(Node& other, const std::string& district) {
    ASSERT_TRUE(journal.Adopt(*other.journal.Read(district, 0, 1000, 1 << 20)).ok());
  }

  FakeJournal journal;
  FakeOwnershipStore store;

 private:
  const std::string name_;
  const Clock& clock_;
  std::unique_ptr<Ownership> ownership_;
};

class OwnershipTest : public ::testing::Test {
 protected:
  // Moves 440114 as the command does.
  void Move(Node& from, Node& to, const std::string& name) {
    to.CopyFrom(from, "440114");
    const auto seal = from->SealDistrict("440114", name, name + ":7402", 5s);
    ASSERT_TRUE(seal.ok()) << seal.status();
    ASSERT_TRUE(from->Release(seal->head, seal->epoch, name, name + ":7402").ok());
    ASSERT_TRUE(to->Take(seal->head, seal->epoch).ok());
  }

  FakeClock clock_{TimePoint(std::chrono::seconds(1'700'000'000))};
  Node shared_{"shared", clock_};
  Node north_{"north", clock_};
  Node south_{"south", clock_};
};

TEST_F(OwnershipTest, AnotherInstanceNamesTheOwnerAndWhereItIs) {
  const absl::Status refused = north_->Admit("440114").status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(refused), "DISTRICT_NOT_OWNED");
  EXPECT_EQ(MetadataOf(refused),
            (std::map<std::string, std::string>{
                {"district", "440114"}, {"owner", "shared"}, {"endpoint", "shared:7402"}}));
  EXPECT_EQ(ReasonOf(shared_->Admit("440113").status()), "DISTRICT_NOT_OWNED")
      << "placed elsewhere, no entries here";
  EXPECT_EQ(shared_.Submit("440114", "a"), "");
}

TEST_F(OwnershipTest, ADistrictWithoutEntriesIsClaimedByTheInstanceThatTheFileNames) {
  EXPECT_EQ(north_.Submit("440113", "a"), "DISTRICT_UNCLAIMED");
  const auto claim = shared_->Claim("440113", "north", "north:7402");
  ASSERT_TRUE(claim.ok()) << claim.status();
  ASSERT_TRUE(north_->Take(claim->head, claim->epoch).ok());
  EXPECT_EQ(north_.Submit("440113", "a"), "");
  EXPECT_EQ(shared_->Claim("440113", "north", "north:7402")->epoch, claim->epoch)
      << "the answer may have been lost";
  EXPECT_EQ(ReasonOf(shared_->Claim("440113", "south", "south:7402").status()), "DISTRICT_HELD");
  EXPECT_EQ(ReasonOf(shared_->Claim("440114", "north", "north:7402").status()), "PLACEMENT_BEHIND");
}

TEST_F(OwnershipTest, AnEditedFileAloneNeverSplitsAJournal) {
  ASSERT_EQ(shared_.Submit("440114", "a"), "");
  const std::string edited = std::string(kFile) + "  440114: north\n";
  shared_.Restart(edited);
  north_.Restart(edited);
  EXPECT_EQ(shared_.Submit("440114", "b"), "") << "it holds the entries, so it holds the district";
  EXPECT_EQ(north_.Submit("440114", "c"), "DISTRICT_UNCLAIMED");
  EXPECT_EQ(ReasonOf(shared_->Claim("440114", "north", "north:7402").status()), "DISTRICT_HELD");
  EXPECT_EQ(shared_->Misplaced(), std::set<std::string>{"440114"});
}

TEST_F(OwnershipTest, AMovedDistrictIsHeldByItsNewOwnerAloneAlsoAfterRestarts) {
  ASSERT_EQ(shared_.Submit("440114", "a"), "");
  Move(shared_, south_, "south");
  shared_.Restart();
  south_.Restart();
  EXPECT_EQ(south_.Submit("440114", "b"), "");
  EXPECT_EQ(shared_.Submit("440114", "c"), "DISTRICT_MOVING")
      << "routes follow within a minute: worth a retry";
  clock_.Advance(Ownership::kSettling);
  EXPECT_EQ(shared_.Submit("440114", "c"), "DISTRICT_NOT_OWNED");
  EXPECT_EQ(MetadataOf(shared_->Admit("440114").status())["endpoint"], "south:7402");
}

TEST_F(OwnershipTest, ASealedDistrictIsReadButNotWrittenAndOpensWhenTheLeaseRunsOut) {
  ASSERT_EQ(shared_.Submit("440114", "a"), "");
  const auto seal = shared_->SealDistrict("440114", "south", "south:7402", 5s);
  ASSERT_TRUE(seal.ok());
  EXPECT_EQ(shared_.Submit("440114", "b"), "DISTRICT_MOVING");
  EXPECT_TRUE(shared_->Check("440114").ok());
  EXPECT_EQ(ReasonOf(shared_->SealDistrict("440114", "north", "north:7402", 5s).status()),
            "DISTRICT_BEING_MOVED");
  clock_.Advance(5s);
  EXPECT_EQ(shared_.Submit("440114", "b"), "");
  EXPECT_EQ(ReasonOf(shared_->Release(seal->head, seal->epoch, "south", "south:7402")),
            "DISTRICT_NOT_SEALED")
      << "a command that was asleep must not give away what has grown since";
}

TEST_F(OwnershipTest, SealingWaitsForWhatIsUnderWay) {
  auto ticket = *shared_->Admit("440114");
  std::thread writer([&] { ticket.reset(); });
  EXPECT_TRUE(shared_->SealDistrict("440114", "south", "south:7402", 5s).ok());
  writer.join();
  shared_->Unseal("440114", "south");
  ticket = *shared_->Admit("440114");
  EXPECT_EQ(ReasonOf(shared_->SealDistrict("440114", "south", "south:7402", 1000ms).status()),
            "DISTRICT_BUSY");
  EXPECT_TRUE(shared_->Admit("440114").ok()) << "a seal that failed leaves the district open";
}

TEST_F(OwnershipTest, ACrashBeforeTheReleaseChangesNothing) {
  ASSERT_EQ(shared_.Submit("440114", "a"), "");
  ASSERT_TRUE(shared_->SealDistrict("440114", "south", "south:7402", 5s).ok());
  south_.CopyFrom(shared_, "440114");
  shared_.Restart();
  EXPECT_EQ(shared_.Submit("440114", "b"), "");
  EXPECT_EQ(south_.Submit("440114", "c"), "DISTRICT_NOT_OWNED") << "a copy is no ownership";
}

TEST_F(OwnershipTest, BetweenReleaseAndTakeNobodyWritesAndTheReleaseIsDeliveredLater) {
  ASSERT_EQ(shared_.Submit("440114", "a"), "");
  south_.CopyFrom(shared_, "440114");
  const auto seal = shared_->SealDistrict("440114", "south", "south:7402", 5s);
  ASSERT_TRUE(shared_->Release(seal->head, seal->epoch, "south", "south:7402").ok());
  shared_.Restart();
  south_.Restart();
  EXPECT_EQ(shared_.Submit("440114", "b"), "DISTRICT_MOVING");
  EXPECT_EQ(south_.Submit("440114", "b"), "DISTRICT_NOT_OWNED");
  const auto open = shared_->Unconfirmed();
  ASSERT_EQ(open.size(), 1u);
  ASSERT_TRUE(south_->Take({"440114", open[0].position, open[0].hash, {}}, open[0].epoch).ok());
  ASSERT_TRUE(shared_->Confirm("440114", open[0].epoch).ok());
  EXPECT_TRUE(shared_->Unconfirmed().empty());
  EXPECT_EQ(south_.Submit("440114", "b"), "");
}

TEST_F(OwnershipTest, AnIncompleteCopyIsNotTaken) {
  ASSERT_EQ(shared_.Submit("440114", "a"), "");
  south_.CopyFrom(shared_, "440114");
  ASSERT_EQ(shared_.Submit("440114", "b"), "");
  const auto seal = shared_->SealDistrict("440114", "south", "south:7402", 5s);
  ASSERT_TRUE(shared_->Release(seal->head, seal->epoch, "south", "south:7402").ok());
  EXPECT_EQ(ReasonOf(south_->Take(seal->head, seal->epoch)), "HEAD_DIFFERS");
}

TEST_F(OwnershipTest, AReleaseWhoseStorageIsInDoubtKeepsTheDistrictClosedUntilItIsKnown) {
  ASSERT_EQ(shared_.Submit("440114", "a"), "");
  const auto seal = shared_->SealDistrict("440114", "south", "south:7402", 5s);
  shared_.store.FailPutWith(
      Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE", "a sync failed"), /*stored=*/true);
  EXPECT_FALSE(shared_->Release(seal->head, seal->epoch, "south", "south:7402").ok());
  clock_.Advance(60s);
  EXPECT_EQ(shared_.Submit("440114", "b"), "DISTRICT_MOVING")
      << "the lease is over, but the release may be on the disk";
  shared_.store.FailPutWith(absl::OkStatus(), false);
  shared_.Restart();
  clock_.Advance(60s);
  EXPECT_EQ(shared_.Submit("440114", "b"), "DISTRICT_NOT_OWNED");
}

// A store whose disk takes its time.
class SlowStore : public FakeOwnershipStore {
 public:
  absl::Status Put(const Handover& handover) override {
    put_begun.Notify();
    go_on.WaitForNotification();
    return FakeOwnershipStore::Put(handover);
  }
  absl::Notification put_begun, go_on;
};

TEST_F(OwnershipTest, WhileAHandOverIsStoredNobodyWaitsAndTheDistrictStaysClosed) {
  SlowStore store;
  ASSERT_EQ(shared_.Submit("440114", "a"), "");
  const auto alone = *Ownership::Make("", store, shared_.journal, clock_);
  const auto seal = alone->SealDistrict("440114", "south", "south:7402", 5s);
  ASSERT_TRUE(seal.ok());
  std::thread releasing(
      [&] { EXPECT_TRUE(alone->Release(seal->head, seal->epoch, "south", "south:7402").ok()); });
  store.put_begun.WaitForNotification();
  // Were the lock held over the store, none of these would return.
  EXPECT_TRUE(alone->Admit("440106").ok());
  EXPECT_TRUE(alone->Check("440106").ok());
  clock_.Advance(10s);
  alone->Unseal("440114", "south");
  EXPECT_EQ(ReasonOf(alone->Admit("440114").status()), "DISTRICT_MOVING")
      << "the lease is over, the release is under way";
  store.go_on.Notify();
  releasing.join();
  clock_.Advance(60s);
  EXPECT_EQ(ReasonOf(alone->Admit("440114").status()), "DISTRICT_NOT_OWNED");
}

TEST_F(OwnershipTest, ADistrictMovesOnAndBackAndALateRepetitionChangesNothing) {
  ASSERT_EQ(shared_.Submit("440114", "a"), "");
  Move(shared_, south_, "south");
  const Head first = south_.head("440114");
  Move(south_, north_, "north");
  EXPECT_TRUE(south_->Take(first, 1).ok()) << "the first command again, late";
  clock_.Advance(60s);
  EXPECT_EQ(south_.Submit("440114", "b"), "DISTRICT_NOT_OWNED");
  ASSERT_EQ(north_.Submit("440114", "b"), "");
  Move(north_, shared_, "shared");
  EXPECT_EQ(shared_.Submit("440114", "c"), "");
  EXPECT_EQ(shared_.head("440114").position, 3);
  EXPECT_EQ(ReasonOf(shared_->Release(first, 1, "south", "south:7402")), "EPOCH_PASSED");
}

TEST_F(OwnershipTest, ACopyGrowsOnlyWhereTheDistrictIsNotHeld) {
  EXPECT_EQ(ReasonOf(shared_->CheckAdoptable("440114")), "DISTRICT_HELD");
  EXPECT_EQ(ReasonOf(shared_->CheckAdoptable("440113")), "DISTRICT_HELD")
      << "with entries it would be held here by default: only after a release";
  EXPECT_TRUE(south_->CheckAdoptable("440114").ok());
}

TEST_F(OwnershipTest, TheSharedInstanceAndTheOwnersOfDataCannotBeSwapped) {
  const auto other = Placement::Parse(
      "shared: north\ninstances: [{name: shared}, {name: north}, {name: south}]\n");
  EXPECT_EQ(ReasonOf(shared_->SetPlacement(*other)), "SHARED_CHANGED");
  EXPECT_EQ(shared_->placement()->shared().name, "shared") << "what was known before stays";
  EXPECT_EQ(
      ReasonOf(south_->SetPlacement(*Placement::Parse("shared: a\ninstances: [{name: a}]\n"))),
      "INSTANCE_NOT_PLACED");
  EXPECT_EQ(ReasonOf(Ownership::Make("north", south_.store, south_.journal, clock_).status()),
            "INSTANCE_DIFFERS");
}

// What other instances know, as ListHoldings says it.
std::vector<Ownership::Elsewhere> KnownTo(Node& node) {
  std::vector<Ownership::Elsewhere> out;
  for (const std::string& district : node->HandedOver()) {
    const Handover handover = *node->StandingOf(district).handover;
    const bool released = handover.state == Handover::State::kReleased;
    out.push_back({.instance = node->self(),
                   .district = district,
                   .epoch = handover.epoch,
                   .released_to = released ? handover.to : "",
                   .released = released ? Head{district, handover.position, handover.hash, {}}
                                        : Head{district, 0, {}, {}}});
  }
  return out;
}

TEST_F(OwnershipTest, ARestoredInstanceTakesNothingUntilTheOthersWereAskedWhatHasMovedSince) {
  ASSERT_EQ(shared_.Submit("440114", "a"), "");
  ASSERT_EQ(shared_.Submit("440115", "a"), "");
  Node restored("shared", clock_);  // the backup
  restored.CopyFrom(shared_, "440114");
  restored.CopyFrom(shared_, "440115");
  Move(shared_, south_, "south");
  restored->Doubt();
  EXPECT_EQ(restored.Submit("440115", "b"), "OWNERSHIP_IN_DOUBT");
  EXPECT_EQ(ReasonOf(restored->Claim("440113", "north", "north:7402").status()),
            "OWNERSHIP_IN_DOUBT");
  EXPECT_FALSE(restored->StandingOf("440115").held);
  ASSERT_TRUE(restored->Settle(KnownTo(south_)).ok());
  EXPECT_FALSE(restored->Unsettled());
  EXPECT_EQ(restored.Submit("440114", "b"), "DISTRICT_NOT_OWNED");
  EXPECT_EQ(MetadataOf(restored->Admit("440114").status())["endpoint"], "south:7402");
  EXPECT_EQ(restored.Submit("440115", "b"), "") << "nobody else knows of it";
  restored.Restart();
  EXPECT_EQ(restored.Submit("440114", "c"), "DISTRICT_NOT_OWNED") << "it is stored";
}

TEST_F(OwnershipTest, ADistrictThatCameBackAfterTheBackupIsHeldOnlyWithAllThatItBrought) {
  ASSERT_EQ(shared_.Submit("440114", "a"), "");
  Node old("shared", clock_);
  old.CopyFrom(shared_, "440114");
  Move(shared_, south_, "south");
  ASSERT_EQ(south_.Submit("440114", "b"), "");
  Move(south_, shared_, "shared");
  Node newer("shared", clock_);  // its journal was copied after its ownership was
  newer.CopyFrom(shared_, "440114");
  for (Node* restored : {&old, &newer}) {
    (*restored)->Doubt();
    ASSERT_TRUE((*restored)->Settle(KnownTo(south_)).ok());
  }
  EXPECT_EQ(old.Submit("440114", "c"), "DISTRICT_BEHIND")
      << "south has shown another second report to the world";
  EXPECT_TRUE(old->Unsettled());
  // A later attempt that fails half way leaves what is known as it was.
  old.store.FailPutWith(Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE", "no disk"),
                        /*stored=*/false);
  EXPECT_FALSE(old->Settle({{.instance = "south",
                             .district = "440110",
                             .epoch = 1,
                             .released_to = "",
                             .released = {}}})
                   .ok());
  EXPECT_EQ(old.Submit("440114", "c"), "DISTRICT_BEHIND");
  EXPECT_EQ(newer.Submit("440114", "c"), "");
  EXPECT_EQ(newer->StandingOf("440114").handover->epoch, 2);
}

TEST_F(OwnershipTest, ARestoredInstanceThatRunsAloneHasNobodyToAsk) {
  const auto alone = *Ownership::Make("", shared_.store, shared_.journal, clock_);
  alone->Doubt();
  EXPECT_TRUE(alone->Admit("110101").ok());
}

TEST_F(OwnershipTest, WithoutAPlacementEverythingIsHeldButWhatWasGivenAway) {
  ASSERT_EQ(shared_.Submit("440114", "a"), "");
  Move(shared_, south_, "south");
  clock_.Advance(60s);
  const auto alone = *Ownership::Make("", shared_.store, shared_.journal, clock_);
  EXPECT_TRUE(alone->Admit("110101").ok());
  EXPECT_EQ(ReasonOf(alone->Admit("440114").status()), "DISTRICT_NOT_OWNED");
}

}  // namespace
}  // namespace duban::ingest
