// Tables whose cells came one below the other: rows that merging shortened, tasks that count on through all of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

// Ten promises below 序号 | 实事项目 | 工作任务 | 牵头单位 | 完成时限, whose thirteen tasks count on; 办好家门口的学校 and what stands before it is
// printed once for its tasks. `numbers` are those of the promises, `open` and `close` stand around those of the tasks.
std::string TenPromises(const std::vector<std::string>& numbers, std::string_view open, std::string_view close) {
  struct Task {
    std::string_view words, office, due;
  };
  const std::vector<std::pair<std::string_view, std::vector<Task>>> promises = {
      {"办好家门口的学校", {{"新建小学3所,新增学位2700个。", "市教育局", "2024年8月底前"}, {"为45所学校更换黑板灯1.1万盏。", "市教育局", "2024年12月"}}},
      {"方便群众看病", {{"改造村卫生室64间。", "市卫生健康局", "2024年10月底前"}}},
      {"关爱一老一小", {{"新建老年食堂18处。", "市民政局", "2024年12月"}, {"新增托位620个。", "市卫生健康局", "2024年11月底前"}}},
      {"稳住就业", {{"城镇新增就业8200人。", "市人力资源社会保障局", "2024年12月"}}},
      {"畅通道路", {{"改造农村公路73公里。", "市交通运输局", "2024年12月"}, {"新增停车位950个。", "市城市管理局", "2024年9月底前"}}},
      {"喝上好水", {{"铺设供水管网210公里。", "市水务局", "2024年12月"}}},
      {"住得更好", {{"改造老旧小区26个。", "市住房城乡建设局", "2024年12月"}}},
      {"吃得放心", {{"完成食品抽检5400批次。", "市市场监管局", "2024年12月"}}},
      {"丰富文体生活", {{"举办惠民演出90场。", "市文化广电旅游局", "2024年12月"}}},
      {"守护平安", {{"整治事故多发路段31处。", "市公安局", "2024年11月底前"}}},
  };
  std::string text = "青石市2024年十件民生实事分工方案\n\n序号\n\n实事项目\n\n工作任务\n\n牵头单位\n\n完成时限\n\n";
  int task = 0;
  for (std::size_t i = 0; i < promises.size(); ++i) {
    text.append(numbers[i]).append("\n\n").append(promises[i].first).append("\n\n");
    for (const Task& one : promises[i].second) {
      text.append(open).append(std::to_string(++task)).append(close).append(one.words).append("\n\n");
      text.append(one.office).append("\n\n").append(one.due).append("\n\n");
    }
  }
  return text;
}

TEST(FlatRowsTest, TasksMayCountOnThroughItsRecords) {
  const std::vector<std::string> chinese = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
  const std::vector<std::string> bracketed = {"(一)", "(二)", "(三)", "(四)", "(五)", "(六)", "(七)", "(八)", "(九)", "(十)"};
  const std::vector<std::string> digits = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};
  constexpr std::string_view kMarks[][2] = {{"", "."}, {"", "、"}, {"(", ")"}, {"（", "）"}};
  for (const auto& numbers : {chinese, bracketed, digits}) {
    for (const auto& mark : kMarks) {
      const Programme list = ReadList(TenPromises(numbers, mark[0], mark[1]));
      ASSERT_THAT(list.projects, SizeIs(10)) << numbers[0] << mark[1];
      const Project& school = list.projects[0];
      EXPECT_EQ(school.title, "办好家门口的学校");
      ASSERT_THAT(school.tasks, SizeIs(2)) << numbers[0] << mark[1];
      EXPECT_EQ(school.tasks[1].targets.at(1).value, 11'000);
      EXPECT_THAT(school.lead_units, ElementsAre("市教育局"));
      EXPECT_THAT(list.projects[9].lead_units, ElementsAre("市公安局"));
      EXPECT_EQ(list.projects[9].tasks.at(0).targets.at(0).value, 31) << numbers[0] << mark[1];
    }
  }
}

}  // namespace
}  // namespace duban::documents
