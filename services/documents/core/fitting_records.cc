#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "documents/core/align.h"
#include "documents/core/cell_traits.h"
#include "documents/core/head_rows.h"
#include "documents/core/names.h"
#include "documents/core/placed_rows.h"
#include "documents/core/settle_columns.h"
#include "documents/core/stream_records.h"
#include "documents/core/table_rows.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxCells = 600;
constexpr double kLeastFit = 1.2;    // of a cell in a record
constexpr double kLeastOwn = 0.8;    // of a cell in a row below a project
constexpr double kWhole = 4.0;       // for a record with a cell below each head
constexpr double kCounted = 1.0;     // for a row below a project that opens with what it counts
constexpr double kUncounted = -2.0;  // and for one that does not
constexpr double kGroup = 0.5;       // for the name of a group
constexpr double kAgain = 8.0;       // for each head that is printed again

// The columns as the first cells tell them, where these make whole records that fit better then:
// 单位 above 个 and 张.
std::vector<Column> SettledByFirst(const Text& text, const Dictionary& dictionary,
                                   const std::vector<Range>& cells,
                                   const std::vector<Column>& columns) {
  constexpr std::size_t kMaxRows = 5;
  std::vector<std::vector<Range>> rows;
  const bool grouped = std::ranges::none_of(columns, [](const Column& column) {
    return column.role == Role::kCategory || column.role == Role::kNumber;
  });
  const std::size_t begin = grouped && !cells.empty() &&
                                    HeadsGroup(dictionary, text.Of(cells[0])) && cells.size() > 1 &&
                                    HeadsGroup(dictionary, text.Of(cells[1]))
                                ? 1
                                : 0;
  for (std::size_t at = begin; at + columns.size() <= cells.size() && rows.size() < kMaxRows;
       at += columns.size()) {
    rows.emplace_back(cells.begin() + static_cast<std::ptrdiff_t>(at),
                      cells.begin() + static_cast<std::ptrdiff_t>(at + columns.size()));
  }
  if (rows.size() < 3) return columns;
  std::vector<Column> settled = columns;
  SettleColumns(text, dictionary, rows, &settled);
  std::vector<const std::vector<Range>*> fitted;
  for (const auto& row : rows) fitted.push_back(&row);
  const bool better =
      settled.size() == columns.size() && FitRows(text, dictionary, fitted, settled).score >
                                              FitRows(text, dictionary, fitted, columns).score;
  return better ? settled : columns;
}

// The columns from `first` on that `takes` says are taken.
template <typename Takes>
std::vector<std::size_t> ColumnsFrom(std::size_t first, const std::vector<Column>& columns,
                                     const Takes& takes) {
  std::vector<std::size_t> at;
  for (std::size_t i = first; i < columns.size(); ++i) {
    if (takes(columns[i])) at.push_back(i);
  }
  return at;
}

bool IsAny(const Column&) { return true; }

// Merged cells name offices, days and investments once for all rows of a project.
bool StandsInEachRow(const Column& column) {
  return !NamesSomebody(column.role) && column.role != Role::kDue &&
         !Contains(column.name, "投资") && !Contains(column.name, "资金");
}

// The column that names a project.
std::size_t NamedColumn(const std::vector<Column>& columns) {
  const auto named = std::ranges::find_if(columns, [](const Column& column) {
    return column.role == Role::kTitle || column.role == Role::kContent ||
           column.role == Role::kTarget;
  });
  return static_cast<std::size_t>(named - columns.begin());
}

// Parts cells into records, the names of groups between them, and heads that are printed again.
class Fitter {
 public:
  // The first `size` of the cells.
  Fitter(const Text& text, DescribedCells* cells, std::size_t size,
         const std::vector<Column>& columns, const std::vector<std::string_view>& heads)
      : text_(text),
        cells_(*cells),
        size_(size),
        columns_(columns),
        heads_(heads),
        named_(NamedColumn(columns)),
        whole_(cells, size, columns, ColumnsFrom(0, columns, IsAny)),
        all_(cells, size, columns, ColumnsFrom(named_ + 1, columns, IsAny)),
        own_(cells, size, columns, ColumnsFrom(named_ + 1, columns, StandsInEachRow)) {
    fewest_ = columns_.size() - std::max<std::size_t>(2, columns_.size() / 4);
    grouped_ = std::ranges::none_of(
        columns_, [](const Column& column) { return column.role == Role::kCategory; });
  }

