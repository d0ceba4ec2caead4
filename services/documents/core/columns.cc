#include "documents/core/columns.h"

#include <algorithm>
#include <limits>

#include "documents/core/names.h"
#include "documents/core/numbering.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxDescribed = 200;  // characters; a longer cell is prose

// What a cell looks like, as far as its place in a row depends on it.
struct Traits {
  std::size_t chars = 0;
  bool blank = false;
  bool number = false;    // a bare item number
  bool numeric = false;   // a figure, perhaps with a unit or %
  bool percent = false;
  bool status = false;
  bool units = false;
  bool people = false;
  bool date = false;
  bool sentence = false;  // has clause marks
  bool numbered = false;  // starts with 1. (1) …
  int number_value = 0;   // of that numbering
};

bool IsNumeric(std::string_view normal) {
  bool digit = false;
  std::size_t other = 0;
  for (std::size_t at = 0; at < normal.size();) {
    const Char c = CharAt(normal, at);
    at += c.bytes;
    if (IsDigit(c.code)) {
      digit = true;
    } else if (c.code != '.' && c.code != '%' && c.code != ',' && c.code != '-' && c.code != U'万' && c.code != U'亿') {
      ++other;
    }
  }
  return digit && other <= 2;
}

bool LooksLikeDate(std::string_view normal) {
  if (normal.size() > 45) return false;
  const bool digit = HoldsDigit(normal);
  if ((digit || CountChars(normal) <= 8) && MentionsAny(normal, {"月", "年底", "年内", "季度", "上半年", "全年", "长期"})) return true;
  return digit && (Contains(normal, "年") || std::count(normal.begin(), normal.end(), '.') == 2 ||
                   std::count(normal.begin(), normal.end(), '-') == 2);
}

void SetNumbering(std::string_view cell, Traits* traits) {
  const auto numbering = NumberingAt(cell, 0);
  traits->numbered = numbering.has_value();
  if (numbering) traits->number_value = numbering->value;
}

bool SaysStatus(std::string_view cell, std::string_view normal, const Dictionary& dictionary) {
  for (const std::string_view tick : {"是", "否", "√", "×", "达序", "达序时", "已达序", "符合序时", "按序时"}) {
    if (normal == tick) return true;
  }
  return dictionary.CellStatus(cell, "") != Status::kNone;
}

Traits Describe(std::string_view cell, const Dictionary& dictionary) {
  Traits traits;
  traits.chars = CountChars(cell);
  if (traits.chars > kMaxDescribed) {
    traits.sentence = true;
    SetNumbering(cell, &traits);
    return traits;
  }
  const std::string normal = Normal(cell);
  traits.blank = IsBlankCell(cell);
  traits.numeric = IsNumeric(normal);
  traits.percent = normal.ends_with("%");
  std::string_view bare = normal;
  while (!bare.empty() && (bare.back() == '.' || bare.back() == ')')) bare.remove_suffix(1);
  if (bare.starts_with("(")) bare.remove_prefix(1);
  if (bare.ends_with("、")) bare.remove_suffix(3);
  traits.number = !bare.empty() && bare.size() <= 9 && NumeralValue(bare) > 0 && NumeralValue(bare) < 1000;
  traits.status = SaysStatus(cell, normal, dictionary);
  traits.units = LooksLikeUnits(cell, dictionary);
  traits.people = LooksLikePeople(cell, dictionary);
  traits.date = LooksLikeDate(normal);
  traits.sentence = MentionsAny(cell, {",", "，", "。", ";", "；"});
  SetNumbering(cell, &traits);
  return traits;
}

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
  if (cell.status || cell.number) return -3.0;
  if (cell.units || cell.people) return role == Role::kTitle ? -2.0 : -3.5;
  if (cell.blank) return 0.0;
  if (role == Role::kTitle && cell.numeric) return -3.0;
  if (role == Role::kTitle) return cell.chars > 80 ? -1.0 : cell.sentence || cell.numbered ? 0.5 : 2.2;
  if (role == Role::kOther && (cell.numeric || cell.date)) return 1.0;  // 起止年限: 2024-2025
  double fit = cell.sentence ? 2.0 : 0.8;
  if (cell.numeric || cell.date) fit -= role == Role::kPeriod ? 0.0 : 1.0;
  if (cell.numbered && (role == Role::kTarget || role == Role::kContent)) fit += 0.2;
  if (role == Role::kNote) fit -= 1.2;
  if (role == Role::kOther) fit -= 1.5;
  return fit;
}

