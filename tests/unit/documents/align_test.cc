// The same promise in other words: from plan to bulletin, from year to year.
#include "documents/align/align.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

AlignItem Item(int number, std::string title, std::string text,
               std::vector<AlignTarget> targets = {}) {
  return {number, std::move(title), {std::move(text)}, std::move(targets)};
}

const std::vector<AlignItem> kPlan = {
    Item(1, "新建公共停车场", "利用闲置用地建设公共停车位500个,缓解老城区停车难。",
         {{"公共停车位", 500, "个"}}),
    Item(2, "整治电动自行车乱象", "开展电动自行车交通违法专项整治60次。", {{"专项整治", 60, "次"}}),
    Item(3, "改造老旧小区供水设施", "改造老旧小区户外供水设施7500户。", {{"改造户数", 7500, "户"}}),
    Item(4, "增加学位", "新增公办中小学学位4680个。", {{"学位", 4680, "个"}})};

TEST(AlignTest, ABulletinInOtherWordsAndOrderIsTheSameProgramme) {
  const std::vector<AlignItem> bulletin = {
      Item(1, "基础教育学位供给", "公办中小学新增学位2250个。", {{"学位", 4680, "个"}}),
      Item(2, "公共停车位建设", "闲置用地建成公共停车位320个。", {{"公共停车位", 500, "个"}}),
      Item(3, "电动自行车整治行动", "查处电动自行车交通违法2万宗。"),
      Item(4, "老旧小区二次供水改造", "已改造户外供水设施3648户。")};
  EXPECT_THAT(AlignOneToOne(bulletin, kPlan), ElementsAre(3, 0, 1, 2));
}

TEST(AlignTest, NextYearsListMergesTwoPromisesIntoOne) {
  const std::vector<AlignItem> year = {Item(1, "大力建设公共停车场", "新增公共停车位844个。"),
                                       Item(2, "优化调整公交线路", "优化公交线路15条。")};
  const std::vector<AlignItem> next = {Item(1, "便捷出行:推动公共停车场建设;优化调整公交线路",
                                            "建成公共停车位3000个,调整公交线路15条次。"),
                                       Item(2, "新生儿疾病筛查", "为新生儿免费提供听力筛查。")};
  const std::vector<Link> links = Align(year, next, Relation::kOtherProgramme);
  ASSERT_EQ(links.size(), 2u);
  EXPECT_EQ(links[0].to, 0);
  EXPECT_EQ(links[1].to, 0);
  EXPECT_TRUE(links[0].part && links[1].part);
  EXPECT_FALSE(links[0].shared.empty()) << "a link says why";
}

TEST(AlignTest, CommonWordsOfAdministrationMakeNoLink) {
  const std::vector<AlignItem> year = {
      Item(1, "社区微型消防站建设项目", "完成50座社区微型消防站建设,完成率100%。")};
  const std::vector<AlignItem> next = {
      Item(1, "社区颐康服务站建设项目", "全区60%以上社区建成颐康服务站。")};
  EXPECT_THAT(Align(year, next, Relation::kOtherProgramme), IsEmpty());
}

TEST(AlignTest, AnItemThatVanishedHasNoCounterpart) {
  const std::vector<AlignItem> results = {kPlan[0], kPlan[2], kPlan[3]};
  EXPECT_THAT(AlignOneToOne(kPlan, results), ElementsAre(0, -1, 1, 2));
}

TEST(ChangedTargetsTest, ATargetThatShrankBetweenPlanAndReportIsSeen) {
  std::vector<AlignItem> report = kPlan;
  report[2].targets[0].value = 6000;
  const auto changed = ChangedTargets(kPlan, report, Align(kPlan, report, Relation::kOneProgramme));
  ASSERT_EQ(changed.size(), 1u);
  EXPECT_EQ(changed[0].before.value, 7500);
  EXPECT_EQ(changed[0].after.value, 6000);
}

TEST(ChangedTargetsTest, AValueThatAnotherPromiseExplainsAccusesNobody) {
  std::vector<AlignItem> report = kPlan;
  report[2].targets = {{"改造户数", 3000, "户"}, {"其他户数", 7500, "户"}};
  EXPECT_THAT(ChangedTargets(kPlan, report, Align(kPlan, report, Relation::kOneProgramme)),
              IsEmpty());
}

}  // namespace
}  // namespace duban::documents
