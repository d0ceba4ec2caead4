#include "documents/core/place.h"

#include <fmt/format.h>

#include <algorithm>

namespace duban::documents {

void PlaceMap::Add(Range range, Place place) {
  if (range.empty() || place.empty()) return;
  if (!pieces_.empty() && pieces_.back().second == place) {
    pieces_.back().first.end = range.end;
    return;
  }
  pieces_.emplace_back(range, std::move(place));
}

Place PlaceMap::Of(Range range) const {
  auto at =
      std::upper_bound(pieces_.begin(), pieces_.end(), range.begin,
                       [](std::size_t byte, const auto& piece) { return byte < piece.first.end; });
  if (at == pieces_.end() || at->first.begin >= std::max(range.end, range.begin + 1)) return {};
  Place out = at->second;
  for (++at; at != pieces_.end() && at->first.begin < range.end; ++at) {
    const Place& next = at->second;
    if (next.page != out.page || next.box.empty()) break;
    out.box = {std::min(out.box.left, next.box.left), std::min(out.box.top, next.box.top),
               std::max(out.box.right, next.box.right), std::max(out.box.bottom, next.box.bottom)};
  }
  return out;
}

std::string Describe(const Place& place, bool english) {
  if (!place.cell.empty()) return place.sheet.empty() ? place.cell : place.sheet + "!" + place.cell;
  std::string out;
  if (place.page > 0)
    out = english ? fmt::format("page {}", place.page) : fmt::format("第{}页", place.page);
  if (place.table > 0) {
    if (english && !out.empty()) out += ", ";
    out += english ? fmt::format("table {} row {} column {}", place.table, place.row, place.column)
                   : fmt::format("表{}第{}行第{}列", place.table, place.row, place.column);
  }
  if (place.paragraph > 0)
    out += english ? fmt::format("paragraph {}", place.paragraph)
                   : fmt::format("第{}段", place.paragraph);
  return out;
}

}  // namespace duban::documents
