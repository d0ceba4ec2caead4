#include "documents/core/blocks.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "documents/core/comma_table.h"
#include "documents/core/html_blocks.h"
#include "documents/core/lone_cells.h"
#include "documents/core/numbering.h"
#include "documents/core/table_lines.h"
#include "documents/core/table_rows.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kFlatRow = 450;         // bytes of a row that may be a whole document
constexpr std::size_t kFlatCells = 28;        // of a row that holds several
constexpr std::size_t kMaxCellLines = 16;     // below a row whose last cell goes on
constexpr std::size_t kLongestLoneRow = 600;  // bytes

class Builder {
 public:
  explicit Builder(const Text& text) : text_(text.str()) {}

  Page Build() {
    AddLines(FindLines(text_));
    return std::move(page_);
  }

 private:
  void AddLines(const std::vector<TableLine>& lines) {
    for (std::size_t i = 0; i < lines.size();) {
      std::size_t end = i + 1;
      if (lines[i].piped) {
        while (end < lines.size() && (lines[end].piped || ClosesCell(lines, i, end) ||
                                      OpensLoneCell(lines, i, end) || IsLoneRow(lines, end)))
          ++end;
        AddPiped(lines, i, end);
      } else if (lines[i].tabbed) {
        while (end < lines.size() && (lines[end].tabbed || IsLoneRow(lines, end) ||
                                      GoesOnInCell(lines, i, end, TableForm::kTab)))
          ++end;
        AddSplit(lines, i, end, TableForm::kTab);
      } else if (const std::size_t after = AddCommaTable(text_, lines, i, &page_); after > i) {
        end = after;
      } else if (BlankColumns(text_, lines[i].range) >= 3) {
        while (end < lines.size() && !lines[end].piped && !lines[end].tabbed &&
               (BlankColumns(text_, lines[end].range) >= 2 || HeadsGroup(lines, end) ||
                GoesOnInCell(lines, i, end, TableForm::kBlanks))) {
          ++end;
        }
        AddSplit(lines, i, end, TableForm::kBlanks);
      } else {
        page_.blocks.push_back({.range = lines[i].range});
      }
      i = end;
    }
  }

  // How the cells of a line are parted.
  std::tuple<bool, bool, bool> FormOf(const TableLine& line) const {
    return {line.piped, line.tabbed, BlankColumns(text_, line.range) >= 2};
  }

  // A numbered heading (一、…) between two rows of one form is a row of one cell.
  bool HeadsGroup(const std::vector<TableLine>& lines, std::size_t at) const {
    if (at == 0 || at + 1 >= lines.size() || lines[at].range.size() > 120) return false;
    const auto numbering = NumberingAt(text_, lines[at].range.begin);
    return numbering &&
           (numbering->style == NumberStyle::kChinese ||
            numbering->style == NumberStyle::kChineseParen) &&
           FormOf(lines[at - 1]) == FormOf(lines[at + 1]) &&
           FormOf(lines[at]) != FormOf(lines[at - 1]);
  }

  // 公共安全 between two rows that tabs part is a row of one cell, unless the one below it holds
  // heads of their own.
  bool NamesGroup(const std::vector<TableLine>& lines, std::size_t at) const {
    if (at == 0 || at + 1 >= lines.size() || lines[at].tabbed || lines[at].piped ||
        !lines[at - 1].tabbed || !lines[at + 1].tabbed)
      return false;
    const std::string_view name = text_.substr(lines[at].range.begin, lines[at].range.size());
    const std::string_view below =
        text_.substr(lines[at + 1].range.begin, lines[at + 1].range.size());
    return !HasMoreThan(12, name) && HasMoreThan(1, name) && !HoldsDigit(name) &&
           !MentionsAny<"。", "，", ",", ":", "：", "附", "表">(name) &&
           !StartsWithAny(Trim(below), {"序号", "编号", "项目", "类别"});
  }

