// Cells of several lines: where a row goes on below itself, and where it ends.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/unit/documents/print_table.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

// Where a cell holds several lines and tabs or blanks part the others, its lines stand alone below
// their row.
TEST(LongCellTest, LinesBelowARowGoOnInItsLastCell) {
  const Row heads = {"序号", "项目", "牵头部门", "年度任务", "11月份进展情况"};
  const std::vector<Row> rows = {
      {"1", "农村危房改造", "市住建委", "改造危房3200户", "全市竣工2860户,其中:"},
      {"2", "公共租赁住房", "市房管局", "新开工4500套", "新开工4632套。"},
      {"3", "农村饮水安全", "市水务局", "解决38万人饮水安全", "已解决35万人。"}};
  const std::string title = "2013年民生工程11月份进展情况表\n";
  const std::string more = "绿塘区 1560户\n石湾县 1300户\n";
  for (const char* between : {"\t", "   "}) {
    const auto print = Joined("", between, "");
    const std::string gist =
        Gist(title + print({heads, rows[0]}) + more + print({rows[1], rows[2]}));
    EXPECT_EQ(std::count(gist.begin(), gist.end(), '\n'), 3) << gist;
    EXPECT_NE(gist.find("完成1300户 完成1560户 完成2860户 目标3200户"), std::string::npos) << gist;
    EXPECT_NE(gist.find("2 公共租赁住房 | 市房管局 | 完成4632套 目标4500套"), std::string::npos)
        << gist;
  }
}

TEST(LongCellTest, LabelsBetweenBlanksMakeNoTableOfAnOutline) {
  const std::string text =
      "绿塘区2016年十件民生实事任务分解\n"
      "第一件  打通北河街东段\n包抓领导:周平  "
      "责任单位:区住建局、区房产办\n1.长540米,搬迁住户86户,10月底前通车。\n2.完成绿化30亩。\n"
      "第二件  改造背街小巷\n包抓领导:周平  责任单位:区城管局  "
      "配合单位:区规划办\n1.改造14条小巷,9月底完工。\n2.铺装人行道3万平方米。\n"
      "第三件  新建公办幼儿园\n包抓领导:何静  责任单位:区教体局  "
      "配合单位:区财政局\n1.新建幼儿园4所,新增学位720个。\n2.改造校舍2栋。\n";
  const std::string gist = Gist(text);
  EXPECT_EQ(std::count(gist.begin(), gist.end(), '\n'), 3) << gist;
  EXPECT_NE(gist.find("目标4所"), std::string::npos) << gist;
  EXPECT_NE(gist.find("目标86户"), std::string::npos) << gist;
}

// One cell on each line, and cells of several lines: what announces others stands with them, and of
// two long cells the report runs on.
TEST(LongCellTest, LinesOfAReportStandBelowItsFirst) {
  const std::string text =
      "2013年民生工程11月份进展情况表\n序号\n项目\n牵头部门\n年度任务\n11月份进展情况\n"
      "1\n农村危房改造\n市住建委\n3200户\n全市竣工2860户,其中:\n绿塘区 1560户\n石湾县 1300户\n"
      "2\n公共租赁住房\n市房管局\n新开工4500套\n新开工4632套,其中:\n绿塘区 2832套\n石湾县 1800套\n"
      "3\n农村饮水安全\n市水务局\n解决38万人饮水安全\n已解决35万人。\n"
      "4\n新型农民培训\n市农委\n培训1.3万人\n提前完成。培训13460人,其中:\n绿塘区 7070人\n石湾县 "
      "6390人\n";
  const std::string gist = Gist(text);
  EXPECT_NE(gist.find("完成1300户 完成1560户 完成2860户 目标3200户"), std::string::npos) << gist;
  EXPECT_NE(gist.find("完成1800套 完成2832套 完成4632套 目标4500套"), std::string::npos) << gist;
}

TEST(LongCellTest, ACellDoesNotPromiseTheSameTwice) {
  const std::string text =
      "2022年民生实事项目进展情况表(截至9月底)\n序号\n项目内容\n进展情况\n责任单位\n"
      "1\n新建成中小学7所。\n新建成城北小学等7所中小学。\n教育局\n"
      "2\n新建成照护驿站7家。\n新建锦南街道等13家照护驿站。\n卫生健康局\n新增托位500个。\n新增托位6"
      "00个。\n开展筛查1万例以上。\n开展筛查10111例。\n"
      "3\n实施公路大中修100公里。\n完成公路大中修50公里。\n交通运输局\n新增公交线路3条。\n新增公交"
      "线路4条。\n";
  const std::string gist = Gist(text);
  EXPECT_NE(gist.find("完成10111例 完成13家 完成600个 目标10000例 目标500个 目标7家"),
            std::string::npos)
      << gist;
  EXPECT_NE(gist.find("完成4条 完成50公里 目标100公里 目标3条"), std::string::npos) << gist;
}

