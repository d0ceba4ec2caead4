#include "documents/core/occasion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "documents/core/kind_signs.h"
#include "documents/core/reader.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::SizeIs;

// What is said of a document by its head.
struct Head {
  int year;
  Kind kind;
  std::optional<Date> as_of;
  bool operator==(const Head&) const = default;
};

Head HeadOf(const std::string& text, const std::string& file_name = "") {
  auto reading = ReadDocument(text, {.file_name = file_name});
  EXPECT_TRUE(reading.ok());
  EXPECT_FALSE(reading->draft.programmes.empty()) << text;
  if (reading->draft.programmes.empty()) return {};
  const Programme& programme = reading->draft.programmes[0];
  return {programme.year, programme.kind, programme.as_of};
}

constexpr char kDone[] =
    "一、新增停车位500个,已全部建成。\n二、已改造厕所30座,完成年度任务。\n三、已建成公园2个。\n";
constexpr char kAhead[] =
    "一、新增停车位500个。\n二、改造厕所30座。\n三、建设公园2个,年底前投入使用。\n";

TEST(OccasionTest, TheYearOfThePromisesIsNotTheOneThatHistoryQuotesOrPublicationName) {
  EXPECT_EQ(HeadOf(std::string("某市民生实事进展顺利\n从2004年起,"
                               "市政府每年都为民办实事。\n根据2018年民生实事项目表,进展如下:\n") +
                   kDone)
                .year,
            2018);
  EXPECT_EQ(HeadOf(std::string("某市十件民生实事年度任务完成\n2024年2月29日\n2023年,"
                               "全市办好十件民生实事,完成全部任务:\n") +
                   kDone)
                .year,
            2023);
  EXPECT_EQ(HeadOf(std::string("某市民生实事全部完成\n2025年,全市办好民生实事:\n") + kDone +
                   "四、办培训班20期。居民说:“我每年都报名参加培训,生活变得特别有意思,"
                   "明年也就是2026年还要报名。”\n")
                .year,
            2025);
}

TEST(OccasionTest, ACountBehindAYearIsNoMonth) {
  EXPECT_EQ(
      HeadOf(std::string("某县2021年10项实事\n2020年的10项实事已经收官,2020年共投资3亿元。\n") +
             kAhead)
          .year,
      2021);
  EXPECT_EQ(
      HeadOf(
          std::string(
              "某县2021年1季度民生实事进展\n2020年的民生实事项目已经收官,2020年共投资3亿元。\n") +
          kDone)
          .year,
      2021);
}

TEST(OccasionTest, WhatASentenceSaysThatFollowsTitlesAListWithoutATitle) {
  const std::string items =
      "一、改造厕所4座。\n完成情况:改造厕所5座,已验收。\n二、治理河道2公里。\n完成情况:清淤1.5公里,"
      "正在施工。\n三、安装路灯200盏。\n完成情况:安装216盏。\n";
  EXPECT_EQ(HeadOf("各位代表:\n现将2023年三件民生实事的完成情况汇报如下。\n" + items).kind,
            Kind::kCompletion);
  EXPECT_EQ(HeadOf("各位代表:\n现将2023年三件民生实事的进展情况汇报如下。\n" + items).kind,
            Kind::kProgress);
}

TEST(OccasionTest, WhoListsWhatTheNextYearBringsHasClosedThisOne) {
  const std::string report =
      "某镇2023年民生实事\n一、改造厕所4座,已改造5座。\n二、治理河道2公里,目前清淤1.5公里,"
      "正在施工。\n三、安装路灯200盏,已安装216盏。\n";
  EXPECT_EQ(HeadOf(report).kind, Kind::kProgress);
  EXPECT_EQ(
      HeadOf(report +
             "附件:某镇2024年民生实事项目\n1.新建公厕3座。\n2.改造水渠5公里。\n3.新增床位20张。\n")
          .kind,
      Kind::kCompletion);
}

