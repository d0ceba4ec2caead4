#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include "documents/core/checks.h"
#include "documents/core/wording.h"

namespace duban::documents {

// Places of a matrix or of columns against their total.
template <typename Figure>
void Checker::CheckPlaces(const std::vector<Figure>& figures, Subject subject) {
  double sum = 0;
  std::vector<double> parts;
  std::vector<Evidence> places;
  for (const Figure& m : figures) {
    if (!m.place) continue;
    sum += m.value;
    parts.push_back(m.value);
    places.push_back({m.source, "part"});
  }
  if (parts.size() < 2) return;
  const std::string formula = Join(parts);
  for (const Figure& m : figures) {
    if (m.place || m.unit == "%" || !m.total) continue;
    const bool equal = std::abs(sum - m.value) < 1e-6 * std::max(1.0, sum);
    AddCheck(CheckKind::kSum, subject, m.value, sum, equal, m.source, formula);
    if (equal) continue;
    std::vector<Evidence> evidence{{m.source, "total"}};
    evidence.insert(
        evidence.end(), places.begin(),
        places.begin() + static_cast<std::ptrdiff_t>(std::min(places.size(), kMostEvidence)));
    AddFinding(
        FindingKind::kSumMismatch, subject,
        fmt::format("各地相加为{}{},合计写{}{}。", Number(sum), m.unit, Number(m.value), m.unit),
        fmt::format("The places add up to {}, the total says {}.", Number(sum), Number(m.value)),
        evidence);
  }
}

void Checker::CheckSums() {
  for (const ReadProject& project : programme_.projects) {
    for (const ReadTask& task : project.tasks) {
      const Subject subject{project.project.number, task.task.number};
      struct Told {
        Range range;
        bool steps;
        Figures figures;
      };
      std::vector<Told> told;
      for (const Passage& passage : task.passages) {
        if (!passage.counts) continue;
        if (const Figures figures = In(passage.range); !figures.empty()) {
          told.push_back({passage.range, passage.role == Role::kSteps, figures});
        }
      }
      for (const Told& passage : told) {
        CheckClauses(passage.range, passage.figures, subject);
        CheckParts(passage.range, passage.figures, subject, /*lead=*/false);
        if (!passage.steps) CheckRest(passage.range, passage.figures, task, subject);
      }
      CheckPieces(task, subject);
      CheckPlaces(task.task.targets, subject);
      CheckPlaces(task.task.measurements, subject);
      for (const Told& passage : told) {
        if (!passage.steps) CheckStages(passage.range, passage.figures, &task, subject);
        CheckProducts(passage.range, passage.figures, subject);
        CheckExcess(passage.range, passage.figures, task, subject);
      }
    }
    CheckSteps(project);
  }
  for (const Range line : words_about_) {
    const Figures figures = In(line);
    CheckClauses(line, figures, SubjectOfWords());
    CheckParts(line, figures, SubjectOfWords(), /*lead=*/true);
    CheckStages(line, Counts(line), nullptr, SubjectOfWords());
  }
  for (const Range line : programme_.statements)
    CheckStages(line, Counts(line), nullptr, SubjectOfWords());
  CheckListTotal();
  CheckTotals();
}

// Whether parts were found before that add up to a total: 5座完工,其余3座 is told one time.
bool Checker::HasSum(Subject subject, double total) const {
  return sums_.contains({subject.project, total});
}

// Measurements or targets of one task that add up to its target: 1350 + 1665 + 1665 of 4680.
void Checker::CheckPieces(const ReadTask& task, Subject subject) {
  const std::vector<Measurement>& all = task.task.measurements;
  if (all.size() < 2 || task.task.targets.empty()) return;
  std::vector<std::optional<Pairs>> sentences(all.size());  // of those that were compared
  for (std::size_t t = 0; t < std::min(task.task.targets.size(), kMostCompared); ++t) {
    const Target& target = task.task.targets[t];
    const auto may_be_part = [&](const Measurement& m) {
      return m.value > 0 && m.unit == target.unit && !SameNumber(m.value, target.value);
    };
    double most = 0;
    std::size_t several = 0;
    for (std::size_t i = 0; i < std::min(all.size(), kMostCompared); ++i) {
      if (!may_be_part(all[i])) continue;
      most += all[i].value;
      ++several;
    }
    if (several < 2 || (most < target.value && !SameNumber(most, target.value)) ||
        HasSum(subject, target.value))
      continue;
    std::vector<double> parts;
    double sum = 0;
    std::optional<Pairs> measure;
    for (std::size_t i = 0; i < std::min(all.size(), kMostCompared); ++i) {
      const Measurement& m = all[i];
      if (!may_be_part(m)) continue;
      if (!measure) measure.emplace(target.measure);
      if (!sentences[i])
        sentences[i].emplace(
            text_.Of(SentenceAround(text_, {0, text_.str().size()}, m.source.begin)));
      if (sentences[i]->Alikeness(*measure) < 0.4) continue;
      parts.push_back(m.value);
      sum += m.value;
    }
    if (parts.size() < 2 || !SameNumber(sum, target.value)) continue;
    AddCheck(CheckKind::kSum, subject, target.value, sum, true, target.source, Join(parts));
  }
  for (std::size_t first = 0, last = 0; first < std::min(all.size(), kMostCompared); first = last) {
    const Range sentence = SentenceAround(text_, {0, text_.str().size()}, all[first].source.begin);
    for (last = first + 1; last < all.size() && sentence.Contains(all[last].source.begin);) ++last;
    CheckSentence({all.begin() + static_cast<std::ptrdiff_t>(first),
                   all.begin() + static_cast<std::ptrdiff_t>(last)},
                  task, subject);
  }
}

// 12座已建成,15座施工中,8座尚在选址 of 35座: all that one sentence measures in the target's unit.
void Checker::CheckSentence(std::span<const Measurement> measured, const ReadTask& task,
                            Subject subject) {
  for (const Target& target : task.task.targets) {
    if (target.unit == "%" || target.unit.ends_with("元") || target.value < 2) continue;
    std::vector<double> parts;
    double sum = 0;
    for (const Measurement& m : measured) {
      if (m.unit != target.unit || m.value <= 0 || m.value >= target.value) continue;
      parts.push_back(m.value);
      sum += m.value;
    }
    if (parts.size() < 2 || !SameNumber(sum, target.value)) continue;
    if (!HasSum(subject, target.value))
      AddCheck(CheckKind::kSum, subject, target.value, sum, true, target.source, Join(parts));
    return;
  }
}

}  // namespace duban::documents
