#include "documents/core/settle_columns.h"

#include <algorithm>
#include <utility>

#include "documents/core/align.h"
#include "documents/core/column_roles.h"
#include "documents/core/guess_roles.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxRows = 30;  // tell whether heads fit

std::vector<Column> Settled(const Text& text, const Dictionary& dictionary,
                            const std::vector<std::vector<Range>>& rows,
                            std::vector<Column> columns) {
  GuessRoles(text, dictionary, rows, &columns);
  SettleRoles(text, dictionary, rows, &columns);
  return columns;
}

// Rows as wide as the columns, each cell below the head that it fits best. Rows that hold several
// are left out.
std::vector<std::vector<Range>> Placed(const Text& text, const Dictionary& dictionary,
                                       const std::vector<std::vector<Range>>& rows,
                                       const std::vector<Column>& columns) {
  std::vector<std::vector<Range>> placed;
  for (const auto& row : rows) {
    if (row.size() < 3 || row.size() > columns.size()) continue;
    const std::vector<std::size_t> place =
        AlignRow(text, dictionary, row, columns, /*may_share=*/false);
    placed.emplace_back(columns.size());
    for (std::size_t i = 0; i < row.size(); ++i) placed.back()[place[i]] = row[i];
  }
  return placed;
}

}  // namespace

void SettleColumns(const Text& text, const Dictionary& dictionary,
                   const std::vector<std::vector<Range>>& rows, std::vector<Column>* columns) {
  const std::vector<Column> heads =
      std::exchange(*columns, Settled(text, dictionary, rows, *columns));
  // Where few rows are whole, the others tell what a column holds once they are placed.
  if (rows.size() >= 3 && TellingRows(text, dictionary, rows, heads).size() * 4 < rows.size()) {
    const std::vector<std::vector<Range>> placed = Placed(
        text, dictionary,
        {rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(std::min(rows.size(), kMaxRows))},
        heads);
    if (placed.size() >= 3) *columns = Settled(text, dictionary, placed, heads);
  }
  const auto has = [&](Role role) {
    return std::any_of(heads.begin(), heads.end(),
                       [role](const Column& c) { return c.role == role; });
  };
  if (!has(Role::kMeasure) || has(Role::kTitle)) return;
  std::vector<const std::vector<Range>*> filled;
  for (const auto& row : rows) {
    if (row.size() >= 3 && filled.size() < kMaxRows) filled.push_back(&row);
  }
  if (filled.size() < 3) return;
  const RowsFit fit = FitRows(text, dictionary, filled, *columns);
  if (fit.unfit * 4 < filled.size()) return;
  double best = fit.score + 0.5 * static_cast<double>(filled.size());
  for (std::size_t i = 0; i < heads.size(); ++i) {
    if (heads[i].role != Role::kMeasure) continue;
    std::vector<Column> doubled = heads;
    doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), heads[i]);
    doubled[i].role = Role::kTitle;
    doubled = Settled(text, dictionary, rows, std::move(doubled));
    if (const double score = FitRows(text, dictionary, filled, doubled).score; score > best) {
      best = score;
      *columns = std::move(doubled);
    }
  }
}

}  // namespace duban::documents
