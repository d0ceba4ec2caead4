// Sentences that name several projects at once, most beside a count of them or behind their state.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(ProseTest, CountsBehindNamesSayHowFarTheyAre) {
  const Programme report = ReadList(
      "8月10日,临河市督查2023年民生实事办理情况。\n10件民生实事共涉及30个子项,"
      "其中向全市890名特困群众发放救助金、购买公益性岗位252个、为全部宗教场所免费订阅报纸3个子项已"
      "提前完成;"
      "市区第二、三自来水厂水质提标等25个子项实现了时间过半;"
      "市区老旧小区维修、小学生口腔卫生2个子项也在稳步推进当中。\n");
  ASSERT_THAT(report.projects, SizeIs(6));
  EXPECT_EQ(report.projects[0].tasks.at(0).status, Status::kCompleted);
  EXPECT_EQ(report.projects[3].title, "市区第二、三自来水厂水质提标");
  EXPECT_EQ(report.projects[5].tasks.at(0).status, Status::kInProgress);
}

TEST(ProseTest, ShortNamesCountWhereAsManyStandBehindTheLastComma) {
  const Programme report = ReadList(
      "近日,区政府督查室对17件惠民实事进行疏理,细分为8个子项目,至2016年9月10日,"
      "洋西溪整治工程、养老信息化服务、助行、就业扶助等4个子项目已完成任务,"
      "“强村行动”工程、自然村道路硬化等2个子项目正在有序推进,"
      "库区污水治理、居家养护补助等2个子项目进展滞后。\n");
  ASSERT_THAT(report.projects, SizeIs(8));
  EXPECT_EQ(report.projects[2].title, "助行");
  EXPECT_EQ(report.projects[7].tasks.at(0).status, Status::kDelayed);
}

TEST(ProseTest, TheNamesBehindACountMayCloseWithAConjunction) {
  const Programme plan = ReadList(
      "2017年市政府为民办实事项目确定\n市政府确定2017年5件为民办实事项目。其中包括整治市区内涝积水"
      "点、加快公园建设、硬化通屯道路1000公里、"
      "建设500个充电桩以及继续建设食品快检室,实现市区全覆盖。\n");
  ASSERT_THAT(plan.projects, SizeIs(5));
  EXPECT_EQ(plan.projects[3].tasks.at(0).targets.at(0).value, 500);
}

TEST(ProseTest, GroupsByStateNameTheirProjectsBehindAWordOfTheSentence) {
  const Programme report = ReadList(
      "临河市2018年重点民生实事完成情况\n其中,有3个指标超额完成年度任务,即:新增城镇就业66289人,"
      "为任务的116.3%;新建水泥路2062公里,为任务的103.1%;"
      "改造危房1379户,为任务的130.1%。此外,有2个指标全面完成年度任务,即:改造配电网完成投资6200万元,"
      "为任务的100%;改造棚户区2350套,为任务的100%。\n");
  ASSERT_THAT(report.projects, SizeIs(5));
  EXPECT_EQ(report.projects[0].tasks.at(0).status, Status::kOverfulfilled);
  EXPECT_EQ(report.projects[4].tasks.at(0).measurements.at(0).value, 2350);

  const Programme half_year = ReadList(
      "2018年12件重点民生实事中上半年完成较好的有3件,包括“城镇新增就业70万人”项目,已新增43.91万人;"
      "“环境整治322处”项目,已完成281处;"
      "“棚户区改造27万套”项目,已完成17万套。基本达到节点要求的重点民生实事有:"
      "提质改造农村公路、农村饮水巩固提升等项目。\n");
  ASSERT_THAT(half_year.projects, SizeIs(5));
  EXPECT_EQ(half_year.projects[0].tasks.at(0).measurements.at(0).value, 439100);
  EXPECT_EQ(half_year.projects[4].title, "农村饮水巩固提升");
}

TEST(ProseTest, WhatIsToldOfANamedProjectLaterBelongsToIt) {
  const Programme plan = ReadList(
      "2026-01-26 "
      "17:35:28\n临河县召开发布会,发布2026年民生实事的具体内容。\n2026年临河县五大民生实事项目为:"
      "农村污水处理厂改造项目、住校生免费体检项目、"
      "农田渠系维护项目、自来水水质提升项目、美食街建设项目。\n其中,"
      "农村污水处理厂改造项目将改造处理站27座;农田渠系维护项目将维修闸门467处,新建农桥9座。\n");
  ASSERT_THAT(plan.projects, SizeIs(5));
  EXPECT_EQ(plan.projects[0].tasks.at(0).targets.at(0).value, 27);
  EXPECT_EQ(plan.projects[2].tasks.at(0).targets.at(1).value, 9);
}

TEST(ProseTest, NamesRightBeforeTheCountOfAllPromisesAreTheList) {
  const Programme report = ReadList(
      "2023年临河省5件为民实事如期完成\n会议审议通过的《政府工作报告》,"
      "确定实施中小学建宿舍扩食堂、新增城镇就业32万人、建设100个养老服务中心、"
      "农村水利惠民、新建1万公里通硬化路5件为民实事。\n");
  ASSERT_THAT(report.projects, SizeIs(5));
  EXPECT_EQ(report.projects[0].title, "中小学建宿舍扩食堂");
}

TEST(ProseTest, QuotedNamesWithTheirStatesAreProjectsOfTheCountBeforeThem) {
  const Programme report = ReadList(
      "我市承担的2020年省重点民生实事进展情况\n截止目前,省重点民生实事共9大项11小项,"
      "其中“提高困难群众保障水平”和“人民医院提质升级”已完成,其余正常推进;"
      "市重点民生实事共10大项18小项,其中“建成安置房”已超额完成,"
      "“食堂明厨亮灶全覆盖”已完成。“一卡通”一期工程有2项已验收。\n");
  EXPECT_THAT(TitlesOf(report), ElementsAre("提高困难群众保障水平", "人民医院提质升级",
                                            "建成安置房", "食堂明厨亮灶全覆盖"));
  EXPECT_EQ(report.projects.at(2).tasks.at(0).status, Status::kOverfulfilled);
}

