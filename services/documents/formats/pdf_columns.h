#pragma once

#include <cstddef>
#include <vector>

#include "documents/formats/layout.h"
#include "documents/formats/pdf_lines.h"

// Tables without rules: columns are known by words that line up, rows by the first column.
namespace duban::documents {

// The line after the last of a table that starts at line `begin`, or `begin` when none does: three or more lines of three
// or more columns each, lines of fewer columns between them standing within these columns.
std::size_t ColumnsFrom(const std::vector<PrintedLine>& lines, std::size_t begin, std::size_t end);

// That table. A line with nothing in the first column continues the row above.
Grid GridOfLines(const std::vector<PrintedLine>& lines, std::size_t begin, std::size_t end);

}  // namespace duban::documents
