#include "documents/core/placing.h"

#include <algorithm>
#include <limits>

#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();

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
  return role == Role::kPlanned || role == Role::kReached || role == Role::kPeriodReached ||
         role == Role::kRegion || role == Role::kRatio;
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
  if (role == Role::kTitle)
    return cell.chars > 80 ? -1.0 : cell.sentence || cell.numbered ? 0.5 : 2.2;
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

double SkipCost(const Column& column) {
  // What was done in earlier years is not printed of what begins now: 至2021年底累计完成投资.
  if (column.role == Role::kReached &&
      MentionsAny<"年底累计", "上年", "以前年度", "往年">(column.name))
    return 0.3;
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

}  // namespace

double Fit(const Traits& cell, const Column& column, bool status_column) {
  const Role role = column.role;
  if (column.numbered) return cell.numbered == column.numbered ? 6.0 : -8.0;
  // Where states have no column, a report opens with its own: 提前完成年度任务.
  if (cell.status && role == Role::kProgress && !status_column) return 2.0;
  if (cell.years) {
    const bool when =
        role == Role::kDue ||
        (role == Role::kOther && MentionsAny<"年限", "起止", "年份", "时间">(column.name));
    if (when || HoldsNumber(role)) return when ? 5.0 : 1.5;
  }
  switch (role) {
    case Role::kNumber:
      return cell.number ? 6.0 : -8.0;
    case Role::kCategory:
      if (cell.number || cell.status) return -4.0;
      return cell.sentence || cell.chars > 20 ? -3.0
             : cell.units                     ? -0.5
             : cell.chars > 8                 ? 0.2
                                              : 1.2;
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

const Traits& DescribedCells::operator[](std::size_t i) {
  if (!traits_[i]) traits_[i] = Describe(text_.Of(cells_[i]), dictionary_);
  return *traits_[i];
}

bool DescribedCells::SaysAgain(std::size_t i) {
  constexpr std::size_t kMaxBytes = 300;
  if (i == 0 || cells_[i].size() > kMaxBytes || cells_[i - 1].size() > kMaxBytes) return false;
  if (!HasMoreThan(5, text_.Of(cells_[i])) || (*this)[i].units || (*this)[i].people) return false;
  if (!again_[i]) again_[i] = Alikeness(text_.Of(cells_[i - 1]), text_.Of(cells_[i])) >= 0.6;
  return *again_[i];
}

PlacedColumns::PlacedColumns(const std::vector<Column>& columns) {
  Reserve(columns.size());
  for (const Column& column : columns) Add(column);
  AddSharing();
}

PlacedColumns::PlacedColumns(const std::vector<Column>& columns, std::span<const std::size_t> at) {
  Reserve(at.size());
  for (const std::size_t i : at) Add(columns[i]);
  AddSharing();
}

void PlacedColumns::Reserve(std::size_t columns) {
  columns_.reserve(columns);
  sharing_.reserve(columns);
  skip_.reserve(columns + 1);
  skip_.push_back(0.0);
}

void PlacedColumns::Add(const Column& column) {
  const Role role = column.role;
  columns_.push_back(&column);
  skip_.push_back(skip_.back() + SkipCost(column));
  states_ = states_ || role == Role::kStatus;
  substance_ = substance_ || role == Role::kContent || role == Role::kTarget;
  reports_ = reports_ || role == Role::kProgress;
  promises_ = promises_ || role == Role::kTarget || role == Role::kContent || role == Role::kTitle;
  cooperates_ = cooperates_ || role == Role::kCooperating;
}

void PlacedColumns::AddSharing() {
  for (const Column* column : columns_) {
    const Role role = column->role;
    Sharing sharing{.cost = IsLong(role) && role != Role::kTitle ? 0.6 : 2.0};
    sharing.promises = role == Role::kTarget || role == Role::kContent;
    // Of two long cells the report is the one that runs on.
    if (reports_ && sharing.promises) sharing.promise = 0.2;
    // The first unit leads, those behind it help.
    if (role == Role::kLead && cooperates_) sharing.leads = 0.5;
    // Two figures below each other are two figures: 4000 and 3034 are no 40003034.
    if (HoldsNumber(role)) sharing.figures = 6.0;
    // Units below units are of one cell. Where a title is all there is of a promise, a row below
    // may start with one.
    sharing.names = role == Role::kLead || role == Role::kCooperating;
    sharing.begins = role != Role::kNumber && (role != Role::kTitle || !substance_);
    sharing_.push_back(sharing);
  }
}

void PlacedColumns::Weigh(const Traits& cell, double* fits) const {
  for (std::size_t j = 0; j < columns_.size(); ++j) {
    // 改造农贸市场6个 is rather what is promised than a name, where another column promises.
    const bool promised =
        substance_ && cell.counts && columns_[j]->role == Role::kTitle && !columns_[j]->numbered;
    // 各乡镇政府 helps, where another column leads.
    const bool helps = cooperates_ && cell.everybody && columns_[j]->role == Role::kLead;
    fits[j] = Fit(cell, *columns_[j], states_) - (promised ? 1.6 : 0.0) - (helps ? 0.5 : 0.0);
  }
}

void PlacedColumns::ScoreInOrder(const double* fits, std::size_t cells, double* best,
                                 double* scores) const {
  const std::size_t width = size();
  const double* const skip = skip_.data();
  for (std::size_t j = 0; j < width; ++j) best[j] = -0.5 * skip[j] + fits[j];
  for (std::size_t i = 0; i < cells; ++i, fits += width) {
    double reach = kNever;  // as in RowPlacing::AddInOrder
    double before = i == 0 ? kNever : best[i - 1];
    double top = kNever;
    for (std::size_t j = i; j < width; ++j) {
      reach = std::max(reach, before + skip[j]);
      before = best[j];
      if (i > 0) best[j] = reach - skip[j] + fits[j];
      top = std::max(top, best[j] - (skip[width] - skip[j + 1]));
    }
    scores[i] = top;
  }
}

void RowPlacing::Add(DescribedCells* cells, std::size_t i, const double* fits) {
  const std::size_t width = columns_.size();
  if (steps_.size() < (cells_ + 1) * width) steps_.resize((cells_ + 1) * width);
  Step* const own = steps_.data() + cells_ * width;
  const std::size_t first = cells_++;
  if (first == 0) {
    for (std::size_t j = 0; j < width; ++j) own[j] = {-0.5 * columns_.skip_[j] + fits[j], 0};
  } else if (overflow_) {
    AddSharing(cells, i, fits, own - width, own);
  } else {
    AddInOrder(first, fits, own - width, own);
  }
}

void RowPlacing::AddInOrder(std::size_t first, const double* fits, const Step* before,
                            Step* own) const {
  const double* const skip = columns_.skip_.data();
  double reach =
      kNever;  // best score of the cells before in a column left of j, skipped columns paid
  std::size_t reach_from = 0;
  for (std::size_t j = first; j < columns_.size(); ++j) {
    const double paid = before[j - 1].best + skip[j];
    if (paid > reach) {
      reach = paid;
      reach_from = j - 1;
    }
    own[j] = {reach - skip[j] + fits[j], reach_from};
  }
}

void RowPlacing::AddSharing(DescribedCells* cells, std::size_t i, const double* fits,
                            const Step* before, Step* own) const {
  const std::size_t width = columns_.size();
  const double* const skip = columns_.skip_.data();
  // The best end of a row so far: a cell further left than its predecessor starts a row below it.
  double wrap = kNever;
  std::size_t wrap_from = 0;
  for (std::size_t j = 0; j < width && may_share_; ++j) {
    const double score = before[j].best - (skip[width] - skip[j + 1]) - 1.0;
    if (score > wrap) {
      wrap = score;
      wrap_from = j;
    }
  }
  const Traits& traits = (*cells)[i];
  const bool units_before = (*cells)[i - 1].units;
  const double announced = cells->Announced(i) ? DescribedCells::kAnnounced : 0.0;
  const double again = columns_.reports_ && columns_.promises_ && cells->SaysAgain(i) ? 1.5 : 0.0;
  double reach = kNever;  // as above
  std::size_t reach_from = 0;
  for (std::size_t j = 0; j < width; ++j) {
    const PlacedColumns::Sharing& sharing = columns_.sharing_[j];
    double score = reach - skip[j];
    std::size_t origin = reach_from;
    const double figures = traits.numeric ? sharing.figures : 0.0;
    const double shared = before[j].best - sharing.cost - sharing.promise + announced - again -
                          sharing.leads - figures;
    if (shared > score) {
      score = shared;
      origin = j;
    }
    if (j < wrap_from && sharing.begins && !(sharing.names && units_before)) {
      const double wrapped =
          wrap - 0.5 * skip[j] + (traits.number_value > 1 && sharing.promises ? 1.0 : 0.0);
      if (wrapped > score) {
        score = wrapped;
        origin = wrap_from;
      }
    }
    own[j] = {score + fits[j], origin};
    const double paid = before[j].best + skip[j + 1];
    if (paid > reach) {
      reach = paid;
      reach_from = j;
    }
  }
}

double RowPlacing::AtEnd(std::size_t column) const {
  const std::size_t width = columns_.size();
  return steps_[(cells_ - 1) * width + column].best -
         (columns_.skip_[width] - columns_.skip_[column + 1]);
}

double RowPlacing::Score() const {
  double top = kNever;
  for (std::size_t j = First(); j < columns_.size(); ++j) top = std::max(top, AtEnd(j));
  return top;
}

std::vector<std::size_t> RowPlacing::Place() const {
  const std::size_t width = columns_.size();
  std::size_t at = First();
  for (std::size_t j = at + 1; j < width; ++j) {
    if (AtEnd(j) > AtEnd(at)) at = j;
  }
  std::vector<std::size_t> place(cells_);
  for (std::size_t i = place.size(); i-- > 0;) {
    place[i] = at;
    at = steps_[i * width + at].from;
  }
  return place;
}

}  // namespace duban::documents
