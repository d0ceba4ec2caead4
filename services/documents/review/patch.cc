#include "documents/review/patch.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "documents/core/utf8.h"
#include "documents/quantities/quantity.h"
#include "documents/review/figure_refs.h"

namespace duban::documents {
namespace {

namespace v1 = duban::ingest::v1;
using type::v1::Source;
using v1::Correction;

// Applies corrections one by one; the first field that does not fit is the problem of a correction.
class Patcher {
 public:
  Patcher(std::string_view text, v1::ImportDraft& draft) : text_(text), draft_(draft) {}

  PatchResult Apply(const v1::ReviewPatch& patch) {
    for (at_ = 0; at_ < patch.corrections_size(); ++at_) {
      const Correction& correction = patch.corrections(at_);
      author_ = correction.author().empty() ? patch.author() : correction.author();
      correction.quote().empty() ? ApplyToPart(correction) : ApplyToFigure(correction);
    }
    return std::move(result_);
  }

 private:
  void Problem(std::string_view field, std::string_view reason, std::string message) {
    result_.problems.push_back(
        {fmt::format("corrections[{}].{}", at_, field), std::string(reason), std::move(message)});
  }

  std::string Where(const Correction& correction) const {
    std::string out = correction.year() == 0 ? "" : fmt::format("{} ", correction.year());
    if (correction.project() != 0) out += fmt::format("project {}", correction.project());
    if (correction.task() != 0) out += fmt::format(", task {}", correction.task());
    return out.empty() ? "the document" : out;
  }

  void Note(const Correction& correction, const std::string& what) {
    draft_.add_reviewed(fmt::format("{}: {} (corrected by {}{}{})", Where(correction), what,
                                    author_, correction.note().empty() ? "" : ": ",
                                    correction.note()));
  }

  // ---- figures ----

  void ApplyToFigure(const Correction& correction) {
    std::vector<FigureRef> found;
    for (FigureRef& figure :
         FiguresOf(draft_, correction.year(), correction.project(), correction.task())) {
      if (Normal(figure.source().quote()) == Normal(correction.quote())) found.push_back(figure);
    }
    if (found.empty()) return AddFigure(correction);
    const FigureRef* figure = Pick(correction, found);
    if (figure == nullptr) return;
    Correct(correction, *figure);
  }

  // The figure that is meant among those with the quote; a target and a reached value may share
  // one.
  const FigureRef* Pick(const Correction& correction, const std::vector<FigureRef>& found) {
    const bool reached =
        correction.has_target() || correction.has_as_of() || correction.has_cumulative();
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
    if (correction.occurrence() == 0 && places.size() > 1) {
      Problem("occurrence", "QUOTE_AMBIGUOUS",
              fmt::format("“{}” stands {} times in {}; say which: occurrence 1 to {}",
                          correction.quote(), places.size(), Where(correction), places.size()));
      return nullptr;
    }
    const size_t which =
        correction.occurrence() == 0 ? 1 : static_cast<size_t>(correction.occurrence());
    if (correction.occurrence() < 0 || which > places.size()) {
      Problem("occurrence", "QUOTE_NOT_FOUND",
              fmt::format("“{}” stands {} times in {}, not {}", correction.quote(), places.size(),
                          Where(correction), correction.occurrence()));
      return nullptr;
    }
    return places[which - 1];
  }

  void Correct(const Correction& correction, const FigureRef& figure) {
    const Source source = figure.source();
    if (correction.confirm()) {
      Settle(source, false);
      return Note(correction, fmt::format("“{}” is right as it was read", source.quote()));
    }
    if (!CheckFigure(correction, *figure.task)) return;
    const bool retype =
        correction.figure() != v1::FIGURE_KIND_UNSPECIFIED && correction.figure() != figure.kind;
    if (retype && figure.step)
      return Problem("figure", "STEP_FIXED",
                     "is a dated step's value, which stays one; correct its value or unit");
    const bool changes_value = retype || correction.has_value() || !correction.unit().empty();
    Learn(correction, figure);
    v1::DraftTask& task = *figure.task;
    if (retype) {
      const v1::DraftTarget as_target =
          figure.target != nullptr ? *figure.target : TargetFrom(*figure.measurement);
      RemoveFigure(figure);
      if (correction.figure() == v1::TARGET)
        Set(correction, *(*task.add_targets() = as_target, task.mutable_targets()->rbegin()));
      if (correction.figure() == v1::MEASUREMENT) {
        v1::DraftMeasurement& added = *task.add_measurements();
        added = MeasurementFrom(as_target);
        Set(correction, added);
      }
    } else if (figure.target != nullptr) {
      Set(correction, *figure.target);
    } else {
      Set(correction, *figure.measurement);
    }
    Settle(source, changes_value);
    Note(correction, Describe(correction, source.quote()));
  }

