#include "documents/core/table_lines.h"

#include <algorithm>

#include "documents/core/blocks.h"

namespace duban::documents {
namespace {

// 牵头单位:…, a short label and what it is of.
bool OpensWithLabel(std::string_view cell) {
  constexpr std::size_t kMostBytes = 24;
  const std::size_t colon = FindColon(cell.substr(0, kMostBytes + 3));
  return colon != std::string_view::npos && colon >= 6 && colon + 3 < cell.size() &&
         !HoldsDigit(cell.substr(0, colon));
}

// Whether the blanks in `gap` set the two characters of a name apart: 责任人:王  军.
bool PartsName(std::string_view text, Range line, Range gap) {
  if (gap.begin == line.begin || gap.end >= line.end) return false;
  const Char before = CharBefore(text, gap.begin);
  const Char after = CharAt(text, gap.end);
  if (!IsHan(before.code) || !IsHan(after.code)) return false;
  const std::size_t begin = gap.begin - before.bytes;
  const std::size_t end = gap.end + after.bytes;
  return begin > line.begin &&
         (CharBefore(text, begin).code == ':' || CharBefore(text, begin).code == U'：') &&
         (end == line.end || IsSpace(CharAt(text, end).code));
}

// Calls add(column) for the columns of a line that two or more blanks (or one wide blank) set
// apart.
template <typename Add>
void ForBlankColumns(std::string_view text, Range line, const Add& add) {
  std::size_t start = line.begin;
  for (std::size_t at = NextBlank(text, line.begin, line.end); at < line.end;) {
    std::size_t end = at;
    std::size_t width = 0;
    while (end < line.end) {
      const Char c = CharAt(text, end);
      if (!IsSpace(c.code)) break;
      width += c.code == static_cast<char32_t>(kPageBreak) ? 0 : c.code == 0x3000 ? 2 : 1;
      end += c.bytes;
    }
    if (width >= 2 && !PartsName(text, line, {at, end})) {
      add(Range{start, at});
      start = end;
    }
    at = NextBlank(text, end, line.end);
  }
  add(Range{start, line.end});
}

}  // namespace

std::vector<TableLine> FindLines(std::string_view text) {
  std::vector<TableLine> lines;
  const bool tabs = text.find('\t') != std::string_view::npos;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    TableLine line{.range = Trim(text, {at, end})};
    const Range whole{at, end};
    at = end + 1;
    if (line.range.empty()) continue;
    // 公共安全 and empty cells are a row too; one tab behind a word closes a cell that has its line
    // to itself.
    const bool padded =
        tabs && std::ranges::count(text.substr(whole.begin, whole.size()), '\t') >= 2;
    if (padded || (tabs && text.substr(line.range.begin, line.range.size()).find('\t') !=
                               std::string_view::npos)) {
      // A tab at either end is an empty cell.
      line.range = whole;
      while (!line.range.empty() &&
             (text[line.range.end - 1] == '\r' || text[line.range.end - 1] == ' '))
        --line.range.end;
    }
    const std::string_view body = text.substr(line.range.begin, line.range.size());
    line.tabbed = tabs && body.find('\t') != std::string_view::npos;
    line.piped = body.find('|') != std::string_view::npos;
    line.open = line.piped && !body.ends_with('|');
    lines.push_back(line);
  }
  return lines;
}

std::vector<Range> SplitPipes(std::string_view text, Range line, bool framed) {
  std::vector<Range> row;
  std::size_t start = line.begin;
  for (std::size_t at = text.find('|', start); at < line.end; at = text.find('|', start)) {
    if (!framed || at > line.begin) AddCell(text, {start, at}, &row);
    start = at + 1;
  }
  if (start < line.end) AddCell(text, {start, line.end}, &row);
  return row;
}

std::vector<Range> SplitTabs(std::string_view text, Range line) {
  std::vector<Range> row;
  std::size_t start = line.begin;
  for (std::size_t at = line.begin; at <= line.end; ++at) {
    if (at < line.end && text[at] != '\t') continue;
    AddCell(text, {start, at}, &row);
    start = at + 1;
  }
  return row;
}

std::vector<Range> SplitBlanks(std::string_view text, Range line) {
  std::vector<Range> row;
  ForBlankColumns(text, line, [&](Range column) { AddCell(text, column, &row); });
  return row;
}

std::size_t BlankColumns(std::string_view text, Range line) {
  if (line.size() > 4000) return 1;
  std::size_t columns = 0;
  std::size_t labelled = 0;
  ForBlankColumns(text, line, [&](Range column) {
    ++columns;
    labelled += OpensWithLabel(text.substr(column.begin, column.size()));
  });
  return labelled == columns ? 1 : columns;  // 责任领导:甲  牵头单位:乙: cells need no names
}

bool IsRule(std::string_view text, const std::vector<Range>& row) {
  bool dashes = false;
  for (const Range cell : row) {
    for (std::size_t i = cell.begin; i < cell.end; ++i) {
      if (std::string_view("-:=+ ").find(text[i]) == std::string_view::npos) return false;
      dashes = dashes || text[i] == '-' || text[i] == '=';
    }
  }
  return dashes;
}

}  // namespace duban::documents
