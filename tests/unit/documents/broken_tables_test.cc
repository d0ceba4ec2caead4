// Tables that merged cells, page breaks, line breaks or lost ones have put out of order.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

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

TEST(FlatTableTest, ItsCaptionMayBeACellOfItsOwn) {
  std::string table = "序号 | 工作任务 | 牵头单位 | 一季度形象进度 | 二季度形象进度 | ";
  for (int i = 1; i <= 8; ++i)
    table += fmt::format(
        "{} | 改造第{}片老旧小区{}个 | 区住建局 | 完成设计方案和招标 | 完成{}个小区改造 | ", i, i,
        2 * i, i);
  const std::string gist =
      Gist("各街道办事处:\n附件 政府工作报告任务分解表 2021年区政府民生实事任务分解表 | " + table);
  EXPECT_EQ(std::count(gist.begin(), gist.end(), '\n'), 8) << gist;
  EXPECT_NE(gist.find("目标16个"), std::string::npos) << gist;
}

TEST(TextsTest, PipesWithNothingBetweenThemAreNoTable) {
  const auto reading = ReadDocument(
      "|\n政务信息公开\n|\n2023年民生实事项目\n1.改造公厕20座。\n2.新建口袋公园6处。\n3."
      "新增停车位500个。\n");
  ASSERT_TRUE(reading.ok());
  ASSERT_EQ(reading->draft.programmes.size(), 1u);
  EXPECT_EQ(reading->draft.programmes[0].projects.size(), 3u);
}

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

TEST(UnnamedRowsTest, WithoutNamesAndNumbersEachPromiseIsAProject) {
  const std::string gist = Gist(
      "2023年民生实事完成情况\n目标任务 | 完成情况 | 牵头单位 |\n改造小区12个 | 已改造小区9个 | "
      "区住建局 |\n"
      "新增停车位800个 | 已新增停车位760个 | 区城管局 |\n新建口袋公园6处 | 已建成口袋公园6处 | "
      "区园林局 |\n");
  EXPECT_EQ(std::count(gist.begin(), gist.end(), '\n'), 3) << gist;
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
