// What callers get: filters, pages, positions, caches.
#include "analytics/core/queries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "analytics/core/filter.h"
#include "analytics/testing/fake_summary_cache.h"
#include "analytics/testing/story.h"
#include "common/error.h"

namespace duban::analytics {
namespace {

using namespace testing;

constexpr char kProgramme[] = "districts/440113/programmes/2022";

TimePoint Noon(const std::string& date) {
  return TimePoint(std::chrono::seconds(std::int64_t{DayOf(date)} * 86'400 + 4 * 3'600));
}

class QueriesTest : public ::testing::Test {
 protected:
  QueriesTest() {
    story.SetToday("2022-06-30");
    story.District("440113", "番禺区");
    std::vector<type::v1::Task> tasks;
    for (int t = 1; t <= 5; ++t)
      tasks.push_back(TaskOf(t, "任务" + std::to_string(t), {IndicatorOf(1, "量", 100, "个")}));
    story.Apply(ProgrammeOf("440113", 2022, {ProjectOf(1, "项目", "甲局", tasks)}));
    Report(1, 80);
    Report(2, 10);
    Report(3, 49);
    for (const auto& event : story.catalog()) state.ApplyCatalog(event);
    for (const auto& entry : story.journal()) state.ApplyEntry(entry);
  }
  void Report(int task, double value) {
    const std::string name = std::string(kProgramme) + "/projects/1/tasks/" + std::to_string(task);
    story.Submit(
        ReportOf(name, "2022-06-30", type::v1::IN_PROGRESS, {MeasurementOf(name, 1, value, "个")}));
  }
  Queries::Deadline Soon() {
    return std::chrono::system_clock::now() + std::chrono::milliseconds(20);
  }

  Story story;
  SharedState state;
  AnswerMemory memory{1 << 20};
  FakeSummaryCache cache;
  double stale = 0;
  FakeClock clock{Noon("2022-06-30")};
  Queries queries{state, memory, &cache, [this](const std::string&) { return stale; }, clock};
};

TEST_F(QueriesTest, TodayIsTheDayInShanghai) {
  v1::GetDistrictSummaryRequest request;
  request.set_name("districts/440113");
  const auto summary = queries.GetDistrictSummary(request, Soon());
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(summary->basis().as_of().month(), 6);
  EXPECT_EQ(summary->programme(), kProgramme);
}

TEST_F(QueriesTest, UnknownThingsAreNotFoundAndBadOnesSayWhy) {
  v1::GetDistrictSummaryRequest request;
  request.set_name("districts/999999");
  const absl::Status unknown = queries.GetDistrictSummary(request, Soon()).status();
  EXPECT_EQ(ReasonOf(unknown), "DISTRICT_NOT_FOUND");
  EXPECT_NE(MessageOf(unknown).find("440113"), std::string::npos)
      << "a district that is known: " << MessageOf(unknown);
  request.set_name("districts/440113");
  request.set_year(2021);
  EXPECT_EQ(ReasonOf(queries.GetDistrictSummary(request, Soon()).status()), "PROGRAMME_NOT_FOUND");
  request.set_name("440113");
  EXPECT_EQ(ReasonOf(queries.GetDistrictSummary(request, Soon()).status()), "NAME_MALFORMED");
  request.set_name("districts/440113");
  request.mutable_as_of()->set_year(2022);
  request.mutable_as_of()->set_month(13);
  request.mutable_as_of()->set_day(1);
  EXPECT_EQ(ReasonOf(queries.GetDistrictSummary(request, Soon()).status()), "DATE_INVALID");
}

TEST_F(QueriesTest, AReadMayDemandAPositionAndWaitsForIt) {
  v1::GetDistrictSummaryRequest request;
  request.set_name("districts/440113");
  request.set_at_least(4);
  EXPECT_EQ(ReasonOf(queries.GetDistrictSummary(request, Soon()).status()), "POSITION_NOT_REACHED");
  Report(4, 100);
  std::thread follower([&] { state.ApplyEntry(story.journal().back()); });
  const auto summary = queries.GetDistrictSummary(
      request, std::chrono::system_clock::now() + std::chrono::seconds(10));
  follower.join();
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(summary->basis().position(), 4);
}

TEST_F(QueriesTest, TasksAreFilteredSortedAndPaged) {
  v1::ListTaskProgressRequest request;
  request.set_parent(kProgramme);
  request.set_order_by("completion desc");
  request.set_page_size(2);
  auto page = queries.ListTaskProgress(request, Soon());
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->total_size(), 5);
  EXPECT_EQ(page->tasks(0).number(), 1);
  EXPECT_EQ(page->tasks(1).number(), 3);
  request.set_page_token(page->next_page_token());
  page = queries.ListTaskProgress(request, Soon());
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->tasks(0).number(), 2);
  EXPECT_EQ(page->tasks(1).number(), 4) << "those without a figure come last";
  request.set_filter("status = BEHIND");
  EXPECT_EQ(ReasonOf(queries.ListTaskProgress(request, Soon()).status()), "PAGE_TOKEN_INVALID");
  request.clear_page_token();
  page = queries.ListTaskProgress(request, Soon());
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->tasks_size(), 1);
  EXPECT_EQ(page->tasks(0).number(), 2);
}

