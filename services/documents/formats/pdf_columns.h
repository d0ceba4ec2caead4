#pragma once

#include <cstddef>
#include <vector>

#include "documents/formats/layout.h"
#include "documents/formats/pdf_lines.h"

// Tables without rules: columns are known by words that line up, rows by the first column.
namespace duban::documents {

// The line after the last of a table that starts at line `begin`, or `begin` when none does: three
// or more lines of three or more columns each, lines of fewer columns between them standing within
// these columns.
std::size_t ColumnsFrom(const std::vector<PrintedLine>& lines, std::size_t begin, std::size_t end);

// That table. A line with nothing in the first column continues the row above, unless it holds
// totals.
Grid GridOfLines(const std::vector<PrintedLine>& lines, std::size_t begin, std::size_t end);

// How much of a table says that its cells go on in the lines below.
struct ContinuedRows {
  std::size_t rows = 0;       // that a line opens
  std::size_t continued = 0;  // lines that continue one
  std::size_t pieces = 0;     // of cells in those lines
  std::size_t aligned = 0;    // of these, that begin where a cell does in a line that opens a row

  ContinuedRows& operator+=(const ContinuedRows& other);
};
ContinuedRows CountContinued(const std::vector<PrintedLine>& lines, std::size_t begin,
                             std::size_t end);

}  // namespace duban::documents
