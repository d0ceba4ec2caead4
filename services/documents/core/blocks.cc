#include "documents/core/blocks.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "documents/core/html_blocks.h"
#include "documents/core/lone_cells.h"
#include "documents/core/numbering.h"
#include "documents/core/table_rows.h"

namespace duban::documents {
namespace {

constexpr std::size_t kFlatRow = 450;  // bytes of a row that may be a whole document
constexpr std::size_t kFlatCells = 28;       // of a row that holds several
constexpr std::size_t kMaxCellLines = 16;    // below a row whose last cell goes on
constexpr std::size_t kLongestLoneRow = 600;  // bytes

struct Line {
  Range range;  // trimmed
  bool piped = false;
  bool tabbed = false;
  bool open = false;  // piped, but does not end with a pipe
};

std::vector<Line> FindLines(std::string_view text) {
  std::vector<Line> lines;
  const bool tabs = text.find('\t') != std::string_view::npos;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    Line line{.range = Trim(text, {at, end})};
    const Range whole{at, end};
    at = end + 1;
    if (line.range.empty()) continue;
    if (tabs && text.substr(line.range.begin, line.range.size()).find('\t') != std::string_view::npos) {
      // A tab at either end is an empty cell.
      line.range = whole;
      while (!line.range.empty() && (text[line.range.end - 1] == '\r' || text[line.range.end - 1] == ' ')) --line.range.end;
    }
    const std::string_view body = text.substr(line.range.begin, line.range.size());
    line.tabbed = tabs && body.find('\t') != std::string_view::npos;
    line.piped = body.find('|') != std::string_view::npos;
    line.open = line.piped && !body.ends_with('|');
    lines.push_back(line);
  }
  return lines;
}

// `framed`: a bar at the head of a line stands around its cells; else an empty cell stands before it.
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

// Whether the blanks in `gap` set the two characters of a name apart: 责任人:王  军.
bool PartsName(std::string_view text, Range line, Range gap) {
  if (gap.begin == line.begin || gap.end >= line.end) return false;
  const Char before = CharBefore(text, gap.begin);
  const Char after = CharAt(text, gap.end);
  if (!IsHan(before.code) || !IsHan(after.code)) return false;
  const std::size_t begin = gap.begin - before.bytes;
  const std::size_t end = gap.end + after.bytes;
  return begin > line.begin && (CharBefore(text, begin).code == ':' || CharBefore(text, begin).code == U'：') && (end == line.end || IsSpace(CharAt(text, end).code));
}

// Calls add(column) for the columns of a line that two or more blanks (or one wide blank) set apart.
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

std::vector<Range> SplitBlanks(std::string_view text, Range line) {
  std::vector<Range> row;
  ForBlankColumns(text, line, [&](Range column) { AddCell(text, column, &row); });
  return row;
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

class Builder {
 public:
  explicit Builder(const Text& text) : text_(text.str()) {}

  Page Build() {
    AddLines(FindLines(text_));
    return std::move(page_);
  }

 private:
  void AddLines(const std::vector<Line>& lines) {
    for (std::size_t i = 0; i < lines.size();) {
      std::size_t end = i + 1;
      if (lines[i].piped) {
        while (end < lines.size() && (lines[end].piped || ClosesCell(lines, i, end) || IsLoneRow(lines, end))) ++end;
        AddPiped(lines, i, end);
      } else if (lines[i].tabbed) {
        while (end < lines.size() && (lines[end].tabbed || IsLoneRow(lines, end) || GoesOnInCell(lines, i, end, TableForm::kTab))) ++end;
        AddSplit(lines, i, end, TableForm::kTab);
      } else if (const std::size_t after = AddComma(lines, i); after > i) {
        end = after;
      } else if (BlankColumns(lines[i]) >= 3) {
        while (end < lines.size() && !lines[end].piped && !lines[end].tabbed &&
               (BlankColumns(lines[end]) >= 2 || HeadsGroup(lines, end) || GoesOnInCell(lines, i, end, TableForm::kBlanks))) {
          ++end;
        }
        AddSplit(lines, i, end, TableForm::kBlanks);
      } else {
        page_.blocks.push_back({.range = lines[i].range});
      }
      i = end;
    }
  }

  // Comma-separated records from line `begin` on: a head of short cells and at least two records as long as it; rows of one
  // cell may stand above it. Returns the line after the last record, or `begin` when there is no such table.
  std::size_t AddComma(const std::vector<Line>& lines, std::size_t begin) {
    const std::string_view head = text_.substr(lines[begin].range.begin, lines[begin].range.size());
    // Prose has commas too: a sentence or a numbered line is no head.
    if (head.size() > 400 || std::count(head.begin(), head.end(), ',') < 2 || MentionsAny(head, {"。", "；"}) ||
        NumberingAt(text_, lines[begin].range.begin)) {
      return begin;
    }
    std::size_t at = lines[begin].range.begin;
    Table table{.form = TableForm::kComma, .range = lines[begin].range};
    table.rows.push_back(CommaRecord(&at));
    const auto filled = [](const std::vector<Range>& row) { return std::count_if(row.begin(), row.end(), [](Range cell) { return !cell.empty(); }); };
    const std::size_t width = table.rows.front().size();
    const bool padded = filled(table.rows.front()) < static_cast<std::ptrdiff_t>(width);
    if (width < (padded ? 4U : 3U)) return begin;
    std::size_t line = begin + 1;
    while (line < lines.size()) {
      at = lines[line].range.begin;
      std::vector<Range> record = CommaRecord(&at);
      if (record.size() != width) break;
      table.rows.push_back(std::move(record));
      while (line < lines.size() && lines[line].range.begin < at) ++line;
    }
    // A sheet's title is alone in its row: 2023年民生实事完成情况,,,,.
    std::size_t captions = 0;
    while (captions < table.rows.size() && filled(table.rows[captions]) == 1 && !table.rows[captions][0].empty()) ++captions;
    if (table.rows.size() < captions + 3 || filled(table.rows[captions]) < 3) return begin;
    for (const Range cell : table.rows[captions]) {
      if (cell.size() > 48 || (cell.empty() && !padded)) return begin;
    }
    for (std::size_t i = 0; i < captions; ++i) page_.blocks.push_back({.range = table.rows[i][0]});
    table.rows.erase(table.rows.begin(), table.rows.begin() + static_cast<std::ptrdiff_t>(captions));
    table.range = {table.rows[0][0].begin, lines[line - 1].range.end};
    AddTable(std::move(table), &page_);
    return line;
  }

  // The cells of one record from `*at` on; a quoted cell may hold commas and line breaks, and is at most 20 KB long.
  std::vector<Range> CommaRecord(std::size_t* at) const {
    std::vector<Range> row;
    for (;;) {
      if (*at < text_.size() && text_[*at] == '"') {
        const std::size_t begin = *at + 1;
        std::size_t end = begin;
        while (end < text_.size() && end - begin < 20'000 &&
               !(text_[end] == '"' && (end + 1 >= text_.size() || text_[end + 1] != '"'))) {
          end += text_[end] == '"' ? 2 : 1;
        }
        end = std::min(end, text_.size());
        AddCell(text_, {begin, end}, &row);
        *at = std::min(end + 1, text_.size());
      } else {
        std::size_t end = *at;
        while (end < text_.size() && text_[end] != ',' && text_[end] != '\n') ++end;
        AddCell(text_, {*at, end}, &row);
        *at = end;
      }
      if (*at >= text_.size() || text_[*at] != ',') break;
      ++*at;
    }
    return row;
  }

  // How the cells of a line are parted.
  std::tuple<bool, bool, bool> FormOf(const Line& line) const { return {line.piped, line.tabbed, BlankColumns(line) >= 2}; }

  // A numbered heading (一、…) between two rows of one form is a row of one cell.
  bool HeadsGroup(const std::vector<Line>& lines, std::size_t at) const {
    if (at == 0 || at + 1 >= lines.size() || lines[at].range.size() > 120) return false;
    const auto numbering = NumberingAt(text_, lines[at].range.begin);
    return numbering && (numbering->style == NumberStyle::kChinese || numbering->style == NumberStyle::kChineseParen) &&
           FormOf(lines[at - 1]) == FormOf(lines[at + 1]) && FormOf(lines[at]) != FormOf(lines[at - 1]);
  }

  // Between two rows of one form a line of another is a row of one cell: a heading, or what is left of a row whose other
  // cells are merged with those above it.
  bool IsLoneRow(const std::vector<Line>& lines, std::size_t at) const {
    if (HeadsGroup(lines, at)) return true;
    if (at == 0 || at + 1 >= lines.size() || lines[at].range.size() > kLongestLoneRow) return false;
    const auto form = [&](std::size_t i) { return FormOf(lines[i]); };
    const std::string_view line = text_.substr(lines[at].range.begin, lines[at].range.size());
    // Between lines that only blanks part, a numbered line is an item of its own: 第一件  修路, then 1.长620米。
    if (!lines[at - 1].piped && !lines[at - 1].tabbed && NumberingAt(text_, lines[at].range.begin)) return false;
    if (!line.ends_with("。") || !HoldsDigit(line) || StartsWithAny(line, {"附", "注", "表", "备注", "说明"})) return false;
    // The rows go on below it or below one more of its kind, without heads of their own.
    std::size_t next = at + 1;
    while (next + 1 < lines.size() && next <= at + 2 && form(next) == form(at)) ++next;
    const std::string_view row = text_.substr(lines[next].range.begin, lines[next].range.size());
    std::size_t above = at - 1;
    while (above > 0 && above + 2 >= at && form(above) == form(at)) --above;
    return form(next) == form(above) && form(next) != form(at) && !StartsWithAny(Trim(row), {"序号", "编号", "项目"});
  }

  // Whether a line is a row of a table whose cells tabs or blanks part.
  bool IsRow(const Line& line, TableForm form) const {
    return form == TableForm::kTab ? line.tabbed : !line.piped && !line.tabbed && BlankColumns(line) >= 2;
  }

  // The number in the first of several cells; 0 when there is none.
  int OpeningNumber(const Line& line, TableForm form) const {
    if (!IsRow(line, form) || (form == TableForm::kBlanks && BlankColumns(line) < 3)) return 0;
    const std::string_view row = text_.substr(line.range.begin, line.range.size());
    const std::size_t end = std::min({row.find('\t'), row.find(' '), Find(row, "\u3000")});
    return end <= 12 ? BareNumber(row.substr(0, end)) : 0;
  }

  // Lines that are no rows between rows that count on are lines of the last cell of the row above them, or rows of their own.
  bool GoesOnInCell(const std::vector<Line>& lines, std::size_t begin, std::size_t at, TableForm form) const {
    std::size_t above = at;
    while (above > begin && !IsRow(lines[above], form)) --above;
    if (lines[at].piped || above == at || at - above > kMaxCellLines) return false;
    std::size_t next = at;
    while (next < lines.size() && next <= above + kMaxCellLines && !IsRow(lines[next], form)) ++next;
    if (next == lines.size()) return false;
    const int number = OpeningNumber(lines[next], form);
    for (std::size_t up = 0; up < kMaxCellLines && above > begin && OpeningNumber(lines[above], form) == 0; ++up) --above;
    return number > 1 && OpeningNumber(lines[above], form) == number - 1;
  }

  // A cell that holds line breaks leaves lines without a pipe between an open line and the line that closes the row: few, or
  // as many as it takes to fill the row with the bars that the first one has.
  bool ClosesCell(const std::vector<Line>& lines, std::size_t begin, std::size_t at) const {
    constexpr std::size_t kFewLines = 12;
    constexpr std::size_t kMaxLines = 80;
    if (!lines[at - 1].open && lines[at - 1].piped) return false;
    if (lines[begin].open) return false;  // rows of this table do not end with a pipe
    std::size_t close = at;
    bool bars_between = false;
    for (; close < lines.size() && close < at + kMaxLines && !(lines[close].piped && !lines[close].open); ++close) bars_between |= lines[close].piped;
    if (close == lines.size() || close == at + kMaxLines) return false;
    if (close < at + kFewLines && !bars_between) return true;
    std::size_t row = at;
    while (row > begin + 1 && !(lines[row - 1].piped && !lines[row - 1].open)) --row;
    const auto bars = [this](std::size_t from, std::size_t to) { return std::count(text_.begin() + static_cast<std::ptrdiff_t>(from), text_.begin() + static_cast<std::ptrdiff_t>(to), '|'); };
    return bars(lines[row].range.begin, lines[close].range.end) <= bars(lines[begin].range.begin, lines[begin].range.end);
  }

  std::size_t BlankColumns(const Line& line) const {
    if (line.range.size() > 4000) return 1;
    std::size_t columns = 0;
    ForBlankColumns(text_, line.range, [&columns](Range) { ++columns; });
    return columns;
  }

  void AddPiped(const std::vector<Line>& lines, std::size_t begin, std::size_t end) {
    Table table{.form = TableForm::kPipe, .range = {lines[begin].range.begin, lines[end - 1].range.end}};
    const auto opens = [&](const Line& line) { return line.piped && text_[line.range.begin] == '|'; };
    const auto piped = [](const Line& line) { return line.piped; };
    const auto first = lines.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = lines.begin() + static_cast<std::ptrdiff_t>(end);
    const bool framed = std::count_if(first, last, opens) * 2 >= std::count_if(first, last, piped);
    const bool closed = !lines[begin].open && !RowsStayOpen(lines, begin, end);
    std::size_t wide = 0;
    std::size_t pairs = 0;
    for (std::size_t i = begin; i < end; ++i) {
      Range row = lines[i].range;
      while (closed && (lines[i].open || !lines[i].piped) && i + 1 < end) row.end = lines[++i].range.end;
      std::vector<Range> cells = SplitPipes(text_, row, framed);
      if (IsRule(text_, cells)) continue;
      if (std::all_of(cells.begin(), cells.end(), [](Range cell) { return cell.empty(); })) continue;
      wide += cells.size() > 2;
      pairs += cells.size() == 2 && !cells[0].empty() && !cells[1].empty();
      table.rows.push_back(std::move(cells));
    }
    // A whole document on one line may hold pipes as well; a row of a table that was parted is short, or as wide as the rows
    // before it.
    const bool flat = (table.rows.size() == 1 || (!table.rows.empty() && table.rows.size() <= 3 && table.rows[0].size() >= kFlatCells)) && table.range.size() > kFlatRow &&
                      (page_.tables.empty() || page_.tables.back().rows.back().size() != table.rows[0].size());
    const bool lone = wide * 4 <= table.rows.size() && (pairs < 3 || pairs * 5 < table.rows.size() * 4);
    if (!flat && !lone) {
      AddTable(std::move(table), &page_);
      return;
    }
    std::vector<Range> cells = ClosedCells(table.range);
    if (flat) PartCaption(&cells);
    if (std::vector<std::vector<Range>> rows = RowsOfLoneCells(text_, cells); !rows.empty()) {
      table.rows = std::move(rows);
      AddTable(std::move(table), &page_);
      return;
    }
    if (wide > 0 && !flat) {
      AddTable(std::move(table), &page_);
      return;
    }
    for (const Range cell : cells) {
      if (!cell.empty()) page_.blocks.push_back({.range = cell, .lone_cell = !flat});
    }
  }

  // Rows without a pipe at their end look closed where their last cell is empty. Below a row that is closed indeed no row
  // begins before its end.
  bool RowsStayOpen(const std::vector<Line>& lines, std::size_t begin, std::size_t end) const {
    const auto cells = [&](std::size_t i) { return SplitPipes(text_, lines[i].range, /*framed=*/true).size(); };
    std::size_t width = 0;  // a caption of one cell may stand above the rows
    for (std::size_t i = begin; i < std::min(end, begin + 4); ++i) width = std::max(width, cells(i));
    const auto whole = [&](std::size_t i) { return lines[i].piped && cells(i) * 3 >= width * 2; };
    std::size_t open = 0;
    for (std::size_t i = begin; i + 1 < end && width >= 4; ++i) open += lines[i].open && whole(i) && whole(i + 1);
    return open >= 3 && open * 3 >= end - begin;
  }

  // The title of a table runs on into its first head where line breaks were lost: …进展表 序号 | 项目名称 |.
  void PartCaption(std::vector<Range>* cells) {
    if (cells->size() < 8 || cells->front().empty()) return;
    const Range first = cells->front();
    // …任务分解表 | 序号 | 项目名称 |: a cell of its own.
    const std::string_view second = text_.substr((*cells)[1].begin, (*cells)[1].size());
    if (StartsWithAny(second, {"序号", "编号"}) && second.size() <= 12) {
      AddWords(first);
      cells->erase(cells->begin());
      return;
    }
    const std::size_t blank = text_.substr(first.begin, first.size()).rfind(' ');
    if (blank == std::string_view::npos || HasMoreThan(8, text_.substr(first.begin + blank + 1, first.size() - blank - 1))) return;
    AddWords({first.begin, first.begin + blank});
    cells->front().begin += blank + 1;
  }

  // The lines that blanks stand for.
  void AddWords(Range words) {
    for (std::size_t at = words.begin; at < words.end;) {
      const std::size_t end = std::min(text_.find(' ', at), words.end);
      if (const Range line = Trim(text_, {at, end}); !line.empty()) page_.blocks.push_back({.range = line});
      at = end + 1;
    }
  }

  // The cells that pipes close; what stands behind the last one is one too.
  std::vector<Range> ClosedCells(Range range) const {
    std::vector<Range> cells;
    std::size_t start = range.begin;
    for (std::size_t at = text_.find('|', start); at < range.end; at = text_.find('|', start)) {
      cells.push_back(Trim(text_, {start, at}));
      start = at + 1;
    }
    if (const Range rest = Trim(text_, {start, range.end}); !rest.empty()) cells.push_back(rest);
    return cells;
  }

  void AddSplit(const std::vector<Line>& lines, std::size_t begin, std::size_t end, TableForm form) {
    if (end - begin < 2) {
      for (std::size_t i = begin; i < end; ++i) page_.blocks.push_back({.range = lines[i].range});
      return;
    }
    Table table{.form = form, .range = {lines[begin].range.begin, lines[end - 1].range.end}};
    for (std::size_t i = begin; i < end; ++i) {
      if (i > begin && !IsRow(lines[i], form) && !IsLoneRow(lines, i) && !table.rows.back().empty()) {
        table.rows.back().back().end = Trim(text_, lines[i].range).end;
        continue;
      }
      table.rows.push_back(form == TableForm::kTab ? SplitTabs(text_, lines[i].range)
                                                   : SplitBlanks(text_, lines[i].range));
    }
    AddTable(std::move(table), &page_);
  }

  std::string_view text_;
  Page page_;
};

}  // namespace

void AddTable(Table table, Page* page) {
  page->blocks.push_back({.range = table.range, .table = static_cast<int>(page->tables.size())});
  page->tables.push_back(std::move(table));
}

void AddCell(std::string_view text, Range cell, std::vector<Range>* row) {
  if (row->size() >= kMaxColumns) {
    row->back().end = cell.end;
    return;
  }
  row->push_back(Trim(text, cell));
}

Page FindBlocks(const Text& text) {
  const std::string_view all = text.str();
  const bool tags = all.find("<td") != std::string_view::npos || all.find("<TD") != std::string_view::npos;
  return tags ? FindHtmlBlocks(all) : Builder(text).Build();
}

}  // namespace duban::documents