TEST_F(QueriesTest, AnOlderSharedAnswerIsNeverServed) {
  v1::GetDistrictSummaryRequest request;
  request.set_name("districts/440113");
  ASSERT_TRUE(queries.GetDistrictSummary(request, Soon()).ok());
  EXPECT_EQ(cache.size(), 1u) << "written through";
  Report(4, 100);
  state.ApplyEntry(story.journal().back());
  const auto summary = queries.GetDistrictSummary(request, Soon());
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(summary->basis().position(), 4);
}

TEST_F(QueriesTest, ANewerSharedAnswerServesAReplicaThatIsBehind) {
  // Another replica has folded position 4 already.
  Report(4, 100);
  SharedState ahead;
  for (const auto& event : story.catalog()) ahead.ApplyCatalog(event);
  for (const auto& entry : story.journal()) ahead.ApplyEntry(entry);
  AnswerMemory other_memory{1 << 20};
  Queries other(
      ahead, other_memory, &cache, [](const std::string&) { return 0.0; }, clock);
  v1::GetDistrictSummaryRequest request;
  request.set_name("districts/440113");
  const auto theirs = other.GetDistrictSummary(request, Soon());
  request.set_at_least(4);
  const auto ours = queries.GetDistrictSummary(request, Soon());
  ASSERT_TRUE(ours.ok()) << ours.status();
  EXPECT_EQ(ours->SerializeAsString(), theirs->SerializeAsString());
}

TEST_F(QueriesTest, ASharedAnswerOfAnotherJournalIsNotServed) {
  v1::GetDistrictSummaryRequest request;
  request.set_name("districts/440113");
  cache.Put("440113", "district:0:2022-06-30:0",
            {99, 99, "another journal", v1::DistrictSummary().SerializeAsString()});
  const auto summary = queries.GetDistrictSummary(request, Soon());
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(summary->basis().position(), 3);
}

TEST_F(QueriesTest, WhatIsStaleIsSaidAndNotKept) {
  v1::GetDistrictSummaryRequest request;
  request.set_name("districts/440113");
  stale = 7;
  EXPECT_EQ(queries.GetDistrictSummary(request, Soon())->basis().stale_seconds(), 7);
  stale = 0;
  EXPECT_EQ(queries.GetDistrictSummary(request, Soon())->basis().stale_seconds(), 0);
  EXPECT_TRUE(queries.DistrictSummaryFromMemory(request) != nullptr);
}

