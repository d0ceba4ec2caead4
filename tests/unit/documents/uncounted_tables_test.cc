// Tables in which no number opens the rows, in every form that their cells may be printed in: they
// read the same.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/unit/documents/print_table.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

const std::vector<Row>& Rows() {
  static const std::vector<Row> kRows = {
      {"项目名称", "年度目标任务", "目前进展情况", "计划投资(万元)", "牵头单位", "配合单位"},
      {"托育服务", "新增托位620个", "已新增托位410个", "480", "区卫健局", "区教育局"},
      {"", "创建示范园所4家", "已创建示范园所3家", "", "", ""},
      {"农村饮水", "铺设供水管网88公里", "已铺设供水管网51公里", "2600", "区水利局",
       "各乡镇人民政府"},
      {"智慧小区", "建设智慧小区24个", "已建设智慧小区16个", "900", "区公安局", "区住建局"},
      {"", "安装感烟报警器3500个", "已安装感烟报警器2800个", "", "", ""},
      {"法律援助", "办理援助案件640件", "已办理援助案件402件", "60", "区司法局", "各乡镇人民政府"},
      {"文化惠民", "送戏下乡150场", "已送戏下乡97场", "120", "区文旅局", "区融媒体中心"}};
  return kRows;
}

constexpr const char* kTitle = "青浦区2023年民生实事项目进展情况表\n截至2023年6月底\n";

std::string Whole() { return Gist(kTitle + Joined("", " | ", " |")(Rows())); }

TEST(UncountedTableTest, RowsBelowAProjectLackWhatMergingDropped) {
  const Programme list = ReadList(kTitle + Joined("", " | ", " |")(Rows()));
  EXPECT_EQ(TitlesOf(list),
            (std::vector<std::string>{"托育服务", "农村饮水", "智慧小区", "法律援助", "文化惠民"}));
  EXPECT_EQ(Gist(kTitle + Parted(Rows(), "\n")), Whole());
  EXPECT_EQ(Gist(kTitle + Joined("", "\t", "")(Rows())), Whole());
  EXPECT_EQ(Gist(kTitle + Joined("", ",", "")(Rows())), Whole());
}

TEST(UncountedTableTest, AMergedCellMayBePrintedInEachOfItsRows) {
  std::vector<Row> rows = Rows();
  for (std::size_t i = 2; i < rows.size(); ++i) {
    for (const std::size_t cell : {0U, 4U, 5U}) {
      if (rows[i][cell].empty()) rows[i][cell] = rows[i - 1][cell];
    }
  }
  EXPECT_EQ(Gist(kTitle + Joined("", " | ", " |")(rows)), Whole());
}

// 公共安全 between two projects heads those below it, and the heads may come again on each page.
TEST(UncountedTableTest, GroupsAndRepeatedHeadsAreNoProjects) {
  for (const bool numbered : {false, true}) {
    std::vector<Row> rows = Rows();
    rows.insert(rows.begin() + 6, Rows()[0]);
    const auto group = [&](std::ptrdiff_t at, const char* numeral, const char* name) {
      rows.insert(
          rows.begin() + at,
          {numbered ? std::string(numeral) + "、" + name + "(2件)" : name, "", "", "", "", ""});
    };
    group(7, "三", "公共文化");
    group(4, "二", "公共安全");
    group(1, "一", "基本民生");
    EXPECT_EQ(Gist(kTitle + Joined("", " | ", " |")(rows)), Whole());
    for (const char* const between : {"\t", ","})
      EXPECT_EQ(Gist(kTitle + Joined("", between, "")(rows)), Whole()) << between;
    EXPECT_EQ(Gist(kTitle + Parted(rows, "\n")), Whole()) << numbered;
  }
}

// 投资(万元) above 计划 and 完成: in lines the lower heads follow all upper ones, and the unit is
// that of both columns.
TEST(UncountedTableTest, HeadsMayStandInTwoRows) {
  std::vector<Row> upper = {
      {"项目名称", "年度目标任务", "投资情况(万元)", "", "目前进展情况", "牵头单位"},
      {"", "", "计划投资", "完成投资", "", ""}};
  std::vector<Row> plain = {
      {"项目名称", "年度目标任务", "计划投资(万元)", "完成投资(万元)", "目前进展情况", "牵头单位"}};
  for (const std::size_t i : {1U, 3U, 4U, 6U, 7U}) {
    const Row& row = Rows()[i];
    plain.push_back(
        {row[0], row[1], row[3], std::to_string(std::stoi(row[3]) / 2), row[2], row[4]});
    upper.push_back(plain.back());
  }
  const std::string whole = Gist(kTitle + Joined("", " | ", " |")(plain));
  EXPECT_NE(whole.find("完成2400000元"), std::string::npos) << whole;
  EXPECT_EQ(Gist(kTitle + Joined("", " | ", " |")(upper)), whole);
  EXPECT_EQ(Gist(kTitle + Parted(upper, "\n")), whole);
}

