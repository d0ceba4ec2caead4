// Paragraphs of prose whose sentences name several projects each, as many as are announced.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Work {
  std::size_t field;
  std::string_view name;
  std::string_view told;
  std::string_view more;  // goes on about it
};
constexpr std::string_view kFields[] = {"教育保障", "就业和社会保障", "医疗卫生", "城市建设"};
constexpr std::string_view kOffices[] = {"县教育局", "县民政局", "县卫健局", "县住建局"};
constexpr Work kWorks[] = {
    {0, "青石中学二期建设", "已全部完工,可提供学位1620个", "乡镇孩子读书难的问题得到缓解"},
    {0, "增加公办幼儿园学位", "年度任务为900个,目前已新增学位540个", ""},
    {1, "新增城镇就业", "已完成5180人,为年度任务5600人的92.5%", ""},
    {1, "城乡低保提标", "已提前完成,城市低保标准提高到每月600元", "县里为35户重新制定方案"},
    {1, "残疾人家庭无障碍改造", "年度任务为220户,目前已改造214户", ""},
    {2, "农村妇女免费检查", "提前超额完成任务,共检查9216人", ""},
    {2, "孕产妇产前筛查", "年度任务为2800人,已筛查1988人,完成71%", "居民说,检查更方便了"},
    {3, "老旧小区改造", "年度任务为改造小区15个,目前已完工7个", ""},
    {3, "城区停车位建设", "年度任务为新建停车位800个,目前仅建成208个", "主要是3个乡镇返工较多"},
    {3, "垃圾分类设施", "已建成投放点46处", ""}};
constexpr std::string_view kHead =
    "青石县2021年重点民生实事1—8月进展情况\n来源:县民生办 时间:2021-09-13 08:46\n"
    "今年以来,全县上下高位推动、挂图作战。全县共承担重点民生实事10项,截至8月底,提前完成全年任务3项,"
    "累计到位资金3.86亿元。\n";
constexpr std::string_view kTail =
    "在推进机制方面,县委主要领导多次到项目现场督办。县民生办对每个项目建立台账,"
    "实行销号管理。\n下一步,将坚持一周一调度,确保12月底前全面完成。\n";

enum class Name { kProject, kQuoted, kQuotedProject, kOffice, kMixed };

std::string Named(Name form, std::size_t i) {
  const Work& work = kWorks[i];
  switch (form) {
    case Name::kProject:
      return fmt::format("{}项目{}", work.name, work.told);
    case Name::kQuoted:
      return fmt::format("“{}”{}", work.name, work.told);
    case Name::kQuotedProject:
      return fmt::format("“{}”项目{}", work.name, work.told);
    case Name::kOffice:
      return fmt::format("由{}牵头的“{}”{}", kOffices[work.field], work.name, work.told);
    case Name::kMixed:
      return Named(i % 3 == 0 ? Name::kProject : i % 3 == 1 ? Name::kQuoted : Name::kOffice, i);
  }
  return "";
}

// 80 texts.
TEST(NamedSentencesTest, AsManySentencesNameTheirProjectAsAreAnnounced) {
  for (const std::string_view field : {"在{}方面,", "{}方面,", "让{}更有力度\n", ""}) {
    for (const Name form :
         {Name::kProject, Name::kQuoted, Name::kQuotedProject, Name::kOffice, Name::kMixed}) {
      for (const bool more : {false, true}) {
        for (const std::string_view mark : {"。", ";"}) {
          std::string text(kHead);
          for (std::size_t i = 0; i < std::size(kWorks); ++i) {
            const bool opens = i == 0 || kWorks[i].field != kWorks[i - 1].field;
            const bool closes =
                i + 1 == std::size(kWorks) || kWorks[i + 1].field != kWorks[i].field;
            if (opens) text += fmt::format(fmt::runtime(field), kFields[kWorks[i].field]);
            text += Named(form, i);
            if (more && !kWorks[i].more.empty()) text.append("。").append(kWorks[i].more);
            text.append(closes ? "。\n" : mark);
          }
          text += kTail;
          const Programme list = ReadList(text);
          ASSERT_THAT(list.projects, SizeIs(10)) << text;
          for (std::size_t i = 0; i < std::size(kWorks); ++i) {
            EXPECT_THAT(list.projects[i].title, HasSubstr(std::string(kWorks[i].name))) << text;
            EXPECT_THAT(list.projects[i].tasks.at(0).measurements, Not(IsEmpty())) << text;
          }
        }
      }
    }
  }
}

TEST(NamedSentencesTest, WhoHasChargeStandsBeforeTheNameInQuotes) {
  std::string text(kHead);
  for (std::size_t i = 0; i < std::size(kWorks); ++i)
    text += Named(Name::kOffice, i) + "。" + (i % 2 == 1 ? "\n" : "");
  const Programme list = ReadList(text);
  ASSERT_THAT(list.projects, SizeIs(10));
  EXPECT_EQ(list.projects[2].title, "新增城镇就业");
  EXPECT_THAT(list.projects[2].lead_units, ElementsAre("县民政局"));
}

TEST(NamedSentencesTest, AnswersNameTheProjects) {
  const Programme list = ReadList(
      "【政策问答】关于《2021年青石县为民办实事项目实施方案》,您想了解的都在这里!\n"
      "问:2021年为民办实事项目是怎么产生的?\n答:我们征集到意见建议243条,确定今年实事项目7项,"
      "年度计划投资5.12亿元。\n"
      "Q1:入园难今年能缓解吗?\nA:能。今年安排两个项目。一是新建城东幼儿园等3所公办园,"
      "新增学位1080个;二是扩建青石三小,新增学位720个。责任单位为县教育局。\n"
      "Q2:看病方面有什么新举措?\nA:“县医院外科大楼”项目今年要完成主体封顶,年度投资1."
      "2亿元。“乡村卫生一体化”项目改造村卫生所86家,责任单位:县卫健局。\n"
      "Q3:停车难有没有办法?\nA:"
      "有。“城区停车便民”项目将新增公共停车泊位不少于900个。建设充电桩1000个(责任单位:县城管局)。\n"
      "Q4:老人能享受哪些实惠?\nA:“居家社区养老”项目新建长者食堂8个;“困难群体帮扶”项目,"
      "全年发放补贴约1560万元。\n"
      "问:如何保证项目落实到位?\n答:一是挂图作战,每个项目明确1名领导;二是每季度督查1次。\n");
  EXPECT_EQ(list.kind, Kind::kPlan);
  ASSERT_THAT(list.projects, SizeIs(7));
  EXPECT_THAT(list.projects[1].title, HasSubstr("扩建青石三小"));
  EXPECT_EQ(list.projects[2].title, "县医院外科大楼");
  EXPECT_THAT(list.projects[4].tasks.at(0).targets, SizeIs(2));
  EXPECT_EQ(list.projects[6].title, "困难群体帮扶");
}

}  // namespace
}  // namespace duban::documents