  // Between two rows of one form a line of another is a row of one cell: a heading, or what is left
  // of a row whose other cells are merged with those above it.
  bool IsLoneRow(const std::vector<TableLine>& lines, std::size_t at) const {
    if (HeadsGroup(lines, at) || NamesGroup(lines, at)) return true;
    if (at == 0 || at + 1 >= lines.size() || lines[at].range.size() > kLongestLoneRow) return false;
    const auto form = [&](std::size_t i) { return FormOf(lines[i]); };
    const std::string_view line = text_.substr(lines[at].range.begin, lines[at].range.size());
    // Between lines that only blanks part, a numbered line is an item of its own: 第一件  修路,
    // then 1.长620米。
    if (!lines[at - 1].piped && !lines[at - 1].tabbed && NumberingAt(text_, lines[at].range.begin))
      return false;
    if (!line.ends_with("。") || !HoldsDigit(line) ||
        StartsWithAny(line, {"附", "注", "表", "备注", "说明"}))
      return false;
    // The rows go on below it or below one more of its kind, without heads of their own.
    std::size_t next = at + 1;
    while (next + 1 < lines.size() && next <= at + 2 && form(next) == form(at)) ++next;
    const std::string_view row = text_.substr(lines[next].range.begin, lines[next].range.size());
    std::size_t above = at - 1;
    while (above > 0 && above + 2 >= at && form(above) == form(at)) --above;
    return form(next) == form(above) && form(next) != form(at) &&
           !StartsWithAny(Trim(row), {"序号", "编号", "项目"});
  }

  // Whether a line is a row of a table whose cells tabs or blanks part.
  bool IsRow(const TableLine& line, TableForm form) const {
    return form == TableForm::kTab
               ? line.tabbed
               : !line.piped && !line.tabbed && BlankColumns(text_, line.range) >= 2;
  }

  // The number in the first of several cells; 0 when there is none.
  int OpeningNumber(const TableLine& line, TableForm form) const {
    if (!IsRow(line, form) || (form == TableForm::kBlanks && BlankColumns(text_, line.range) < 3))
      return 0;
    const std::string_view row = text_.substr(line.range.begin, line.range.size());
    const std::size_t end = std::min({row.find('\t'), row.find(' '), Find(row, "\u3000")});
    return end <= 12 ? BareNumber(row.substr(0, end)) : 0;
  }

  // Lines that are no rows between rows that count on are lines of the last cell of the row above
  // them, or rows of their own.
  bool GoesOnInCell(const std::vector<TableLine>& lines, std::size_t begin, std::size_t at,
                    TableForm form) const {
    std::size_t above = at;
    while (above > begin && !IsRow(lines[above], form)) --above;
    if (lines[at].piped || above == at || at - above > kMaxCellLines) return false;
    std::size_t next = at;
    while (next < lines.size() && next <= above + kMaxCellLines && !IsRow(lines[next], form))
      ++next;
    if (next == lines.size()) return false;
    const int number = OpeningNumber(lines[next], form);
    for (std::size_t up = 0;
         up < kMaxCellLines && above > begin && OpeningNumber(lines[above], form) == 0; ++up)
      --above;
    return number > 1 && OpeningNumber(lines[above], form) == number - 1;
  }

  // A cell that holds line breaks leaves lines without a pipe between an open line and the line
  // that closes the row: few, or as many as it takes to fill the row with the bars that the first
  // one has.
  bool ClosesCell(const std::vector<TableLine>& lines, std::size_t begin, std::size_t at) const {
    constexpr std::size_t kFewLines = 12;
    constexpr std::size_t kMaxLines = 80;
    if (!lines[at - 1].open && lines[at - 1].piped) return false;
    if (lines[begin].open) return false;  // rows of this table do not end with a pipe
    std::size_t close = at;
    bool bars_between = false;
    for (; close < lines.size() && close < at + kMaxLines &&
           !(lines[close].piped && !lines[close].open);
         ++close)
      bars_between |= lines[close].piped;
    if (close == lines.size() || close == at + kMaxLines) return false;
    if (close < at + kFewLines && !bars_between) return true;
    std::size_t row = at;
    while (row > begin + 1 && !(lines[row - 1].piped && !lines[row - 1].open)) --row;
    const auto bars = [this](std::size_t from, std::size_t to) {
      return std::count(text_.begin() + static_cast<std::ptrdiff_t>(from),
                        text_.begin() + static_cast<std::ptrdiff_t>(to), '|');
    };
    return bars(lines[row].range.begin, lines[close].range.end) <=
           bars(lines[begin].range.begin, lines[begin].range.end);
  }

