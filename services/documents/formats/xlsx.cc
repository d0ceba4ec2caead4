#include "documents/formats/xlsx.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <vector>

#include "common/error.h"
#include "documents/core/text.h"
#include "documents/formats/cell_name.h"
#include "documents/formats/layout.h"
#include "documents/formats/number_format.h"

namespace duban::documents {
namespace {

constexpr std::string_view kMimeType =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
// Columns beyond hold nothing that a list of promises needs; sheets are at most 16384 wide.
constexpr int kMaxColumn = 512;

// The text of a shared or inline string: all its runs, without the readings that stand above
// Japanese words.
std::string RichText(const pugi::xml_node& node) {
  std::string out;
  for (const pugi::xml_node& child : node.children()) {
    if (LocalName(child) == "t") out += child.text().get();
    if (LocalName(child) == "r") out += Child(child, "t").text().get();
  }
  return out;
}

bool IsGivenByPrograms(std::string_view name) {
  for (const std::string_view prefix : {"Sheet", "sheet", "工作表", "表", "Table"}) {
    if (!name.starts_with(prefix)) continue;
    const std::string_view rest = name.substr(prefix.size());
    if (std::all_of(rest.begin(), rest.end(),
                    [](char c) { return (c >= '0' && c <= '9') || c == ' '; }))
      return true;
  }
  return false;
}

struct Sheet {
  std::string name;
  std::string part;
};

class WorkbookReader {
 public:
  WorkbookReader(Package& package, const DecodeLimits& limits)
      : package_(package), limits_(limits), writer_(limits) {}

  absl::StatusOr<DecodedDocument> Read() {
    ASSIGN_OR_RETURN(const auto workbook, package_.Xml("xl/workbook.xml"));
    ASSIGN_OR_RETURN(const auto relations, package_.Xml("xl/_rels/workbook.xml.rels"));
    const std::vector<Sheet> sheets = ShownSheets(*workbook, *relations);
    if (sheets.empty())
      return DocumentError("DOCUMENT_BROKEN", "the workbook holds no sheet; open and save it anew");
    epoch_1904_ =
        IntAttribute(Child(workbook->document_element(), "workbookPr"), "date1904", 0) == 1 ||
        Attribute(Child(workbook->document_element(), "workbookPr"), "date1904") == "true";
    RETURN_IF_ERROR(ReadStrings());
    RETURN_IF_ERROR(ReadFormats());
    for (const Sheet& sheet : sheets) {
      ASSIGN_OR_RETURN(const auto tree, package_.Xml(sheet.part));
      if (sheets.size() > 1 && !IsGivenByPrograms(sheet.name))
        writer_.Line({{sheet.name, {.sheet = sheet.name}}});
      ReadSheet(sheet.name, tree->document_element());
      if (writer_.full()) break;
    }
    return writer_.Take(std::string(kMimeType));
  }

 private:
  static std::vector<Sheet> ShownSheets(const pugi::xml_document& workbook,
                                        const pugi::xml_document& relations) {
    std::vector<Sheet> shown;
    std::vector<Sheet> all;
    for (const pugi::xml_node& node : Child(workbook.document_element(), "sheets").children()) {
      Sheet sheet{std::string(Attribute(node, "name")), RelatedPart(relations, Id(node), "xl/")};
      if (sheet.part.empty()) continue;
      all.push_back(sheet);
      if (!Attribute(node, "state").ends_with("idden")) shown.push_back(std::move(sheet));
    }
    return shown.empty() ? all : shown;
  }

  // r:id, not sheetId.
  static std::string_view Id(const pugi::xml_node& sheet) {
    for (const pugi::xml_attribute& attribute : sheet.attributes()) {
      if (std::string_view(attribute.name()).ends_with(":id")) return attribute.value();
    }
    return {};
  }

  absl::Status ReadStrings() {
    ASSIGN_OR_RETURN(const auto tree, package_.Xml("xl/sharedStrings.xml"));
    for (const pugi::xml_node& node : tree->document_element().children()) {
      if (LocalName(node) == "si") strings_.push_back(RichText(node));
    }
    return absl::OkStatus();
  }

