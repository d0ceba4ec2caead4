#include "documents/convert/convert.h"

#include "documents/points/points.h"
#include "documents/review/doubts.h"

namespace duban::documents {
namespace {

namespace v1 = duban::ingest::v1;
namespace type = duban::type::v1;

void SetDate(const Date& date, google::type::Date* out) {
  out->set_year(date.year);
  out->set_month(date.month);
  out->set_day(date.day);
}

void SetPlace(const Place& place, type::SourcePlace* out) {
  out->set_page(place.page);
  if (!place.box.empty()) {
    out->mutable_box()->set_left(place.box.left);
    out->mutable_box()->set_top(place.box.top);
    out->mutable_box()->set_right(place.box.right);
    out->mutable_box()->set_bottom(place.box.bottom);
  }
  out->set_sheet(place.sheet);
  out->set_cell(place.cell);
  out->set_paragraph(place.paragraph);
  out->set_table(place.table);
  out->set_row(place.row);
  out->set_column(place.column);
}

void SetSource(const Reading& reading, Range range, type::Source* out) {
  const auto [start, end] = reading.text.CodePointsOf(range);
  out->set_start(static_cast<std::int32_t>(start));
  out->set_end(static_cast<std::int32_t>(end));
  out->set_quote(std::string(reading.text.Quote(range)));
  if (const Place place = reading.places.Of(reading.text.Printed(range)); !place.empty())
    SetPlace(place, out->mutable_place());
}

type::Comparator ToProto(Comparator comparator) {
  switch (comparator) {
    case Comparator::kAtLeast:
      return type::AT_LEAST;
    case Comparator::kAtMost:
      return type::AT_MOST;
    case Comparator::kMoreThan:
      return type::MORE_THAN;
    case Comparator::kAbout:
      return type::ABOUT;
    case Comparator::kEqual:
      break;
  }
  return type::EQUAL;
}

type::StatedStatus ToProto(Status status) {
  switch (status) {
    case Status::kNotStarted:
      return type::NOT_STARTED;
    case Status::kInProgress:
      return type::IN_PROGRESS;
    case Status::kCompleted:
      return type::COMPLETED;
    case Status::kOverfulfilled:
      return type::OVERFULFILLED;
    case Status::kDelayed:
      return type::DELAYED;
    case Status::kNone:
      break;
  }
  return type::STATED_STATUS_UNSPECIFIED;
}

v1::SourceGrade ToProto(SourceGrade grade) {
  switch (grade) {
    case SourceGrade::kMirror:
      return v1::MIRROR;
    case SourceGrade::kDamaged:
      return v1::DAMAGED_COPY;
    case SourceGrade::kOfficial:
      break;
  }
  return v1::OFFICIAL;
}

v1::ProgrammeKind ToProto(Kind kind) {
  switch (kind) {
    case Kind::kPlan:
      return v1::PLAN;
    case Kind::kProgress:
      return v1::PROGRESS;
    case Kind::kCompletion:
      return v1::COMPLETION;
    case Kind::kUnknown:
      break;
  }
  return v1::PROGRAMME_KIND_UNSPECIFIED;
}

type::FindingKind ToProto(FindingKind kind) {
  switch (kind) {
    case FindingKind::kPercentMismatch:
      return type::PERCENT_MISMATCH;
    case FindingKind::kSumMismatch:
      return type::SUM_MISMATCH;
    case FindingKind::kTargetMismatch:
      return type::TARGET_MISMATCH;
    case FindingKind::kTargetChanged:
      return type::TARGET_CHANGED;
    case FindingKind::kStatusContradiction:
      return type::STATUS_CONTRADICTION;
    case FindingKind::kRegression:
      return type::REGRESSION;
    case FindingKind::kOther:
      break;
  }
  return type::OTHER;
}

void Fill(const Reading& reading, const Target& target, v1::DraftTarget* out) {
  out->set_measure(target.measure);
  out->set_comparator(ToProto(target.comparator));
  out->set_value(target.value);
  out->set_unit(target.unit);
  if (target.due) SetDate(*target.due, out->mutable_due_date());
  SetSource(reading, target.source, out->mutable_source());
  out->set_cumulative(target.cumulative);
}

void Fill(const Reading& reading, const Measurement& m, v1::DraftMeasurement* out) {
  out->set_measure(m.measure);
  out->set_value(m.value);
  out->set_unit(m.unit);
  if (m.as_of) SetDate(*m.as_of, out->mutable_as_of());
  out->set_cumulative(m.cumulative);
  out->set_expected(m.expected);
  if (m.stated_ratio) out->set_stated_ratio(*m.stated_ratio);
  SetSource(reading, m.source, out->mutable_source());
  out->set_target_index(m.target_index);
  out->set_binding_evidence(m.binding_evidence);
}

void Fill(const Reading& reading, const Milestone& milestone, v1::DraftMilestone* out) {
  if (milestone.start) SetDate(*milestone.start, out->mutable_start_date());
  SetDate(milestone.due, out->mutable_due_date());
  out->set_title(milestone.title);
  for (const Target& target : milestone.targets) Fill(reading, target, out->add_targets());
  SetSource(reading, milestone.source, out->mutable_source());
}

void Fill(const Reading& reading, const Task& task, v1::DraftTask* out) {
  out->set_number(task.number);
  out->set_title(task.title);
  out->set_content(task.content);
  out->mutable_lead_units()->Add(task.lead_units.begin(), task.lead_units.end());
  out->mutable_cooperating_units()->Add(task.cooperating_units.begin(),
                                        task.cooperating_units.end());
  out->set_stated_status(ToProto(task.status));
  out->set_narrative(task.narrative);
  for (const Target& target : task.targets) Fill(reading, target, out->add_targets());
  for (const Milestone& milestone : task.milestones)
    Fill(reading, milestone, out->add_milestones());
  for (const Measurement& m : task.measurements) Fill(reading, m, out->add_measurements());
}

void Fill(const Reading& reading, const Project& project, v1::DraftProject* out) {
  out->set_number(project.number);
  out->set_title(project.title);
  out->set_category(project.category);
  out->set_content(project.content);
  out->mutable_leaders()->Add(project.leaders.begin(), project.leaders.end());
  out->mutable_lead_units()->Add(project.lead_units.begin(), project.lead_units.end());
  out->mutable_cooperating_units()->Add(project.cooperating_units.begin(),
                                        project.cooperating_units.end());
  for (const Task& task : project.tasks) Fill(reading, task, out->add_tasks());
}

void Fill(const Reading& reading, const Check& check, v1::Check* out) {
  out->set_kind(check.kind == CheckKind::kPercent ? v1::Check::PERCENT
                : check.kind == CheckKind::kSum   ? v1::Check::SUM
                                                  : v1::Check::COUNT);
  out->set_year(check.year);
  out->set_project_number(check.project);
  out->set_task_number(check.task);
  out->set_stated(check.stated);
  out->set_recomputed(check.recomputed);
  out->set_ok(check.ok);
  SetSource(reading, check.source, out->mutable_source());
  out->set_formula(check.formula);
}

void Fill(const Reading& reading, const Finding& finding, v1::DraftFinding* out) {
  out->set_kind(ToProto(finding.kind));
  out->set_severity(type::WARNING);
  out->set_year(finding.year);
  out->set_project_number(finding.project);
  out->set_task_number(finding.task);
  const bool damaged = reading.source.grade == SourceGrade::kDamaged;
  out->set_message(finding.message + (damaged ? "(所据文本为受损副本,须核对原件)" : ""));
  out->set_message_en(finding.message_en +
                      (damaged ? " (from a damaged copy: check the original)" : ""));
  for (const Evidence& evidence : finding.evidence) {
    type::Evidence* piece = out->add_evidence();
    SetSource(reading, evidence.source, piece->mutable_source());
    piece->set_note(evidence.note);
  }
}

}  // namespace

v1::ImportDraft ToProto(const Reading& reading, std::string_view document_id) {
  const Draft& draft = reading.draft;
  v1::ImportDraft out;
  out.mutable_district()->set_code(draft.district_code);
  out.mutable_district()->set_display_name(draft.district_name);
  for (const Programme& programme : draft.programmes) {
    v1::DraftProgramme* to = out.add_programmes();
    to->set_year(programme.year);
    to->set_kind(ToProto(programme.kind));
    to->set_title(programme.title);
    if (programme.as_of) SetDate(*programme.as_of, to->mutable_as_of());
    for (const Project& project : programme.projects) Fill(reading, project, to->add_projects());
  }
  for (const Check& check : draft.checks) Fill(reading, check, out.add_checks());
  for (const Finding& finding : draft.findings) Fill(reading, finding, out.add_findings());
  v1::DraftDocument* document = out.mutable_document();
  document->set_id(std::string(document_id));
  document->set_file_name(draft.file_name);
  document->set_mime_type(reading.mime_type);
  document->set_layout(draft.layout);
  document->set_source_grade(ToProto(reading.source.grade));
  for (const Damage& sign : reading.source.signs) {
    v1::SourceSign* to = document->add_source_signs();
    SetSource(reading, sign.source, to->mutable_source());
    to->set_reason(sign.reason);
    to->set_message(sign.message);
  }
  document->set_characters(static_cast<std::int32_t>(reading.text.CodePoints()));
  for (const Aside& aside : draft.set_aside) {
    v1::SetAside* to = out.add_set_aside();
    SetSource(reading, aside.source, to->mutable_source());
    to->set_reason(aside.reason);
  }
  for (const Doubt& doubt : draft.doubts) {
    v1::Doubt* to = out.add_doubts();
    SetSource(reading, doubt.source, to->mutable_source());
    to->set_reason(doubt.reason);
    to->set_message(doubt.message);
    to->set_project_number(doubt.project);
    to->set_task_number(doubt.task);
  }
  CompleteDoubts(reading.text.Verbatim(), out);
  FindPoints(reading.text, out);
  return out;
}

}  // namespace duban::documents