TEST(OccasionTest, ThatAYearWasPromisedAtItsBeginningDatesNoReport) {
  const std::string items =
      "一是新增城镇就业812人,完成年度任务800人的101.5%。\n二是改造老旧小区6个,"
      "已全部完工。\n三是改造供水管网9公里,受天气影响完成7公里。\n";
  for (const std::string lead :
       {"年初承诺的3件民生实事完成2件,1件正在推进:", "2021年初确定的3件实事已完成2件,1件还在实施:",
        "年初向群众作出的3项承诺事项办结2件:"}) {
    const Head head = HeadOf("政府工作报告\n2022年2月18日在县人民代表大会上\n一、2021年工作回顾\n" +
                             lead + "\n" + items);
    EXPECT_EQ(head.as_of, (Date{2021, 12, 31})) << lead;
    EXPECT_EQ(head.kind, Kind::kCompletion) << lead;
  }
}

TEST(OccasionTest, WhereNoYearIsPrintedTheFilesNameMaySayOne) {
  const std::string text = std::string("民生实事项目进展情况\n") + kDone;
  EXPECT_EQ(HeadOf(text).year, 0);
  EXPECT_EQ(HeadOf(text, "results-2019.txt").year, 2019);
  EXPECT_EQ(HeadOf(text, "scan-120192.txt").year, 0);
  EXPECT_EQ(HeadOf(text, "2019年进展.txt").year, 2019);
}

TEST(OccasionTest, TheSameTitleIsOfAPlanOrAReportByWhatItsItemsTell) {
  EXPECT_EQ(HeadOf(std::string("某区2022年民生实事项目\n") + kAhead).kind, Kind::kPlan);
  EXPECT_NE(HeadOf(std::string("某区2022年民生实事项目\n") + kDone).kind, Kind::kPlan);
}

TEST(OccasionTest, DatedStepsThatSpeakOfTheFinishedWorkAreStillAPlan) {
  EXPECT_EQ(
      HeadOf("2020年民办实事项目表\n序号 | 项目名称 | 主要内容 | 进度要求 | 责任单位 |\n"
             "1 | 改造厕所 | 新建改造厕所26座。 | 二季度全面开工;四季度投入使用。 | 市城管局 |\n"
             "2 | 老旧小区 | 改造小区70个。 | 一季度完成立项;四季度完成改造并投入使用。 | 市住建局 "
             "|\n")
          .kind,
      Kind::kPlan);
}

TEST(OccasionTest, AYearThatIsToldInTheNextIsOver) {
  const Head head = HeadOf(std::string("某市民生实事全部完成\n发布时间:2021-02-"
                                       "20\n2020年某市十方面民生实事项目已全部如期完成。\n") +
                           kDone);
  EXPECT_EQ(head, (Head{2020, Kind::kCompletion, Date{2020, 12, 31}}));
}

TEST(OccasionTest, AReportOfTheNextYearThatNamesNoPartOfTheYearClosesIt) {
  const std::string list =
      "一、新增停车位500个,已建成512个。\n二、改造厕所30座,29座已建成,"
      "1座正在施工。\n三、建设公园2个,已建成1个。\n";
  EXPECT_EQ(HeadOf("某县2021年民生实事落实情况\n发布日期:2022-01-12\n" + list).kind,
            Kind::kCompletion);
  EXPECT_EQ(HeadOf("某县2021年三季度民生实事落实情况\n发布日期:2022-01-12\n" + list).kind,
            Kind::kProgress);
  EXPECT_EQ(HeadOf("某县2021年民生实事落实情况\n发布日期:2021-09-12\n" + list).kind,
            Kind::kProgress);
}

TEST(OccasionTest, WhatIsAppraisedIsOver) {
  const std::string items =
      "(一)改造厕所44座,为任务的110%。\n(二)治理河道26公里,为任务的104%。\n(三)安装路灯216盏,"
      "为任务的108%。\n";
  const Head over{2012, Kind::kCompletion, Date{2012, 12, 31}};
  EXPECT_EQ(
      HeadOf("某市2012年为民办实事考核情况的通报\n各区县政府:\n现将有关情况通报如下。\n" + items),
      over);
  EXPECT_EQ(
      HeadOf("关于2012年为民办实事考评结果的通报\n各区县政府:\n现将考评结果通报如下。\n" + items),
      over);
  EXPECT_EQ(HeadOf("某市2012年民生实事项目验收情况报告\n经验收,3项任务均按时完成。\n" + items),
            over);
  EXPECT_EQ(
      HeadOf("某市2012年上半年为民办实事考核情况的通报\n现将有关情况通报如下。\n" + items).kind,
      Kind::kProgress);
  EXPECT_EQ(HeadOf("某市2012年为民办实事推进情况的通报\n现将有关情况通报如下。\n" + items).kind,
            Kind::kProgress);
}