  // Whether a line holds one cell and the bar that closes it: 县教育局 |.
  bool IsLoneCell(const TableLine& line) const {
    return line.piped && !line.open && text_.find('|', line.range.begin) + 1 == line.range.end;
  }

  // Where each line is a cell, one of two lines is closed by the bar behind its second: 县教育局,
  // then 县财政局 |.
  bool OpensLoneCell(const std::vector<TableLine>& lines, std::size_t begin, std::size_t at) const {
    constexpr std::size_t kLeastCells = 8;
    constexpr std::size_t kMostLines = 3;
    constexpr std::size_t kMostBytes = 90;
    if (lines[at].piped || lines[at].tabbed || at < begin + kLeastCells) return false;
    const auto lone = [this](const TableLine& line) { return IsLoneCell(line); };
    const auto line = [&](std::size_t i) { return lines.begin() + static_cast<std::ptrdiff_t>(i); };
    std::size_t close = at;
    while (close < lines.size() && close < at + kMostLines && !lines[close].piped) ++close;
    if (close + kLeastCells > lines.size() ||
        !std::all_of(line(close), line(close + kLeastCells), lone))
      return false;
    std::size_t open = at;  // of the cell, behind the last that is closed
    while (open > begin && !lines[open - 1].piped) --open;
    if (at - open >= kMostLines || open < begin + kLeastCells ||
        !std::all_of(line(open - kLeastCells), line(open), lone))
      return false;
    const std::string_view words = text_.substr(lines[at].range.begin, lines[at].range.size());
    const std::string_view below =
        text_.substr(lines[close].range.begin, lines[close].range.size());
    return words.size() <= kMostBytes && !MentionsAny<"。", ":", "：", "实事", "附件">(words) &&
           !StartsWithAny(words, {"附", "注", "表", "备注", "说明"}) &&
           !StartsWithAny(Trim(below), {"序号", "编号", "项目", "类别"});
  }

