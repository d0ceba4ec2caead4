#include "documents/core/column_roles.h"

#include <algorithm>
#include <map>
#include <utility>

#include "documents/core/align.h"
#include "documents/core/cell_traits.h"
#include "documents/core/names.h"
#include "documents/core/table_rows.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// Whether a head counts what was done since January: 1-10月完成.
bool CountsSinceJanuary(std::string_view head) {
  if (!Contains(head, "完成")) return false;
  for (const std::string_view first : kWordsOf<"1-", "1—", "1－", "1~", "1至">) {
    const std::size_t at = Find(head, first);
    if (at != std::string_view::npos && (at == 0 || !IsDigit(CharBefore(head, at).code)) &&
        Contains(head.substr(at), "月"))
      return true;
  }
  return false;
}

// Whether cells may show that a column is for something else than its role says.
bool MaySettle(const Column& column) {
  switch (column.role) {
    case Role::kTarget:
    case Role::kProgress:
    case Role::kPlanned:
    case Role::kReached:
    case Role::kNote:
    case Role::kDue:
    case Role::kStatus:
      return true;
    case Role::kLead:
    case Role::kResponsible:
      return column.name == "单位";
    case Role::kPeriod:
      return CountsSinceJanuary(column.name);
    default:
      return false;
  }
}

// Roles that the cells decide: 年度目标 over bare numbers is one number per row, 单位 over 个 and
// 张 is no office.
void SettleByCells(const Text& text, const Dictionary& dictionary,
                   const std::vector<const std::vector<Range>*>& rows, std::size_t index,
                   std::vector<Column>& columns) {
  if (!MaySettle(columns[index])) return;
  std::size_t filled = 0;
  std::size_t numeric = 0;
  std::size_t percent = 0;
  std::size_t counters = 0;
  std::size_t units = 0;
  std::size_t states = 0;
  Column* column = &columns[index];
  const Role role = column->role;
  const bool names = role == Role::kNote || role == Role::kLead || role == Role::kResponsible;
  for (const auto* row : rows) {
    if (row->size() <= index || (*row)[index].empty()) continue;
    const std::string_view cell = text.Of((*row)[index]);
    if (cell.size() > 90 || IsBlankCell(cell)) {
      filled += cell.size() > 90;
      continue;
    }
    const std::string normal = Normal(cell);
    ++filled;
    std::string_view digits = normal;
    TakeBound(&digits);
    const bool number = IsNumeric(digits);
    numeric += number;
    percent += number && normal.ends_with("%");
    const bool office = names && LooksLikeUnits(cell, dictionary);
    units += office;
    states += role == Role::kDue && SaysStatus(cell, normal, dictionary);
    counters += CountChars(normal) <= 4 && !number && !office;
  }
  if (filled == 0) return;
  const bool numbers = numeric * 10 >= filled * 8;
  if (role == Role::kTarget && numbers) column->role = Role::kPlanned;
  if (role == Role::kProgress && numbers)
    column->role = percent * 2 > filled ? Role::kRatio : Role::kReached;
  const bool shared =
      std::ranges::any_of(columns, [](const Column& other) { return other.role == Role::kRatio; });
  if (role == Role::kPeriod && numbers && shared) column->role = Role::kReached;
  if (role == Role::kReached && percent * 2 > filled) column->role = Role::kRatio;
  // Among numbers a cell may say something in words (table_rows.h).
  if ((role == Role::kPlanned || role == Role::kReached) && numeric * 2 <= filled) {
    column->role = role == Role::kPlanned ? Role::kTarget : Role::kProgress;
  }
  if ((role == Role::kResponsible || role == Role::kLead) && counters * 2 > filled)
    column->role = Role::kMeasureUnit;
  // 备注 that holds an office in every row names who is responsible.
  const bool named = std::any_of(columns.begin(), columns.end(), [](const Column& other) {
    return other.role == Role::kLead || other.role == Role::kResponsible ||
           other.role == Role::kCooperating;
  });
  if (role == Role::kNote && units * 10 >= filled * 8 && filled >= 3 && !named)
    column->role = Role::kResponsible;
  if (role == Role::kDue && states * 2 > filled)
    column->role = Role::kStatus;  // 预计完成时间: 已完成
  if (role == Role::kStatus && numbers) column->role = percent > 0 ? Role::kRatio : Role::kReached;
}

