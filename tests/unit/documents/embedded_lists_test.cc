// One list of promises inside of other documents: a notice, an annex, a work report, a briefing,
// news, on one line or many.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

struct Work {
  std::string_view name;
  std::string_view promise;
  std::string_view done;
};

constexpr Work kWorks[] = {
    {"停车设施建设", "新建公共停车位500个", "建成公共停车位520个"},
    {"公厕改造提升", "在主次干道改造公厕30座", "改造公厕31座,全部对外开放"},
    {"学前教育扩容", "新建公办幼儿园4所,新增学位1260个", "新建公办幼儿园4所,新增学位1280个"},
    {"老旧小区改造", "改造老旧小区18个,惠及居民4200户", "18个老旧小区全部完工,惠及居民4236户"},
    {"食堂提质工程", "36所中小学食堂达到新标准", "36所中小学食堂改造全部完成"},
    {"健康惠民行动", "为2万名妇女免费筛查", "完成筛查20350人"}};
constexpr std::string_view kNumerals[] = {"一", "二", "三", "四", "五", "六"};
constexpr std::string_view kCircles[] = {"①", "②", "③", "④", "⑤", "⑥"};

enum class Around { kTitle, kNotice, kAnnex, kBriefing, kNews, kWorkReport };
enum class Number { kChinese, kPoint, kComma, kBracket, kOrdinal, kCircle, kOnes, kBullet };
enum class Lines { kEach, kParagraph, kOne };

std::string NumberOf(Number style, std::size_t i) {
  switch (style) {
    case Number::kChinese:
      return fmt::format("{}、", kNumerals[i]);
    case Number::kPoint:
      return fmt::format("{}.", i + 1);
    case Number::kComma:
      return fmt::format("{}、", i + 1);
    case Number::kBracket:
      return fmt::format("({})", i + 1);
    case Number::kOrdinal:
      return fmt::format("第{}件:", i + 1);
    case Number::kCircle:
      return std::string(kCircles[i]);
    case Number::kOnes:
      return fmt::format("{}是", kNumerals[i]);
    case Number::kBullet:
      return "●";
  }
  return "";
}

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

