#include "documents/formats/pdf_layout.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "documents/core/marks.h"
#include "documents/core/numbering.h"
#include "documents/core/text.h"
#include "documents/formats/pdf_columns.h"
#include "documents/formats/pdf_grid.h"
#include "documents/formats/pdf_lines.h"

namespace duban::documents {
namespace {

// A table as it stands in the document, over one page or several.
struct OpenTable {
  Grid grid;
  std::vector<double> columns;
  std::size_t head_rows = 1;
  bool reaches_end = false;  // nothing is printed below it on its page
};

class Pages {
 public:
  explicit Pages(const DecodeLimits& limits) : limits_(limits), writer_(limits) {}

  absl::StatusOr<DecodedDocument> Write(std::vector<PdfPage> pages) {
    std::size_t words = 0;
    bool picture = false;
    for (const PdfPage& page : pages) {
      words += page.words.size();
      picture = picture || page.picture;
    }
    if (words == 0 && picture) {
      return DocumentError("DOCUMENT_SCANNED",
                           "the PDF holds pictures of pages and no text; run text recognition "
                           "(OCR) on it, or give the file that "
                           "it was printed from");
    }
    CloseMixedGaps(&pages);
    DropFurniture(&pages);
    for (std::size_t i = 0; i < pages.size() && !writer_.full(); ++i)
      Page(pages[i], static_cast<int>(i) + 1);
    CloseParagraph();
    CloseTable();
    return writer_.Take("application/pdf");
  }

 private:
  void Page(PdfPage& page, int number) {
    const std::vector<RuledTable> tables = FindRuledTables(page);
    std::vector<std::vector<Word>> inside(tables.size());
    std::vector<Word> outside;
    for (Word& word : page.words) {
      const double x = (word.box.left + word.box.right) / 2;
      const double y = (word.box.top + word.box.bottom) / 2;
      std::size_t t = 0;
      while (t < tables.size() && !(x >= tables[t].box.left && x <= tables[t].box.right &&
                                    y >= tables[t].box.top && y <= tables[t].box.bottom))
        ++t;
      (t < tables.size() ? inside[t] : outside).push_back(std::move(word));
    }
    const std::vector<PrintedLine> lines = LinesOf(std::move(outside), number);
    left_ = 1e9;
    right_ = 0;
    const auto widen = [this](const Box& box) {
      left_ = std::min(left_, box.left);
      right_ = std::max(right_, box.right);
    };
    for (const PrintedLine& line : lines) widen(line.box);
    for (const RuledTable& table : tables) widen(table.box);
    // Margins are alike as a rule: a page of short lines does not make them long ones.
    right_ = std::max(right_, std::min(page.width - left_ * 1.2, page.width * 0.95));
    usual_gap_ = UsualGap(lines);
    std::size_t next = 0;
    for (std::size_t t = 0; t < tables.size(); ++t) {
      std::size_t end = next;
      while (end < lines.size() && lines[end].box.top < tables[t].box.top) ++end;
      Lines(lines, next, end);
      next = end;
      Table(tables[t], std::move(inside[t]), number);
    }
    Lines(lines, next, lines.size());
  }

  // What lies between two lines of one paragraph: most lines have no more than that below them.
  static double UsualGap(const std::vector<PrintedLine>& lines) {
    std::vector<double> gaps;
    for (std::size_t i = 1; i < lines.size(); ++i)
      gaps.push_back(lines[i].box.top - lines[i - 1].box.bottom);
    if (gaps.empty()) return 0;
    std::sort(gaps.begin(), gaps.end());
    return gaps[gaps.size() / 4];
  }

  void Lines(const std::vector<PrintedLine>& lines, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end;) {
      if (const std::size_t after = ColumnsFrom(lines, i, end); after > i) {
        CloseParagraph();
        Add(GridOfLines(lines, i, after), {});
        i = after;
        continue;
      }
      CloseTable();
      if (!paragraph_.empty() && !GoesOn(paragraph_.back(), lines[i])) CloseParagraph();
      paragraph_.push_back(lines[i]);
      paragraph_right_ = right_;
      ++i;
    }
  }

  // A line that had no room for the next word goes on in the next line, unless that is set in, or
  // starts with a number that cannot be a figure of the sentence.
  bool GoesOn(const PrintedLine& before, const PrintedLine& next) const {
    const double em = EmOf(before);
    if (std::abs(em - EmOf(next)) > em * 0.2) return false;
    if (!IsBroken(before, next, paragraph_right_, kParagraphSlack)) return false;
    const double gap = next.box.top - before.box.bottom;
    if (before.page == next.page && gap > em * 1.8) return false;
    const std::string text = TextOf(before);
    const std::string following = TextOf(next);
    const bool set_in = next.box.left > left_ + em * 1.2;
    if (set_in && next.box.left > before.box.left + em * 0.5) return false;
    const bool pause =
        ClosesSentence(text) || text.ends_with(")") || text.ends_with("）") || text.ends_with("”");
    if (NumberingAt(following, 0) && (pause || !IsDigit(CharAt(following, 0).code))) return false;
    if (!ClosesSentence(text)) return true;
    // Behind a full stop the next paragraph may begin: it is set in, or stands further below.
    return !set_in && (before.page != next.page || gap <= usual_gap_ + em * 0.2);
  }

