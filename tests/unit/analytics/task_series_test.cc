// What is looked up quickly in a task's history is what a walk through all of it finds.
#include "analytics/core/task_series.h"

#include <gtest/gtest.h>

#include <random>

#include "analytics/core/task_lens.h"
#include "analytics/core/text_table.h"
#include "analytics/testing/story.h"

namespace duban::analytics {
namespace {

// A history with late reports, corrections, several figures a report, and figures that fall now and
// then.
struct History {
  explicit History(unsigned seed) {
    std::mt19937 random(seed);
    const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    const int falls = below(3);  // 0 = never
    for (Position position = 1; position <= 60; ++position) {
      ReportRecord report;
      report.position = position;
      report.date = FirstDay(2022) + static_cast<int>(position) - below(3) * below(9);
      std::vector<Point> points(static_cast<std::size_t>(below(4)));
      for (std::size_t i = 0; i < points.size(); ++i) {
        Point& point = points[i];
        point.date = report.date - below(2) * below(5);
        point.position = position;
        point.ordinal = static_cast<std::uint8_t>(i);
        point.indicator = static_cast<std::uint16_t>(1 + i % 2);
        point.value = point.date - FirstDay(2022) - (falls > 0 && below(20) == 0 ? 50 : 0);
      }
      report.points = static_cast<std::uint16_t>(points.size());
      series.Add(report, points, {});
      if (position > 5 && below(4) == 0)
        series.Replace(position - 1 - static_cast<Position>(below(4)), position);
    }
  }
  TaskSeries series;
};

TEST(TaskSeriesTest, ShortcutsSayWhatAWalkThroughEverythingFinds) {
  int certain = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    const History history(seed);
    const TaskSeries& series = history.series;
    for (const ReportRecord& report : series.reports()) {
      std::vector<const Point*> all;
      for (const Point& point : series.points()) {
        if (point.position != report.position) continue;
        all.push_back(&point);
        EXPECT_EQ(point.replaced_at, report.replaced_at);
      }
      EXPECT_EQ(series.PointsOf(report), all);
    }
    for (const int indicator : {1, 2}) {
      bool fell = false;
      double highest = -1e9;
      for (const Point& point : series.points()) {
        if (point.indicator != indicator) continue;
        fell = fell || point.value < highest;
        highest = std::max(highest, point.value);
      }
      const bool never =
          series.NeverFell([&](const PointKind& kind) { return kind.indicator == indicator; });
      EXPECT_FALSE(never && fell) << "seed " << seed;
      certain += never ? 1 : 0;
    }
    const type::v1::Task task;
    const TextTable texts;
    for (const Position at : {Position{30}, kNow}) {
      const TaskLens lens(task, 2022, &series, texts, at);
      const std::vector<Day> days = lens.ReportDays(FirstDay(2023));
      std::vector<Day> walked;
      for (Day day = lens.NewestReportDay(FirstDay(2023)); day != kNoDay;
           day = lens.NewestReportDay(day - 1)) {
        walked.insert(walked.begin(), day);
      }
      EXPECT_EQ(walked, days);
      for (const Day day : days) {
        const ReportRecord* newest = nullptr;
        for (const ReportRecord& report : series.reports()) {
          if (report.date <= day && InForce(report.position, report.replaced_at, at))
            newest = &report;
        }
        EXPECT_EQ(series.LastReport(day, at), newest);
      }
    }
  }
  EXPECT_GT(certain, 20) << "histories that never fell are known as such";
}

TEST(TaskSeriesTest, AThousandKindsOfFiguresClaimNothing) {
  TaskSeries series;
  for (Position position = 1; position <= 1000; ++position) {
    Point point;
    point.date = static_cast<Day>(position);
    point.position = position;
    point.measure = position;
    series.Add({.date = point.date, .position = position, .points = 1}, std::vector<Point>{point},
               {});
  }
  const auto any = [](const PointKind& kind) { return kind.measure == 999; };
  EXPECT_TRUE(series.MayHave(any));
  EXPECT_FALSE(series.NeverFell(any));
}

TEST(TaskSeriesTest, TheNewestTwelveReportsKeepTheirWordsAndSources) {
  TaskSeries series;
  // Every second report comes late, so what is newest by date is not what came last.
  for (Position position = 1; position <= 40; ++position) {
    Point point;
    point.date = static_cast<Day>(position % 2 == 0 ? position : position + 100);
    point.position = position;
    point.stated = position % 3 == 0;
    const std::string word = "第" + std::to_string(position) + "次";
    series.Add({.date = point.date, .position = position, .points = 1}, std::vector<Point>{point},
               {.narrative = word,
                .stated_percents = {position / 2.0},
                .sources = {word + "出处"},
                .document_findings = {}});
  }
  std::string bytes;
  series.Write(bytes);
  TaskSeries restored;
  std::string_view in = bytes;
  ASSERT_TRUE(restored.Read(in));
  EXPECT_TRUE(in.empty());
  for (const TaskSeries* each : {&series, &restored}) {
    int kept = 0;
    for (std::size_t i = 0; i < each->reports().size(); ++i) {
      const Position position = each->reports()[i].position;
      const std::string word = "第" + std::to_string(position) + "次";
      const bool newest = i + TaskSeries::kTextsKept >= each->reports().size();
      EXPECT_EQ(each->Narrative(position), newest ? word : "") << position;
      kept += newest ? 1 : 0;
    }
    EXPECT_EQ(kept, 12);
    for (const Point& point : each->points()) {
      EXPECT_EQ(each->StatedPercent(point), point.position % 3 == 0 ? point.position / 2.0 : -1);
      const std::string_view source = each->SourceOf(point);
      EXPECT_EQ(source.empty(), each->Narrative(point.position).empty());
    }
  }
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    std::string_view cut = std::string_view(bytes).substr(0, size);
    TaskSeries none;
    EXPECT_FALSE(none.Read(cut)) << "cut after " << size;
  }
}

}  // namespace
}  // namespace duban::analytics
