// A property: however the history came in, the answers are the same bytes.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "analytics/core/bulletin.h"
#include "analytics/core/findings.h"
#include "analytics/core/ranking.h"
#include "analytics/core/summary.h"
#include "analytics/testing/story.h"

namespace duban::analytics {
namespace {

using namespace testing;

const char* const kCodes[] = {"440103", "440113", "110118"};

// A history of three districts with plan revisions, corrections, retractions, late and future-dated
// reports, case steps.
class RandomHistory {
 public:
  explicit RandomHistory(unsigned seed) : random_(seed) {
    for (const char* code : kCodes) {
      story.District(code, std::string("区") + code, Draw(1, 5) * 100'000);
      Revise(code);
    }
    const int events = Draw(60, 200);
    for (int i = 0; i < events; ++i) Next();
  }
  Story story;

 private:
  int Draw(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  std::string Day_() { return FormatDay(DayOf("2022-01-01") + Draw(0, 400)); }
  std::string Code() { return kCodes[Draw(0, 2)]; }
  std::string Task(const std::string& code) {
    return "districts/" + code + "/programmes/2022/projects/" + std::to_string(Draw(1, 3)) +
           "/tasks/" + std::to_string(Draw(1, 3));
  }

  void Revise(const std::string& code) {
    std::vector<type::v1::Project> projects;
    for (int p = 1; p <= Draw(2, 3); ++p) {
      std::vector<type::v1::Task> tasks;
      for (int t = 1; t <= Draw(1, 3); ++t) {
        std::vector<type::v1::Indicator> indicators;
        for (int i = 1; i <= Draw(0, 2); ++i) {
          indicators.push_back(IndicatorOf(i, "量" + std::to_string(i), Draw(1, 9) * 100, "个",
                                           static_cast<type::v1::Comparator>(Draw(1, 5))));
        }
        tasks.push_back(TaskOf(t, "任务", indicators));
        if (Draw(0, 1) == 1) {
          *tasks.back().add_milestones() =
              MilestoneOf(1, "2022-06-30", "量1", Draw(1, 500), "个", Draw(0, 1) == 1);
        }
      }
      projects.push_back(ProjectOf(p, "项目", "单位" + std::to_string(Draw(1, 3)), tasks));
    }
    story.Apply(ProgrammeOf(code, 2022, projects));
  }

  type::v1::Report Random(const std::string& task) {
    std::vector<type::v1::Measurement> measurements;
    for (int i = 0; i < Draw(0, 3); ++i) {
      measurements.push_back(
          MeasurementOf(task, Draw(0, 2), Draw(0, 1000), Draw(0, 9) == 0 ? "公里" : "个"));
      if (Draw(0, 3) == 0) measurements.back().set_stated_ratio(Draw(0, 200));
      if (Draw(0, 5) == 0) measurements.back().set_accumulation(type::v1::PERIOD);
      if (Draw(0, 5) == 0) measurements.back().set_expected(true);
      if (Draw(0, 5) == 0) *measurements.back().mutable_as_of() = DateOf(Day_());
    }
    auto report =
        ReportOf(task, Day_(), static_cast<type::v1::StatedStatus>(Draw(0, 5)), measurements);
    report.set_narrative("说明" + std::to_string(Draw(0, 1000)));
    return report;
  }

  void Next() {
    story.SetToday(Day_());
    const std::string code = Code();
    const std::string task = Task(code);
    std::vector<std::int64_t>& positions = positions_[code];
    const int kind = Draw(0, 19);
    if (kind == 0) {
      Revise(code);
    } else if (kind <= 2 && !positions.empty()) {
      positions.push_back(story.Correct(
          positions[static_cast<std::size_t>(Draw(0, static_cast<int>(positions.size()) - 1))],
          Random(task)));
    } else if (kind == 3 && !positions.empty()) {
      story.Retract(
          task,
          positions[static_cast<std::size_t>(Draw(0, static_cast<int>(positions.size()) - 1))],
          Day_());
    } else if (kind == 4) {
      ingest::v1::CaseStep step;
      step.set_finding_id("2022-1-1-1-REGRESSION");
      step.set_action(static_cast<ingest::v1::CaseStep::Action>(Draw(1, 4)));
      *step.mutable_date() = DateOf(Day_());
      story.Step(code, step);
    } else {
      positions.push_back(story.Submit(Random(task)));
    }
  }

  std::mt19937 random_;
  std::map<std::string, std::vector<std::int64_t>> positions_;
};

// Every answer of a state, as bytes.
std::string AnswersOf(const State& state) {
  std::string bytes;
  for (const auto& [code, district] : state.districts()) {
    if (!district->programmes.contains(2022)) continue;
    for (const char* date : {"2022-03-31", "2022-06-30", "2022-12-31", "2023-06-30"}) {
      for (const Position at : {Position{10}, kNow}) {
        const ProgrammeView view(*district, 2022, {DayOf(date), at});
        bytes += BuildProgrammeSummary(view).SerializeAsString();
        bytes += BuildDistrictSummary(view).SerializeAsString();
        bytes += RankUnits(view).SerializeAsString();
        for (const auto& finding : FindAllFindings(view)) bytes += finding.SerializeAsString();
        bytes += RenderHtml(BulletinOf(view));
      }
    }
  }
  return bytes;
}

// The catalog in its order and every journal in its own, otherwise interleaved at random, some
// entries sent twice.
State FoldInterleaved(const Story& story, unsigned seed) {
  std::mt19937 random(seed);
  std::map<std::string, std::vector<const ingest::v1::JournalEntry*>> journals;
  for (const auto& entry : story.journal()) journals[entry.district()].push_back(&entry);
  std::map<std::string, std::size_t> next;
  std::size_t catalog = 0, left = story.journal().size() + story.catalog().size();
  State state;
  while (left > 0) {
    const auto pick = random() % (journals.size() + 1);
    if (pick == journals.size()) {
      if (catalog == story.catalog().size()) continue;
      EXPECT_EQ(state.ApplyCatalog(story.catalog()[catalog]), State::Applied::kApplied);
      EXPECT_EQ(state.ApplyCatalog(story.catalog()[catalog++]), State::Applied::kSkipped);
    } else {
      const auto& [district, entries] = *std::next(journals.begin(), static_cast<long>(pick));
      std::size_t& at = next[district];
      if (at == entries.size()) continue;
      EXPECT_EQ(state.ApplyEntry(*entries[at]), State::Applied::kApplied);
      if (random() % 4 == 0) {
        EXPECT_EQ(state.ApplyEntry(*entries[at]), State::Applied::kSkipped);
      }
      ++at;
    }
    --left;
  }
  return state;
}

TEST(RebuildTest, IncrementalRebuiltInterleavedAndRestoredGiveTheSameBytes) {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    const RandomHistory history(seed);
    const std::string answers = AnswersOf(history.story.state());
    ASSERT_FALSE(answers.empty());
    EXPECT_EQ(AnswersOf(FoldInterleaved(history.story, seed)), answers);
    State restored;
    ASSERT_TRUE(restored.Restore(history.story.state().Serialize()).ok());
    EXPECT_EQ(AnswersOf(restored), answers);
  }
}

TEST(RebuildTest, WhatWasKnownAtAPositionNeverChanges) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    const RandomHistory history(seed);
    const State& whole = history.story.state();
    State then;
    for (const auto& event : history.story.catalog()) then.ApplyCatalog(event);
    for (const auto& entry : history.story.journal()) {
      if (entry.position() <= 10) then.ApplyEntry(entry);
    }
    for (const char* code : kCodes) {
      const DistrictState& now = *whole.Find(code);
      if (now.head < 10) continue;
      const ProgrammeView before(*then.Find(code), 2022, {DayOf("2022-12-31"), kNow});
      const ProgrammeView recalled(now, 2022, {DayOf("2022-12-31"), 10});
      EXPECT_EQ(BuildDistrictSummary(before).SerializeAsString(),
                BuildDistrictSummary(recalled).SerializeAsString());
    }
  }
}

}  // namespace
}  // namespace duban::analytics
