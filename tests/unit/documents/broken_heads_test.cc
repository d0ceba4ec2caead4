// Heads of tables in pieces, moved or unknown: the rows below tell which columns there are.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "documents/core/reader.h"
#include "tests/unit/documents/print_table.h"

namespace duban::documents {
namespace {

// Heads over two rows, the lower of which merging moved to the left.
class MovedHeadsTest : public ::testing::Test {
 protected:
  const std::string text_ =
      "云岭县2022年民生实事项目进展情况表(截至10月底)\n单位:万元\n"
      "序号 | 项目名称 | 建设内容 | 建设起止年限 | 至2021年底累计完成投资 | 2022年工作计划 | 进展 "
      "| 责任单位 | |||\n"
      "投资 | 主要形象进度 | 完成投资 | % | 形象进度 | ||||||\n"
      "1 | 护眼灯光工程 | 提升70所学校的教室照明 | 2022 | 1800 | 建成 | 1350 | 75 | 完成52所 | "
      "县教育局 |\n"
      "2 | 老旧小区改造 | 改造老旧小区6个 | 2021-2023 | 2400 | 4000 | 完成3个小区 | 3860 | 96.5 | "
      "3个小区完工 | 县住建局 |\n"
      "3 | 农村公路提升 | 改造农村公路2条 | 2022 | 5600 | 建成 | 4480 | 80 | 1条完工 | 县交通局 |\n"
      "(1) | 岔路线 | 8.6公里 | 2022 | 3000 | 建成 | 3000 | 100 | 完工通车 | |\n"
      "(2) | 茶院线 | 7.2公里 | 2022 | 2600 | 建成 | 1480 | 56.9 | 正在铺设沥青 | |\n"
      "4 | 停车位建设 | 新增停车位850个 | 2021-2022 | 2100 | 4300 | 建成 | 3010 | 70 | 建成612个 | "
      "县城投集团 |\n";
};

TEST_F(MovedHeadsTest, TheRowsTellWhichHeadsAreParted) {
  const std::string gist = Gist(text_);
  EXPECT_NE(gist.find("1 护眼灯光工程 | 县教育局 | 完成1350"), std::string::npos) << gist;
  EXPECT_NE(gist.find("目标4000"), std::string::npos) << gist;
  EXPECT_NE(gist.find("完成2400"), std::string::npos) << gist;
  EXPECT_EQ(gist.find("2022"), std::string::npos) << "years are no figures: " << gist;
}

TEST_F(MovedHeadsTest, BracketedNumbersArePartsOfTheRowAbove) {
  const auto reading = ReadDocument(text_);
  ASSERT_TRUE(reading.ok());
  ASSERT_EQ(reading->draft.programmes.size(), 1u);
  const auto& projects = reading->draft.programmes[0].projects;
  ASSERT_EQ(projects.size(), 4u);
  EXPECT_EQ(projects[2].tasks.size(), 3u);
  EXPECT_EQ(projects[3].title, "停车位建设");
}

TEST(BrokenHeadsTest, RecordsTellWhichPiecesAreOneHead) {
  std::string text =
      "云岭镇2024年度重点工作计划二季度执行情况\n序号\n重点工作\n责任\n领导\n责任\n科室\n攻坚目标\n"
      "任务\n第二季度\n完成情况\n";
  for (int i = 1; i <= 5; ++i) {
    text += fmt::format(
        "{}\n第{}片污水治理提升\n刘志\n农业农村办\n改造管网{}公里,受益农户1260户。\n已完成管网铺设{"
        "}公里。\n",
        i, i, i + 4, i + 1);
  }
  const std::string gist = Gist(text);
  EXPECT_NE(gist.find("1 第1片污水治理提升 | 农业农村办 | 完成2公里 目标1260户 目标5公里"),
            std::string::npos)
      << gist;
  EXPECT_NE(gist.find("5 第5片污水治理提升 | 农业农村办 | 完成6公里 目标1260户 目标9公里"),
            std::string::npos)
      << gist;
}

TEST(UnknownHeadsTest, RecordsTellHowManyHeadsThereAre) {
  std::vector<Row> rows = {
      {"项次", "惠民事项", "办理要求", "办理动态", "主办部门", "包保县领导"},
      {"1", "老旧小区改造", "改造小区12个", "已改造小区9个", "区住建局", "王平"},
      {"2", "公共停车位", "新增停车位800个", "已新增停车位760个", "区城管局", "李静"},
      {"3", "口袋公园", "新建口袋公园6处", "已建成口袋公园6处", "区园林局", "王平"},
      {"4", "健身步道", "建设步道3公里", "已建成步道2公里", "区体育局", "周宁"}};
  const std::string title = "2023年民生实事项目进展情况表\n";
  const std::string gist = Gist(title + Parted(rows, "\n"));
  EXPECT_NE(gist.find("2 公共停车位 | 区城管局 | 完成760个 目标800个"), std::string::npos) << gist;
  rows[0] = {"序号", "项目名称", "目标任务", "进展情况", "牵头单位", "分管领导"};
  EXPECT_EQ(gist, Gist(title + Joined("", " | ", " |")(rows)));
}

TEST(BrokenHeadsTest, RecordsTellHowManyHeadsTheLinesMake) {
  const std::vector<Row> rows = {
      {"1", "老旧小区改造", "改造小区12个", "已改造小区9个", "区住建局", "各街道"},
      {"2", "公共停车位", "新增停车位800个", "已新增停车位760个", "区城管局", "各街道"},
      {"3", "口袋公园", "新建口袋公园6处", "已建成口袋公园6处", "区园林局", "各街道"},
      {"4", "健身步道", "建设步道3公里", "已建成步道2公里", "区体育局", "各街道"}};
  const std::string title = "2023年民生实事项目进展情况表\n";
  EXPECT_EQ(Gist(title + "序号\n项目\n名称\n年度\n目标\n进展\n情况\n牵头\n单位\n配合\n单位\n" +
                 Parted(rows, "\n")),
            Gist(title + "序号\n项目名称\n年度目标\n进展情况\n牵头单位\n配合单位\n" +
                 Parted(rows, "\n")));
}

// Heads broken over lines are one head each, and figures below them have its unit.
TEST(BrokenHeadsTest, PiecesOfHeadsAreJoined) {
  const std::string before =
      "绩溪县2025年民生实事项目进展情况表(截至5月31日)"
      "\n序号\n项目名称\n责任单位\n开工\n时间\n竣工\n时间\n总投资\n(万元)\n项目进展情况\n";
  const std::string rows =
      "1\n粮库改造\n县住建局\n2025年3月\n2025年12月\n4200\n正在施工\n"
      "2\n老街亮化\n县城管局\n2025年2月\n2025年11月\n860\n已完工\n";
  EXPECT_EQ(
      Gist(before + rows),
      "1 粮库改造 | 县住建局 | 目标42000000元 | 2\n2 老街亮化 | 县城管局 | 目标8600000元 | 3\n");
}

}  // namespace
}  // namespace duban::documents
