#include "documents/review/patch_figures.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "documents/core/utf8.h"
#include "documents/quantities/quantity.h"
#include "documents/review/figure_refs.h"

namespace duban::documents {
namespace {

namespace v1 = duban::ingest::v1;
using type::v1::Source;
using v1::Correction;

class FigureCorrection {
 public:
  explicit FigureCorrection(PatchedDraft& patched)
      : correction_(patched.correction()), patched_(patched) {}

  void Apply() {
    std::vector<FigureRef> found;
    for (FigureRef& figure : FiguresOf(patched_.draft(), correction_.year(), correction_.project(),
                                       correction_.task())) {
      if (Normal(figure.source().quote()) == Normal(correction_.quote())) found.push_back(figure);
    }
    if (found.empty()) return AddFigure();
    const FigureRef* figure = Pick(found);
    if (figure == nullptr) return;
    Correct(*figure);
  }

 private:
  // The figure that is meant among those with the quote; a target and a reached value may share
  // one.
  const FigureRef* Pick(const std::vector<FigureRef>& found) {
    const bool reached =
        correction_.has_target() || correction_.has_as_of() || correction_.has_cumulative();
    std::vector<const FigureRef*> places;
    for (const FigureRef& figure : found) {
      const bool same_place =
          !places.empty() && places.back()->source().start() == figure.source().start();
      if (!same_place) {
        places.push_back(&figure);
      } else if (reached && figure.measurement != nullptr) {
        places.back() = &figure;
      }
    }
    if (correction_.occurrence() == 0 && places.size() > 1) {
      patched_.Problem(
          "occurrence", "QUOTE_AMBIGUOUS",
          fmt::format("“{}” stands {} times in {}; say which: occurrence 1 to {}",
                      correction_.quote(), places.size(), patched_.Where(), places.size()));
      return nullptr;
    }
    const size_t which =
        correction_.occurrence() == 0 ? 1 : static_cast<size_t>(correction_.occurrence());
    if (correction_.occurrence() < 0 || which > places.size()) {
      patched_.Problem("occurrence", "QUOTE_NOT_FOUND",
                       fmt::format("“{}” stands {} times in {}, not {}", correction_.quote(),
                                   places.size(), patched_.Where(), correction_.occurrence()));
      return nullptr;
    }
    return places[which - 1];
  }

  void Correct(const FigureRef& figure) {
    const Source source = figure.source();
    if (correction_.confirm()) {
      patched_.Settle(source, false);
      return patched_.Note(fmt::format("“{}” is right as it was read", source.quote()));
    }
    if (!CheckFigure(*figure.task)) return;
    const bool retype =
        correction_.figure() != v1::FIGURE_KIND_UNSPECIFIED && correction_.figure() != figure.kind;
    if (retype && figure.step)
      return patched_.Problem(
          "figure", "STEP_FIXED",
          "is a dated step's value, which stays one; correct its value or unit");
    const bool changes_value = retype || correction_.has_value() || !correction_.unit().empty();
    Learn(figure);
    v1::DraftTask& task = *figure.task;
    if (retype) {
      const v1::DraftTarget as_target =
          figure.target != nullptr ? *figure.target : TargetFrom(*figure.measurement);
      RemoveFigure(figure);
      if (correction_.figure() == v1::TARGET)
        Set(*(*task.add_targets() = as_target, task.mutable_targets()->rbegin()));
      if (correction_.figure() == v1::MEASUREMENT) {
        v1::DraftMeasurement& added = *task.add_measurements();
        added = MeasurementFrom(as_target);
        Set(added);
      }
    } else if (figure.target != nullptr) {
      Set(*figure.target);
    } else {
      Set(*figure.measurement);
    }
    patched_.Settle(source, changes_value);
    patched_.Note(Describe(source.quote()));
  }

  bool CheckFigure(const v1::DraftTask& task) {
    if (correction_.has_value() &&
        (!std::isfinite(correction_.value()) || correction_.value() < 0)) {
      patched_.Problem("value", "VALUE_OUT_OF_RANGE", "must be a finite number of 0 or more");
      return false;
    }
    if (correction_.has_target() &&
        (correction_.target() < 0 || correction_.target() > task.targets_size())) {
      patched_.Problem("target", "TARGET_NOT_FOUND",
                       fmt::format("the task has {} targets; want 1 to {}, or 0 for none",
                                   task.targets_size(), task.targets_size()));
      return false;
    }
    return true;
  }

  template <typename Figure>
  void SetCommon(Figure& figure) {
    if (correction_.has_value()) figure.set_value(correction_.value());
    if (!correction_.unit().empty()) figure.set_unit(correction_.unit());
    if (!correction_.measure().empty()) figure.set_measure(correction_.measure());
    figure.mutable_source()->set_corrected_by(patched_.author());
  }

  void Set(v1::DraftTarget& target) {
    SetCommon(target);
    if (correction_.comparator() != type::v1::COMPARATOR_UNSPECIFIED)
      target.set_comparator(correction_.comparator());
    if (correction_.has_due_date()) *target.mutable_due_date() = correction_.due_date();
  }

  void Set(v1::DraftMeasurement& m) {
    SetCommon(m);
    if (correction_.has_as_of()) *m.mutable_as_of() = correction_.as_of();
    if (correction_.has_cumulative()) m.set_cumulative(correction_.cumulative());
    if (correction_.has_expected()) m.set_expected(correction_.expected());
    if (!correction_.has_target()) return;
    m.set_target_index(correction_.target());
    m.set_binding_evidence(fmt::format("corrected by {}", patched_.author()));
  }

