#include <algorithm>
#include <string_view>
#include <utility>

#include "documents/core/align.h"
#include "documents/core/cell_traits.h"
#include "documents/core/head_rows.h"
#include "documents/core/names.h"
#include "documents/core/settle_columns.h"
#include "documents/core/stream_records.h"
#include "documents/core/table_rows.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxCells = 600;
constexpr double kLeastFit = 1.2;  // of a cell in a record
constexpr double kLeastOwn = 0.8;  // of a cell in a row below a project
constexpr double kWhole = 4.0;     // for a record with a cell below each head
constexpr double kCounted = 1.0;   // for a row below a project that opens with what it counts
constexpr double kUncounted = -2.0;  // and for one that does not
constexpr double kGroup = 0.5;     // for the name of a group
constexpr double kAgain = 8.0;     // for each head that is printed again

// The columns as the first cells tell them, where these make whole records that fit better then: 单位 above 个 and 张.
std::vector<Column> SettledByFirst(const Text& text, const Dictionary& dictionary, const std::vector<Range>& cells, const std::vector<Column>& columns) {
  constexpr std::size_t kMaxRows = 5;
  std::vector<std::vector<Range>> rows;
  const bool grouped = std::ranges::none_of(columns, [](const Column& column) { return column.role == Role::kCategory || column.role == Role::kNumber; });
  const std::size_t begin = grouped && !cells.empty() && HeadsGroup(dictionary, text.Of(cells[0])) && cells.size() > 1 && HeadsGroup(dictionary, text.Of(cells[1])) ? 1 : 0;
  for (std::size_t at = begin; at + columns.size() <= cells.size() && rows.size() < kMaxRows; at += columns.size()) {
    rows.emplace_back(cells.begin() + static_cast<std::ptrdiff_t>(at), cells.begin() + static_cast<std::ptrdiff_t>(at + columns.size()));
  }
  if (rows.size() < 3) return columns;
  std::vector<Column> settled = columns;
  SettleColumns(text, dictionary, rows, &settled);
  std::vector<const std::vector<Range>*> fitted;
  for (const auto& row : rows) fitted.push_back(&row);
  const bool better = settled.size() == columns.size() && FitRows(text, dictionary, fitted, settled).score > FitRows(text, dictionary, fitted, columns).score;
  return better ? settled : columns;
}

// Parts cells into records, the names of groups between them, and heads that are printed again.
class Fitter {
 public:
  Fitter(const Text& text, const Dictionary& dictionary, const std::vector<Range>& cells, const std::vector<Column>& columns,
         std::vector<std::string_view> heads)
      : text_(text), dictionary_(dictionary), cells_(cells), columns_(columns), heads_(std::move(heads)) {
    named_ = static_cast<std::size_t>(std::ranges::find_if(columns_, [](const Column& column) {
      return column.role == Role::kTitle || column.role == Role::kContent || column.role == Role::kTarget;
    }) - columns_.begin());
    // Merged cells name offices, days and investments once for all rows of a project.
    const auto merged = [](const Column& column) {
      return NamesSomebody(column.role) || column.role == Role::kDue || Contains(column.name, "投资") || Contains(column.name, "资金");
    };
    for (std::size_t i = named_ + 1; i < columns_.size(); ++i) {
      for (Lower* lower : {&all_, &own_}) {
        if (lower == &own_ && merged(columns_[i])) continue;
        lower->columns.push_back(columns_[i]);
        lower->at.push_back(i);
      }
    }
    fewest_ = columns_.size() - std::max<std::size_t>(2, columns_.size() / 4);
    grouped_ = std::ranges::none_of(columns_, [](const Column& column) { return column.role == Role::kCategory; });
  }

