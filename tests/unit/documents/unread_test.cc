// What is printed and not read: glosses of characters, the blanks that typesetting puts beside
// numbers, soft line breaks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "documents/convert/convert.h"
#include "documents/core/text.h"
#include "documents/render/render.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr std::string_view kGlossed = "石門區(qū)民生實(shí)事項(xiàng)目:新建公園2個(gè)。";

Range Where(const Text& text, std::string_view words) {
  const std::size_t at = text.str().find(words);
  return {at, at + words.size()};
}

TEST(UnreadTest, GlossesAreNotRead) {
  const Text text{std::string(kGlossed)};
  EXPECT_EQ(text.str(), "石門區民生實事項目:新建公園2個。");
  EXPECT_EQ(text.Verbatim(), kGlossed);
  const Text wide{"設(shè)施（shī）齊全，農（nóng）村道路（路面）12公里（km），得到了(le)改善"};
  EXPECT_EQ(wide.str(), "設施齊全，農村道路（路面）12公里（km），得到了改善");
}

TEST(UnreadTest, ASyllableOrTwoMayBePartOfTheText) {
  for (const std::string_view printed :
       {"堌(gù)城镇新建公园2个", "堌(gù)城镇、峁(mǎo)山镇各新建公园2个(de)",
        "面积(ha)、里程(km)、沿线(line)"}) {
    const Text text{std::string(printed)};
    EXPECT_EQ(text.str(), printed);
    EXPECT_EQ(text.str().data(), text.Verbatim().data());
  }
}

TEST(UnreadTest, PlacesOfATextWithGlossesAreThoseOfThePage) {
  const Text text{std::string(kGlossed)};
  const Range range = Where(text, "項目");
  EXPECT_EQ(text.Quote(range), "項(xiàng)目");
  EXPECT_EQ(text.Letters(range), "項目");
  EXPECT_EQ(text.Quote(Where(text, "2個")), "2個(gè)");
  EXPECT_EQ(text.Read(text.Printed(range)), range);
  EXPECT_EQ(text.CodePointsOf(range), (std::pair<std::int64_t, std::int64_t>{16, 25}));
  EXPECT_EQ(text.CodePoints(), 37);
  EXPECT_EQ(text.ByteAt(16), range.begin);
  EXPECT_EQ(
      text.ByteAt(19),
      range.begin + std::string_view("項").size());  // inside of the gloss: behind its character
  EXPECT_EQ(text.ByteAt(25), range.end);
}

std::string TypesetReport() {
  return "石泉县 2023 年度民生实事完成情况\n"
         "2023 年承诺的 3 件民生实事全部完成。\n"
         "1.建成幼儿园 3 所,新增学位 270 个,惠及 5 个乡镇 16 个村。\n"
         "2.改造老旧小区 4 个、住房 312 户,完成投资 1870 万元。\n"
         "3.安装路灯 640 盏,占年度任务 600 盏的 106.7%。\n";
}

TEST(UnreadTest, BlanksThatSetOffNearlyAllNumbersAreNotRead) {
  const Text text(TypesetReport());
  EXPECT_THAT(std::string(text.str()),
              HasSubstr("石泉县2023年度民生实事完成情况\n2023年承诺的3件民生实事"));
  EXPECT_THAT(std::string(text.str()), HasSubstr("安装路灯640盏,占年度任务600盏的106.7%"));
  EXPECT_EQ(text.Quote(Where(text, "老旧小区4个")), "老旧小区 4 个");
  EXPECT_EQ(text.Quote(Where(text, "5个乡镇")), "5 个乡镇");  // without the blank behind it
}

TEST(UnreadTest, BlanksThatPartCellsAreRead) {
  std::string rows;
  for (int i = 1; i <= 12; ++i)
    rows += std::to_string(i) + " 新建学校 区教育局 3所 300 320 106.7%\n";
  EXPECT_EQ(Text(rows).str(), rows);
  std::string mixed;
  for (int i = 0; i < 12; ++i) mixed += "新建公园 3 个,修路5公里。";
  EXPECT_EQ(Text(mixed).str(), mixed);
}