  std::string Describe(const std::string& quote) const {
    std::string out = fmt::format("“{}”", quote);
    if (correction_.figure() == v1::NOTHING) return out + " is no figure";
    if (correction_.figure() != v1::FIGURE_KIND_UNSPECIFIED)
      out += correction_.figure() == v1::TARGET ? " is a target" : " is a reached value";
    if (correction_.has_value()) out += fmt::format(" value {}", correction_.value());
    if (!correction_.unit().empty()) out += fmt::format(" unit {}", correction_.unit());
    if (!correction_.measure().empty()) out += fmt::format(" counts {}", correction_.measure());
    if (correction_.has_target())
      out += correction_.target() == 0 ? " measures no target"
                                       : fmt::format(" measures target {}", correction_.target());
    return out;
  }

  // ---- a number that the reader made nothing of ----

  void AddFigure() {
    if (correction_.figure() == v1::NOTHING || correction_.confirm()) {
      if (const auto source = FindInText()) {
        patched_.Settle(*source, false);
        patched_.Note(fmt::format("“{}” is no figure", correction_.quote()));
      }
      return;
    }
    if (correction_.figure() == v1::FIGURE_KIND_UNSPECIFIED) {
      return patched_.Problem(
          "quote", "QUOTE_NOT_FOUND",
          fmt::format("no figure “{}” was read in {}; to add it, say what it is: "
                      "figure: TARGET or MEASUREMENT",
                      correction_.quote(), patched_.Where()));
    }
    v1::DraftTask* task = patched_.FindTask();
    if (task == nullptr) return;
    const auto source = FindInText();
    if (!source || !CheckFigure(*task)) return;
    v1::DraftTarget target;
    *target.mutable_source() = *source;
    target.set_comparator(type::v1::EQUAL);
    if (!FillFromWords(target)) return;
    const FigureRef as_read{.task = task, .target = &target};
    Learn(as_read);
    if (correction_.figure() == v1::TARGET) {
      Set(*(*task->add_targets() = target, task->mutable_targets()->rbegin()));
    } else {
      v1::DraftMeasurement& added = *task->add_measurements();
      added = MeasurementFrom(target);
      Set(added);
    }
    patched_.Settle(*source, false);
    patched_.Note(Describe(correction_.quote()) + ", which was not read");
  }

  // Value and unit as the words have them, where the correction does not say.
  bool FillFromWords(v1::DraftTarget& target) {
    const auto numbers =
        quantities::FindQuantities(correction_.quote(), {.set_aside = true, .nouns = false});
    if (numbers.size() == 1) {
      target.set_value(numbers[0].value);
      target.set_unit(numbers[0].unit);
    } else if (!correction_.has_value()) {
      patched_.Problem(
          "value", "VALUE_MISSING",
          fmt::format("“{}” holds no single number; say the value", correction_.quote()));
      return false;
    }
    if (target.unit().empty() && correction_.unit().empty()) {
      patched_.Problem("unit", "UNIT_MISSING", "a figure needs a unit of measure, e.g. 户");
      return false;
    }
    return true;
  }

  // Where the quote stands in the text.
  std::optional<Source> FindInText() {
    const std::vector<Source> found =
        FindQuote(correction_.quote(), patched_.text(), patched_.draft());
    for (const v1::Doubt& doubt : patched_.draft().doubts()) {
      // The doubts of the task say which of many equal numbers is meant.
      const bool here = correction_.project() != 0 &&
                        doubt.project_number() == correction_.project() &&
                        (correction_.task() == 0 || doubt.task_number() == correction_.task());
      if (correction_.occurrence() == 0 && here && found.size() > 1 &&
          Normal(doubt.source().quote()) == Normal(correction_.quote()))
        return doubt.source();
    }
    const size_t which =
        correction_.occurrence() <= 0 ? 1 : static_cast<size_t>(correction_.occurrence());
    if (found.empty()) {
      patched_.Problem("quote", "QUOTE_NOT_FOUND",
                       fmt::format("“{}” does not stand in the document", correction_.quote()));
    } else if (correction_.occurrence() == 0 && found.size() > 1) {
      patched_.Problem(
          "occurrence", "QUOTE_AMBIGUOUS",
          fmt::format("“{}” stands {} times in the document; say which, or quote more of the words",
                      correction_.quote(), found.size()));
    } else if (which > found.size()) {
      patched_.Problem("occurrence", "QUOTE_NOT_FOUND",
                       fmt::format("“{}” stands {} times", correction_.quote(), found.size()));
    } else {
      return found[which - 1];
    }
    return std::nullopt;
  }

  void Learn(const FigureRef& figure) {
    if (!correction_.learn()) return;
    if (correction_.target() > 0 && figure.measurement != nullptr) {
      patched_.Learn(v1::LearnedWord::WORDING, figure.measurement->measure(),
                     figure.task->targets(correction_.target() - 1).measure());
    }
    const std::string& read =
        figure.target != nullptr ? figure.target->unit() : figure.measurement->unit();
    if (!correction_.unit().empty() && correction_.unit() != read)
      patched_.Learn(v1::LearnedWord::UNIT_OF_MEASURE, read.empty() ? correction_.unit() : read,
                     correction_.unit());
  }

  const Correction& correction_;
  PatchedDraft& patched_;
};

}  // namespace

void CorrectFigure(PatchedDraft& patched) { FigureCorrection(patched).Apply(); }

}  // namespace duban::documents
