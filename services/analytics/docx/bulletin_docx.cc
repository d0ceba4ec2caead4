#include "analytics/docx/bulletin_docx.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <pugixml.hpp>
#include <sstream>
#include <utility>
#include <vector>

#include "common/error.h"

namespace duban::analytics {
namespace {

constexpr char kWord[] = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

constexpr char kTypes[] =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)"
    R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)"
    R"(<Default Extension="xml" ContentType="application/xml"/>)"
    R"(<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>)"
    R"(<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>)"
    R"(<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>)"
    R"(<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>)"
    R"(</Types>)";

constexpr char kRelations[] =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>)"
    R"(<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>)"
    R"(</Relationships>)";

constexpr char kDocumentRelations[] =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>)"
    R"(<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>)"
    R"(</Relationships>)";

// The number of the page, counted by the program that shows it.
constexpr char kFooter[] =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
    R"(<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>)"
    R"(<w:r><w:rPr><w:sz w:val="21"/></w:rPr><w:t xml:space="preserve">— </w:t></w:r>)"
    R"(<w:fldSimple w:instr="PAGE"><w:r><w:rPr><w:sz w:val="21"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>)"
    R"(<w:r><w:rPr><w:sz w:val="21"/></w:rPr><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>)";

// Sizes are half points: body 四号, title 二号, table 小五.
constexpr char kStyles[] =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
    R"(<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">)"
    R"(<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋"/>)"
    R"(<w:sz w:val="28"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>)"
    R"(<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>)"
    R"(<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:pPr><w:jc w:val="center"/></w:pPr>)"
    R"(<w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="44"/></w:rPr></w:style>)"
    R"(<w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>)"
    R"(<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>)"
    R"(<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="0"/></w:pPr>)"
    R"(<w:rPr><w:rFonts w:eastAsia="黑体"/><w:sz w:val="32"/></w:rPr></w:style>)"
    R"(<w:style w:type="paragraph" w:styleId="Body"><w:name w:val="Body Text"/><w:pPr><w:ind w:firstLineChars="200" w:firstLine="560"/></w:pPr></w:style>)"
    R"(<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:pPr><w:ind w:left="560"/></w:pPr>)"
    R"(<w:rPr><w:color w:val="555555"/><w:sz w:val="24"/></w:rPr></w:style>)"
    R"(<w:style w:type="paragraph" w:styleId="Cell"><w:name w:val="Cell"/><w:rPr><w:sz w:val="18"/></w:rPr></w:style>)"
    R"(<w:style w:type="paragraph" w:styleId="Heading"><w:name w:val="Column Heading"/><w:pPr><w:jc w:val="center"/></w:pPr>)"
    R"(<w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="18"/></w:rPr></w:style>)"
    R"(<w:style w:type="paragraph" w:styleId="Source"><w:name w:val="Source"/><w:rPr><w:sz w:val="20"/></w:rPr></w:style>)"
    R"(</w:styles>)";

// XML has no place for control characters, escaped or not.
std::string Printable(std::string_view text) {
  std::string clean;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') clean += c;
    if (c == '\n') clean += ' ';
  }
  return clean;
}

void AddRun(pugi::xml_node parent, std::string_view text) {
  pugi::xml_node node = parent.append_child("w:r").append_child("w:t");
  node.append_attribute("xml:space") = "preserve";
  node.text().set(Printable(text).c_str());
}

pugi::xml_node AddParagraph(pugi::xml_node parent, const char* style, std::string_view text) {
  pugi::xml_node paragraph = parent.append_child("w:p");
  paragraph.append_child("w:pPr").append_child("w:pStyle").append_attribute("w:val") = style;
  if (!text.empty()) AddRun(paragraph, text);
  return paragraph;
}

void AddBorders(pugi::xml_node properties) {
  pugi::xml_node borders = properties.append_child("w:tblBorders");
  for (const char* side : {"w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"}) {
    pugi::xml_node border = borders.append_child(side);
    border.append_attribute("w:val") = "single";
    border.append_attribute("w:sz") = "4";
    border.append_attribute("w:color") = "888888";
  }
}

// Characters of UTF-8 text.
std::size_t Length(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

constexpr int kMargin = 1000;                     // twentieths of a point, as every length here
constexpr int kTableWidth = 16838 - 2 * kMargin;  // A4 across
constexpr int kLeastWidth = 700;  // a heading fits in two lines, a percentage in one

// What is written in sentences gets more room: beyond the least, a column gets by how much stands
// in it, to the power of 3/4 (by roots, which are the same on every machine), so that one long
// column does not starve the others.
std::vector<int> WidthsOf(const std::vector<std::vector<std::string>>& rows) {
  std::vector<double> weights(rows.front().size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) weights[i] += static_cast<double>(Length(row[i]));
  }
  double all = 0;
  for (double& weight : weights) all += weight = std::sqrt(weight * std::sqrt(weight));
  const int spare = kTableWidth - kLeastWidth * static_cast<int>(weights.size());
  std::vector<int> widths;
  for (const double weight : weights)
    widths.push_back(kLeastWidth + static_cast<int>(spare * weight / all));
  return widths;
}

