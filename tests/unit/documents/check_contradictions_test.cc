// What a document says of a promise in two places: another figure, an earlier value, a state.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "documents/core/reader.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(CheckTest, APromiseThatWasChangedIsTold) {
  const auto changed = [](const Draft& draft) {
    return std::ranges::count(draft.findings, FindingKind::kTargetChanged, &Finding::kind);
  };
  const Draft wells =
      ReadReport("新打水井20眼。", "因水量已够,水井由20眼改为19眼,19眼水井已全部完工。");
  EXPECT_EQ(changed(wells), 1);
  const Task& task = wells.programmes[0].projects[0].tasks[0];
  EXPECT_THAT(task.targets, ElementsAre(Field(&Target::value, 20), Field(&Target::value, 19)));
  EXPECT_THAT(task.measurements, ElementsAre(Field(&Measurement::value, 19)));
  EXPECT_EQ(changed(ReadReport("建设停车位。",
                               "原计划新建停车位500个,因征地受阻调整为400个,已建成310个。")),
            1);
  // What people are paid, and how long they wait, is no promise that was given up.
  EXPECT_EQ(
      changed(ReadReport("提高低保标准。", "城市低保标准由每人每月780元调整为845元,保障1230人。")),
      0);
  EXPECT_EQ(
      changed(ReadReport("优化公交线路3条。", "优化公交线路3条,发车间隔由15分钟改为10分钟。")), 0);
}

TEST(CheckTest, ANoticeMayNotListAnotherFigureThanItsScheme) {
  const auto accused = [](const std::string& listed, const std::string& planned) {
    return ReadDraft(
               "安宁县人民政府关于印发2011年为民办好五件实事实施方案的通知\n各乡镇人民政府:"
               "\n县人民政府提出2011年为民办好5件实事,分别是:\n一、新建村道86条。\n"
               "二、新建廉租住房240套。\n三、新建敬老院2所。\n四、新建文化站3个。\n五、改造农村危"
               "房" +
               listed +
               "户。\n请认真组织实施。\n安宁县2011年为民办好五件实事实施方案\n"
               "一、村道建设工程\n(一)目标任务。新建村道86条。\n(二)责任分工。牵头单位:"
               "县交通局\n二、廉租住房建设工程\n(一)目标任务。新建廉租住房240套。\n(二)"
               "责任分工。牵头单位:县住建局\n"
               "三、敬老院建设工程\n(一)目标任务。新建敬老院2所。\n(二)责任分工。牵头单位:"
               "县民政局\n四、文化站建设工程\n(一)目标任务。新建文化站3个。\n(二)"
               "责任分工。牵头单位:县文化局\n"
               "五、农村危房改造工程\n(一)目标任务。改造农村危房" +
               planned + "户。\n(二)责任分工。牵头单位:县住建局\n")
        .findings;
  };
  EXPECT_THAT(accused("1200", "1200"), IsEmpty());
  ASSERT_THAT(accused("1200", "1250"), SizeIs(1));
  EXPECT_EQ(accused("1200", "1250")[0].kind, FindingKind::kTargetMismatch);
  EXPECT_EQ(accused("1200", "1250")[0].project, 5);
}

// Of a promise and its only step both are printed once; two steps, of which one was taken for the
// promise, contradict nothing.
TEST(CheckTest, AStepIsHeldAgainstAPromiseThatStandsApart) {
  const auto accused = [](const std::string& item) {
    return ReadDraft("白云区2023年民生实事项目责任分解表\n一、养老服务。" + item +
                     "\n二、学前教育。新建幼儿园3所。\n责任单位:"
                     "区教育局\n三、道路建设。硬化道路12公里。\n责任单位:区交通局\n")
        .findings.size();
  };
  EXPECT_EQ(accused("新建养老中心10个。\n推进计划:12月底前,建成养老中心12个。\n责任单位:区民政局"),
            1u);
  EXPECT_EQ(accused("新建养老中心。\n节点要求:上半年:新增床位200张,建成中心10个;下半年:"
                    "新增床位280张,建成中心12个。\n责任单位:区民政局"),
            0u);
  EXPECT_EQ(accused("新建养老中心。\n推进步骤:1—6月:新增床位200张,建成中心10个。7—12月:"
                    "新增床位280张,建成中心12个。\n责任单位:区民政局"),
            0u);
  EXPECT_EQ(
      accused(
          "新建养老中心。\n推进步骤:上半年:建成中心10个。下半年:建成中心12个。\n责任单位:区民政局"),
      0u);
  const std::string rising = "新建养老中心10个。\n推进计划:6月底前,建成养老中心5个;";
  EXPECT_EQ(accused(rising + "12月底前,养老中心累计建成9个。\n责任单位:区民政局"), 1u);
  EXPECT_EQ(accused(rising + "12月底前,养老中心累计建成10个。\n责任单位:区民政局"), 0u);
  EXPECT_EQ(accused(rising + "9月底前,养老中心累计建成9个。\n责任单位:区民政局"), 0u)
      << "the rest may follow";
}

TEST(CheckTest, AValueThatCountsFromJanuaryDoesNotFall) {
  const auto accused = [](const std::string& october, const std::string& november) {
    auto reading = ReadDocument(
        "白云区2023年民生实事项目推进情况(1-11月)\n序号 | 项目 | 牵头单位 | 1-10月推进情况 | "
        "1-11月推进情况 |\n1 | 发放辅具1000件。 | 区残联 | " +
        october + " | " + november +
        " |\n2 | 新建公园3个。 | 区园林局 | 已建成1个。 | 已建成2个。 |\n");
    EXPECT_TRUE(reading.ok());
    return std::ranges::count(reading->draft.findings, FindingKind::kRegression, &Finding::kind);
  };
  EXPECT_EQ(accused("发放辅具862件。", "发放辅具840件。"), 1);
  EXPECT_EQ(accused("发放辅具862件。", "发放辅具905件。"), 0);
  EXPECT_EQ(accused("正在发放辅具862件。", "正在发放辅具840件。"), 0) << "the others may be done";
  EXPECT_EQ(accused("发放辅具862件。", "本月发放辅具40件。"), 0);
}

TEST(ChecksTest, AFigureOfWhichItIsSaidThatItIsDoneAccusesNobody) {
  EXPECT_THAT(ReadReport("改造卫生院3所。", "城东、城西2所卫生院已完工,城南卫生院完成工程量的70%。")
                  .findings,
              IsEmpty());
  EXPECT_THAT(ReadReport("改造卫生院3所。", "已改造卫生院2所,任务已完成。").findings, SizeIs(1));
}

TEST(ChecksTest, AStateOfATargetThatNoFigureTellsOfAccusesNoOther) {
  EXPECT_THAT(ReadReport("新购公交车50辆,新开线路6条。", "车辆已全部到位,开通线路5条。").findings,
              IsEmpty());
  EXPECT_THAT(ReadReport("配备彩超22台,改造卫生室9家。", "设备已全部安装,改造卫生室8家。").findings,
              IsEmpty());
  EXPECT_THAT(ReadReport("新开线路6条。", "已全部完成,开通线路5条。").findings, SizeIs(1));
}

}  // namespace
}  // namespace duban::documents
