#pragma once

#include <string>
#include <string_view>

namespace duban::documents {

// Row and column from 1; 0 = none.
struct CellAddress {
  int row = 0;
  int column = 0;
};

// "C7" for row 7, column 3.
std::string CellName(int row, int column);

// The address that "C7" or "$C$7" names; zeros when it names none, or one beyond the last cell of a
// sheet (XFD1048576).
CellAddress ParseCellName(std::string_view name);

}  // namespace duban::documents
