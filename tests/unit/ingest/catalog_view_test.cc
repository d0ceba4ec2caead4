// The catalog as ingest follows it, with and without the registry.
#include "ingest/core/catalog_view.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/ingest/sample.h"

namespace duban::ingest {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(CatalogViewTest, KnowsWhatTheEventsSaid) {
  FakeClock clock(At({2022, 7, 1}));
  CatalogView view(clock);
  EXPECT_EQ(view.Find("440113", 2022), nullptr);
  view.Apply(SampleEvent(7));
  const auto programme = view.Find("440113", 2022);
  ASSERT_NE(programme, nullptr);
  EXPECT_EQ(programme->FindTask(1, 1)->indicators_size(), 2);
  EXPECT_EQ(programme->FindTask(1, 2), nullptr);
  EXPECT_EQ(programme->FindTask(1, 1001), nullptr);
  EXPECT_EQ(view.freshness().revision, 7);
}

TEST(CatalogViewTest, AnEventThatIsRepeatedAfterAReconnectChangesNothing) {
  FakeClock clock(At({2022, 7, 1}));
  CatalogView view(clock);
  view.Apply(SampleEvent(7));
  const auto before = view.Find("440113", 2022);
  auto older = SampleEvent(7);
  older.mutable_programme()->clear_projects();
  view.Apply(older);
  EXPECT_EQ(view.Find("440113", 2022), before);
}

TEST(CatalogViewTest, SaysHowOldItIsOnceTheRegistryIsGone) {
  FakeClock clock(At({2022, 7, 1}));
  CatalogView view(clock);
  view.SetConnected(true);
  view.Apply(SampleEvent());
  clock.Advance(seconds(100));
  EXPECT_EQ(view.freshness().age, seconds(0));
  view.SetConnected(false);
  clock.Advance(seconds(90));
  view.SetConnected(false);  // another attempt that failed
  EXPECT_EQ(view.freshness().age, seconds(90));
  clock.SetWall(At({2022, 6, 1}));
  EXPECT_EQ(view.freshness().age, seconds(0)) << "a clock that steps back makes no negative age";
}

TEST(CatalogViewTest, StartsFromWhatWasRemembered) {
  FakeClock clock(At({2022, 7, 1}));
  CatalogView view(clock);
  view.Restore({SampleProgramme()}, 7, clock.Now() - seconds(30));
  EXPECT_NE(view.Find("440113", 2022), nullptr);
  EXPECT_EQ(view.freshness().revision, 7);
  EXPECT_EQ(view.freshness().age, seconds(30));
  EXPECT_FALSE(view.freshness().connected);
}

TEST(CatalogViewTest, WaitsForARevisionThatAnotherThreadBrings) {
  SystemClock clock;
  CatalogView view(clock);
  EXPECT_FALSE(view.WaitFor(1, milliseconds(1)));
  std::thread follower([&view] { view.Apply(SampleEvent(3)); });
  EXPECT_TRUE(view.WaitFor(3, seconds(30)));
  follower.join();
}

}  // namespace
}  // namespace duban::ingest
