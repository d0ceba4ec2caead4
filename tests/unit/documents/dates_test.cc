#include "documents/quantities/dates.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace duban::quantities {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Written(const DateSpan& d) {
  if (!d.resolved) return fmt::format("{} {} ?", d.text, Name(d.kind));
  if (d.start == d.end) return fmt::format("{} {} {}", d.text, Name(d.kind), FormatDate(d.end));
  return fmt::format("{} {} {}..{}", d.text, Name(d.kind), FormatDate(d.start), FormatDate(d.end));
}

std::vector<std::string> Dates(std::string_view text, const DateOptions& options = {
                                                          .default_year = 2022, .reference = {}}) {
  std::vector<std::string> out;
  for (const DateSpan& date : FindDates(text, options)) out.push_back(Written(date));
  return out;
}

std::vector<std::string> DatesOn(std::string_view text, const Date& today) {
  return Dates(text, {.default_year = today.year, .reference = today});
}

TEST(Dates, EveryLineOfTheCaseFileReadsAsItSaysIn2022) {
  std::ifstream in(DUBAN_SOURCE_DIR "/tests/unit/documents/dates_cases.txt");
  ASSERT_TRUE(in) << "the case file is missing";
  int cases = 0;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const std::size_t arrow = line.find(" => ");
    if (line.empty() || line[0] == '#' || arrow == std::string::npos) continue;
    ++cases;
    std::string written;
    for (const std::string& date : Dates(line.substr(0, arrow)))
      written += (written.empty() ? "" : "; ") + date;
    EXPECT_EQ(written, line.substr(arrow + 4)) << "line " << number << ": " << line;
  }
  EXPECT_GT(cases, 50);
}

// A text that cannot hold a date is not read: what stands alone is a date as it is beside 年, which
// any text with a date may hold.
TEST(Dates, EveryWordAndFormIsReadAloneAsItIsAmongOthers) {
  std::vector<std::string> forms = {"2021至2025", "2021到2025",    "2021-2025",
                                    "2021～2025", "2021—2025",     "二〇二一-二〇二五",
                                    "2022.6.30",  "2022/6/30",     "10/1/2018",
                                    "2022-06",    "2 0 2 2-06-30", "２０２２－０６－３０",
                                    "至2021-2025"};
  std::ifstream in(DUBAN_SOURCE_DIR "/services/documents/data/dates.txt");
  ASSERT_TRUE(in) << "the words are missing";
  for (std::string line; std::getline(in, line);) {
    const std::size_t bar = line.find('|');
    if (line.empty() || line[0] == '#' || bar == std::string::npos) continue;
    std::istringstream words(line.substr(bar + 1));
    for (std::string word; words >> word;) forms.push_back(word);
  }
  EXPECT_GT(forms.size(), 100U);
  for (const std::string& form : forms) EXPECT_EQ(Dates(form), Dates(form + "|年")) << form;
}

TEST(Dates, ADeadlineAtTheEndOfAListHoldsForTheList) {
  EXPECT_THAT(Dates("6月底、9月、12月前,竣工率"),
              ElementsAre("6月底 DEADLINE 2022-06-30", "9月 DEADLINE 2022-09-01..2022-09-30",
                          "12月前 DEADLINE 2022-12-01..2022-12-31"));
}

TEST(Dates, AYearGovernsTheRestOfItsSentence) {
  EXPECT_THAT(Dates("2023年3月下发通知,6月完成。9月检查"),
              ElementsAre("2023年3月 POINT 2023-03-01..2023-03-31",
                          "6月 POINT 2023-06-01..2023-06-30", "9月 POINT 2022-09-01..2022-09-30"));
}

TEST(Dates, RelativeWordsNeedAReference) {
  EXPECT_THAT(Dates("本月建设8公里"), ElementsAre("本月 PERIOD ?"));
  EXPECT_THAT(
      DatesOn("本月建设8公里,上月6公里", {2022, 1, 15}),
      ElementsAre("本月 PERIOD 2022-01-01..2022-01-31", "上月 PERIOD 2021-12-01..2021-12-31"));
  EXPECT_THAT(
      DatesOn("本季度,上季度", {2023, 2, 1}),
      ElementsAre("本季度 PERIOD 2023-01-01..2023-03-31", "上季度 PERIOD 2022-10-01..2022-12-31"));
  EXPECT_THAT(DatesOn("昨天和明天,上周", {2024, 3, 1}),
              ElementsAre("昨天 POINT 2024-02-29", "明天 POINT 2024-03-02",
                          "上周 PERIOD 2024-02-19..2024-02-25"));
  EXPECT_THAT(DatesOn("截至目前", {2022, 7, 1}), ElementsAre("截至目前 AS_OF 2022-07-01"));
  EXPECT_THAT(DatesOn("上月15日,本月下旬,下月9日前", {2022, 1, 10}),
              ElementsAre("上月15日 POINT 2021-12-15", "本月下旬 POINT 2022-01-21..2022-01-31",
                          "下月9日前 DEADLINE 2022-02-09"));
}

TEST(Dates, ThisMonthsFigureIsForTheMonthAlone) {
  const auto found =
      FindDates("本月建设8公里,截至6月底", {.default_year = 2022, .reference = Date{2022, 6, 30}});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_TRUE(found[0].this_period_only);
  EXPECT_FALSE(found[1].this_period_only);
}

TEST(Dates, WithoutAnyYearADateIsUnresolved) {
  EXPECT_THAT(Dates("9月底前", {}), ElementsAre("9月底前 DEADLINE ?"));
}

TEST(Dates, FebruaryKnowsLeapYears) {
  EXPECT_THAT(Dates("2024年2月底前"), ElementsAre("2024年2月底前 DEADLINE 2024-02-01..2024-02-29"));
}

TEST(Dates, FiguresThatOnlyLookLikeDatesAreNone) {
  EXPECT_THAT(Dates("3个月,5号楼,13月,2.5公里,1-2个,12月龄"), IsEmpty());
  EXPECT_THAT(Dates("\xFF\xE6\x9C"), IsEmpty());
}

TEST(Markers, ExpectationAndAchievementAreMarkedWithTheirSpans) {
  const auto found = FindMarkers("预计2022年可增加1350个,目前已完成8块");
  ASSERT_GE(found.size(), 2u);
  EXPECT_EQ(found.front().kind, MarkerKind::kExpected);
  EXPECT_EQ(found.front().span.start, 0);
  EXPECT_EQ(found.front().text, "预计");
  EXPECT_EQ(found.back().kind, MarkerKind::kReached);
}

}  // namespace
}  // namespace duban::quantities
