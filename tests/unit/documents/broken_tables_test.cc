// Tables that merged cells, page breaks or lost bars have put out of order.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "documents/core/reader.h"
#include "tests/unit/documents/print_table.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

// Whose other cells are merged with those above it, a row is one cell, and nothing marks it as one.
TEST(MergedRowsTest, ARowMayBeOneCell) {
  const std::vector<Row> rows = {
      {"序号", "项目名称", "具体任务", "责任单位", "完成时限"},
      {"1", "就业创业工程", "城镇新增就业6200人。", "区人社局", "2023年12月底"},
      {"", "", "扶持创业实体180个,带动就业700人。", "", ""},
      {"", "", "开展职业技能培训1500人。", "", ""},
      {"2", "健康惠民工程", "改建村卫生室14个。", "区卫健局", "2023年10月底"},
      {"3", "文体惠民工程", "更新健身路径40套。", "区文旅局", "2023年9月底"}};
  const std::string title = "2023年民生实事任务分解表\n\n";
  const std::string whole = Gist(title + Joined("", " | ", " |")(rows));
  EXPECT_NE(whole.find("目标1500人 目标180个 目标6200人 目标700人"), std::string::npos) << whole;
  EXPECT_EQ(Gist(title + Parted(rows, "\t")), whole);
  EXPECT_EQ(Gist(title + Parted(rows, "   ")), whole);
  EXPECT_EQ(Gist(title + Parted(rows, " | ")), whole);
}

// Where each project has several rows, no record is as wide as the heads: its first row tells what
// the columns hold.
TEST(MergedRowsTest, ARecordOfSeveralRowsOpensWithAWholeOne) {
  for (const std::string content : {"内容", "项目内容", "考核指标", "工作任务"}) {
    for (const std::string reached : {"进度", "完成数", "完成情况"}) {
      for (const std::string promised : {"目标任务", "目标\n任务", "年度\n目标"}) {
        const std::string heads = "序号\n项目\n" + content + "\n" + promised + "\n" + reached +
                                  "\n完成比例(%)\n责任单位\n";
        const std::string text =
            "金台县2019年民生工程完成情况表\n2019年,全县民生工程全面完成。\n" + heads +
            "1\n就业促进工程\n城镇新增就业(人)\n1500\n1862\n124.1\n县人社局\n失业人员再就业(人)"
            "\n320\n351\n109.7\n品牌培训(人)\n200\n200\n100\n"
            "2\n扶贫解困工程\n贫困人口脱贫(人)\n412\n412\n100\n县扶贫局\n残疾儿童康复(人)"
            "\n25\n31\n124\n县残联\n— 2 —\n" +
            heads +
            "3\n道路畅通工程\n新建农村公路(公里)\n110\n123.6\n112.4\n县交通局\n安全防护工程(公里)"
            "\n75\n75\n100\n"
            "4\n百姓安居工程\n改造棚户区(套)\n86\n86\n100\n县住建局\n新(改)建户厕(座)"
            "\n640\n652\n101.9\n";
        const std::string gist = Gist(text);
        EXPECT_NE(gist.find("1 就业促进工程 | 县人社局 | 完成1862人 完成200人 完成351人 目标1500人 "
                            "目标200人 目标320人"),
                  std::string::npos)
            << text << gist;
        EXPECT_NE(
            gist.find(
                "3 道路畅通工程 | 县交通局 | 完成123.6公里 完成75公里 目标110公里 目标75公里"),
            std::string::npos)
            << text << gist;
        EXPECT_NE(gist.find("完成652座 完成86套 目标640座 目标86套"), std::string::npos)
            << "the unit is what the last bracket says: " << gist;
      }
    }
  }
}

// Whoever answers for several projects is printed once; a cell that is printed empty names nobody.
TEST(MergedRowsTest, WhoIsNotPrintedAnswersForTheProjectAbove) {
  const auto leaders = [](const std::string& text) {
    std::string out;
    for (const Project& project : ReadList(text).projects)
      out += fmt::format("{} {};", project.number, fmt::join(project.leaders, " "));
    return out;
  };
  const std::string title = "2021年民生实事任务分解表\n\n";
  const std::string each = "1 周慧兰;2 周慧兰;3 孙启明;4 孙启明;5 孙启明;6 陈立新;";
  for (const std::string head : {"分管领导", "责任领导", "包保领导"}) {
    for (const bool last : {false, true}) {
      const auto row = [&](const std::string& number, const std::string& name,
                           const std::string& content, const std::string& leader,
                           const std::string& office) -> Row {
        return last ? Row{number, name, content, office, leader}
                    : Row{number, name, content, leader, office};
      };
      const std::vector<Row> rows = {
          row("序号", "项目名称", "建设内容", head, "牵头单位"),
          row("1", "农村幼儿园建设", "新建幼儿园4所,新增学位360个。", "周慧兰", "县教育局"),
          row("2", "校园食堂改造", "改造学校食堂9个。", "", "县市场监管局"),
          row("3", "村卫生室建设", "改建村卫生室14个。", "孙启明", "县卫健局"),
          row("4", "助餐点建设", "新建老年助餐点6个。", "", "县民政局"),
          row("5", "适老化改造", "改造家庭80户。", "", "县残联"),
          row("6", "健身路径更新", "更新健身路径40套。", "陈立新", "县文旅局")};
      for (const std::string between : {"\n", " |\n", "\t", " | ", "   "}) {
        const std::string text = title + Parted(rows, between);
        EXPECT_EQ(leaders(text), each) << text;
      }
      EXPECT_EQ(leaders(title + Joined("| ", " | ", " |")(rows)),
                "1 周慧兰;2 ;3 孙启明;4 ;5 ;6 陈立新;");
    }
  }
}

