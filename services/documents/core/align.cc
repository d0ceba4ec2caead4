#include "documents/core/align.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "documents/core/cell_traits.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

bool IsLong(Role role) {
  switch (role) {
    case Role::kTitle:
    case Role::kContent:
    case Role::kTarget:
    case Role::kProgress:
    case Role::kSteps:
    case Role::kPeriod:
    case Role::kNote:
    case Role::kNone:
    case Role::kOther:
      return true;
    default:
      return false;
  }
}

bool HoldsNumber(Role role) {
  return role == Role::kPlanned || role == Role::kReached || role == Role::kPeriodReached || role == Role::kRegion ||
         role == Role::kRatio;
}

double UnitsFit(const Traits& cell, Role role) {
  if (cell.units) return role == Role::kLead ? 5.2 : 5.0;
  if (cell.people) return 1.0;
  if (cell.blank) return 2.0;
  return cell.sentence || cell.status || cell.number ? -6.0 : -1.5;
}

double ProseFit(const Traits& cell, Role role) {
  // A column of no known use may hold anything: a street under 建设地点 is no office.
  if ((role == Role::kOther || role == Role::kNone) && (cell.units || cell.people)) return -0.5;
  if ((role == Role::kOther || role == Role::kNone) && cell.number) return -0.5;
  if (role == Role::kTarget && cell.number) return 0.0;  // 目标任务: 20 among 71个
  if (cell.status || cell.number) return -3.0;
  if (cell.units || cell.people) return role == Role::kTitle ? -2.0 : -3.5;
  if (cell.blank) return 0.0;
  if (role == Role::kTitle && cell.numeric) return -3.0;
  if (role == Role::kTitle) return cell.chars > 80 ? -1.0 : cell.sentence || cell.numbered ? 0.5 : 2.2;
  if (role == Role::kOther && (cell.numeric || cell.date)) return 1.0;  // 起止年限: 2024-2025
  double fit = cell.sentence ? 2.0 : 0.8;
  // 已新增托位525个 reports, 新增托位525个 promises.
  if (role == Role::kProgress) fit += cell.done ? 0.5 : cell.promise ? -0.6 : 0.0;
  if ((role == Role::kTarget || role == Role::kContent) && cell.done) fit -= 1.0;
  if (cell.numeric || cell.date) fit -= role == Role::kPeriod ? 0.0 : 1.0;
  if (cell.numbered && (role == Role::kTarget || role == Role::kContent)) fit += 0.2;
  if (role == Role::kNote) fit -= 1.2;
  if (role == Role::kOther) fit -= 1.5;
  return fit;
}

// How well a cell fits a column; about -8 … 6. `status_column`: the table has a column for states.
double Fit(const Traits& cell, const Column& column, bool status_column) {
  const Role role = column.role;
  if (column.numbered) return cell.numbered == column.numbered ? 6.0 : -8.0;
  // Where states have no column, a report opens with its own: 提前完成年度任务.
  if (cell.status && role == Role::kProgress && !status_column) return 2.0;
  if (cell.years) {
    const bool when = role == Role::kDue || (role == Role::kOther && MentionsAny<"年限", "起止", "年份", "时间">(column.name));
    if (when || HoldsNumber(role)) return when ? 5.0 : 1.5;
  }
  switch (role) {
    case Role::kNumber:
      return cell.number ? 6.0 : -8.0;
    case Role::kCategory:
      if (cell.number || cell.status) return -4.0;
      return cell.sentence || cell.chars > 20 ? -3.0 : cell.units ? -0.5 : cell.chars > 8 ? 0.2 : 1.2;
    case Role::kLead:
    case Role::kResponsible:
    case Role::kCooperating:
      return UnitsFit(cell, role);
    case Role::kLeader:
      return cell.people ? 5.0 : cell.units ? 0.5 : cell.blank ? 2.0 : -5.0;
    case Role::kStatus:
      if (cell.status) return 6.0;
      return cell.chars <= 8 && !cell.numeric ? 0.0 : -6.0;
    case Role::kDue:
      return cell.date ? 4.0 : cell.status ? 2.0 : cell.chars <= 10 ? 0.0 : -4.0;
    case Role::kPlanned:
    case Role::kReached:
    case Role::kPeriodReached:
    case Role::kRegion:
      return cell.percent ? 1.0 : cell.numeric ? 4.0 : cell.blank ? 1.0 : -4.0;
    case Role::kRatio:
      return cell.percent ? 5.0 : cell.numeric ? 3.0 : cell.blank ? 1.0 : -4.0;
    case Role::kPlace:
      return cell.numeric || cell.sentence || cell.numbered || cell.chars > 12 ? -6.0 : 3.0;
    case Role::kMeasureUnit:
      return cell.chars <= (cell.rate ? 8U : 4U) && !cell.numeric ? 2.0 : -4.0;
    case Role::kMeasure:
      return cell.chars <= 30 && !cell.numeric && !cell.status ? 1.5 : -2.0;
    default:
      return ProseFit(cell, role);
  }
}

