#include "documents/core/figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Task ReadTaskOf(const std::string& target, const std::string& progress) {
  return ReadReport(target, progress).programmes.at(0).projects.at(0).tasks.at(0);
}

TEST(FigureReaderTest, WhatWasBeforeIsNeitherPromisedNorReached) {
  const Task task = ReadTaskOf("补助由每人300元提高到420元。", "道路从3.5米拓宽至6米。");
  ASSERT_THAT(task.targets, SizeIs(1));
  EXPECT_EQ(task.targets[0].value, 420);
  ASSERT_THAT(task.measurements, SizeIs(1));
  EXPECT_EQ(task.measurements[0].value, 6);
}

TEST(FigureReaderTest, ABoundMayStandFurtherAhead) {
  const Task task = ReadTaskOf("标准不低于全县平均水平的1.6倍。", "已完成。");
  ASSERT_THAT(task.targets, SizeIs(1));
  EXPECT_EQ(task.targets[0].comparator, Comparator::kAtLeast);
}

TEST(FigureReaderTest, AnExceededTargetIsStillTheTarget) {
  const Task task = ReadTaskOf("改造幼儿园。", "改造幼儿园48所,超额完成40所的年度目标任务。");
  ASSERT_THAT(task.targets, SizeIs(1));
  EXPECT_EQ(task.targets[0].value, 40);
  EXPECT_EQ(task.targets[0].comparator, Comparator::kEqual);
  EXPECT_EQ(task.status, Status::kOverfulfilled);
}

TEST(FigureReaderTest, ADistanceInPercentagePointsMeasuresNothing) {
  const Task task = ReadTaskOf("完成投资2亿元。", "完成投资1.4亿元,比年度计划高20.3个百分点。");
  ASSERT_THAT(task.measurements, SizeIs(1));
  EXPECT_EQ(task.measurements[0].unit, "元");
  EXPECT_THAT(task.targets, SizeIs(1));
}

TEST(FigureReaderTest, AReportOpensWithItsState) {
  EXPECT_EQ(ReadTaskOf("发放补助。", "已完成。 从4月起按新标准发放。").status, Status::kCompleted);
  EXPECT_EQ(ReadTaskOf("发放补助。", "顺利推进。 已发放两批。").status, Status::kInProgress);
  // Everything has begun, which is not everything done.
  EXPECT_NE(ReadTaskOf("整治村庄200个。", "各项目均已开工,累计完成65个村庄整治。").status,
            Status::kCompleted);
}

TEST(FigureReaderTest, WhatAShareOfThePlanIsSaidOfIsReached) {
  const Task task = ReadTaskOf("建设公共停车位。",
                               "全年计划新增1200个泊位,完成施划960个车位,完成年度任务的80%。");
  ASSERT_THAT(task.targets, SizeIs(1));
  EXPECT_EQ(task.targets[0].value, 1200);
  ASSERT_THAT(task.measurements, SizeIs(1));
  EXPECT_EQ(task.measurements[0].value, 960);
  EXPECT_EQ(task.measurements[0].stated_ratio, 80);
}

TEST(FigureReaderTest, AVagueProgressIsNoShareOfWhatIsCountedBesideIt) {
  auto reading = ReadDocument(
      "余江市2025年民生实事进展情况(截至5月15日)\n序号 | 项目 | 目标任务 | 进展情况 |\n"
      "1 | 安静 | 创建小区8家。 | 4家已建成,8家进度50%以上。 |\n2 | 修路 | 修路3公里。 | "
      "已修路1公里。 |\n");
  ASSERT_TRUE(reading.ok());
  EXPECT_THAT(reading->draft.checks, IsEmpty());
}

TEST(NarrativeStatusTest, WhatOnlyWaitsForItsInspectionIsDone) {
  EXPECT_EQ(NarrativeStatus("道路70公里,现已全部完工,正在组织验收。", Kind::kProgress),
            Status::kCompleted);
  EXPECT_EQ(NarrativeStatus("主体已完工,正在组织验收。", Kind::kProgress), Status::kInProgress);
}

