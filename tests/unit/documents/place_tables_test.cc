// Tables of places: what is promised stands beside each other, or its columns do.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/unit/documents/print_table.h"

namespace duban::documents {
namespace {

// Places below each other and what is counted in them beside each other: each column is a promise,
// however the cells stand.
class PlaceMatrixTest : public ::testing::Test {
 protected:
  const std::vector<Row> rows_ = {{"地区", "新增就业(人)", "护理床位(张)", "口袋公园(个)"},
                                  {"合计", "2400", "150", "12"},
                                  {"绿塘区", "900", "60", "5"},
                                  {"石湾区", "700", "50", "4"},
                                  {"云岭县", "800", "40", "3"}};
  const std::string planned_ =
      "1 新增就业 |  | 目标2400人 目标700人 目标800人 目标900人 | 0\n2 护理床位 |  | 目标150张 "
      "目标40张 目标50张 目标60张 | 0\n"
      "3 口袋公园 |  | 目标12个 目标3个 目标4个 目标5个 | 0\n";
  const std::string plan_ = "2023年惠民实事任务分解表\n\n";
};

TEST_F(PlaceMatrixTest, EachColumnIsAPromise) {
  EXPECT_EQ(Gist(plan_ + Joined("| ", " | ", " |")(rows_)), planned_);
  EXPECT_EQ(Gist(plan_ + Joined("", "\t", "")(rows_)), planned_);
  EXPECT_EQ(Gist(plan_ + Parted(rows_, "\n\n")), planned_);
}

TEST_F(PlaceMatrixTest, PlacesMayBeCounted) {
  std::vector<Row> rows = rows_;
  std::rotate(rows.begin() + 1, rows.begin() + 2, rows.end());
  rows[0].insert(rows[0].begin(), "序号");
  for (std::size_t i = 1; i + 1 < rows.size(); ++i)
    rows[i].insert(rows[i].begin(), fmt::format("{}", i));
  EXPECT_EQ(Gist(plan_ + Joined("| ", " | ", " |")(rows)), planned_);
  EXPECT_EQ(Gist(plan_ + Parted(rows, "\n\n")), planned_);
}

TEST_F(PlaceMatrixTest, TheTitleSaysWhetherItIsReached) {
  std::string reached = planned_;
  for (std::size_t at = 0; (at = reached.find("目标", at)) != std::string::npos;)
    reached.replace(at, 6, "完成");
  EXPECT_EQ(Gist("2023年惠民实事完成情况\n\n" + Joined("| ", " | ", " |")(rows_)), reached);
  EXPECT_EQ(Gist("2023年惠民实事完成情况\n\n" + Parted(rows_, "\n")), reached);
}

TEST_F(PlaceMatrixTest, OneMatrixMayFollowAnother) {
  const std::vector<Row> more = {
      {"地区", "改造老旧小区(户)", "新建充电桩(台)"}, {"绿塘区", "90", "6"}, {"石湾区", "70", "8"}};
  EXPECT_EQ(
      Gist(plan_ + Parted(rows_, "\n") + Parted(more, "\n")),
      planned_ +
          "4 改造老旧小区 |  | 目标70户 目标90户 | 0\n5 新建充电桩 |  | 目标6台 目标8台 | 0\n");
  EXPECT_EQ(Gist(plan_ + Joined("", " | ", " |")(rows_) + "\n" + Joined("", " | ", " |")(more)),
            Gist(plan_ + Parted(rows_, "\n") + Parted(more, "\n")));
}

TEST_F(PlaceMatrixTest, PlacesMayStandBesideEachOther) {
  std::vector<Row> rows(rows_[0].size());
  for (const Row& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) rows[i].push_back(row[i]);
  }
  rows[0][0] = "指标";
  const std::string gist = Gist(plan_ + Joined("| ", " | ", " |")(rows));
  EXPECT_NE(gist.find("目标2400人"), std::string::npos) << gist;
  EXPECT_NE(gist.find("目标3个"), std::string::npos) << gist;
  EXPECT_EQ(gist.find("完成"), std::string::npos) << gist;
}

TEST_F(PlaceMatrixTest, ARowMayNameTheOfficesThatAnswer) {
  std::vector<Row> rows = rows_;
  rows.insert(rows.begin() + 1, {"责任单位", "市人社局", "市民政局", "市园林局"});
  const std::string gist = Gist(plan_ + Parted(rows, "\n"));
  EXPECT_NE(gist.find("1 新增就业 | 市人社局 | 目标2400人"), std::string::npos) << gist;
  EXPECT_EQ(gist, Gist(plan_ + Joined("| ", " | ", " |")(rows)));
}

// Promises below each other, and a column for each place.
class PlaceColumnsTest : public ::testing::Test {
 protected:
  const std::vector<Row> rows_ = {
      {"序号", "项目", "单位", "合计", "绿塘区", "石湾区", "云岭县", "牵头单位"},
      {"1", "新增就业", "人", "2400", "900", "700", "800", "市人社局"},
      {"2", "护理床位", "张", "150", "60", "50", "40", "市民政局"},
      {"3", "口袋公园", "个", "12", "6", "—", "6", "市园林局"},
      {"4", "农村公路", "公里", "65.5", "20", "24.5", "21", "市交通局"}};
  const std::string planned_ =
      "1 新增就业 | 市人社局 | 目标2400人 目标700人 目标800人 目标900人 | 0\n2 护理床位 | 市民政局 "
      "| 目标150张 目标40张 目标50张 目标60张 | 0\n"
      "3 口袋公园 | 市园林局 | 目标12个 目标6个 目标6个 | 0\n4 农村公路 | 市交通局 | 目标20公里 "
      "目标21公里 目标24.5公里 目标65.5公里 | 0\n";
  const std::string notice_ =
      "关于印发《2023年惠民实事工作方案》的通知\n\n各区县政府:\n现印发给你们,"
      "请认真贯彻执行。各项任务进展情况按季度报送,进度落后的予以督办。\n\n";

