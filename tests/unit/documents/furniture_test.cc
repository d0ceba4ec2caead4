// A document is the same document with a web page around it (menus and a path above, links and an
// imprint below), and where a copy lost all its line breaks.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "documents/core/reader.h"

namespace duban::documents {
namespace {

constexpr std::string_view kMenu =
    "首页\n政务公开\n政务服务\n互动交流\n长者模式\n您当前的位置:\n首页\n>\n政务公开\n>\n重点领域\n>"
    "\n工作动态\n";
constexpr std::string_view kPath =
    "无障碍浏览 | 登录\n当前位置: 首页 > 政务公开 > 重点领域 > 工作动态\n";
constexpr std::string_view kSizes = "字号:【大 中 小】 打印 分享 浏览次数:1307次\n";
constexpr std::string_view kLinks =
    "\n【打印】 【关闭】\n上一篇:2011年春节放假安排\n下一篇:2011年办公用房维修2处、2011年采购公示\n"
    "关于我们 | 网站地图 | 联系我们\n网站标识码:0000000000 2011年版\n";

std::string FileText(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// What is said of a document, a line per list, project and figure; spans, which move, left out.
std::string Summary(std::string_view bytes) {
  const auto reading = ReadDocument(bytes);
  EXPECT_TRUE(reading.ok());
  std::ostringstream out;
  out << reading->draft.district_code << "\n";
  for (const Programme& programme : reading->draft.programmes) {
    out << programme.year << " " << static_cast<int>(programme.kind) << "\n";
    for (const Project& project : programme.projects) {
      out << " " << project.number << " " << project.title << "\n";
      for (const Task& task : project.tasks) {
        for (const Target& target : task.targets)
          out << "  plan " << target.value << target.unit << "\n";
        for (const Measurement& done : task.measurements)
          out << "  done " << done.value << done.unit << "\n";
      }
    }
  }
  return out.str();
}

class FurnitureTest : public ::testing::TestWithParam<std::string> {};

TEST_P(FurnitureTest, APageAroundADocumentChangesNothing) {
  const std::string text = FileText(
      std::filesystem::path(DUBAN_SOURCE_DIR "/tests/data/documents") / (GetParam() + ".txt"));
  const std::string plain = Summary(text);
  EXPECT_EQ(Summary(std::string(kMenu) + text), plain);
  EXPECT_EQ(Summary(std::string(kPath) + text), plain);
  EXPECT_EQ(Summary(std::string(kSizes) + text), plain);
  EXPECT_EQ(Summary(text + std::string(kLinks)), plain);
  EXPECT_EQ(Summary(std::string(kMenu) + std::string(kSizes) + text + std::string(kLinks)), plain);
}

std::vector<std::string> SampleNames() {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(DUBAN_SOURCE_DIR "/tests/data/documents")) {
    if (entry.path().extension() == ".txt") names.push_back(entry.path().stem().string());
  }
  return names;
}

INSTANTIATE_TEST_SUITE_P(Samples, FurnitureTest, ::testing::ValuesIn(SampleNames()),
                         [](const auto& param_info) { return param_info.param; });

class FlatLinesTest : public ::testing::TestWithParam<const char*> {};

TEST_P(FlatLinesTest, ACopyWithoutLineBreaksIsTheSameDocument) {
  const std::string text =
      FileText(std::filesystem::path(DUBAN_SOURCE_DIR "/tests/data/documents") /
               (std::string(GetParam()) + ".txt"));
  std::string flat;
  for (const char c : text) {
    if (c != '\n')
      flat += c;
    else if (!flat.empty() && flat.back() != ' ')
      flat += ' ';
  }
  EXPECT_EQ(Summary(flat), Summary(text));
}

INSTANTIATE_TEST_SUITE_P(Samples, FlatLinesTest,
                         ::testing::Values("chinese_numerals", "figure_clauses", "full_width",
                                           "grouped_plan", "headings_without_numbers",
                                           "merged_cells_lines", "narrative_report", "news_list",
                                           "numbered_prose_plan", "outline_plan", "plain_lines",
                                           "quoted_bulletin", "report_section",
                                           "report_with_annexes", "share_groups", "status_groups",
                                           "topic_sentences"),
                         [](const auto& param_info) { return std::string(param_info.param); });

TEST(FurnitureWordsTest, WordsOfMenusInsideOfAListStay) {
  const std::string list =
      "某区2023年民生实事项目\n首页改版之外,今年办好三件实事。\n1.无障碍改造200户\n2."
      "新建停车泊位300个\n3.关闭小煤矿2座\n";
  const auto reading = ReadDocument(list);
  ASSERT_TRUE(reading.ok());
  ASSERT_EQ(reading->draft.programmes.size(), 1U);
  EXPECT_EQ(reading->draft.programmes[0].projects.size(), 3U);
}

TEST(FurnitureWordsTest, LinksAboveADocumentDoNotEndIt) {
  const std::string text =
      "相关文章\n某区明天有雪。\n2023年某区民生实事项目完成情况\n一、新建幼儿园3所,"
      "已全部完工。\n二、改造老旧小区12个,已完成12个。\n"
      "三、新增停车泊位300个,已完成310个。\n";
  const auto reading = ReadDocument(text);
  ASSERT_TRUE(reading.ok());
  ASSERT_EQ(reading->draft.programmes.size(), 1U);
  EXPECT_EQ(reading->draft.programmes[0].projects.size(), 3U);
}

}  // namespace
}  // namespace duban::documents