// Where a number is all that a row reports, remarks that tell of what is done, or how it goes,
// report as well: 备注 | 已解决700人饮水问题, 备注 | 设备未到位,进度较慢.
void ReadRemarks(const Text& text, const Dictionary& dictionary,
                 const std::vector<std::vector<Range>>& rows, std::vector<Column>& columns) {
  const auto has = [&](Role role) {
    return std::any_of(columns.begin(), columns.end(),
                       [role](const Column& c) { return c.role == role; });
  };
  if (columns.back().role != Role::kNote || columns.back().name != "备注" || has(Role::kProgress) ||
      !has(Role::kReached))
    return;
  const bool stated = has(Role::kStatus);
  std::size_t filled = 0;
  std::size_t told = 0;
  for (const auto& row : rows) {
    if (row.size() < 4 || row.back().empty()) continue;
    const std::string_view cell = text.Of(row.back());
    const bool state = !stated && cell.size() <= 150 &&
                       (dictionary.CellStatus(cell, columns.back().name) != Status::kNone ||
                        MentionsAny<"较慢", "缓慢", "偏慢", "滞后", "正在", "尚未", "剩余">(cell));
    if (!state && !HasMoreThan(8, cell)) continue;
    ++filled;
    told += state || (HoldsDigit(cell) &&
                      MentionsAny<"已", "累计", "目前", "完成了", "完成率", "全部", "其余">(cell));
  }
  if (told >= 2 && told * 2 >= filled) columns.back().role = Role::kProgress;
}

// Tables without a column of numbers whose titles carry them (14.改扩建学校): rows without such a
// title belong to the one above. The title column receives the style of the numbers, if at least
// two follow each other.
void FindTitleNumbers(const Text& text, const std::vector<std::vector<Range>>& rows,
                      std::vector<Column>& columns) {
  if (std::any_of(columns.begin(), columns.end(),
                  [](const Column& column) { return column.role == Role::kNumber; }))
    return;
  auto title = std::find_if(columns.begin(), columns.end(),
                            [](const Column& column) { return column.role == Role::kTitle; });
  // 主要任务 as the first column: 1.…, 2.…
  if (title == columns.end() &&
      (columns[0].role == Role::kContent || columns[0].role == Role::kTarget))
    title = columns.begin();
  if (title == columns.end()) return;
  const std::size_t longest = title->role == Role::kTitle ? 60 : 300;
  const auto last_column = static_cast<std::size_t>(title - columns.begin());
  // 一、教育(3件) alone in its row heads a group where the rows below it have names of their own.
  const auto alone = [](const std::vector<Range>& row) {
    return std::ranges::count_if(row, [](Range cell) { return !cell.empty(); }) == 1;
  };
  const auto named = std::ranges::count_if(rows, [&](const std::vector<Range>& row) {
    return row.size() == columns.size() && !alone(row) && !row[last_column].empty();
  });
  const bool grouped = named >= 2 && named >= std::ranges::count_if(rows, alone);
  std::map<NumberStyle, std::pair<int, int>>
      runs;  // of each style, the last number and how many follow each other
  for (const auto& row : rows) {
    if (grouped && alone(row)) continue;
    for (std::size_t i = 0; i < row.size() && i <= last_column; ++i) {
      const auto numbering = row[i].empty() ? std::nullopt : NumberingAt(text.str(), row[i].begin);
      if (!numbering || numbering->range.end >= row[i].end || HasMoreThan(longest, text.Of(row[i])))
        continue;
      auto& [last, found] = runs[numbering->style];
      if (last > 0 && (numbering->value <= last || numbering->value > last + 3)) continue;
      last = numbering->value;
      ++found;
    }
  }
  const auto run = std::find_if(runs.begin(), runs.end(),
                                [](const auto& each) { return each.second.second >= 2; });
  if (run == runs.end()) return;
  title->numbered = run->first;
  title->role = Role::kTitle;
}

