// What a report may say: every bad field is named, what is merely odd is kept with a remark.
#include "ingest/core/validate_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "ingest/core/binding.h"
#include "ingest/core/text.h"
#include "tests/unit/ingest/sample.h"

namespace duban::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr Date kToday{2022, 7, 5};

std::vector<std::string> Reasons(const std::vector<FieldViolation>& violations) {
  std::vector<std::string> out;
  for (const FieldViolation& violation : violations)
    out.push_back(violation.field + " " + violation.reason);
  return out;
}

std::vector<std::string> Kinds(const std::vector<type::v1::Remark>& remarks) {
  std::vector<std::string> out;
  for (const type::v1::Remark& remark : remarks) out.push_back(remark.kind());
  return out;
}

std::vector<std::string> Check(const type::v1::Report& report) {
  return Reasons(CheckReport(report, ReportLimits{}, kToday));
}

type::v1::Task TheTask() { return SampleProgramme().projects(0).tasks(0); }

std::optional<Observation> NothingBefore(std::string_view, const Date&) { return std::nullopt; }

TEST(ValidateReportTest, AnOrdinaryReportPasses) {
  EXPECT_THAT(Check(SampleReport()), IsEmpty());
  EXPECT_THAT(Reasons(CheckAgainstTask(SampleReport(), TheTask(), 2022)), IsEmpty());
}

TEST(ValidateReportTest, NamesEveryBadFieldAtOnce) {
  type::v1::Report report = SampleReport();
  report.set_task("districts/440113");
  *report.mutable_as_of() = ToProto(Date{2022, 7, 6});
  report.mutable_measurements(0)->set_value(std::numeric_limits<double>::quiet_NaN());
  AddMeasurement(report, "管网", -1, "");
  EXPECT_THAT(Check(report),
              ElementsAre("report.task NAME_MALFORMED", "report.as_of DATE_IN_FUTURE",
                          "report.measurements[0].value VALUE_NOT_FINITE",
                          "report.measurements[1].value VALUE_NEGATIVE",
                          "report.measurements[1].unit UNIT_MISSING"));
}

