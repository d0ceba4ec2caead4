#include "documents/core/checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// The totals and counts of a report on one project that hold.
std::vector<double> Verified(const std::string& progress) {
  std::vector<double> stated;
  for (const Check& check : ReadReport("惠及群众。", progress).checks) {
    EXPECT_TRUE(check.ok);
    stated.push_back(check.stated);
  }
  return stated;
}

TEST(CheckTest, MoreThanAllPrintedAsAllAccusesNobody) {
  EXPECT_THAT(ReadReport("新增学位900个。", "新增学位990个,完成目标任务的100%。").findings,
              IsEmpty());
  EXPECT_THAT(ReadReport("新增学位900个。", "新增学位506个,完成目标任务的100%。").findings,
              Not(IsEmpty()));
}

TEST(CheckTest, AShareInACellOfItsOwnMayTellOfMoreThanTheFigure) {
  const auto findings = [](const std::string& promise, const std::string& report) {
    auto reading = ReadDocument(
        "白云区2023年民生实事进展情况(上半年)\n序号 | 项目 | 牵头单位 | 落实情况 | 完成率 |\n1 | " +
        promise + " | 区水务局 | " + report +
        " | 65% |\n2 | 修路3公里。 | 区交通局 | 已修路1公里。 | 33% |\n");
    EXPECT_TRUE(reading.ok());
    return reading->draft.findings.size();
  };
  EXPECT_EQ(findings("改造泵站4座,整治西河。", "4座泵站已完工。西河整治正在招标。"), 0u);
  EXPECT_EQ(findings("改造泵站4座,建设闸门2个。", "改造泵站3座。"), 0u);
  EXPECT_EQ(findings("改造泵站4座。", "改造泵站3座。"), 1u);
}