// How well a cell fits a column; about -8 … 6. `status_column`: the table has a column for states.
double Fit(const Traits& cell, const Column& column, bool status_column) {
  const Role role = column.role;
  if (column.numbered) return cell.numbered ? 6.0 : -8.0;
  // Where states have no column, a report opens with its own: 提前完成年度任务.
  if (cell.status && role == Role::kProgress && !status_column) return 2.0;
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
      return cell.date ? 4.0 : cell.chars <= 10 ? 0.0 : -4.0;
    case Role::kPlanned:
    case Role::kReached:
    case Role::kPeriodReached:
    case Role::kRegion:
      return cell.percent ? 1.0 : cell.numeric ? 4.0 : cell.blank ? 1.0 : -4.0;
    case Role::kRatio:
      return cell.percent ? 5.0 : cell.numeric ? 3.0 : cell.blank ? 1.0 : -4.0;
    case Role::kPlace:
      return cell.numeric || cell.sentence || cell.chars > 12 ? -6.0 : 3.0;
    case Role::kMeasureUnit:
      return cell.chars <= 4 && !cell.numeric ? 2.0 : -4.0;
    case Role::kMeasure:
      return cell.chars <= 30 && !cell.numeric && !cell.status ? 1.5 : -2.0;
    default:
      return ProseFit(cell, role);
  }
}

