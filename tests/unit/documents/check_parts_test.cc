// Totals and what they are made of: parts, the rest, states, kinds, so many of each.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/unit/documents/read_checks.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(CheckTest, PartsOfATotalMayFollowInTheNextSentence) {
  EXPECT_THAT(Verified("开行公交线路31条。其中新开9条,调整22条。"), ElementsAre(31));
  EXPECT_THAT(Verified("新增学位5200个。包括:小学3100个、初中2100个。"), ElementsAre(5200));
}

TEST(CheckTest, PartsOfATotalMayFollowWithoutAWordForThem) {
  EXPECT_THAT(Verified("开工住房8150套,市级项目开工3050套,区级项目开工5100套。"),
              ElementsAre(8150));
  EXPECT_THAT(Verified("新建的16所学校中,已有14所开工;2所正在办理手续。"), ElementsAre(16));
  // Three small figures that happen to add up say nothing.
  EXPECT_THAT(Verified("新建食堂8个,长者学堂5个,书屋3个。"), IsEmpty());
}

TEST(CheckTest, ARestWhoseWholeIsAddedUpAlreadyIsToldOnce) {
  EXPECT_THAT(Verified("改造泵站8座,其中3座已完工,其余5座正在建设。"), ElementsAre(8));
}

TEST(CheckTest, AWholeIsToldByItsRestAndByItsStates) {
  EXPECT_THAT(Verified("改造危房86户,已竣工71户,其余15户正在施工。"), ElementsAre(86));
  const auto sums = [](const std::string& target, const std::string& progress) {
    std::vector<double> stated;
    for (const Check& check : ReadReport(target, progress).checks) stated.push_back(check.stated);
    return stated;
  };
  EXPECT_THAT(sums("改造小区6个。", "东苑、西苑已完工,其余4个小区正在施工。"), ElementsAre(6));
  EXPECT_THAT(sums("新建公厕35座。", "12座已建成,15座施工中,8座尚在选址。"), ElementsAre(35));
  EXPECT_THAT(sums("新建公厕35座。", "12座已建成,15座施工中,7座尚在选址。"), IsEmpty());
}

TEST(CheckTest, PlacesOnLinesBelowATotalAddUpToIt) {
  const Draft draft =
      ReadReport("改造危房3200户。",
                 "竣工2860户,占年度任务的89.4%,其中:\n东城区 920户\n西河县 780户\n临江县 1160户");
  const auto holds = [](const Check& check) {
    return check.kind == CheckKind::kSum && check.stated == 2860 && check.ok;
  };
  EXPECT_TRUE(std::ranges::any_of(draft.checks, holds));
}

// The checks of a list below some words, and what they accuse.
Draft ReadBelow(const std::string& words) {
  return ReadDraft("白云区2023年民生实事项目进展情况\n" + words +
                   "\n1.新建幼儿园。新建幼儿园3所。\n2.改造公厕。改造公厕12座。\n3."
                   "修建公园。修建口袋公园5处。\n");
}

TEST(CheckPartsTest, SharesOfCountsThatMakeUpTheWholeAreWorkedOut) {
  EXPECT_THAT(ReadBelow("今年民生实事共16件,其中工程类10件,占62.5%,服务类6件,占37.5%。").findings,
              IsEmpty());
  const Draft wrong = ReadBelow("今年民生实事共16件,其中工程类10件,占62.5%,服务类6件,占36.5%。");
  ASSERT_THAT(wrong.findings, SizeIs(1));
  EXPECT_EQ(wrong.findings[0].kind, FindingKind::kPercentMismatch);
  // Rounded so that all shares make 100.
  EXPECT_THAT(ReadBelow("今年民生实事共12件,其中工程类7件,占58%,服务类2件,占17%,政策类3件,占25%。")
                  .findings,
              IsEmpty());
  EXPECT_THAT(ReadBelow("今年民生实事共17件,其中工程类7件,占42%,服务类5件,占29%,政策类5件,占29%。")
                  .findings,
              IsEmpty());
}

TEST(CheckPartsTest, WhatIsDoneUnderWayAndNotBegunIsAllThereIs) {
  const auto stages = [](const std::string& progress) {
    return ReadReport("新建游园12个。", progress);
  };
  EXPECT_THAT(stages("游园12个,建成5个、在建5个、未开工2个。").findings, IsEmpty());
  EXPECT_THAT(stages("游园12个,建成5个、在建5个、未开工3个。").findings, SizeIs(1));
  // Some are not told.
  EXPECT_THAT(stages("游园12个,建成5个、在建3个、未开工1个。").findings, IsEmpty());
  EXPECT_THAT(stages("游园12个,建成6个、在建7个。").findings, IsEmpty());
  // Wholes and parts that add up by chance.
  EXPECT_THAT(stages("新建游园19个,3个大游园完工2个,8个小游园完工6个。").checks, IsEmpty());
}

