#include <algorithm>
#include <utility>

#include "documents/core/align.h"
#include "documents/core/guess_roles.h"
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
  if (HoldsDigit(text.Of(only)) && StartsWithAny(text.Of(only), {"新增", "新建", "新改", "改建", "改扩建", "扩建", "改造", "开展", "发放"})) return {};
  return Contains(text.Of(only), "。") ? Range{} : only;
}

// Whether a cell alone in its row is numbered as the titles are: 四、健康口腔行动, whose pieces follow below it.
bool NumbersTitle(const Text& text, const std::vector<Column>& columns, Range cell) {
  const auto numbering = NumberingAt(text.str(), cell.begin);
  return numbering && std::any_of(columns.begin(), columns.end(), [&](const Column& column) { return column.numbered == numbering->style; });
}

// A row of the form around a document (索引号: | … | 成文日期: | …): its first cell is a label.
bool IsFormRow(const Text& text, const std::vector<Range>& row) {
  const std::string_view first = row.empty() ? std::string_view() : text.Of(row.front());
  return CountChars(first) <= 8 && (first.ends_with(":") || first.ends_with("："));
}

// Heads over two rows: the lower row names the columns, the upper one what several of them share.
void JoinHeads(const Text& text, const Dictionary& dictionary, const std::vector<Range>& lower,
               std::vector<Column>* columns) {
  std::string upper;
  for (std::size_t i = 0; i < columns->size(); ++i) {
    Column& column = (*columns)[i];
    if (!column.head.empty()) upper = column.name;
    if (lower[i].empty()) continue;
    const Role role = dictionary.HeadRole(text.Of(lower[i]));
    const std::string name = Normal(text.Of(lower[i]));
    column.name = (column.head.empty() ? upper : column.name) + name;
    column.head = lower[i];
    if (role != Role::kNone) column.role = role;
  }
}

// A lower row that holds only what parts the last head (2025年进展情况 over 截至6月底 | 7月计划), moved to the left where the
// heads above it were merged over both rows. False when it is no such row.
bool SpreadLastHead(const Text& text, const Dictionary& dictionary, const std::vector<Range>& lower,
                    std::vector<Column>* columns) {
  std::vector<Range> parts;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    if (lower[i].empty()) continue;
    if (parts.size() != i || CountChars(text.Of(lower[i])) > 14) return false;
    parts.push_back(lower[i]);
  }
  std::size_t heads = columns->size();
  while (heads > 0 && (*columns)[heads - 1].head.empty()) --heads;
  if (parts.size() < 2 || parts.size() > 4 || heads < 3 || parts.size() * 2 > heads) return false;
  const auto known = std::count_if(parts.begin(), parts.end(), [&](Range part) {
    return dictionary.HeadRole(text.Of(part)) != Role::kNone;
  });
  if (known * 2 < static_cast<std::ptrdiff_t>(parts.size())) return false;
  const Column last = (*columns)[heads - 1];
  columns->resize(heads - 1);
  for (const Range part : parts) {
    const Role role = dictionary.HeadRole(text.Of(part));
    columns->push_back({.role = role == Role::kNone ? last.role : role, .head = part,
                        .name = last.name + Normal(text.Of(part))});
  }
  return true;
}

// Heads that a line break parted: the lower row holds only known heads, and the rows below have more cells than the upper
// one has heads.
bool HeadsGoOn(const Text& text, const Dictionary& dictionary, const std::vector<std::vector<Range>>& rows, std::size_t lower,
               std::vector<Column>* columns) {
  std::vector<Range> more = rows[lower];
  while (!more.empty() && more.back().empty()) more.pop_back();
  if (more.empty() || std::any_of(more.begin(), more.end(), [&](Range cell) {
        const Role role = cell.empty() ? Role::kNone : dictionary.HeadRole(text.Of(cell));
        return role == Role::kNone || role == Role::kNumber;
      })) {
    return false;
  }
  // 备注 parts no head above it.
  const bool whole = std::any_of(more.begin(), more.end(), [&](Range cell) {
    const Role role = dictionary.HeadRole(text.Of(cell));
    return role == Role::kNote || role == Role::kLead || role == Role::kResponsible || role == Role::kLeader;
  });
  if (!whole) return false;
  std::size_t heads = columns->size();
  while (heads > 0 && (*columns)[heads - 1].head.empty()) --heads;
  std::size_t wide = 0;
  for (std::size_t i = lower + 1; i < rows.size(); ++i) {
    const auto filled = std::count_if(rows[i].begin(), rows[i].end(), [](Range cell) { return !cell.empty(); });
    wide += static_cast<std::size_t>(filled) > heads;
  }
  if (wide * 2 <= rows.size() - lower - 1) return false;
  columns->resize(heads);
  for (const Range cell : more) {
    columns->push_back({.role = dictionary.HeadRole(text.Of(cell)), .head = cell, .name = Normal(text.Of(cell))});
  }
  return true;
}

