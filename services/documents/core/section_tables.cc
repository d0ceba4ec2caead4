#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "documents/core/marks.h"
#include "documents/core/section_reader.h"
#include "documents/core/word_set.h"

// Lists that stand in tables, however their cells came: in rows, below the names of places, or one
// by one.
namespace duban::documents {
namespace {

std::string LayoutOf(TableForm form) {
  switch (form) {
    case TableForm::kPipe:
      return "PIPE_TABLE";
    case TableForm::kTab:
      return "TAB_TABLE";
    case TableForm::kHtml:
      return "HTML_TABLE";
    case TableForm::kBlanks:
      return "BLANK_TABLE";
    case TableForm::kComma:
      return "CSV";
  }
  return "";
}

// A table that goes on after a page break continues the item it broke off in.
void Append(std::vector<Item> more, std::vector<Item>* items) {
  for (Item& item : more) {
    if (item.counted && !items->empty()) item.number = items->back().number + 1;
    if (!items->empty() && items->back().number == item.number) {
      for (Part& part : item.parts) items->back().parts.push_back(std::move(part));
    } else {
      items->push_back(std::move(item));
    }
  }
}

bool NamesTasks(std::string_view words) {
  return MentionsAny<"分解", "任务", "计划", "责任分工", "指标", "目标">(words);
}

// Whether what stands above a table says that it shares out what is to be done: 任务分解表, without
// a word of how far it is. The table's own heading decides: a notice above it may tell how often to
// report (任务进展情况按季度上报).
bool SharesOut(const Text& text, Range said) {
  constexpr std::size_t kMaxSaid = 600;
  if (said.size() > kMaxSaid) said.begin = said.end - kMaxSaid;
  std::string_view words = text.Of(said);
  words = words.substr(0, words.find_last_not_of('\n') + 1);
  const std::string_view heading = words.substr(words.rfind('\n') + 1);
  if (!ClosesSentence(heading) && NamesTasks(heading)) words = heading;
  return NamesTasks(words) && !MentionsAny<"完成情况", "进展", "进度", "已完成", "实绩", "截至",
                                           "截止", "通报", "完成数">(words);
}

// The columns of one more matrix are counted on from those of the one above.
void AppendMatrix(std::vector<Item> more, std::vector<Item>* items) {
  const int last = items->empty() ? 0 : items->back().number;
  const bool again = !more.empty() && more.front().number <= last;
  for (Item& item : more) {
    if (again) item.number += last;
    items->push_back(std::move(item));
  }
}

// Numbers below the names of places are to be reached where the table shares out what is to be
// done.
void PlanPlaces(std::vector<Item>* items) {
  for (Item& item : *items) {
    for (Part& part : item.parts) {
      const auto of_place = [](const Field& field) { return field.role == Role::kRegion; };
      if (std::none_of(part.fields.begin(), part.fields.end(), of_place)) continue;
      const bool planned =
          std::any_of(part.fields.begin(), part.fields.end(),
                      [](const Field& field) { return field.role == Role::kPlanned; });
      if (planned) continue;
      for (Field& field : part.fields) {
        if (of_place(field)) field.role = Role::kRegionPlanned;
        if (field.role == Role::kReached) field.role = Role::kPlanned;
      }
    }
  }
}

}  // namespace

// Promises beside each other above places below each other, whether the cells stand in rows or one
// by one.
Listing SectionReader::ReadGroups(Range title, const std::vector<Block>& blocks) const {
  Listing listing{.title = title, .range = title, .layout = "MATRIX", .labelled = true};
  const bool places = std::any_of(blocks.begin(), blocks.end(), [&](const Block& block) {
    const auto names_place = [&](Range cell) {
      return cell.size() <= 30 && dictionary_.HeadRole(text_.Of(cell)) == Role::kPlace;
    };
    if (block.table < 0) return names_place(block.range);
    const auto& rows = page_.tables[static_cast<std::size_t>(block.table)].rows;
    return !rows.empty() &&
           std::any_of(rows[0].begin(),
                       rows[0].begin() + std::min<std::ptrdiff_t>(2, std::ssize(rows[0])),
                       names_place);
  });
  if (!places) return listing;
  std::vector<Range> cells;
  for (const Block& block : blocks) {
    if (block.table < 0) {
      cells.push_back(block.range);
      continue;
    }
    for (const auto& row : page_.tables[static_cast<std::size_t>(block.table)].rows) {
      cells.insert(cells.end(), row.begin(), row.end());
    }
  }
  Range before;
  listing.items = ReadPlaceGroups(text_, dictionary_, cells, &before, &listing.totals);
  const bool lines =
      std::all_of(blocks.begin(), blocks.end(), [](const Block& block) { return block.table < 0; });
  for (std::size_t at = 0; lines && (listing.items.empty() || at > 0);) {
    const std::optional<Table> table = NextPlaceMatrix(text_, dictionary_, cells, &at);
    if (!table) break;
    const Range said{title.begin, std::max(title.end, table->range.begin)};
    if (listing.items.empty()) before = {cells.front().begin, table->range.begin};
    AppendMatrix(ReadMatrix(text_, dictionary_, *table, SharesOut(text_, said)), &listing.items);
  }
  for (const Block& block : blocks) {
    if (before.Contains(block.range.begin)) listing.preface.push_back(block.range);
  }
  return listing;
}

Listing SectionReader::ReadTables(Range title, const std::vector<Block>& blocks) const {
  Listing listing{.title = title, .range = title, .labelled = true};
  std::vector<Column> columns;
  for (const Block& block : blocks) {
    if (block.table < 0) {
      if (listing.items.empty()) listing.preface.push_back(block.range);
      continue;
    }
    const Table& table = page_.tables[static_cast<std::size_t>(block.table)];
    const Range said{title.begin, std::max(title.end, table.range.begin)};
    std::vector<Item> items;
    for (const Table& part : PlaceMatrices(text_, dictionary_, table)) {
      AppendMatrix(ReadMatrix(text_, dictionary_, part, SharesOut(text_, said)), &items);
    }
    bool matrix = !items.empty();
    if (!matrix) items = ReadTable(text_, dictionary_, table, &columns, &listing.totals);
    if (!matrix && SharesOut(text_, said)) PlanPlaces(&items);
    if (items.empty() && listing.items.empty()) {
      matrix = true;
      items = ReadMatrix(text_, dictionary_, table, SharesOut(text_, said));
    }
    if (items.empty()) continue;
    listing.layout = matrix ? "MATRIX" : LayoutOf(table.form);
    if (matrix) {
      AppendMatrix(std::move(items), &listing.items);
    } else {
      Append(std::move(items), &listing.items);
    }
  }
  return listing;
}

Listing SectionReader::ReadStream(Range title, const std::vector<Block>& blocks) const {
  Listing listing{.title = title, .range = title, .layout = "LINE_TABLE", .labelled = true};
  std::size_t first = 0;
  std::size_t last = 0;
  listing.items = ReadCellStream(text_, dictionary_, blocks, page_.stream.get(), &first, &last,
                                 &listing.totals);
  if (listing.items.empty()) return listing;
  for (std::size_t i = 0; i < first; ++i) listing.preface.push_back(blocks[i].range);
  if (SharesOut(text_, {title.begin, std::max(title.end, blocks[first].range.begin)}))
    PlanPlaces(&listing.items);
  return listing;
}

}  // namespace duban::documents