double SkipCost(Role role) {
  switch (role) {
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

// A head that names a place: its column holds that place's numbers.
bool IsPlaceHead(std::string_view head) {
  if (HasMoreThan(8, head)) return false;
  const std::string normal = Normal(head);
  if (CountChars(normal) < 2) return false;
  for (const std::string_view end : {"区", "县", "市", "旗", "镇", "乡", "街道", "新城", "市本级", "县本级", "区本级"}) {
    if (normal.ends_with(end)) return true;
  }
  return false;
}

Role RoleOfHead(const Dictionary& dictionary, std::string_view head) {
  const Role role = dictionary.HeadRole(head);
  return role == Role::kNone && IsPlaceHead(head) ? Role::kRegion : role;
}

bool IsHeadRow(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row) {
  std::size_t known = 0;
  std::size_t filled = 0;
  for (const Range cell : row) {
    if (cell.empty()) continue;
    ++filled;
    known += RoleOfHead(dictionary, text.Of(cell)) != Role::kNone;
  }
  return filled >= 2 && known >= 2 && known * 2 > filled;
}

std::optional<std::vector<Column>> ReadHead(const Text& text, const Dictionary& dictionary,
                                            const std::vector<Range>& row) {
  if (!IsHeadRow(text, dictionary, row)) return std::nullopt;
  std::vector<Column> columns;
  bool substance = false;
  bool places = false;
  std::size_t numbers = 0;
  for (const Range cell : row) {
    Column column{.role = cell.empty() ? Role::kNone : RoleOfHead(dictionary, text.Of(cell)), .head = cell};
    column.name = Normal(text.Of(cell));
    substance = substance || column.role == Role::kTitle || column.role == Role::kContent ||
                column.role == Role::kTarget || column.role == Role::kProgress || column.role == Role::kMeasure;
    places = places || column.role == Role::kPlace;
    numbers += column.role == Role::kPlanned || column.role == Role::kReached;
    columns.push_back(std::move(column));
  }
  if (!substance && !(places && numbers > 0)) return std::nullopt;
  return columns;
}

namespace {

// Roles that the cells decide: 年度目标 over bare numbers is one number per row, 单位 over 个 and 张 is no office.
void SettleByCells(const Text& text, const Dictionary& dictionary, const std::vector<std::vector<Range>>& rows,
                   std::size_t index, std::vector<Column>& columns) {
  std::size_t filled = 0;
  std::size_t numeric = 0;
  std::size_t percent = 0;
  std::size_t counters = 0;
  std::size_t units = 0;
  // Rows that lost cells by merging say little of a column; where whole ones are to be had, they decide.
  const std::size_t width = columns.size();
  const auto whole = std::count_if(rows.begin(), rows.end(), [&](const auto& row) { return row.size() == width; });
  Column* column = &columns[index];
  for (const auto& row : rows) {
    if (row.size() <= index || row[index].empty() || (whole >= 3 && row.size() != width)) continue;
    const std::string_view cell = text.Of(row[index]);
    if (cell.size() > 90 || IsBlankCell(cell)) {
      filled += cell.size() > 90;
      continue;
    }
    const std::string normal = Normal(cell);
    ++filled;
    const bool number = IsNumeric(normal);
    numeric += number;
    percent += number && normal.ends_with("%");
    const bool office = LooksLikeUnits(cell, dictionary);
    units += office;
    counters += CountChars(normal) <= 4 && !number && !office;
  }
  if (filled == 0) return;
  const bool numbers = numeric * 10 >= filled * 8;
  const Role role = column->role;
  if (role == Role::kTarget && numbers) column->role = Role::kPlanned;
  if (role == Role::kProgress && numbers) column->role = percent * 2 > filled ? Role::kRatio : Role::kReached;
  if (role == Role::kReached && percent * 2 > filled) column->role = Role::kRatio;
  if ((role == Role::kPlanned || role == Role::kReached) && !numbers) {
    column->role = role == Role::kPlanned ? Role::kTarget : Role::kProgress;
  }
  if ((role == Role::kResponsible || role == Role::kLead) && column->name == "单位" && counters * 2 > filled) {
    column->role = Role::kMeasureUnit;
  }
  // 备注 that holds an office in every row names who is responsible.
  const bool named = std::any_of(columns.begin(), columns.end(), [](const Column& other) {
    return other.role == Role::kLead || other.role == Role::kResponsible || other.role == Role::kCooperating;
  });
  if (role == Role::kNote && units * 10 >= filled * 8 && filled >= 3 && !named) column->role = Role::kResponsible;
  if (role == Role::kStatus && numbers) column->role = percent > 0 ? Role::kRatio : Role::kReached;
}

}  // namespace

void SettleRoles(const Text& text, const Dictionary& dictionary,
                 const std::vector<std::vector<Range>>& rows, std::vector<Column>* columns) {
  // 目标任务 | 进度 | 完成目标(%): the last is the share of the first.
  bool promised = false;
  for (Column& column : *columns) {
    const bool promise = column.role == Role::kTarget || column.role == Role::kPlanned;
    if (promise && promised && column.name.ends_with("(%)")) column.role = Role::kRatio;
    promised = promised || promise;
  }
  for (std::size_t i = 0; i < columns->size(); ++i) SettleByCells(text, dictionary, rows, i, *columns);
  const auto has = [&](Role role) {
    return std::any_of(columns->begin(), columns->end(), [role](const Column& c) { return c.role == role; });
  };
  const Role responsible = has(Role::kLead) ? Role::kCooperating : Role::kLead;
  bool titled = false;
  bool leading = false;
  Range above;  // columns of one head hold the same
  for (Column& column : *columns) {
    const bool same = !above.empty() && column.head == above;
    above = column.head;
    if (column.role == Role::kResponsible) column.role = responsible;
    if (column.role == Role::kLead && leading && !same && column.name != "牵头单位") column.role = Role::kCooperating;
    leading = leading || column.role == Role::kLead;
    if (column.role == Role::kTitle && titled) column.role = Role::kContent;
    titled = titled || column.role == Role::kTitle;
  }
  for (std::size_t i = 0; i < columns->size(); ++i) {
    Column& column = (*columns)[i];
    if (column.role != Role::kProgress && column.role != Role::kStatus) continue;
    std::size_t filled = 0;
    std::size_t said = 0;
    std::size_t prose = 0;
    for (const auto& row : rows) {
      if (row.size() != columns->size() || row[i].empty()) continue;
      const std::string_view cell = text.Of(row[i]);
      ++filled;
      said += CountChars(cell) <= kMaxDescribed && SaysStatus(cell, Normal(cell), dictionary);
      prose += CountChars(cell) > 12;
    }
    if (column.role == Role::kProgress && filled > 0 && said * 3 >= filled * 2) column.role = Role::kStatus;
    if (column.role == Role::kStatus && filled > 0 && prose * 2 > filled) column.role = Role::kProgress;
  }
}

bool FitsHeads(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row,
               const std::vector<Column>& columns) {
  const bool states = std::any_of(columns.begin(), columns.end(), [](const Column& c) { return c.role == Role::kStatus; });
  for (std::size_t i = 0; i < row.size() && i < columns.size(); ++i) {
    if (!row[i].empty() && Fit(Describe(text.Of(row[i]), dictionary), columns[i], states) <= -1.6) return false;
  }
  return true;
}

std::vector<std::size_t> AlignRow(const Text& text, const Dictionary& dictionary,
                                  const std::vector<Range>& row, const std::vector<Column>& columns,
                                  bool may_share) {
  const std::size_t cells = row.size();
  const std::size_t width = columns.size();
  std::vector<std::size_t> place(cells);
  if (cells == width && !may_share) {
    for (std::size_t i = 0; i < cells; ++i) place[i] = i;
    return place;
  }
  if (cells == 0 || width == 0) return place;
  const bool states = std::any_of(columns.begin(), columns.end(), [](const Column& c) { return c.role == Role::kStatus; });
  if (cells == width) {
    // As many cells as heads map one to one, unless a cell cannot be what its head says.
    for (std::size_t i = 0; i < cells; ++i) place[i] = i;
    if (FitsHeads(text, dictionary, row, columns)) return place;
  }
  constexpr double kNever = -std::numeric_limits<double>::infinity();
  std::vector<double> skip(width + 1, 0.0);  // cost of leaving columns [0, j) empty
  for (std::size_t j = 0; j < width; ++j) skip[j + 1] = skip[j] + SkipCost(columns[j].role);
  // Where a title is all there is of a promise, a row below may start with one.
  const bool substance = std::any_of(columns.begin(), columns.end(), [](const Column& column) {
    return column.role == Role::kContent || column.role == Role::kTarget;
  });
  std::vector<std::vector<double>> best(cells, std::vector<double>(width, kNever));
  std::vector<std::vector<std::size_t>> from(cells, std::vector<std::size_t>(width, 0));
  for (std::size_t i = 0; i < cells; ++i) {
    const Traits traits = Describe(text.Of(row[i]), dictionary);
    // The best end of a row so far: a cell further left than its predecessor starts a row below it.
    double wrap = kNever;
    std::size_t wrap_from = 0;
    if (i > 0 && may_share) {
      for (std::size_t j = 0; j < width; ++j) {
        if (best[i - 1][j] == kNever) continue;
        const double score = best[i - 1][j] - (skip[width] - skip[j + 1]) - 1.0;
        if (score > wrap) {
          wrap = score;
          wrap_from = j;
        }
      }
    }
    double reach = kNever;  // best score of the cells before in a column left of j, skipped columns paid
    std::size_t reach_from = 0;
    for (std::size_t j = 0; j < width; ++j) {
      const double fit = Fit(traits, columns[j], states);
      double score = i == 0 ? -0.5 * skip[j] : reach == kNever ? kNever : reach - skip[j];
      std::size_t origin = reach_from;
      const bool overflow = cells > width || may_share;
      if (i > 0 && overflow && best[i - 1][j] != kNever) {
        double shared = best[i - 1][j] - (IsLong(columns[j].role) && columns[j].role != Role::kTitle ? 0.6 : 2.0);
        // Two figures below each other are two figures: 4000 and 3034 are no 40003034.
        if (traits.numeric && HoldsNumber(columns[j].role)) shared -= 6.0;
        if (shared > score) {
          score = shared;
          origin = j;
        }
      }
      if (wrap != kNever && j < wrap_from && columns[j].role != Role::kNumber && (columns[j].role != Role::kTitle || !substance)) {
        const bool next = traits.number_value > 1 && (columns[j].role == Role::kTarget || columns[j].role == Role::kContent);
        const double wrapped = wrap - 0.5 * skip[j] + (next ? 1.0 : 0.0);
        if (wrapped > score) {
          score = wrapped;
          origin = wrap_from;
        }
      }
      if (score != kNever) best[i][j] = score + fit;
      from[i][j] = origin;
      if (i > 0 && best[i - 1][j] != kNever && best[i - 1][j] + skip[j + 1] > reach) {
        reach = best[i - 1][j] + skip[j + 1];
        reach_from = j;
      }
    }
  }
  std::size_t at = 0;
  double top = kNever;
  for (std::size_t j = 0; j < width; ++j) {
    const double score = best[cells - 1][j] == kNever ? kNever : best[cells - 1][j] - (skip[width] - skip[j + 1]);
    if (score > top) {
      top = score;
      at = j;
    }
  }
  for (std::size_t i = cells; i-- > 0;) {
    place[i] = at;
    at = from[i][at];
  }
  return place;
}

}  // namespace duban::documents
