#include "documents/formats/cell_name.h"

#include <algorithm>

namespace duban::documents {
namespace {

constexpr int kMaxRow = 1'048'576;
constexpr int kMaxColumn = 16'384;

}  // namespace

std::string CellName(int row, int column) {
  std::string letters;
  for (int rest = column; rest > 0; rest = (rest - 1) / 26)
    letters += static_cast<char>('A' + (rest - 1) % 26);
  std::reverse(letters.begin(), letters.end());
  return letters + std::to_string(row);
}

CellAddress ParseCellName(std::string_view name) {
  CellAddress out;
  std::size_t at = 0;
  for (; at < name.size() && (name[at] == '$' || (name[at] >= 'A' && name[at] <= 'Z')); ++at) {
    if (name[at] != '$') out.column = out.column * 26 + (name[at] - 'A' + 1);
    if (out.column > kMaxColumn) return {};
  }
  for (; at < name.size(); ++at) {
    if (name[at] == '$') continue;
    if (name[at] < '0' || name[at] > '9') return {};
    out.row = out.row * 10 + (name[at] - '0');
    if (out.row > kMaxRow) return {};
  }
  return out.row == 0 || out.column == 0 ? CellAddress{} : out;
}

}  // namespace duban::documents
