// Reports in prose only: the figures are read by the same rules as documents, and bound to the
// task's indicators.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/read_narrative.h"
#include "tests/unit/ingest/rig.h"

namespace duban::ingest {
namespace {

using ::testing::IsEmpty;

type::v1::Report Prose(const std::string& text) {
  type::v1::Report report = SampleReport();
  report.clear_measurements();
  report.set_narrative(text);
  return report;
}

TEST(NarrativeTest, AFigureAndItsShareAreReadFromProseAndBound) {
  Rig rig(MakeNarrativeReader());
  const auto answer = rig.Submit(
      SampleRequest("a", Prose("截至6月底，累计完成供水改造3648户，占年度任务的48.64%。")));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(answer->remarks(), IsEmpty());
  const auto report = rig.progress.Get(answer->name());
  ASSERT_EQ(report->measurements_size(), 1);
  const type::v1::Measurement& measurement = report->measurements(0);
  EXPECT_EQ(measurement.indicator(), kHouseholds);
  EXPECT_EQ(measurement.value(), 3648);
  EXPECT_EQ(measurement.stated_ratio(), 48.64);
  EXPECT_THAT(measurement.source().quote(), ::testing::HasSubstr("3648户"));
  EXPECT_EQ(measurement.source().document_id(), "");
}

TEST(NarrativeTest, TwoIndicatorsOfOneSentenceAreToldApartByTheirUnits) {
  Rig rig(MakeNarrativeReader());
  const auto answer = rig.Submit(SampleRequest("a", Prose("已完成改造4100户，新建管网56.5公里。")));
  const auto report = rig.progress.Get(answer->name());
  ASSERT_EQ(report->measurements_size(), 2);
  EXPECT_EQ(report->measurements(0).indicator(), kHouseholds);
  EXPECT_EQ(report->measurements(1).indicator(), kPipes);
  EXPECT_EQ(report->measurements(1).value(), 56.5);
}

TEST(NarrativeTest, WhatIsOnlyExpectedIsKeptAsAForecast) {
  Rig rig(MakeNarrativeReader());
  const auto answer = rig.Submit(SampleRequest("a", Prose("正在施工，预计年底前完成改造7500户。")));
  ASSERT_TRUE(answer.ok());
  const auto report = rig.progress.Get(answer->name());
  for (const auto& measurement : report->measurements())
    EXPECT_TRUE(measurement.expected()) << measurement.ShortDebugString();
}

TEST(NarrativeTest, ProseWithoutFiguresIsAReportToo) {
  Rig rig(MakeNarrativeReader());
  const auto answer = rig.Submit(SampleRequest("a", Prose("正在推进前期工作，已召开协调会。")));
  ASSERT_TRUE(answer.ok());
  EXPECT_THAT(rig.progress.Get(answer->name())->measurements(), IsEmpty());
}

TEST(NarrativeTest, TheSameProseAgainIsADuplicateAndOtherProseNamesTheNarrative) {
  Rig rig(MakeNarrativeReader());
  ASSERT_TRUE(rig.Submit(SampleRequest("a", Prose("累计完成改造3648户。"))).ok());
  EXPECT_TRUE(rig.Submit(SampleRequest("a", Prose("累计完成改造3648户。")))->duplicate());
  const auto other = rig.Submit(SampleRequest("a", Prose("累计完成改造3700户。")));
  EXPECT_EQ(ReasonOf(other.status()), "REQUEST_ID_REUSED");
  EXPECT_THAT(MetadataOf(other.status()).at("difference"),
              ::testing::StartsWith("modified: narrative"));
}

TEST(NarrativeTest, FiguresThatAreGivenAreNotReadAgain) {
  Rig rig(MakeNarrativeReader());
  type::v1::Report report = SampleReport(3648);
  report.set_narrative("累计完成改造3648户");
  EXPECT_EQ(rig.progress.Get(rig.Submit(SampleRequest("a", report))->name())->measurements_size(),
            1);
}

}  // namespace
}  // namespace duban::ingest