  bool CheckFigure(const Correction& correction, const v1::DraftTask& task) {
    if (correction.has_value() && (!std::isfinite(correction.value()) || correction.value() < 0)) {
      Problem("value", "VALUE_OUT_OF_RANGE", "must be a finite number of 0 or more");
      return false;
    }
    if (correction.has_target() &&
        (correction.target() < 0 || correction.target() > task.targets_size())) {
      Problem("target", "TARGET_NOT_FOUND",
              fmt::format("the task has {} targets; want 1 to {}, or 0 for none",
                          task.targets_size(), task.targets_size()));
      return false;
    }
    return true;
  }

  template <typename Figure>
  void SetCommon(const Correction& correction, Figure& figure) {
    if (correction.has_value()) figure.set_value(correction.value());
    if (!correction.unit().empty()) figure.set_unit(correction.unit());
    if (!correction.measure().empty()) figure.set_measure(correction.measure());
    figure.mutable_source()->set_corrected_by(author_);
  }

  void Set(const Correction& correction, v1::DraftTarget& target) {
    SetCommon(correction, target);
    if (correction.comparator() != type::v1::COMPARATOR_UNSPECIFIED)
      target.set_comparator(correction.comparator());
    if (correction.has_due_date()) *target.mutable_due_date() = correction.due_date();
  }

  void Set(const Correction& correction, v1::DraftMeasurement& m) {
    SetCommon(correction, m);
    if (correction.has_as_of()) *m.mutable_as_of() = correction.as_of();
    if (correction.has_cumulative()) m.set_cumulative(correction.cumulative());
    if (correction.has_expected()) m.set_expected(correction.expected());
    if (!correction.has_target()) return;
    m.set_target_index(correction.target());
    m.set_binding_evidence(fmt::format("corrected by {}", author_));
  }

  static std::string Describe(const Correction& correction, const std::string& quote) {
    std::string out = fmt::format("“{}”", quote);
    if (correction.figure() == v1::NOTHING) return out + " is no figure";
    if (correction.figure() != v1::FIGURE_KIND_UNSPECIFIED)
      out += correction.figure() == v1::TARGET ? " is a target" : " is a reached value";
    if (correction.has_value()) out += fmt::format(" value {}", correction.value());
    if (!correction.unit().empty()) out += fmt::format(" unit {}", correction.unit());
    if (!correction.measure().empty()) out += fmt::format(" counts {}", correction.measure());
    if (correction.has_target())
      out += correction.target() == 0 ? " measures no target"
                                      : fmt::format(" measures target {}", correction.target());
    return out;
  }

  // ---- a number that the reader made nothing of ----

  void AddFigure(const Correction& correction) {
    if (correction.figure() == v1::NOTHING || correction.confirm()) {
      if (const auto source = FindInText(correction)) {
        Settle(*source, false);
        Note(correction, fmt::format("“{}” is no figure", correction.quote()));
      }
      return;
    }
    if (correction.figure() == v1::FIGURE_KIND_UNSPECIFIED) {
      return Problem("quote", "QUOTE_NOT_FOUND",
                     fmt::format("no figure “{}” was read in {}; to add it, say what it is: "
                                 "figure: TARGET or MEASUREMENT",
                                 correction.quote(), Where(correction)));
    }
    v1::DraftTask* task = FindTask(correction);
    if (task == nullptr) return;
    const auto source = FindInText(correction);
    if (!source || !CheckFigure(correction, *task)) return;
    v1::DraftTarget target;
    *target.mutable_source() = *source;
    target.set_comparator(type::v1::EQUAL);
    if (!FillFromWords(correction, target)) return;
    const FigureRef as_read{.task = task, .target = &target};
    Learn(correction, as_read);
    if (correction.figure() == v1::TARGET) {
      Set(correction, *(*task->add_targets() = target, task->mutable_targets()->rbegin()));
    } else {
      v1::DraftMeasurement& added = *task->add_measurements();
      added = MeasurementFrom(target);
      Set(correction, added);
    }
    Settle(*source, false);
    Note(correction, Describe(correction, correction.quote()) + ", which was not read");
  }

