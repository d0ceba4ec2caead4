#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "documents/core/blocks.h"
#include "documents/core/checks.h"

// Columns of a table that are the shares of two others.
namespace duban::documents {
namespace {

// A share beside what was planned and what was reached, in cells of one row.
struct Row {
  int project = 0;
  int task = 0;
  const Share* share;
  const Measurement* reached;
  const Target* planned;
};

// Rows by the names of the share's column, the reached and the planned one.
using Columns = std::map<std::tuple<std::string, std::string, std::string>, std::vector<Row>>;

const Passage* CellAt(const ReadTask& task, Range source) {
  const auto cell = std::ranges::find(task.passages, source, &Passage::range);
  return cell == task.passages.end() ? nullptr : &*cell;
}

const Passage* PassageAround(const ReadTask& task, Range source) {
  const auto cell = std::ranges::find_if(task.passages, [&](const Passage& passage) {
    return passage.counts && passage.range.Contains(source.begin);
  });
  return cell == task.passages.end() ? nullptr : &*cell;
}

// 铺设13.6公里,… beside 铺设管道20.5公里: one promise, and one figure of its unit that is told of
// it; nothing where there are more.
std::optional<Row> OnlyRow(const ReadTask& task, int project) {
  if (task.task.targets.size() != 1 || task.shares.size() != 1) return std::nullopt;
  const Target& target = task.task.targets[0];
  if (target.unit == "%" || target.unit.empty() || target.value <= 0 ||
      target.comparator == Comparator::kAtMost || target.comparator == Comparator::kAbout)
    return std::nullopt;
  const Measurement* only = nullptr;
  for (const Measurement& m : task.task.measurements) {
    if (m.unit != target.unit) continue;
    if (only != nullptr || m.expected || !m.cumulative || m.place) return std::nullopt;
    only = &m;
  }
  if (only == nullptr) return std::nullopt;
  const Passage* reached = PassageAround(task, only->source);
  const Passage* planned = PassageAround(task, target.source);
  if (reached == nullptr || planned == nullptr || reached == planned) return std::nullopt;
  // A number of its own cell is of the promise beside it where the share is not far off; prose must
  // say so.
  constexpr double kFar = 15;  // percent of the promise
  const double off = std::abs(only->value / target.value * 100 - task.shares[0].percent);
  const bool counted =
      reached->role == Role::kReached && reached->range == only->source && off <= kFar;
  if (!counted && (reached->role != Role::kProgress || only->target_index != 1))
    return std::nullopt;
  return Row{project, task.task.number, &task.shares[0], only, &target};
}

void AddRows(const ReadTask& task, int project, Columns* columns) {
  for (const Share& share : task.shares) {
    const Passage* cell = share.source == share.passage ? CellAt(task, share.source) : nullptr;
    if (cell == nullptr || cell->role != Role::kRatio || !cell->counts) continue;
    for (const Measurement& m : task.task.measurements) {
      const Passage* reached = CellAt(task, m.source);
      if (reached == nullptr || reached->role != Role::kReached || m.unit == "%") continue;
      for (const Target& target : task.task.targets) {
        const Passage* planned = CellAt(task, target.source);
        if (planned == nullptr || planned->role != Role::kPlanned || target.unit != m.unit ||
            target.value <= 0)
          continue;
        (*columns)[{cell->name, reached->name, planned->name}].push_back(
            {project, task.task.number, &share, &m, &target});
      }
    }
  }
}

Columns ColumnsOf(const std::vector<ReadProject>& projects) {
  Columns columns;
  for (const ReadProject& project : projects) {
    for (const ReadTask& task : project.tasks) {
      if (task.passages.size() <= kMaxColumns) AddRows(task, project.project.number, &columns);
    }
  }
  return columns;
}

bool Agrees(const Row& row) {
  return ShareAgrees(row.share->percent, row.share->decimals, row.reached->value,
                     row.planned->value);
}

std::size_t Agreeing(const std::vector<Row>& rows) {
  return static_cast<std::size_t>(std::ranges::count_if(rows, Agrees));
}

}  // namespace

void Checker::FindForeignShares() {
  constexpr std::size_t kLeastRows = 3;
  std::set<std::size_t> own;
  for (const auto& [names, rows] : ColumnsOf(programme_.projects)) {
    const bool shares = rows.size() < kLeastRows || Agreeing(rows) * 2 >= rows.size();
    for (const Row& row : rows) (shares ? own : foreign_).insert(row.share->source.begin);
  }
  std::erase_if(foreign_, [&](std::size_t cell) { return own.contains(cell); });
}

void Checker::CheckOnlyShares() {
  constexpr std::size_t kLeastHeld = 5;
  std::map<std::string, std::size_t> held;
  std::map<std::string, std::vector<Row>> others;
  for (const ReadProject& project : programme_.projects) {
    for (const ReadTask& task : project.tasks) {
      for (const Share& share : task.shares) {
        const Passage* cell = share.source == share.passage ? CellAt(task, share.source) : nullptr;
        if (cell == nullptr || cell->role != Role::kRatio || !cell->counts) continue;
        if (const Check* known = ShareCheckAt(share.source)) {
          held[cell->name] += known->ok;
        } else if (const std::optional<Row> row = OnlyRow(task, project.project.number);
                   row && !Agrees(*row)) {
          others[cell->name].push_back(*row);
        }
      }
    }
  }
  for (const auto& [column, rows] : others) {
    if (held[column] < kLeastHeld || held[column] < 4 * rows.size()) continue;
    for (const Row& row : rows)
      AddColumnShare(row.project, row.task, *row.share, *row.reached, *row.planned);
  }
}

const Check* Checker::ShareCheckAt(Range source) const {
  const auto [first, last] = checks_.equal_range(source.begin);
  for (auto it = first; it != last; ++it) {
    const Check& check = draft_.checks[it->second];
    if (check.kind == CheckKind::kPercent && check.source == source) return &check;
  }
  return nullptr;
}

void Checker::AddColumnShare(int project, int task, const Share& share, const Measurement& reached,
                             const Target& planned) {
  const double exact = reached.value / planned.value * 100;
  const bool ok = ShareAgrees(share.percent, share.decimals, reached.value, planned.value);
  const Subject subject{project, task};
  AddCheck(CheckKind::kPercent, subject, share.percent, exact, ok, share.source,
           fmt::format("{} / {}", Number(reached.value), Number(planned.value)));
  // More than all is often printed as all, and a row that is done as done.
  if (ok || share.percent >= 100) return;
  AddFinding(
      FindingKind::kPercentMismatch, subject,
      fmt::format("{}占{}为{:.2f}%,表中写{}%。", Number(reached.value), Number(planned.value),
                  exact, Number(share.percent)),
      fmt::format("{} of {} is {:.2f}%, the table says {}%.", Number(reached.value),
                  Number(planned.value), exact, Number(share.percent)),
      {{reached.source, "reached"}, {planned.source, "planned"}, {share.source, "stated share"}});
}

void Checker::CheckColumnShares() {
  constexpr std::size_t kLeastRows = 5;
  for (const auto& [names, rows] : ColumnsOf(programme_.projects)) {
    if (rows.size() < kLeastRows || Agreeing(rows) * 5 < rows.size() * 4) continue;
    for (const Row& row : rows) {
      if (ShareCheckAt(row.share->source) == nullptr)
        AddColumnShare(row.project, row.task, *row.share, *row.reached, *row.planned);
    }
  }
}

}  // namespace duban::documents
