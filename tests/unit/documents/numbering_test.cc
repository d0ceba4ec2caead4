#include "documents/core/numbering.h"

#include <gtest/gtest.h>

namespace duban::documents {
namespace {

struct Case {
  const char* text;
  int value;  // 0: no numbering
  NumberStyle style = NumberStyle::kArabic;
};

class NumberingTest : public ::testing::TestWithParam<Case> {};

TEST_P(NumberingTest, ReadsTheNumberOrNone) {
  const auto numbering = NumberingAt(GetParam().text, 0);
  ASSERT_EQ(numbering.has_value(), GetParam().value > 0) << GetParam().text;
  if (!numbering) return;
  EXPECT_EQ(numbering->value, GetParam().value);
  EXPECT_EQ(numbering->style, GetParam().style);
}

INSTANTIATE_TEST_SUITE_P(
    Printed, NumberingTest,
    ::testing::Values(Case{"一、提升教育", 1, NumberStyle::kChinese},
                      Case{"十二、就业", 12, NumberStyle::kChinese},
                      Case{"（三）养老", 3, NumberStyle::kChineseParen},
                      Case{"(10)", 10, NumberStyle::kArabicParen}, Case{"1.改造", 1},
                      Case{"2、教育", 2}, Case{"3．出行", 3}, Case{"4。从1月", 4},
                      Case{"1.2023年1月至3月", 1}, Case{"1.64万人", 0}, Case{"24小时", 0},
                      Case{"2022年", 0}, Case{"1、3、5分钟", 0},
                      Case{"①改造", 1, NumberStyle::kCircled},
                      Case{"⑿改造", 12, NumberStyle::kArabicParen}, Case{"⒊改造", 3},
                      Case{"㈡改造", 2, NumberStyle::kChineseParen},
                      Case{"一是全区", 1, NumberStyle::kOne},
                      Case{"第二，推进", 2, NumberStyle::kFirst}, Case{"第二校区", 0}));

TEST(SplitNumberedTest, PartsARunAndKeepsWhatLeadsToIt) {
  const std::string text = "提供帮助:1.个案不少于200人次。 2.组建人才库1个。 3.印发指引。";
  Range lead;
  const auto pieces = SplitNumbered(text, {0, text.size()}, &lead);
  ASSERT_EQ(pieces.size(), 3u);
  EXPECT_EQ(text.substr(lead.begin, lead.size()), "提供帮助:");
  EXPECT_EQ(text.substr(pieces[1].body.begin, pieces[1].body.size()), "组建人才库1个。");
}

TEST(SplitNumberedTest, NumbersThatStandForNothingElseNeedNoStopBeforeThem) {
  for (const std::string text :
       {"①救助。救助96人②培训,培训50人,③道路。修路8公里。④供水",
        "(一)救助。救助96人(二)培训,培训50人,(三)道路。修路8公里。(四)供水"}) {
    const auto pieces = SplitNumbered(text, {0, text.size()}, nullptr);
    ASSERT_EQ(pieces.size(), 4u) << text;
    EXPECT_EQ(text.substr(pieces[1].body.begin, pieces[1].body.size()), "培训,培训50人,");
  }
  const std::string counted = "1.救助96人2.培训50人";
  EXPECT_TRUE(SplitNumbered(counted, {0, counted.size()}, nullptr).empty());
}

TEST(SplitNumberedTest, InnerNumbersStayInTheirPiece) {
  const std::string text = "5. 优化路口10处 (1)调查。 (2)筛选不少于10处。";
  EXPECT_TRUE(SplitNumbered(text, {0, text.size()}, nullptr).empty());
}

}  // namespace
}  // namespace duban::documents
