#include "documents/core/narrative.h"

#include <utility>

#include "documents/core/binding.h"
#include "documents/core/figures.h"

namespace duban::documents {

std::vector<Measurement> ReadNarrative(const std::string& narrative,
                                       const NarrativeContext& context) {
  const Text text(narrative);
  quantities::DateIndex dates(text.str());
  const auto found = quantities::FindQuantities(text.str(), {.set_aside = true, .dates = &dates});
  Occasion occasion;
  occasion.year = context.year;
  occasion.kind = Kind::kProgress;
  occasion.as_of = context.as_of;
  const QuantityIndex counted(found, {quantities::Kind::kQuantity});
  const FigureReader reader(text, counted, dates, occasion);

  ProjectNode node;
  node.number = 1;
  TaskNode& task = node.tasks.emplace_back();
  task.number = 1;
  task.passages.push_back({.role = Role::kProgress, .range = {0, text.str().size()}});
  ReadProject project = reader.Read(node);
  // What the prose repeats of the promise is not the promise; that is known already.
  project.tasks.at(0).task.targets = context.targets;
  BindProject(text, &project);
  return std::move(project.tasks.at(0).task.measurements);
}

}  // namespace duban::documents
