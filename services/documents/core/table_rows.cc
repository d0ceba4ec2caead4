#include "documents/core/table_rows.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "documents/core/align.h"
#include "documents/core/cell_traits.h"
#include "documents/core/numbering.h"
#include "documents/core/place_shares.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"

namespace duban::documents {

namespace {

// The value of a character that is a number with its frame: ①, ⑴, ⒈, ㈠, Ⅰ; 0 for others.
int NumberSign(char32_t c) {
  if (c >= 0x2460 && c <= 0x249B) return static_cast<int>(c - 0x2460) % 20 + 1;
  if (c >= 0x3220 && c <= 0x3229) return static_cast<int>(c - 0x3220) + 1;
  if (c >= 0x2160 && c <= 0x216B) return static_cast<int>(c - 0x2160) + 1;
  return 0;
}

}  // namespace

bool IsTotal(std::string_view cell) {
  constexpr std::size_t kMostBehind = 20;  // characters that say what is summed up
  // 合计:5大类15个项目, 总计(15项)
  const std::size_t end = kSetOf<":", "：", "(", "（">.First(cell.substr(0, 24));
  const bool told = end < cell.size() && StartsWithAny<"合", "总", "小", "共">(cell) &&
                    !HasMoreThan(kMostBehind, cell.substr(end));
  if (told) cell = cell.substr(0, end);
  if (HasMoreThan(5, cell)) return false;  // 合  计, set apart
  std::string storage;
  static constexpr std::string_view kTotals[] = {"合计", "总计", "小计", "共计", "全省",
                                                 "全市", "全县", "全区", "全州", "总数"};
  return std::ranges::find(kTotals, NormalIn(cell, &storage)) != std::end(kTotals);
}

int BareNumber(std::string_view cell) {
  cell = Trim(cell);
  if (cell.empty()) return 0;
  const char32_t first = CharAt(cell, 0).code;
  if (const int sign = NumberSign(first); sign > 0) return HasMoreThan(1, cell) ? 0 : sign;
  if (first == U'第') {
    // 第一件, 第3项
    cell.remove_prefix(std::string_view("第").size());
    const bool counted = EndsWithAny(cell, {"件", "项", "条", "号"});
    const int value =
        counted && !HasMoreThan(4, cell)
            ? NumeralValue(cell.substr(0, cell.size() - std::string_view("项").size()))
            : 0;
    return value > 0 && value < 1000 ? value : 0;
  }
  if (!IsDigit(first) && !IsChineseDigit(first) &&
      std::u32string_view(U"(（[〔【").find(first) == std::u32string_view::npos)
    return 0;
  std::string storage;
  std::string_view bare = NormalIn(cell, &storage);
  if (bare.starts_with("(")) bare.remove_prefix(1);
  while (!bare.empty() && (bare.back() == '.' || bare.back() == ')' || bare.back() == '*'))
    bare.remove_suffix(1);
  if (bare.ends_with("、")) bare.remove_suffix(3);
  const int value = NumeralValue(bare);
  return value > 0 && value < 1000 ? value : 0;
}

bool TitlesNumber(const Text& text, const std::vector<Column>& columns,
                  const std::vector<std::vector<Range>>& rows) {
  if (columns.size() < 2 || columns[0].role != Role::kNumber || columns[1].role != Role::kTitle)
    return false;
  std::size_t numbered = 0;
  std::size_t titled = 0;
  for (const auto& row : rows) {
    if (row.size() < 2 || row[0].empty() || BareNumber(text.Of(row[0])) == 0) continue;
    ++numbered;
    const auto numbering = NumberingAt(text.str(), row[1].begin);
    titled +=
        numbering && numbering->style == NumberStyle::kChinese && numbering->range.end < row[1].end;
  }
  return titled >= 2 && titled < numbered;
}

RowReader::RowReader(const Text& text, const Dictionary& dictionary, std::vector<Column> columns)
    : text_(text), dictionary_(dictionary), columns_(std::move(columns)) {
  numbered_ = std::any_of(columns_.begin(), columns_.end(),
                          [](const Column& c) { return c.role == Role::kNumber; });
  const auto carried = std::find_if(columns_.begin(), columns_.end(),
                                    [](const Column& c) { return c.numbered.has_value(); });
  titles_number_ = carried != columns_.end();
  numbered_ = numbered_ || titles_number_;
  places_ = std::any_of(columns_.begin(), columns_.end(),
                        [](const Column& c) { return c.role == Role::kPlace; }) &&
            std::none_of(columns_.begin(), columns_.end(), [](const Column& c) {
              return c.role == Role::kTitle || c.role == Role::kContent ||
                     c.role == Role::kTarget || c.role == Role::kMeasure;
            });
  counts_ = std::any_of(columns_.begin(), columns_.end(),
                        [](const Column& c) { return c.role == Role::kReached; });
  const auto has = [this](Role role) {
    return std::any_of(columns_.begin(), columns_.end(),
                       [role](const Column& c) { return c.role == role; });
  };
  // Without names and numbers each promise is a project.
  name_ = has(Role::kTitle)                  ? Role::kTitle
          : has(Role::kContent) || numbered_ ? Role::kContent
                                             : Role::kTarget;
}

void RowReader::Add(const std::vector<Range>& row, bool may_share) {
  std::vector<std::size_t> place = AlignRow(text_, dictionary_, row, columns_, may_share);
  // 合计 stands where the others have their number or their name; a row that keeps empty cells has
  // lost none but at its end.
  const bool total =
      std::ranges::any_of(row.begin(), row.begin() + std::min<std::ptrdiff_t>(2, std::ssize(row)),
                          [this](Range cell) { return IsTotal(text_.Of(cell)); });
  const bool keeps = row.size() == columns_.size() || std::ranges::any_of(row, &Range::empty);
  if (total && keeps && row.size() <= columns_.size()) std::iota(place.begin(), place.end(), 0U);
  lost_ = LostCells(row);
  std::vector<Range> cells(columns_.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0 && place[i] < place[i - 1]) {
      AddCells(cells);
      cells.assign(columns_.size(), Range{});
    }
    Range& cell = cells[place[i]];
    if (row[i].empty()) continue;
    cell = cell.empty() ? row[i] : Range{cell.begin, row[i].end};
  }
  AddCells(cells);
  lost_ = false;
}

