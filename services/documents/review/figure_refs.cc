#include "documents/review/figure_refs.h"

#include <algorithm>

namespace duban::documents {
namespace {

namespace v1 = duban::ingest::v1;

void AddFigures(v1::DraftProgramme& programme, v1::DraftProject& project, v1::DraftTask& task,
                std::vector<FigureRef>& out) {
  for (int i = 0; i < task.targets_size(); ++i)
    out.push_back({v1::TARGET, &programme, &project, &task, i, task.mutable_targets(i), nullptr, false});
  for (v1::DraftMilestone& step : *task.mutable_milestones()) {
    for (v1::DraftTarget& target : *step.mutable_targets())
      out.push_back({v1::TARGET, &programme, &project, &task, 0, &target, nullptr, true});
  }
  for (int i = 0; i < task.measurements_size(); ++i)
    out.push_back({v1::MEASUREMENT, &programme, &project, &task, i, nullptr, task.mutable_measurements(i), false});
}

}  // namespace

std::vector<FigureRef> FiguresOf(v1::ImportDraft& draft, int year, int project, int task) {
  std::vector<FigureRef> out;
  for (v1::DraftProgramme& programme : *draft.mutable_programmes()) {
    if (year != 0 && programme.year() != year) continue;
    for (v1::DraftProject& of : *programme.mutable_projects()) {
      if (project != 0 && of.number() != project) continue;
      for (v1::DraftTask& part : *of.mutable_tasks()) {
        if (task == 0 || part.number() == task) AddFigures(programme, of, part, out);
      }
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const FigureRef& a, const FigureRef& b) {
    return a.source().start() < b.source().start();
  });
  return out;
}

bool Overlap(const type::v1::Source& a, const type::v1::Source& b) {
  return a.start() < b.end() && b.start() < a.end();
}

}  // namespace duban::documents
