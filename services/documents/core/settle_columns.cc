#include "documents/core/settle_columns.h"

#include <algorithm>
#include <utility>

#include "documents/core/align.h"
#include "documents/core/column_roles.h"
#include "documents/core/guess_roles.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxRows = 30;  // tell whether heads fit

std::vector<Column> Settled(const Text& text, const Dictionary& dictionary, const std::vector<std::vector<Range>>& rows,
                            std::vector<Column> columns) {
  GuessRoles(text, dictionary, rows, &columns);
  SettleRoles(text, dictionary, rows, &columns);
  return columns;
}

}  // namespace

void SettleColumns(const Text& text, const Dictionary& dictionary, const std::vector<std::vector<Range>>& rows,
                   std::vector<Column>* columns) {
  const std::vector<Column> heads = std::exchange(*columns, Settled(text, dictionary, rows, *columns));
  const auto has = [&](Role role) { return std::any_of(heads.begin(), heads.end(), [role](const Column& c) { return c.role == role; }); };
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