TEST(CheckPartsTest, PartsOfOneTotalStandInClausesOfTheirOwn) {
  const auto money = [](const std::string& total) {
    return ReadBelow("今年共安排项目9个,总投资" + total +
                     "亿元,年度投资5亿元。其中,教育4个,总投资6.2亿元,年度投资2亿元;"
                     "卫生3个,总投资3.3亿元,年度投资2亿元;文化2个,总投资1.5亿元,年度投资1亿元。");
  };
  const Draft whole = money("11");
  EXPECT_THAT(whole.findings, IsEmpty());
  EXPECT_GE(whole.checks.size(), 3U) << "of projects, of money in all and of the year's";
  EXPECT_THAT(money("10.7").findings, SizeIs(1));
}

TEST(CheckPartsTest, PartsThatAreJoinedAreAListOfTheirOwn) {
  EXPECT_THAT(
      ReadReport("校舍建设。", "校舍项目11个,其中续建5个、新建7个,新增学位630个。").findings,
      SizeIs(1));
  EXPECT_THAT(ReadReport("校舍建设。", "校舍项目11个,其中续建5个、新建7个(重复1个),新增学位630个。")
                  .findings,
              IsEmpty());
  EXPECT_THAT(ReadReport("停车便民。", "新增泊位860个,其中路内370个、路外480个。").findings,
              SizeIs(1));
  EXPECT_THAT(ReadReport("停车便民。", "新增泊位860个,其中老城区370个、新城区450个。").findings,
              SizeIs(1));
  EXPECT_THAT(ReadReport("危房改造。", "改造危房964户,其中C级310户、D级644户。").findings,
              SizeIs(1));
  EXPECT_THAT(
      ReadReport("食品抽检。", "检测8200批次,其中定量检测4200批次、定性检测3800批次。").findings,
      SizeIs(1));
  EXPECT_THAT(ReadReport("停车便民。", "新增泊位860个,其中商场370个、医院480个。").findings,
              IsEmpty())
      << "others may be elsewhere";
}

TEST(CheckPartsTest, KindsOfOneThingHaveNoMemberInCommon) {
  EXPECT_THAT(
      ReadReport(
          "法律援助。",
          "已办理法律援助案件560件,其中民事案件320件,刑事案件90件,行政案件240件;解答咨询1200人次。")
          .findings,
      SizeIs(1));
  EXPECT_THAT(ReadReport("法律援助。",
                         "已办理法律援助案件560件,其中民事案件320件,农民工案件90件,民事案件240件。")
                  .findings,
              IsEmpty())
      << "one is named twice";
  EXPECT_THAT(ReadReport("技能培训。", "已培训560人,其中妇女320人,青年90人,农民工240人。").findings,
              IsEmpty())
      << "who may be several of them";
}

TEST(CheckPartsTest, InvestmentsAddUpToTheListsOwn) {
  const auto list = [](const std::string& total) {
    return ReadDraft(
        "白云镇2023年民生实事项目\n1.集镇改造。计划投资505万元,硬化道路3公里。\n2."
        "农田建设。建设农田2800亩,计划投资840万元(上级资金800万元、自筹40万元)。\n"
        "3.饮水工程。新建蓄水池6个,计划投资195万元。\n以上3件实事计划总投资" +
        total + "万元。\n");
  };
  EXPECT_THAT(list("1540").findings, IsEmpty());
  EXPECT_THAT(list("1450").findings, SizeIs(1));
}

