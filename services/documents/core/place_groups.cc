// Places below each other, and beside each other several promises, each with the same few columns
// of numbers: 地区 | 城镇新增就业(人) | 失业人员再就业(人), below each 目标任务 | 进度 |
// 完成比例(%).
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "documents/core/columns.h"
#include "documents/core/listing.h"
#include "documents/core/names.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxHeadCells = 120;
constexpr std::size_t kMaxPeriod = 8;

std::optional<double> BareValue(std::string_view cell) {
  const std::string normal = Normal(cell);
  if (normal.empty() || normal.size() > 15) return std::nullopt;
  char* end = nullptr;
  const double value = std::strtod(normal.c_str(), &end);
  const std::string_view rest = end;
  const bool digit = normal[0] >= '0' && normal[0] <= '9';
  return digit && (rest.empty() || rest == "%") ? std::optional<double>(value) : std::nullopt;
}

struct Group {
  std::size_t slots[3] = {
      0, 0, 0};  // cells of planned, reached and share, counted from 1; 0 = none printed
};

struct Row {
  Range place;
  std::vector<Range> cells;
  std::vector<double> values;
  std::vector<std::optional<Group>> groups;  // by promise
};

class GroupReader {
 public:
  GroupReader(const Text& text, const Dictionary& dictionary, const std::vector<Range>& cells)
      : text_(text), dictionary_(dictionary), cells_(cells) {}

  // The next such table at or behind `*at`, which moves behind it; false when there is none.
  bool Next(std::size_t* at, std::vector<Item>* items, std::vector<std::vector<Field>>* totals) {
    for (; *at < cells_.size(); ++*at) {
      if (dictionary_.HeadRole(text_.Of(cells_[*at])) != Role::kPlace) continue;
      numbered_ = *at > 0 && dictionary_.HeadRole(text_.Of(cells_[*at - 1])) == Role::kNumber;
      std::size_t end = *at + 1;
      if (!ReadHeads(&end) || !ReadRows(&end)) continue;
      begin_ = *at - (numbered_ ? 1 : 0);
      *at = end;
      SettleShortRows();
      Fill(items, totals);
      return true;
    }
    return false;
  }

  std::size_t begin() const { return begin_; }

 private:
  bool ReadHeads(std::size_t* at) {
    std::vector<Range> heads;
    for (; *at + 1 < cells_.size() && !OpensRow(*at); ++*at) {
      const std::string_view cell = text_.Of(cells_[*at]);
      if (cell.empty()) continue;
      if (heads.size() >= kMaxHeadCells || BareValue(cell) || CountChars(cell) > 40) return false;
      const bool unit = cell.starts_with("(") || cell.starts_with("\uFF08");
      if (unit && !heads.empty() && !Normal(text_.Of(heads.back())).ends_with(")")) {
        heads.back().end = cells_[*at].end;
      } else {
        heads.push_back(cells_[*at]);
      }
    }
    return FindPeriod(heads) && FindPromises(heads);
  }

  // A place in front of its first number, or a number in front of its place.
  bool OpensRow(std::size_t at) const {
    const std::string_view cell = text_.Of(cells_[at]);
    if (cell.empty()) return false;
    if (numbered_) return BareValue(cell) || IsWholePlace(cell);
    std::size_t next = at + 1;
    while (next < cells_.size() && cells_[next].empty()) ++next;
    return next < cells_.size() && BareValue(text_.Of(cells_[next]));
  }

  // The heads of the columns end the heads, the same for each promise.
  bool FindPeriod(const std::vector<Range>& heads) {
    count_ = 0;
    for (std::size_t period = 2; period <= kMaxPeriod && count_ == 0; ++period) {
      std::size_t repeats = 1;
      const auto same = [&](std::size_t back) {
        for (std::size_t i = 1; i <= period; ++i) {
          if (Normal(text_.Of(heads[heads.size() - i])) !=
              Normal(text_.Of(heads[heads.size() - back - i])))
            return false;
        }
        return true;
      };
      while ((repeats + 1) * period < heads.size() && same(repeats * period)) ++repeats;
      if (repeats < 2) continue;
      names_.clear();
      roles_.clear();
      if (!NameColumns(
              std::vector<Range>(heads.end() - static_cast<std::ptrdiff_t>(period), heads.end())))
        return false;
      count_ = repeats;
      columns_ = heads.size() - repeats * period;
    }
    return count_ >= 2;
  }

  // 目标 and 任务 in two cells are one head where the words together are known.
  bool NameColumns(const std::vector<Range>& heads) {
    for (std::size_t i = 0; i < heads.size(); ++i) {
      std::string name = Normal(text_.Of(heads[i]));
      if (i + 1 < heads.size() && dictionary_.IsHead(name + Normal(text_.Of(heads[i + 1]))))
        name += Normal(text_.Of(heads[++i]));
      Role role = dictionary_.HeadRole(name);
      if (role == Role::kTarget) role = Role::kPlanned;
      if (role == Role::kProgress) role = Role::kReached;
      if (name.ends_with("(%)")) role = Role::kRatio;
      if (role != Role::kPlanned && role != Role::kReached && role != Role::kRatio) return false;
      if (std::find(roles_.begin(), roles_.end(), role) != roles_.end()) return false;
      names_.push_back(name);
      roles_.push_back(role);
    }
    return roles_.size() >= 2 && roles_[0] == Role::kPlanned && roles_[1] == Role::kReached;
  }

