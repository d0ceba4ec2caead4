#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "documents/core/checks.h"
#include "documents/core/figure_words.h"
#include "documents/core/wording.h"

// What is left of a figure that is told before it.
namespace duban::documents {
namespace {

// How many members the clause before 其余4个 names: 盛世农园、雨露小区已完工.
std::size_t NamesBefore(std::string_view before) {
  std::size_t end = before.size();
  for (int marks = 0; end > 0;) {
    const Char c = CharBefore(before, end);
    if (c.code == ',' || c.code == U'，' || c.code == ';' || c.code == U'；' || c.code == U'。' ||
        c.code == '\n')
      ++marks;
    if (marks > 1) break;
    end -= c.bytes;
  }
  std::size_t names = 1;
  for (std::size_t at = Find(before, "、", end); at != std::string_view::npos;
       at = Find(before, "、", at + 3))
    ++names;
  return names;
}

}  // namespace

// 其余8个: what is left of an earlier figure once the part before it is taken away.
void Checker::CheckRest(Range passage, Figures figures, const ReadTask& task, Subject subject) {
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Quantity& rest = *figures[i];
    if (rest.percent || rest.unit.empty()) continue;
    const Range figure = RangeOf(rest.phrase);
    const std::string_view before = text_.Of({passage.begin, figure.begin});
    if (!CountsRest(before)) continue;
    // The whole: a target, or an earlier figure of the passage; the parts: the figures in between.
    std::vector<double> wholes;
    const auto& targets = task.task.targets;
    for (std::size_t t = 0; t < std::min(targets.size(), kMostCompared); ++t) {
      if (SameUnit(targets[t].unit, rest.unit) && targets[t].value > rest.value)
        wholes.push_back(targets[t].value);
    }
    std::vector<double> done;
    for (std::size_t j = i - std::min(i, kMostBefore); j < i; ++j) {
      if (figures[j]->percent || !SameUnit(figures[j]->unit, rest.unit)) continue;
      if (figures[j]->value > rest.value) wholes.push_back(figures[j]->value);
      done.push_back(figures[j]->value);
    }
    // 2个 in a cell beside 其余4个.
    for (const Measurement& m : task.task.measurements) {
      if (!done.empty()) break;
      if (SameUnit(m.unit, rest.unit) && !passage.Contains(m.source.begin) && m.value != rest.value)
        done.push_back(m.value);
    }
    std::erase_if(wholes, [&](double whole) { return HasSum(subject, whole); });
    if (wholes.empty()) continue;
    bool found = false;
    // 东街大厅已建成,其余4个: members are named, not counted.
    double named = 0;
    if (done.empty() || SameNumber(done.back(), wholes.back()))
      named = static_cast<double>(NamesBefore(before));
    for (const double whole : wholes) {
      double all = 0;
      for (std::size_t j = done.size(); j-- > 0 && !found;) {
        if (SameNumber(done[j], whole)) continue;
        all += done[j];
        if (SameNumber(whole - done[j], rest.value) || SameNumber(whole - all, rest.value)) {
          AddCheck(CheckKind::kSum, subject, whole, whole, true, figure,
                   fmt::format("{} + {}", Number(whole - rest.value), Number(rest.value)));
          found = true;
        }
      }
      if (!found && named > 0 && SameNumber(whole - named, rest.value)) {
        // One that is named is taken away; several are counted, and added.
        const double stated = named > 1 ? whole : rest.value;
        AddCheck(CheckKind::kSum, subject, stated, stated, true, figure,
                 named > 1 ? fmt::format("{} + {}", Number(named), Number(rest.value))
                           : fmt::format("{} - 1", Number(whole)));
        found = true;
      }
      if (found) break;
    }
  }
}

}  // namespace duban::documents
