#include <fmt/format.h>

#include <algorithm>
#include <map>
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

void AddRows(const ReadTask& task, int project, Columns* columns) {
  for (const Share& share : task.shares) {
    const Passage* cell = share.source == share.passage ? CellAt(task, share.source) : nullptr;
    if (cell == nullptr || cell->role != Role::kRatio || !cell->counts) continue;
    for (const Measurement& m : task.task.measurements) {
      const Passage* reached = CellAt(task, m.source);
      if (reached == nullptr || reached->role != Role::kReached || m.unit == "%") continue;
      for (const Target& target : task.task.targets) {
        const Passage* planned = CellAt(task, target.source);
        if (planned == nullptr || planned->role != Role::kPlanned || target.unit != m.unit || target.value <= 0) continue;
        (*columns)[{cell->name, reached->name, planned->name}].push_back({project, task.task.number, &share, &m, &target});
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

bool Agrees(const Row& row) { return ShareAgrees(row.share->percent, row.share->decimals, row.reached->value, row.planned->value); }

std::size_t Agreeing(const std::vector<Row>& rows) { return static_cast<std::size_t>(std::ranges::count_if(rows, Agrees)); }

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

void Checker::CheckColumnShares() {
  constexpr std::size_t kLeastRows = 5;
  for (const auto& [names, rows] : ColumnsOf(programme_.projects)) {
    if (rows.size() < kLeastRows || Agreeing(rows) * 5 < rows.size() * 4) continue;
    for (const Row& row : rows) {
      const double exact = row.reached->value / row.planned->value * 100;
      const bool ok = Agrees(row);
      const Subject subject{row.project, row.task};
      const bool known = std::ranges::any_of(draft_.checks, [&](const Check& check) {
        return check.kind == CheckKind::kPercent && check.source == row.share->source;
      });
      if (known) continue;
      AddCheck(CheckKind::kPercent, subject, row.share->percent, exact, ok, row.share->source,
               fmt::format("{} / {}", Number(row.reached->value), Number(row.planned->value)));
      // More than all is often printed as all, and a row that is done as done.
      if (ok || row.share->percent >= 100) continue;
      AddFinding(FindingKind::kPercentMismatch, subject,
                 fmt::format("{}占{}为{:.2f}%,表中写{}%。", Number(row.reached->value), Number(row.planned->value), exact, Number(row.share->percent)),
                 fmt::format("{} of {} is {:.2f}%, the table says {}%.", Number(row.reached->value), Number(row.planned->value), exact,
                             Number(row.share->percent)),
                 {{row.reached->source, "reached"}, {row.planned->source, "planned"}, {row.share->source, "stated share"}});
    }
  }
}

}  // namespace duban::documents