double SkipCost(const Column& column) {
  // What was done in earlier years is not printed of what begins now: 至2021年底累计完成投资.
  if (column.role == Role::kReached && MentionsAny<"年底累计", "上年", "以前年度", "往年">(column.name)) return 0.3;
  switch (column.role) {
    case Role::kNumber:
    case Role::kCategory:
    case Role::kTitle:
      return 0.3;
    case Role::kNote:
    case Role::kOther:
    case Role::kNone:
      return 0.3;
    case Role::kLead:
    case Role::kResponsible:
    case Role::kCooperating:
    case Role::kLeader:
    case Role::kStatus:
      return 0.6;
    default:
      return 1.0;
  }
}

bool IsAnchor(Role role) {
  return role == Role::kNumber || role == Role::kLead || role == Role::kResponsible || role == Role::kCooperating ||
         role == Role::kLeader || role == Role::kStatus || role == Role::kRatio || role == Role::kMeasureUnit;
}

}  // namespace

Anchors FitsAnchors(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row, const std::vector<Column>& columns) {
  Anchors found = Anchors::kNone;
  for (std::size_t i = 0; i < row.size() && i < columns.size(); ++i) {
    if (!IsAnchor(columns[i].role)) continue;
    if (row[i].empty() || Fit(Describe(text.Of(row[i]), dictionary), columns[i], true) <= 0) return Anchors::kContradicted;
    found = Anchors::kHeld;
  }
  return found;
}

bool ContradictsAnchors(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row, const std::vector<Column>& columns) {
  for (std::size_t i = 0; i < row.size() && i < columns.size(); ++i) {
    if (row[i].empty() || !IsAnchor(columns[i].role)) continue;
    if (Fit(Describe(text.Of(row[i]), dictionary), columns[i], true) <= -4) return true;
  }
  return false;
}

namespace {

// The cells of a row, each described when it is first asked for.
class DescribedRow {
 public:
  DescribedRow(const Text& text, const Dictionary& dictionary, const std::vector<Range>& cells, KnownTraits* known = nullptr)
      : text_(text), dictionary_(dictionary), cells_(cells), traits_(cells.size()), known_(known) {}

  std::size_t size() const { return cells_.size(); }
  bool empty(std::size_t i) const { return cells_[i].empty(); }
  // Whether the line above announces this one: 全市竣工2860户,其中:
  bool Announced(std::size_t i) const {
    return i > 0 && EndsWithAny(text_.Of(cells_[i - 1]), {":", "："});
  }

  // Whether a cell says nearly the same as the one before it: what is promised, and what came of it.
  bool SaysAgain(std::size_t i) {
    constexpr std::size_t kMaxBytes = 300;
    if (i == 0 || cells_[i].size() > kMaxBytes || cells_[i - 1].size() > kMaxBytes) return false;
    if (!HasMoreThan(5, text_.Of(cells_[i])) || (*this)[i].units || (*this)[i].people) return false;
    return Alikeness(text_.Of(cells_[i - 1]), text_.Of(cells_[i])) >= 0.6;
  }

  const Traits& operator[](std::size_t i) {
    if (traits_[i]) return *traits_[i];
    const auto describe = [&] { return Describe(text_.Of(cells_[i]), dictionary_); };
    if (known_ == nullptr) return traits_[i].emplace(describe());
    const auto [cell, fresh] = known_->try_emplace(cells_[i].begin);
    if (fresh) cell->second = describe();
    return traits_[i].emplace(cell->second);
  }