TEST(OccasionTest, ResultsPublishedBeforeTheYearEndsAreOfThatDay) {
  const Head head = HeadOf(
      std::string("某县2022年民生实事完成情况\n发布日期: 2022-12-26\n目前,各项工程均已完成。\n") +
      kDone);
  EXPECT_EQ(head, (Head{2022, Kind::kCompletion, Date{2022, 12, 26}}));
}

TEST(OccasionTest, WhatAYearBroughtMayBeToldUpToADayOfTheNext) {
  const auto head = [](const std::string& day) {
    return HeadOf("云岭县人民政府关于2021年民生实事完成情况的报告\n2021年县政府办理3件民生实事。" +
                  day + "投入资金9000万元。现将完成情况报告如下:\n" + kDone);
  };
  EXPECT_EQ(head("截至2022年3月20日,已完成2件,剩余1件正在收尾。").as_of, (Date{2022, 3, 20}));
  EXPECT_EQ(head("截至2021年11月底,已完成2件,剩余1件正在收尾。").as_of, (Date{2021, 11, 30}));
}

TEST(OccasionTest, WhatIsSaidOfNowIsOfTheDayOfPublication) {
  const Head head = HeadOf(
      "某县2024年民生实事项目扎实推进\n发布时间:2024-09-11\n一、改造农田4万亩,"
      "目前已完成总工程量的25%。\n"
      "二、改造厕所,目前已验收8108座。\n三、新建幼儿园,目前已完成基础施工。\n");
  EXPECT_EQ(head, (Head{2024, Kind::kProgress, Date{2024, 9, 11}}));
}

TEST(OccasionTest, ADateFarIntoTheLeadDatesTheListToo) {
  std::string lead = "记者从会上获悉,2021年市政府工作报告提出的";
  for (int i = 0; i < 30; ++i) lead += "办好民生实事、";
  const Head head =
      HeadOf("某市民生实事完成情况\n" + lead + "截至2021年12月17日已完成年度任务。\n" + kDone);
  EXPECT_EQ(head.as_of, (Date{2021, 12, 17}));
}

// A quarter's report may give the figures of a day before its end; a day named with one of many
// projects dates that project alone.
TEST(OccasionTest, TheDayThatALeadNamesIsNearerThanTheQuarterOfTheTitle) {
  const Programme quarter = ReadList(
      "记者从区发改局了解到各项目一季度进展(截至3月27日):"
      "\n青浦区2025年民心工程一季度推进情况\n●道路建设。已完成路基8公里。\n●基站建设。已建成基站5个"
      "。\n"
      "●就业增收。已新增就业131人。\n");
  EXPECT_EQ(quarter.as_of, (Date{2025, 3, 27}));
  const Programme year = ReadList(
      "青浦区2017年十件惠民实事全面完成\n来源:青浦日报 2017-12-01 "
      "10:12\n目前,十件惠民实事已全面完成。\n1.新建公厕12座,已完成。\n2.改造道路6条,已完成。\n"
      "3.截至11月底,送戏下乡146场。\n4.新增床位260张,已完成。\n5.新建村卫生室19个,已完成。\n");
  EXPECT_EQ(year.as_of, (Date{2017, 12, 1}));
}

TEST(OccasionTest, QuartersBelowEachOtherDateAReportByTheLast) {
  const Head head = HeadOf(
      "某区2025年民生实事\n任务安排\n新建学校13所。\n落实情况\n第一季度:学校已完工4所。\n第三季度:"
      "目前10所学校已建成。\n");
  EXPECT_EQ(head.as_of, (Date{2025, 9, 30}));
}

constexpr char kGoing[] =
    "一、新增停车位500个,目前已建成200个,其余正在施工。\n二、改造厕所30座,"
    "已开工12座。\n三、建设公园2个,1个已完工。\n";
constexpr char kNames[] =
    "1.停车泊位扩容行动\n2.公共厕所改造行动\n3.口袋公园建设行动\n4.社区食堂助餐行动\n";

// A head as governments write them, the items below it, and what the list is of.
struct HeadCase {
  const char* name;
  std::string head;
  const char* items;
  Head wanted;
};

std::string NameOf(const testing::TestParamInfo<HeadCase>& info) { return info.param.name; }