TEST(UnreadTest, TheNumberThatOpensARowKeepsItsBlank) {
  std::string rows;
  for (int i = 1; i <= 12; ++i) rows += std::to_string(i) + " 新建学校 3 所,新增学位 270 个\n";
  const Text text(rows);
  EXPECT_THAT(std::string(text.str()), HasSubstr("2 新建学校3所,新增学位270个\n"));
}

std::string GlossedTable() {
  return "石門區(qū)2023年民生實(shí)事項(xiàng)目完成情況(截至2023年8月31日)\n"
         "序號(hào) | 項(xiàng)目名稱 | 責(zé)任單位 | 目標(biāo)任務(wù) | 完成情況 |\n"
         "1 | 農(nóng)村飲水 | 農(nóng)業(yè)局 | 解決飲水困難1300人 | "
         "已解決700人,占年度任務(wù)的54% |\n"
         "2 | 養(yǎng)老服務(wù) | 民政局 | 新增床位71個(gè) | 已新增床位55個(gè) |\n"
         "3 | 道路建設(shè) | 交通局 | 新建道路18公里 | 已建成18公里 |\n";
}

TEST(UnreadTest, ATableWithGlossesIsReadAndPrintedAsItStands) {
  const Programme list = ReadList(GlossedTable());
  EXPECT_EQ(list.year, 2023);
  EXPECT_THAT(TitlesOf(list), ElementsAre("農(nóng)村飲水", "養(yǎng)老服務(wù)", "道路建設(shè)"));
  EXPECT_THAT(list.projects[0].lead_units, ElementsAre("農(nóng)業(yè)局"));
  const Task& beds = list.projects[1].tasks.at(0);
  ASSERT_THAT(beds.measurements, SizeIs(1));
  EXPECT_EQ(beds.measurements[0].value, 55);
  EXPECT_EQ(beds.measurements[0].unit, "個");
  EXPECT_EQ(beds.measurements[0].target_index, 1);
}

TEST(UnreadTest, MarksAndSpansOfSuchADocumentFitItsPage) {
  const std::string printed = GlossedTable();
  const auto reading = ReadDocument(printed);
  ASSERT_TRUE(reading.ok());
  const std::string shown = RenderDocument(*reading);
  EXPECT_THAT(shown,
              HasSubstr("新增床位【71個(gè)|目标 2.1】 | 已新增床位【55個(gè)|完成 2.1→1】 |"));
  EXPECT_THAT(shown, HasSubstr("占年度任務(wù)的54%|占比 1.1】"));
  const auto draft = ToProto(*reading, "id");
  const auto& source = draft.programmes(0).projects(1).tasks(0).measurements(0).source();
  EXPECT_EQ(source.quote(), "55個(gè)");
  EXPECT_EQ(source.start(), static_cast<int>(CountChars(printed.substr(0, printed.find("55個")))));
  EXPECT_EQ(source.end() - source.start(), static_cast<int>(CountChars("55個(gè)")));
}

TEST(UnreadTest, AWorkReportThatIsTypesetSoIsRead) {
  const Draft draft = ReadDraft(
      "政府工作报告\n2024 年 1 月 10 日在县第十六届人民代表大会第四次会议上\n代县长 张明\n"
      "一、2023 年工作回顾\n——民生福祉持续增进。年初向全县人民承诺的 5 "
      "件民生实事全部办结。一是改造老旧小区 4 个、住房 312 户。"
      "二是建成幼儿园 2 所,新增学位 270 个。三是建设硬化村道 38 公里、便民桥 5 "
      "座。四是开展职业技能培训 1260 人次。五是安装路灯 640 盏。\n"
      "二、2024 年重点工作\n(一)壮大特色产业。接待游客 60 "
      "万人次。\n(二)保障改善民生。今年集中力量办好 4 件民生实事:\n"
      "1.新建公办幼儿园 2 所,新增学位 180 个。\n2.改造老旧小区 6 个。\n3.改造农村公路 42 "
      "公里,改造危桥 3 座。\n4.新建停车位 260 个。\n"
      "三、加强自身建设\n各位代表!让我们为建设幸福美丽新海晏而努力奋斗!\n");
  EXPECT_EQ(draft.district_code, "632223");
  ASSERT_THAT(draft.programmes, SizeIs(2));
  EXPECT_EQ(draft.programmes[0].year, 2023);
  EXPECT_EQ(draft.programmes[0].kind, Kind::kCompletion);
  EXPECT_THAT(draft.programmes[0].projects, SizeIs(5));
  EXPECT_EQ(draft.programmes[1].year, 2024);
  EXPECT_EQ(draft.programmes[1].kind, Kind::kPlan);
  EXPECT_THAT(draft.programmes[1].projects, SizeIs(4));
}