// One who leads two rows is printed once; what is not named one by one cannot lead the second.
TEST(MergedRowsTest, EverybodyHelpsWhoLeadsTheRowAbove) {
  for (const std::string everybody : {"各乡镇政府", "县农业局、各乡镇政府", "县直有关单位"}) {
    const std::vector<Row> rows = {
        {"序号", "项目名称", "工作任务", "完成时限", "牵头单位", "配合单位"},
        {"1", "就业创业", "1.城镇新增就业6200人。", "11月底前", "县人社局", "县财政局"},
        {"", "", "2.新增农村劳动力转移就业7000人。", "12月底前", "", everybody},
        {"2", "医疗卫生", "3.县医院病房楼投入使用,新增床位300张。", "12月底前", "县卫健局",
         "县发改局"},
        {"", "", "4.建成村卫生室40所。", "10月底前", "", everybody}};
    for (const std::string between : {" | ", "\t", "\n"}) {
      const std::string text = "2023年民生实事任务分解表\n\n" + Parted(rows, between);
      for (const Project& project : ReadList(text).projects) {
        std::vector<std::string> leading = project.lead_units;
        for (const Task& task : project.tasks)
          leading.insert(leading.end(), task.lead_units.begin(), task.lead_units.end());
        EXPECT_EQ(fmt::format("{}", fmt::join(leading, " ")),
                  project.number == 1 ? "县人社局" : "县卫健局")
            << text;
      }
    }
  }
}

TEST(PageBreakTest, RowsAboveTheRepeatedHeadsBelongToThePageBefore) {
  const std::string title = "2023年民生实事任务分解表\n\n";
  const std::string heads = "序号 | 项目名称 | 具体任务 | 责任单位 |\n";
  const std::vector<std::string> rows = {"1 | 公厕改造 | 改造公厕20座 | 区城管局 |\n",
                                         "2 | 口袋公园 | 新建口袋公园6处 | 区园林局 |\n",
                                         "3 | 停车位 | 新增停车位500个 | 区城管局 |\n",
                                         "4 | 健身步道 | 建设健身步道3公里 | 区体育局 |\n"};
  const std::string whole = Gist(title + heads + rows[0] + rows[1] + rows[2] + rows[3]);
  EXPECT_EQ(Gist(title + heads + rows[0] + "\n— 2 —\n\n" + rows[1] + rows[2] + heads + rows[3]),
            whole);
}

TEST(TextsTest, PipesWithNothingBetweenThemAreNoTable) {
  const auto reading = ReadDocument(
      "|\n政务信息公开\n|\n2023年民生实事项目\n1.改造公厕20座。\n2.新建口袋公园6处。\n3."
      "新增停车位500个。\n");
  ASSERT_TRUE(reading.ok());
  ASSERT_EQ(reading->draft.programmes.size(), 1u);
  EXPECT_EQ(reading->draft.programmes[0].projects.size(), 3u);
}

// Rows may be counted in any way.
TEST(NumbersTest, AnyKindOfNumberOpensARow) {
  const std::string title =
      "2023年民生实事项目完成情况\n\n序号 | 项目名称 | 责任单位 | 目标任务 | 完成情况 |\n";
  const auto rows = [](const Row& numbers) {
    return fmt::format(
        "{} | 公厕改造 | 区城管局 | 改造公厕20座 | 已改造20座 |\n{} | 停车位 | 区城管局 | "
        "新增停车位500个 | 已新增480个 |\n"
        "{} | 口袋公园 | 区园林局 | 新建公园6处 | 已建成6处 |\n",
        numbers[0], numbers[1], numbers[2]);
  };
  const std::string gist = Gist(title + rows({"1", "2", "3"}));
  for (const Row& numbers :
       {Row{"①", "②", "③"}, Row{"⑴", "⑵", "⑶"}, Row{"⒈", "⒉", "⒊"}, Row{"㈠", "㈡", "㈢"},
        Row{"Ⅰ", "Ⅱ", "Ⅲ"}, Row{"第一件", "第二件", "第三件"}, Row{"(1)", "(2)", "(3)"},
        Row{"一、", "二、", "三、"}}) {
    EXPECT_EQ(Gist(title + rows(numbers)), gist) << numbers[0];
  }
}

