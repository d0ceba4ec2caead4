#include "ingest/core/document_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "documents/align/items.h"
#include "documents/points/repeated.h"

namespace duban::ingest {
namespace {

using type::v1::DocumentFinding;
using type::v1::Programme;
using type::v1::Project;
using type::v1::Task;

constexpr int kMostFindings = 50;
// Results that leave out more than this share of the projects are an excerpt.
constexpr double kMostVanished = 0.25;

// The documents that a finding speaks of.
std::set<std::string> DocumentsOf(const DocumentFinding& finding) {
  std::set<std::string> out;
  for (const type::v1::Evidence& evidence : finding.evidence()) {
    if (!evidence.source().document_id().empty()) out.insert(evidence.source().document_id());
  }
  return out;
}

bool IsBetweenDocuments(const DocumentFinding& finding) { return DocumentsOf(finding).size() > 1; }

const Task* FindTask(const Programme& programme, int project, int task) {
  for (const Project& of : programme.projects()) {
    if (of.number() != project) continue;
    for (const Task& part : of.tasks()) {
      if (part.number() == task) return &part;
    }
  }
  return nullptr;
}

// The first promise of a project, as evidence; else its plan's document alone.
type::v1::Evidence PlanEvidence(const Project& project) {
  type::v1::Evidence evidence;
  for (const Task& task : project.tasks()) {
    for (const type::v1::Indicator& indicator : task.indicators()) {
      if (!indicator.has_source() || evidence.has_source()) continue;
      *evidence.mutable_source() = indicator.source();
    }
  }
  evidence.set_note(fmt::format("计划 / plan: {}", project.title()));
  return evidence;
}

DocumentFinding Vanished(const Project& project, const v1::DraftProgramme& draft,
                         const std::string& document_id) {
  DocumentFinding finding;
  finding.set_kind(type::v1::OTHER);
  finding.set_severity(type::v1::WARNING);
  finding.set_message(
      fmt::format("计划第{}项“{}”在年度完成情况中未见。", project.number(), project.title()));
  finding.set_message_en(
      fmt::format("Project {} of the plan is not named in the year's results.", project.number()));
  *finding.add_evidence() = PlanEvidence(project);
  type::v1::Evidence& results = *finding.add_evidence();
  results.mutable_source()->set_document_id(document_id);
  results.set_note(
      fmt::format("完成情况 / results: {} ({}项)", draft.title(), draft.projects_size()));
  return finding;
}

// Replaces the between-documents findings of kind OTHER on a project's first task by `finding`
// (none: null).
bool SetVanished(const DocumentFinding* finding, Project& project) {
  if (project.tasks().empty()) return false;
  Task& task = *project.mutable_tasks(0);
  const std::string before = task.SerializeAsString();
  auto& all = *task.mutable_document_findings();
  all.erase(std::remove_if(all.begin(), all.end(),
                           [](const DocumentFinding& one) {
                             return one.kind() == type::v1::OTHER && IsBetweenDocuments(one);
                           }),
            all.end());
  if (finding != nullptr) *all.Add() = *finding;
  return task.SerializeAsString() != before;
}

}  // namespace

void AppendFindings(const DraftFindings& findings, const FindingPlace& place,
                    const std::string& document_id, DocumentFindings& out) {
  for (const v1::DraftFinding& read : findings) {
    if (read.year() != place.year || read.project_number() != place.project) continue;
    if (read.task_number() != place.task && !(read.task_number() == 0 && place.first_of_project))
      continue;
    if (out.size() >= kMostFindings) return;
    DocumentFinding& finding = *out.Add();
    finding.set_kind(read.kind());
    finding.set_severity(read.severity());
    finding.set_message(read.message());
    finding.set_message_en(read.message_en());
    for (const type::v1::Evidence& evidence : read.evidence()) {
      type::v1::Evidence& piece = *finding.add_evidence();
      piece.set_note(evidence.note());
      if (!evidence.has_source()) continue;
      *piece.mutable_source() = evidence.source();
      const bool quotes = evidence.source().end() > evidence.source().start();
      if (quotes && piece.source().document_id().empty())
        piece.mutable_source()->set_document_id(document_id);
    }
  }
}

void AddPlanFindings(const v1::DraftProgramme& draft, const DraftFindings& findings,
                     const std::string& document_id, const Programme& known, Programme& applied) {
  for (int i = 0; i < draft.projects_size(); ++i) {
    const v1::DraftProject& from = draft.projects(i);
    Project& project = *applied.mutable_projects(i);
    for (int j = 0; j < project.tasks_size(); ++j) {
      Task& task = *project.mutable_tasks(j);
      const int number = j < from.tasks_size() ? from.tasks(j).number() : 0;
      AppendFindings(findings, {draft.year(), from.number(), number, j == 0}, document_id,
                     *task.mutable_document_findings());
      const Task* before = FindTask(known, project.number(), task.number());
      if (before == nullptr) continue;
      for (const DocumentFinding& finding : before->document_findings()) {
        if (IsBetweenDocuments(finding)) *task.add_document_findings() = finding;
      }
    }
  }
}

std::vector<v1::DraftFinding> TargetFindings(const v1::DraftProgramme& draft,
                                             const Programme& applied, const Programme& known,
                                             const Matched& matched) {
  std::vector<documents::Link> links;
  for (int i = 0; i < applied.projects_size(); ++i) {
    for (int k = 0; k < known.projects_size(); ++k) {
      const auto& places = matched.places[static_cast<size_t>(i)];
      if (!places.empty() && places[0].project == known.projects(k).number())
        links.push_back({.from = k, .to = i});
    }
  }
  std::vector<v1::DraftFinding> out;
  for (const auto& change :
       documents::ChangedTargets(documents::ItemsOf(known), documents::ItemsOf(applied), links)) {
    v1::DraftFinding& finding = out.emplace_back();
    finding.set_kind(type::v1::TARGET_CHANGED);
    finding.set_severity(type::v1::WARNING);
    finding.set_year(draft.year());
    finding.set_project_number(draft.projects(change.to).number());
    const Project& project = applied.projects(change.to);
    for (int j = 0; j < project.tasks_size() && j < draft.projects(change.to).tasks_size(); ++j) {
      if (project.tasks(j).number() == change.after.task)
        finding.set_task_number(draft.projects(change.to).tasks(j).number());
    }
    finding.set_message(fmt::format("“{}”目标原为{}{},本文件写{}{}。", change.before.measure,
                                    change.before.value, change.before.unit, change.after.value,
                                    change.after.unit));
    finding.set_message_en(fmt::format("The target was {} {}, this document says {} {}.",
                                       change.before.value, change.before.unit, change.after.value,
                                       change.after.unit));
    for (const auto* target : {&change.before, &change.after}) {
      type::v1::Evidence& evidence = *finding.add_evidence();
      *evidence.mutable_source() = target->source;
      evidence.set_note(target == &change.before ? "原目标 / target before"
                                                 : "本文件 / this document");
    }
  }
  return out;
}

bool MarkVanished(const v1::DraftProgramme& draft, const std::string& document_id,
                  Matched& matched) {
  std::set<int> named;
  for (const auto& places : matched.places) {
    for (const TaskPlace& place : places) named.insert(place.project);
  }
  const int all = matched.programme.projects_size();
  const int missing = all - static_cast<int>(named.size());
  const bool excerpt = missing > kMostVanished * all;
  bool changed = false;
  for (Project& project : *matched.programme.mutable_projects()) {
    if (named.count(project.number()) > 0) {
      changed = SetVanished(nullptr, project) || changed;
    } else if (!excerpt) {
      const DocumentFinding finding = Vanished(project, draft, document_id);
      changed = (IsBetweenDocuments(finding) && SetVanished(&finding, project)) || changed;
    }
  }
  return changed;
}

std::vector<v1::DraftFinding> PlaceFindings(const v1::DraftProgramme& draft,
                                            const std::vector<OtherList>& others) {
  std::vector<v1::DraftFinding> out;
  std::set<std::string> told;
  const auto tell = [&](const documents::RepeatedPoint& repeated, int other_year,
                        const std::string& other_document) {
    if (!told.insert(repeated.point.name()).second) return;
    v1::DraftFinding& finding = out.emplace_back();
    finding.set_kind(type::v1::OTHER);
    finding.set_severity(type::v1::INFO);
    finding.set_year(draft.year());
    finding.set_project_number(repeated.project);
    finding.set_task_number(repeated.task);
    finding.set_message(fmt::format("点位“{}”({})在{}年第{}项中已计入,可能重复计算。",
                                    repeated.point.name(), repeated.unit, other_year,
                                    repeated.other_project));
    finding.set_message_en(fmt::format("The place {} ({}) is counted in project {} of {} too.",
                                       repeated.point.name(), repeated.unit, repeated.other_project,
                                       other_year));
    type::v1::Evidence& here = *finding.add_evidence();
    *here.mutable_source() = repeated.point.source();
    here.set_note("本处 / here");
    type::v1::Evidence& there = *finding.add_evidence();
    *there.mutable_source() = repeated.other.source();
    there.mutable_source()->set_document_id(other_document);
    there.set_note(fmt::format("{}年第{}项 / project {} of {}", other_year, repeated.other_project,
                               repeated.other_project, other_year));
  };
  for (const auto& repeated : documents::RepeatedPoints(draft, draft))
    tell(repeated, draft.year(), "");
  for (const OtherList& other : others) {
    if (other.programme.year() >= draft.year()) continue;
    for (const auto& repeated : documents::RepeatedPoints(draft, other.programme))
      tell(repeated, other.programme.year(), other.document_id);
  }
  return out;
}

}  // namespace duban::ingest
