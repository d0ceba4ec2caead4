#include <algorithm>

#include "documents/core/cell_traits.h"
#include "documents/core/columns.h"
#include "documents/core/listing.h"
#include "documents/core/names.h"
#include "documents/core/numbering.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

bool IsTotal(std::string_view normal) {
  for (const std::string_view word :
       kWordsOf<"合计", "总计", "全区", "全县", "全市", "累计完成", "完成合计", "总数">) {
    if (normal == word) return true;
  }
  return false;
}

// What a row of the matrix says of every promise: places reach, other rows are named like columns.
Role RowRole(std::string_view label, const Dictionary& dictionary) {
  const std::string normal = Normal(label);
  if (IsTotal(normal)) return Role::kReached;
  Role role = dictionary.LabelRole(label);
  if (role == Role::kNone && IsPlaceHead(label)) return Role::kRegion;
  if (role == Role::kNone && LooksLikeUnits(label, dictionary) && CountChars(normal) <= 10)
    return Role::kRegion;
  if (role == Role::kNone) role = dictionary.HeadRole(label);
  if (role == Role::kTarget) role = Role::kPlanned;
  return role;
}

// The rows of a table without their numbers: 1 | 东坡区 | 9000 below 序号 | 地区 | 新增就业(人),
// and 合计 | 29000 with or without an empty cell beside it.
std::vector<std::vector<Range>> WithoutNumbers(const Text& text, const Dictionary& dictionary,
                                               const Table& table) {
  std::vector<std::vector<Range>> rows = table.rows;
  if (rows.empty() || rows[0].size() < 4 ||
      dictionary.HeadRole(text.Of(rows[0][0])) != Role::kNumber)
    return rows;
  const std::size_t width = rows[0].size();
  for (auto& row : rows) {
    if (row.size() + 1 == width && IsTotal(Normal(text.Of(row[0])))) continue;
    if (row.size() < 2) continue;
    const bool total = row[1].empty() && IsTotal(Normal(text.Of(row[0])));
    row.erase(row.begin() + (total ? 1 : 0));
  }
  return rows;
}

}  // namespace

Range TitleOfHead(const Text& text, Range head) {
  head = BehindNumbering(text.str(), head);
  const std::string_view all = text.Of(head);
  for (const std::string_view open : kWordsOf<"(", "\uFF08">) {
    const std::size_t at = all.find(open);
    if (at != std::string_view::npos && at > 0) head.end = std::min(head.end, head.begin + at);
  }
  return Trim(text.str(), head);
}

std::vector<Item> ReadMatrix(const Text& text, const Dictionary& dictionary, const Table& table,
                             bool plan) {
  const auto rows = WithoutNumbers(text, dictionary, table);
  if (rows.size() < 3 || rows[0].size() < 3) return {};
  const std::size_t width = rows[0].size();
  std::size_t places = 0;
  std::size_t numbers = 0;
  std::size_t cells = 0;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    if (rows[r].size() != width) continue;
    if (RowRole(text.Of(rows[r][0]), dictionary) != Role::kRegion) continue;
    ++places;
    for (std::size_t c = 1; c < width; ++c) {
      if (IsBlankCell(text.Of(rows[r][c]))) continue;
      ++cells;
      numbers += IsNumeric(Normal(text.Of(rows[r][c])), 0);
    }
  }
  if (places < 2 || numbers * 10 < cells * 7) return {};
  std::vector<Item> items;
  for (std::size_t c = 1; c < width; ++c) {
    const Range head = rows[0][c];
    if (head.empty()) continue;
    const auto numbering = NumberingAt(text.str(), head.begin);
    Item item{.number = numbering ? numbering->value : static_cast<int>(items.size()) + 1,
              .title = TitleOfHead(text, head)};
    Part part;
    part.fields.push_back({.role = Role::kMeasure, .range = head, .name = Normal(text.Of(head))});
    for (std::size_t r = 1; r < rows.size(); ++r) {
      if (rows[r].size() != width || rows[r][c].empty()) continue;
      Role role = RowRole(text.Of(rows[r][0]), dictionary);
      if (role == Role::kNone) continue;
      if (plan && role == Role::kRegion) role = Role::kRegionPlanned;
      if (plan && role == Role::kReached) role = Role::kPlanned;
      part.fields.push_back({.role = role,
                             .range = rows[r][c],
                             .head = rows[r][0],
                             .name = Normal(text.Of(rows[r][0]))});
    }
    item.parts.push_back(std::move(part));
    items.push_back(std::move(item));
  }
  return items;
}

