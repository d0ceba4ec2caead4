#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "documents/formats/cell_name.h"
#include "documents/formats/decode.h"
#include "documents/formats/number_format.h"
#include "documents/formats/read_file.h"
#include "tests/testing/zip_archive.h"

namespace duban::documents {
namespace {

using duban::testing::Zip;
using Parts = duban::testing::ZipParts;

std::string Sample(const std::string& name) {
  std::ifstream in(std::string(DUBAN_SOURCE_DIR "/tests/data/documents/formats/") + name,
                   std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string Word(const std::string& body) {
  return Zip({{"word/document.xml", "<?xml version='1.0'?><w:document xmlns:w='w'><w:body>" + body +
                                        "</w:body></w:document>"}});
}

std::string Workbook(const Parts& sheets, const std::string& styles = "") {
  Parts parts;
  std::string list;
  std::string relations;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const std::string id = std::to_string(i + 1);
    list += "<sheet name='" + sheets[i].first + "' sheetId='" + id + "' r:id='rId" + id + "'/>";
    relations += "<Relationship Id='rId" + id + "' Target='worksheets/sheet" + id + ".xml'/>";
    parts.emplace_back("xl/worksheets/sheet" + id + ".xml",
                       "<worksheet>" + sheets[i].second + "</worksheet>");
  }
  parts.emplace_back("xl/workbook.xml",
                     "<workbook xmlns:r='r'><sheets>" + list + "</sheets></workbook>");
  parts.emplace_back("xl/_rels/workbook.xml.rels",
                     "<Relationships>" + relations + "</Relationships>");
  parts.emplace_back("xl/styles.xml", "<styleSheet>" + styles + "</styleSheet>");
  return Zip(parts);
}

std::string Inline(const std::string& cell, const std::string& text) {
  return "<c r='" + cell + "' t='inlineStr'><is><t>" + text + "</t></is></c>";
}

std::string TextOf(std::string_view bytes) {
  const auto decoded = Decode(bytes);
  return decoded.ok() ? decoded->text : std::string(decoded.status().message());
}

std::string ReasonFor(std::string_view bytes, const DecodeLimits& limits = {}) {
  return ErrorReason(Decode(bytes, limits).status());
}

Place PlaceOf(std::string_view bytes, std::string_view words) {
  const auto decoded = Decode(bytes);
  if (!decoded.ok()) return {};
  const std::size_t at = decoded->text.find(words);
  return at == std::string::npos ? Place{} : decoded->places.Of({at, at + words.size()});
}

TEST(FormatsTest, EveryFormatIsKnownByItsContent) {
  const std::pair<std::string, std::string> kinds[] = {
      {"panyu_style_table.html", "text/html"},
      {"panyu_style_table.csv", "text/csv"},
      {"panyu_style_table.gb.txt", "text/plain"},
      {"panyu_style_table.docx",
       "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
      {"panyu_style_table.xlsx",
       "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
      {"panyu_style_table.pdf", "application/pdf"}};
  for (const auto& [name, mime_type] : kinds) {
    const auto decoded = Decode(Sample(name));
    ASSERT_TRUE(decoded.ok()) << name << decoded.status();
    EXPECT_EQ(decoded->mime_type, mime_type) << name;
  }
}

TEST(FormatsTest, AFigureIsFoundInTheFileItCameFrom) {
  const Place word = PlaceOf(Sample("panyu_style_table.docx"), "462户");
  EXPECT_EQ(word.table, 1);
  EXPECT_EQ(word.column, 8);
  EXPECT_EQ(PlaceOf(Sample("panyu_style_table.xlsx"), "462户").cell, "H12");
  EXPECT_EQ(PlaceOf(Sample("panyu_style_table.csv"), "462户").cell, "H12");
  const Place page = PlaceOf(Sample("panyu_style_table.pdf"), "462户");
  EXPECT_EQ(page.page, 2);
  EXPECT_FALSE(page.box.empty());
  EXPECT_GT(PlaceOf(Sample("outline_plan.docx"), "牵头单位").paragraph, 0);
  EXPECT_EQ(PlaceOf(Sample("outline_plan.pdf"), "牵头单位").page, 1);
  EXPECT_TRUE(PlaceOf(Sample("panyu_style_table.gb.txt"), "462户").empty())
      << "in plain text the span says it all";
}

TEST(FormatsTest, ASavedPageIsReadWithoutWhatStandsAroundTheArticle) {
  const std::string text = TextOf(Sample("outline_plan.html"));
  EXPECT_NE(text.find("浏阳市"), std::string::npos);
  for (const std::string_view around :
       {"首页", "分享到", "ICP备", "1000个", "9999户", "相关链接", "新增学位1200个", "2024条"}) {
    EXPECT_EQ(text.find(around), std::string::npos) << around;
  }
}

TEST(FormatsTest, MergedCellsOfAPageCoverEmptyOnes) {
  EXPECT_EQ(TextOf("<table><tr><th>序号<th>项目<th colspan=2>进展</tr><tr><td "
                   "rowspan=2>1<td>甲<td>3所<td>5%</tr>"
                   "<tr><td>乙<td>4所<td>6%</tr></table>"),
            "| 序号 | 项目 | 进展 | |\n| 1 | 甲 | 3所 | 5% |\n| | 乙 | 4所 | 6% |\n");
}

TEST(FormatsTest, APageInGbkIsReadByWhatItDeclaresAndByWhatItIs) {
  const std::string gbk = "\xC7\xF8\xC3\xF1\xD5\xFE\xBE\xD6";  // 区民政局
  EXPECT_EQ(
      TextOf("<html><head><meta charset=gb2312></head><body><p>" + gbk + "</p></body></html>"),
      "区民政局\n");
  EXPECT_EQ(TextOf("<html><meta charset=gb2312><body><p>区民政局</p></body></html>"), "区民政局\n")
      << "saved anew as UTF-8";
}

TEST(FormatsTest, WordCountsItsNumbersAndHidesWhatWasDeleted) {
  const std::string paragraph =
      "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>";
  const std::string body = paragraph + "教育</w:t></w:r></w:p>" + paragraph +
                           "医疗</w:t></w:r><w:del><w:r><w:delText>20所</w:delText></w:r></"
                           "w:del><w:ins><w:r><w:t>12所</w:t></w:r></w:ins></w:p>";
  const std::string file = Zip(
      {{"word/document.xml", "<w:document xmlns:w='w'><w:body>" + body + "</w:body></w:document>"},
       {"word/numbering.xml",
        "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start "
        "w:val='1'/>"
        "<w:numFmt w:val='chineseCountingThousand'/><w:lvlText "
        "w:val='%1、'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>"}});
  EXPECT_EQ(TextOf(file), "一、教育\n二、医疗12所\n");
}

TEST(FormatsTest, AWorkbookPrintsItsNumbersAsItsCellsDo) {
  const std::string styles =
      "<numFmts><numFmt numFmtId='170' "
      "formatCode='yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;'/></numFmts>"
      "<cellXfs><xf numFmtId='0'/><xf numFmtId='10'/><xf numFmtId='170'/></cellXfs>";
  const std::string sheet =
      "<sheetData><row r='1'>" + Inline("A1", "项目") + Inline("B1", "完成率") +
      Inline("C1", "日期") + "</row><row r='2'>" + Inline("A2", "厕所") +
      "<c r='B2' s='1'><v>0.4864</v></c><c r='C2' s='2'><v>45473</v></c></row></sheetData>";
  EXPECT_EQ(TextOf(Workbook({{"Sheet1", sheet}}, styles)),
            "| 项目 | 完成率 | 日期 |\n| 厕所 | 48.64% | 2024年6月30日 |\n");
}

TEST(FormatsTest, EverySheetOfAWorkbookIsReadUnderItsName) {
  const auto sheet = [](const std::string& figure) {
    return "<sheetData><row r='1'>" + Inline("A1", "项目") + Inline("B1", "数量") +
           "</row><row r='2'>" + Inline("A2", "学位") + Inline("B2", figure) + "</row></sheetData>";
  };
  const std::string file = Workbook({{"一季度", sheet("100个")}, {"二季度", sheet("260个")}});
  EXPECT_EQ(
      TextOf(file),
      "一季度\n| 项目 | 数量 |\n| 学位 | 100个 |\n二季度\n| 项目 | 数量 |\n| 学位 | 260个 |\n");
  EXPECT_EQ(PlaceOf(file, "260个").sheet, "二季度");
  EXPECT_EQ(Describe(PlaceOf(file, "260个"), false), "二季度!B2");
}

TEST(FormatsTest, CsvKeepsCommasAndBreaksOfItsCells) {
  EXPECT_EQ(
      TextOf("标题,,\r\n序号,项目,进展\r\n1,\"甲,乙\",\"已完成\"\"3\"\"所\n其余在建\"\r\n2,丙,"
             "5所\r\n"),
      "标题\n| 序号 | 项目 | 进展 |\n| 1 | 甲,乙 | 已完成\"3\"所 其余在建 |\n| 2 | 丙 | 5所 |\n");
}

TEST(FormatsTest, NumbersAndCellNamesAreThoseOfSpreadsheets) {
  EXPECT_EQ(PrintNumber("0.48", "0%", false), "48%");
  EXPECT_EQ(PrintNumber("1250", "#,##0.00", false), "1,250.00");
  EXPECT_EQ(PrintNumber("3.2000000000000002", "", false), "3.2");
  EXPECT_EQ(PrintNumber("45292", "yyyy\\-mm\\-dd", false), "2024-01-01");
  EXPECT_EQ(PrintNumber("nan", "0%", false), "nan");
  EXPECT_EQ(CellName(7, 28), "AB7");
  EXPECT_EQ(ParseCellName("$AB$7").column, 28);
  EXPECT_EQ(ParseCellName("ZZZZ9").row, 0);
}

TEST(FormatsTest, OldAndForeignFormatsAreNamedWithTheWayOut) {
  const std::string compound("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  const std::string word("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", 24);
  const auto old = Decode(compound + std::string(600, '\0') + word).status();
  EXPECT_EQ(ErrorReason(old), "DOCUMENT_UNSUPPORTED");
  EXPECT_NE(old.message().find("DOCX"), std::string_view::npos);
  EXPECT_EQ(ReasonFor("{\\rtf1 text}"), "DOCUMENT_UNSUPPORTED");
  EXPECT_EQ(ReasonFor("\x89PNG\r\n"), "DOCUMENT_UNSUPPORTED");
  EXPECT_EQ(ReasonFor(Zip({{"content.xml", "<a/>"}})), "DOCUMENT_UNSUPPORTED");
  EXPECT_EQ(ReasonFor(Zip({{"holiday.jpg", "x"}})), "DOCUMENT_UNSUPPORTED");
}

TEST(FormatsTest, EncryptedFilesAskForThePasswordToBeRemoved) {
  const std::string compound("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  std::string name;
  for (const char c : std::string("EncryptedPackage")) name += {c, '\0'};
  EXPECT_EQ(ReasonFor(compound + std::string(600, '\0') + name), "DOCUMENT_ENCRYPTED");
  EXPECT_EQ(ReasonFor(Zip({{"word/document.xml", "<w:document/>"}}, "secret")),
            "DOCUMENT_ENCRYPTED");
}

TEST(FormatsTest, CutOffFilesAreBrokenAndNothingWorse) {
  for (const char* name :
       {"panyu_style_table.docx", "panyu_style_table.xlsx", "outline_plan.pdf"}) {
    const std::string whole = Sample(name);
    for (const std::size_t part : {2u, 3u, 10u}) {
      EXPECT_EQ(ReasonFor(whole.substr(0, whole.size() / part)), "DOCUMENT_BROKEN")
          << name << " cut to 1/" << part;
    }
  }
  EXPECT_EQ(ReasonFor(Word("<w:p><w:r>")), "DOCUMENT_BROKEN");
}

TEST(FormatsTest, BytesThatNoMessageCouldCarryAreMarked) {
  EXPECT_THAT(TextOf(Word("<w:p><w:r><w:t>新建\xED\xA0\x80公园</w:t></w:r></w:p>")),
              ::testing::HasSubstr("新建\uFFFD\uFFFD\uFFFD公园"));
}

TEST(FormatsTest, AnArchiveBombIsRefusedBeforeItGoesOff) {
  const std::string bomb =
      Word("<w:p><w:r><w:t>" + std::string(8u << 20, 'a') + "</w:t></w:r></w:p>");
  EXPECT_LT(bomb.size(), 20'000u);
  EXPECT_EQ(ReasonFor(bomb), "DOCUMENT_UNSAFE");
  EXPECT_EQ(ReasonFor(bomb, {.max_part = 1u << 20, .max_ratio = 1u << 30}), "DOCUMENT_TOO_LARGE");
  Parts many;
  for (int i = 0; i < 50; ++i) many.emplace_back("word/" + std::to_string(i), "x");
  EXPECT_EQ(ReasonFor(Zip(many), {.max_parts = 20}), "DOCUMENT_UNSAFE");
}

TEST(FormatsTest, EntitiesAreNeverBroughtIn) {
  const std::string file =
      Zip({{"word/document.xml",
            "<?xml version='1.0'?><!DOCTYPE w [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
            "<w:document "
            "xmlns:w='w'><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"}});
  EXPECT_EQ(ReasonFor(file), "DOCUMENT_UNSAFE");
}

TEST(FormatsTest, AbsurdSizesMeetALimit) {
  EXPECT_EQ(ReasonFor(std::string(2000, 'x'), {.max_bytes = 1000}), "DOCUMENT_TOO_LARGE");
  std::string table = "<table>";
  for (int i = 0; i < 40; ++i) table += "<tr><td colspan=200 rowspan=1000>格</td><td>格</td></tr>";
  EXPECT_EQ(ReasonFor(table + "</table>", {.max_cells = 1000}), "DOCUMENT_TOO_LARGE");
  std::string deep;
  for (int i = 0; i < 20'000; ++i) deep += "<div>";
  EXPECT_EQ(ReasonFor("<html><body>" + deep + "深</body></html>"), "DOCUMENT_EMPTY")
      << "what lies too deep is left out";
  EXPECT_EQ(ReasonFor(Sample("outline_plan.pdf"), {.max_pages = 0}), "DOCUMENT_TOO_LARGE");
}

TEST(FormatsTest, APdfThatTakesTooMuchIsGivenUp) {
#if defined(DUBAN_ADDRESS_SANITIZER)
  GTEST_SKIP() << "the address sanitizer needs more address space than any limit";
#endif
  EXPECT_EQ(ReasonFor(Sample("panyu_style_table.pdf"), {.pdf_memory = 1u << 20}),
            "DOCUMENT_BROKEN");
}

TEST(FormatsTest, APdfOfPicturesSaysThatItHoldsNoText) {
  const std::string drawing = "0 0 0 rg 100 100 300 400 re f";
  const std::string pdf =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 "
      "R]/Count 1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n4 0 "
      "obj<</Length " +
      std::to_string(drawing.size()) + ">>stream\n" + drawing +
      "\nendstream endobj\ntrailer<</Root 1 0 R>>\n";
  EXPECT_EQ(ReasonFor(pdf), "DOCUMENT_SCANNED");
}

}  // namespace
}  // namespace duban::documents