TEST(NarrativeStatusTest, AStepThatWasExceededIsNoTaskExceeded) {
  EXPECT_EQ(NarrativeStatus("改造锅炉118台,超额完成9月份节点目标,完成年度目标(锅炉146台)的80.8%。",
                            Kind::kProgress),
            Status::kNone);
  EXPECT_EQ(NarrativeStatus("超额完成年度目标。", Kind::kProgress), Status::kOverfulfilled);
}

TEST(NarrativeStatusTest, AClauseSaysThatWorkGoesOnOrIsDone) {
  EXPECT_EQ(NarrativeStatus("设备购进中", Kind::kProgress), Status::kInProgress);
  EXPECT_EQ(NarrativeStatus("推进中医保健服务。该项目已于10月底完成。", Kind::kProgress),
            Status::kCompleted);
  for (const std::string done :
       {"该项目已办结。", "全市3860名对象全部按新标准领取,该项实事已完成。",
        "建成2家,其中镇级1家,项目已完成。", "送戏20场,已完成。"}) {
    EXPECT_EQ(NarrativeStatus("新增泊位500个。" + done, Kind::kProgress), Status::kCompleted)
        << done;
  }
  for (const std::string part : {"改造3处,设计已完成。", "开工9处,项目前期已完成。",
                                 "该项目未办结。", "新建4座,招标工作已完成。"}) {
    EXPECT_EQ(NarrativeStatus("新增泊位500个。" + part, Kind::kProgress), Status::kNone) << part;
  }
  EXPECT_EQ(NarrativeStatus("培训高中、初中教师。", Kind::kProgress), Status::kNone);
  EXPECT_EQ(NarrativeStatus("22%(严重滞后)", Kind::kProgress), Status::kDelayed);
}

TEST(FigureReaderTest, AMonthOfAReportIsNoDeadline) {
  const Task task = ReadTaskOf("安装设备。", "于8月份完成安装100台的年度目标。");
  ASSERT_THAT(task.targets, SizeIs(1));
  EXPECT_EQ(task.targets[0].due, (Date{2023, 12, 31}));
}

TEST(FigureReaderTest, APromiseOfSeveralYearsIsDueWithTheLast) {
  const Task task = ReadTaskOf("2606个村通公路(2021—2025年)。", "已完成。");
  ASSERT_THAT(task.targets, SizeIs(1));
  EXPECT_EQ(task.targets[0].due, (Date{2025, 12, 31}));
}

TEST(FigureReaderTest, WhatWasDoneInATimeOfItsOwnIsReached) {
  const Task task = ReadTaskOf("提升健康水平。", "婚检年度任务900人,1-6月完成450人,完成率50%。");
  ASSERT_THAT(task.targets, SizeIs(1));
  EXPECT_EQ(task.targets[0].value, 900);
  ASSERT_THAT(task.measurements, SizeIs(1));
  EXPECT_EQ(task.measurements[0].value, 450);
}

TEST(FigureReaderTest, WhatAReportGoesOnToIsStillToCome) {
  const Task task = ReadTaskOf(
      "新建学校40所。",
      "已开工36所,其中正在装修9所。下一步,督促4所学校8月底前全部开工,年内新增床位不少于60张。");
  ASSERT_THAT(task.milestones, SizeIs(1));
  EXPECT_EQ(task.milestones[0].due, (Date{2023, 8, 31}));
  ASSERT_THAT(task.milestones[0].targets, SizeIs(1));
  EXPECT_EQ(task.milestones[0].targets[0].value, 4);
  EXPECT_THAT(task.measurements, SizeIs(2));
  ASSERT_THAT(task.targets, SizeIs(2));
  EXPECT_EQ(task.targets[1].unit, "张");
  EXPECT_EQ(task.status, Status::kInProgress);
}