class HeadTest : public testing::TestWithParam<HeadCase> {};

TEST_P(HeadTest, SaysTheYearTheKindAndTheDay) {
  const Head head = HeadOf(GetParam().head + GetParam().items);
  EXPECT_EQ(head.year, GetParam().wanted.year);
  EXPECT_EQ(head.kind, GetParam().wanted.kind);
  EXPECT_EQ(head.as_of, GetParam().wanted.as_of);
}

INSTANTIATE_TEST_SUITE_P(
    OfGovernments, HeadTest,
    testing::Values(
        HeadCase{"AVoteAfterTheLastListIsJudged",
                 "某区民生实事项目票决产生\n会议听取了2022年民生实事项目完成情况的报告,"
                 "对其进行满意度测评,票决确定了2023年4项民生实事项目,分别是:\n",
                 kNames,
                 {2023, Kind::kPlan, {}}},
        HeadCase{"TheJudgedListIsPraisedBelow",
                 "某区10件民生实事出炉\n会议公布了2023年民生实事票评结果和2024年民生实事票决结果。"
                 "代表们对2023年民生实事项目进行了满意度票评,"
                 "并票决确定了2024年4项民生实事项目。经票评,"
                 "2023年10件民生实事中停车项目满意度最高。\n某区2024年民生实事项目\n",
                 kNames,
                 {2024, Kind::kPlan, {}}},
        HeadCase{"AVoteInDecember",
                 "某县人大票决产生明年民生实事项目\n发布时间:2023-12-"
                 "28\n代表们票决产生了2024年度民生实事项目:\n",
                 kNames,
                 {2024, Kind::kPlan, {}}},
        HeadCase{
            "NextYearWithoutANumber",
            "某市明年要办这些民生实事\n发布时间:2022-12-20\n市政府研究确定了明年的民生实事项目:\n",
            kAhead,
            {2023, Kind::kPlan, {}}},
        HeadCase{
            "LastYearInJanuary",
            "某市民生实事全部办结\n发布时间:2024-01-18\n去年,市政府承诺的3件民生实事全部完成。\n",
            kDone,
            {2023, Kind::kCompletion, Date{2023, 12, 31}}},
        HeadCase{"BothYearsInJanuary",
                 "某区民生实事完成情况\n发布时间:2023-01-10\n截至2022年12月底,"
                 "3件民生实事全部完成。2023年,我区将继续办好民生实事。\n",
                 kDone,
                 {2022, Kind::kCompletion, Date{2022, 12, 31}}},
        HeadCase{"HalfAYear",
                 "某区民生实事实现“双过半”\n发布时间:2023-07-10\n今年上半年,"
                 "区政府10件民生实事进展顺利。\n",
                 kGoing,
                 {2023, Kind::kProgress, Date{2023, 6, 30}}},
        HeadCase{"AQuarterInDigits",
                 "关于2025年某区重点民生实事1季度推进情况公示\n日期:2025-04-11 "
                 "来源:某区发改委\n公示时间:2025年4月11日—2025年5月11日。\n",
                 kGoing,
                 {2025, Kind::kProgress, Date{2025, 3, 31}}},
        HeadCase{"FiguresOfTheMonthBefore",
                 "2023年某市民生实事项目10月推进情况\n时间: 2023-11-02 "
                 "来源:某市政府\n截至9月底,已开工7项,开工率70%。\n",
                 kGoing,
                 {2023, Kind::kProgress, Date{2023, 9, 30}}},
        HeadCase{"TheFiveYearPlansGoal",
                 "某市2022年民生实事项目\n发布时间:2022-01-25\n“十四五”期间(2021-2025年),"
                 "我市持续改善民生。到2025年,人均公园面积达到15平方米。"
                 "今年市政府将办好以下实事:\n",
                 kAhead,
                 {2022, Kind::kPlan, {}}},
        HeadCase{"TheMoneyOfTheYearBefore",
                 "某市十件民生实事公布\n发布时间:2022-02-08\n2021年,全市民生支出增长6%"
                 "。今年将实施以下民生实事:\n",
                 kAhead,
                 {2022, Kind::kPlan, {}}},
        HeadCase{"SeventeenYearsOnEnd",
                 "某市为民办实事进展顺利\n发布时间:2021-10-08\n自2005年以来,"
                 "市政府连续17年为群众办实事。截至9月底,今年的3件实事进展如下:\n",
                 kGoing,
                 {2021, Kind::kProgress, Date{2021, 9, 30}}},
        HeadCase{"CandidatesForTheNextYear",
                 "某县征集2025年民生实事候选项目\n发布时间:2024-11-"
                 "05\n在2024年民生实事基本完成的基础上,现将2025年候选项目公示如下:\n",
                 kAhead,
                 {2025, Kind::kPlan, {}}}),
    NameOf);