pugi::xml_node AddCell(pugi::xml_node row, int width, std::string_view text,
                       const char* style = "Cell") {
  pugi::xml_node cell = row.append_child("w:tc");
  pugi::xml_node size = cell.append_child("w:tcPr").append_child("w:tcW");
  size.append_attribute("w:w") = width;
  size.append_attribute("w:type") = "dxa";
  return AddParagraph(cell, style, text);
}

// Makes a cell one with that above it (`goes_on`), or the first of such.
void Merge(pugi::xml_node row, bool goes_on) {
  pugi::xml_node merge = row.last_child().child("w:tcPr").append_child("w:vMerge");
  if (!goes_on) merge.append_attribute("w:val") = "restart";
}

void AddTable(pugi::xml_node body, const BulletinContent& content) {
  std::vector<std::vector<std::string>> lines = {BulletinHeadings()};
  lines.front().push_back("来源");
  for (const BulletinRow& line : content.rows) {
    lines.push_back(BulletinCells(line));
    lines.back().push_back(std::string(line.sources.size() * 3, ' '));  // room for the links
  }
  const std::vector<int> widths = WidthsOf(lines);
  pugi::xml_node table = body.append_child("w:tbl");
  pugi::xml_node properties = table.append_child("w:tblPr");
  AddBorders(properties);
  properties.append_child("w:tblLayout").append_attribute("w:type") = "fixed";
  pugi::xml_node grid = table.append_child("w:tblGrid");
  for (const int width : widths) grid.append_child("w:gridCol").append_attribute("w:w") = width;
  pugi::xml_node head = table.append_child("w:tr");
  head.append_child("w:trPr").append_child("w:tblHeader");
  for (std::size_t i = 0; i < widths.size(); ++i)
    AddCell(head, widths[i], lines.front()[i], "Heading");
  for (std::size_t r = 0; r < content.rows.size(); ++r) {
    const BulletinRow& line = content.rows[r];
    pugi::xml_node row = table.append_child("w:tr");
    const bool goes_on = r > 0 && content.rows[r - 1].project_number == line.project_number;
    for (std::size_t i = 0; i + 1 < widths.size(); ++i) {
      constexpr std::size_t kOfTheProject = 2;  // number and title stand once for all its tasks
      AddCell(row, widths[i], i < kOfTheProject && goes_on ? "" : lines[r + 1][i]);
      if (i < kOfTheProject) Merge(row, goes_on);
    }
    pugi::xml_node links = AddCell(row, widths.back(), "");
    for (const int number : line.sources) {
      pugi::xml_node link = links.append_child("w:hyperlink");
      link.append_attribute("w:anchor") = fmt::format("s{}", number).c_str();
      AddRun(link, fmt::format("[{}]", number));
    }
  }
}

void AddList(pugi::xml_node body, const char* heading, const std::vector<std::string>& items) {
  AddParagraph(body, "Heading1", heading);
  if (items.empty()) AddParagraph(body, "Body", "无。");
  for (std::size_t i = 0; i < items.size(); ++i) {
    AddParagraph(body, "Body", fmt::format("{}. {}", i + 1, items[i]));
  }
}

void AddFindings(pugi::xml_node body, const std::vector<BulletinFinding>& findings) {
  AddParagraph(body, "Heading1", "五、数据核查");
  if (findings.empty()) AddParagraph(body, "Body", "未发现问题。");
  for (std::size_t i = 0; i < findings.size(); ++i) {
    AddParagraph(body, "Body", fmt::format("{}. {}", i + 1, LineOf(findings[i])));
    for (const std::string& quote : findings[i].quotes) AddParagraph(body, "Quote", quote);
  }
}

void AddSources(pugi::xml_node body, const std::vector<BulletinSource>& sources) {
  AddParagraph(body, "Heading1", "附:数据来源");
  for (std::size_t i = 0; i < sources.size(); ++i) {
    pugi::xml_node paragraph = AddParagraph(body, "Source", "");
    pugi::xml_node begin = paragraph.append_child("w:bookmarkStart");
    begin.append_attribute("w:id") = static_cast<unsigned>(i);
    begin.append_attribute("w:name") = fmt::format("s{}", i + 1).c_str();
    const BulletinSource& source = sources[i];
    std::string text = fmt::format("[{}] {} — {}", i + 1, source.figure, source.report);
    if (!source.document.empty()) text += ",文档 " + source.document;
    if (!source.span.empty()) text += fmt::format(",第 {} 字", source.span);
    if (!source.quote.empty()) text += fmt::format(":“{}”", source.quote);
    AddRun(paragraph, text);
    paragraph.append_child("w:bookmarkEnd").append_attribute("w:id") = static_cast<unsigned>(i);
  }
}