  StreamRecords Fit(std::size_t begin, double* score = nullptr) {
    steps_.assign(cells_.size() + 1, {});
    std::size_t best = 0;
    for (std::size_t end = 1; end <= cells_.size(); ++end) {
      for (std::size_t size = 2; size <= std::min(end, columns_.size() + 1); ++size) TryRecord(end - size, size);
      if (const std::size_t size = heads_.size(); end > size && steps_[end - size].kind != Kind::kNone && HeadsAt(end - size)) {
        Take(end, {.score = kAgain * static_cast<double>(size), .size = size, .kind = Kind::kHeads}, steps_[end - size].score);
      }
      if (steps_[end].kind == Kind::kRecord && steps_[end].score > steps_[best].score) best = end;
    }
    if (score != nullptr) *score = steps_[best].score;
    StreamRecords records{.end = begin + best};
    for (std::size_t end = best; end > 0;) {
      const Step& step = steps_[end];
      const std::size_t from = end - step.size;
      if (step.kind == Kind::kRecord) {
        records.rows.push_back(RowOf(from, step));
        records.categories.push_back(step.group ? cells_[from - 1] : Range{});
      }
      end = step.group ? from - 1 : from;
    }
    std::ranges::reverse(records.rows);
    std::ranges::reverse(records.categories);
    if (records.rows.size() < 3) return {.end = begin};
    return records;
  }

 private:
  enum class Kind { kNone, kRecord, kHeads };
  // Columns of a row below a project, and where they stand.
  struct Lower {
    std::vector<Column> columns;
    std::vector<std::size_t> at;
  };
  struct Step {
    double score = 0;
    std::size_t size = 0;  // cells of what ends here
    Kind kind = Kind::kNone;
    bool group = false;    // the name of a group stands before the record
    const Lower* lower = nullptr;  // the columns below which the record goes on with the project above it
  };

  void Take(std::size_t end, Step step, double before) {
    step.score += before;
    if (steps_[end].kind == Kind::kNone || step.score > steps_[end].score) steps_[end] = step;
  }

  bool Reached(std::size_t at) const { return at == 0 || steps_[at].kind != Kind::kNone; }

  bool HeadsAt(std::size_t at) const {
    for (std::size_t i = 0; i < heads_.size(); ++i) {
      if (text_.Of(cells_[at + i]) != heads_[i]) return false;
    }
    return !heads_.empty();
  }

  bool GroupAt(std::size_t at) {
    if (groups_.empty()) groups_.assign(cells_.size(), -1);
    if (groups_[at] < 0) groups_[at] = HeadsGroup(dictionary_, text_.Of(cells_[at]));
    return grouped_ && groups_[at] > 0;
  }

  // Cells below the heads, one row of a project: the one that names it, or one below it that lacks what merging dropped.
  void TryRecord(std::size_t begin, std::size_t size) {
    const bool group = begin > 0 && Reached(begin - 1) && GroupAt(begin - 1);
    if (!Reached(begin) && !group) return;
    const std::vector<Range> row(cells_.begin() + static_cast<std::ptrdiff_t>(begin), cells_.begin() + static_cast<std::ptrdiff_t>(begin + size));
    const double least = kLeastFit * static_cast<double>(size);
    const std::size_t end = begin + size;
    if (const double fit = FitRows(text_, dictionary_, {&row}, columns_, &known_).score;
        size >= fewest_ && (fit >= least || size == columns_.size()) && Better(begin, end, group, fit + kWhole)) {
      const std::vector<std::size_t> place = Placed(row, nullptr);
      if (std::ranges::find(place, named_) != place.end() && std::ranges::is_sorted(place)) {
        const Step step{.score = fit + (fit >= least && size <= columns_.size() && Whole(place) ? kWhole : 0), .size = size, .kind = Kind::kRecord};
        if (Reached(begin)) Take(end, step, steps_[begin].score);
        if (group) {
          Step grouped = step;
          grouped.group = true;
          Take(end, grouped, steps_[begin - 1].score + kGroup);
        }
      }
    }
    if (begin == 0 || !Reached(begin)) return;
    const double counted = HoldsDigit(text_.Of(row.front())) && !NumberingAt(text_.str(), row.front().begin) ? kCounted : kUncounted;
    for (const Lower* lower : {&all_, &own_}) {
      if (size > lower->columns.size()) continue;
      const double fit = FitRows(text_, dictionary_, {&row}, lower->columns, &known_).score;
      const double enough = lower == &own_ ? kLeastOwn * static_cast<double>(size) : least;
      if (fit >= enough) Take(end, {.score = fit + counted, .size = size, .kind = Kind::kRecord, .lower = lower}, steps_[begin].score);
    }
  }