TEST(FigureReaderTest, EveryDayThatAReportPlansForIsAStep) {
  const Task task = ReadTaskOf(
      "改造管网。", "正在招标,计划7月底进场施工、9月下旬完工;原计划5月底前开标。6月20日前已选址。");
  ASSERT_THAT(task.milestones, SizeIs(3));
  EXPECT_EQ(task.milestones[0].due, (Date{2023, 7, 31}));
  EXPECT_EQ(task.milestones[1].due, (Date{2023, 9, 30}));
  EXPECT_EQ(task.milestones[2].due, (Date{2023, 5, 31}));
}

TEST(FigureReaderTest, ADayThatAPlanNamesWithoutAFigureIsAStep) {
  const Programme plan = ReadList(
      "白云区2023年民生实事项目\n1.新建学校。新建学校3所。\n2."
      "区医院。区医院门诊楼10月底前投入使用。\n"
      "3.改造管网。改造管网40公里,6月底前完成招标,9月底前建成通水。\n4.修路。8月底前修路5公里。\n");
  ASSERT_THAT(plan.projects, SizeIs(4));
  ASSERT_THAT(plan.projects[1].tasks.at(0).milestones, SizeIs(1));
  EXPECT_EQ(plan.projects[1].tasks.at(0).milestones[0].due, (Date{2023, 10, 31}));
  EXPECT_THAT(plan.projects[2].tasks.at(0).milestones, SizeIs(2));
  EXPECT_THAT(plan.projects[3].tasks.at(0).milestones, IsEmpty());
  EXPECT_EQ(plan.projects[3].tasks.at(0).targets.at(0).due, (Date{2023, 8, 31}));
}

TEST(FigureReaderTest, AReportMayOpenWithItsPromise) {
  const Programme report = ReadList(
      "白云区2023年上半年民生实事进展情况\n(一)改善办学条件。新建学校40所,新增学位2万个。上半年,"
      "已开工36所,新增学位4800个。责任单位:区教育局。"
      "下一步,督促未开工的学校9月底前开工。\n(二)建设公路。改造危桥60座。目前,"
      "改造危桥28座。责任单位:区交通局、区财政局。下一步,抢抓工期。\n"
      "(三)发放补贴。发放补贴3万人。截至6月底,发放补贴460万元。责任单位:区民政局。\n");
  ASSERT_THAT(report.projects, SizeIs(3));
  const Task& schools = report.projects[0].tasks.at(0);
  EXPECT_THAT(schools.targets, SizeIs(2));
  EXPECT_THAT(schools.measurements, SizeIs(2));
  EXPECT_THAT(schools.milestones, SizeIs(1));
  EXPECT_THAT(report.projects[0].lead_units, testing::ElementsAre("区教育局"));
  EXPECT_THAT(report.projects[1].lead_units, testing::ElementsAre("区交通局", "区财政局"));
  EXPECT_THAT(report.projects[1].tasks.at(0).targets, SizeIs(1));
  EXPECT_THAT(report.projects[2].tasks.at(0).targets, SizeIs(1));  // as the others
}

TEST(FigureReaderTest, TheClausesOfAFinishedListReport) {
  const Programme report = ReadList(
      "2018年政府工作报告\n一、2017年工作回顾\n民生持续改善。县人大会议确定的五件民生实事全面完成:"
      "新建幼儿园6所,新增学位1080个;改造棚户区752套;"
      "新修公路78公里;城区新增停车位420个;送戏下乡132场。\n");
  ASSERT_THAT(report.projects, SizeIs(5));
  for (const Project& project : report.projects) {
    EXPECT_THAT(project.tasks.at(0).targets, IsEmpty());
    EXPECT_FALSE(project.tasks.at(0).measurements.empty());
  }
}

