#include "documents/core/comma_table.h"

#include <algorithm>
#include <utility>

#include "documents/core/numbering.h"

namespace duban::documents {
namespace {

// The cells of one record from `*at` on; a quoted cell may hold commas and line breaks, and is at
// most 20 KB long.
std::vector<Range> CommaRecord(std::string_view text, std::size_t* at) {
  std::vector<Range> row;
  for (;;) {
    if (*at < text.size() && text[*at] == '"') {
      const std::size_t begin = *at + 1;
      std::size_t end = begin;
      while (end < text.size() && end - begin < 20'000 &&
             !(text[end] == '"' && (end + 1 >= text.size() || text[end + 1] != '"'))) {
        end += text[end] == '"' ? 2 : 1;
      }
      end = std::min(end, text.size());
      AddCell(text, {begin, end}, &row);
      *at = std::min(end + 1, text.size());
    } else {
      std::size_t end = *at;
      while (end < text.size() && text[end] != ',' && text[end] != '\n') ++end;
      AddCell(text, {*at, end}, &row);
      *at = end;
    }
    if (*at >= text.size() || text[*at] != ',') break;
    ++*at;
  }
  return row;
}

}  // namespace

std::size_t AddCommaTable(std::string_view text, const std::vector<TableLine>& lines,
                          std::size_t begin, Page* page) {
  const std::string_view head = text.substr(lines[begin].range.begin, lines[begin].range.size());
  // Prose has commas too: a sentence or a numbered line is no head.
  const std::size_t comma = head.find(',');
  if (head.size() > 400 || comma == std::string_view::npos ||
      head.find(',', comma + 1) == std::string_view::npos || MentionsAny(head, {"。", "；"}) ||
      NumberingAt(text, lines[begin].range.begin)) {
    return begin;
  }
  std::size_t at = lines[begin].range.begin;
  Table table{.form = TableForm::kComma, .range = lines[begin].range};
  table.rows.push_back(CommaRecord(text, &at));
  const auto filled = [](const std::vector<Range>& row) {
    return std::count_if(row.begin(), row.end(), [](Range cell) { return !cell.empty(); });
  };
  const std::size_t width = table.rows.front().size();
  const bool padded = filled(table.rows.front()) < static_cast<std::ptrdiff_t>(width);
  if (width < (padded ? 4U : 3U)) return begin;
  std::size_t line = begin + 1;
  while (line < lines.size()) {
    at = lines[line].range.begin;
    std::vector<Range> record = CommaRecord(text, &at);
    if (record.size() != width) break;
    table.rows.push_back(std::move(record));
    while (line < lines.size() && lines[line].range.begin < at) ++line;
  }
  // Lines that end as sentences do, or lead to what follows, are prose; not where many have as many
  // commas.
  const bool regular = width >= 5 && table.rows.size() >= 5;
  std::size_t sentences = 0;
  for (const std::vector<Range>& row : table.rows) {
    const std::string_view last = text.substr(row.back().begin, row.back().size());
    sentences += EndsWithAny(last, {"。", "；", ";", ":", "："});
  }
  if (sentences * 2 > table.rows.size() && !regular) return begin;
  // A sheet's title is alone in its row: 2023年民生实事完成情况,,,,.
  std::size_t captions = 0;
  while (captions < table.rows.size() && filled(table.rows[captions]) == 1 &&
         !table.rows[captions][0].empty())
    ++captions;
  if (table.rows.size() < captions + 3 || filled(table.rows[captions]) < 3) return begin;
  for (const Range cell : table.rows[captions]) {
    if (cell.size() > 48 || (cell.empty() && !padded)) return begin;
  }
  for (std::size_t i = 0; i < captions; ++i) page->blocks.push_back({.range = table.rows[i][0]});
  table.rows.erase(table.rows.begin(), table.rows.begin() + static_cast<std::ptrdiff_t>(captions));
  table.range = {table.rows[0][0].begin, lines[line - 1].range.end};
  AddTable(std::move(table), page);
  return line;
}

}  // namespace duban::documents
