// One list of promises inside of other documents: a notice, an annex, a work report, a briefing,
// news, on one line or many.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "tests/unit/documents/item_marks.h"
#include "tests/unit/documents/read_text.h"
#include "tests/unit/documents/six_works.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

enum class Around { kTitle, kNotice, kAnnex, kBriefing, kNews, kWorkReport };
enum class Lines { kEach, kParagraph, kOne };

std::string Embedded(Around around, const std::string& title, const std::string& list) {
  switch (around) {
    case Around::kTitle:
      return title + "\n" + list;
    case Around::kNotice:
      return "市政府办公室关于印发" + title + "的通知\n各镇人民政府:\n《" + title +
             "》已经研究同意,现印发给你们,请认真执行。\n2023年12月28日\n" + title + "\n" + list +
             "各责任单位要密切配合。\n";
    case Around::kAnnex:
      return "关于公布" + title + "的公告\n现将有关事项予以公布,接受监督。\n附件\n" + title + "\n" +
             list;
    case Around::kBriefing:
      return title +
             "新闻发布会\n主持人:各位朋友,大家好!\n王明:下面,"
             "我介绍有关情况。财政支出的八成用于民生。" +
             list + "以上是有关情况,谢谢大家!\n";
    case Around::kNews:
      return title + "\n来源:某日报 发布时间:2023-12-29\n民生连着民心。" + list +
             "下一步,将继续努力。(记者 李丽)\n";
    case Around::kWorkReport:
      return "政府工作报告\n一、经济发展\n地区生产总值完成301亿元,增长6%;财政收入19亿元。\n(一)"
             "产业升级。新增企业16家,建成高标准农田3万亩。\n(二)持续改善民生。" +
             list + "(三)建设法治政府。办理建议提案86件,一般性支出压减5%。\n";
  }
  return "";
}

// 576 documents.
TEST(EmbeddedListsTest, AListReadsTheSameWhereverItStands) {
  for (const bool plan : {true, false}) {
    const std::string title =
        plan ? "青州市2023年民生实事项目计划" : "青州市2023年民生实事项目完成情况";
    const std::string lead = plan ? "2023年,市政府将集中力量办好6件民生实事:"
                                  : "2023年,市政府承诺的6件民生实事全部完成:";
    for (const Around around : {Around::kTitle, Around::kNotice, Around::kAnnex, Around::kBriefing,
                                Around::kNews, Around::kWorkReport}) {
      for (const Number number :
           {Number::kChinese, Number::kPoint, Number::kComma, Number::kBracket, Number::kOrdinal,
            Number::kCircle, Number::kOnes, Number::kBullet}) {
        for (const Lines lines : {Lines::kEach, Lines::kParagraph, Lines::kOne}) {
          for (const bool office : {true, false}) {
            if (around == Around::kWorkReport && number == Number::kChinese)
              continue;  // the report's own numbers
            std::string list = lead + (lines == Lines::kEach ? "\n" : "");
            for (std::size_t i = 0; i < std::size(kWorks); ++i) {
              list += NumberOf(number, i) + std::string(plan ? kWorks[i].promise : kWorks[i].done) +
                      (office ? "(责任单位:市水务局)" : "") + "。";
              if (lines == Lines::kEach) list += "\n";
            }
            if (lines != Lines::kEach) list += "\n";
            std::string text = Embedded(around, title, list);
            if (lines == Lines::kOne) std::replace(text.begin(), text.end(), '\n', ' ');
            const Programme read = ReadList(text);
            EXPECT_EQ(read.kind, plan ? Kind::kPlan : Kind::kCompletion) << text;
            EXPECT_EQ(read.year, 2023) << text;
            ASSERT_THAT(read.projects, SizeIs(6)) << text;
            EXPECT_EQ(FiguresOf(read, plan),
                      plan ? "500 30 4 1260 18 4200 36 20000 " : "520 31 4 1280 18 4236 36 20350 ")
                << text;
          }
        }
      }
    }
  }
}

