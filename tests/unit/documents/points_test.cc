// Sites behind a number.
#include "documents/points/points.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "documents/convert/convert.h"
#include "documents/core/reader.h"
#include "documents/points/repeated.h"

namespace duban::documents {
namespace {

namespace v1 = duban::ingest::v1;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

v1::ImportDraft Read(const std::string& text) {
  return ToProto(*ReadDocument(text, {.district = "440113"}), "id");
}

const v1::DraftPointList* ListOf(const v1::ImportDraft& draft, int project) {
  for (const auto& programme : draft.programmes()) {
    for (const auto& of : programme.projects()) {
      for (const auto& task : of.tasks()) {
        if (of.number() == project && task.point_lists_size() > 0) return &task.point_lists(0);
      }
    }
  }
  return nullptr;
}

constexpr char kSites[] =
    "临江区2022年民生实事进展情况(截至2022年9月30日)\n"
    "一、建设充电桩\n"
    "工作目标:新建公共充电桩40台。\n"
    "进展情况:已建成公共充电桩46台,分别安装于东门停车场(20台)、文体公园充电站(12台)、云山滑雪场("
    "8台)、区政务大厅(6台)。\n"
    "二、新建学校\n"
    "工作目标:新建学校3所。\n"
    "进展情况:仲平中学、汇江小学、南湖幼儿园等3所学校已开工。\n"
    "三、建设充电设施\n"
    "工作目标:新建公共充电桩30台。\n"
    "进展情况:已建成充电桩28台,其中东门停车场16台、北岸码头12台。\n";

TEST(PointsTest, TheSitesOfWhichTheNumberIsMadeAreListedWithTheirShareAndPlace) {
  const v1::ImportDraft draft = Read(kSites);
  const v1::DraftPointList* list = ListOf(draft, 1);
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(list->announced(), 46);
  ASSERT_EQ(list->points_size(), 4);
  EXPECT_EQ(list->points(0).name(), "东门停车场");
  EXPECT_EQ(list->points(0).value(), 20);
  EXPECT_EQ(list->points(0).unit(), "台");
  EXPECT_EQ(list->points(3).source().quote(), "区政务大厅(6台)");
}

TEST(PointsTest, NamesWithoutNumbersAreAListWhereANumberCountsThem) {
  const v1::ImportDraft draft = Read(kSites);
  const v1::DraftPointList* list = ListOf(draft, 2);
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(list->announced(), 3);
  EXPECT_EQ(list->points(1).name(), "汇江小学");
  EXPECT_FALSE(list->points(1).has_value());
}

TEST(PointsTest, EveryListIsComparedWithItsAnnouncedCount) {
  const v1::ImportDraft draft = Read(kSites);
  int held = 0;
  for (const v1::Check& check : draft.checks())
    held += check.ok() && (check.stated() == 46 || check.stated() == 3);
  EXPECT_GE(held, 2);
}

TEST(PointsTest, ASiteThatTwoProjectsCountIsFound) {
  const v1::ImportDraft draft = Read(kSites);
  const auto repeated = RepeatedPoints(draft.programmes(0), draft.programmes(0));
  ASSERT_EQ(repeated.size(), 1u);
  EXPECT_EQ(repeated[0].point.name(), "东门停车场");
  EXPECT_EQ(repeated[0].project, 1);
  EXPECT_EQ(repeated[0].other_project, 3);
}

TEST(PointsTest, ThingsThatWereDoneAreNoPlaces) {
  const v1::ImportDraft draft = Read(
      "临江区2022年民生实事进展情况(截至2022年9月30日)\n"
      "一、加强培训\n"
      "工作目标:培训300人次。\n"
      "进展情况:已培训320人次,其中保育员120人次、护理员200人次。\n");
  EXPECT_EQ(ListOf(draft, 1), nullptr);
}

}  // namespace
}  // namespace duban::documents
