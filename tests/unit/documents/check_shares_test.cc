// Shares and rates: what they are of, and which of them are wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "documents/core/reader.h"
#include "tests/unit/documents/read_checks.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST(CheckTest, MoreThanAllPrintedAsAllAccusesNobody) {
  EXPECT_THAT(ReadReport("新增学位900个。", "新增学位990个,完成目标任务的100%。").findings,
              IsEmpty());
  EXPECT_THAT(ReadReport("新增学位900个。", "新增学位506个,完成目标任务的100%。").findings,
              Not(IsEmpty()));
}

TEST(CheckTest, AShareRightBehindPromiseAndResultIsOfThem) {
  auto reading = ReadDocument(
      "2023年白云区民生实事项目完成情况(截至6月底)\n一、促进就业\n1.培训骨干5000人 "
      "完成735人,完成率17.4%\n"
      "2.新增岗位300个 完成150个,完成率50%\n二、住有所居\n1.新开工住房210套 "
      "完成210套,完成率100%\n");
  ASSERT_TRUE(reading.ok());
  const Draft& draft = reading->draft;
  ASSERT_THAT(draft.findings, SizeIs(1));
  EXPECT_EQ(draft.findings[0].kind, FindingKind::kPercentMismatch);
}

TEST(CheckTest, AShareMayFollowTheWholeThatItIsOf) {
  EXPECT_THAT(Verified("累计完成投资3.12亿元,占总投资8亿元的39%。"), ElementsAre(39));
}

TEST(CheckTest, ARateRightBehindWhatIsDoneIsOfThePromise) {
  const auto accused = [](const std::string& progress) {
    return ReadReport("改造危房86户。", progress).findings.size();
  };
  EXPECT_EQ(accused("已竣工71户,竣工率86%,其余15户正在施工。"), 1);
  EXPECT_EQ(accused("已竣工71户,竣工率82.6%。"), 0);
  EXPECT_EQ(accused("已竣工20户,竣工率86%。"), 0);  // of another whole
}

TEST(CheckTest, AShareOfNoWholeNumberOfThingsIsOfTheTarget) {
  EXPECT_THAT(ReadReport("改造供水工程26处。", "完工11处,占42.3%;受益2万人。").findings, IsEmpty());
  EXPECT_THAT(ReadReport("改造供水工程26处。", "完工11处,占47.1%;受益2万人。").findings, SizeIs(1));
  EXPECT_THAT(ReadReport("改造供水工程26处。", "完工11处,占45.8%;受益2万人。").findings, IsEmpty())
      << "of 24 that were begun";
}

TEST(CheckTest, ASecondShareOfASentenceIsOfItsPromiseAsTheFirstIs) {
  const auto accused = [](const std::string& second) {
    return ReadReport("登记商户800家,抽检食品2400批次。",
                      "登记商户936家,占117%,抽检食品2476批次," + second + "。")
        .findings.size();
  };
  EXPECT_EQ(accused("占103.2%"), 0u);
  EXPECT_EQ(accused("占108.2%"), 1u);
  EXPECT_EQ(accused("合格率98.2%"), 0u);
  EXPECT_EQ(accused("占全市的108.2%"), 0u);
  EXPECT_EQ(accused("占61.3%"), 0u) << "far off, it is of something else";
}

TEST(CheckTest, AShareOfTheYearsOnlyTargetIsOfNothingElse) {
  EXPECT_THAT(ReadReport("全年改造危房9200户。", "改造危房1150户,占年度目标的3.1%。").findings,
              SizeIs(1));
  EXPECT_THAT(ReadReport("全年改造危房9200户。", "改造危房1150户,占年度目标的12.5%。").findings,
              IsEmpty());
}

