#include "documents/review/patch_parts.h"

#include <fmt/format.h>

#include <string>

namespace duban::documents {
namespace {

namespace v1 = duban::ingest::v1;
using v1::Correction;

class PartCorrection {
 public:
  explicit PartCorrection(PatchedDraft& patched)
      : correction_(patched.correction()), patched_(patched) {}

  void Apply() {
    if (correction_.project() == 0) return ApplyToList();
    v1::DraftProject* project = patched_.FindProject();
    if (project == nullptr) return;
    v1::DraftTask* task = correction_.task() == 0 ? nullptr : patched_.FindTask();
    if (correction_.task() != 0 && task == nullptr) return;
    const bool names = !correction_.title().empty() || correction_.lead_units_size() > 0 ||
                       correction_.cooperating_units_size() > 0 || correction_.leaders_size() > 0 ||
                       correction_.status() != type::v1::STATED_STATUS_UNSPECIFIED ||
                       correction_.confirm();
    if (!names)
      return patched_.Problem("quote", "CORRECTION_EMPTY",
                              "says neither which figure is meant nor what is so");
    if (task != nullptr) {
      SetPart(*task);
      if (correction_.status() != type::v1::STATED_STATUS_UNSPECIFIED)
        task->set_stated_status(correction_.status());
    } else {
      SetPart(*project);
      if (correction_.leaders_size() > 0) *project->mutable_leaders() = correction_.leaders();
      if (correction_.status() != type::v1::STATED_STATUS_UNSPECIFIED && project->tasks_size() == 1)
        project->mutable_tasks(0)->set_stated_status(correction_.status());
    }
    SettlePart();
    patched_.Note(correction_.confirm() ? "is right as it was read"
                                        : "title, units, people or status");
  }

 private:
  template <typename Part>
  void SetPart(Part& part) {
    if (!correction_.title().empty()) part.set_title(correction_.title());
    LearnNames(part.lead_units(), correction_.lead_units());
    LearnNames(part.cooperating_units(), correction_.cooperating_units());
    if (correction_.lead_units_size() > 0) *part.mutable_lead_units() = correction_.lead_units();
    if (correction_.cooperating_units_size() > 0)
      *part.mutable_cooperating_units() = correction_.cooperating_units();
  }

  void ApplyToList() {
    if (!correction_.has_as_of() && correction_.title().empty())
      return patched_.Problem("project", "CORRECTION_EMPTY",
                              "of a list, asOf and title can be corrected; else say which project");
    for (v1::DraftProgramme& programme : *patched_.draft().mutable_programmes()) {
      if (correction_.year() != 0 && programme.year() != correction_.year()) continue;
      if (correction_.has_as_of() && programme.kind() != v1::PLAN)
        *programme.mutable_as_of() = correction_.as_of();
      if (!correction_.title().empty()) programme.set_title(correction_.title());
    }
    if (correction_.has_as_of())
      patched_.RemoveDoubts(
          [](const v1::Doubt& doubt) { return doubt.reason() == "AS_OF_UNKNOWN"; });
    patched_.Note("date or title of the list");
  }

  void SettlePart() {
    if (!correction_.confirm()) return;
    patched_.RemoveDoubts([&](const v1::Doubt& doubt) {
      return doubt.project_number() == correction_.project() &&
             (correction_.task() == 0 || doubt.task_number() == correction_.task());
    });
  }

  template <typename Names>
  void LearnNames(const Names& read, const Names& right) {
    if (!correction_.learn() || read.size() != right.size()) return;
    for (int i = 0; i < read.size(); ++i) {
      if (read.Get(i) != right.Get(i))
        patched_.Learn(v1::LearnedWord::UNIT_NAME, read.Get(i), right.Get(i));
    }
  }

  const Correction& correction_;
  PatchedDraft& patched_;
};

}  // namespace

void CorrectPart(PatchedDraft& patched) { PartCorrection(patched).Apply(); }

}  // namespace duban::documents