  StreamRecords Fit(std::size_t begin, double* score = nullptr) {
    steps_.assign(size_ + 1, {});
    std::size_t best = 0;
    for (std::size_t end = 1; end <= size_; ++end) {
      for (std::size_t size = 2; size <= std::min(end, columns_.size() + 1); ++size)
        TryRecord(end - size, size);
      if (const std::size_t size = heads_.size();
          end > size && steps_[end - size].kind != Kind::kNone && HeadsAt(end - size)) {
        Take(end, {.score = kAgain * static_cast<double>(size), .size = size, .kind = Kind::kHeads},
             steps_[end - size].score);
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
        records.categories.push_back(step.group ? cells_.At(from - 1) : Range{});
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
  struct Step {
    double score = 0;
    std::size_t size = 0;  // cells of what ends here
    Kind kind = Kind::kNone;
    bool group = false;           // the name of a group stands before the record
    PlacedRows* below = nullptr;  // the columns that the record stands below
  };

  void Take(std::size_t end, Step step, double before) {
    step.score += before;
    if (steps_[end].kind == Kind::kNone || step.score > steps_[end].score) steps_[end] = step;
  }

  bool Reached(std::size_t at) const { return at == 0 || steps_[at].kind != Kind::kNone; }

  bool HeadsAt(std::size_t at) const {
    for (std::size_t i = 0; i < heads_.size(); ++i) {
      if (text_.Of(cells_.At(at + i)) != heads_[i]) return false;
    }
    return !heads_.empty();
  }

  bool GroupAt(std::size_t at) {
    if (!grouped_) return false;
    if (groups_.empty()) groups_.resize(size_);
    if (!groups_[at]) groups_[at] = HeadsGroup(text_.Of(cells_.At(at)), cells_[at]);
    return *groups_[at];
  }

  // Cells below the heads, one row of a project: the one that names it, or one below it that lacks
  // what merging dropped.
  void TryRecord(std::size_t begin, std::size_t size) {
    const bool group = begin > 0 && Reached(begin - 1) && GroupAt(begin - 1);
    if (!Reached(begin) && !group) return;
    const double least = kLeastFit * static_cast<double>(size);
    const std::size_t end = begin + size;
    const bool names = size >= fewest_ && (size <= columns_.size() || MayShare(begin, size, group));
    if (const double fit = names ? whole_.Score(begin, size) : 0;
        names && (fit >= least || size == columns_.size()) &&
        Better(begin, end, group, fit + kWhole)) {
      const std::vector<std::size_t> place = whole_.Place(begin, size);
      if (std::ranges::find(place, named_) != place.end() && std::ranges::is_sorted(place)) {
        const Step step{
            .score = fit + (fit >= least && size <= columns_.size() && Whole(place) ? kWhole : 0),
            .size = size,
            .kind = Kind::kRecord,
            .below = &whole_};
        if (Reached(begin)) Take(end, step, steps_[begin].score);
        if (group) {
          Step grouped = step;
          grouped.group = true;
          Take(end, grouped, steps_[begin - 1].score + kGroup);
        }
      }
    }
    if (begin == 0 || !Reached(begin)) return;
    // Where no column is merged, both are the same.
    PlacedRows* const own = own_.size() == all_.size() ? &all_ : &own_;
    for (const auto& [lower, enough] :
         {std::pair(&all_, least), std::pair(own, kLeastOwn * static_cast<double>(size))}) {
      if (size > lower->size()) continue;
      const double fit = lower->Score(begin, size);
      if (fit >= enough)
        Take(end,
             {.score = fit + Counted(begin), .size = size, .kind = Kind::kRecord, .below = lower},
             steps_[begin].score);
    }
  }

  // Whether a record of more cells than columns may be worth a look.
  bool MayShare(std::size_t begin, std::size_t size, bool group) {
    const double most = whole_.AtMost(begin, size);
    return most >= kLeastFit * static_cast<double>(size) &&
           Better(begin, begin + size, group, most);
  }

  // What speaks for a row below a project that begins with this cell.
  double Counted(std::size_t begin) {
    if (counted_.empty()) counted_.resize(size_);
    const Range cell = cells_.At(begin);
    if (!counted_[begin])
      counted_[begin] = HoldsDigit(text_.Of(cell)) && !NumberingAt(text_.str(), cell.begin);
    return *counted_[begin] ? kCounted : kUncounted;
  }

  // Whether a record that ends at `end` may be better than the one found before.
  bool Better(std::size_t begin, std::size_t end, bool group, double score) const {
    if (steps_[end].kind == Kind::kNone) return true;
    return (Reached(begin) && steps_[begin].score + score > steps_[end].score) ||
           (group && steps_[begin - 1].score + kGroup + score > steps_[end].score);
  }

  // The cells from `begin` on below their heads.
  std::vector<Range> RowOf(std::size_t begin, const Step& step) const {
    const std::vector<std::size_t> place = step.below->Place(begin, step.size);
    std::vector<Range> row(columns_.size());
    for (std::size_t i = 0; i < place.size(); ++i) {
      Range& cell = row[place[i]];
      cell = {cell.empty() ? cells_.At(begin + i).begin : cell.begin, cells_.At(begin + i).end};
    }
    return row;
  }

  // Whether a cell stands below each head but those of notes.
  bool Whole(const std::vector<std::size_t>& place) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const Role role = columns_[i].role;
      if (role != Role::kNote && role != Role::kOther && std::ranges::find(place, i) == place.end())
        return false;
    }
    return true;
  }

  const Text& text_;
  DescribedCells& cells_;
  const std::size_t size_;
  const std::vector<Column>& columns_;
  const std::vector<std::string_view>& heads_;  // as they are printed
  const std::size_t named_;                     // the column that names a project
  PlacedRows whole_;                            // rows that name a project
  PlacedRows all_;                           // rows below one, without what stands up to its name
  PlacedRows own_;                           // of these the columns that merging leaves to each row
  std::size_t fewest_ = 0;                   // cells of a record that names a project
  bool grouped_ = false;                     // no column names groups
  std::vector<std::optional<bool>> groups_;  // whether each cell may head one
  std::vector<std::optional<bool>> counted_;  // whether each says how many
  std::vector<Step> steps_;
};

}  // namespace

