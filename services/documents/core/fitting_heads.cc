#include "documents/core/fitting_heads.h"

#include <algorithm>
#include <string>
#include <utility>

#include "documents/core/align.h"
#include "documents/core/head_rows.h"
#include "documents/core/settle_columns.h"
#include "documents/core/stream_records.h"

namespace duban::documents {
namespace {

bool Reports(Role role) {
  return role == Role::kProgress || role == Role::kTarget || role == Role::kPlanned ||
         role == Role::kReached || role == Role::kRatio || role == Role::kSteps ||
         role == Role::kPeriod;
}

// The columns with two heads next to each other in one, where both together are a known head:
// 攻坚目标 above 任务. Empty where they are none.
std::vector<Column> Joined(const Dictionary& dictionary, const std::vector<Column>& columns,
                           std::size_t at) {
  const std::string name = columns[at].name + columns[at + 1].name;
  Role role = dictionary.LabelRole(name);
  if (role == Role::kNone && columns[at].role == Role::kNone) role = dictionary.HeadRole(name);
  if (role == Role::kNone || HasMoreThan(10, name)) return {};
  std::vector<Column> joined = columns;
  joined[at] = {
      .role = role, .head = {columns[at].head.begin, columns[at + 1].head.end}, .name = name};
  joined.erase(joined.begin() + static_cast<std::ptrdiff_t>(at) + 1);
  return joined;
}

}  // namespace

void PartHeads(const Text& text, const Dictionary& dictionary,
               const std::vector<std::vector<Range>>& rows, std::vector<Column>* columns) {
  constexpr double kBetter = 0.5;  // of a row
  constexpr std::size_t kMaxRows = 30;
  // 备注 is the last head of its row: those behind it are of a lower one.
  const auto note = std::ranges::find(*columns, Role::kNote, &Column::role);
  const double least = note != columns->end() && note + 1 != columns->end() ? -kBetter : kBetter;
  std::vector<const std::vector<Range>*> tried;
  for (const auto& row : rows) {
    if (row.size() + 1 == columns->size() && tried.size() < kMaxRows) tried.push_back(&row);
  }
  // Merging may have shortened nearly all of them.
  const bool merged = tried.size() < 2;
  for (const auto& row : rows) {
    if (merged && row.size() + 1 < columns->size() && row.size() * 2 > columns->size() &&
        tried.size() < kMaxRows)
      tried.push_back(&row);
  }
  if (tried.size() < 2) return;
  double best =
      FitRows(text, dictionary, tried, *columns).score + least * static_cast<double>(tried.size());
  std::vector<Column> parted;
  for (std::vector<Column>& way : PartedHeads(dictionary, *columns)) {
    const double score = FitRows(text, dictionary, tried, way).score;
    if (score <= best) continue;
    best = score;
    parted = std::move(way);
  }
  if (!parted.empty()) *columns = std::move(parted);
}

void DropSpanningHeads(const Text& text, const Dictionary& dictionary,
                       const std::vector<std::vector<Range>>& rows, std::vector<Column>* columns) {
  constexpr double kWhole = 0.1;  // of a row; a head in pieces is likelier than one too many
  if (rows.size() < 3) return;
  std::vector<const std::vector<Range>*> filled;
  std::size_t longest = 0;
  for (const auto& row : rows) {
    if (filled.size() < 30) filled.push_back(&row);
    longest = std::max(longest, row.size());
  }
  // A few records hold cells of several lines.
  std::vector<std::size_t> sizes;
  for (const auto& row : rows) sizes.push_back(row.size());
  std::sort(sizes.begin(), sizes.end());
  const std::size_t usual = sizes[sizes.size() * 3 / 4];
  while (columns->size() > usual && columns->size() > 4) {
    const double now = FitRows(text, dictionary, filled, *columns).score;
    std::size_t drop = columns->size();
    std::vector<Column> whole;  // two pieces of a broken head in one
    double best = now + kWhole * static_cast<double>(filled.size());
    for (std::size_t i = 1; i + 1 < columns->size(); ++i) {
      std::vector<Column> fewer = Joined(dictionary, *columns, i);
      if (fewer.empty()) continue;
      const double score = FitRows(text, dictionary, filled, fewer).score;
      if (score <= best) continue;
      best = score;
      whole = std::move(fewer);
    }
    best = std::max(best, now + 0.5 * static_cast<double>(filled.size()));
    for (std::size_t i = 1; i + 1 < columns->size() && columns->size() > longest; ++i) {
      if (!Reports((*columns)[i].role) || !Reports((*columns)[i + 1].role)) continue;
      std::vector<Column> fewer = *columns;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      const double score = FitRows(text, dictionary, filled, fewer).score;
      if (score <= best) continue;
      best = score;
      drop = i;
    }
    if (drop == columns->size() && whole.empty()) return;
    if (drop == columns->size()) {
      *columns = std::move(whole);
      continue;
    }
    columns->erase(columns->begin() + static_cast<std::ptrdiff_t>(drop));
  }
}

void JoinHeadsOverRecords(const Text& text, const Dictionary& dictionary,
                          const std::vector<std::vector<Range>>& rows,
                          std::vector<Column>* columns) {
  const auto whole = [&](const std::vector<Column>& tried) {
    std::vector<std::vector<Range>> found;
    for (const std::vector<Range>& row : rows) {
      if (OpensWhole(text, dictionary, row, tried))
        found.emplace_back(row.begin(), row.begin() + std::ssize(tried));
    }
    return found;
  };
  if (rows.size() < 3) return;
  std::vector<Column> best;
  double most = 0;
  for (std::size_t i = 1; i + 1 < columns->size(); ++i) {
    std::vector<Column> fewer = Joined(dictionary, *columns, i);
    if (fewer.empty()) continue;
    if (best.empty() && !whole(*columns).empty()) return;
    const std::vector<std::vector<Range>> found = whole(fewer);
    if (found.size() * 2 <= rows.size()) continue;
    SettleColumns(text, dictionary, found, &fewer);
    std::vector<const std::vector<Range>*> filled;
    for (const std::vector<Range>& row : found) filled.push_back(&row);
    const double score = FitRows(text, dictionary, filled, fewer).score;
    if (score <= most) continue;
    most = score;
    best = std::move(fewer);
  }
  if (!best.empty()) *columns = std::move(best);
}

}  // namespace duban::documents