TEST(FigureReaderTest, ANoteSaysWhichOfSeveralOfficesLeads) {
  const std::string list =
      "1.新建学校38所。\n责任单位:市教育局、市财政局\n2.改造公厕60座。\n责任单位:市城管局\n3."
      "修路30公里。\n责任单位:市交通局、市公路中心、各区政府\n";
  const Programme noted =
      ReadList("2020年白云区民生实事责任分解\n(责任单位列第一位者为牵头单位)\n" + list);
  ASSERT_THAT(noted.projects, SizeIs(3));
  EXPECT_THAT(noted.projects[0].lead_units, testing::ElementsAre("市教育局"));
  EXPECT_THAT(noted.projects[0].cooperating_units, testing::ElementsAre("市财政局"));
  EXPECT_THAT(noted.projects[2].cooperating_units, testing::ElementsAre("市公路中心", "各区政府"));
  EXPECT_THAT(ReadList("2020年白云区民生实事责任分解\n" + list).projects.at(0).lead_units,
              SizeIs(2));
}

TEST(FigureReaderTest, PartsOfAPromiseByTheirDaysAreSteps) {
  const Programme plan = ReadList(
      "白云区2023年民生实事项目\n一、安居工程(牵头单位:区住建局)\n改造危房1500户。\n第一季度:"
      "完成核查;第二季度:开工500户;第四季度:全部竣工。\n"
      "二、道路工程(牵头单位:区交通局)\n新建公路38公里,上半年完成15公里。\n三、供暖工程(牵头单位:"
      "区城管局)\n更换表具8600块。\n"
      "工作措施:9月底前完成检查,入户率达到98%以上;10月31日前完成更换。\n四、就业工程(牵头单位:"
      "区人社局)\n新增就业4300人,7月底前举办招聘会20场。\n");
  ASSERT_THAT(plan.projects, SizeIs(4));
  const auto task = [&](std::size_t project) { return plan.projects[project].tasks.at(0); };
  EXPECT_THAT(task(0).milestones, SizeIs(3));
  EXPECT_THAT(task(0).targets, SizeIs(1));
  ASSERT_THAT(task(1).milestones, SizeIs(1));
  EXPECT_EQ(task(1).milestones[0].due, (Date{2023, 6, 30}));
  EXPECT_EQ(task(1).milestones[0].targets.at(0).value, 15);
  EXPECT_THAT(task(1).targets, SizeIs(1));
  EXPECT_THAT(task(2).milestones, SizeIs(2));
  EXPECT_THAT(task(2).targets, SizeIs(1));
  EXPECT_THAT(task(3).milestones, IsEmpty());  // a promise of its own, with its day
  EXPECT_THAT(task(3).targets, SizeIs(2));
}

TEST(FigureReaderTest, AColumnOfWhatComesNextHoldsSteps) {
  const Programme report = ReadList(
      "白云区2023年民生实事进展情况表(截至6月底)\n序号 | 项目 | 目标任务 | 进展情况 | 下一步措施 | "
      "责任单位 |\n"
      "1 | 改造民宅 | 改造民宅126栋。 | 完成74栋。 | 8月底前签约,10月底前竣工40栋。 | 区住建局 "
      "|\n2 | 修路 | 修路3公里。 | 已修路1公里。 | 加快进度。 | 区交通局 |\n");
  const Task& houses = report.projects.at(0).tasks.at(0);
  ASSERT_THAT(houses.milestones, SizeIs(2));
  EXPECT_EQ(houses.milestones[1].targets.at(0).value, 40);
  EXPECT_THAT(houses.targets, SizeIs(1));
}

