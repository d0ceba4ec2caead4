#include "documents/formats/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "common/utf8.h"
#include "documents/core/text.h"

namespace duban::documents {
namespace {

// Longer than any heading inside of a table: a remark below or between tables.
constexpr std::size_t kHeadingChars = 40;

// Bytes that are no UTF-8 and control characters out, '|' made '¦' where it would end a cell.
void AppendClean(std::string_view text, bool in_cell, bool* blank, std::string* out) {
  for (std::size_t at = 0; at < text.size();) {
    const bool bad = Utf8SequenceLength(text.substr(at)) == 0;
    const Char c = bad ? Char{0xFFFD, 1} : CharAt(text, at);
    const std::string_view bytes = bad ? "\uFFFD" : text.substr(at, c.bytes);
    at += c.bytes;
    const bool keep_break = !in_cell && (c.code == '\n' || c.code == '\t');
    if (c.code < 32 && !keep_break && c.code != '\n' && c.code != '\t' && c.code != '\r' &&
        c.code != '\f' && c.code != '\v')
      continue;
    if (!keep_break && (c.code <= 32 || c.code == 0xA0 || c.code == 0x200B || c.code == 0xFEFF ||
                        (in_cell && IsSpace(c.code)))) {
      *blank = true;
      continue;
    }
    if (*blank && !out->empty() && out->back() != '\n') *out += ' ';
    *blank = false;
    if (in_cell && (c.code == '|' || c.code == 0xFF5C || c.code == 0x2502)) {
      *out += "¦";
    } else {
      *out += bytes;
    }
  }
}

struct Filled {
  std::size_t count = 0;
  std::size_t first = 0;
};

Filled FilledCells(const std::vector<Cell>& row) {
  Filled out;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (Flat(row[i].runs).empty()) continue;
    if (out.count++ == 0) out.first = i;
  }
  return out;
}

bool Covered(const std::vector<Cell>& row) {
  return std::any_of(row.begin(), row.end(), [](const Cell& cell) { return cell.covered_above; });
}

// A sentence that stands alone in a row and starts at its left is a remark, not a record.
bool IsRemark(const std::vector<Cell>& row, const Filled& filled) {
  if (filled.count != 1 || filled.first != 0 || Covered(row)) return false;
  const std::string text = Flat(row[filled.first].runs);
  return CountChars(text) > kHeadingChars || Contains(text, "。");
}

}  // namespace

std::string Flat(const Runs& runs) {
  std::string out;
  bool blank = false;
  for (const Run& run : runs) AppendClean(run.text, /*in_cell=*/true, &blank, &out);
  return out;
}

void TextWriter::Put(std::string_view text, const Place& place) {
  if (full_ || out_.text.size() + text.size() > limits_.max_text) {
    full_ = true;
    return;
  }
  const std::size_t begin = out_.text.size();
  out_.text += text;
  out_.places.Add({begin, out_.text.size()}, place);
}

void TextWriter::Line(const Runs& runs) {
  bool written = false;
  bool blank = false;
  for (const Run& run : runs) {
    // A blank between two runs belongs to the line, not to its beginning.
    std::string text(written ? 1 : 0, 'x');
    AppendClean(run.text, /*in_cell=*/false, &blank, &text);
    if (written) text.erase(0, 1);
    if (!written) {
      const std::string_view trimmed = Trim(text);
      text.erase(0, trimmed.empty() ? text.size()
                                    : static_cast<std::size_t>(trimmed.data() - text.data()));
    }
    if (text.empty()) continue;
    Put(text, run.place);
    written = true;
  }
  if (!written) return;
  while (!out_.text.empty() &&
         (out_.text.back() == ' ' || out_.text.back() == '\n' || out_.text.back() == '\t'))
    out_.text.pop_back();
  Put("\n", {});
}

void TextWriter::Row(const std::vector<Cell>& row, const std::vector<bool>& used) {
  Put("|", {});
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) continue;
    bool blank = true;
    if (i < row.size()) {
      for (const Run& run : row[i].runs) {
        std::string text(1, 'x');
        AppendClean(run.text, /*in_cell=*/true, &blank, &text);
        text.erase(0, 1);
        if (!text.empty()) Put(text, run.place);
      }
    }
    Put(" |", {});
  }
  Put("\n", {});
}

void TextWriter::Table(const Grid& grid) {
  std::size_t width = 0;
  for (const auto& row : grid) width = std::max(width, row.size());
  cells_ += width * grid.size();
  if (full_ || cells_ > limits_.max_cells) {
    full_ = true;
    return;
  }
  std::vector<Filled> filled;
  std::vector<bool> used(width, false);
  std::size_t first = grid.size();
  std::size_t last = 0;
  for (std::size_t i = 0; i < grid.size(); ++i) {
    filled.push_back(FilledCells(grid[i]));
    const bool record = filled[i].count > 1 || (filled[i].count == 1 && Covered(grid[i]));
    if (!record) continue;
    first = std::min(first, i);
    last = i;
    for (std::size_t c = 0; c < grid[i].size(); ++c)
      used[c] = used[c] || !Flat(grid[i][c].runs).empty();
  }
  const auto columns = std::count(used.begin(), used.end(), true);
  for (std::size_t i = 0; i < grid.size(); ++i) {
    if (filled[i].count == 0) continue;
    const bool outside = i < first || i > last || columns < 2;
    if (outside || IsRemark(grid[i], filled[i])) {
      for (const Cell& cell : grid[i]) Line(cell.runs);
      continue;
    }
    if (filled[i].count == 1 && !Covered(grid[i])) {
      if (filled[i].first == 0) {
        Row({grid[i][0]}, {true});  // a heading across the table
        continue;
      }
    }
    std::vector<Cell> row = grid[i];
    if (filled[i].count == 1 && filled[i].first > 0 && row[0].covered_above) {
      // What stands alone below merged cells would look like a heading: the number of its record is
      // said again.
      for (std::size_t above = i; above > 0 && row[0].runs.empty(); --above)
        row[0].runs = grid[above - 1][0].runs;
    }
    Row(row, used);
  }
}

absl::StatusOr<DecodedDocument> TextWriter::Take(std::string mime_type) {
  if (full_) {
    return DocumentError(
        "DOCUMENT_TOO_LARGE",
        fmt::format(
            "the document holds more than {} bytes of text or {} table cells; give a part of it",
            limits_.max_text, limits_.max_cells));
  }
  if (Trim(out_.text).empty()) return DocumentError("DOCUMENT_EMPTY", "the document holds no text");
  out_.mime_type = std::move(mime_type);
  return std::move(out_);
}

}  // namespace duban::documents