TEST(CheckTest, AShareOfAnotherWholeAccusesNobody) {
  for (const std::string_view share :
       {"群众满意率81.6%", "占总工程量的81.6%", "占应改造总数的81.6%", "占全区总数的21.6%",
        "主体工程完成81.6%", "总体进度81.6%", "其中老年人占31.6%", "财政补助占31.6%",
        "占五年规划的31.6%", "同比增长21.6%", "超序时进度21.6%"}) {
    EXPECT_THAT(
        ReadReport("改造公厕48座。", "已改造公厕26座," + std::string(share) + "。").findings,
        IsEmpty())
        << share;
  }
  EXPECT_THAT(ReadReport("改造公厕48座。", "已开工26座,开工率100%,竣工率31.6%。").findings,
              IsEmpty());
  // Nor is growth a share of whatever figures happen to fit.
  EXPECT_THAT(Verified("34个小区已开工,4个小区已完工,同比增长11.8%。"), IsEmpty());
}

TEST(CheckTest, AShareNamesTheWholeThatItIsOf) {
  const auto accused = [](const std::string& progress) {
    return ReadReport("办好实事。", progress).findings.size();
  };
  EXPECT_EQ(accused("建成供水工程135处,为年度计划125处的108%。"), 0u);
  EXPECT_EQ(accused("建成供水工程135处,为年度计划125处的103.3%。"), 1u);
  // Of two parts either may be meant, and both together.
  EXPECT_EQ(accused("建成东区15处、西区18处,为年度计划40处的82.5%。"), 0u);
  EXPECT_EQ(accused("总投资12.6亿元,年度计划投资8亿元,完成投资3亿元,占年度计划投资的37.5%。"), 0u);
  EXPECT_EQ(accused("总投资12.6亿元,年度计划投资8亿元,完成投资3亿元,占年度计划投资的39.5%。"), 1u);
  EXPECT_EQ(accused("抽检食品800批次,合格776批次,合格率97%。"), 0u);
  EXPECT_EQ(accused("抽检食品800批次,合格776批次,合格率98.5%。"), 1u);
}

TEST(CheckTest, OfSeveralTargetsOfOneUnitAShareIsOfTheOneItsFigureNames) {
  const auto accused = [](const std::string& share) {
    return ReadReport("改造小区20个,新建公园8个,改造公厕30座。",
                      "改造小区12个;新建公园6个,占年度任务的" + share + ";改造公厕30座。")
        .findings.size();
  };
  EXPECT_EQ(accused("75%"), 0u);
  EXPECT_EQ(accused("70%"), 1u);
}

TEST(CheckTest, SharesSaidApartAreOfTheirOwnFiguresInOrder) {
  const auto read = [](const std::string& shares) {
    return ReadReport("改造小区37个,新增学位3168个。",
                      "已改造小区30个,新增学位2557个," + shares + "。");
  };
  const Draft right = read("分别占年度任务的81%、80.7%");
  EXPECT_THAT(right.findings, IsEmpty());
  EXPECT_EQ(std::ranges::count(right.checks, 1, &Check::project), 2);
  EXPECT_THAT(read("完成率分别为81%和84.7%").findings, SizeIs(1));
  EXPECT_THAT(read("完成率分别为71%和84.7%").findings, IsEmpty())
      << "both may be of something else";
}

TEST(CheckTest, ARateThatNamesItsPartIsOfNoOther) {
  EXPECT_THAT(Verified("17座泵站中,13座已交付,其余4座正在施工,合格率达到100%。"), ElementsAre(17));
  EXPECT_THAT(Verified("应检500人,实检475人,受检率95%。"), ElementsAre(95));
}

TEST(CheckTest, ARateIsOfThePlanRightBeforeIt) {
  EXPECT_THAT(ReadReport("保障住房。", "建成住房3860套,年度任务3800套,完成率106.7%。").findings,
              SizeIs(1));
  EXPECT_THAT(ReadReport("保障住房。", "建成住房3860套,年度任务3800套,完成率101.6%。").findings,
              IsEmpty());
}

}  // namespace
}  // namespace duban::documents