std::vector<Item> RowReader::Take() {
  for (Item& item : items_) {
    if (item.title.empty()) item.title = FallbackTitle(item);
  }
  return std::move(items_);
}

Range RowReader::CellOf(const std::vector<Range>& cells, Role role) const {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (columns_[i].role == role && !cells[i].empty()) return cells[i];
  }
  return {};
}

bool RowReader::LostCells(const std::vector<Range>& row) const {
  if (row.size() >= columns_.size() || row.size() * 2 <= columns_.size()) return false;
  return std::ranges::none_of(row, &Range::empty) &&
         !Trim(std::string_view(text_.str()).substr(row.back().end)).empty();
}

bool RowReader::Inherits(const std::vector<Range>& cells, std::size_t column) const {
  const Role role = columns_[column].role;
  if (!NamesSomebody(role)) return false;
  const bool leader = role == Role::kLeader;
  bool printed = false;  // somebody of the kind: who leads without help lost no cell
  bool ahead = false;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const Role other = columns_[i].role;
    printed = printed ||
              (NamesSomebody(other) && (other == Role::kLeader) == leader && !cells[i].empty());
    ahead = ahead || (i > column && other == Role::kNumber);
  }
  if (ahead || (inherit_names_ && !leader)) return true;
  if (printed) return false;
  return inherit_names_ || (lost_ && !titles_number_);
}

bool RowReader::Opens(int number, Range title) const {
  if (items_.empty()) return true;
  const Item& last = items_.back();
  const bool same = !title.empty() && Normal(text_.Of(title)) == Normal(text_.Of(last.title));
  if (number > 0) return number != last.number || !(title.empty() || same);
  return !numbered_ && !title.empty() && !same;  // a merged cell may be printed in each of its rows
}