TEST(FigureReaderTest, AHeadingOfOneWordSaysWhatItsTextIs) {
  const Programme report = ReadList(
      "关于2023年上半年民生实事进展情况的报告\n一、村卫生室建设\n(一)"
      "目标任务。新建村卫生室32间。责任单位:县卫健委。\n(二)进展情况。竣工14间,竣工率43.8%。\n"
      "二、妇女筛查\n(一)目标任务。筛查9500人。责任单位:县妇联。\n(二)"
      "进展情况。筛查5216人。\n三、急救站建设\n(一)目标任务。新增急救站4个。责任单位:县卫健委。\n"
      "(二)进展情况。新增急救站2个。\n");
  ASSERT_THAT(report.projects, SizeIs(3));
  EXPECT_EQ(report.projects[0].tasks.at(0).targets.at(0).value, 32);
  ASSERT_THAT(report.projects[0].tasks.at(0).measurements, SizeIs(1));
  EXPECT_EQ(report.projects[0].tasks.at(0).measurements[0].stated_ratio, 43.8);
}

TEST(FigureReaderTest, BracketsNameWhoLeadsWithWhom) {
  const Programme plan = ReadList(
      "2011年白云省十件民生实事分工方案\n1、发放补贴。发放补贴275万元。(由省财政厅牵头,"
      "会同省民政厅、物价局等单位负责落实)\n"
      "2、医疗保障。建设医院30家。(由省卫生厅、省人社厅分别牵头,会同省发改委等单位负责落实)"
      "\n3、扶贫。改造危房54万户。(由省农业厅牵头,会同省财政厅负责落实)\n");
  ASSERT_THAT(plan.projects, SizeIs(3));
  EXPECT_THAT(plan.projects[0].lead_units, testing::ElementsAre("省财政厅"));
  EXPECT_THAT(plan.projects[0].cooperating_units, testing::ElementsAre("省民政厅", "物价局"));
  EXPECT_THAT(plan.projects[1].lead_units, testing::ElementsAre("省卫生厅", "省人社厅"));

  const Programme report = ReadList(
      "2024年白云县民生实事完成情况\n1.水利设施。修建提灌站1座。(县水务局 "
      "已完成)\n2.农村公路。实际新改建86公里。(县交通局牵头,相关乡镇人民政府配合 超额完成)\n"
      "3.城镇公厕。实际建成10座。(县城管局 已完成)\n");
  ASSERT_THAT(report.projects, SizeIs(3));
  EXPECT_THAT(report.projects[0].lead_units, testing::ElementsAre("县水务局"));
  EXPECT_THAT(report.projects[1].lead_units, testing::ElementsAre("县交通局"));
  EXPECT_THAT(report.projects[1].cooperating_units, testing::ElementsAre("相关乡镇人民政府"));
}

TEST(FigureReaderTest, WhatARateOfCompletionIsSaidOfIsReached) {
  const Task road =
      ReadTaskOf("建设公路。", "年度任务25公里,完成路面硬化21.5公里,完成率86%。正在推进。");
  ASSERT_THAT(road.targets, SizeIs(1));
  ASSERT_THAT(road.measurements, SizeIs(1));
  EXPECT_EQ(road.measurements[0].stated_ratio, 86);
  const Task markets = ReadTaskOf("改造市场。", "计划改造3个,东街、西街市场2个完成改造。");
  EXPECT_THAT(markets.targets, SizeIs(1));
  EXPECT_THAT(markets.measurements, SizeIs(1));
  const Task jobs = ReadTaskOf("促进就业。", "新增就业4135人,目标3800人以上,完成率108.8%。");
  ASSERT_THAT(jobs.targets, SizeIs(1));
  EXPECT_EQ(jobs.targets[0].value, 3800);
}

TEST(FigureReaderTest, TheStartOfTheYearDatesNothingThatIsReached) {
  const Task task = ReadTaskOf("整改户厕。", "年初排查问题户厕312户。新建户厕95户。");
  ASSERT_FALSE(task.measurements.empty());
  for (const Measurement& m : task.measurements) EXPECT_EQ(m.as_of, (Date{2023, 6, 30}));
}