  void CloseParagraph() {
    if (!paragraph_.empty()) writer_.Line(JoinLines(paragraph_, paragraph_right_, kParagraphSlack));
    paragraph_.clear();
  }

  void Table(const RuledTable& table, std::vector<Word> words, int page) {
    CloseParagraph();
    if (table.owner.size() > limits_.max_cells) return;
    std::vector<std::vector<Word>> fields(table.owner.size());
    for (Word& word : words) {
      const double x = (word.box.left + word.box.right) / 2;
      const double y = (word.box.top + word.box.bottom) / 2;
      const auto column = static_cast<std::size_t>(
          std::upper_bound(table.columns.begin() + 1, table.columns.end() - 1, x) -
          table.columns.begin() - 1);
      const auto row = static_cast<std::size_t>(
          std::upper_bound(table.rows.begin() + 1, table.rows.end() - 1, y) - table.rows.begin() -
          1);
      fields[table.owner[row * table.width() + column]].push_back(std::move(word));
    }
    Grid grid(table.height(), std::vector<Cell>(table.width()));
    for (std::size_t i = 0; i < fields.size(); ++i) {
      Cell& cell = grid[i / table.width()][i % table.width()];
      const std::size_t owner = table.owner[i];
      cell.covered_above = owner / table.width() < i / table.width();
      cell.covered_left = !cell.covered_above && owner != i;
      if (owner != i || fields[i].empty()) continue;
      std::size_t last = i;
      while ((last + 1) % table.width() != 0 && table.owner[last + 1] == i) ++last;
      cell.runs = JoinLines(LinesOf(std::move(fields[i]), page),
                            table.columns[last % table.width() + 1], kCellSlack);
    }
    // Where a table goes on, its last page break has left nothing below; a line in between has
    // closed it.
    Add(std::move(grid), table.columns);
  }

  // A table, or what the next page has of the one before.
  void Add(Grid grid, std::vector<double> columns) {
    const bool same = open_ && !columns.empty() && open_->columns.size() == columns.size() &&
                      std::equal(columns.begin(), columns.end(), open_->columns.begin(),
                                 [](double a, double b) { return std::abs(a - b) < 6; });
    if (!same) {
      CloseTable();
      open_ = OpenTable{.grid = std::move(grid), .columns = std::move(columns)};
      return;
    }
    std::size_t first = 0;
    while (first < grid.size() && first < open_->grid.size() && first < 3 &&
           SameText(grid[first], open_->grid[first]))
      ++first;
    if (first < grid.size() && ContinuesRow(open_->grid.back(), grid[first])) {
      for (std::size_t i = 0; i < grid[first].size(); ++i)
        AppendCell(std::move(grid[first][i]), &open_->grid.back()[i]);
      ++first;
    }
    for (; first < grid.size(); ++first) open_->grid.push_back(std::move(grid[first]));
  }

  static bool SameText(const std::vector<Cell>& a, const std::vector<Cell>& b) {
    bool any = false;
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
      const std::string text = Flat(a[i].runs);
      if (text != Flat(b[i].runs)) return false;
      any = any || !text.empty();
    }
    return any;
  }

  // A row that a page break cut in two: its first cell is empty below, and most of the text above
  // stops inside of a sentence.
  static bool ContinuesRow(const std::vector<Cell>& above, const std::vector<Cell>& below) {
    if (above.empty() || below.empty() || !Flat(below[0].runs).empty()) return false;
    std::size_t whole = 0;
    std::size_t cut = 0;
    for (std::size_t i = 0; i < above.size() && i < below.size(); ++i) {
      const std::string upper = Flat(above[i].runs);
      const std::string lower = Flat(below[i].runs);
      if (lower.empty()) continue;
      if (upper.empty()) return false;
      const bool ended = ClosesSentence(upper) || NumberingAt(lower, 0).has_value();
      (ended ? whole : cut) += CountChars(upper);
    }
    return cut > whole && cut > 4;
  }

  static void AppendCell(Cell below, Cell* above) {
    if (below.runs.empty()) return;
    if (!above->runs.empty() && NeedsBlank(above->runs.back().text, below.runs.front().text))
      below.runs.front().text.insert(0, 1, ' ');
    for (Run& run : below.runs) above->runs.push_back(std::move(run));
  }

  void CloseTable() {
    if (!open_) return;
    ++tables_;
    for (std::size_t row = 0; row < open_->grid.size(); ++row) {
      for (std::size_t column = 0; column < open_->grid[row].size(); ++column) {
        for (Run& run : open_->grid[row][column].runs) {
          run.place.table = tables_;
          run.place.row = static_cast<int>(row) + 1;
          run.place.column = static_cast<int>(column) + 1;
        }
      }
    }
    writer_.Table(open_->grid);
    open_.reset();
  }

  const DecodeLimits limits_;
  TextWriter writer_;
  std::vector<PrintedLine> paragraph_;
  double paragraph_right_ = 0;
  double left_ = 0;  // of the text outside of tables on this page
  double right_ = 0;
  double usual_gap_ = 0;
  std::optional<OpenTable> open_;
  int tables_ = 0;
};

}  // namespace

absl::StatusOr<DecodedDocument> LayOutPages(const std::vector<PdfPage>& pages,
                                            const DecodeLimits& limits) {
  return Pages(limits).Write(pages);
}

}  // namespace duban::documents
