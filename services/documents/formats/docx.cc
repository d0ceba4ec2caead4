#include "documents/formats/docx.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "common/error.h"
#include "documents/core/text.h"
#include "documents/formats/docx_numbering.h"
#include "documents/formats/layout.h"

namespace duban::documents {
namespace {

constexpr int kMaxSpan = 200;

class BodyReader {
 public:
  BodyReader(const DecodeLimits& limits, WordNumbering numbering)
      : limits_(limits), writer_(limits), numbering_(std::move(numbering)) {}

  absl::StatusOr<DecodedDocument> Read(const pugi::xml_node& body) {
    Blocks(body, 0);
    return writer_.Take("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
  }

 private:
  void Blocks(const pugi::xml_node& parent, std::size_t depth) {
    if (depth > limits_.max_depth) return;
    for (const pugi::xml_node& node : parent.children()) {
      if (writer_.full()) return;
      const std::string_view name = LocalName(node);
      if (name == "p") {
        Paragraph(node, depth);
      } else if (name == "tbl") {
        Table(node, depth);
      } else if (name != "del" && name != "sectPr" && name != "moveFrom") {
        Blocks(node, depth + 1);  // content controls, insertions, alternatives
      }
    }
  }

  void Paragraph(const pugi::xml_node& node, std::size_t depth) {
    std::string text;
    std::vector<pugi::xml_node> boxes;
    ParagraphText(node, depth, &text, &boxes);
    if (!Trim(text).empty()) {
      const Place place{.paragraph = ++paragraphs_};
      writer_.Line({{std::move(text), place}});
    }
    for (const pugi::xml_node& box : boxes) Blocks(box, depth + 1);
  }

  void ParagraphText(const pugi::xml_node& node, std::size_t depth, std::string* text,
                     std::vector<pugi::xml_node>* boxes) {
    std::string body;
    Inline(node, depth, &body, boxes);
    if (Trim(body).empty()) return;
    *text += numbering_.Next(node);
    *text += body;
  }

  void Inline(const pugi::xml_node& parent, std::size_t depth, std::string* text,
              std::vector<pugi::xml_node>* boxes) {
    if (depth > limits_.max_depth) return;
    for (const pugi::xml_node& node : parent.children()) {
      const std::string_view name = LocalName(node);
      if (name == "t") {
        *text += node.text().get();
      } else if (name == "tab") {
        *text += LocalName(parent) == "r" ? "\t" : "";
      } else if (name == "br" || name == "cr") {
        *text += '\n';
      } else if (name == "noBreakHyphen") {
        *text += '-';
      } else if (name == "txbxContent") {
        if (boxes != nullptr) boxes->push_back(node);
      } else if (name != "del" && name != "moveFrom" && name != "pPr" && name != "rPr" &&
                 name != "Fallback" && name != "instrText" && name != "delText") {
        Inline(node, depth + 1, text, boxes);
      }
    }
  }

  // All text below a cell; a table inside of it is flattened.
  void CellText(const pugi::xml_node& parent, std::size_t depth, std::string* text) {
    if (depth > limits_.max_depth) return;
    for (const pugi::xml_node& node : parent.children()) {
      const std::string_view name = LocalName(node);
      if (name == "p") {
        if (!text->empty()) *text += '\n';
        ParagraphText(node, depth, text, nullptr);
      } else if (name != "del" && name != "tcPr" && name != "moveFrom") {
        CellText(node, depth + 1, text);
      }
    }
  }

  // A content control may stand around rows and cells.
  template <typename Each>
  static void ForEach(const pugi::xml_node& parent, std::string_view name, const Each& each,
                      int depth = 0) {
    for (const pugi::xml_node& node : parent.children()) {
      const std::string_view own = LocalName(node);
      if (own == name) {
        each(node);
      } else if (depth < 8 &&
                 (own == "sdt" || own == "sdtContent" || own == "ins" || own == "customXml")) {
        ForEach(node, name, each, depth + 1);
      }
    }
  }

  bool OnlyLaysOut(const pugi::xml_node& table) const {
    int cells = 0;
    ForEach(table, "tr", [&](const pugi::xml_node& row) {
      ForEach(row, "tc", [&](const pugi::xml_node&) { ++cells; });
    });
    return cells == 1;
  }

  void Table(const pugi::xml_node& table, std::size_t depth) {
    if (OnlyLaysOut(table)) {
      ForEach(table, "tr", [&](const pugi::xml_node& row) {
        ForEach(row, "tc", [&](const pugi::xml_node& cell) { Blocks(cell, depth + 1); });
      });
      return;
    }
    ++tables_;
    Grid grid;
    std::size_t cells = 0;
    ForEach(table, "tr", [&](const pugi::xml_node& row) {
      if (cells > limits_.max_cells) return;
      const pugi::xml_node properties = Child(row, "trPr");
      if (Child(properties, "del")) return;
      std::vector<Cell> out;
      const int before = IntAttribute(Child(properties, "gridBefore"), "val", 0);
      for (int i = 0; i < std::min(before, kMaxSpan); ++i) out.emplace_back();
      ForEach(row, "tc", [&](const pugi::xml_node& cell) {
        AddCell(cell, static_cast<int>(grid.size()) + 1, depth, &out);
      });
      cells += out.size();
      grid.push_back(std::move(out));
    });
    writer_.Table(grid);
  }

  void AddCell(const pugi::xml_node& node, int row, std::size_t depth, std::vector<Cell>* out) {
    const pugi::xml_node properties = Child(node, "tcPr");
    const int span = std::clamp(IntAttribute(Child(properties, "gridSpan"), "val", 1), 1, kMaxSpan);
    const pugi::xml_node merge = Child(properties, "vMerge");
    const bool covered = merge && Attribute(merge, "val") != "restart";
    Cell cell{.covered_above = covered};
    if (!covered) {
      std::string text;
      CellText(node, depth, &text);
      cell.runs = {{std::move(text),
                    {.table = tables_, .row = row, .column = static_cast<int>(out->size()) + 1}}};
    }
    out->push_back(std::move(cell));
    for (int i = 1; i < span; ++i)
      out->push_back({.covered_above = covered, .covered_left = !covered});
  }

  const DecodeLimits limits_;
  TextWriter writer_;
  WordNumbering numbering_;
  int paragraphs_ = 0;
  int tables_ = 0;
};

}  // namespace

absl::StatusOr<DecodedDocument> DecodeDocx(Package& package, const DecodeLimits& limits) {
  ASSIGN_OR_RETURN(const auto numbering, package.Xml("word/numbering.xml"));
  ASSIGN_OR_RETURN(const auto styles, package.Xml("word/styles.xml"));
  ASSIGN_OR_RETURN(const auto document, package.Xml("word/document.xml"));
  const pugi::xml_node body = Child(document->document_element(), "body");
  if (!body)
    return DocumentError("DOCUMENT_BROKEN",
                         "the Word file holds no document; open and save it anew");
  return BodyReader(limits, WordNumbering(*numbering, *styles)).Read(body);
}

}  // namespace duban::documents