// The text on pages whose lines hold so many columns, a wide character two, right of a margin.
std::string OnPages(std::string_view text, std::size_t columns, std::string_view margin) {
  constexpr std::string_view kHanging = ",.;:，。、；：）)”%";  // never open a line
  std::string out;
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = CharAt(text, at).bytes;
    const std::string_view character = text.substr(at, bytes);
    at += bytes;
    const std::size_t width = bytes == 1 ? 1 : 2;
    const bool full = used + width > columns && kHanging.find(character) == std::string_view::npos;
    if (full) out += '\n';
    if (full || used == 0) out += margin;
    used = character == "\n" ? 0 : (full ? 0 : used) + width;
    out += character;
  }
  return out;
}

constexpr std::string_view kResultsWithinAReport =
    "政府工作报告\n——2023年2月10日在县第十五届人民代表大会第二次会议上\n县长 王平\n各位代表:\n"
    "现在,我代表县人民政府作工作报告。\n一、2022年工作回顾\n过去一年,完成地区生产总值46亿元,增长4."
    "2%。\n"
    "——产业发展稳中有进。新增规上工业企业2家,接待游客41.6万人次。\n"
    "——民生福祉持续增进。年初承诺的8件民生实事全部办结。一是改造老旧小区5个620户。二是新建公办幼儿"
    "园2所,新增学位360个。"
    "三是开展技能培训1800人次,"
    "城镇新增就业420人。四是维修农村饮水管网32公里。五是新建硬化村道26公里、便民桥3座。"
    "六是新建日间照料中心4处。七是安装太阳能路灯520盏。八是为1100名妇女免费开展“两癌”筛查。\n"
    "二、2023年重点工作\n今年要办好6件民生实事:\n1.改造老旧小区4个。\n2.新建幼儿园1所。\n3."
    "新建村道30公里。\n"
    "4.开展技能培训2000人次。\n5.新建停车位300个。\n6.改造公厕5座。\n";

TEST(UnreadTest, WordsThatThePageBrokeAreRead) {
  for (const std::size_t columns : {52u, 56u, 60u, 64u}) {
    for (const std::string_view margin : {"", "        "}) {
      const Draft draft = ReadDraft(OnPages(kResultsWithinAReport, columns, margin));
      ASSERT_THAT(draft.programmes, SizeIs(2)) << columns;
      EXPECT_EQ(draft.programmes[0].year, 2022);
      EXPECT_THAT(TitlesOf(draft.programmes[0]),
                  ElementsAre("改造老旧小区5个620户", "新建公办幼儿园2所,新增学位360个",
                              "开展技能培训1800人次,城镇新增就业420人", "维修农村饮水管网32公里",
                              "新建硬化村道26公里、便民桥3座", "新建日间照料中心4处",
                              "安装太阳能路灯520盏", "为1100名妇女免费开展“两癌”筛查"));
      for (const Project& project : draft.programmes[0].projects) {
        EXPECT_THAT(project.tasks.at(0).targets, IsEmpty()) << project.title;
        EXPECT_THAT(project.tasks.at(0).measurements, Not(IsEmpty())) << project.title;
      }
      EXPECT_THAT(draft.programmes[1].projects, SizeIs(6));
    }
  }
}

