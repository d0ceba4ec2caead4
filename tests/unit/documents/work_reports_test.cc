// A government reports on its work: the lists of the report and of its annexes, and their years.
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

using ::testing::SizeIs;

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

// 今年 in a report is the year in which it was given, whenever it was put on a page; its chapters
// are no lists where sentences announce those of both years.
TEST(EmbeddedListsTest, SentencesAnnounceTheListsOfTwoYears) {
  const auto list = [](bool plan) {
    std::string lines;
    for (std::size_t i = 0; i < std::size(kWorks); ++i)
      lines += fmt::format("{}.{}。\n", i + 1, plan ? kWorks[i].promise : kWorks[i].done);
    return lines;
  };
  constexpr std::string_view kReview =
      "(一)脱贫攻坚更加扎实。投入资金3.2亿元,改造危房1216户,选聘护林员216名。\n(二)"
      "产业转型不断加快。建成牛场9个,新增企业18户,接待游客112万人次。\n(三)"
      "城乡面貌明显改观。新修公路114公里,建成清洁村庄24个。\n(四)"
      "生态环境持续改善。完成造林8.4万亩,淘汰锅炉37台。\n(五)"
      "改革活力充分释放。招商引资到位资金18.3亿元,新增市场主体4120户。\n(六)"
      "群众生活明显改善。新建学校4所,建成停车位420个,发放低保金3100万元。\n";
  for (const std::string_view published :
       {"2023-01-30", "2023-10-16", "2024-04-16", "2026-05-12"}) {
    for (const std::string_view ends : {"", "Kp3x"}) {
      std::string text = fmt::format(
          "政府工作报告\n发布时间:{}\n——2023年1月12日在青山县第十七届人民代表大会第五次会议上\n"
          "各位代表:\n一、过去的工作\n{}"
          "去年承诺的6件民生实事全部完成:\n{}"
          "二、今年的工作\n(一)振兴产业。新增企业12家。\n(二)提升城乡。打通道路4条。\n"
          "今年集中办好6件民生实事:\n{}各位代表,任务光荣。\n",
          published, kReview, list(false), list(true));
      for (std::size_t at = text.find('\n'); at != std::string::npos;
           at = text.find('\n', at + ends.size() + 1))
        text.insert(at, ends);
      const Draft draft = ReadDraft(text);
      ASSERT_THAT(draft.programmes, SizeIs(2)) << text;
      EXPECT_EQ(draft.programmes[0].year, 2022) << text;
      EXPECT_EQ(draft.programmes[0].kind, Kind::kCompletion) << text;
      EXPECT_THAT(draft.programmes[0].projects, SizeIs(6)) << text;
      EXPECT_EQ(draft.programmes[1].year, 2023) << text;
      EXPECT_EQ(FiguresOf(draft.programmes[1], true), "500 30 4 1260 18 4200 36 20000 ") << text;
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
