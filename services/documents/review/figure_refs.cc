#include "documents/review/figure_refs.h"

#include <algorithm>
#include <string>

#include "documents/core/utf8.h"

namespace duban::documents {
namespace {

namespace v1 = duban::ingest::v1;

void AddFigures(v1::DraftProgramme& programme, v1::DraftProject& project, v1::DraftTask& task,
                std::vector<FigureRef>& out) {
  for (int i = 0; i < task.targets_size(); ++i)
    out.push_back(
        {v1::TARGET, &programme, &project, &task, i, task.mutable_targets(i), nullptr, false});
  for (v1::DraftMilestone& step : *task.mutable_milestones()) {
    for (v1::DraftTarget& target : *step.mutable_targets())
      out.push_back({v1::TARGET, &programme, &project, &task, 0, &target, nullptr, true});
  }
  for (int i = 0; i < task.measurements_size(); ++i)
    out.push_back({v1::MEASUREMENT, &programme, &project, &task, i, nullptr,
                   task.mutable_measurements(i), false});
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

void RemoveFigure(const FigureRef& figure) {
  if (figure.measurement != nullptr) {
    figure.task->mutable_measurements()->DeleteSubrange(figure.index, 1);
    return;
  }
  figure.task->mutable_targets()->DeleteSubrange(figure.index, 1);
  for (v1::DraftMeasurement& m : *figure.task->mutable_measurements()) {
    if (m.target_index() == figure.index + 1) m.set_target_index(0);
    if (m.target_index() > figure.index + 1) m.set_target_index(m.target_index() - 1);
  }
}

v1::DraftTarget TargetFrom(const v1::DraftMeasurement& measurement) {
  v1::DraftTarget out;
  out.set_measure(measurement.measure());
  out.set_comparator(type::v1::EQUAL);
  out.set_value(measurement.value());
  out.set_unit(measurement.unit());
  *out.mutable_source() = measurement.source();
  return out;
}

v1::DraftMeasurement MeasurementFrom(const v1::DraftTarget& target) {
  v1::DraftMeasurement out;
  out.set_measure(target.measure());
  out.set_value(target.value());
  out.set_unit(target.unit());
  out.set_cumulative(true);
  *out.mutable_source() = target.source();
  return out;
}

std::vector<type::v1::Source> FindQuote(std::string_view quote, std::string_view text,
                                        const v1::ImportDraft& draft) {
  std::vector<type::v1::Source> out;
  for (const v1::SetAside& aside : draft.set_aside()) {
    if (Normal(aside.source().quote()) == Normal(quote)) out.push_back(aside.source());
  }
  if (!out.empty()) return out;
  int point = 0;
  size_t counted = 0;
  for (size_t at = text.find(quote); at != std::string_view::npos;
       at = text.find(quote, at + quote.size())) {
    point += static_cast<int>(CountChars(text.substr(counted, at - counted)));
    counted = at;
    type::v1::Source& source = out.emplace_back();
    source.set_start(point);
    source.set_end(point + static_cast<int>(CountChars(quote)));
    source.set_quote(std::string(quote));
  }
  return out;
}

}  // namespace duban::documents
