// The state of a task, as the words about it tell.
#include <gtest/gtest.h>

#include <string>

#include "documents/core/figures.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

TEST(FigureReaderTest, AReportOpensWithItsState) {
  EXPECT_EQ(ReadTaskOf("发放补助。", "已完成。 从4月起按新标准发放。").status, Status::kCompleted);
  EXPECT_EQ(ReadTaskOf("发放补助。", "顺利推进。 已发放两批。").status, Status::kInProgress);
  // Everything has begun, which is not everything done.
  EXPECT_NE(ReadTaskOf("整治村庄200个。", "各项目均已开工,累计完成65个村庄整治。").status,
            Status::kCompleted);
}

TEST(NarrativeStatusTest, WhatOnlyWaitsForItsInspectionIsDone) {
  EXPECT_EQ(NarrativeStatus("道路70公里,现已全部完工,正在组织验收。", Kind::kProgress),
            Status::kCompleted);
  EXPECT_EQ(NarrativeStatus("主体已完工,正在组织验收。", Kind::kProgress), Status::kInProgress);
}

TEST(NarrativeStatusTest, AStepThatWasExceededIsNoTaskExceeded) {
  EXPECT_EQ(NarrativeStatus("改造锅炉118台,超额完成9月份节点目标,完成年度目标(锅炉146台)的80.8%。",
                            Kind::kProgress),
            Status::kNone);
  EXPECT_EQ(NarrativeStatus("超额完成年度目标。", Kind::kProgress), Status::kOverfulfilled);
}

TEST(NarrativeStatusTest, AClauseSaysThatWorkGoesOnOrIsDone) {
  EXPECT_EQ(NarrativeStatus("设备购进中", Kind::kProgress), Status::kInProgress);
  EXPECT_EQ(NarrativeStatus("推进中医保健服务。该项目已于10月底完成。", Kind::kProgress),
            Status::kCompleted);
  for (const std::string done :
       {"该项目已办结。", "全市3860名对象全部按新标准领取,该项实事已完成。",
        "建成2家,其中镇级1家,项目已完成。", "送戏20场,已完成。"}) {
    EXPECT_EQ(NarrativeStatus("新增泊位500个。" + done, Kind::kProgress), Status::kCompleted)
        << done;
  }
  for (const std::string part : {"改造3处,设计已完成。", "开工9处,项目前期已完成。",
                                 "该项目未办结。", "新建4座,招标工作已完成。"}) {
    EXPECT_EQ(NarrativeStatus("新增泊位500个。" + part, Kind::kProgress), Status::kNone) << part;
  }
  EXPECT_EQ(NarrativeStatus("培训高中、初中教师。", Kind::kProgress), Status::kNone);
  EXPECT_EQ(NarrativeStatus("22%(严重滞后)", Kind::kProgress), Status::kDelayed);
  EXPECT_EQ(NarrativeStatus("对象已全部公示,竣工742套,落后于时间进度。", Kind::kProgress),
            Status::kDelayed);
}

}  // namespace
}  // namespace duban::documents
