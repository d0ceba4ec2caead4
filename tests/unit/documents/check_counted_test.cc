// What is listed is counted: members of a list, the projects of a document, the figures of the
// sample.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/unit/documents/read_checks.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(CheckTest, MembersOfAListAreCounted) {
  EXPECT_THAT(Verified("整治杨梅路等5条路的积水、完成文昌路、人民南路2个路口改造。"),
              ElementsAre(2));
  EXPECT_THAT(Verified("新开K12、K15、216和388等4条线路。"), ElementsAre(4));
}

TEST(CheckTest, AListInTheWordsBeforeIsCountedOnce) {
  const Draft draft = ReadReport("惠及群众。", "新开K12、K15、K16等3条线路。",
                                 "涵盖教育、医疗、养老、交通等四个方面。\n");
  ASSERT_THAT(draft.checks, SizeIs(2));
  EXPECT_EQ(draft.checks[0].stated, 3);
  EXPECT_EQ(draft.checks[1].stated, 4);
  EXPECT_EQ(draft.checks[1].project, 0);
}

TEST(CheckTest, ALastLineThatCountsThePromisesIsAboutTheList) {
  const auto read = [](const std::string& share) {
    return ReadDraft(
        "白云区2023年民生实事项目进展情况\n1.新建幼儿园。新建幼儿园3所。目前已开工2所。\n2."
        "改造公厕。改造公厕12座。目前已改造9座。\n"
        "3.修建公园。修建口袋公园5处。目前已开工4处。\n截至9月底,20项民生实事中,已完成9项,占" +
        share + "。\n");
  };
  const Draft draft = read("45%");
  EXPECT_THAT(draft.findings, IsEmpty());
  ASSERT_THAT(draft.checks, SizeIs(1));
  EXPECT_EQ(draft.checks[0].project, 0);
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_THAT(draft.programmes[0].projects[2].tasks[0].measurements,
              Each(Field(&Measurement::unit, "处")));
  EXPECT_THAT(read("49%").findings, SizeIs(1));
}

// What the words about a list count of its projects is held against the list below them.
TEST(CheckTest, CountsOfProjectsAreHeldAgainstWhatIsListed) {
  const auto counts = [](const std::string& lead) {
    const Draft draft =
        ReadDraft("白云区2023年民生实事进展情况\n" + lead +
                  "\n1.新建幼儿园。新建幼儿园3所。目前3所全部完工,已完成年度任务。\n2."
                  "改造公厕。改造公厕12座。目前已改造9座,正在推进其余3座。\n"
                  "3.修建公园。修建口袋公园5处。已超额完成年度任务,建成6处。\n4."
                  "建设停车场。新增泊位800个。因征迁缓慢,仅建成200个,进度滞后。\n"
                  "5.改造管网。改造管网40公里。目前已改造28公里,正在推进。\n");
    std::vector<double> stated;
    for (const Check& check : draft.checks) {
      if (check.kind != CheckKind::kCount) continue;
      EXPECT_TRUE(check.ok);
      EXPECT_EQ(check.project, 0);
      stated.push_back(check.stated);
    }
    EXPECT_THAT(draft.findings, IsEmpty());
    return stated;
  };
  EXPECT_THAT(counts("区政府确定的5项民生实事,截至9月底已完成2项,正在推进2项,进度滞后1项。"),
              ElementsAre(5, 2, 2, 1));
  EXPECT_THAT(counts("今年共有民生实事5件。其中2件已办结,1件超额完成。"), ElementsAre(5, 2, 1));
  EXPECT_THAT(counts("5个民生实事项目中,推进缓慢的1个。"), ElementsAre(5, 1));
  // Pieces of projects, other lists, what nothing below bears out, and the name of the programme.
  EXPECT_THAT(counts("分解为8项任务,已完成4项。"), IsEmpty());
  EXPECT_THAT(counts("已完成3项,进度滞后2项。"), IsEmpty());
  EXPECT_THAT(counts("区政府办好五件民生实事,下发通报2份,改造食堂1个。"), IsEmpty());
}

// What the first screen of the README prints of the sample that is imported first.
TEST(ChecksTest, TheReadmeCountsTheFiguresOfItsSample) {
  const auto contents = [](const std::string& file) {
    std::ifstream in(std::string(DUBAN_SOURCE_DIR "/") + file);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const Draft draft = ReadDraft(contents("tests/data/documents/panyu_style_table.txt"));
  const auto held = std::ranges::count_if(draft.checks, &Check::ok);
  const std::string said = std::to_string(held) + " of " + std::to_string(draft.checks.size()) +
                           " stated figures verified";
  EXPECT_NE(contents("README.md").find(said), std::string::npos) << said;
}

}  // namespace
}  // namespace duban::documents