 private:
  const Text& text_;
  const Dictionary& dictionary_;
  const std::vector<Range>& cells_;
  std::vector<std::optional<Traits>> traits_;
  KnownTraits* const known_;  // null where no other row has the cells
};

bool FitsHeads(DescribedRow& row, const std::vector<Column>& columns) {
  const bool states = std::any_of(columns.begin(), columns.end(), [](const Column& c) { return c.role == Role::kStatus; });
  for (std::size_t i = 0; i < row.size() && i < columns.size(); ++i) {
    if (!row.empty(i) && Fit(row[i], columns[i], states) <= -1.6) return false;
  }
  return true;
}

struct Placing {
  std::vector<std::size_t> place;
  double score = 0;
};

// The best placing of at least one cell in at least one column.
Placing Place(DescribedRow& row, const std::vector<Column>& columns, bool may_share) {
  const std::size_t cells = row.size();
  const std::size_t width = columns.size();
  std::vector<std::size_t> place(cells);
  const bool states = std::any_of(columns.begin(), columns.end(), [](const Column& c) { return c.role == Role::kStatus; });
  constexpr double kNever = -std::numeric_limits<double>::infinity();
  std::vector<double> skip(width + 1, 0.0);  // cost of leaving columns [0, j) empty
  for (std::size_t j = 0; j < width; ++j) skip[j + 1] = skip[j] + SkipCost(columns[j]);
  // Where a title is all there is of a promise, a row below may start with one.
  const bool substance = std::any_of(columns.begin(), columns.end(), [](const Column& column) {
    return column.role == Role::kContent || column.role == Role::kTarget;
  });
  const auto has = [&](Role role) { return std::any_of(columns.begin(), columns.end(), [role](const Column& c) { return c.role == role; }); };
  const bool reports = has(Role::kProgress);
  const bool promises = has(Role::kTarget) || has(Role::kContent) || has(Role::kTitle);
  const bool cooperates = std::any_of(columns.begin(), columns.end(), [](const Column& c) { return c.role == Role::kCooperating; });
  struct Step {
    double best = kNever;
    std::size_t from = 0;
  };
  std::vector<Step> steps(cells * width);  // of each cell in each column
  const bool overflow = cells > width || may_share;
  for (std::size_t i = 0; i < cells; ++i) {
    const Traits& traits = row[i];
    Step* const own = &steps[i * width];
    const Step* const before = i > 0 ? own - width : nullptr;
    // The best end of a row so far: a cell further left than its predecessor starts a row below it.
    double wrap = kNever;
    std::size_t wrap_from = 0;
    if (i > 0 && may_share) {
      for (std::size_t j = 0; j < width; ++j) {
        if (before[j].best == kNever) continue;
        const double score = before[j].best - (skip[width] - skip[j + 1]) - 1.0;
        if (score > wrap) {
          wrap = score;
          wrap_from = j;
        }
      }
    }
    const bool units_before = i > 0 && row[i - 1].units;
    const bool announced = row.Announced(i);
    const bool again = overflow && reports && promises && row.SaysAgain(i);
    double reach = kNever;  // best score of the cells before in a column left of j, skipped columns paid
    std::size_t reach_from = 0;
    for (std::size_t j = 0; j < width; ++j) {
      // 改造农贸市场6个 is rather what is promised than a name.
      const double fit = Fit(traits, columns[j], states) - (substance && traits.counts && columns[j].role == Role::kTitle && !columns[j].numbered ? 1.6 : 0.0);
      double score = i == 0 ? -0.5 * skip[j] : reach == kNever ? kNever : reach - skip[j];
      std::size_t origin = reach_from;
      if (i > 0 && overflow && before[j].best != kNever) {
        double shared = before[j].best - (IsLong(columns[j].role) && columns[j].role != Role::kTitle ? 0.6 : 2.0);
        // Of two long cells the report is the one that runs on.
        if (reports && (columns[j].role == Role::kTarget || columns[j].role == Role::kContent)) shared -= 0.2;
        if (announced) shared += 2.0;
        if (again) shared -= 1.5;
        // The first unit leads, those behind it help.
        if (columns[j].role == Role::kLead && cooperates) shared -= 0.5;
        // Two figures below each other are two figures: 4000 and 3034 are no 40003034.
        if (traits.numeric && HoldsNumber(columns[j].role)) shared -= 6.0;
        if (shared > score) {
          score = shared;
          origin = j;
        }
      }
      // Units below units are of one cell.
      const bool names = columns[j].role == Role::kLead || columns[j].role == Role::kCooperating;
      if (wrap != kNever && j < wrap_from && !(names && units_before) && columns[j].role != Role::kNumber && (columns[j].role != Role::kTitle || !substance)) {
        const bool next = traits.number_value > 1 && (columns[j].role == Role::kTarget || columns[j].role == Role::kContent);
        const double wrapped = wrap - 0.5 * skip[j] + (next ? 1.0 : 0.0);
        if (wrapped > score) {
          score = wrapped;
          origin = wrap_from;
        }
      }
      if (score != kNever) own[j].best = score + fit;
      own[j].from = origin;
      if (i > 0 && before[j].best != kNever && before[j].best + skip[j + 1] > reach) {
        reach = before[j].best + skip[j + 1];
        reach_from = j;
      }
    }
  }
  std::size_t at = 0;
  double top = kNever;
  for (std::size_t j = 0; j < width; ++j) {
    const double score = steps[(cells - 1) * width + j].best == kNever ? kNever : steps[(cells - 1) * width + j].best - (skip[width] - skip[j + 1]);
    if (score > top) {
      top = score;
      at = j;
    }
  }
  for (std::size_t i = cells; i-- > 0;) {
    place[i] = at;
    at = steps[i * width + at].from;
  }
  return {std::move(place), top};
}

// Whether a row without its last cells has numbers, names and shares where the heads have them, and only there.
bool Leads(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row, const std::vector<Column>& columns) {
  if (row.size() >= columns.size() || row.size() + 2 < columns.size()) return false;
  const bool shares = std::any_of(columns.begin(), columns.end(), [](const Column& c) { return c.role == Role::kRatio; });
  for (std::size_t i = 0; i < row.size() && shares; ++i) {
    const Traits traits = Describe(text.Of(row[i]), dictionary);
    if (columns[i].role != Role::kRatio && traits.numeric && traits.percent) return false;
  }
  return FitsAnchors(text, dictionary, row, columns) != Anchors::kContradicted;
}

}  // namespace