std::string FiguresOf(const Programme& list, bool plan) {
  std::string figures;
  for (const Project& project : list.projects) {
    for (const Task& task : project.tasks) {
      for (const Target& target : task.targets)
        figures += fmt::format("{}{} ", plan ? "" : "目标", target.value);
      for (const Measurement& measured : task.measurements)
        figures += fmt::format("{}{} ", plan ? "完成" : "", measured.value);
    }
  }
  return figures;
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

// Paragraphs of a work report that each hold several promises, whose numbers go on.
TEST(EmbeddedListsTest, NumbersGoOnOverTheParagraphsOfAReport) {
  const Programme list = ReadList(
      "鸡冠市2021年政府工作报告\n加快发展现代农业。扶持企业9家,订单面积达到220万亩。\n(四)"
      "改善民生\n我们将千方百计增加投入。2021年,重点办好3个方面7件民生实事。\n"
      "就业方面:(1)新增就业4万人,培训1万人。(2)养老金月人均提高140元。\n住房方面:(3)"
      "改造棚户区150万平方米。(4)建设公租房1000套。(5)改造泥草房5000户。\n"
      "出行方面:(6)更新公交车80台。(7)修建农村公路500公里。\n以上实事每季度公布进展。\n(五)"
      "加强法制建设\n办理提案100件。\n");
  ASSERT_THAT(list.projects, SizeIs(7));
  EXPECT_EQ(FiguresOf(list, true), "40000 10000 140 1500000 1000 5000 80 500 ");
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

// A work report counts the promises of the year that begins; its annex tells what became of the
// last ones.
TEST(EmbeddedListsTest, AnAnnexOfResultsDoesNotHideThePromisesOfItsReport) {
  constexpr std::string_view kLeads[] = {
      "县政府今年集中办好6件民生实事:",
      "在全面落实省定民生实事的基础上,县政府今年集中办好6件民生实事:",
      "在圆满完成上级实事任务的同时,再办好6件民生实事:",
      "2023年,县政府将集中力量办好六件民生实事。", "着力办好以下6项民生实事:"};
  const auto list = [](Number number, bool plan) {
    std::string lines;
    for (std::size_t i = 0; i < std::size(kWorks); ++i) {
      lines += NumberOf(number, i) + std::string(plan ? kWorks[i].promise : kWorks[i].done) + "。" +
               (plan ? "责任单位:县水利局" : "") + "\n";
    }
    return lines;
  };
  const std::string table =
      "序号\t项目名称\t计量单位\t年度任务\t完成数\t完成率\t责任单位\n1\t公路改造\t公里\t80\t84\t105"
      "%\t县交通局\n2\t危房改造\t户\t500\t510\t102%\t县住建局\n"
      "3\t新增就业\t人\t3000\t3060\t102%\t县人社局\n4\t免费筛查\t人\t8000\t8400\t105%"
      "\t县卫健局\n5\t配电网改造\t个\t20\t20\t100%\t县供电公司\n";
  for (const std::string_view lead : kLeads) {
    for (const Number number :
         {Number::kPoint, Number::kComma, Number::kBracket, Number::kOrdinal}) {
      for (const bool rows : {true, false}) {
        const std::string text =
            "2023年青山县政府工作报告\n发布时间:2023-01-14\n一、2022年工作回顾\n(一)"
            "产业升级。新增企业16家,建成高标准农田3万亩。\n(二)改善民生。省定5项民生实事全部完成("
            "见附件)。\n"
            "二、2023年工作安排\n(一)振兴产业。引进项目20个,新增企业12家。\n(二)"
            "提升城乡。打通道路4条,改造管网21公里。\n(三)保障民生。坚持每年办成一批实事," +
            std::string(lead) + "\n" + list(number, true) +
            "同时,统筹推进社会事业。建设周转房42套,引进教师60名。\n(四)"
            "建设满意政府。审计项目不少于30个。\n附件\n青山县2022年民生实事项目完成情况" +
            (rows ? "表" : "") + "\n(截至2022年12月31日)\n" + (rows ? table : list(number, false)) +
            "名词解释\n1.一次办:群众和企业到政府一次办好。\n";
        const Draft draft = ReadDraft(text);
        ASSERT_THAT(draft.programmes, SizeIs(2)) << text;
        const Programme& plan = draft.programmes[draft.programmes[0].kind == Kind::kPlan ? 0 : 1];
        const Programme& report = draft.programmes[draft.programmes[0].kind == Kind::kPlan ? 1 : 0];
        EXPECT_EQ(plan.year, 2023) << text;
        EXPECT_EQ(FiguresOf(plan, true), "500 30 4 1260 18 4200 36 20000 ") << text;
        EXPECT_EQ(report.year, 2022) << text;
        EXPECT_EQ(report.kind, Kind::kCompletion) << text;
        EXPECT_THAT(report.projects, SizeIs(rows ? 5 : 6)) << text;
      }
    }
  }
}

// A table of contents names the chapter that holds the promises; the chapters between are none of
// them.
TEST(EmbeddedListsTest, AnEntryOfTheContentsTitlesNoList) {
  constexpr std::string_view kChapters[] = {"一、2022年工作回顾", "二、2023年总体要求",
                                            "三、2023年主要任务", "四、2023年六件民生实事"};
  const auto list = [](std::string_view form, bool plan) {
    std::string lines;
    for (std::size_t i = 0; i < std::size(kWorks); ++i) {
      lines += fmt::format(fmt::runtime(form), kNumerals[i], i + 1) + std::string(kWorks[i].name) +
               "。" + std::string(plan ? kWorks[i].promise : kWorks[i].done) + "。\n";
    }
    return lines;
  };
  for (const std::string_view head : {"目录", "目 录", "目次"}) {
    for (const std::string_view entry : {"{1} {0}", "{0}", "{0}……{1}", "{0}............ {1}"}) {
      std::string text = "2023年青山县人民政府工作报告\n" + std::string(head) + "\n";
      for (std::size_t i = 0; i < std::size(kChapters); ++i)
        text += fmt::format(fmt::runtime(entry), kChapters[i], i + 1) + "\n";
      text +=
          "2023年1月7日在青山县第十五届人民代表大会第二次会议上\n各位代表:\n" +
          std::string(kChapters[0]) +
          "\n(一)项目强势推进。新开工项目52个,完成投资32.3亿元。\n(二)"
          "旅游加快发展。接待游客286万人次。\n(三)民生持续改善。过去一年承诺的六件实事完成较好:\n" +
          list("{1}、", false) + std::string(kChapters[1]) + "\n生产总值增长9%,财政收入增长6%。\n" +
          std::string(kChapters[2]) +
          "\n(一)加快转型升级。新增企业6家。\n(二)加快城乡统筹。拆迁房屋860户。\n(三)"
          "加快美丽乡村建设。造林8000亩。\n" +
          std::string(kChapters[3]) + "\n" + list("({0})", true) +
          "各位代表,让我们为建设幸福新青山而努力奋斗!\n";
      const Draft draft = ReadDraft(text);
      ASSERT_THAT(draft.programmes, SizeIs(2)) << text;
      EXPECT_EQ(draft.programmes[0].year, 2022) << text;
      EXPECT_EQ(draft.programmes[0].kind, Kind::kCompletion) << text;
      EXPECT_EQ(FiguresOf(draft.programmes[0], false), "520 31 4 1280 18 4236 36 20350 ") << text;
      EXPECT_EQ(draft.programmes[1].year, 2023) << text;
      EXPECT_EQ(draft.programmes[1].kind, Kind::kPlan) << text;
      EXPECT_EQ(FiguresOf(draft.programmes[1], true), "500 30 4 1260 18 4200 36 20000 ") << text;
    }
  }
}

// What a report looks back on is not of the year that titles the report.
TEST(EmbeddedListsTest, TheYearOfAReportIsNotThatOfWhatItLooksBackOn) {
  const std::string list = [] {
    std::string lines;
    for (std::size_t i = 0; i < std::size(kWorks); ++i)
      lines += fmt::format("{}.{}。{},已完成。\n", i + 1, kWorks[i].name, kWorks[i].done);
    return lines;
  }();
  for (const std::string_view title :
       {"政府工作报告(2023年)", "2023年青山县政府工作报告", "青山县2023年政府工作报告.pdf"}) {
    for (const std::string_view lead :
         {"2022年承诺的民生实事完成情况如下:",
          "深入实施民生工程,2022年承诺的6件民生实事,完成5件、1件顺延,完成情况如下:",
          "2022年确定的民生实事全部兑现。"}) {
      for (const std::string_view published : {"", "发布日期:2023-02-05\n"}) {
        const std::string text =
            std::string(title) + "\n" + std::string(published) +
            "一、2022年工作回顾\n生产总值增长9%,财政收入增长6%。\n" + std::string(lead) + "\n" +
            list +
            "各位代表,成绩来之不易。\n二、2023年工作建议\n生产总值增长8.5%,固定资产投资增长9%。\n";
        const Programme read = ReadList(text);
        EXPECT_EQ(read.year, 2022) << text;
        EXPECT_EQ(read.kind, Kind::kCompletion) << text;
        EXPECT_THAT(read.projects, SizeIs(6)) << text;
      }
    }
  }
}

// The annexes of a work report, each on a line of its own or all on one.
TEST(EmbeddedListsTest, AnAnnexMayStandOnOneLine) {
  const auto list = [](Number number, bool plan) {
    std::string items;
    for (std::size_t i = 0; i < std::size(kWorks); ++i) {
      items += NumberOf(number, i) + std::string(kWorks[i].name) + "。" +
               std::string(plan ? kWorks[i].promise : kWorks[i].done) +
               (plan ? "。(县水利局)" : ",已完成。");
    }
    return items;
  };
  constexpr std::string_view kChapters =
      "2023年政府工作报告\n——2023年1月12日在青山县第十七届人民代表大会第五次会议上\n各位代表:"
      "\n一、2022年工作回顾\n实现生产总值172亿元,增长7.1%;固定资产投资148亿元,增长12.4%。\n"
      "——产业结构加快调整。规模以上企业发展到86户,建成服务站68个。\n二、2023年重点工作\n(一)"
      "构建绿色产业体系。接待游客230万人次。\n(二)增强发展后劲。实施项目50个以上。\n"
      "(三)保障和改善民生。集中力量办好6件民生实事(附件2),扎实推进精准扶贫。\n(四)建设满意政府。\n";
  for (const Number number :
       {Number::kChinese, Number::kPoint, Number::kComma, Number::kBracket, Number::kOrdinal}) {
    for (const std::string_view colon : {":", " "}) {
      for (const std::string_view between : {"\n", "  "}) {
        std::string text(kChapters);
        text += fmt::format("附件1{}青山县2022年6件民生实事完成情况  {}{}", colon,
                            list(number, false), between);
        text +=
            fmt::format("附件2{}青山县2023年6件民生实事  {}{}", colon, list(number, true), between);
        text += fmt::format(
            "附件3{}名词解释  "
            "1.全域旅游:以旅游业为优势产业。2.三公经费:出国、车辆和接待的经费。\n来源:县政府办\n",
            colon);
        const Draft draft = ReadDraft(text);
        ASSERT_THAT(draft.programmes, SizeIs(2)) << text;
        EXPECT_EQ(draft.programmes[0].year, 2022) << text;
        EXPECT_EQ(draft.programmes[0].kind, Kind::kCompletion) << text;
        EXPECT_EQ(FiguresOf(draft.programmes[0], false), "520 31 4 1280 18 4236 36 20350 ") << text;
        EXPECT_EQ(draft.programmes[1].year, 2023) << text;
        EXPECT_EQ(draft.programmes[1].kind, Kind::kPlan) << text;
        EXPECT_EQ(FiguresOf(draft.programmes[1], true), "500 30 4 1260 18 4200 36 20000 ") << text;
      }
    }
  }
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

// A report that is given in December tells of no later day, whenever it was put on a page.
TEST(EmbeddedListsTest, AReportTellsOfNoDayBehindTheOneItWasGivenOn) {
  std::string list;
  for (std::size_t i = 0; i < std::size(kWorks); ++i)
    list += fmt::format("{}.{}。{},已完成。\n", i + 1, kWorks[i].name, kWorks[i].done);
  struct Given {
    std::string_view page;
    std::string_view opening;
    Date as_of;
  };
  const Given kGiven[] = {
      {"发布时间:2025-04-29",
       "——2022年12月24日在青山区第十五届人民代表大会第五次会议上",
       {2022, 12, 24}},
      {"", "(2022年12月24日在青山区第十五届人民代表大会第五次会议上)", {2022, 12, 24}},
      {"发布时间:2023-02-06",
       "——2023年1月12日在青山区第十五届人民代表大会第五次会议上",
       {2022, 12, 31}},
      {"", "(2023年1月12日在青山区第十五届人民代表大会第五次会议上)", {2022, 12, 31}}};
  for (const Given& given : kGiven) {
    for (const std::string_view lead :
         {"过去一年,承诺的6件民生实事全面完成:", "2022年承诺的6件民生实事全部兑现:"}) {
      const std::string text = fmt::format(
          "政府工作报告\n{}\n{}\n各位代表:\n一、工作回顾\n(一)改善民生。{}\n{}各位代表,"
          "成绩来之不易。\n",
          given.page, given.opening, lead, list);
      const Programme read = ReadList(text);
      EXPECT_EQ(read.year, 2022) << text;
      EXPECT_EQ(read.kind, Kind::kCompletion) << text;
      EXPECT_EQ(read.as_of, given.as_of) << text;
    }
  }
}

// A sentence that counts promises, and as many below it, bear each other out.
TEST(EmbeddedListsTest, TheAnnouncedCountIsHeldAgainstTheList) {
  std::string list;
  for (std::size_t i = 0; i < std::size(kWorks); ++i)
    list += fmt::format("{}.{}。\n", i + 1, kWorks[i].promise);
  for (const std::string_view count : {"6件民生实事", "六件民生实事", "六大民生实事"}) {
    const std::string text = fmt::format(
        "2023年青山县政府工作报告\n一、2022年回顾\n新增企业16家。\n二、2023年工作\n今年集中办好{}:"
        "\n{}各位代表,任务光荣。\n",
        count, list);
    const Draft draft = ReadDraft(text);
    ASSERT_THAT(draft.programmes, SizeIs(1)) << text;
    const auto counts = std::ranges::count_if(draft.checks, [](const Check& check) {
      return check.kind == CheckKind::kCount && check.stated == 6 && check.ok;
    });
    EXPECT_EQ(counts, 1) << text;
    EXPECT_TRUE(draft.findings.empty()) << text;
  }
}

}  // namespace
}  // namespace duban::documents