TEST(CommaTest, ASheetsTitleAndMergedCellsAreEmptyBetweenCommas) {
  const std::string rows =
      "1,老旧小区改造,区住建局,改造小区12个,已改造小区9个,75%\n2,公共停车位,区城管局,"
      "新增停车位800个,\"已新增停车位760个,其余在建\",95%\n"
      "3,口袋公园,区园林局,新建口袋公园6处,已建成口袋公园6处,100%\n";
  const std::string plain =
      Gist("2023年民生实事完成情况\n序号,项目名称,牵头单位,目标任务,完成情况,完成率\n" + rows);
  EXPECT_EQ(std::count(plain.begin(), plain.end(), '\n'), 3) << plain;
  EXPECT_EQ(Gist("2023年民生实事完成情况,,,,,\n序号,项目名称,牵头单位,目标任务,进展,\n,,,,完成情况,"
                 "完成率\n" +
                 rows),
            plain);
}

TEST(OpenRowsTest, EmptyLastCellsCloseNoRow) {
  const std::string title = "2023年民生实事项目进展情况表\n";
  const std::vector<Row> rows = {
      {"序号", "项目名称", "目标任务", "进展情况", "责任单位", "备注"},
      {"1", "老旧小区改造", "改造小区12个", "已改造小区9个", "区住建局", "管网同步改造"},
      {"2", "公共停车位", "新增停车位800个", "已新增停车位760个", "区城管局", ""},
      {"3", "口袋公园", "新建口袋公园6处", "已建成口袋公园6处", "区园林局", "另有2处在建"},
      {"4", "健身步道", "建设步道3公里", "已建成步道2公里", "区体育局", "雨季停工"},
      {"5", "公厕改造", "改造公厕20座", "已改造公厕20座", "区城管局", "全部开放"}};
  std::vector<Row> padded = rows;
  padded[0].push_back("");
  const auto open = Joined("", " | ", "");
  EXPECT_EQ(Gist(title + open(padded)), Gist(title + Joined("", " | ", " |")(rows)));
}

// Below a caption of one cell no row begins before the end of the one above.
TEST(OpenRowsTest, ACaptionBetweenBarsClosesNoRow) {
  const std::string rows =
      "序号 | 项目名称 | 目标任务 | 进展情况 | 责任单位\n1 | 老旧小区改造 | 改造小区12个 | "
      "已改造小区9个 | 区住建局\n"
      "2 | 公共停车位 | 新增停车位800个 | 已新增停车位760个 | 区城管局\n3 | 口袋公园 | "
      "新建口袋公园6处 | 已建成口袋公园6处 | 区园林局\n"
      "4 | 健身步道 | 建设步道3公里 | 已建成步道2公里 | 区体育局\n";
  EXPECT_EQ(Gist("2023年民生实事项目进展情况表 |\n(截至2023年6月30日) |\n" + rows),
            Gist("2023年民生实事项目进展情况表\n" + rows));
}

// Sentences above a table may name some of its projects: that is no list of its own.
TEST(NamedProjectsTest, SomeOfATablesProjectsAreNoSecondList) {
  const std::string names[] = {"改造中小学校7所", "改造农村公路40公里", "新建养老驿站3个"};
  const std::string text =
      "关于石湾区2023年重点民生实事进展情况的通报\n"
      "石湾区2023年确定重点民生实事6项,实施方案中计划先办的任务有3个,分别为:一是改造中小学校7所("
      "责任单位:区教育局);"
      "二是改造农村公路40公里(责任单位:区交通局);"
      "三是新建养老驿站3个(责任单位:区民政局)。其余任务将按计划推进。\n"
      "附件:石湾区重点民生实事进展情况表(截至2023年3月31日)\n\n序号 | 任务名称 | 目标 | 进展情况 | "
      "责任单位 |\n";
  std::string rows;
  for (int i = 1; i <= 6; ++i) {
    rows += fmt::format("{} | {} | 全年完成{}处 | 已完成{}处。 | 区住建局 |\n", i,
                        i <= 3 ? names[i - 1] : fmt::format("口袋公园第{}批", i), i + 8, i);
  }
  const auto reading = ReadDocument(text + rows);
  ASSERT_TRUE(reading.ok());
  ASSERT_EQ(reading->draft.programmes.size(), 1u);
  EXPECT_EQ(reading->draft.programmes[0].projects.size(), 6u);
}

}  // namespace
}  // namespace duban::documents