// 一、完善交通设施 below a head of numbers names the project as well.
void NameByNumbers(const Text& text, const std::vector<std::vector<Range>>& rows,
                   std::vector<Column>& columns) {
  if (columns.empty() || columns[0].role != Role::kNumber) return;
  std::size_t bare = 0;
  std::size_t named = 0;
  for (const auto& row : rows) {
    if (row.size() != columns.size() || row[0].empty()) continue;
    const auto numbering = NumberingAt(text.str(), row[0].begin);
    bare += BareNumber(text.Of(row[0])) > 0;
    named +=
        numbering && numbering->style == NumberStyle::kChinese && numbering->range.end < row[0].end;
  }
  if (named < 2 || bare > 0) return;
  columns[0].role = Role::kTitle;
}

// Of several columns of numbers one counts the rows: that in which the most numbers follow each
// other.
void SettleNumbers(const Text& text, const std::vector<std::vector<Range>>& rows,
                   std::vector<Column>& columns) {
  const auto number = [](const Column& column) { return column.role == Role::kNumber; };
  if (std::count_if(columns.begin(), columns.end(), number) < 2) return;
  std::size_t best = columns.size();
  int most = -1;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!number(columns[i])) continue;
    int follow = 0;
    int last = 0;
    for (const auto& row : rows) {
      const int value = row.size() <= i || row[i].empty() ? 0 : BareNumber(text.Of(row[i]));
      follow += value > 0 && value == last + 1;
      if (value > 0) last = value;
    }
    if (follow > most) best = i;
    most = std::max(most, follow);
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (number(columns[i]) && i != best) columns[i].role = Role::kOther;
  }
}

}  // namespace

void SettleRoles(const Text& text, const Dictionary& dictionary,
                 const std::vector<std::vector<Range>>& rows, std::vector<Column>* columns) {
  NameByNumbers(text, rows, *columns);
  SettleNumbers(text, rows, *columns);
  // 目标任务 | 进度 | 完成目标(%): the last is the share of the first.
  bool promised = false;
  const bool counted = std::any_of(columns->begin(), columns->end(),
                                   [](const Column& c) { return c.role == Role::kMeasure; });
  for (Column& column : *columns) {
    if (counted && column.name == "单位") column.role = Role::kMeasureUnit;
    const bool promise = column.role == Role::kTarget || column.role == Role::kPlanned;
    if (promise && promised && column.name.ends_with("(%)")) column.role = Role::kRatio;
    promised = promised || promise;
  }
  // Rows that lost cells by merging say little of a column.
  const auto telling = TellingRows(text, dictionary, rows, *columns);
  for (std::size_t i = 0; i < columns->size(); ++i)
    SettleByCells(text, dictionary, telling, i, *columns);
  const auto has = [&](Role role) {
    return std::any_of(columns->begin(), columns->end(),
                       [role](const Column& c) { return c.role == role; });
  };
  const Role responsible = has(Role::kLead) ? Role::kCooperating : Role::kLead;
  bool titled = false;
  bool leading = false;
  Range above;  // columns of one head hold the same
  for (Column& column : *columns) {
    const bool same = !above.empty() && column.head == above;
    above = column.head;
    if (column.role == Role::kResponsible) column.role = responsible;
    if (column.role == Role::kLead && leading && !same && column.name != "牵头单位")
      column.role = Role::kCooperating;
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
    for (const auto* row : telling) {
      if (row->size() <= i || (*row)[i].empty()) continue;
      const std::string_view cell = text.Of((*row)[i]);
      ++filled;
      said += CountChars(cell) <= kMaxDescribed && SaysStatus(cell, Normal(cell), dictionary);
      prose += CountChars(cell) > 12;
    }
    if (column.role == Role::kProgress && filled > 0 && said * 3 >= filled * 2)
      column.role = Role::kStatus;
    if (column.role == Role::kStatus && filled > 0 && prose * 2 > filled)
      column.role = Role::kProgress;
  }
  if (!columns->empty()) ReadRemarks(text, dictionary, rows, *columns);
  FindTitleNumbers(text, rows, *columns);
}

}  // namespace duban::documents