TEST(FigureReaderTest, ASentenceThatGivesOnlyADateHoldsForAllBeforeIt) {
  for (const std::string by : {"8月底前竣工并投入使用。", "8月31日前全部完成。", "8月底前建成。"}) {
    const Programme list =
        ReadList("白云区2023年民生实事项目\n1.新建学校。新建小学3所,新增学位1200个。其中公办2所。" +
                 by + "\n2.改造管网。改造管网40公里。" + by + "\n3.修路。修路5公里。\n");
    ASSERT_THAT(list.projects, SizeIs(3));
    for (int i = 0; i < 2; ++i) {
      const Task& task = list.projects[static_cast<std::size_t>(i)].tasks.at(0);
      EXPECT_THAT(task.milestones, IsEmpty()) << by;
      ASSERT_THAT(task.targets, Not(IsEmpty())) << by;
      for (const Target& target : task.targets)
        EXPECT_EQ(target.due, (Date{2023, 8, 31})) << by << target.value;
    }
    EXPECT_EQ(list.projects[2].tasks.at(0).targets.at(0).due, (Date{2023, 12, 31}));
  }
}

TEST(FigureReaderTest, WhatIsSaidOfATaskLeavesItsFigurePromised) {
  const Programme list = ReadList(
      "白云区2023年民生实事上半年进展情况\n1.平安建设。新增探头800个的任务已在5月底提前完成,"
      "实际安装826个。\n2.修路。硬化公路100公里的目标任务已全部完成。\n"
      "3.供水。改造管网60公里的年度任务正在推进,已改造管网20公里。\n");
  ASSERT_THAT(list.projects, SizeIs(3));
  for (const auto& [project, promised, reached] :
       {std::tuple<std::size_t, double, double>{0, 800, 826}, {1, 100, 100}, {2, 60, 20}}) {
    const Task& task = list.projects[project].tasks.at(0);
    ASSERT_THAT(task.targets, SizeIs(1)) << project;
    EXPECT_EQ(task.targets[0].value, promised);
    ASSERT_THAT(task.measurements, SizeIs(1)) << project;
    EXPECT_EQ(task.measurements[0].value, reached);
  }
}

TEST(FigureReaderTest, APlanIsDueWithTheStepThatDoesAllOfIt) {
  const auto due = [](const std::string& item) {
    const Programme plan =
        ReadList("金台县2023年民生实事实施方案\n一、老旧小区改造\n" + item +
                 "牵头单位:县住建局\n二、公园建设\n新建公园3个。\n牵头单位:县园林局\n");
    return plan.projects.empty() || plan.projects[0].tasks.at(0).targets.empty()
               ? Date{}
               : plan.projects[0].tasks[0].targets[0].due.value_or(Date{});
  };
  for (const std::string steps :
       {"4月底前完成招投标;7月底前完成设计;9月20日前全部完工并投入使用。",
        "5月份开工;9月20日前完工。", "6月底前完工4个;9月20日前累计完工9个。",
        "5月底、9月20日前分别完成30%、100%。"}) {
    EXPECT_EQ(due("改造老旧小区9个,惠及居民1830户。\n工作进度:" + steps + "\n"),
              (Date{2023, 9, 20}))
        << steps;
    EXPECT_EQ(due("(一)目标任务\n改造老旧小区9个,惠及居民1830户。\n(二)时间安排\n" + steps + "\n"),
              (Date{2023, 9, 20}))
        << steps;
  }
  EXPECT_EQ(due("改造老旧小区9个,惠及居民1830户。5月底前完成招投标,9月20日前全部完工。\n"),
            (Date{2023, 9, 20}));
  for (const std::string steps :
       {"4月底前完成设计;9月20日前完成招投标。", "9月20日前全部开工。", "9月20日前开工9个。",
        "9月20日前完工4个。", "5月底、9月20日前分别完成30%、70%。",
        "9月20日前全部完工;11月底前组织回访。"}) {
    EXPECT_EQ(due("改造老旧小区9个,惠及居民1830户。\n工作进度:" + steps + "\n"),
              (Date{2023, 12, 31}))
        << steps;
  }
}