  // Above the columns: what groups the promises, the promises (those with a unit, or the last), and
  // who answers for them.
  bool FindPromises(const std::vector<Range>& heads) {
    promises_.clear();
    units_.clear();
    std::vector<Range> others;
    std::vector<Range> counted;
    for (std::size_t i = 0; i < columns_; ++i) {
      const std::string_view cell = text_.Of(heads[i]);
      if (Normal(cell).ends_with(")")) {
        counted.push_back(heads[i]);
      } else if (LooksLikeUnits(cell, dictionary_)) {
        units_.push_back(heads[i]);
      } else {
        others.push_back(heads[i]);
      }
    }
    if (counted.size() == count_) {
      promises_ = counted;
    } else if (counted.empty() && others.size() >= count_) {
      promises_.assign(others.end() - static_cast<std::ptrdiff_t>(count_), others.end());
      others.resize(others.size() - count_);
    }
    std::erase_if(others,
                  [&](Range head) { return dictionary_.HeadRole(text_.Of(head)) == Role::kNote; });
    title_ = others.empty() ? Range{} : others.front();
    return promises_.size() == count_;
  }

  bool ReadRows(std::size_t* at) {
    rows_.clear();
    while (*at < cells_.size()) {
      std::size_t begin = *at;
      while (begin < cells_.size() && cells_[begin].empty()) ++begin;
      const bool counted =
          numbered_ && begin + 1 < cells_.size() && BareValue(text_.Of(cells_[begin]));
      begin += counted ? 1 : 0;
      if (begin == cells_.size()) break;
      const std::string_view place = text_.Of(cells_[begin]);
      if (BareValue(place) || place.empty() || CountChars(place) > 12 ||
          dictionary_.HeadRole(place) == Role::kPlace)
        break;
      Row row{.place = cells_[begin]};
      // A total is not counted, and the cell of its number is merged with its name.
      if (numbered_ && !counted && begin + 1 < cells_.size() && cells_[begin + 1].empty()) ++begin;
      std::size_t end = begin + 1;
      for (; end < cells_.size() && row.cells.size() < count_ * roles_.size(); ++end) {
        const std::string_view cell = text_.Of(cells_[end]);
        const auto value = BareValue(cell);
        if (!value && !IsBlankCell(cell)) break;
        row.cells.push_back(value ? cells_[end] : Range{});
        row.values.push_back(value.value_or(0));
      }
      if (row.cells.size() < count_ * roles_.size()) DropBlanks(&row);
      const bool reports =
          std::any_of(row.cells.begin(), row.cells.end(), [](Range cell) { return !cell.empty(); });
      if (!reports) row.cells.clear();
      // A place without a number reports nothing; anything else without one is no place.
      if (!reports && !IsPlaceHead(place)) break;
      *at = end;
      Part(&row);
      rows_.push_back(std::move(row));
    }
    return std::count_if(rows_.begin(), rows_.end(),
                         [](const Row& row) { return !row.groups.empty(); }) >= 2;
  }

