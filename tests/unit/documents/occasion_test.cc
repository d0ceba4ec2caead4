#include "documents/core/occasion.h"

#include <gtest/gtest.h>

#include <string>

#include "documents/core/kind_signs.h"
#include "documents/core/reader.h"

namespace duban::documents {
namespace {

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

constexpr char kDone[] = "一、新增停车位500个,已全部建成。\n二、已改造厕所30座,完成年度任务。\n三、已建成公园2个。\n";
constexpr char kAhead[] = "一、新增停车位500个。\n二、改造厕所30座。\n三、建设公园2个,年底前投入使用。\n";

TEST(OccasionTest, TheYearOfThePromisesIsNotTheOneThatHistoryQuotesOrPublicationName) {
  EXPECT_EQ(HeadOf(std::string("某市民生实事进展顺利\n从2004年起,市政府每年都为民办实事。\n根据2018年民生实事项目表,进展如下:\n") + kDone).year, 2018);
  EXPECT_EQ(HeadOf(std::string("某市十件民生实事年度任务完成\n2024年2月29日\n2023年,全市办好十件民生实事,完成全部任务:\n") + kDone).year, 2023);
  EXPECT_EQ(HeadOf(std::string("某市民生实事全部完成\n2025年,全市办好民生实事:\n") + kDone +
                   "四、办培训班20期。居民说:“我每年都报名参加培训,生活变得特别有意思,明年也就是2026年还要报名。”\n").year,
            2025);
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
  EXPECT_EQ(HeadOf("2020年民办实事项目表\n序号 | 项目名称 | 主要内容 | 进度要求 | 责任单位 |\n"
                   "1 | 改造厕所 | 新建改造厕所26座。 | 二季度全面开工;四季度投入使用。 | 市城管局 |\n"
                   "2 | 老旧小区 | 改造小区70个。 | 一季度完成立项;四季度完成改造并投入使用。 | 市住建局 |\n").kind,
            Kind::kPlan);
}

TEST(OccasionTest, AYearThatIsToldInTheNextIsOver) {
  const Head head = HeadOf(std::string("某市民生实事全部完成\n发布时间:2021-02-20\n2020年某市十方面民生实事项目已全部如期完成。\n") + kDone);
  EXPECT_EQ(head, (Head{2020, Kind::kCompletion, Date{2020, 12, 31}}));
}

TEST(OccasionTest, ResultsPublishedBeforeTheYearEndsAreOfThatDay) {
  const Head head = HeadOf(std::string("某县2022年民生实事完成情况\n发布日期: 2022-12-26\n目前,各项工程均已完成。\n") + kDone);
  EXPECT_EQ(head, (Head{2022, Kind::kCompletion, Date{2022, 12, 26}}));
}

TEST(OccasionTest, WhatIsSaidOfNowIsOfTheDayOfPublication) {
  const Head head = HeadOf("某县2024年民生实事项目扎实推进\n发布时间:2024-09-11\n一、改造农田4万亩,目前已完成总工程量的25%。\n"
                           "二、改造厕所,目前已验收8108座。\n三、新建幼儿园,目前已完成基础施工。\n");
  EXPECT_EQ(head, (Head{2024, Kind::kProgress, Date{2024, 9, 11}}));
}

TEST(OccasionTest, ADateFarIntoTheLeadDatesTheListToo) {
  std::string lead = "记者从会上获悉,2021年市政府工作报告提出的";
  for (int i = 0; i < 30; ++i) lead += "办好民生实事、";
  const Head head = HeadOf("某市民生实事完成情况\n" + lead + "截至2021年12月17日已完成年度任务。\n" + kDone);
  EXPECT_EQ(head.as_of, (Date{2021, 12, 17}));
}

TEST(OccasionTest, QuartersBelowEachOtherDateAReportByTheLast) {
  const Head head = HeadOf("某区2025年民生实事\n任务安排\n新建学校13所。\n落实情况\n第一季度:学校已完工4所。\n第三季度:目前10所学校已建成。\n");
  EXPECT_EQ(head.as_of, (Date{2025, 9, 30}));
}

TEST(KindOfTest, SignsAddUp) {
  KindSigns signs;
  EXPECT_EQ(KindOf(signs), Kind::kPlan);
  signs[KindSign::kTold] = signs[KindSign::kItemsReport] = 1;
  EXPECT_EQ(KindOf(signs), Kind::kProgress);
  signs[KindSign::kLeadDone] = signs[KindSign::kIssuedAfter] = 1;
  EXPECT_EQ(KindOf(signs), Kind::kCompletion);
}

}  // namespace
}  // namespace duban::documents
