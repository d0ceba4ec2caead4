#include "documents/core/checks.h"

#include <fmt/format.h>

namespace duban::documents {

void CheckProgramme(const Text& text, const std::vector<quantities::Quantity>& quantities, ReadProgramme* programme,
                    Draft* draft) {
  (void)text;
  (void)quantities;
  for (const ReadProject& project : programme->projects) {
    for (const ReadTask& task : project.tasks) {
      for (const Measurement& m : task.task.measurements) {
        if (!m.stated_ratio || m.target_index == 0) continue;
        const Target& target = task.task.targets[static_cast<std::size_t>(m.target_index) - 1];
        draft->checks.push_back({.kind = CheckKind::kPercent, .year = programme->occasion.year,
                                 .project = project.project.number, .task = task.task.number,
                                 .stated = *m.stated_ratio, .recomputed = m.value / target.value * 100,
                                 .ok = true, .source = m.source,
                                 .formula = fmt::format("{} / {}", m.value, target.value)});
      }
    }
  }
}

}  // namespace duban::documents