  // Of a row that is not whole, empty cells do not tell which column they are of.
  static void DropBlanks(Row* row) {
    for (std::size_t i = row->cells.size(); i-- > 0;) {
      if (!row->cells[i].empty()) continue;
      row->cells.erase(row->cells.begin() + static_cast<std::ptrdiff_t>(i));
      row->values.erase(row->values.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  // The numbers of a row by promise: all of them, or without the shares that are not printed.
  void Part(Row* row) const {
    const std::size_t wide = roles_.size();
    std::vector<std::optional<Group>> groups(count_);
    std::size_t at = 0;
    const bool whole = row->cells.size() == count_ * wide;
    for (std::size_t i = 0; i < count_; ++i) {
      const std::size_t left = row->cells.size() - at;
      const double* v = row->values.data() + at;
      const bool three = wide == 3 && left >= 3 &&
                         (whole || (v[0] > 0 && std::abs(v[1] / v[0] * 100 - v[2]) <= 0.6));
      if (wide == 3 && !three && left < 2) return;
      if (wide == 2 && (!whole || left < 2)) return;
      const auto slot = [&](std::size_t k) { return row->cells[at + k].empty() ? 0 : at + k + 1; };
      groups[i] = Group{{slot(0), slot(1), three ? slot(2) : 0}};
      at += three ? 3 : 2;
    }
    if (at == row->cells.size()) row->groups = std::move(groups);
  }

  // A row that prints the numbers of one promise only: of the one whose total lacks just these.
  void SettleShortRows() {
    const auto total = std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) {
      return IsWholePlace(text_.Of(row.place)) && !row.groups.empty();
    });
    for (Row& row : rows_) {
      if (!row.groups.empty() || row.cells.size() < 2 || row.cells.size() > roles_.size() ||
          total == rows_.end())
        continue;
      for (std::size_t i = 0; i < count_ && row.groups.empty(); ++i) {
        if (std::abs(Sum(i, 0) + row.values[0] - Value(*total, i, 0)) > 1e-6) continue;
        row.groups.resize(count_);
        row.groups[i] = Group{{1, 2, row.cells.size() > 2 ? 3U : 0U}};
      }
    }
  }

  double Value(const Row& row, std::size_t promise, std::size_t slot) const {
    if (row.groups.empty() || !row.groups[promise] || row.groups[promise]->slots[slot] == 0)
      return 0;
    return row.values[row.groups[promise]->slots[slot] - 1];
  }

  double Sum(std::size_t promise, std::size_t slot) const {
    double sum = 0;
    for (const Row& row : rows_) {
      if (!IsWholePlace(text_.Of(row.place))) sum += Value(row, promise, slot);
    }
    return sum;
  }

  // What stands in front of the promises names the one project that they are measures of; without
  // it each is a project.
  void Fill(std::vector<Item>* items, std::vector<std::vector<Field>>* totals) const {
    if (!title_.empty()) items->push_back({.title = title_});
    for (std::size_t i = 0; i < count_; ++i) {
      if (title_.empty()) items->push_back({.title = TitleOfHead(text_, promises_[i])});
      Item& item = items->back();
      if (title_.empty() || i == 0) {
        for (const Range unit : units_) item.fields.push_back({.role = Role::kLead, .range = unit});
      }
      AddPlaces(i, &item, totals);
    }
  }

  void AddPlaces(std::size_t i, Item* item, std::vector<std::vector<Field>>* totals) const {
    const std::string promise = Normal(text_.Of(promises_[i]));
    for (const Row& row : rows_) {
      if (row.groups.empty() || !row.groups[i]) continue;
      duban::documents::Part part{.heading = row.place};
      part.fields.push_back({.role = Role::kMeasure, .range = promises_[i], .name = promise});
      for (std::size_t slot = 0; slot < roles_.size(); ++slot) {
        const std::size_t cell = row.groups[i]->slots[slot];
        if (cell > 0)
          part.fields.push_back(
              {.role = roles_[slot], .range = row.cells[cell - 1], .name = promise + names_[slot]});
      }
      if (part.fields.size() == 1) continue;  // nothing is promised there
      // Rates do not add up, and a row that is not whole leaves its total in doubt.
      const bool sums =
          !promise.ends_with("(%)") && std::all_of(rows_.begin(), rows_.end(), [](const Row& r) {
            return !r.groups.empty() || r.cells.empty();
          });
      if (IsWholePlace(text_.Of(row.place)) && sums) {
        totals->emplace_back();
        for (const Field& field : part.fields) {
          if (field.role == Role::kPlanned || field.role == Role::kReached)
            totals->back().push_back(field);
        }
      }
      item->parts.push_back(std::move(part));
    }
  }

  const Text& text_;
  const Dictionary& dictionary_;
  const std::vector<Range>& cells_;
  std::size_t begin_ = 0;
  bool numbered_ = false;    // a number stands in front of each place
  std::size_t count_ = 0;    // promises beside each other
  std::size_t columns_ = 0;  // heads before the first column's
  std::vector<std::string> names_;
  std::vector<Role> roles_;
  std::vector<Range> promises_;
  std::vector<Range> units_;
  Range title_;
  std::vector<Row> rows_;
};

}  // namespace

bool IsWholePlace(std::string_view place) {
  const std::string normal = Normal(place);
  for (const std::string_view word :
       kWordsOf<"全市", "全县", "全区", "全省", "全州", "合计", "总计", "小计">) {
    if (normal == word) return true;
  }
  return false;
}

std::vector<Item> ReadPlaceGroups(const Text& text, const Dictionary& dictionary,
                                  const std::vector<Range>& cells, Range* before,
                                  std::vector<std::vector<Field>>* totals) {
  std::vector<Item> items;
  GroupReader reader(text, dictionary, cells);
  for (std::size_t at = 0; at < cells.size();) {
    std::vector<Item> more;
    if (!reader.Next(&at, &more, totals)) break;
    if (items.empty()) *before = {cells.front().begin, cells[reader.begin()].begin};
    for (Item& item : more) {
      const auto same = std::find_if(items.begin(), items.end(), [&](const Item& known) {
        return Normal(text.Of(known.title)) == Normal(text.Of(item.title));
      });
      if (same == items.end()) {
        item.number = static_cast<int>(items.size()) + 1;
        items.push_back(std::move(item));
        continue;
      }
      same->fields.insert(same->fields.end(), item.fields.begin(), item.fields.end());
      same->parts.insert(same->parts.end(), item.parts.begin(), item.parts.end());
    }
  }
  return items;
}

}  // namespace duban::documents