bool FitsHeads(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row,
               const std::vector<Column>& columns) {
  DescribedRow cells(text, dictionary, row);
  return FitsHeads(cells, columns);
}

std::vector<const std::vector<Range>*> TellingRows(const Text& text, const Dictionary& dictionary,
                                                   const std::vector<std::vector<Range>>& rows,
                                                   const std::vector<Column>& columns) {
  std::vector<const std::vector<Range>*> whole;
  for (const auto& row : rows) {
    if (row.size() == columns.size()) whole.push_back(&row);
  }
  if (whole.size() >= 3 && whole.size() * 3 >= rows.size()) return whole;
  for (const auto& row : rows) {
    if (Leads(text, dictionary, row, columns)) whole.push_back(&row);
  }
  return whole;
}

RowsFit FitRows(const Text& text, const Dictionary& dictionary, const std::vector<const std::vector<Range>*>& rows,
                const std::vector<Column>& columns, KnownTraits* known) {
  RowsFit fit;
  for (const auto* row : rows) {
    if (row->empty() || columns.empty()) continue;
    DescribedRow cells(text, dictionary, *row, known);
    fit.unfit += row->size() > columns.size() || (row->size() == columns.size() && !FitsHeads(cells, columns));
    fit.score += Place(cells, columns, /*may_share=*/row->size() > columns.size()).score;
  }
  return fit;
}

std::vector<std::size_t> AlignRow(const Text& text, const Dictionary& dictionary,
                                  const std::vector<Range>& row, const std::vector<Column>& columns,
                                  bool may_share, KnownTraits* known) {
  if (row.empty() || columns.empty()) return std::vector<std::size_t>(row.size());
  DescribedRow cells(text, dictionary, row, known);
  // A row that kept the empty cells at its front lost none but at its end.
  const bool whole = row.size() == columns.size();
  const bool open = row.size() < columns.size() && row.front().empty();
  if ((whole && !may_share) || ((whole || open) && FitsHeads(cells, columns))) {
    // As many cells as heads map one to one, unless a cell cannot be what its head says.
    std::vector<std::size_t> place(row.size());
    for (std::size_t i = 0; i < place.size(); ++i) place[i] = i;
    return place;
  }
  return Place(cells, columns, may_share).place;
}

}  // namespace duban::documents
