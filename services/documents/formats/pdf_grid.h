#pragma once

#include <vector>

#include "documents/formats/layout.h"
#include "documents/formats/pdf_page.h"

namespace duban::documents {

// Where a table stands on a page: the lines between its columns and rows, and which fields are one
// cell.
struct RuledTable {
  Box box;
  std::vector<double> columns;  // x, one more than there are columns, increasing
  std::vector<double> rows;     // y, one more than there are rows, increasing
  // For each field (row by row) the field at the upper left of its cell.
  std::vector<std::size_t> owner;
  std::size_t width() const { return columns.size() - 1; }
  std::size_t height() const { return rows.size() - 1; }
};

// The tables that rules draw on a page, from top to bottom. Also found where the outer rules on the
// left and right are not printed. Lines that cross no other make no table.
std::vector<RuledTable> FindRuledTables(const PdfPage& page);

}  // namespace duban::documents
