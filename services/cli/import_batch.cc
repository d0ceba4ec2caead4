#include "cli/import_batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>

#include "cli/context.h"

namespace duban::cli {
namespace {

using ingest::v1::DraftProgramme;
using ingest::v1::ImportDraft;

constexpr size_t kMostLines = 12;
constexpr int kPathWidth = 44;
constexpr int kReasonWidth = 160;

// A plan sorts before the progress on it, and that before the year's results.
using When = std::tuple<int, int, int, int, int>;

When WhenOf(const DraftProgramme& programme) {
  const auto& as_of = programme.as_of();
  return {programme.year(), static_cast<int>(programme.kind()), as_of.year(), as_of.month(),
          as_of.day()};
}

When FirstOf(const ImportDraft& draft) {
  When first{9999, 0, 0, 0, 0};
  for (const DraftProgramme& programme : draft.programmes())
    first = std::min(first, WhenOf(programme));
  return first;
}

std::string KindWord(ingest::v1::ProgrammeKind kind) {
  switch (kind) {
    case ingest::v1::PLAN:
      return "plan";
    case ingest::v1::PROGRESS:
      return "progress";
    case ingest::v1::COMPLETION:
      return "results";
    default:
      return "?";
  }
}

struct Counts {
  int projects = 0;
  int figures = 0;
  int held = 0;
};

Counts CountsOf(const ImportDraft& draft) {
  Counts out;
  for (const DraftProgramme& programme : draft.programmes()) {
    out.projects += programme.projects_size();
    for (const auto& project : programme.projects()) {
      for (const auto& task : project.tasks()) {
        out.figures += task.targets_size() + task.measurements_size();
        for (const auto& step : task.milestones()) out.figures += step.targets_size();
      }
    }
  }
  for (const auto& check : draft.checks()) out.held += check.ok() ? 1 : 0;
  return out;
}

Colour ColourOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kImported:
      return Colour::kGreen;
    case Outcome::kRefused:
    case Outcome::kNothing:
      return Colour::kYellow;
    case Outcome::kError:
      return Colour::kRed;
    default:
      return Colour::kNone;
  }
}

// The end of a path says more than its beginning.
std::string ShortPath(const std::string& path) {
  if (DisplayWidth(path) <= kPathWidth) return path;
  return Truncate(std::filesystem::path(path).filename().string(), kPathWidth);
}

std::vector<Cell> CellsOf(const ImportRow& row) {
  const Counts counts = CountsOf(row.draft);
  std::string years;
  std::string kinds;
  for (const DraftProgramme& programme : row.draft.programmes()) {
    years += (years.empty() ? "" : "+") +
             (programme.year() == 0 ? "?" : std::to_string(programme.year()));
    kinds += (kinds.empty() ? "" : "+") + KindWord(programme.kind());
  }
  const auto number = [](int value) { return Cell{value == 0 ? "" : std::to_string(value)}; };
  const bool all_held = counts.held == row.draft.checks_size();
  return {
      {ShortPath(row.path)},
      {row.draft.district().display_name().empty() ? row.draft.district().code()
                                                   : row.draft.district().display_name()},
      {years},
      {kinds},
      number(counts.projects),
      number(counts.figures),
      {row.draft.checks().empty() ? "" : fmt::format("{}/{}", counts.held, row.draft.checks_size()),
       all_held ? Colour::kNone : Colour::kYellow},
      number(row.draft.findings_size()),
      number(row.draft.doubts_size()),
      {OutcomeWord(row.outcome), ColourOf(row.outcome)}};
}

void AddLines(const std::vector<std::string>& lines, std::string& out) {
  for (size_t i = 0; i < lines.size() && i < kMostLines; ++i)
    out += fmt::format("    {}\n", Truncate(lines[i], kReasonWidth));
  if (lines.size() > kMostLines)
    out += fmt::format("    … and {} more\n", lines.size() - kMostLines);
}

std::string Place(int project, int task) {
  if (project == 0) return "";
  return task == 0 ? fmt::format("project {}: ", project)
                   : fmt::format("task {}.{}: ", project, task);
}

}  // namespace

int ExitStatus(const std::vector<ImportRow>& rows) {
  bool refused = false;
  for (const ImportRow& row : rows) {
    if (row.outcome == Outcome::kError) return kFailed;
    refused = refused || row.outcome == Outcome::kRefused || row.outcome == Outcome::kNothing ||
              row.outcome == Outcome::kPending;
  }
  return refused ? kImportRefused : kOk;
}

std::vector<std::vector<size_t>> ImportOrder(const std::vector<ImportRow>& rows) {
  std::map<std::string, std::vector<size_t>> districts;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].outcome == Outcome::kPending)
      districts[rows[i].draft.district().code()].push_back(i);
  }
  std::vector<std::vector<size_t>> out;
  for (auto& [code, indexes] : districts) {
    std::stable_sort(indexes.begin(), indexes.end(), [&](size_t a, size_t b) {
      return FirstOf(rows[a].draft) < FirstOf(rows[b].draft);
    });
    out.push_back(std::move(indexes));
  }
  return out;
}

std::vector<std::string> UnsureLines(const ImportDraft& draft) {
  std::vector<std::string> out;
  for (const auto& doubt : draft.doubts()) {
    const std::string quote =
        doubt.source().quote().empty() ? "" : fmt::format(" “{}”", doubt.source().quote());
    out.push_back(fmt::format("{}{}{}: {}", Place(doubt.project_number(), doubt.task_number()),
                              doubt.reason(), quote, doubt.message()));
  }
  return out;
}

std::string OutcomeWord(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPending:
      return "not imported";
    case Outcome::kImported:
      return "imported";
    case Outcome::kUnchanged:
      return "unchanged";
    case Outcome::kNothing:
      return "no list found";
    case Outcome::kRefused:
      return "refused";
    case Outcome::kError:
      return "failed";
  }
  return "";
}

std::string SummaryTable(const std::vector<ImportRow>& rows, bool colours) {
  Table table;
  table.header = {"file",    "district", "year",     "kind",   "projects",
                  "figures", "checks",   "findings", "unsure", "result"};
  table.align_right = {false, false, false, false, true, true, true, true, true, false};
  std::map<Outcome, int> totals;
  for (const ImportRow& row : rows) {
    table.rows.push_back(CellsOf(row));
    ++totals[row.outcome];
  }
  std::string line;
  for (const auto& [outcome, count] : totals)
    line += fmt::format("{}{} {}", line.empty() ? "" : ", ", count, OutcomeWord(outcome));
  return Render(table, colours) +
         fmt::format("{} file{}: {}\n", rows.size(), rows.size() == 1 ? "" : "s", line);
}

std::string WhatToDo(const std::vector<ImportRow>& rows) {
  std::string out;
  for (const ImportRow& row : rows) {
    std::string part;
    AddLines(row.reasons, part);
    if (!row.notes.empty()) part += fmt::format("  left out: {}\n", row.notes.size());
    AddLines(row.notes, part);
    std::vector<std::string> findings;
    for (const auto& finding : row.draft.findings()) {
      findings.push_back(fmt::format("finding: {}{}",
                                     Place(finding.project_number(), finding.task_number()),
                                     finding.message()));
    }
    AddLines(findings, part);
    if (!part.empty()) out += fmt::format("{} ({})\n{}", row.path, OutcomeWord(row.outcome), part);
  }
  return out;
}

}  // namespace duban::cli