StreamRecords FittingRecords(const Text& text, const Dictionary& dictionary,
                             const std::vector<Block>& blocks, const StreamHeads& heads) {
  std::vector<Range> cells;
  while (heads.end + cells.size() < blocks.size() && cells.size() < kMaxCells &&
         blocks[heads.end + cells.size()].table < 0) {
    cells.push_back(blocks[heads.end + cells.size()].range);
  }
  std::vector<std::string_view> printed;
  for (std::size_t i = heads.begin; i < heads.end; ++i) printed.push_back(text.Of(blocks[i].range));
  // Which heads there are, of those in two rows as well, and what their columns hold shows by the
  // records that are found below them.
  constexpr std::size_t kFirst = 60;  // cells
  DescribedCells described(text, dictionary, cells);
  std::vector<Column> columns = heads.columns;
  double best = -1;
  const auto fit = [&](const std::vector<Column>& way) {
    double score = 0;
    StreamRecords found =
        Fitter(text, &described, std::min(cells.size(), kFirst), way, printed).Fit(0, &score);
    if (score > best) {
      best = score;
      columns = way;
    }
    return found;
  };
  std::vector<std::vector<Column>> ways = PartedHeads(dictionary, heads.columns);
  ways.insert(ways.begin(), heads.columns);
  for (const std::vector<Column>& way : ways) {
    const StreamRecords found = fit(way);
    const std::vector<Column> by_first = SettledByFirst(text, dictionary, cells, way);
    if (by_first != way) fit(by_first);
    std::vector<Column> settled = way;
    if (found.rows.size() >= 3) SettleColumns(text, dictionary, found.rows, &settled);
    if (settled.size() == way.size() && settled != way && settled != by_first) fit(settled);
  }
  const bool told = std::ranges::any_of(columns, [](const Column& column) {
    return NamesSomebody(column.role) || column.role == Role::kStatus ||
           column.role == Role::kRatio || column.role == Role::kProgress;
  });
  const Range range{blocks[heads.begin].range.begin, blocks[heads.end - 1].range.end};
  if (columns.size() < 3 || !told) return {.heads = range, .end = heads.end};
  StreamRecords records = Fitter(text, &described, cells.size(), columns, printed).Fit(heads.end);
  records.heads = range;
  records.columns = std::move(columns);
  return records;
}

}  // namespace duban::documents
