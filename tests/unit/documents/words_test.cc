#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "documents/core/byte_set.h"
#include "documents/core/quantity_index.h"
#include "documents/core/text.h"
#include "documents/core/utf8.h"
#include "documents/core/word_finder.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

using Hits = std::vector<std::pair<std::size_t, std::size_t>>;

Hits All(const WordFinder& finder, std::string_view text) {
  Hits hits;
  finder.ForEach(text, [&](std::size_t word, std::size_t at) { hits.emplace_back(at, word); });
  std::sort(hits.begin(), hits.end());
  return hits;
}

TEST(WordFinderTest, WordsThatBeginAlikeOrLieInEachOtherAreAllFound) {
  const WordFinder finder({"市委", "市政府", "市委、市政府", "政府"});
  EXPECT_EQ(All(finder, "市委、市政府"), (Hits{{0, 0}, {0, 2}, {9, 1}, {12, 3}}));
  EXPECT_EQ(All(finder, "县政"), Hits{});
  EXPECT_EQ(All(finder, ""), Hits{});
}

TEST(WordFinderTest, SaysWhereAWordStandsFirstAndWhetherItOpensATextOrOccursAtAll) {
  const WordFinder finder({"附件", "(", "已完成"});
  EXPECT_EQ(finder.FirstOf("新建2所(已完成),另有3所已完成"),
            (std::vector<std::size_t>{std::string::npos, 10, 11}));
  EXPECT_TRUE(finder.AtStartOf("附件2"));
  EXPECT_FALSE(finder.AtStartOf("见附件"));
  EXPECT_TRUE(finder.In("见附件"));
  EXPECT_FALSE(finder.In("见附表"));
  EXPECT_FALSE(finder.AtStartOf(""));
}

TEST(WordFinderTest, OneCharacterAndLongerWordsThatItBeginsAreFoundToTheEndOfATextThatIsCutThere) {
  const WordFinder finder({"区", "区委", "区县", "县"});
  EXPECT_EQ(All(finder, "区县区委、区"), (Hits{{0, 0}, {0, 2}, {3, 3}, {6, 0}, {6, 1}, {15, 0}}));
  EXPECT_EQ(All(finder, std::string_view("各区委").substr(0, 8)), (Hits{{3, 0}}));
}

TEST(WordFinderTest, ManyWordsAreFoundAsFewAre) {
  std::vector<std::string> words{"区", "区委", "3所", "已完成", "。"};
  for (int i = 0; i < 400; ++i) words.push_back("第" + std::to_string(i) + "项");
  const WordFinder finder(std::vector<std::string_view>(words.begin(), words.end()));
  const std::string text = "区委:第12项新建3所(第399项已完成)。第400项在区";
  for (std::size_t end = 0; end <= text.size(); ++end) {
    const std::string_view part = std::string_view(text).substr(0, end);
    Hits expected;
    for (std::size_t at = 0; at < part.size(); ++at) {
      for (std::size_t word = 0; word < words.size(); ++word) {
        if (part.substr(at).starts_with(words[word])) expected.emplace_back(at, word);
      }
    }
    ASSERT_EQ(All(finder, part), expected) << part;
  }
}

// Texts are searched in pieces of sixteen bytes: a word may begin anywhere in one, lie across two,
// or be cut off by the end.
TEST(WordSetTest, EveryOccurrenceIsFoundWhereverATextBeginsAndEnds) {
  static constexpr std::string_view kWords[] = {"完成", "已完成", "(", "：", "“", "5所", "。"};
  static constexpr WordSet kSet(kWords);
  const WordFinder finder({std::begin(kWords), std::end(kWords)});
  const std::string text = "新建学校5所,已完成3所(“某某小学”等)：完成率60%。改造医院5所，🏥已完成。";
  for (std::size_t begin = 0; begin <= text.size(); ++begin) {
    for (std::size_t end = begin; end <= text.size(); ++end) {
      const std::string_view part = std::string_view(text).substr(begin, end - begin);
      Hits expected;
      for (std::size_t at = 0; at < part.size(); ++at) {
        for (std::size_t word = 0; word < std::size(kWords); ++word) {
          if (part.substr(at).starts_with(kWords[word])) expected.emplace_back(at, word);
        }
      }
      Hits hits;
      kSet.ForEach(part, [&](std::size_t word, std::size_t at) {
        hits.emplace_back(at, word);
        return true;
      });
      ASSERT_EQ(hits, expected) << part;
      ASSERT_EQ(All(finder, part), expected) << part;
      ASSERT_EQ(kSet.In(part), !expected.empty()) << part;
    }
  }
}

TEST(ByteSetTest, FindsTheNextOfItsBytesBeforeAnyEnd) {
  constexpr ByteSet kSet("(;\n\xE3\xEF");
  const std::string text = "新建学校5所,已完成3所(某某小学等);完成率60%。\n改造医院5所，已完成。";
  for (std::size_t begin = 0; begin <= text.size(); ++begin) {
    for (std::size_t end = begin; end <= text.size(); ++end) {
      const std::size_t found = text.find_first_of("(;\n\xE3\xEF", begin);
      ASSERT_EQ(kSet.Next(text, begin, end), std::min(found, end)) << begin << " " << end;
    }
  }
}