  // Value and unit as the words have them, where the correction does not say.
  bool FillFromWords(const Correction& correction, v1::DraftTarget& target) {
    const auto numbers =
        quantities::FindQuantities(correction.quote(), {.set_aside = true, .nouns = false});
    if (numbers.size() == 1) {
      target.set_value(numbers[0].value);
      target.set_unit(numbers[0].unit);
    } else if (!correction.has_value()) {
      Problem("value", "VALUE_MISSING",
              fmt::format("“{}” holds no single number; say the value", correction.quote()));
      return false;
    }
    if (target.unit().empty() && correction.unit().empty()) {
      Problem("unit", "UNIT_MISSING", "a figure needs a unit of measure, e.g. 户");
      return false;
    }
    return true;
  }

  // Where the quote stands in the text.
  std::optional<Source> FindInText(const Correction& correction) {
    const std::vector<Source> found = FindQuote(correction.quote(), text_, draft_);
    for (const v1::Doubt& doubt : draft_.doubts()) {
      // The doubts of the task say which of many equal numbers is meant.
      const bool here = correction.project() != 0 &&
                        doubt.project_number() == correction.project() &&
                        (correction.task() == 0 || doubt.task_number() == correction.task());
      if (correction.occurrence() == 0 && here && found.size() > 1 &&
          Normal(doubt.source().quote()) == Normal(correction.quote()))
        return doubt.source();
    }
    const size_t which =
        correction.occurrence() <= 0 ? 1 : static_cast<size_t>(correction.occurrence());
    if (found.empty()) {
      Problem("quote", "QUOTE_NOT_FOUND",
              fmt::format("“{}” does not stand in the document", correction.quote()));
    } else if (correction.occurrence() == 0 && found.size() > 1) {
      Problem(
          "occurrence", "QUOTE_AMBIGUOUS",
          fmt::format("“{}” stands {} times in the document; say which, or quote more of the words",
                      correction.quote(), found.size()));
    } else if (which > found.size()) {
      Problem("occurrence", "QUOTE_NOT_FOUND",
              fmt::format("“{}” stands {} times", correction.quote(), found.size()));
    } else {
      return found[which - 1];
    }
    return std::nullopt;
  }

  // ---- projects, tasks and lists ----

  v1::DraftProject* FindProject(const Correction& correction, v1::DraftProgramme** list = nullptr) {
    for (v1::DraftProgramme& programme : *draft_.mutable_programmes()) {
      if (correction.year() != 0 && programme.year() != correction.year()) continue;
      for (v1::DraftProject& project : *programme.mutable_projects()) {
        if (project.number() != correction.project()) continue;
        if (list != nullptr) *list = &programme;
        return &project;
      }
    }
    Problem("project", "PROJECT_NOT_FOUND", fmt::format("there is no {}", Where(correction)));
    return nullptr;
  }

  v1::DraftTask* FindTask(const Correction& correction) {
    v1::DraftProject* project = FindProject(correction);
    if (project == nullptr) return nullptr;
    if (correction.task() == 0 && project->tasks_size() == 1) return project->mutable_tasks(0);
    for (v1::DraftTask& task : *project->mutable_tasks()) {
      if (task.number() == correction.task()) return &task;
    }
    Problem("task", "TASK_NOT_FOUND",
            fmt::format("project {} has {} tasks; say which", correction.project(),
                        project->tasks_size()));
    return nullptr;
  }

  void ApplyToPart(const Correction& correction) {
    if (correction.project() == 0) return ApplyToList(correction);
    v1::DraftProject* project = FindProject(correction);
    if (project == nullptr) return;
    v1::DraftTask* task = correction.task() == 0 ? nullptr : FindTask(correction);
    if (correction.task() != 0 && task == nullptr) return;
    const bool names = !correction.title().empty() || correction.lead_units_size() > 0 ||
                       correction.cooperating_units_size() > 0 || correction.leaders_size() > 0 ||
                       correction.status() != type::v1::STATED_STATUS_UNSPECIFIED ||
                       correction.confirm();
    if (!names)
      return Problem("quote", "CORRECTION_EMPTY",
                     "says neither which figure is meant nor what is so");
    if (task != nullptr) {
      SetPart(correction, *task);
      if (correction.status() != type::v1::STATED_STATUS_UNSPECIFIED)
        task->set_stated_status(correction.status());
    } else {
      SetPart(correction, *project);
      if (correction.leaders_size() > 0) *project->mutable_leaders() = correction.leaders();
      if (correction.status() != type::v1::STATED_STATUS_UNSPECIFIED && project->tasks_size() == 1)
        project->mutable_tasks(0)->set_stated_status(correction.status());
    }
    SettlePart(correction);
    Note(correction,
         correction.confirm() ? "is right as it was read" : "title, units, people or status");
  }