// A site prints lines of its own around the pages of a report, wider than those.
TEST(UnreadTest, APageIsBrokenAsWellBelowTheMenuOfASite) {
  const std::string menu =
      "青山县人民政府门户网站 政府信息公开 首页 > 政务公开 > 法定主动公开内容 > 规划计划 > "
      "政府工作报告\n";
  const std::string about =
      "索引号:014785902/2023-00316 发布日期:2023-02-15 生成日期:2023-02-10 公开范围:面向全社会 "
      "公开方式:主动公开\n";
  const std::string imprint =
      "主办单位:青山县人民政府 承办单位:青山县政务服务局 联系电话:0735-5220000 "
      "网站标识码:4310000027 技术支持:县信息中心\n";
  for (const std::size_t columns : {52u, 56u, 60u, 64u}) {
    const std::string pages = OnPages(kResultsWithinAReport, columns, "");
    for (const std::string& text : {menu + pages, about + pages, menu + about + pages + imprint}) {
      const Draft draft = ReadDraft(text);
      ASSERT_THAT(draft.programmes, SizeIs(2)) << text;
      ASSERT_THAT(draft.programmes[0].projects, SizeIs(8)) << text;
      EXPECT_EQ(draft.programmes[0].projects[7].title, "为1100名妇女免费开展“两癌”筛查") << text;
      EXPECT_THAT(draft.programmes[1].projects, SizeIs(6)) << text;
    }
  }
}

TEST(UnreadTest, ASoftBreakTakesThePageNumberAndTheMarginWithIt) {
  std::string pages;
  for (int i = 1; i <= 10; ++i) {
    pages +=
        "    县人民政府办公室负责民生实事项目的日常调度工作并定期向社会公布各项目\n    "
        "推进情况。\n";
  }
  pages +=
      "    为全面落实县人民代表大会的各项决定县人民政府新建公共停车场并新增停\n— 2 —\n    "
      "车泊位200个。\n";
  const std::string read(Text(pages).str());
  EXPECT_THAT(read, HasSubstr("并定期向社会公布各项目推进情况。"));
  EXPECT_THAT(read, HasSubstr("新增停车泊位200个。"));
}

// Names are those of the page, and the end of a line is no part of one, nor is the number of a
// page.
TEST(UnreadTest, NamesGoOnBehindTheBreaksOfAPage) {
  const std::string pages =
      "青山县2023年民生实事项目\n县人民政府今年将集中力量办好以下三件实事,"
      "请各单位认真抓好\n落实。\n"
      "1.新建改建城区公共停车场12个并新增停车泊位2600个。(县城管\n局牵头,县交通局配合)\n"
      "2.在县城和各乡镇改造老旧居住小区以及连片的棚户区房屋面积\n— 3 "
      "—\n18万平方米并完善小区内道路供水。(县住建局牵头,县自然资\n源局配合)\n"
      "3.改造城区供水管网26公里并对城东和城西两座老水厂进行提质\n改造。(县水利局牵头,县城管局配合)"
      "\n";
  const Programme list = ReadList(pages);
  ASSERT_THAT(list.projects, SizeIs(3));
  EXPECT_EQ(list.projects[1].title,
            "在县城和各乡镇改造老旧居住小区以及连片的棚户区房屋面积18万平方米并完善小区内道路供水");
  EXPECT_THAT(list.projects[0].lead_units, ElementsAre("县城管局"));
  EXPECT_THAT(list.projects[1].cooperating_units, ElementsAre("县自然资源局"));
}