  void AddPiped(const std::vector<TableLine>& lines, std::size_t begin, std::size_t end) {
    Table table{.form = TableForm::kPipe,
                .range = {lines[begin].range.begin, lines[end - 1].range.end}};
    const auto opens = [&](const TableLine& line) {
      return line.piped && text_[line.range.begin] == '|';
    };
    const auto piped = [](const TableLine& line) { return line.piped; };
    const auto first = lines.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = lines.begin() + static_cast<std::ptrdiff_t>(end);
    const bool framed =
        std::count_if(first, last, opens) * 2 >= std::count_if(first, last, piped) &&
        !OpenEmpty(lines, begin, end);
    const bool closed = !lines[begin].open && !RowsStayOpen(lines, begin, end);
    std::size_t wide = 0;
    std::size_t pairs = 0;
    for (std::size_t i = begin; i < end; ++i) {
      Range row = lines[i].range;
      while (closed && (lines[i].open || !lines[i].piped) && i + 1 < end)
        row.end = lines[++i].range.end;
      std::vector<Range> cells = SplitPipes(text_, row, framed);
      if (closed && i + 1 < end && GoesOnBelow(table, cells, lines[i + 1], framed))
        cells = SplitPipes(text_, {row.begin, lines[++i].range.end}, framed);
      if (IsRule(text_, cells)) continue;
      if (std::all_of(cells.begin(), cells.end(), [](Range cell) { return cell.empty(); }))
        continue;
      wide += cells.size() > 2;
      pairs += cells.size() == 2 && !cells[0].empty() && !cells[1].empty();
      table.rows.push_back(std::move(cells));
    }
    // A whole document on one line may hold pipes as well; a row of a table that was parted is
    // short, or as wide as the rows before it.
    const bool flat =
        (table.rows.size() == 1 ||
         (!table.rows.empty() && table.rows.size() <= 3 && table.rows[0].size() >= kFlatCells)) &&
        table.range.size() > kFlatRow &&
        (page_.tables.empty() || page_.tables.back().rows.back().size() != table.rows[0].size());
    const bool lone =
        wide * 4 <= table.rows.size() && (pairs < 3 || pairs * 5 < table.rows.size() * 4);
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

  // Whether a row that its number opens broke off behind a bar: the line below it has just the
  // cells that it lacks.
  bool GoesOnBelow(const Table& table, const std::vector<Range>& cells, const TableLine& below,
                   bool framed) const {
    const auto number = [this](Range cell) {
      return BareNumber(text_.substr(cell.begin, cell.size()));
    };
    if (table.rows.empty() || cells.empty() || cells.size() >= table.rows.front().size() ||
        number(cells.front()) == 0)
      return false;
    if (!below.piped || below.open || text_[below.range.begin] == '|') return false;
    const std::vector<Range> rest = SplitPipes(text_, below.range, framed);
    return cells.size() + rest.size() == table.rows.front().size() &&
           number(rest.front()) != number(cells.front()) + 1;
  }

  // Whether the rows that a pipe opens have no more of them than the heads, which none opens: it
  // stands behind an empty cell.
  bool OpenEmpty(const std::vector<TableLine>& lines, std::size_t begin, std::size_t end) const {
    const auto bars = [this](Range line) {
      return std::ranges::count(text_.substr(line.begin, line.size()), '|');
    };
    const std::ptrdiff_t heads = bars(lines[begin].range);
    if (heads < 3 || text_[lines[begin].range.begin] == '|') return false;
    return std::none_of(lines.begin() + static_cast<std::ptrdiff_t>(begin),
                        lines.begin() + static_cast<std::ptrdiff_t>(end),
                        [&](const TableLine& line) {
                          return text_[line.range.begin] == '|' && bars(line.range) > heads;
                        });
  }

  // Rows without a pipe at their end look closed where their last cell is empty. Below a row that
  // is closed indeed no row begins before its end.
  bool RowsStayOpen(const std::vector<TableLine>& lines, std::size_t begin, std::size_t end) const {
    const auto cells = [&](std::size_t i) {
      return SplitPipes(text_, lines[i].range, /*framed=*/true).size();
    };
    std::size_t width = 0;  // a caption of one cell may stand above the rows
    for (std::size_t i = begin; i < std::min(end, begin + 4); ++i)
      width = std::max(width, cells(i));
    const auto whole = [&](std::size_t i) { return lines[i].piped && cells(i) * 3 >= width * 2; };
    std::size_t open = 0;
    for (std::size_t i = begin; i + 1 < end && width >= 4; ++i)
      open += lines[i].open && whole(i) && whole(i + 1);
    return open >= 3 && open * 3 >= end - begin;
  }

  // The title of a table runs on into its first head where line breaks were lost: …进展表 序号 |
  // 项目名称 |.
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
    if (blank == std::string_view::npos ||
        HasMoreThan(8, text_.substr(first.begin + blank + 1, first.size() - blank - 1)))
      return;
    AddWords({first.begin, first.begin + blank});
    cells->front().begin += blank + 1;
  }

  // The lines that blanks stand for.
  void AddWords(Range words) {
    for (std::size_t at = words.begin; at < words.end;) {
      const std::size_t end = std::min(text_.find(' ', at), words.end);
      if (const Range line = Trim(text_, {at, end}); !line.empty())
        page_.blocks.push_back({.range = line});
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

  void AddSplit(const std::vector<TableLine>& lines, std::size_t begin, std::size_t end,
                TableForm form) {
    if (end - begin < 2) {
      for (std::size_t i = begin; i < end; ++i) page_.blocks.push_back({.range = lines[i].range});
      return;
    }
    Table table{.form = form, .range = {lines[begin].range.begin, lines[end - 1].range.end}};
    for (std::size_t i = begin; i < end; ++i) {
      if (i > begin && !IsRow(lines[i], form) && !IsLoneRow(lines, i) &&
          !table.rows.back().empty()) {
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
  const bool tags =
      all.find("<td") != std::string_view::npos || all.find("<TD") != std::string_view::npos;
  return tags ? FindHtmlBlocks(all) : Builder(text).Build();
}

}  // namespace duban::documents
