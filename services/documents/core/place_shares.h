#pragma once

#include <vector>

#include "documents/core/text.h"

namespace duban::documents {

// What one place has of a figure that a cell shares out.
struct PlaceShare {
  Range place;
  Range number;
};

// The places of a cell that is nothing but names and numbers: 绿塘镇280 石湾乡15,
// 绿塘镇280人、其余乡镇(街道)90人. Empty for any other cell.
std::vector<PlaceShare> PlaceShares(const Text& text, Range cell);

}  // namespace duban::documents