TEST(UnreadTest, ACopyCutAtAnyCharacterMayHoldWiderLines) {
  const std::string items =
      "1、棚户区改造工程。新建回迁楼6栋、2.9万平方米,安置居民436户。现6栋楼已全部竣工,"
      "回迁入住401户。(县住建局)\n"
      "2、城区给水工程。新打深水井2眼,新建日处理能力0.8万吨净水厂1座。目前深水井已打完2眼,"
      "净水厂主体封闭。(县水务局)\n"
      "3、农村饮水安全工程。解决18个村7600人饮水不安全问题。已完工17个村,受益人口7284人,"
      "另1个村正在重新选址打井。(县水务局)\n"
      "4、就业工程。开发公益性岗位200个,城镇新增就业1500人。目前开发公益性岗位214个,"
      "城镇新增就业1631人。(县人社局)\n"
      "5、文化体育工程。建设农村文化广场12个,送戏下乡36场。广场建成12个,送戏下乡40场,观众达到2."
      "6万人次。(县文体局)\n"
      "6、亮化绿化工程。新装路灯318盏,栽植各类树木4.6万株。路灯安装318盏,栽植树木4.71万株,"
      "绿化面积新增3.2万平方米。(县城管局)\n";
  const std::string wide =
      "本文来源于全国各地政府公开信息汇编网站,仅供学习交流使用,如需转载请注明来源以及作者,"
      "版权归原作者所有,违者必究,谢谢合作。\n";
  const Draft whole = ReadDraft("乌云县2014年惠民实事落实情况\n" + items);
  ASSERT_THAT(whole.programmes, SizeIs(1));
  for (const std::size_t characters : {28u, 30u, 34u, 44u}) {  // so that marks open lines
    std::string cut;
    for (std::size_t at = 0, on_line = 0; at < items.size();) {
      const std::size_t bytes = CharAt(items, at).bytes;
      if (items[at] == '\n') {
        on_line = 0;
      } else if (on_line++ == characters) {
        cut += '\n';
        on_line = 1;
      }
      cut += items.substr(at, bytes);
      at += bytes;
    }
    const Draft draft = ReadDraft("乌云县2014年惠民实事落实情况\n" + cut + wide);
    ASSERT_THAT(draft.programmes, SizeIs(1)) << cut;
    ASSERT_THAT(draft.programmes[0].projects, SizeIs(6)) << cut;
    for (std::size_t i = 0; i < 6; ++i) {
      const Task& task = draft.programmes[0].projects[i].tasks.at(0);
      EXPECT_THAT(task.targets, SizeIs(whole.programmes[0].projects[i].tasks.at(0).targets.size()))
          << cut;
      EXPECT_THAT(task.measurements,
                  SizeIs(whole.programmes[0].projects[i].tasks.at(0).measurements.size()))
          << cut;
    }
  }
}

TEST(UnreadTest, LettersThatASiteSetsBehindLinesAreNotRead) {
  for (const std::string_view letters : {"Qvx", "wwW", "aB", "6tE"}) {
    for (const std::string_view day :
         {"(2021年12月24日县政府办公室)", "(县政府办公室 2021年12月24日)", "（2021年12月24日）"}) {
      std::string text =
          "青石县2021年惠民实事落实情况\n" + std::string(day) + "\n目前,8件惠民实事已全部完成。\n";
      for (int i = 1; i <= 8; ++i) {
        text += std::to_string(i) + "、第" + std::to_string(i) + "中学改造工程。计划改造教室" +
                std::to_string(i + 10) + "间。已完成改造" + std::to_string(i + 10) +
                "间。(县教育局、县建设公司)\n";
      }
      std::string marked;
      for (const char c : text)
        marked += c == '\n' ? std::string(letters) + "\n" : std::string(1, c);
      const Programme list = ReadList(marked);
      EXPECT_EQ(list.title, "青石县2021年惠民实事落实情况") << letters;
      ASSERT_THAT(list.projects, SizeIs(8)) << letters;
      ASSERT_TRUE(list.as_of) << letters << day;
      EXPECT_EQ(*list.as_of, (Date{2021, 12, 24})) << letters << day;
      EXPECT_THAT(list.projects[0].lead_units, ElementsAre("县教育局", "县建设公司")) << letters;
    }
  }
  const Text units(
      std::string("长5.6km\n长5.7km\n长5.8km\n长5.9km\n长6.1km\n长6.2km\n长6.3km\n长6.4km\n"));
  EXPECT_THAT(std::string(units.str()), HasSubstr("6.4km"));
}

}  // namespace
}  // namespace duban::documents
