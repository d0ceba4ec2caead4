#include "documents/review/patched_draft.h"

#include <fmt/format.h>

#include "documents/review/figure_refs.h"

namespace duban::documents {

namespace v1 = duban::ingest::v1;

void PatchedDraft::Begin(int index, const v1::Correction& correction, const std::string& author) {
  index_ = index;
  correction_ = &correction;
  author_ = author;
}

std::string PatchedDraft::Where() const {
  std::string out = correction_->year() == 0 ? "" : fmt::format("{} ", correction_->year());
  if (correction_->project() != 0) out += fmt::format("project {}", correction_->project());
  if (correction_->task() != 0) out += fmt::format(", task {}", correction_->task());
  return out.empty() ? "the document" : out;
}

v1::DraftProject* PatchedDraft::FindProject() {
  for (v1::DraftProgramme& programme : *draft_.mutable_programmes()) {
    if (correction_->year() != 0 && programme.year() != correction_->year()) continue;
    for (v1::DraftProject& project : *programme.mutable_projects()) {
      if (project.number() == correction_->project()) return &project;
    }
  }
  Problem("project", "PROJECT_NOT_FOUND", fmt::format("there is no {}", Where()));
  return nullptr;
}

v1::DraftTask* PatchedDraft::FindTask() {
  v1::DraftProject* project = FindProject();
  if (project == nullptr) return nullptr;
  if (correction_->task() == 0 && project->tasks_size() == 1) return project->mutable_tasks(0);
  for (v1::DraftTask& task : *project->mutable_tasks()) {
    if (task.number() == correction_->task()) return &task;
  }
  Problem("task", "TASK_NOT_FOUND",
          fmt::format("project {} has {} tasks; say which", correction_->project(),
                      project->tasks_size()));
  return nullptr;
}

void PatchedDraft::Problem(std::string_view field, std::string_view reason, std::string message) {
  result_.problems.push_back(
      {fmt::format("corrections[{}].{}", index_, field), std::string(reason), std::move(message)});
}

void PatchedDraft::Note(const std::string& what) {
  const std::string& note = correction_->note();
  draft_.add_reviewed(fmt::format("{}: {} (corrected by {}{}{})", Where(), what, author_,
                                  note.empty() ? "" : ": ", note));
}

void PatchedDraft::Learn(v1::LearnedWord::Kind kind, const std::string& text,
                         const std::string& meaning) {
  if (text.empty() || meaning.empty()) return;
  v1::LearnedWord& word = result_.to_learn.emplace_back();
  word.set_kind(kind);
  word.set_text(text);
  word.set_meaning(meaning);
  word.set_author(author_);
}

void PatchedDraft::Settle(const type::v1::Source& source, bool value_changed) {
  const auto there = [&](const auto& one) { return Overlap(one.source(), source); };
  RemoveDoubts(there);
  RemoveIf(*draft_.mutable_set_aside(), there);
  if (!value_changed) return;
  RemoveIf(*draft_.mutable_checks(), there);
  RemoveIf(*draft_.mutable_findings(), [&](const v1::DraftFinding& finding) {
    return std::any_of(finding.evidence().begin(), finding.evidence().end(), there);
  });
}

}  // namespace duban::documents