TEST(ValidateReportTest, RefusesTextThatIsTooLongOrNotUtf8) {
  type::v1::Report report = SampleReport();
  report.set_reporting_unit("\xff");
  std::string prose;
  for (int i = 0; i < 20'001; ++i) prose += "水";
  report.set_narrative(prose);
  EXPECT_THAT(Check(report),
              ElementsAre("report.narrative TEXT_TOO_LONG", "report.reporting_unit TEXT_NOT_UTF8"));
  report.set_reporting_unit("");
  report.set_narrative(prose.substr(3));
  EXPECT_THAT(Check(report), IsEmpty());
}

TEST(ValidateReportTest, RefusesImpossibleAndMissingDates) {
  type::v1::Report report = SampleReport();
  *report.mutable_as_of() = ToProto(Date{2022, 2, 29});
  EXPECT_THAT(Check(report), ElementsAre("report.as_of DATE_INVALID"));
  report.clear_as_of();
  EXPECT_THAT(Check(report), ElementsAre("report.as_of DATE_MISSING"));
}

TEST(ValidateReportTest, OnlyAForecastMayLieInTheFuture) {
  type::v1::Report report = SampleReport();
  *report.mutable_measurements(0)->mutable_as_of() = ToProto(Date{2022, 12, 31});
  EXPECT_THAT(Check(report), ElementsAre("report.measurements[0].as_of DATE_IN_FUTURE"));
  report.mutable_measurements(0)->set_expected(true);
  EXPECT_THAT(Check(report), IsEmpty());
}

TEST(ValidateReportTest, AReportSaysSomethingAndARetractionNothing) {
  type::v1::Report report = SampleReport();
  report.clear_measurements();
  report.clear_narrative();
  report.clear_status();
  EXPECT_THAT(Check(report), ElementsAre("report REPORT_EMPTY"));
  report.set_retraction(true);
  EXPECT_THAT(Check(report), ElementsAre("report.replaces REPLACES_MISSING"));
  report.set_replaces("districts/440113/reports/4");
  EXPECT_THAT(Check(report), IsEmpty());
  report.set_status(type::v1::COMPLETED);
  EXPECT_THAT(Check(report), ElementsAre("report.retraction RETRACTION_WITH_FIGURES"));
}

TEST(ValidateReportTest, ANamedIndicatorIsMeasuredInItsOwnUnit) {
  type::v1::Report report = SampleReport();
  report.mutable_measurements(0)->set_indicator(kPipes);
  EXPECT_THAT(Reasons(CheckAgainstTask(report, TheTask(), 2022)),
              ElementsAre("report.measurements[0].unit UNIT_UNKNOWN"));
  report.mutable_measurements(0)->set_unit("km");
  EXPECT_THAT(Reasons(CheckAgainstTask(report, TheTask(), 2022)), IsEmpty());
  report.mutable_measurements(0)->set_indicator(std::string(kTask) + "/indicators/9");
  EXPECT_THAT(Reasons(CheckAgainstTask(report, TheTask(), 2022)),
              ElementsAre("report.measurements[0].indicator INDICATOR_NOT_FOUND"));
}

TEST(ValidateReportTest, TheYearAndTheFollowingOneAreReportedOn) {
  for (const Date& good : {Date{2022, 1, 1}, Date{2023, 12, 31}})
    EXPECT_THAT(Reasons(CheckAgainstTask(SampleReport(1, good), TheTask(), 2022)), IsEmpty());
  for (const Date& bad : {Date{2021, 12, 31}, Date{2024, 1, 1}}) {
    EXPECT_THAT(Reasons(CheckAgainstTask(SampleReport(1, bad), TheTask(), 2022)),
                ElementsAre("report.as_of DATE_OUTSIDE_PROGRAMME"));
  }
}

TEST(ValidateReportTest, RequestIdsArePrintableAndShort) {
  EXPECT_THAT(CheckRequestId("7e6f2c1a-0000-4000-8000-000000000001"), IsEmpty());
  for (const std::string& bad : {std::string(), std::string(65, 'a'), std::string("a\n"),
                                 std::string(" a"), std::string("督办")})
    EXPECT_THAT(Reasons(CheckRequestId(bad)), ElementsAre("request_id REQUEST_ID_INVALID")) << bad;
}

TEST(BindingTest, BindsByUnitAndWording) {
  type::v1::Report report = SampleReport();
  AddMeasurement(report, "管网建设", 30, "公里");
  EXPECT_THAT(BindMeasurements(TheTask(), report), IsEmpty());
  EXPECT_EQ(report.measurements(0).indicator(), kHouseholds);
  EXPECT_EQ(report.measurements(1).indicator(), kPipes);
}

TEST(BindingTest, AStatedShareTellsTwoIndicatorsOfOneUnitApart) {
  type::v1::Task task = TheTask();
  AddIndicator(task, "一户一表户数", 4000, "户");
  type::v1::Report report = SampleReport();
  report.mutable_measurements(0)->set_measure("");
  EXPECT_THAT(Kinds(BindMeasurements(task, report)), ElementsAre("UNBOUND_MEASUREMENT"));
  report.mutable_measurements(0)->set_stated_ratio(48.64);
  EXPECT_THAT(BindMeasurements(task, report), IsEmpty());
  EXPECT_EQ(report.measurements(0).indicator(), kHouseholds);
}

TEST(BindingTest, OfATotalAndItsPartOnlyOneIsTheValue) {
  type::v1::Report report = SampleReport();
  AddMeasurement(report, "其中东涌镇", 2000, "户");
  EXPECT_THAT(Kinds(BindMeasurements(TheTask(), report)), ElementsAre("UNBOUND_MEASUREMENT"));
  EXPECT_EQ(report.measurements(0).indicator(), kHouseholds);
  EXPECT_EQ(report.measurements(1).indicator(), "");
}

TEST(BindingTest, ADocumentsFigureNeedsWordingInCommon) {
  type::v1::Report report = SampleReport();
  report.set_document_id(std::string(64, 'a'));
  AddMeasurement(report, "派出人员", 12, "公里");
  EXPECT_THAT(Kinds(BindMeasurements(TheTask(), report)), ElementsAre("UNBOUND_MEASUREMENT"));
  EXPECT_EQ(report.measurements(1).indicator(), "");
}

TEST(BindingTest, ASharesLastDigitMayBeRoundedOrCut) {
  EXPECT_TRUE(ShareFits(3648, 7500, 48.64));
  EXPECT_TRUE(ShareFits(2, 3, 66.6));
  EXPECT_TRUE(ShareFits(2, 3, 66.7));
  EXPECT_FALSE(ShareFits(2, 3, 66.8));
  EXPECT_FALSE(ShareFits(3648, 7500, 47.64));
  EXPECT_FALSE(ShareFits(1, 0, 100));
}

TEST(SuspicionTest, AFallingCumulativeValueIsRemarkedAndAPeriodValueIsNot) {
  type::v1::Report report = SampleReport(3000);
  BindMeasurements(TheTask(), report);
  const auto last = [](std::string_view indicator, const Date& at) -> std::optional<Observation> {
    EXPECT_EQ(indicator, kHouseholds);
    EXPECT_EQ(at, (Date{2022, 6, 30}));
    return Observation{{2022, 5, 31}, 3648, 4};
  };
  EXPECT_THAT(Kinds(FindSuspicious(report, TheTask(), last)), ElementsAre("REGRESSION"));
  report.mutable_measurements(0)->set_accumulation(type::v1::PERIOD);
  EXPECT_THAT(FindSuspicious(report, TheTask(), last), IsEmpty());
}

TEST(SuspicionTest, ASlipOfTheUnitAndAWrongShareAreRemarked) {
  type::v1::Report report = SampleReport(3648 * 10000.0);
  report.mutable_measurements(0)->set_stated_ratio(48.64);
  BindMeasurements(TheTask(), report);
  EXPECT_THAT(Kinds(FindSuspicious(report, TheTask(), NothingBefore)),
              UnorderedElementsAre("PERCENT_MISMATCH", "IMPLAUSIBLE_JUMP"));
}

TEST(SuspicionTest, AnHonestOverfulfilmentIsNotSuspicious) {
  type::v1::Report report = SampleReport(7500 * 3.25);
  report.mutable_measurements(0)->set_stated_ratio(325);
  BindMeasurements(TheTask(), report);
  EXPECT_THAT(FindSuspicious(report, TheTask(), NothingBefore), IsEmpty());
}

TEST(TextTest, CountsCodePointsAndRefusesWhatIsNoUtf8) {
  EXPECT_EQ(CountCodePoints("水a𠮷"), 3);
  for (const char* bad : {"\xc0\xaf", "\xed\xa0\x80", "\xe6\xb0", "\x80", "\xf5\x80\x80\x80"})
    EXPECT_EQ(CountCodePoints(bad), std::nullopt);
  EXPECT_EQ(Decimals(48.64), 2);
  EXPECT_EQ(Decimals(80), 0);
}

}  // namespace
}  // namespace duban::ingest