TEST(LongCellTest, ARowGoesOnUntilItHasItsBars) {
  const std::string title =
      "2023年民生实事项目进展情况表\n序号 | 项目名称 | 目标任务 | 进展情况 | 责任单位 |\n";
  const auto rows = [](const std::string& gap) {
    std::string out;
    const std::string works[] = {"老旧小区", "口袋公园", "农村公厕"};
    for (int i = 1; i <= 3; ++i) {
      out += fmt::format("{} | {} | 改造12处,{}其中东片3处,{}西片4处,{}南片5处。 | 已改造9处,{}", i,
                         works[i - 1], gap, gap, gap, gap);
      for (int k = 0; k < 14; ++k) out += "各片施工队伍均已进场," + gap;
      out += "其余在建。 | 区住建局 |\n";
    }
    return out;
  };
  const std::string gist = Gist(title + rows(""));
  EXPECT_EQ(std::count(gist.begin(), gist.end(), '\n'), 3) << gist;
  EXPECT_EQ(Gist(title + rows("\n")), gist);
}

TEST(LongCellTest, ARowThatBreaksOffBehindABarGoesOnBelow) {
  const auto table = [](const std::string& frame, const std::string& gap, const std::string& late) {
    return "2021年民生实事项目推进情况表(1-11月)\n" + frame +
           "序号 | 项目名称 | 实施内容 | 形象进度 | 计划投资(万元) | 年内已累计投入资金(万元) | "
           "累计工作量完成率 | 责任部门 |\n" +
           frame +
           "1 | 老旧小区 | 改造小区6个。 | 已完工4个。 | 9200 | 7850 | 86.00% | 区住建局 |\n" +
           frame + "2 | 养老服务 | 新建养老驿站5家。 |" + gap + " 已建成4家。 |" + late +
           " 1260 | 1012 | 92.00% | 区民政局 |\n" + frame +
           "3 | 便民停车 | 新增车位1500个。 | 已新增936个。 | 4300 | 3010 | 83.70% | 区城管局 |\n" +
           frame +
           "4 | 校舍改造 | 改造校舍3栋。 | 已改造3栋。 | 700 | 700 | 100.00% | 区教育局 |\n";
  };
  for (const std::string frame : {"", "| "}) {
    const std::string gist = Gist(table(frame, "", ""));
    EXPECT_EQ(std::count(gist.begin(), gist.end(), '\n'), 4) << gist;
    EXPECT_EQ(Gist(table(frame, "\n", "")), gist);
    EXPECT_EQ(Gist(table(frame, "", "\n")), gist);
  }
  const Draft draft = ReadDraft(table("", "", "\n") + "合计 | | | | 15460 | 12572 | | |\n");
  const std::vector<Measurement>& measured =
      draft.programmes.at(0).projects.at(1).tasks.at(0).measurements;
  ASSERT_EQ(measured.size(), 3);
  EXPECT_EQ(measured[1].value, 1012e4);
  EXPECT_EQ(measured[2].value, 92) << "a share of the work is none of the money";
  EXPECT_TRUE(draft.findings.empty());
}

// Offices below each other break a row of cells between blanks, whose last cell follows them.
TEST(BrokenRowsTest, OfficesBelowEachOtherBreakNoTable) {
  EXPECT_EQ(Gist("绩溪县2025年民生实事项目进展情况表\n序号 目标任务 责任单位 推进情况\n"
                 "1 改造老旧小区8个。 县住建局 已改造老旧小区5个。\n"
                 "2 新增护理床位40张。 县民政局\n县卫生健康委\n县财政局\n已新增护理床位30张。\n"
                 "3 新建口袋公园6个。 县城管局 已新建口袋公园2个。\n",
                 false),
            "1 改造老旧小区8个 | 县住建局 | 5个 8个 | 0\n2 新增护理床位40张 | 县卫生健康委 "
            "县民政局 县财政局 | 30张 40张 | 0\n"
            "3 新建口袋公园6个 | 县城管局 | 2个 6个 | 0\n");
}

}  // namespace
}  // namespace duban::documents