void RowReader::AddCells(const std::vector<Range>& cells) {
  const Range number_cell = CellOf(cells, Role::kNumber);
  Range title = CellOf(cells, name_);
  bool total = IsTotal(text_.Of(title));
  for (std::size_t i = 0; i < cells.size() && i < 3; ++i)
    total = total || IsTotal(text_.Of(cells[i]));
  if (total) {
    totals_.emplace_back();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!cells[i].empty())
        totals_.back().push_back({columns_[i].role, cells[i], columns_[i].head, columns_[i].name});
    }
    if (!places_) return;
  }
  int number = number_cell.empty() ? 0 : BareNumber(text_.Of(number_cell));
  // (1), (2) below 8 are parts of it.
  const bool bracketed = number > 0 && StartsWithAny(text_.Of(number_cell), {"(", "\uFF08"});
  if (bracketed && plainly_numbered_) number = 0;
  plainly_numbered_ = plainly_numbered_ || (number > 0 && !bracketed);
  if (titles_number_) {
    const auto numbering = title.empty() ? std::nullopt : NumberingAt(text_.str(), title.begin);
    number = numbering ? numbering->value : items_.empty() ? 1 : items_.back().number;
    if (numbering && number_cell.empty() && numbering->range.end < title.end)
      title.begin = numbering->range.end;
  }
  if (const Range category = CellOf(cells, Role::kCategory); !category.empty())
    category_ = category;
  if (places_ ? items_.empty() : Opens(number, title)) {
    Item item{.number = places_      ? 1
                        : number > 0 ? number
                                     : NextNumber(),
              .counted = !places_ && !numbered_,
              .category = category_};
    if (name_ == Role::kTitle) item.title = title;
    items_.push_back(std::move(item));
    for (std::size_t i = 0; i < above_.size(); ++i) {
      if (!Inherits(cells, i)) above_[i] = Range{};
    }
    above_.resize(columns_.size());
  }
  AddPart(cells);
}

// Among numbers a cell may say in words what is promised or done, and beside them a report may be a
// bare share.
Role RowReader::RoleOfCell(Role role, std::string_view cell) const {
  const bool number = role == Role::kPlanned || role == Role::kReached;
  if (!number && !(role == Role::kProgress && counts_ && cell.size() < 12)) return role;
  const std::string normal = Normal(cell);
  if (number && HasMoreThan(8, cell) && !IsNumeric(normal))
    return role == Role::kPlanned ? Role::kTarget : Role::kProgress;
  if (role == Role::kProgress && IsNumeric(normal) && normal.ends_with("%")) return Role::kRatio;
  return role;
}

bool RowReader::AddShares(Range cell, Role column, Part* part) const {
  if (column != Role::kNone && column != Role::kOther && column != Role::kContent &&
      column != Role::kProgress && column != Role::kNote)
    return false;
  const std::vector<PlaceShare> shares = PlaceShares(text_, cell);
  const Role role = column == Role::kProgress ? Role::kRegion : Role::kRegionPlanned;
  for (const PlaceShare& share : shares)
    part->fields.push_back({role, share.number, share.place, Normal(text_.Of(share.place))});
  return !shares.empty();
}

void RowReader::AddPart(const std::vector<Range>& cells) {
  Item& item = items_.back();
  Part part;
  if (places_) part.heading = CellOf(cells, Role::kPlace);
  const bool first = item.parts.empty();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Role column = columns_[i].role;
    if (column == Role::kNumber || column == Role::kCategory || column == Role::kPlace) continue;
    const bool inherited = cells[i].empty();
    if (places_ && inherited) continue;
    const Range range = inherited ? above_[i] : cells[i];
    if (range.empty()) continue;
    above_[i] = range;
    if (!inherited && AddShares(range, column, &part)) continue;
    const Role role = RoleOfCell(column, text_.Of(range));
    if (role == Role::kTitle && !first && inherited) continue;
    part.fields.push_back({role, range, columns_[i].head, columns_[i].name, inherited && !first});
  }
  const bool empty = std::all_of(part.fields.begin(), part.fields.end(),
                                 [](const Field& field) { return field.inherited; });
  if (!empty || first) item.parts.push_back(std::move(part));
}

Range RowReader::FallbackTitle(const Item& item) const {
  for (const Part& part : item.parts) {
    for (const Field& field : part.fields) {
      if (field.role == Role::kContent || field.role == Role::kTarget ||
          field.role == Role::kMeasure) {
        const std::string_view all = text_.Of(field.range);
        std::size_t end = all.size();
        for (const std::string_view mark : kWordsOf<"。", "；", ";", "，", ",", "：", ":", "\n">) {
          end = std::min(end, Find(all, mark));
        }
        return {field.range.begin, field.range.begin + end};
      }
    }
  }
  return {};
}

}  // namespace duban::documents
