#include <algorithm>
#include <utility>

#include "documents/core/align.h"
#include "documents/core/anchored_rows.h"
#include "documents/core/fitting_heads.h"
#include "documents/core/group_rows.h"
#include "documents/core/guess_roles.h"
#include "documents/core/head_rows.h"
#include "documents/core/listing.h"
#include "documents/core/names.h"
#include "documents/core/numbering.h"
#include "documents/core/record_tables.h"
#include "documents/core/settle_columns.h"
#include "documents/core/table_rows.h"

namespace duban::documents {
namespace {

// A row of one filled cell that groups the rows below it: 一、基本公共服务(5件).
Range CategoryRow(const Text& text, const std::vector<Range>& row) {
  Range only;
  for (const Range cell : row) {
    if (cell.empty()) continue;
    if (!only.empty()) return {};
    only = cell;
  }
  if (only.empty() || CountChars(text.Of(only)) > 40 || BareNumber(text.Of(only)) > 0) return {};
  // 新建公厕20座: what merging left of a row.
  if (HoldsDigit(text.Of(only)) &&
      StartsWithAny(text.Of(only),
                    {"新增", "新建", "新改", "改建", "改扩建", "扩建", "改造", "开展", "发放"}))
    return {};
  return Contains(text.Of(only), "。") ? Range{} : only;
}

// Whether a cell alone in its row is numbered as the titles are: 四、健康口腔行动, whose pieces
// follow below it.
bool NumbersTitle(const Text& text, const std::vector<Column>& columns, Range cell) {
  const auto numbering = NumberingAt(text.str(), cell.begin);
  return numbering && std::any_of(columns.begin(), columns.end(), [&](const Column& column) {
           return column.numbered == numbering->style;
         });
}

// A row of the form around a document (索引号: | … | 成文日期: | …): its first cell is a label.
bool IsFormRow(const Text& text, const std::vector<Range>& row) {
  const std::string_view first = row.empty() ? std::string_view() : text.Of(row.front());
  return CountChars(first) <= 8 && (first.ends_with(":") || first.ends_with("："));
}

// Whether an empty cell stands before a printed one: the row lost none by merging.
bool KeepsEmpty(const std::vector<Range>& row) {
  const auto empty = std::ranges::find_if(row, &Range::empty);
  return std::any_of(empty, row.end(), [](Range cell) { return !cell.empty(); });
}

void DropEmptyEnd(std::vector<Range>* row) {
  while (!row->empty() && row->back().empty()) row->pop_back();
}

// Rows that merging shortened and that were filled up at their end say nothing of columns.
void ShortenFilledUp(const Text& text, const Dictionary& dictionary,
                     const std::vector<Column>& head, std::vector<std::vector<Range>>* rows) {
  for (auto& cells : *rows) {
    const bool filled_up =
        cells.size() >= head.size() && !cells.empty() && cells.back().empty() && !KeepsEmpty(cells);
    if (filled_up && ContradictsAnchors(text, dictionary, cells, head)) DropEmptyEnd(&cells);
  }
}

// What a site prints below a table in the same form: 索引号: | 11370685….
bool IsMetadata(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row) {
  if (row.size() < 2 || row.size() > 4 || row[0].empty()) return false;
  const std::string normal = Normal(text.Of(row[0]));
  return normal.ends_with(":") && CountChars(normal) <= 8 &&
         dictionary.HeadRole(normal.substr(0, normal.size() - 1)) == Role::kNone;
}

}  // namespace

std::vector<Item> ReadTable(const Text& text, const Dictionary& dictionary, const Table& printed,
                            std::vector<Column>* columns, std::vector<std::vector<Field>>* totals) {
  const std::optional<Table> upright = UprightTable(text, dictionary, printed);
  const Table& table = upright ? *upright : printed;
  std::size_t row = 0;
  std::optional<std::vector<Column>> head;
  for (; row < table.rows.size() && row < 8 && !head; ++row)
    head = ReadHead(text, dictionary, table.rows[row]);
  // The same heads further down are those of the next page: the rows above them are of the table
  // that goes on here.
  const auto same_name = [](const Column& a, const Column& b) { return a.name == b.name; };
  if (head && row > 1 && std::ranges::equal(*head, *columns, same_name)) {
    head = *columns;
    row = 0;
  } else if (!head) {
    row = 0;
    if (!columns->empty()) {
      head = *columns;
    } else if (ReadMatrix(text, dictionary, table, /*plan=*/false).empty()) {
      head = GuessColumns(text, dictionary, table.rows, &row);
    }
    if (!head) return {};
  } else {
    DropMergedCategory(text, table.rows, &*head);
    if (ReadLowerHeads(text, dictionary, table.rows, row, &*head)) ++row;
  }
  std::vector<std::vector<Range>> data(table.rows.begin() + static_cast<std::ptrdiff_t>(row),
                                       table.rows.end());
  // The heads again, on the next page, are no cells of their columns.
  std::erase_if(data, [&](const std::vector<Range>& cells) {
    return ReadHead(text, dictionary, cells).has_value();
  });
  if (table.form == TableForm::kBlanks) PartHeads(text, dictionary, data, &*head);
  const bool anchored = AnchorRows(text, &*head, &data);
  if (!anchored) {
    ShortenFilledUp(text, dictionary, *head, &data);
    SettleColumns(text, dictionary, data, &*head);
  }
  RowReader reader(text, dictionary, *head);
  if (TitlesNumber(text, *head, data)) reader.TitlesNumber();
  const std::vector<Range> groups = GroupRows(text, *head, data);
  for (std::size_t i = 0; i < data.size(); ++i) {
    const std::vector<Range>& cells = data[i];
    if (IsFormRow(text, cells)) continue;
    if (IsMetadata(text, dictionary, cells)) break;
    if (!groups[i].empty()) {
      reader.SetCategory(groups[i]);
      continue;
    }
    if (const Range category = CategoryRow(text, cells);
        !category.empty() && head->size() > 2 && !NumbersTitle(text, *head, category)) {
      reader.SetCategory(category);
      continue;
    }
    if (anchored && cells.size() == head->size()) {
      reader.AddPlaced(cells);
      continue;
    }
    // The number is merged with the row above, and so are the cells that end this row empty: they
    // say nothing of columns.
    std::vector<Range> row_cells = cells;
    while (row_cells.size() > head->size() && row_cells.back().empty()) row_cells.pop_back();
    if (head->front().role == Role::kNumber && !row_cells.empty() && !row_cells.front().empty() &&
        BareNumber(text.Of(row_cells.front())) == 0) {
      DropEmptyEnd(&row_cells);
    } else if (row_cells.size() == head->size() && row_cells.back().empty() &&
               !KeepsEmpty(row_cells) && !FitsHeads(text, dictionary, row_cells, *head)) {
      // A merged cell was dropped in the middle, and the row filled up at its end.
      DropEmptyEnd(&row_cells);
    }
    // Cells parted by blanks are as many as the heads by chance.
    const bool by_chance = table.form == TableForm::kBlanks && row_cells.size() == head->size();
    reader.Add(row_cells, /*may_share=*/row_cells.size() > head->size() || by_chance);
  }
  *columns = *head;
  totals->insert(totals->end(), reader.totals().begin(), reader.totals().end());
  return reader.Take();
}

}  // namespace duban::documents