// 3项民生工程和4件惠民实事 are seven, numbered from 1 to 7 below two headings.
TEST(EmbeddedListsTest, TwoKindsOfPromisesCountTogether) {
  const Programme list = ReadList(
      "雄州2021年3项民生工程和4件惠民实事安排\n一、工作任务\n(一)实施3项民生工程\n1.增收工程\n(1)"
      "增加城镇居民收入\n帮助失业人员就业2.1万人。\n(2)增加农村居民收入\n"
      "培育龙头企业35户。\n2.教育工程\n新建幼儿园28所。\n3.健康工程\n建成中心10个。\n(二)"
      "办好4件惠民实事\n4.新增学位8000个。\n5.建设公厕500座。\n6.新增停车位6000个。\n"
      "7.新建球场10块。\n二、工作要求\n(一)加强领导。2月底前制定方案。\n(二)"
      "强化保障。优先保障资金。\n");
  EXPECT_THAT(TitlesOf(list), ElementsAre("增收工程", "教育工程", "健康工程", "新增学位8000个",
                                          "建设公厕500座", "新增停车位6000个", "新建球场10块"));
}

// Names of four characters head the paragraphs of a report without numbers.
TEST(EmbeddedListsTest, ManyShortNamesHeadParagraphs) {
  const Programme list = ReadList(
      "1—8月份泰宁市民生实事项目进展情况\n今年以来,"
      "6大类民生实事有序推进。\n交通出行。购置公交车130辆,投放单车5000辆,"
      "湖滨路已经通车。\n就业服务。新增就业28600人,提供见习岗位1900个。\n"
      "社会保障。适老化改造已完工412户,其余正在施工。\n基础教育。4所学校已竣工,"
      "3所正在装修。\n医疗保障。免费筛查已完成18400人次。\n生态环境。新增绿地64公顷,"
      "建成公园5处。\n");
  EXPECT_THAT(TitlesOf(list),
              ElementsAre("交通出行", "就业服务", "社会保障", "基础教育", "医疗保障", "生态环境"));
}

// The day of a briefing in brackets is no heading of the list, and not its year.
TEST(EmbeddedListsTest, TheDayOfABriefingIsNotTheYearOfTheList) {
  const Programme list = ReadList(
      "2015年民生计划执行通报会发布词\n(2016年1月9日上午10:00 会议中心)\n各位朋友,大家好! "
      "2015年,3项民生计划的12项指标全面完成,其中6项超额,占50%。 "
      "一、实施扶贫计划。搬迁群众4.2万人。 二、实施安居计划。改造危房3.6万户。 "
      "三、实施就业计划。新增就业6.3万人。 谢谢大家!\n");
  EXPECT_EQ(list.year, 2015);
  EXPECT_EQ(list.kind, Kind::kCompletion);
  EXPECT_THAT(list.projects, SizeIs(3));
}

// Chapters and their items on one line, offices in brackets behind the stops.
TEST(EmbeddedListsTest, ItemsCountOnThroughTheChaptersOfALine) {
  for (const std::string_view stop : {"。", ";"}) {
    std::string text = "青山县2023年6件民生实事项目\n";
    for (std::size_t i = 0; i < std::size(kWorks); ++i) {
      if (i % 2 == 0)
        text += std::string(kNumerals[i / 2]) + "、" +
                std::string(i == 0   ? "城乡建设类"
                            : i == 2 ? "教育类"
                                     : "健康类") +
                ":";
      text += fmt::format("{}.{}{}(县水利局、县城管局)", i + 1, kWorks[i].promise,
                          i % 2 == 0 ? stop : "。");
    }
    const Programme list = ReadList(text + "\n打印 | 关闭\n");
    ASSERT_THAT(list.projects, SizeIs(6)) << text;
    EXPECT_EQ(FiguresOf(list, true), "500 30 4 1260 18 4200 36 20000 ") << text;
    EXPECT_EQ(list.projects[3].title, kWorks[3].promise) << text;
  }
}

}  // namespace
}  // namespace duban::documents