TEST_F(QueriesTest, ThreeThousandDistrictsAreComparedPageByPage) {
  constexpr int kMore = 2'999;
  for (int i = 0; i < kMore; ++i) {
    const std::string code = std::to_string(500'000 + i);
    story.Apply(ProgrammeOf(
        code, 2022,
        {ProjectOf(1, "项目", "甲局", {TaskOf(1, "任务", {IndicatorOf(1, "量", 100, "个")})})}));
    state.ApplyCatalog(story.catalog().back());
  }
  v1::CompareDistrictsRequest request;
  request.set_year(2022);
  request.set_page_size(1000);
  std::set<std::string> seen;
  int pages = 0;
  std::size_t targets = 0;
  do {
    const auto page = queries.CompareDistricts(
        request, std::chrono::system_clock::now() + std::chrono::minutes(1));
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(page->total_size(), kMore + 1);
    if (pages == 0) {
      EXPECT_EQ(page->districts(0).name(), "districts/440113") << "the only one with figures";
    }
    for (const auto& district : page->districts()) seen.insert(district.name());
    targets += static_cast<std::size_t>(page->targets_size());
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(seen.size(), kMore + 1u);
  EXPECT_EQ(targets, kMore + 1u) << "each promises the same measure";
}

TEST_F(QueriesTest, APageTokenBelongsToItsComparison) {
  story.Apply(ProgrammeOf("440103", 2022, {ProjectOf(1, "项目", "甲局", {TaskOf(1, "任务", {})})}));
  state.ApplyCatalog(story.catalog().back());
  v1::CompareDistrictsRequest request;
  request.set_page_size(1);
  const auto page = queries.CompareDistricts(request, Soon());
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_FALSE(page->next_page_token().empty());
  EXPECT_EQ(page->targets_size(), 0) << "nobody promises the same";
  request.set_page_token(page->next_page_token());
  *request.mutable_as_of() = ToDate(DayOf("2022-06-01"));
  EXPECT_EQ(ReasonOf(queries.CompareDistricts(request, Soon()).status()), "PAGE_TOKEN_INVALID");
  request.clear_page_token();
  request.add_districts("districts/999999");
  EXPECT_EQ(ReasonOf(queries.CompareDistricts(request, Soon()).status()), "DISTRICT_NOT_FOUND");
}

TEST_F(QueriesTest, EqualQuestionsAtOneMomentAreAnsweredOnceAndAlike) {
  v1::GetDistrictSummaryRequest request;
  request.set_name("districts/440113");
  std::vector<std::string> answers(8);
  std::vector<std::thread> callers;
  for (std::string& answer : answers) {
    callers.emplace_back(
        [&] { answer = queries.GetDistrictSummary(request, Soon())->SerializeAsString(); });
  }
  for (std::thread& caller : callers) caller.join();
  for (const std::string& answer : answers) EXPECT_EQ(answer, answers.front());
}

TEST(AnswerMemoryTest, KeepsWhatWasUsedLastWithinItsBytes) {
  AnswerMemory memory(4000);
  const StateVersion version{1, 1, "origin"};
  const auto answer = std::make_shared<const std::string>(1000, 'x');
  memory.Store("a", version, answer);
  memory.Store("b", version, answer);
  EXPECT_NE(memory.Find("a", version), nullptr);
  memory.Store("c", version, answer);
  memory.Store("d", version, answer);
  EXPECT_EQ(memory.Find("b", version), nullptr) << "longest unused";
  EXPECT_NE(memory.Find("a", version), nullptr);
  EXPECT_EQ(memory.Find("a", {1, 2, "origin"}), nullptr) << "of another version";
}

TEST(FilterTest, ReadsTermsAndRefusesWhatItDoesNotUnderstand) {
  const std::vector<std::string> fields = {"status", "unit", "text"};
  const auto values = [](const std::string& field) {
    return field == "unit" ? std::vector<std::string>{"区水务局", "区教育局"}
                           : std::vector<std::string>{"BEHIND"};
  };
  const auto matches = [&](const char* text) {
    return Filter::Parse(text, fields)->Matches(values);
  };
  EXPECT_TRUE(matches(""));
  EXPECT_TRUE(matches("status = behind AND unit = \"区教育局\""));
  EXPECT_FALSE(matches("unit = 区民政局"));
  EXPECT_TRUE(matches("unit:水务"));
  EXPECT_FALSE(matches("status != BEHIND"));
  for (const char* bad :
       {"status =", "colour = red", "status = a unit = b", "= a", "unit = \"x", "a AND"}) {
    EXPECT_EQ(ReasonOf(Filter::Parse(bad, fields).status()), "FILTER_INVALID") << bad;
  }
}

}  // namespace
}  // namespace duban::analytics