TEST(CheckAmountsTest, SoManyOfEachAreMultiplied) {
  EXPECT_THAT(Verified("放映电影1164场(97个村,每村12场)。"), ElementsAre(1164));
  EXPECT_THAT(Verified("改造150户,户均投入3000元,共投入45万元。"), ElementsAre(450'000));
  EXPECT_THAT(Verified("安装路灯960盏,总投资336万元,平均每盏3500元。"), ElementsAre(3'360'000));
  EXPECT_THAT(Verified("放映电影2160场,180个村每村每月1场。"), ElementsAre(2160));
  EXPECT_THAT(Verified("放映电影1100场(97个村,每村12场)。"), IsEmpty()) << "some may have had more";
}

TEST(CheckAmountsTest, WhatLiesBeyondTheTargetIsTheDifference) {
  const auto beyond = [](const std::string& progress) {
    std::vector<double> stated;
    for (const Check& check : ReadReport("新增学位1200个。", progress).checks) {
      if (check.project == 1) stated.push_back(check.stated);
    }
    return stated;
  };
  EXPECT_THAT(beyond("新增学位1350个,比年度任务多150个。"), ElementsAre(150));
  EXPECT_THAT(beyond("新增学位1350个,超额完成12.5%。"), ElementsAre(12.5));
  EXPECT_THAT(ReadReport("新增学位1200个。", "新增学位1350个,超目标任务11%。").findings, IsEmpty());
}

TEST(CheckPartsTest, ATotalClosesTheListOfItsParts) {
  const auto accused = [](const std::string& progress) {
    return ReadReport("修建步道。", progress).findings.size();
  };
  EXPECT_EQ(accused("东街17公里、西街15公里,共32公里。"), 0u);
  EXPECT_EQ(accused("东街17公里、西街15公里,共33公里。"), 1u);
  EXPECT_EQ(accused("新建17公里、改造15公里,共完成33公里。"), 1u);
  EXPECT_EQ(accused("新建17公里、改造15公里,共完成32公里。"), 0u);
  EXPECT_EQ(accused("新建17公里、改造15公里,共惠及沿线33公里。"), 0u)
      << "the total is of something else";
  EXPECT_EQ(accused("东街17公里、西街15公里等,共33公里。"), 0u);
  EXPECT_EQ(accused("东街17公里、西街15公里,全区共33公里。"), 0u);
  EXPECT_EQ(
      accused("新建车场5处,城区新增步道17公里,乡镇新增步道15公里,全区共新增步道33公里。同时亮化。"),
      1u);
  EXPECT_THAT(Verified("修建步道32公里(东街17公里；西街15公里)。"), ElementsAre(32));
}

TEST(CheckPartsTest, FundsOfTheStateAndOfThePeopleMakeUpAnInvestment) {
  const auto accused = [](const std::string& total) {
    return ReadReport("硬化巷道。",
                      "投资" + total + "万元硬化巷道,其中财政奖补1820万元,群众筹资1264.21万元。")
        .findings.size();
  };
  EXPECT_EQ(accused("3084.21"), 0u);
  EXPECT_EQ(accused("3184.21"), 1u) << "one digit is wrong";
  EXPECT_EQ(accused("3295.6"), 0u) << "others may have paid too";
}

TEST(CheckPartsTest, AWholeMayBeSaidInASentenceBefore) {
  EXPECT_THAT(Verified("改造桥梁9座。4座完工,5座正在施工。"), ElementsAre(9));
  EXPECT_THAT(Verified("帮扶家庭27户:7户“助学”家庭已领补助;20户“安居”家庭已领建房款。"),
              ElementsAre(27));
  EXPECT_THAT(Verified("东区划线163个;西区划线64个,合计227个。"), ElementsAre(227));
  EXPECT_THAT(Verified("北岸完成护堤3公里,南岸完成护堤5公里,累计完成护堤8公里。"), ElementsAre(8));
}

TEST(CheckPartsTest, WhatHoldsThePartsIsNoneOfThem) {
  const auto accused = [](const std::string& progress) {
    return ReadReport("新增车位。", progress).findings.size();
  };
  for (const std::string lots :
       {"东门、西街等4个停车场车位", "4个停车场车位", "东门、西街2个停车场"}) {
    EXPECT_EQ(accused("新增车位1265个,其中" + lots + "730个,路边车位535个。"), 0u) << lots;
    EXPECT_EQ(accused("新增车位1265个,其中" + lots + "730个,路边车位575个。"), 1u) << lots;
  }
  EXPECT_EQ(accused("主城建成警务站148个,其他31个乡镇建成364个,共512个。"), 0u);
  EXPECT_EQ(accused("主城建成警务站148个,其他乡镇建成364个,共532个。"), 1u);
  EXPECT_THAT(Verified("主城建成警务站148个,其他31个乡镇建成364个,共512个。"), ElementsAre(512));
  EXPECT_THAT(Verified("新增学位5200个,其中小学3100个初中2100个。"), ElementsAre(5200))
      << "a comma was lost";
}

}  // namespace
}  // namespace duban::documents