TEST(CountedTableTest, TheNameOfAGroupBelongsToTheRecordsBelowIt) {
  std::vector<Row> rows = {{"序号", "项目名称", "计划数", "完成数", "责任部门", "分管领导"},
                           {"公共安全", "", "", "", "", ""},
                           {"1", "法律援助", "640件", "402件", "区司法局", "罗志强"},
                           {"2", "消防设施", "3座", "2座", "区消防救援大队", "高敏"},
                           {"养老助残", "", "", "", "", ""},
                           {"3", "助餐点", "18个", "11个", "区民政局", "陈立新"},
                           {"民生交通", "", "", "", "", ""},
                           {"4", "农村公路", "67公里", "39公里", "区交通局", "周涛"}};
  const std::string whole = Gist(kTitle + Joined("", " | ", " |")(rows));
  EXPECT_NE(whole.find("4 农村公路 | 区交通局 | 完成39公里 目标67公里"), std::string::npos)
      << whole;
  EXPECT_EQ(Gist(kTitle + Parted(rows, "\n")), whole);
  EXPECT_EQ(Gist(kTitle + Parted(rows, " ")), whole);
  // A copy that lost its line breaks.
  std::string flat = Parted(rows, " ");
  std::ranges::replace(flat, '\n', ' ');
  EXPECT_EQ(Gist(kTitle + flat), whole);
}

TEST(MarkedOfficesTest, AStarSaysWhoLeads) {
  const Programme list =
      ReadList(std::string(kTitle) +
               "分管领导 | 序号 | 项目名称 | 年度目标 | 进展情况 | 责任单位 |\n"
               "罗志强 | 1 | 托育服务 | 新增托位620个 | 已新增托位410个 | ★区卫健局、区教育局 |\n"
               "2 | 智慧小区 | 建设智慧小区24个 | 已建设智慧小区16个 | 区住建局、★区公安局 |\n"
               "陈立新 | 3 | 农村饮水 | 铺设管网88公里 | 已铺设管网51公里 | ★区水利局 |\n");
  ASSERT_EQ(list.projects.size(), 3u);
  EXPECT_EQ(list.projects[1].lead_units, std::vector<std::string>{"区公安局"});
  EXPECT_EQ(list.projects[1].cooperating_units, std::vector<std::string>{"区住建局"});
  EXPECT_EQ(list.projects[1].leaders, std::vector<std::string>{"罗志强"})
      << "merged with the cell above";
  EXPECT_EQ(list.projects[2].leaders, std::vector<std::string>{"陈立新"});
}

// One cell on each line, without numbers in front: the heads tell how many cells a project has.
class UncountedTest : public ::testing::Test {
 protected:
  const std::string title_ = "2023年民生实事项目进展情况表\n";
  const std::vector<Row> rows_ = {
      {"项目名称", "年度目标", "进展情况", "总投资(万元)", "牵头单位", "责任单位"},
      {"老旧小区改造", "改造小区12个", "已改造小区9个", "180", "区住建局", "各街道"},
      {"青石河泵站", "新建泵站1座", "已建成泵站1座", "96", "区水利局", "区水务公司"},
      {"公共停车位", "新增停车位800个", "已新增停车位760个", "20", "区城管局", "各街道"},
      {"健康惠民工程", "免费体检3000人", "已体检2100人", "45", "区卫健局", "区妇联"},
      {"口袋公园", "新建口袋公园6处", "已建成口袋公园6处", "150", "区园林局", "各街道"}};
};

TEST_F(UncountedTest, HeadsTellHowManyCellsARecordHas) {
  EXPECT_EQ(Gist(title_ + Parted(rows_, "\n")), Gist(title_ + Joined("", " | ", " |")(rows_)));
}

TEST_F(UncountedTest, ARecordMayLackACell) {
  std::vector<Row> rows = rows_;
  rows[3][5] = "";
  EXPECT_EQ(Gist(title_ + Parted(rows, "\n")), Gist(title_ + Joined("", " | ", " |")(rows_)));
}

TEST_F(UncountedTest, QuartersAreHeadsOfTheirOwn) {
  std::vector<Row> rows = rows_;
  rows[0] = {"项目名称", "年度目标", "一季度", "二季度", "牵头单位", "责任单位"};
  for (std::size_t i = 1; i < rows.size(); ++i) {
    rows[i][2] = "完成招标";
    rows[i][3] = "完成一半";
  }
  EXPECT_EQ(Gist(title_ + Parted(rows, "\n")), Gist(title_ + Joined("", " | ", " |")(rows)));
}

TEST_F(UncountedTest, FiguresOpenNoRecordOfNumberedTitles) {
  std::vector<Row> rows = {{"项目名称", "年度目标", "单位", "累计完成", "完成率", "责任部门"},
                           {"护理床位", "150", "张", "90", "60%", "区民政局"},
                           {"助餐点", "20", "个", "14", "70%", "区民政局"},
                           {"口袋公园", "8", "个", "6", "75%", "区园林局"},
                           {"公共停车位", "900", "个", "450", "50%", "区城管局"}};
  for (std::size_t i = 1; i < rows.size(); ++i) rows[i][0] = fmt::format("{}.{}", i, rows[i][0]);
  EXPECT_EQ(Gist(title_ + Parted(rows, "\n")), Gist(title_ + Joined("", " | ", " |")(rows)));
}

TEST(UnnamedRowsTest, WithoutNamesAndNumbersEachPromiseIsAProject) {
  const std::string gist = Gist(
      "2023年民生实事完成情况\n目标任务 | 完成情况 | 牵头单位 |\n改造小区12个 | 已改造小区9个 | "
      "区住建局 |\n"
      "新增停车位800个 | 已新增停车位760个 | 区城管局 |\n新建口袋公园6处 | 已建成口袋公园6处 | "
      "区园林局 |\n");
  EXPECT_EQ(std::count(gist.begin(), gist.end(), '\n'), 3) << gist;
}

}  // namespace
}  // namespace duban::documents
