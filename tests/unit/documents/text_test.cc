#include "documents/core/text.h"

#include <gtest/gtest.h>

#include <string>

namespace duban::documents {
namespace {

constexpr std::size_t kLimit = 1 << 20;

std::string ReasonFor(std::string_view bytes, std::size_t limit = kLimit) {
  return ErrorReason(DecodeDocument(bytes, limit).status());
}

TEST(DecodeDocumentTest, NothingToReadIsSaidSo) {
  EXPECT_EQ(ReasonFor(""), "DOCUMENT_EMPTY");
  EXPECT_EQ(ReasonFor("\xEF\xBB\xBF \n\t　\n"), "DOCUMENT_EMPTY");
}

TEST(TextTest, TheNumberThatASiteSetsBeforeEachPageBreaksNoSentence) {
  const std::string site = "《民生实事》一文可在线阅读,请搜索。\n1、甘州市2023年民生实事\n";
  const std::string list =
      "6.扩大补贴范围,确保受益\n2、家庭达到10万户。\n7.为残疾人开展培训、发放\n3、器具1200件。\n8."
      "救助患者;\n9、新建公园2个。\n";
  const Text read(site + list);
  EXPECT_FALSE(Contains(read.str(), "2、家庭"));
  EXPECT_TRUE(Contains(read.str(), "9、新建"));
  EXPECT_EQ(std::count(read.str().begin(), read.str().end(), '\n'), 6);
  EXPECT_TRUE(Contains(Text("甘州市2023年民生实事\n" + list).str(), "2、家庭"));
}

TEST(DecodeDocumentTest, BytesThatAreNoTextAreRefused) {
  EXPECT_EQ(ReasonFor(std::string("PK\x03\x04 archive", 12)), "DOCUMENT_BINARY");
  EXPECT_EQ(ReasonFor("%PDF-1.7\n"), "DOCUMENT_BINARY");
  EXPECT_EQ(ReasonFor(std::string("民生\0实事", 13)), "DOCUMENT_BINARY");
}

TEST(DecodeDocumentTest, BrokenUtf8ThatIsNoGb18030IsRefused) {
  EXPECT_EQ(ReasonFor("abc \xFF\xFE\xFF def"), "DOCUMENT_ENCODING");
  EXPECT_EQ(ReasonFor("caf\xE9 \xE0 la carte"), "DOCUMENT_ENCODING");
}

TEST(DecodeDocumentTest, ACopyCutInsideACharacterIsReadWithTheDamageMarked) {
  const std::string whole = "某区二〇二三年民生实事项目进展情况,新建公园十个";
  const auto cut = DecodeDocument(whole.substr(0, whole.size() - 1), kLimit);
  ASSERT_TRUE(cut.ok());
  EXPECT_EQ(*cut, "某区二〇二三年民生实事项目进展情况,新建公园十\uFFFD\uFFFD");
  // A lone surrogate and an overlong slash, which no message could carry.
  const auto forged = DecodeDocument(whole + whole + whole + whole + whole +
                                         "\xED\xA0\x80"
                                         "\xC0\xAF",
                                     kLimit);
  ASSERT_TRUE(forged.ok());
  EXPECT_EQ(forged->substr(whole.size() * 5), "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST(DecodeDocumentTest, TooLargeNamesTheLimit) {
  const auto text = DecodeDocument("一二三四五", 8);
  EXPECT_EQ(ErrorReason(text.status()), "DOCUMENT_TOO_LARGE");
}

TEST(DecodeDocumentTest, OfficesStillWriteGb18030) {
  // 区民政局的项目。
  const auto text =
      DecodeDocument("\xC7\xF8\xC3\xF1\xD5\xFE\xBE\xD6\xB5\xC4\xCF\xEE\xC4\xBF\xA1\xA3", kLimit);
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(*text, "区民政局的项目。");
}

TEST(DecodeDocumentTest, Utf16WithAMarkIsRead) {
  const auto text = DecodeDocument(std::string("\xFF\xFE\x3A\x53\x31\x00", 6), kLimit);
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(*text, "区1");
}

TEST(TextTest, CountsCodePointsAcrossLongTexts) {
  std::string utf8;
  for (int i = 0; i < 100; ++i) utf8 += "区a";
  const Text text(utf8);
  EXPECT_EQ(text.CodePoints(), 200);
  EXPECT_EQ(text.CodePointAt(4 * 70), 140);
  EXPECT_EQ(text.CodePointAt(4 * 70 + 3), 141);
  for (int character = 0; character <= 200; ++character) {
    const std::size_t byte = text.ByteAt(character);
    EXPECT_EQ(byte, static_cast<std::size_t>(character) / 2 * 4 + (character % 2 == 0 ? 0 : 3));
    EXPECT_EQ(text.CodePointAt(byte), character);
  }
  EXPECT_EQ(text.ByteAt(201), utf8.size());
}

TEST(TextTest, ASentenceThatAPdfBrokeIsReadAsOneAndQuotedAsItStands) {
  std::string utf8 = "某某县二〇二三年民生实事实施方案\n";
  for (int i = 0; i < 6; ++i) {
    utf8 +=
        "为办好县人民代表大会票决产生的民生实事项目确保各项任务按期完成新增学\n位300个，改造道路若"
        "干。\n";
  }
  const Text text(utf8);
  const std::size_t at = text.str().find("新增学位");
  ASSERT_NE(at, std::string::npos);
  const Range range{at, at + std::string("新增学位").size()};
  EXPECT_EQ(text.Letters(range), "新增学位");
  EXPECT_EQ(text.Quote(range), "新增学\n位");
}

TEST(TextTest, BracketsAroundOfficesAreReadAsRoundOnesAndNumbersOfPapersAreNot) {
  EXPECT_EQ(Text("新建学校3所〔区教育局牵头〕").str(), "新建学校3所（区教育局牵头）");
  EXPECT_EQ(Text("金政办〔2024〕6号").str(), "金政办〔2024〕6号");
  EXPECT_EQ(Text("〔〔区教育局〕").str(), "〔（区教育局）") << "one that nothing closes stays";
  EXPECT_EQ(Text("区教育局〕〔区民政局").str(), "区教育局〕〔区民政局");
}

TEST(TextTest, LettersBehindEverySentenceAreNotReadAndUnitsAre) {
  std::string marked;
  std::string units;
  for (int i = 1; i <= 9; ++i) {
    marked += std::to_string(i) + ".改造管网" + std::to_string(i) + "公里。Qvx\n";
    units += "改造管网\n" + std::to_string(i) + "\nkm\n";
  }
  EXPECT_EQ(Text(marked).str().find("Qvx"), std::string_view::npos);
  EXPECT_EQ(Text(units).str(), units) << "a column of units";
}

}  // namespace
}  // namespace duban::documents
