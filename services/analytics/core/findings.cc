#include "analytics/core/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "analytics/core/finding_scene.h"
#include "analytics/core/percent.h"
#include "common/names.h"

namespace duban::analytics {

v1::ScheduleStatus FindingScene::Status() const { return task.verdict.status; }

type::v1::Evidence EvidenceOf(const FindingScene& scene, const Point& point, std::string note) {
  type::v1::Evidence evidence;
  evidence.set_report(FormatReportName(scene.view.code(), point.position));
  const std::string_view source = scene.lens.series()->SourceOf(point);
  if (!source.empty()) {
    evidence.mutable_source()->ParseFromArray(source.data(), static_cast<int>(source.size()));
  }
  evidence.set_note(std::move(note));
  return evidence;
}

type::v1::Evidence EvidenceOf(const FindingScene& scene, const ReportRecord& report,
                              std::string note) {
  type::v1::Evidence evidence;
  evidence.set_report(FormatReportName(scene.view.code(), report.position));
  evidence.set_note(std::move(note));
  return evidence;
}

type::v1::Evidence EvidenceOf(const type::v1::Indicator& indicator, std::string note) {
  type::v1::Evidence evidence;
  if (indicator.has_source()) *evidence.mutable_source() = indicator.source();
  evidence.set_note(std::move(note));
  return evidence;
}

std::string Quantity(double value, const std::string& unit) { return FormatNumber(value) + unit; }

namespace {

struct CaseId {
  int year = 0, project = 0, task = 0, part = 0;
  type::v1::FindingKind kind = type::v1::FINDING_KIND_UNSPECIFIED;
};

std::string FormatId(const CaseId& id) {
  return fmt::format("{}-{}-{}-{}-{}", id.year, id.project, id.task, id.part,
                     type::v1::FindingKind_Name(id.kind));
}

bool ParseId(std::string_view text, CaseId& id) {
  for (int* number : {&id.year, &id.project, &id.task, &id.part}) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number);
    if (error != std::errc() || end == text.data() + text.size() || *end != '-') return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  }
  return type::v1::FindingKind_Parse(std::string(text), &id.kind);
}

// Contradictions that documents show and that the plan carries.
void DetectInPlan(const FindingScene& scene, std::vector<FindingDraft>& out) {
  for (const type::v1::DocumentFinding& read : scene.task.task->document_findings()) {
    FindingDraft draft{read.kind(),
                       read.severity(),
                       0,
                       false,
                       FirstDay(scene.view.year()),
                       read.message(),
                       read.message_en().empty() ? read.message() : read.message_en(),
                       {}};
    draft.evidence.assign(read.evidence().begin(), read.evidence().end());
    out.push_back(std::move(draft));
  }
}