  template <typename Part>
  void SetPart(const Correction& correction, Part& part) {
    if (!correction.title().empty()) part.set_title(correction.title());
    LearnNames(correction, part.lead_units(), correction.lead_units());
    LearnNames(correction, part.cooperating_units(), correction.cooperating_units());
    if (correction.lead_units_size() > 0) *part.mutable_lead_units() = correction.lead_units();
    if (correction.cooperating_units_size() > 0)
      *part.mutable_cooperating_units() = correction.cooperating_units();
  }

  void ApplyToList(const Correction& correction) {
    if (!correction.has_as_of() && correction.title().empty())
      return Problem("project", "CORRECTION_EMPTY",
                     "of a list, asOf and title can be corrected; else say which project");
    for (v1::DraftProgramme& programme : *draft_.mutable_programmes()) {
      if (correction.year() != 0 && programme.year() != correction.year()) continue;
      if (correction.has_as_of() && programme.kind() != v1::PLAN)
        *programme.mutable_as_of() = correction.as_of();
      if (!correction.title().empty()) programme.set_title(correction.title());
    }
    if (correction.has_as_of())
      RemoveDoubts([](const v1::Doubt& doubt) { return doubt.reason() == "AS_OF_UNKNOWN"; });
    Note(correction, "date or title of the list");
  }

  // ---- what rested on it ----

  template <typename Predicate>
  void RemoveDoubts(const Predicate& predicate) {
    auto& doubts = *draft_.mutable_doubts();
    doubts.erase(std::remove_if(doubts.begin(), doubts.end(), predicate), doubts.end());
  }

  void SettlePart(const Correction& correction) {
    if (!correction.confirm()) return;
    RemoveDoubts([&](const v1::Doubt& doubt) {
      return doubt.project_number() == correction.project() &&
             (correction.task() == 0 || doubt.task_number() == correction.task());
    });
  }

  void Settle(const Source& source, bool value_changed) {
    RemoveDoubts([&](const v1::Doubt& doubt) { return Overlap(doubt.source(), source); });
    auto& aside = *draft_.mutable_set_aside();
    aside.erase(
        std::remove_if(aside.begin(), aside.end(),
                       [&](const v1::SetAside& one) { return Overlap(one.source(), source); }),
        aside.end());
    if (!value_changed) return;
    auto& checks = *draft_.mutable_checks();
    checks.erase(
        std::remove_if(checks.begin(), checks.end(),
                       [&](const v1::Check& check) { return Overlap(check.source(), source); }),
        checks.end());
    auto& findings = *draft_.mutable_findings();
    const auto rests = [&](const v1::DraftFinding& finding) {
      return std::any_of(finding.evidence().begin(), finding.evidence().end(),
                         [&](const auto& evidence) { return Overlap(evidence.source(), source); });
    };
    findings.erase(std::remove_if(findings.begin(), findings.end(), rests), findings.end());
  }

  // ---- learning ----

  void AddWord(v1::LearnedWord::Kind kind, const std::string& text, const std::string& meaning) {
    if (text.empty() || meaning.empty()) return;
    v1::LearnedWord& word = result_.to_learn.emplace_back();
    word.set_kind(kind);
    word.set_text(text);
    word.set_meaning(meaning);
    word.set_author(author_);
  }

  void Learn(const Correction& correction, const FigureRef& figure) {
    if (!correction.learn()) return;
    if (correction.target() > 0 && figure.measurement != nullptr) {
      AddWord(v1::LearnedWord::WORDING, figure.measurement->measure(),
              figure.task->targets(correction.target() - 1).measure());
    }
    const std::string& read =
        figure.target != nullptr ? figure.target->unit() : figure.measurement->unit();
    if (!correction.unit().empty() && correction.unit() != read)
      AddWord(v1::LearnedWord::UNIT_OF_MEASURE, read.empty() ? correction.unit() : read,
              correction.unit());
  }

  template <typename Names>
  void LearnNames(const Correction& correction, const Names& read, const Names& right) {
    if (!correction.learn() || read.size() != right.size()) return;
    for (int i = 0; i < read.size(); ++i) {
      if (read.Get(i) != right.Get(i))
        AddWord(v1::LearnedWord::UNIT_NAME, read.Get(i), right.Get(i));
    }
  }

  std::string author_;  // of the correction at hand
  const std::string_view text_;
  v1::ImportDraft& draft_;
  PatchResult result_;
  int at_ = 0;
};

}  // namespace

PatchResult ApplyPatch(const v1::ReviewPatch& patch, std::string_view text,
                       v1::ImportDraft& draft) {
  return Patcher(text, draft).Apply(patch);
}

}  // namespace duban::documents