bool IsPlaceMatrix(const Text& text, const Dictionary& dictionary, const Table& table) {
  if (table.rows.empty()) return false;
  const std::vector<Range>& heads = table.rows[0];
  std::size_t first = 0;
  if (!heads.empty() && dictionary.HeadRole(text.Of(heads[0])) == Role::kNumber) ++first;
  if (heads.size() < first + 3 || dictionary.HeadRole(text.Of(heads[first])) != Role::kPlace)
    return false;
  return std::all_of(heads.begin() + static_cast<std::ptrdiff_t>(first) + 1, heads.end(),
                     [&](Range head) {
                       return !head.empty() && RoleOfHead(dictionary, text.Of(head)) == Role::kNone;
                     });
}

std::vector<Table> PlaceMatrices(const Text& text, const Dictionary& dictionary,
                                 const Table& table) {
  std::vector<Table> parts;
  for (const auto& row : table.rows) {
    Table part{.form = table.form, .range = table.range, .rows = {row}};
    std::vector<Range>& heads = part.rows[0];
    while (!heads.empty() && heads.back().empty()) heads.pop_back();
    if (!IsPlaceMatrix(text, dictionary, part)) {
      if (parts.empty()) return {};
      parts.back().rows.push_back(row);
      // Narrower than the table above it, and filled up.
      auto& cells = parts.back().rows.back();
      while (cells.size() > parts.back().rows[0].size() && cells.back().empty()) cells.pop_back();
      continue;
    }
    const auto same = [&](Range a, Range b) { return text.Of(a) == text.Of(b); };
    const bool again = !parts.empty() && std::ranges::equal(parts.back().rows[0], heads, same);
    if (!again) parts.push_back(std::move(part));
  }
  return parts;
}

std::optional<Table> NextPlaceMatrix(const Text& text, const Dictionary& dictionary,
                                     const std::vector<Range>& cells, std::size_t* at) {
  for (; *at < cells.size(); ++*at) {
    const bool numbered =
        dictionary.HeadRole(text.Of(cells[*at])) == Role::kNumber && *at + 1 < cells.size();
    if (dictionary.HeadRole(text.Of(cells[*at + (numbered ? 1 : 0)])) != Role::kPlace) continue;
    Table table{.rows = {{}}};
    std::vector<Range>& heads = table.rows[0];
    std::vector<std::size_t> begins;  // of each head
    std::size_t end = *at;
    // The first row begins in front of the first number, or with it where the rows are counted.
    for (; end < cells.size() && heads.size() <= kMaxColumns &&
           !IsNumeric(Normal(text.Of(cells[end])), 0);
         ++end) {
      const std::string_view cell = text.Of(cells[end]);
      const bool unit = cell.starts_with("(") || cell.starts_with("\uFF08");
      if (unit && !heads.empty()) {
        heads.back().end = cells[end].end;
      } else {
        heads.push_back(cells[end]);
        begins.push_back(end);
      }
    }
    if (heads.size() > kMaxColumns || heads.size() < 4 || end == cells.size()) continue;
    if (!numbered) {
      // The offices that answer may stand in a row of their own above the places.
      const auto office = std::find_if(heads.begin() + 3, heads.end(), [&](Range head) {
        return NamesSomebody(dictionary.HeadRole(text.Of(head)));
      });
      const auto width = office == heads.end() ? heads.size() - 1
                                               : static_cast<std::size_t>(office - heads.begin());
      heads.resize(width);
      end = begins[width];
    }
    const std::size_t width = heads.size();
    while (end < cells.size()) {
      // A total is not counted.
      const bool counted = numbered && IsNumeric(Normal(text.Of(cells[end])), 0);
      const std::size_t size = numbered && !counted ? width - 1 : width;
      const std::size_t label = end + (counted ? 1 : 0);
      if (end + size > cells.size() || RowRole(text.Of(cells[label]), dictionary) == Role::kNone)
        break;
      if (dictionary.HeadRole(text.Of(cells[label])) == Role::kPlace) break;
      const auto from = cells.begin() + static_cast<std::ptrdiff_t>(end);
      table.rows.emplace_back(from, from + static_cast<std::ptrdiff_t>(size));
      end += size;
    }
    // A cell too few shows in the next place's name among the numbers, and leaves all the columns
    // in doubt.
    if (!IsPlaceMatrix(text, dictionary, table) ||
        ReadMatrix(text, dictionary, table, false).empty())
      continue;
    table.range = {cells[*at].begin, cells[end - 1].end};
    *at = end;
    return table;
  }
  return std::nullopt;
}

}  // namespace duban::documents