  // Whether a record that ends at `end` may be better than the one found before.
  bool Better(std::size_t begin, std::size_t end, bool group, double score) const {
    if (steps_[end].kind == Kind::kNone) return true;
    return (Reached(begin) && steps_[begin].score + score > steps_[end].score) || (group && steps_[begin - 1].score + kGroup + score > steps_[end].score);
  }

  std::vector<std::size_t> Placed(const std::vector<Range>& row, const Lower* lower) {
    if (lower == nullptr) return AlignRow(text_, dictionary_, row, columns_, /*may_share=*/row.size() > columns_.size(), &known_);
    std::vector<std::size_t> place = AlignRow(text_, dictionary_, row, lower->columns, /*may_share=*/false, &known_);
    for (std::size_t& at : place) at = lower->at[at];
    return place;
  }

  // The cells from `begin` on below their heads.
  std::vector<Range> RowOf(std::size_t begin, const Step& step) {
    const std::vector<Range> cells(cells_.begin() + static_cast<std::ptrdiff_t>(begin), cells_.begin() + static_cast<std::ptrdiff_t>(begin + step.size));
    const std::vector<std::size_t> place = Placed(cells, step.lower);
    std::vector<Range> row(columns_.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      Range& cell = row[place[i]];
      cell = cell.empty() ? cells[i] : Range{cell.begin, cells[i].end};
    }
    return row;
  }

  // Whether a cell stands below each head but those of notes.
  bool Whole(const std::vector<std::size_t>& place) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const Role role = columns_[i].role;
      if (role != Role::kNote && role != Role::kOther && std::ranges::find(place, i) == place.end()) return false;
    }
    return true;
  }

  const Text& text_;
  const Dictionary& dictionary_;
  const std::vector<Range>& cells_;
  const std::vector<Column>& columns_;
  const std::vector<std::string_view> heads_;  // as they are printed
  std::size_t named_ = 0;                      // the column that names a project
  Lower all_;                                  // the columns behind it
  Lower own_;                                  // those of them that merging leaves to each row
  std::size_t fewest_ = 0;                     // cells of a record that names a project
  bool grouped_ = false;                       // no column names groups
  std::vector<int> groups_;                    // whether each cell may head one; -1 not known
  std::vector<Step> steps_;
  KnownTraits known_;
};

}  // namespace

StreamRecords FittingRecords(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks, const StreamHeads& heads) {
  std::vector<Range> cells;
  while (heads.end + cells.size() < blocks.size() && cells.size() < kMaxCells && blocks[heads.end + cells.size()].table < 0) {
    cells.push_back(blocks[heads.end + cells.size()].range);
  }
  std::vector<std::string_view> printed;
  for (std::size_t i = heads.begin; i < heads.end; ++i) printed.push_back(text.Of(blocks[i].range));
  // Which heads there are, of those in two rows as well, and what their columns hold shows by the records that are found below
  // them.
  constexpr std::size_t kFirst = 60;  // cells
  const std::vector<Range> first(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(std::min(cells.size(), kFirst)));
  std::vector<Column> columns = heads.columns;
  double best = -1;
  const auto take = [&](std::vector<Column> way) {
    double score = 0;
    StreamRecords found = Fitter(text, dictionary, first, way, printed).Fit(0, &score);
    if (score > best) {
      best = score;
      columns = way;
    }
    return found;
  };
  std::vector<std::vector<Column>> ways = PartedHeads(dictionary, heads.columns);
  ways.insert(ways.begin(), heads.columns);
  for (const std::vector<Column>& way : ways) {
    const StreamRecords found = take(way);
    take(SettledByFirst(text, dictionary, cells, way));
    std::vector<Column> settled = way;
    if (found.rows.size() >= 3) SettleColumns(text, dictionary, found.rows, &settled);
    if (settled.size() == way.size()) take(std::move(settled));
  }
  const bool told = std::ranges::any_of(columns, [](const Column& column) {
    return NamesSomebody(column.role) || column.role == Role::kStatus || column.role == Role::kRatio || column.role == Role::kProgress;
  });
  const Range range{blocks[heads.begin].range.begin, blocks[heads.end - 1].range.end};
  if (columns.size() < 3 || !told) return {.heads = range, .end = heads.end};
  StreamRecords records = Fitter(text, dictionary, cells, columns, printed).Fit(heads.end);
  records.heads = range;
  records.columns = std::move(columns);
  return records;
}

}  // namespace duban::documents
