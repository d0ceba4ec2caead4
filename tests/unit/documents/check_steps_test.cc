// What a plan's quarters add up to, held against what the year promises.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A plan of two projects by quarters; the second has no steps with figures.
Draft ReadQuarters(const std::string& target, const std::string& quarters) {
  return ReadDraft(
      "金台区2023年民生实事季度推进计划\n序号 | 项目 | 年度目标 | 一季度 | 二季度 | 三季度 | "
      "四季度 | 牵头单位 |\n1 | 社区助餐 | " +
      target + " | " + quarters +
      " | 区民政局 |\n2 | 道路畅通 | 新建公路12公里 | 立项 | 招标 | 施工 | 竣工 | 区交通局 |\n");
}

std::vector<double> TotalsOf(const Draft& draft) {
  std::vector<double> totals;
  for (const Check& check : draft.checks) {
    if (check.kind == CheckKind::kSum && check.ok) totals.push_back(check.stated);
  }
  return totals;
}

TEST(CheckStepsTest, StepsThatNameNothingAddUpToTheOnlyTargetOfTheirUnit) {
  for (const std::string quarters : {"选址 | 建成5个 | 建成10个 | 建成5个", "5个 | 5个 | 5个 | 5个",
                                     "完成2个 | 完成6个 | 完成6个 | 完成6个"}) {
    const Draft draft = ReadQuarters("新建老年助餐点20个", quarters);
    EXPECT_THAT(TotalsOf(draft), ElementsAre(20)) << quarters;
    EXPECT_THAT(draft.findings, IsEmpty()) << quarters;
  }
}

TEST(CheckStepsTest, StepsThatNameNothingAccuseNobody) {
  const Draft less = ReadQuarters("新建老年助餐点20个", "选址 | 建成5个 | 建成8个 | 建成5个");
  EXPECT_THAT(TotalsOf(less), IsEmpty());
  EXPECT_THAT(less.findings, IsEmpty()) << "18 of 20: some may be built where nothing is said";
  const Draft two = ReadQuarters("新建老年助餐点20个,改造公厕20个", "5个 | 5个 | 5个 | 5个");
  EXPECT_THAT(TotalsOf(two), IsEmpty()) << "of which of the two?";
  const Draft rising = ReadQuarters("新建老年助餐点20个", "选址 | 累计5个 | 累计15个 | 累计20个");
  EXPECT_THAT(TotalsOf(rising), IsEmpty()) << "nothing to add up";
}

}  // namespace
}  // namespace duban::documents