std::string Written(const pugi::xml_document& document) {
  std::ostringstream out;
  document.save(out, "", pugi::format_raw, pugi::encoding_utf8);
  return out.str();
}

std::string Document(const BulletinContent& content) {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("w:document");
  root.append_attribute("xmlns:w") = kWord;
  root.append_attribute("xmlns:r") =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  pugi::xml_node body = root.append_child("w:body");
  AddParagraph(body, "Title", content.title);
  AddParagraph(body, "Subtitle", fmt::format("(截至 {})", content.date));
  AddParagraph(body, "Heading1", "一、总体情况");
  AddParagraph(body, "Body", content.overview);
  AddParagraph(body, "Heading1", "二、项目进展");
  AddTable(body, content);
  AddList(body, "三、进展较快", content.highlights);
  AddList(body, "四、需要推进", content.lagging);
  AddFindings(body, content.findings);
  AddSources(body, content.sources);
  AddParagraph(body, "Source", content.basis);
  pugi::xml_node section = body.append_child("w:sectPr");
  pugi::xml_node footer = section.append_child("w:footerReference");
  footer.append_attribute("w:type") = "default";
  footer.append_attribute("r:id") = "rId2";
  pugi::xml_node page = section.append_child("w:pgSz");
  page.append_attribute("w:w") = 16838;
  page.append_attribute("w:h") = 11906;
  page.append_attribute("w:orient") = "landscape";
  pugi::xml_node margins = section.append_child("w:pgMar");
  for (const char* side : {"w:top", "w:right", "w:bottom", "w:left"})
    margins.append_attribute(side) = kMargin;
  for (const char* side : {"w:header", "w:footer"}) margins.append_attribute(side) = 560;
  margins.append_attribute("w:gutter") = 0;
  return Written(document);
}

std::string Properties(const BulletinContent& content) {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("cp:coreProperties");
  root.append_attribute("xmlns:cp") =
      "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
  root.append_attribute("xmlns:dc") = "http://purl.org/dc/elements/1.1/";
  root.append_attribute("xmlns:dcterms") = "http://purl.org/dc/terms/";
  root.append_attribute("xmlns:xsi") = "http://www.w3.org/2001/XMLSchema-instance";
  root.append_child("dc:title").text().set(Printable(content.title).c_str());
  pugi::xml_node created = root.append_child("dcterms:created");
  created.append_attribute("xsi:type") = "dcterms:W3CDTF";
  created.text().set((content.date + "T00:00:00Z").c_str());
  return Written(document);
}

absl::Status Failed() {
  return Error(absl::StatusCode::kInternal, "DOCUMENT_FAILED",
               "the document could not be written; retry");
}

// Packs the parts in memory. The parts must live until it returns.
absl::StatusOr<std::string> Pack(const std::vector<std::pair<const char*, std::string>>& parts) {
  constexpr zip_uint16_t kFirstDay =
      0x21;  // 1 January 1980: no clock and no time zone gets into the file
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const target = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (target == nullptr) return Failed();
  const std::unique_ptr<zip_source_t, void (*)(zip_source_t*)> holder(target, zip_source_free);
  zip_source_keep(target);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  if (archive == nullptr) {
    zip_source_free(target);
    return Failed();
  }
  bool good = true;
  for (const auto& [name, bytes] : parts) {
    zip_source_t* part = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    const zip_int64_t index =
        part == nullptr ? -1 : zip_file_add(archive, name, part, ZIP_FL_ENC_UTF_8);
    if (part != nullptr && index < 0) zip_source_free(part);
    good = good && index >= 0 &&
           zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, kFirstDay, 0) == 0;
  }
  if (!good || zip_close(archive) != 0) {
    zip_discard(archive);
    return Failed();
  }
  zip_stat_t stat;
  if (zip_source_stat(target, &stat) != 0 || zip_source_open(target) != 0) return Failed();
  std::string packed(stat.size, '\0');
  const zip_int64_t read = zip_source_read(target, packed.data(), packed.size());
  zip_source_close(target);
  if (read != static_cast<zip_int64_t>(packed.size())) return Failed();
  return packed;
}

}  // namespace

absl::StatusOr<std::string> RenderDocx(const BulletinContent& content) {
  return Pack({{"[Content_Types].xml", kTypes},
               {"_rels/.rels", kRelations},
               {"docProps/core.xml", Properties(content)},
               {"word/_rels/document.xml.rels", kDocumentRelations},
               {"word/styles.xml", kStyles},
               {"word/footer1.xml", kFooter},
               {"word/document.xml", Document(content)}});
}

}  // namespace duban::analytics
