#include "documents/core/align.h"

#include <algorithm>

#include "documents/core/cell_traits.h"
#include "documents/core/placing.h"

namespace duban::documents {
namespace {

bool IsAnchor(Role role) {
  return role == Role::kNumber || role == Role::kLead || role == Role::kResponsible ||
         role == Role::kCooperating || role == Role::kLeader || role == Role::kStatus ||
         role == Role::kRatio || role == Role::kMeasureUnit;
}

}  // namespace

Anchors FitsAnchors(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row,
                    const std::vector<Column>& columns) {
  Anchors found = Anchors::kNone;
  for (std::size_t i = 0; i < row.size() && i < columns.size(); ++i) {
    if (!IsAnchor(columns[i].role)) continue;
    if (row[i].empty() || Fit(Describe(text.Of(row[i]), dictionary), columns[i], true) <= 0)
      return Anchors::kContradicted;
    found = Anchors::kHeld;
  }
  return found;
}

bool ContradictsAnchors(const Text& text, const Dictionary& dictionary,
                        const std::vector<Range>& row, const std::vector<Column>& columns) {
  for (std::size_t i = 0; i < row.size() && i < columns.size(); ++i) {
    if (row[i].empty() || !IsAnchor(columns[i].role)) continue;
    if (Fit(Describe(text.Of(row[i]), dictionary), columns[i], true) <= -4) return true;
  }
  return false;
}

namespace {

bool FitsHeads(DescribedCells& row, const std::vector<Column>& columns) {
  const bool states = std::any_of(columns.begin(), columns.end(),
                                  [](const Column& c) { return c.role == Role::kStatus; });
  for (std::size_t i = 0; i < row.size() && i < columns.size(); ++i) {
    if (!row.empty(i) && Fit(row[i], columns[i], states) <= -1.6) return false;
  }
  return true;
}

// Whether an office stands where the heads have a share.
bool HasOfficeForShare(DescribedCells& row, const std::vector<Column>& columns) {
  for (std::size_t i = 0; i < row.size() && i < columns.size(); ++i) {
    if (columns[i].role == Role::kRatio && !row.empty(i) && row[i].units) return true;
  }
  return false;
}

// The best placing of at least one cell in at least one column.
RowPlacing Placed(DescribedCells& row, const PlacedColumns& columns, bool may_share) {
  RowPlacing placing(columns, may_share, /*overflow=*/may_share || row.size() > columns.size());
  std::vector<double> fits(columns.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    columns.Weigh(row[i], fits.data());
    placing.Add(&row, i, fits.data());
  }
  return placing;
}

// Whether a row without its last cells has numbers, names and shares where the heads have them, and
// only there.
bool Leads(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row,
           const std::vector<Column>& columns) {
  if (row.size() >= columns.size() || row.size() + 2 < columns.size()) return false;
  const bool shares = std::any_of(columns.begin(), columns.end(),
                                  [](const Column& c) { return c.role == Role::kRatio; });
  for (std::size_t i = 0; i < row.size() && shares; ++i) {
    const Traits traits = Describe(text.Of(row[i]), dictionary);
    if (columns[i].role != Role::kRatio && traits.numeric && traits.percent) return false;
  }
  return FitsAnchors(text, dictionary, row, columns) != Anchors::kContradicted;
}

}  // namespace

bool FitsHeads(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row,
               const std::vector<Column>& columns) {
  DescribedCells cells(text, dictionary, row);
  return FitsHeads(cells, columns);
}

bool OpensWhole(const Text& text, const Dictionary& dictionary, const std::vector<Range>& record,
                const std::vector<Column>& columns) {
  if (columns.empty() || record.size() < columns.size()) return false;
  return columns.front().role == Role::kNumber && IsAnchor(columns.back().role) &&
         FitsAnchors(text, dictionary, record, columns) == Anchors::kHeld;
}

std::vector<const std::vector<Range>*> TellingRows(const Text& text, const Dictionary& dictionary,
                                                   const std::vector<std::vector<Range>>& rows,
                                                   const std::vector<Column>& columns) {
  std::vector<const std::vector<Range>*> whole;
  for (const auto& row : rows) {
    if (row.size() == columns.size()) whole.push_back(&row);
  }
  if (whole.size() >= 3 && whole.size() * 3 >= rows.size()) return whole;
  std::vector<const std::vector<Range>*> longer;
  for (const auto& row : rows) {
    if (Leads(text, dictionary, row, columns)) whole.push_back(&row);
    if (row.size() > columns.size() && OpensWhole(text, dictionary, row, columns))
      longer.push_back(&row);
  }
  if (longer.size() >= 2 && longer.size() * 3 >= rows.size())
    whole.insert(whole.end(), longer.begin(), longer.end());
  return whole;
}

RowsFit FitRows(const Text& text, const Dictionary& dictionary,
                const std::vector<const std::vector<Range>*>& rows,
                const std::vector<Column>& columns) {
  RowsFit fit;
  const PlacedColumns placed(columns);
  for (const auto* row : rows) {
    if (row->empty() || columns.empty()) continue;
    DescribedCells cells(text, dictionary, *row);
    fit.unfit += row->size() > columns.size() ||
                 (row->size() == columns.size() && !FitsHeads(cells, columns));
    fit.score += Placed(cells, placed, /*may_share=*/row->size() > columns.size()).Score();
  }
  return fit;
}

std::vector<std::size_t> AlignRow(const Text& text, const Dictionary& dictionary,
                                  const std::vector<Range>& row, const std::vector<Column>& columns,
                                  bool may_share) {
  if (row.empty() || columns.empty()) return std::vector<std::size_t>(row.size());
  DescribedCells cells(text, dictionary, row);
  // A row that kept the empty cells at its front lost none but at its end.
  const bool whole = row.size() == columns.size();
  const bool open = row.size() < columns.size() && row.front().empty();
  // 2 | 就业见习 | 募集岗位… | 108.7% | 县人社局 | 县工信局 below 序号 | 类别 | 项目 | … | 完成率 |
  // 责任单位: one was dropped, and two fill the last.
  const bool slipped = whole && !may_share && HasOfficeForShare(cells, columns);
  if ((whole && !may_share && !slipped) || ((whole || open) && FitsHeads(cells, columns))) {
    // As many cells as heads map one to one, unless a cell cannot be what its head says.
    std::vector<std::size_t> place(row.size());
    for (std::size_t i = 0; i < place.size(); ++i) place[i] = i;
    return place;
  }
  return Placed(cells, PlacedColumns(columns), may_share || slipped).Place();
}

}  // namespace duban::documents
