#include "documents/core/lone_cells.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "documents/core/cell_traits.h"
#include "documents/core/dictionary.h"
#include "documents/core/table_rows.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMinWidth = 4;
constexpr std::size_t kMaxWidth = 16;
constexpr std::size_t kMaxHeadChars = 20;
constexpr std::size_t kMaxNumber = 24;  // bytes
constexpr std::size_t kLeastPart = 3;   // cells of a row within a record

// Whether rows of `width` cells all open with a printed cell, and every run of empty cells ends
// with its row.
bool FillsRows(const std::vector<Range>& cells, std::size_t width) {
  std::size_t runs = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i].empty()) continue;
    if (i % width == 0) return false;
    const bool run = cells[i - 1].empty();
    const bool last = i + 1 == cells.size() || !cells[i + 1].empty();
    if (run && last && (i + 1) % width != 0 && i + 1 < cells.size()) return false;
    runs += run && last;
  }
  return runs >= 3;
}

std::vector<std::vector<Range>> RowsOf(const std::vector<Range>& cells,
                                       const std::vector<std::size_t>& begins) {
  std::vector<std::vector<Range>> rows;
  for (std::size_t i = 0; i < begins.size(); ++i) {
    const std::size_t end = i + 1 < begins.size() ? begins[i + 1] : cells.size();
    rows.emplace_back(cells.begin() + static_cast<std::ptrdiff_t>(begins[i]),
                      cells.begin() + static_cast<std::ptrdiff_t>(end));
  }
  return rows;
}

// Behind the number of a row stands a name, no figure: 7 of 7 | 7 | 100% is what row 6 says.
bool NamesNext(std::string_view text, const std::vector<Range>& cells, std::size_t at) {
  if (at + 1 >= cells.size() || cells[at + 1].empty()) return false;
  const std::string_view next = text.substr(cells[at + 1].begin, cells[at + 1].size());
  return next.size() > 24 || (BareNumber(next) == 0 && !IsNumeric(Normal(next)));
}

// The rows within each record: behind one about as long as the heads, a printed cell below an empty
// remark opens the next, and so it does behind a remark that follows a number.
std::vector<std::size_t> WithParts(std::string_view text, const std::vector<Range>& cells,
                                   const std::vector<std::size_t>& records) {
  std::vector<std::size_t> begins;
  const auto numeric = [&](Range cell) {
    return cell.size() <= kMaxNumber && IsNumeric(Normal(text.substr(cell.begin, cell.size())));
  };
  const auto remarked = [&](std::size_t i) {
    return numeric(cells[i - 2]) && !numeric(cells[i - 1]) && !numeric(cells[i]);
  };
  const std::size_t width = records.size() > 1 ? records[1] : 0;
  std::size_t record = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool opens = record < records.size() && records[record] == i;
    const bool first = record > 0 && begins.back() == records[record - 1];
    const std::size_t least = first ? width - 1 : kLeastPart;
    const std::size_t end = record < records.size() ? records[record] : cells.size();
    const bool long_enough = record > 1 && !cells[i].empty() && i - begins.back() >= least;
    const bool behind_remark =
        first && long_enough && i - begins.back() <= width && i + kLeastPart <= end && remarked(i);
    const bool part = long_enough && (cells[i - 1].empty() || behind_remark);
    if (opens || part) begins.push_back(i);
    record += opens;
  }
  return begins;
}

// Where rows begin that are counted: the heads, then each number that comes next; nothing below
// three of these.
std::vector<std::size_t> CountedRows(std::string_view text, const std::vector<Range>& cells) {
  std::vector<std::size_t> begins{0};
  int expected = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string_view cell = text.substr(cells[i].begin, cells[i].size());
    const int number = cells[i].empty() || cells[i].size() > 12 ? 0 : BareNumber(cell);
    if (begins.size() == 1 && (cells[i].empty() || number == 0)) {
      if (cells[i].empty() || HasMoreThan(kMaxHeadChars, cell)) return {};
    } else if (number > 0 && (expected == 0 || number == expected) && i - begins.back() >= 3 &&
               NamesNext(text, cells, i)) {
      begins.push_back(i);
      expected = number + 1;
    }
  }
  return begins.size() < 4 || begins[1] > kMaxWidth ? std::vector<std::size_t>() : begins;
}

}  // namespace

std::vector<std::vector<Range>> RowsOfLoneCells(std::string_view text,
                                                const std::vector<Range>& cells) {
  const auto empties =
      std::count_if(cells.begin(), cells.end(), [](Range cell) { return cell.empty(); });
  if (empties < 2) return {};
  for (std::size_t width = kMinWidth; width <= kMaxWidth && 3 * width <= cells.size(); ++width) {
    if (!FillsRows(cells, width)) continue;
    std::vector<std::size_t> begins;
    for (std::size_t at = 0; at < cells.size(); at += width) begins.push_back(at);
    return RowsOf(cells, begins);
  }
  return RowsOf(cells, WithParts(text, cells, CountedRows(text, cells)));
}

}  // namespace duban::documents