TEST(FigureReaderTest, AReportNamesWhoCarriesAProjectOut) {
  for (const auto& [by, cooperating] :
       {std::pair<std::string, std::vector<std::string>>{"该项目由区住建局实施。", {}},
        {"由区住建局会同各镇街实施。", {"各镇街"}},
        {"项目由区住建局联合区民政局组织实施。", {"区民政局"}}}) {
    const Programme list = ReadList(
        "白云区2023年民生实事项目上半年进展情况\n1.改造小区。计划改造小区18个。目前已完工6个。" +
        by + "\n2.修路。计划修路5公里。目前已完成3公里。该项目由区交通局实施。\n");
    ASSERT_THAT(list.projects, SizeIs(2)) << by;
    EXPECT_THAT(list.projects[0].lead_units, ElementsAre("区住建局")) << by;
    EXPECT_EQ(list.projects[0].cooperating_units, cooperating) << by;
    EXPECT_THAT(list.projects[1].lead_units, ElementsAre("区交通局")) << by;
  }
}

void ExpectReached(const Task& task, const std::vector<double>& targets,
                   const std::vector<double>& reached) {
  std::vector<double> of;
  std::vector<double> done;
  for (const Target& target : task.targets) of.push_back(target.value);
  for (const Measurement& m : task.measurements) done.push_back(m.value);
  EXPECT_EQ(of, targets) << task.narrative;
  EXPECT_EQ(done, reached) << task.narrative;
}

TEST(FigureReaderTest, WhatStandsBeforeItsPartsWasPromised) {
  ExpectReached(ReadTaskOf("畅通路网。", "12条断头路中,5条已通车,7条正在施工。"), {12}, {5, 7});
  ExpectReached(ReadTaskOf("改造小区。", "9个老旧小区中,6个小区已进场施工,3个小区正在招标。"), {9},
                {6, 3});
  ExpectReached(ReadTaskOf("建设公园。", "28个口袋公园开工21个、完工15个。"), {28}, {21, 15});
  ExpectReached(
      ReadTaskOf("改造小区。", "改造小区7个、52栋、1430户,目前5个小区已完工,2个正在施工。"),
      {7, 52, 1430}, {5, 2});
  ExpectReached(ReadTaskOf("改造水站。", "改造水站20处已完工11处。"), {20}, {11});
  ExpectReached(ReadTaskOf("培训工匠。", "培训工匠60人,实际培训72人(120%)。"), {60}, {72});
  ExpectReached(ReadTaskOf("硬化道路。", "硬化道路9公里仅完成路基。"), {9}, {});
}

TEST(FigureReaderTest, WhatIsSaidOfAFigureItselfIsReached) {
  ExpectReached(ReadTaskOf("建设公园。", "3个公园已完工,2个公园已开工。"), {}, {3, 2});
  ExpectReached(ReadTaskOf("发放补贴。", "46户家庭已领取,实际发放补贴92万元。"), {}, {46, 920000});
}

TEST(FigureReaderTest, WhatWasToBeReachedByThenIsAStep) {
  for (const std::string stage : {"超额完成8月份设置的累计2600个的节点目标",
                                  "达到8月底2600个的节点任务", "超额完成8月份节点目标(2600个)"}) {
    const Task task = ReadTaskOf(
        "新增停车位。", "累计新增停车位3100个," + stage + ",完成年度目标(4000个)的77.5%。");
    ExpectReached(task, {4000}, {3100});
    ASSERT_THAT(task.milestones, SizeIs(1)) << stage;
    EXPECT_EQ(task.milestones[0].due, (Date{2023, 8, 31}));
    ASSERT_THAT(task.milestones[0].targets, SizeIs(1));
    EXPECT_EQ(task.milestones[0].targets[0].value, 2600);
  }
}

}  // namespace
}  // namespace duban::documents