  void ExpectInEveryPrint(const std::string& above, const std::string& gist) const {
    for (const auto& print :
         {Joined("| ", " | ", " |"), Joined("", "\t", ""), Joined("", "\n", "")}) {
      EXPECT_EQ(Gist(above + print(rows_)), gist) << above + print(rows_);
    }
  }
};

TEST_F(PlaceColumnsTest, APlanSharesOutWhatIsToBeDone) {
  ExpectInEveryPrint("2023年惠民实事任务分解表\n\n", planned_);
  ExpectInEveryPrint(notice_ + "附件\n\n2023年惠民实事任务分解表\n\n", planned_);
}

TEST_F(PlaceColumnsTest, WhatIsSharedOutAddsUp) {
  const auto reading =
      ReadDocument(notice_ + "2023年惠民实事任务分解表\n\n" + Joined("", "\n", "")(rows_) +
                   "备注:高新区、开发区任务自行安排。\n");
  ASSERT_TRUE(reading.ok());
  EXPECT_EQ(std::ranges::count_if(
                reading->draft.checks,
                [](const Check& check) { return check.kind == CheckKind::kSum && check.ok; }),
            4);
  EXPECT_EQ(reading->draft.programmes.at(0).projects.back().lead_units,
            std::vector<std::string>{"市交通局"});
}

TEST_F(PlaceColumnsTest, AReportTellsWhatEachReached) {
  std::string reached = planned_;
  for (std::size_t at = 0; (at = reached.find("目标", at)) != std::string::npos;)
    reached.replace(at, 6, "完成");
  ExpectInEveryPrint("2023年惠民实事进展情况表(截至9月底)\n\n", reached);
  ExpectInEveryPrint("2023年惠民实事任务完成情况\n\n", reached);
  ExpectInEveryPrint(
      "关于2023年惠民实事进展情况的通报\n\n现将截至6月底的任务完成情况通报如下。\n\n各地完成情况表"
      "\n\n",
      reached);
}

// What merging took stood left and right of the number that each row keeps.
class AnchoredRowsTest : public ::testing::Test {
 protected:
  const std::string title_ = "绿塘区2018年民生工程任务分解表\n";
  const std::string wide_ =
      "项目 | 目标 | 分解情况 | 责任领导 | 责任单位 |\n"
      "就业工程 | 扩大就业 | 新增就业(人) | 240 | 东山镇120 石湾乡45 云岭街道办75 | 李明 | "
      "区人社局 |\n"
      "失业再就业(人) | 60 | 石湾乡20 东山镇40 |\n"
      "技能培训 | 劳务培训(人) | 90 | 由区人社局统一组织 | 李明 | 区人社局 |\n"
      "交通工程 | 农村公路 | 通村路(公里) | 30 | 东山镇9.5 石湾乡8.5 其余乡镇(街道)12 | 王强 | "
      "区交通局 |\n"
      "道路加宽(公里) | 15 | 东山镇10、石湾乡5 |\n";
  const std::string gist_ =
      "1 扩大就业 | 区人社局 | 目标120人 目标20人 目标240人 目标40人 目标45人 目标60人 目标75人 | "
      "0 0\n"
      "2 技能培训 | 区人社局 | 目标90人 | 0\n"
      "3 农村公路 | 区交通局 | 目标10公里 目标12公里 目标15公里 目标30公里 目标5公里 目标8.5公里 "
      "目标9.5公里 | 0 0\n";
};

TEST_F(AnchoredRowsTest, CellsBesideTheNumberAreThoseOfItsRow) {
  EXPECT_EQ(Gist(title_ + wide_), gist_);
  std::string barred = wide_;
  for (std::size_t at = 0; at < barred.size(); at = barred.find('\n', at) + 1)
    barred.insert(at, "| ");
  EXPECT_EQ(Gist(title_ + barred), gist_);
}

TEST_F(AnchoredRowsTest, KindsNeedNotBeNamed) {
  std::string narrow = wide_;
  for (const std::string kind : {"就业工程 | ", "交通工程 | "})
    narrow.erase(narrow.find(kind), kind.size());
  EXPECT_EQ(Gist(title_ + narrow), gist_);
}

TEST_F(AnchoredRowsTest, PlacesThatDoNotAddUpAccuseTheTotal) {
  std::string wrong = wide_;
  wrong.replace(wrong.find("石湾乡5 |"), std::string("石湾乡5").size(), "石湾乡4");
  const auto reading = ReadDocument(title_ + wrong);
  ASSERT_TRUE(reading.ok());
  ASSERT_EQ(reading->draft.findings.size(), 1u);
  EXPECT_EQ(reading->draft.findings[0].kind, FindingKind::kSumMismatch);
}

// Places below each other, and beside each other promises with the same few columns each.
class PlaceGroupsTest : public ::testing::Test {
 protected:
  const std::vector<Row> rows_ = {
      {"序号", "乡镇", "改造厕所(户)", "", "", "修建道路(公里)", "", ""},
      {"", "", "计划数", "完成数", "完成率", "计划数", "完成数", "完成率"},
      {"1", "绿塘镇", "60", "45", "75%", "8", "6", "75%"},
      {"2", "石湾乡", "40", "40", "100%", "", "", ""},
      {"3", "云岭镇", "—", "—", "—", "10", "9", "90%"},
      {"合计", "", "100", "85", "85%", "18", "15", "83.3%"}};
  const std::string title_ = "2023年民生实事分乡镇进度表(截至9月底)\n\n";
};

TEST_F(PlaceGroupsTest, CountedPlacesReportOnEachPromise) {
  const std::string gist =
      "1 改造厕所 |  | 完成40户 完成45户 完成85户 目标100户 目标40户 目标60户 | 0 3 0\n"
      "2 修建道路 |  | 完成15公里 完成6公里 完成9公里 目标10公里 目标18公里 目标8公里 | 0 0 0\n";
  EXPECT_EQ(Gist(title_ + Joined("| ", " | ", " |")(rows_)), gist);
  EXPECT_EQ(Gist(title_ + Joined("", "\t", "")(rows_)), gist);
}

TEST_F(PlaceGroupsTest, PlacesBelowTheListReportToItsProjects) {
  const std::string list =
      "2023年民生实事进度表(截至9月底)\n\n"
      "序号 | 项目名称 | 牵头部门 | 年度任务 | 累计完成 | 备注 |\n1 | 农村改造厕所 | 县农业农村局 "
      "| 100户 | 85户 | |\n"
      "2 | 修建道路 | 县交通局 | 18公里 | 15公里 | 雨季长,进度较慢 |\n3 | 护理床位 | 县民政局 | "
      "50张 | 50张 | 已完成 |\n\n";
  const std::string joined =
      "1 农村改造厕所 | 县农业农村局 | 完成40户 完成45户 完成85户 目标100户 目标40户 目标60户 | 0 "
      "0 3\n"
      "2 修建道路 | 县交通局 | 完成15公里 完成6公里 完成9公里 目标10公里 目标18公里 目标8公里 | 5 "
      "0 0\n"
      "3 护理床位 | 县民政局 | 完成50张 目标50张 | 3\n";
  EXPECT_EQ(Gist(list + title_ + Joined("", " | ", " |")(rows_)), joined);
  const auto reading = ReadDocument(list + title_ + Joined("", " | ", " |")(rows_));
  ASSERT_TRUE(reading.ok());
  EXPECT_EQ(reading->draft.programmes.size(), 1u);
  const auto& checks = reading->draft.checks;
  EXPECT_TRUE(std::any_of(checks.begin(), checks.end(), [](const Check& check) {
    return check.kind == CheckKind::kSum && check.project == 2 && check.stated == 18 && check.ok;
  }));
}

}  // namespace
}  // namespace duban::documents