TEST(ProseTest, WhatIsDoneStandsBeforeWhatGoesOn) {
  const Programme report = ReadList(
      "临河市20项民心工程三季度进展出炉\n今年20项民心工程三季度进展出炉。截至9月底,"
      "2022年20项民心工程的41项工作已完成12项。\n"
      "第三季度,"
      "我市完成了学生视力筛查、危房改造补助、残疾人家庭无障碍建设、优化医保报销4项民心工程的具体任"
      "务。\n"
      "当前,在建项目稳步推进。一是推进社区养老服务。建设养老综合体52个,开设家庭床位480张。\n"
      "二是新增义务教育学位。完成学校建设31所,开展“就近入学”“送教上门”“阳光课后”等活动。\n"
      "三是多措并举推动就业。举办招聘会1400场。\n");
  EXPECT_THAT(TitlesOf(report),
              ElementsAre("学生视力筛查", "危房改造补助", "残疾人家庭无障碍建设", "优化医保报销",
                          "推进社区养老服务", "新增义务教育学位", "多措并举推动就业"));
  EXPECT_EQ(report.projects.at(0).tasks.at(0).status, Status::kCompleted);
  EXPECT_EQ(report.projects.at(4).tasks.at(0).measurements.at(0).value, 52);
}

TEST(ProseTest, SentencesNameTheProjectsThatTheOutlineBelowThemLacks) {
  for (const std::string state : {"已超额完成序时进度", "进展较快"}) {
    const Programme report = ReadList(
        "2023年金台市惠民实事三季度推进情况\n前三季度,全市7件惠民实事完成投资3.6亿元,"
        "为年度计划的71%。\n"
        "7件惠民实事中,4个项目" +
        state +
        "。其中:排涝泵站工程完成投资1.2亿元,为年度计划的96%;技能培训工程完成投资900万元,"
        "为年度计划的88%;"
        "校舍加固工程完成投资6300万元,为年度计划的90%;低收入家庭帮扶工程完成投资1500万元,"
        "为年度计划的79%。"
        "另有3个项目实施较慢,分述如下:\n"
        "1、乡镇供水工程。年度计划投资8400万元,仅完成投资1260万元,为年度计划的15%。\n"
        "2、雨水管网工程。新建雨水管网32公里,已铺设12.8公里,为年度计划的40%"
        "。\n3、停车楼工程。新增车位900个,已交付180个,为年度计划的20%。\n");
    EXPECT_THAT(TitlesOf(report),
                ElementsAre("排涝泵站工程", "技能培训工程", "校舍加固工程", "低收入家庭帮扶工程",
                            "乡镇供水工程", "雨水管网工程", "停车楼工程"));
  }
}

TEST(ProseTest, ASentenceThatCountsIsFollowedByAsManyNames) {
  const Programme report = ReadList(
      "白云县9项民生实事1-7月推进情况\n到7月底,"
      "9项民生实事都已启动。\n一、建设类。5项建设类民生实事已开工,其中:\n"
      "2项已完成全年任务。实施配电台区改造工程、开展敬老院消防改造等。\n"
      "3项正在加紧建设。村级水站提升工程完成率52%;河塘清淤完成率61%;街角书房工程已选定8处点位。\n"
      "二、服务类。4项服务类民生实事已启动,其中:\n"
      "4项率先完成全年任务。推进油烟、扬尘及噪声治理行动、家政培训行动、明厨亮灶创建活动、电影下乡"
      "等。\n");
  EXPECT_THAT(TitlesOf(report),
              ElementsAre("实施配电台区改造工程", "开展敬老院消防改造", "村级水站提升工程",
                          "河塘清淤", "街角书房工程", "推进油烟、扬尘及噪声治理行动",
                          "家政培训行动", "明厨亮灶创建活动", "电影下乡"));
  EXPECT_EQ(report.projects.at(0).tasks.at(0).status, Status::kCompleted);
}

// 3项进展较快 counts the names behind it, each with what is told of it; shares of all of them are
// no names.
TEST(ProseTest, AStateThatCountsStandsBeforeAsManyNames) {
  const Programme list = ReadList(
      "1-4月青浦区民生实事有序推进\n今年以来,全区民生实事有序推进。\n工程类项目陆续开工。7项中,"
      "3项进展较快,社区托育完成率31%、书屋建设完成率52%、"
      "工会驿站完成率100%;2项正在抓紧实施,农村道路建设12公里已开工、停车泊位新增320个;"
      "危旧楼院整修、盲道补建2项尚未开工。\n"
      "保障类项目快速推进。9项中,困难群体援助、送戏进村、残疾人培训等3项完成率分别为41%、66%、72%;"
      "4项正在加紧建设,稳定就业行动、放心家政行动、健康口腔行动、"
      "妇女免费筛查完成率分别为11%、15%、22%、26%;"
      "文化惠民工程、小区物业管理等2项尚未开工。\n下一步,将继续加强调度。\n");
  EXPECT_THAT(TitlesOf(list),
              ElementsAre("社区托育", "书屋建设", "工会驿站", "农村道路建设", "停车泊位新增",
                          "危旧楼院整修", "盲道补建", "困难群体援助", "送戏进村", "残疾人培训",
                          "稳定就业行动", "放心家政行动", "健康口腔行动", "妇女免费筛查",
                          "文化惠民工程", "小区物业管理"));
}

}  // namespace
}  // namespace duban::documents