TEST(FindTest, FindsTheFirstPlaceOfAWordFromAnyPlaceInLongAndShortTexts) {
  const std::string line = "新建学校5所,已建成3所;新建医院2所(已完成),新建公园一个。";
  const std::string text = line + line + "已竣工" + line;
  for (const std::string_view word :
       {"新", "新建", "已竣工", "已完成", "3", ")", "。", "一个。", "没有"}) {
    for (std::size_t from = 0; from <= text.size() + 1; ++from)
      EXPECT_EQ(Find(text, word, from), text.find(word, from)) << word << from;
    for (std::size_t end = 0; end <= text.size(); ++end) {
      const std::string_view head = std::string_view(text).substr(0, end);
      EXPECT_EQ(Find(head, word), head.find(word)) << word << end;
    }
  }
}

TEST(CountCharsTest, CountsPartsOfAnyLength) {
  const std::string text = "改造12个小区,惠及3,600户ABCDEFGHIJ";
  for (std::size_t end = 0; end <= text.size(); ++end) {
    const auto chars = std::count_if(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end),
                                     [](char c) { return (c & 0xC0) != 0x80; });
    EXPECT_EQ(CountChars(std::string_view(text).substr(0, end)), static_cast<std::size_t>(chars))
        << end;
  }
}

TEST(CountControlsTest, CountsWhatIsNeitherPrintedNorABlankInPartsOfAnyLength) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes.push_back(static_cast<char>(byte));
  const auto control = [](char c) { return c >= 0 && c < ' ' && !(c >= '\t' && c <= '\r'); };
  for (std::size_t begin = 0; begin < 40; ++begin) {
    for (std::size_t end = begin; end <= bytes.size(); ++end) {
      const std::string_view part = std::string_view(bytes).substr(begin, end - begin);
      EXPECT_EQ(CountControls(part), static_cast<std::size_t>(std::ranges::count_if(part, control)))
          << begin << " " << end;
    }
  }
}

TEST(QuantityIndexTest, HoldsThoseOfItsKindsThatLieInsideOfARange) {
  const std::string text = "2021年新建学校5所,改造12个小区;第三批完成300户";
  const auto all = quantities::FindQuantities(text, {.set_aside = true});
  const QuantityIndex index(all, {quantities::Kind::kQuantity});
  for (std::size_t begin = 0; begin <= text.size(); ++begin) {
    for (std::size_t end = 0; end <= text.size(); ++end) {
      std::vector<const quantities::Quantity*> expected;
      for (const auto& quantity : all) {
        const bool inside = quantity.span.start_byte >= static_cast<std::int64_t>(begin) &&
                            quantity.span.end_byte <= static_cast<std::int64_t>(end);
        if (quantity.kind == quantities::Kind::kQuantity && inside) expected.push_back(&quantity);
      }
      EXPECT_TRUE(std::ranges::equal(index.In({begin, end}), expected)) << begin << " " << end;
    }
  }
}

// The sentence and the clause around a figure.
class AroundTest : public testing::Test {
 protected:
  std::string Sentence(std::string_view figure) const {
    return std::string(text_.Of(SentenceAround(text_, whole_, At(figure))));
  }
  std::string Clause(std::string_view figure) const {
    return std::string(text_.Of(ClauseAround(text_, whole_, At(figure))));
  }

  const Text text_{"一、新建学校5所,其中:小学3所;中学2所。目前已完成4所|序号6\n改造12个！余下8个"};
  const Range whole_{0, text_.str().size()};

 private:
  std::size_t At(std::string_view figure) const { return text_.str().find(figure); }
};

TEST_F(AroundTest, SentencesEndAtStopsBarsAndLineBreaks) {
  EXPECT_EQ(Sentence("5所"), "一、新建学校5所,其中:小学3所");
  EXPECT_EQ(Sentence("2所"), "中学2所");
  EXPECT_EQ(Sentence("4所"), "目前已完成4所");
  EXPECT_EQ(Sentence("6"), "序号6");
  EXPECT_EQ(Sentence("12"), "改造12个");
  EXPECT_EQ(Sentence("8"), "余下8个");
}

TEST_F(AroundTest, ClausesEndAtCommasAndColonsToo) {
  EXPECT_EQ(Clause("5所"), "一、新建学校5所");
  EXPECT_EQ(Clause("3所"), "小学3所");
}

TEST(MarksTest, NothingBeyondTheRangeIsLookedAt) {
  const Text text("新建学校5所,新建医院3所。");
  const std::size_t figure = text.str().find('3');
  EXPECT_EQ(text.Of(SentenceAround(text, {figure - 6, figure + 4}, figure)), "医院3所");
}

TEST(MarksTest, ATextWithoutMarksIsReadThreeThousandBytesFar) {
  std::string words;
  for (int i = 0; i < 5000; ++i) words += "区";
  const Text text(words);
  const Range around = SentenceAround(text, {0, words.size()}, 7500);
  EXPECT_EQ(around, (Range{4500, 10500}));
}

}  // namespace
}  // namespace duban::documents