  absl::Status ReadFormats() {
    ASSIGN_OR_RETURN(const auto tree, package_.Xml("xl/styles.xml"));
    const pugi::xml_node root = tree->document_element();
    std::map<int, std::string> own;
    for (const pugi::xml_node& format : Child(root, "numFmts").children()) {
      own[IntAttribute(format, "numFmtId", -1)] = std::string(Attribute(format, "formatCode"));
    }
    for (const pugi::xml_node& style : Child(root, "cellXfs").children()) {
      const int id = IntAttribute(style, "numFmtId", 0);
      const auto found = own.find(id);
      formats_.push_back(found != own.end() ? found->second : std::string(BuiltInFormat(id)));
    }
    return absl::OkStatus();
  }

  std::string Printed(const pugi::xml_node& cell) const {
    const std::string_view type = Attribute(cell, "t");
    if (type == "inlineStr") return RichText(Child(cell, "is"));
    const std::string_view stored = Child(cell, "v").text().get();
    if (type == "s") {
      std::size_t index = strings_.size();
      std::from_chars(stored.data(), stored.data() + stored.size(), index);
      return index < strings_.size() ? strings_[index] : std::string();
    }
    if (type == "str" || type == "d") return std::string(stored);
    if (type == "b") return stored == "1" ? "是" : "否";
    if (type == "e" || stored.empty()) return "";  // an error such as #REF! holds no figure
    const auto style = static_cast<std::size_t>(std::max(IntAttribute(cell, "s", 0), 0));
    return PrintNumber(
        stored, style < formats_.size() ? std::string_view(formats_[style]) : std::string_view(),
        epoch_1904_);
  }

  void ReadSheet(const std::string& name, const pugi::xml_node& root) {
    std::map<int, std::vector<Cell>>
        rows;  // filled rows only: a sheet may have a million empty ones
    int row = 0;
    std::size_t cells = 0;
    for (const pugi::xml_node& node : Child(root, "sheetData").children()) {
      if (LocalName(node) != "row") continue;
      row = IntAttribute(node, "r", row + 1);
      int column = 0;
      for (const pugi::xml_node& cell : node.children()) {
        if (LocalName(cell) != "c") continue;
        const CellAddress address = ParseCellName(Attribute(cell, "r"));
        column = address.column > 0 ? address.column : column + 1;
        if (column > kMaxColumn) break;
        std::string text = Printed(cell);
        if (Trim(text).empty()) continue;
        auto& out = rows[row];
        if (static_cast<int>(out.size()) < column) out.resize(static_cast<std::size_t>(column));
        out[static_cast<std::size_t>(column) - 1].runs = {
            {std::move(text),
             {.sheet = name, .cell = CellName(row, column), .row = row, .column = column}}};
      }
      cells += rows.empty() ? 0 : rows.rbegin()->second.size();
      if (cells > limits_.max_cells) break;
    }
    Cover(Child(root, "mergeCells"), &rows);
    Grid grid;
    for (auto& [at, out] : rows) grid.push_back(std::move(out));
    writer_.Table(grid);
  }

  // Marks what merged cells cover in the rows that hold anything.
  void Cover(const pugi::xml_node& merges, std::map<int, std::vector<Cell>>* rows) const {
    std::size_t covered = 0;
    for (const pugi::xml_node& merge : merges.children()) {
      const std::string_view range = Attribute(merge, "ref");
      const std::size_t colon = range.find(':');
      if (colon == std::string_view::npos) continue;
      const CellAddress from = ParseCellName(range.substr(0, colon));
      const CellAddress to = ParseCellName(range.substr(colon + 1));
      if (from.row == 0 || to.row < from.row || to.column < from.column) continue;
      for (auto at = rows->lower_bound(from.row); at != rows->end() && at->first <= to.row; ++at) {
        auto& cells = at->second;
        for (int column = from.column; column <= std::min(to.column, kMaxColumn); ++column) {
          if (++covered > limits_.max_cells) return;
          if (at->first == from.row && column == from.column) continue;
          if (static_cast<int>(cells.size()) < column)
            cells.resize(static_cast<std::size_t>(column));
          Cell& cell = cells[static_cast<std::size_t>(column) - 1];
          cell = {.covered_above = at->first > from.row, .covered_left = at->first == from.row};
        }
      }
    }
  }

  Package& package_;
  const DecodeLimits limits_;
  TextWriter writer_;
  std::vector<std::string> strings_;
  std::vector<std::string> formats_;  // of each cell style
  bool epoch_1904_ = false;
};

}  // namespace

absl::StatusOr<DecodedDocument> DecodeXlsx(Package& package, const DecodeLimits& limits) {
  return WorkbookReader(package, limits).Read();
}

}  // namespace duban::documents