// What a site prints below a table in the same form: 索引号: | 11370685….
bool IsMetadata(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row) {
  if (row.size() < 2 || row.size() > 4 || row[0].empty()) return false;
  const std::string normal = Normal(text.Of(row[0]));
  return normal.ends_with(":") && CountChars(normal) <= 8 && dictionary.HeadRole(normal.substr(0, normal.size() - 1)) == Role::kNone;
}

}  // namespace

std::vector<Item> ReadTable(const Text& text, const Dictionary& dictionary, const Table& printed,
                            std::vector<Column>* columns, std::vector<std::vector<Field>>* totals) {
  const std::optional<Table> upright = UprightTable(text, dictionary, printed);
  const Table& table = upright ? *upright : printed;
  std::size_t row = 0;
  std::optional<std::vector<Column>> head;
  for (; row < table.rows.size() && row < 8 && !head; ++row) head = ReadHead(text, dictionary, table.rows[row]);
  if (!head) {
    row = 0;
    if (!columns->empty()) {
      head = *columns;
    } else if (ReadMatrix(text, dictionary, table, /*plan=*/false).empty()) {
      head = GuessColumns(text, dictionary, table.rows, &row);
    }
    if (!head) return {};
  } else if (row < table.rows.size() && HeadsGoOn(text, dictionary, table.rows, row, &*head)) {
    ++row;
  } else if (row < table.rows.size() && SpreadLastHead(text, dictionary, table.rows[row], &*head)) {
    ++row;
  } else if (row < table.rows.size() && table.rows[row].size() == head->size() &&
             IsHeadRow(text, dictionary, table.rows[row])) {
    JoinHeads(text, dictionary, table.rows[row], &*head);
    ++row;
  }
  std::vector<std::vector<Range>> data(table.rows.begin() + static_cast<std::ptrdiff_t>(row), table.rows.end());
  // The heads again, on the next page, are no cells of their columns.
  std::erase_if(data, [&](const std::vector<Range>& cells) {
    return IsHeadRow(text, dictionary, cells) && ReadHead(text, dictionary, cells);
  });
  for (auto& cells : data) {
    // Rows that merging shortened and that were filled up at their end say nothing of columns.
    const bool filled_up = cells.size() >= head->size() && !cells.empty() && cells.back().empty();
    if (!filled_up || !ContradictsAnchors(text, dictionary, cells, *head)) continue;
    while (!cells.empty() && cells.back().empty()) cells.pop_back();
  }
  SettleColumns(text, dictionary, data, &*head);
  RowReader reader(text, dictionary, *head);
  if (TitlesNumber(text, *head, data)) reader.TitlesNumber();
  for (const auto& cells : data) {
    if (IsFormRow(text, cells)) continue;
    if (IsMetadata(text, dictionary, cells)) break;
    if (const Range category = CategoryRow(text, cells); !category.empty() && head->size() > 2 && !NumbersTitle(text, *head, category)) {
      reader.SetCategory(category);
      continue;
    }
    // The number is merged with the row above, and so are the cells that end this row empty: they say nothing of columns.
    std::vector<Range> row_cells = cells;
    while (row_cells.size() > head->size() && row_cells.back().empty()) row_cells.pop_back();
    if (head->front().role == Role::kNumber && !row_cells.empty() && !row_cells.front().empty() &&
        BareNumber(text.Of(row_cells.front())) == 0) {
      while (!row_cells.empty() && row_cells.back().empty()) row_cells.pop_back();
    } else if (row_cells.size() == head->size() && row_cells.back().empty() && !FitsHeads(text, dictionary, row_cells, *head)) {
      // A merged cell was dropped in the middle, and the row filled up at its end.
      while (!row_cells.empty() && row_cells.back().empty()) row_cells.pop_back();
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
