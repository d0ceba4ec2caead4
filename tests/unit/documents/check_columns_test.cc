// Columns of a table: rows of totals, and shares and states beside the figures of their row.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "documents/core/reader.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(CheckTest, AShareInACellOfItsOwnMayTellOfMoreThanTheFigure) {
  const auto findings = [](const std::string& promise, const std::string& report) {
    auto reading = ReadDocument(
        "白云区2023年民生实事进展情况(上半年)\n序号 | 项目 | 牵头单位 | 落实情况 | 完成率 |\n1 | " +
        promise + " | 区水务局 | " + report +
        " | 65% |\n2 | 修路3公里。 | 区交通局 | 已修路1公里。 | 33% |\n");
    EXPECT_TRUE(reading.ok());
    return reading->draft.findings.size();
  };
  EXPECT_EQ(findings("改造泵站4座,整治西河。", "4座泵站已完工。西河整治正在招标。"), 0u);
  EXPECT_EQ(findings("改造泵站4座,建设闸门2个。", "改造泵站3座。"), 0u);
  EXPECT_EQ(findings("改造泵站4座。", "改造泵站3座。"), 1u);
}

TEST(CheckTest, ARowOfTotalsIsHeldAgainstItsColumns) {
  const auto findings = [](const std::string& total) {
    auto reading = ReadDocument(
        "白云区2023年民生实事进展情况表(1-12月)\n序号 | 项目名称 | 计划数(户) | 完成数(户) | "
        "责任单位 |\n1 | 改造危房 | 300 | 150 | 区住建局 |\n"
        "2 | 供水入户 | 300 | 160 | 区水务局 |\n3 | 供气入户 | 100 | 90 | 区住建局 |\n" +
        total + "\n");
    EXPECT_TRUE(reading.ok());
    return reading->draft.findings.size();
  };
  EXPECT_EQ(findings("合计 | | 700 | 400 | |"), 0u);
  EXPECT_EQ(findings("| 合计 | 700 | 400 | |"), 0u);
  EXPECT_EQ(findings("合计 | | 700 | 410 | |"), 1u);
  // Far from the sum, rows are missing.
  EXPECT_EQ(findings("合计 | | 2700 | 1400 | |"), 0u);
}

TEST(CheckTest, ARowOfTotalsAccusesOnlyWhereItsColumnIsSure) {
  const auto read = [](const std::string& rows) {
    auto reading = ReadDocument(
        "白云区2022年民生实事项目进展情况(截至12月底)\n序号 | 项目 | 建设内容 | 计划投资(万元) | "
        "完成投资(万元) | 责任单位 |\n" +
        rows);
    EXPECT_TRUE(reading.ok());
    return reading->draft;
  };
  const std::string rows =
      "1 | 修路 | 修路3公里 | 500 | 400 | 区交通局 |\n2 | 办学 | 建学校2所 | 700 | 600 | 区教育局 "
      "|\n3 | 供水 | 铺管网9公里 | 800 | 700 | 区水利局 |\n";
  EXPECT_THAT(read(rows + "合计 | | | 2000 | 1700 | |\n").findings, IsEmpty());
  EXPECT_THAT(read(rows + "合计 | | | 2000 | 1800 | |\n").findings, SizeIs(1));
  EXPECT_THAT(read(rows + "合计 | | | 1700 | 2000 | |\n").findings,
              IsEmpty());  // slipped by a column
}

TEST(CheckColumnsTest, ARowMayNotPrintAnotherShareThanAllOthers) {
  const auto table = [](const std::string& share, const std::string& others) {
    std::string text =
        "白云区2023年民生实事项目进展情况表\n单位:万元\n序号 | 项目名称 | 计划投资 | 完成投资 | "
        "完成率(%) | 责任单位 |\n";
    for (int i = 1; i <= 6; ++i) {
      text += std::to_string(i) + " | 改造第" + std::to_string(i) + "片管网 | " +
              std::to_string(400 * i) + " | " + std::to_string(300 * i) + " | " +
              (i == 4 ? share : others) + " | 区住建局 |\n";
    }
    return ReadDraft(text);
  };
  EXPECT_THAT(table("75", "75").findings, IsEmpty());
  EXPECT_THAT(table("79", "75").findings, SizeIs(1));
  EXPECT_THAT(table("79", "95").findings, IsEmpty()) << "the column is a share of something else";
}