TEST(OccasionTest, ThePagesTitleDatesATableBelowItsFurniture) {
  std::string page =
      "2023年区政府实事项目3月进展情况_政府实事项目_某区政府门户网站\n所属类目:"
      "政府实事项目进展\n发布日期: 2023-04-03\n";
  page +=
      "序号 | 项目内容 | 牵头单位 | 3月目标 | 进展情况 |\n1 | 加装电梯400台 | 区房管局 | "
      "新增40台。 | 目前新增41台。 |\n"
      "2 | 新增停车位500个 | 区交通局 | 开工。 | 目前已建成120个。 |\n3 | 改造厕所30座 | 区城管局 "
      "| 制定方案。 | 目前已开工12座。 |\n";
  EXPECT_EQ(HeadOf(page), (Head{2023, Kind::kProgress, Date{2023, 3, 31}}));
}

TEST(KindOfTest, SignsAddUp) {
  KindSigns signs;
  EXPECT_EQ(KindOf(signs), Kind::kPlan);
  signs[KindSign::kTold] = signs[KindSign::kItemsReport] = 1;
  EXPECT_EQ(KindOf(signs), Kind::kProgress);
  signs[KindSign::kLeadDone] = signs[KindSign::kIssuedAfter] = 1;
  EXPECT_EQ(KindOf(signs), Kind::kCompletion);
}

TEST(OccasionTest, ThePresentOfALeadIsTheDayThatOpensIt) {
  for (const std::string lead :
       {"据《临河日报》消息 "
        "8月12日,县政府督查室对民生实事办理情况进行督察。\n据了解,6件实事目前正在稳步推进。\n",
        "本报讯 "
        "8月12日,记者从县民生办获悉,"
        "今年的6件实事目前进展总体顺利。\n各承办单位倒排工期、压实责任。\n"}) {
    const Programme report =
        ReadList("临河县2019年民生实事进展情况\n" + lead +
                 "6件实事进展情况如下:①停车设施。新增车位420个,完成投资300万元;"
                 "②学校建设。建成校舍2栋;③安全饮水。已改造管网16公里;"
                 "④电影下乡。已放映电影130场;⑤助残行动。适配器具260件;⑥街头公园。建成公园3处。\n");
    ASSERT_THAT(report.projects, testing::SizeIs(6));
    EXPECT_EQ(report.as_of, (Date{2019, 8, 12}));
  }
}

// Each field was counted on a day of its own; the report is of the day at its foot.
TEST(OccasionTest, DaysUpToWhichFieldsAreToldDateTheirFiguresAndTheFootTheReport) {
  const auto item = [](const std::string& name, const std::string& told) {
    return name + "\n【任务】改造" + name + "20处。\n【工作进展】" + told + "\n";
  };
  const Programme list =
      ReadList("2014年为民办实事工程稳步推进\n" +
               item("供水站", "到9月30日,改造供水站12处;投资320万元。其余正在施工。") +
               item("卫生室", "到10月8日,改造卫生室15处。") + item("幼儿园", "改造幼儿园9处。") +
               "(县督查室 县电视台)\n2014年10月12日\n");
  EXPECT_EQ(list.as_of, (Date{2014, 10, 12}));
  ASSERT_THAT(list.projects, SizeIs(3));
  const std::vector<Measurement>& water = list.projects[0].tasks.at(0).measurements;
  ASSERT_THAT(water, SizeIs(2));
  EXPECT_EQ(water[0].as_of, (Date{2014, 9, 30}));
  EXPECT_EQ(water[1].as_of, (Date{2014, 9, 30}));
  EXPECT_EQ(list.projects[1].tasks.at(0).measurements.at(0).as_of, (Date{2014, 10, 8}));
  EXPECT_EQ(list.projects[2].tasks.at(0).measurements.at(0).as_of, (Date{2014, 10, 12}));
}

}  // namespace
}  // namespace duban::documents
