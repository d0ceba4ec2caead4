// The metered store tells operators how its store does, and changes nothing of what it answers.
#include "registry/storage/metered_catalog_store.h"
#include "tests/unit/registry/rig.h"

namespace duban::registry {
namespace {

using ::testing::HasSubstr;

TEST(MeteredCatalogStoreTest, CountsCommitsByOutcomeAndShowsTheRevision) {
  FakeCatalogStore fake;
  runtime::Metrics metrics;
  FakeClock clock{TimePoint()};
  MeteredCatalogStore store(fake, metrics, clock);
  v1::District district;
  district.set_name("districts/440113");
  ASSERT_TRUE(store.Commit(0, TimePoint(), {district, district}, {}).ok());
  EXPECT_EQ(ReasonOf(store.Commit(0, TimePoint(), {district}, {})), "HEAD_MOVED");
  EXPECT_EQ(store.GetHead()->revision, 2);
  const std::string page = metrics.Text();
  EXPECT_THAT(page, HasSubstr("duban_registry_catalog_revision 2"));
  EXPECT_THAT(page, HasSubstr("duban_registry_store_seconds_count{ok=\"true\",op=\"commit\"} 1"));
  EXPECT_THAT(page, HasSubstr("duban_registry_store_seconds_count{ok=\"false\",op=\"commit\"} 1"));
  EXPECT_THAT(page, HasSubstr("duban_registry_commit_changes_sum 2"));
}

}  // namespace
}  // namespace duban::registry
