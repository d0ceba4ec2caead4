#include "ingest/read_narrative.h"

#include <string>
#include <vector>

#include "common/names.h"
#include "documents/core/narrative.h"
#include "documents/core/text.h"
#include "runtime/wire.h"

namespace duban::ingest {
namespace {

using type::v1::Measurement;
using type::v1::Report;
using type::v1::Task;

documents::Comparator ComparatorOf(type::v1::Comparator comparator) {
  switch (comparator) {
    case type::v1::AT_LEAST:
      return documents::Comparator::kAtLeast;
    case type::v1::AT_MOST:
      return documents::Comparator::kAtMost;
    case type::v1::MORE_THAN:
      return documents::Comparator::kMoreThan;
    case type::v1::ABOUT:
      return documents::Comparator::kAbout;
    default:
      return documents::Comparator::kEqual;
  }
}

std::vector<documents::Target> TargetsOf(const Task& task) {
  std::vector<documents::Target> targets;
  for (const type::v1::Indicator& indicator : task.indicators()) {
    documents::Target& target = targets.emplace_back();
    target.measure = indicator.measure();
    target.comparator = ComparatorOf(indicator.comparator());
    target.value = indicator.value();
    target.unit = indicator.unit();
  }
  return targets;
}

Measurement ToMeasurement(const documents::Measurement& figure, const documents::Text& text,
                          const Task& task) {
  Measurement out;
  out.set_measure(figure.measure);
  out.set_value(figure.value);
  out.set_unit(figure.unit);
  if (figure.as_of) *out.mutable_as_of() = ToProto(*figure.as_of);
  out.set_accumulation(figure.cumulative ? type::v1::CUMULATIVE : type::v1::PERIOD);
  out.set_expected(figure.expected);
  if (figure.stated_ratio) out.set_stated_ratio(*figure.stated_ratio);
  const auto [start, end] = text.CodePointsOf(figure.source);
  out.mutable_source()->set_start(static_cast<int>(start));
  out.mutable_source()->set_end(static_cast<int>(end));
  out.mutable_source()->set_quote(std::string(text.Quote(figure.source)));
  if (figure.target_index >= 1 && figure.target_index <= task.indicators_size()) {
    const type::v1::Indicator& indicator = task.indicators(figure.target_index - 1);
    if (indicator.unit() == figure.unit) out.set_indicator(indicator.name());
  }
  return out;
}

}  // namespace

NarrativeReader MakeNarrativeReader() {
  return [](const Task& task, const Report& report) {
    documents::NarrativeContext context;
    const auto name = ParseTaskName("report.task", report.task());
    if (name.ok()) context.year = name->year;
    context.as_of = {report.as_of().year(), report.as_of().month(), report.as_of().day()};
    context.targets = TargetsOf(task);
    const documents::Text text(report.narrative());
    std::vector<Measurement> out;
    for (const documents::Measurement& figure :
         documents::ReadNarrative(report.narrative(), context))
      out.push_back(ToMeasurement(figure, text, task));
    return out;
  };
}

}  // namespace duban::ingest
