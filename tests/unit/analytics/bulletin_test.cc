// The bulletin says what the figures say, in every format, and cites its sources.
#include "analytics/core/bulletin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analytics/docx/bulletin_docx.h"
#include "analytics/testing/story.h"
#include "analytics/xlsx/bulletin_xlsx.h"
#include "documents/formats/decode.h"

namespace duban::analytics {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kTask[] = "districts/440113/programmes/2022/projects/1/tasks/1";

class BulletinTest : public ::testing::Test {
 protected:
  BulletinTest() {
    story.SetToday("2022-06-30");
    story.District("440113", "番禺区");
    story.Apply(
        ProgrammeOf("440113", 2022,
                    {ProjectOf(1, "供水", "区水务局",
                               {TaskOf(1, "改造|<户>", {IndicatorOf(1, "改造户数", 7500, "户")})}),
                     ProjectOf(2, "睡床", "区教育局",
                               {TaskOf(1, "=SUM(A1)", {IndicatorOf(1, "睡床", 100, "张")})})}));
    auto households = MeasurementOf(kTask, 1, 3648, "户");
    households.set_stated_ratio(84.64);
    households.mutable_source()->set_quote("共完成改造3648户");
    households.mutable_source()->set_start(10);
    households.mutable_source()->set_end(19);
    households.mutable_source()->set_document_id(std::string(64, 'a'));
    auto report = ReportOf(kTask, "2022-06-30", type::v1::IN_PROGRESS, {households});
    report.set_narrative("上半年共完成改造3648户。");
    story.Submit(report);
    const std::string beds = "districts/440113/programmes/2022/projects/2/tasks/1";
    story.Submit(
        ReportOf(beds, "2022-06-30", type::v1::IN_PROGRESS, {MeasurementOf(beds, 1, 20, "张")}));
    content = BulletinOf(*story.View("440113", 2022, "2022-06-30"));
  }
  Story story;
  BulletinContent content;
};

TEST_F(BulletinTest, TheOverviewCounts) {
  EXPECT_EQ(content.title, "番禺区2022年民生实事推进情况通报");
  EXPECT_EQ(content.overview,
            "截至2022年6月30日,番禺区2022年民生实事共2个项目、2项任务,有数据的2项任务平均完成34.32%"
            ",序时进度49.59%。"
            "达序时1项,滞后1项。数据核查发现问题1项。");
}

TEST_F(BulletinTest, LaggardsAreNamedWithTheirUnits) {
  ASSERT_EQ(content.lagging.size(), 1u);
  EXPECT_EQ(content.lagging[0],
            "2.1 =SUM(A1):滞后,完成20%,落后序时29.59个百分点。责任单位:区教育局");
}

TEST_F(BulletinTest, EveryFigureLinksToItsSource) {
  ASSERT_EQ(content.sources.size(), 2u);
  EXPECT_EQ(content.sources[0].quote, "共完成改造3648户");
  EXPECT_EQ(content.sources[0].span, "10-19");
  EXPECT_THAT(RenderHtml(content), HasSubstr("<a href=\"#s1\">[1]</a>"));
  EXPECT_THAT(RenderHtml(content),
              HasSubstr("<li id=\"s1\">1.1 改造户数 3648户 — districts/440113/reports/1"));
}

TEST_F(BulletinTest, WhatADocumentSaysCannotBecomeMarkup) {
  EXPECT_THAT(RenderHtml(content), HasSubstr("改造|&lt;户&gt;"));
  EXPECT_THAT(RenderMarkdown(content), HasSubstr("改造\\|\\<户>"));
}

TEST_F(BulletinTest, ACellIsNoFormula) {
  content.rows[0].narrative = "=HYPERLINK(\"x\",\"y\")";
  EXPECT_THAT(RenderCsv(content), HasSubstr("\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""));
}

TEST_F(BulletinTest, CsvBeginsWithTheOfficialColumns) {
  EXPECT_THAT(
      RenderCsv(content),
      StartsWith("\xEF\xBB\xBF序号,项目,任务,分管领导,牵头单位,配合单位,目标任务,完成情况"));
}

TEST_F(BulletinTest, FindingsComeWithTheirQuotes) {
  EXPECT_THAT(RenderMarkdown(content), HasSubstr("【矛盾】1.1"));
  EXPECT_THAT(RenderMarkdown(content), HasSubstr("> 共完成改造3648户"));
}

TEST_F(BulletinTest, EqualContentIsEqualBytesAsAWorkbookToo) {
  const auto first = RenderXlsx(content);
  const auto again = RenderXlsx(BulletinOf(*story.View("440113", 2022, "2022-06-30")));
  ASSERT_TRUE(first.ok());
  EXPECT_THAT(*first, StartsWith("PK"));
  EXPECT_EQ(*first, *again);
}

TEST_F(BulletinTest, AWordDocumentIsReadByThoseWhoReadDocumentsAndIsEqualBytesToo) {
  content.overview += std::string("\x01", 1) + "<&>";
  const auto first = RenderDocx(content);
  ASSERT_TRUE(first.ok()) << first.status();
  setenv("TZ", "America/New_York", 1);
  tzset();
  const auto again = RenderDocx(content);
  unsetenv("TZ");
  tzset();
  EXPECT_EQ(*first, *again) << "wherever it is written";
  const auto read = documents::Decode(*first);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(read->text, HasSubstr(content.title));
  EXPECT_THAT(read->text, HasSubstr("<&>"));
  for (const BulletinRow& row : content.rows) EXPECT_THAT(read->text, HasSubstr(row.narrative));
}

}  // namespace
}  // namespace duban::analytics