TEST(CheckTest, ARowOfTotalsIsHeldAgainstItsColumns) {
  const auto findings = [](const std::string& total) {
    auto reading = ReadDocument(
        "白云区2023年民生实事进展情况表(1-12月)\n序号 | 项目名称 | 计划数(户) | 完成数(户) | "
        "责任单位 |\n1 | 改造危房 | 300 | 150 | 区住建局 |\n"
        "2 | 供水入户 | 300 | 160 | 区水务局 |\n3 | 供气入户 | 100 | 90 | 区住建局 |\n" +
        total + "\n");
    EXPECT_TRUE(reading.ok());
    return reading->draft.findings.size();
  };
  EXPECT_EQ(findings("合计 | | 700 | 400 | |"), 0u);
  EXPECT_EQ(findings("| 合计 | 700 | 400 | |"), 0u);
  EXPECT_EQ(findings("合计 | | 700 | 410 | |"), 1u);
  // Far from the sum, rows are missing.
  EXPECT_EQ(findings("合计 | | 2700 | 1400 | |"), 0u);
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

TEST(CheckTest, MembersOfAListAreCounted) {
  EXPECT_THAT(Verified("整治杨梅路等5条路的积水、完成文昌路、人民南路2个路口改造。"),
              ElementsAre(2));
  EXPECT_THAT(Verified("新开K12、K15、216和388等4条线路。"), ElementsAre(4));
}

TEST(CheckTest, AListInTheWordsBeforeIsCountedOnce) {
  const Draft draft = ReadReport("惠及群众。", "新开K12、K15、K16等3条线路。",
                                 "涵盖教育、医疗、养老、交通等四个方面。\n");
  ASSERT_THAT(draft.checks, SizeIs(2));
  EXPECT_EQ(draft.checks[0].stated, 3);
  EXPECT_EQ(draft.checks[1].stated, 4);
  EXPECT_EQ(draft.checks[1].project, 0);
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

TEST(CheckTest, ARowOfTotalsAccusesOnlyWhereItsColumnIsSure) {
  const auto read = [](const std::string& rows) {
    auto reading = ReadDocument(
        "白云区2022年民生实事项目进展情况(截至12月底)\n序号 | 项目 | 建设内容 | 计划投资(万元) | "
        "完成投资(万元) | 责任单位 |\n" +
        rows);
    EXPECT_TRUE(reading.ok());
    return reading->draft;
  };
  const std::string rows =
      "1 | 修路 | 修路3公里 | 500 | 400 | 区交通局 |\n2 | 办学 | 建学校2所 | 700 | 600 | 区教育局 "
      "|\n3 | 供水 | 铺管网9公里 | 800 | 700 | 区水利局 |\n";
  EXPECT_THAT(read(rows + "合计 | | | 2000 | 1700 | |\n").findings, IsEmpty());
  EXPECT_THAT(read(rows + "合计 | | | 2000 | 1800 | |\n").findings, SizeIs(1));
  EXPECT_THAT(read(rows + "合计 | | | 1700 | 2000 | |\n").findings,
              IsEmpty());  // slipped by a column
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

TEST(CheckColumnsTest, ARowMayNotPrintAnotherShareThanAllOthers) {
  const auto table = [](const std::string& share, const std::string& others) {
    std::string text =
        "白云区2023年民生实事项目进展情况表\n单位:万元\n序号 | 项目名称 | 计划投资 | 完成投资 | "
        "完成率(%) | 责任单位 |\n";
    for (int i = 1; i <= 6; ++i) {
      text += std::to_string(i) + " | 改造第" + std::to_string(i) + "片管网 | " +
              std::to_string(400 * i) + " | " + std::to_string(300 * i) + " | " +
              (i == 4 ? share : others) + " | 区住建局 |\n";
    }
    return ReadDraft(text);
  };
  EXPECT_THAT(table("75", "75").findings, IsEmpty());
  EXPECT_THAT(table("79", "75").findings, SizeIs(1));
  EXPECT_THAT(table("79", "95").findings, IsEmpty()) << "the column is a share of something else";
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

TEST(CheckTest, ARateThatNamesItsPartIsOfNoOther) {
  EXPECT_THAT(Verified("17座泵站中,13座已交付,其余4座正在施工,合格率达到100%。"), ElementsAre(17));
  EXPECT_THAT(Verified("应检500人,实检475人,受检率95%。"), ElementsAre(95));
}

TEST(CheckTest, ACellThatSaysDoneIsOfAllPromisesOfItsRow) {
  const auto accused = [](const std::string& progress, const std::string& state) {
    return ReadDraft(
               "白云区2022年民生实事项目完成情况\n序号 | 项目 | 建设内容 | 进展情况 | 责任单位 | "
               "状态 |\n1 | 公园绿道 | 新建公园8个、步道24公里 | " +
               progress + " | 区园林局 | " + state +
               " |\n2 | 修路 | 修路3公里 | 修路3公里 | 区交通局 | 完成 |\n3 | 修桥 | 修桥3座 | "
               "修桥2座 | 区交通局 | 推进中 |\n")
        .findings.size();
  };
  EXPECT_EQ(accused("公园建成8个,步道建成24公里", "完成"), 0u);
  EXPECT_EQ(accused("公园建成8个,步道建成22.5公里", "完成"), 1u);
  EXPECT_EQ(accused("公园建成8个,步道建成22.5公里", "推进中"), 0u);
}

TEST(CheckTest, ALastLineThatCountsThePromisesIsAboutTheList) {
  const auto read = [](const std::string& share) {
    return ReadDraft(
        "白云区2023年民生实事项目进展情况\n1.新建幼儿园。新建幼儿园3所。目前已开工2所。\n2."
        "改造公厕。改造公厕12座。目前已改造9座。\n"
        "3.修建公园。修建口袋公园5处。目前已开工4处。\n截至9月底,20项民生实事中,已完成9项,占" +
        share + "。\n");
  };
  const Draft draft = read("45%");
  EXPECT_THAT(draft.findings, IsEmpty());
  ASSERT_THAT(draft.checks, SizeIs(1));
  EXPECT_EQ(draft.checks[0].project, 0);
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_THAT(draft.programmes[0].projects[2].tasks[0].measurements,
              Each(Field(&Measurement::unit, "处")));
  EXPECT_THAT(read("49%").findings, SizeIs(1));
}

// Where most shares of a column hold, one of a row with one promise and one figure of its unit that
// does not is wrong.
TEST(CheckTest, AShareThatAloneInItsColumnDoesNotHoldIsWrong) {
  std::string table =
      "安宁区2021年民生实事完成情况一览表\n序号 | 项目名称 | 目标任务 | 完成情况 | 完成率 |\n";
  for (int i = 1; i <= 6; ++i) {
    table += std::to_string(i) + " | 改造第" + std::to_string(i) +
             "社区 | 改造房屋100栋 | 已改造房屋" + std::to_string(90 + i) + "栋 | " +
             std::to_string(90 + i) + "% |\n";
  }
  const std::string sewers =
      "7 | 雨水管道 | 铺设管道20.5公里 | 铺设13.6公里,其余路段等待腾地,预计2022年5月铺完 | ";
  const Draft wrong = ReadDraft(table + sewers + "69% |\n");
  ASSERT_THAT(wrong.findings, SizeIs(1));
  EXPECT_EQ(wrong.findings[0].project, 7);
  EXPECT_THAT(ReadDraft(table + sewers + "66.3% |\n").findings, IsEmpty());
}

TEST(CheckTest, AShareBesideTwoColumnsOfNumbersIsOfThem) {
  const auto accused = [](const std::string& promised, const std::string& reached,
                          const std::string& share) {
    std::string table =
        "安宁区2021年民生实事进展情况表\n序号 | 项目名称 | 目标任务 | 年度目标数 | 累计完成数 | "
        "进度 |\n";
    for (int i = 1; i <= 6; ++i) {
      table += std::to_string(i) + " | 改造第" + std::to_string(i) +
               "社区 | 改造房屋100栋 | 100 | " + std::to_string(90 + i) + " | " +
               std::to_string(90 + i) + "% |\n";
    }
    return ReadDraft(table + "7 | 征收社保 | 征收" + promised + " | 400 | " + reached + " | " +
                     share + " |\n")
        .findings.size();
  };
  EXPECT_EQ(accused("400户", "372", "93%"), 0u);
  EXPECT_EQ(accused("400户", "372", "96.5%"), 1u);
  EXPECT_EQ(accused("400万元", "372", "93%"), 0u);
  EXPECT_EQ(accused("400万元", "372", "96.5%"), 1u)
      << "a bare number counts 万元 as its promise does";
  EXPECT_EQ(accused("400万元", "3", "93%"), 0u) << "far off, one of them is of something else";
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

TEST(CheckTest, ARateIsOfThePlanRightBeforeIt) {
  EXPECT_THAT(ReadReport("保障住房。", "建成住房3860套,年度任务3800套,完成率106.7%。").findings,
              SizeIs(1));
  EXPECT_THAT(ReadReport("保障住房。", "建成住房3860套,年度任务3800套,完成率101.6%。").findings,
              IsEmpty());
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

// What the words about a list count of its projects is held against the list below them.
TEST(CheckTest, CountsOfProjectsAreHeldAgainstWhatIsListed) {
  const auto counts = [](const std::string& lead) {
    const Draft draft =
        ReadDraft("白云区2023年民生实事进展情况\n" + lead +
                  "\n1.新建幼儿园。新建幼儿园3所。目前3所全部完工,已完成年度任务。\n2."
                  "改造公厕。改造公厕12座。目前已改造9座,正在推进其余3座。\n"
                  "3.修建公园。修建口袋公园5处。已超额完成年度任务,建成6处。\n4."
                  "建设停车场。新增泊位800个。因征迁缓慢,仅建成200个,进度滞后。\n"
                  "5.改造管网。改造管网40公里。目前已改造28公里,正在推进。\n");
    std::vector<double> stated;
    for (const Check& check : draft.checks) {
      if (check.kind != CheckKind::kCount) continue;
      EXPECT_TRUE(check.ok);
      EXPECT_EQ(check.project, 0);
      stated.push_back(check.stated);
    }
    EXPECT_THAT(draft.findings, IsEmpty());
    return stated;
  };
  EXPECT_THAT(counts("区政府确定的5项民生实事,截至9月底已完成2项,正在推进2项,进度滞后1项。"),
              ElementsAre(5, 2, 2, 1));
  EXPECT_THAT(counts("今年共有民生实事5件。其中2件已办结,1件超额完成。"), ElementsAre(5, 2, 1));
  EXPECT_THAT(counts("5个民生实事项目中,推进缓慢的1个。"), ElementsAre(5, 1));
  // Pieces of projects, other lists, what nothing below bears out, and the name of the programme.
  EXPECT_THAT(counts("分解为8项任务,已完成4项。"), IsEmpty());
  EXPECT_THAT(counts("已完成3项,进度滞后2项。"), IsEmpty());
  EXPECT_THAT(counts("区政府办好五件民生实事,下发通报2份,改造食堂1个。"), IsEmpty());
}

// What the first screen of the README prints of the sample that is imported first.
TEST(ChecksTest, TheReadmeCountsTheFiguresOfItsSample) {
  const auto contents = [](const std::string& file) {
    std::ifstream in(std::string(DUBAN_SOURCE_DIR "/") + file);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const Draft draft = ReadDraft(contents("tests/data/documents/panyu_style_table.txt"));
  const auto held = std::ranges::count_if(draft.checks, &Check::ok);
  const std::string said = std::to_string(held) + " of " + std::to_string(draft.checks.size()) +
                           " stated figures verified";
  EXPECT_NE(contents("README.md").find(said), std::string::npos) << said;
}

}  // namespace
}  // namespace duban::documents