// Contradictions that the reader of the newest report's document saw.
void DetectInDocument(const FindingScene& scene, std::vector<FindingDraft>& out) {
  if (scene.measure.last == nullptr) return;
  const Position position = scene.measure.last->position;
  const std::string_view bytes = scene.lens.series()->DocumentFindings(position);
  type::v1::Report report;
  if (bytes.empty() || !report.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  for (const type::v1::DocumentFinding& read : report.document_findings()) {
    FindingDraft draft{read.kind(),
                       read.severity(),
                       0,
                       false,
                       scene.measure.last->date,
                       read.message(),
                       read.message_en().empty() ? read.message() : read.message_en(),
                       {}};
    for (type::v1::Evidence evidence : read.evidence()) {
      evidence.set_report(FormatReportName(scene.view.code(), position));
      draft.evidence.push_back(std::move(evidence));
    }
    out.push_back(std::move(draft));
  }
}

v1::Finding Render(const FindingScene& scene, const FindingDraft& draft) {
  v1::Finding finding;
  finding.set_id(FormatId({scene.view.year(), scene.task.project->number(),
                           scene.task.task->number(), draft.part, draft.kind}));
  finding.set_kind(draft.kind);
  finding.set_severity(draft.severity);
  finding.set_state(v1::Finding::OPEN);
  finding.set_subject(draft.part == 0           ? scene.task.name
                      : draft.part_is_milestone ? MilestoneName(scene.task.name, draft.part)
                                                : IndicatorName(scene.task.name, draft.part));
  finding.set_message_zh(draft.zh);
  finding.set_message_en(draft.en);
  for (const type::v1::Evidence& evidence : draft.evidence) *finding.add_evidence() = evidence;
  *finding.mutable_since() = ToDate(draft.since);
  for (const std::string& unit : scene.task.lead_units) finding.add_lead_units(unit);
  return finding;
}

// Findings by id; several of one kind about one subject are one case with all their evidence.
using Cases = std::map<std::string, v1::Finding>;

void Detect(const ProgrammeView& view, const TaskView& task, const TaskLens& lens, Day day,
            Cases& cases) {
  const TaskMeasure measure = lens.At(day);
  const FindingScene scene{view, task, lens, day, measure, view.district().profiles.On(day)};
  std::vector<FindingDraft> drafts;
  // The document first: what it says of itself settles what the figures leave open.
  DetectInDocument(scene, drafts);
  DetectInPlan(scene, drafts);
  DetectFigures(scene, drafts);
  DetectPlan(scene, drafts);
  DetectCalendar(scene, drafts);
  for (const FindingDraft& draft : drafts) {
    v1::Finding finding = Render(scene, draft);
    const auto [it, added] = cases.emplace(finding.id(), finding);
    if (added) continue;
    it->second.mutable_evidence()->MergeFrom(finding.evidence());
    it->second.set_message_zh(it->second.message_zh() + ";" + finding.message_zh());
    it->second.set_message_en(it->second.message_en() + "; " + finding.message_en());
  }
}

v1::Finding::State StateAfter(ingest::v1::CaseStep::Action action) {
  switch (action) {
    case ingest::v1::CaseStep::REPLY:
      return v1::Finding::ANSWERED;
    case ingest::v1::CaseStep::RESOLVE:
      return v1::Finding::RESOLVED;
    case ingest::v1::CaseStep::DISPUTE:
      return v1::Finding::DISPUTED;
    case ingest::v1::CaseStep::DISMISS:
      return v1::Finding::DISMISSED;
    default:
      return v1::Finding::OPEN;
  }
}

// A case that people worked on and whose contradiction is gone: what its id tells.
v1::Finding Gone(const ProgrammeView& view, const std::string& text, const CaseId& id) {
  v1::Finding finding;
  finding.set_id(text);
  finding.set_kind(id.kind);
  finding.set_severity(type::v1::INFO);
  finding.set_state(v1::Finding::CLOSED);
  finding.set_message_zh("数据现已一致");
  finding.set_message_en("The figures agree now");
  const std::string project = ProjectName(view.programme().name(), id.project);
  const std::string task = TaskName(project, id.task);
  finding.set_subject(id.part == 0                             ? task
                      : id.kind == type::v1::OVERDUE_MILESTONE ? MilestoneName(task, id.part)
                                                               : IndicatorName(task, id.part));
  for (const TaskView& candidate : view.tasks()) {
    if (candidate.name != task) continue;
    for (const std::string& unit : candidate.lead_units) finding.add_lead_units(unit);
  }
  return finding;
}

void AttachSteps(const ProgrammeView& view, Cases& cases) {
  for (const auto& [text, steps] : view.district().cases) {
    CaseId id;
    if (!ParseId(text, id) || id.year != view.year()) continue;
    for (const CaseStepRecord& step : steps) {
      const Day day = ToDay(step.step.date());
      if (step.position > view.viewpoint().at || day > view.viewpoint().as_of) continue;
      const auto [it, added] = cases.try_emplace(text);
      v1::Finding& finding = it->second;
      if (added) finding = Gone(view, text, id);
      const v1::Finding::State state = StateAfter(step.step.action());
      if (finding.state() != v1::Finding::CLOSED) finding.set_state(state);
      v1::CaseEvent& event = *finding.add_history();
      event.set_state(state);
      event.set_author(step.step.author());
      event.set_text(step.step.text());
      *event.mutable_date() = step.step.date();
      event.set_position(step.position);
    }
  }
}

std::vector<v1::Finding> InOrder(Cases cases) {
  struct Keyed {
    CaseId id;
    v1::Finding finding;
  };
  std::vector<Keyed> keyed;
  for (auto& [text, finding] : cases) {
    CaseId id;
    ParseId(text, id);
    keyed.push_back({id, std::move(finding)});
  }
  const auto order = [](const Keyed& k) {
    return std::tuple(-static_cast<int>(k.finding.severity()), k.id.project, k.id.task, k.id.part,
                      static_cast<int>(k.id.kind));
  };
  std::sort(keyed.begin(), keyed.end(),
            [&](const Keyed& a, const Keyed& b) { return order(a) < order(b); });
  std::vector<v1::Finding> findings;
  for (Keyed& k : keyed) findings.push_back(std::move(k.finding));
  return findings;
}

Cases Current(const ProgrammeView& view) {
  Cases cases;
  for (const TaskView& task : view.tasks()) {
    Detect(view, task, task.lens, view.viewpoint().as_of, cases);
  }
  return cases;
}

// What held on earlier report days, and what held until a correction.
void AddPast(const ProgrammeView& view, const TaskView& task, Cases& cases) {
  Cases past;
  for (const Day day : task.lens.ReportDays(view.viewpoint().as_of)) {
    Detect(view, task, task.lens, day, past);
  }
  if (task.lens.series() != nullptr) {
    for (const ReportRecord& report : task.lens.series()->reports()) {
      if (report.replaced_at == 0 || report.replaced_at > view.viewpoint().at) continue;
      const TaskLens before(*task.task, view.year(), task.lens.series(), view.district().texts,
                            report.replaced_at - 1);
      Detect(view, task, before, view.viewpoint().as_of, past);
    }
  }
  for (auto& [id, finding] : past) {
    finding.set_state(v1::Finding::CLOSED);
    cases.try_emplace(id, std::move(finding));
  }
}

}  // namespace

std::vector<v1::Finding> FindFindings(const ProgrammeView& view) {
  Cases cases = Current(view);
  AttachSteps(view, cases);
  return InOrder(std::move(cases));
}

std::vector<v1::Finding> FindAllFindings(const ProgrammeView& view) {
  Cases cases = Current(view);
  for (const TaskView& task : view.tasks()) AddPast(view, task, cases);
  AttachSteps(view, cases);
  return InOrder(std::move(cases));
}

bool IsOpen(const v1::Finding& finding) {
  return finding.state() == v1::Finding::OPEN || finding.state() == v1::Finding::ANSWERED ||
         finding.state() == v1::Finding::DISPUTED;
}

int CountOpen(const std::vector<v1::Finding>& findings) {
  return static_cast<int>(std::count_if(findings.begin(), findings.end(), IsOpen));
}

}  // namespace duban::analytics