TEST(CheckTest, ACellThatSaysDoneIsOfAllPromisesOfItsRow) {
  const auto accused = [](const std::string& progress, const std::string& state) {
    return ReadDraft(
               "白云区2022年民生实事项目完成情况\n序号 | 项目 | 建设内容 | 进展情况 | 责任单位 | "
               "状态 |\n1 | 公园绿道 | 新建公园8个、步道24公里 | " +
               progress + " | 区园林局 | " + state +
               " |\n2 | 修路 | 修路3公里 | 修路3公里 | 区交通局 | 完成 |\n3 | 修桥 | 修桥3座 | "
               "修桥2座 | 区交通局 | 推进中 |\n")
        .findings.size();
  };
  EXPECT_EQ(accused("公园建成8个,步道建成24公里", "完成"), 0u);
  EXPECT_EQ(accused("公园建成8个,步道建成22.5公里", "完成"), 1u);
  EXPECT_EQ(accused("公园建成8个,步道建成22.5公里", "推进中"), 0u);
}

// Where most shares of a column hold, one of a row with one promise and one figure of its unit that
// does not is wrong.
TEST(CheckTest, AShareThatAloneInItsColumnDoesNotHoldIsWrong) {
  std::string table =
      "安宁区2021年民生实事完成情况一览表\n序号 | 项目名称 | 目标任务 | 完成情况 | 完成率 |\n";
  for (int i = 1; i <= 6; ++i) {
    table += std::to_string(i) + " | 改造第" + std::to_string(i) +
             "社区 | 改造房屋100栋 | 已改造房屋" + std::to_string(90 + i) + "栋 | " +
             std::to_string(90 + i) + "% |\n";
  }
  const std::string sewers =
      "7 | 雨水管道 | 铺设管道20.5公里 | 铺设13.6公里,其余路段等待腾地,预计2022年5月铺完 | ";
  const Draft wrong = ReadDraft(table + sewers + "69% |\n");
  ASSERT_THAT(wrong.findings, SizeIs(1));
  EXPECT_EQ(wrong.findings[0].project, 7);
  EXPECT_THAT(ReadDraft(table + sewers + "66.3% |\n").findings, IsEmpty());
}

TEST(CheckTest, AShareBesideTwoColumnsOfNumbersIsOfThem) {
  const auto accused = [](const std::string& promised, const std::string& reached,
                          const std::string& share) {
    std::string table =
        "安宁区2021年民生实事进展情况表\n序号 | 项目名称 | 目标任务 | 年度目标数 | 累计完成数 | "
        "进度 |\n";
    for (int i = 1; i <= 6; ++i) {
      table += std::to_string(i) + " | 改造第" + std::to_string(i) +
               "社区 | 改造房屋100栋 | 100 | " + std::to_string(90 + i) + " | " +
               std::to_string(90 + i) + "% |\n";
    }
    return ReadDraft(table + "7 | 征收社保 | 征收" + promised + " | 400 | " + reached + " | " +
                     share + " |\n")
        .findings.size();
  };
  EXPECT_EQ(accused("400户", "372", "93%"), 0u);
  EXPECT_EQ(accused("400户", "372", "96.5%"), 1u);
  EXPECT_EQ(accused("400万元", "372", "93%"), 0u);
  EXPECT_EQ(accused("400万元", "372", "96.5%"), 1u)
      << "a bare number counts 万元 as its promise does";
  EXPECT_EQ(accused("400万元", "3", "93%"), 0u) << "far off, one of them is of something else";
}

}  // namespace
}  // namespace duban::documents
