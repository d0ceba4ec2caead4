#include "ingest/core/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "common/error.h"
#include "common/names.h"
#include "ingest/core/binding.h"
#include "ingest/core/difference.h"
#include "ingest/core/entry_message.h"
#include "ingest/core/text.h"
#include "runtime/wire.h"

namespace duban::ingest {
namespace {

using type::v1::Remark;
using type::v1::Report;

void Append(std::vector<FieldViolation> from, std::vector<FieldViolation>& to) {
  for (FieldViolation& violation : from) to.push_back(std::move(violation));
}

absl::StatusOr<v1::SubmitReportResponse> AsAnswer(const absl::StatusOr<Receipt>& receipt) {
  if (!receipt.ok()) return receipt.status();
  return ToResponse(*receipt);
}

absl::Status Reused(std::string_view request_id, std::int64_t position,
                    const std::string& difference) {
  return Error(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED",
               fmt::format("request id \"{}\" was accepted at position {} with other content: {}",
                           request_id, position, difference),
               {{"requestId", std::string(request_id)},
                {"position", fmt::format("{}", position)},
                {"difference", difference}});
}

std::vector<FieldViolation> CheckCaseStep(const v1::CaseStep& step, const Date& today) {
  std::vector<FieldViolation> out;
  const auto text = [&out](const char* field, const std::string& value, int least, int most) {
    const auto length = CountCodePoints(value);
    if (!length || *length < least || *length > most) {
      out.push_back({field, "TEXT_LENGTH",
                     fmt::format("must be {} to {} characters of valid UTF-8", least, most)});
    }
  };
  text("case_step.finding_id", step.finding_id(), 1, 200);
  text("case_step.author", step.author(), 1, 63);
  text("case_step.text", step.text(), step.action() == v1::CaseStep::REPLY ? 1 : 0, 5'000);
  if (step.action() == v1::CaseStep::ACTION_UNSPECIFIED ||
      !v1::CaseStep::Action_IsValid(step.action()))
    out.push_back(
        {"case_step.action", "ENUM_UNKNOWN", "must be one of REPLY, RESOLVE, DISPUTE, DISMISS"});
  const Date date = FromProto(step.date());
  if (!step.has_date() || !IsValid(date)) {
    out.push_back({"case_step.date", "DATE_INVALID", "the date of the step is required"});
  } else if (date > today) {
    out.push_back({"case_step.date", "DATE_IN_FUTURE",
                   fmt::format("is {}, today is {}", FormatDate(date), FormatDate(today))});
  }
  return out;
}

}  // namespace

v1::SubmitReportResponse ToResponse(const Receipt& receipt) {
  v1::SubmitReportResponse out;
  for (const Remark& remark : receipt.remarks) *out.add_remarks() = remark;
  if (receipt.position == 0) return out;
  out.set_name(FormatReportName(receipt.district, receipt.position));
  out.set_position(receipt.position);
  out.set_hash(Hex(AsBytes(receipt.hash)));
  *out.mutable_accept_time() = ToProto(receipt.accept_time);
  out.set_duplicate(receipt.duplicate);
  return out;
}

Receipt Progress::ReceiptOf(const std::string& district, const AppendResult& result) {
  return {.district = district,
          .position = result.position,
          .hash = result.hash,
          .accept_time = result.accept_time};
}

Progress::Progress(Journal& journal, const CatalogView& catalog, ReportIndex& index,
                   Committer& committer, Ownership& ownership, const Clock& clock,
                   ReportLimits limits, NarrativeReader narrative)
    : journal_(journal),
      catalog_(catalog),
      index_(index),
      committer_(committer),
      ownership_(ownership),
      clock_(clock),
      limits_(limits),
      narrative_(std::move(narrative)) {}

absl::StatusOr<std::shared_ptr<const ProgrammeIndex>> Progress::FindProgramme(
    const ResourceName& task) const {
  auto programme = catalog_.Find(task.district, task.year);
  if (programme && programme->FindTask(task.project, task.task)) return programme;
  const CatalogFreshness freshness = catalog_.freshness();
  if (!freshness.connected) {
    return Error(
        absl::StatusCode::kUnavailable, "CATALOG_UNKNOWN",
        freshness.revision == 0
            ? "the catalog has not been read yet; the registry cannot be reached"
            : fmt::format("the catalog at hand is {} s old and does not know the task; the "
                          "registry cannot be reached",
                          freshness.age.count()),
        {{"catalogRevision", fmt::format("{}", freshness.revision)},
         {"catalogAgeSeconds", fmt::format("{}", freshness.age.count())}});
  }
  std::string what =
      !programme ? fmt::format("there is no programme of {} for {}", task.year, task.district)
      : !programme->FindProject(task.project)
          ? fmt::format("the programme has no project {}", task.project)
          : fmt::format("project {} has no task {}", task.project, task.task);
  return InvalidField("report.task", "TASK_NOT_FOUND", what);
}

absl::Status Progress::CheckReplaced(const v1::SubmitReportRequest& request,
                                     const ResourceName& task) {
  const Report& report = request.report();
  ASSIGN_OR_RETURN(const ReportName replaced,
                   ParseReportName("report.replaces", report.replaces()));
  if (replaced.district != task.district) {
    return InvalidField("report.replaces", "REPLACES_OTHER_TASK",
                        "is a report of another district");
  }
  ASSIGN_OR_RETURN(const auto entries,
                   journal_.Read(replaced.district, replaced.position - 1, 1, 1));
  Report stored;
  if (entries.empty() || entries[0].kind != EntryKind::kReport ||
      !stored.ParseFromString(entries[0].payload)) {
    return InvalidField("report.replaces", "REPLACES_NOT_FOUND", "there is no such report");
  }
  if (stored.task() != report.task())
    return InvalidField("report.replaces", "REPLACES_OTHER_TASK",
                        fmt::format("is a report on {}", stored.task()));
  if (stored.retraction())
    return InvalidField("report.replaces", "REPLACES_RETRACTION", "is a retraction; report anew");
  if (request.validate_only()) return absl::OkStatus();
  if (index_.Claim(replaced.district, replaced.position, request.request_id()))
    return absl::OkStatus();
  const std::int64_t by = index_.ReplacedBy(replaced.district, replaced.position);
  const std::string name = by ? FormatReportName(replaced.district, by) : "";
  return Error(absl::StatusCode::kFailedPrecondition, "REPORT_REPLACED",
               by ? fmt::format("{} was replaced by {}; correct that one", report.replaces(), name)
                  : fmt::format("{} is being replaced by another request", report.replaces()),
               {{"report", report.replaces()}, {"replacedBy", name}});
}

void Progress::AddFigures(std::vector<type::v1::Measurement> figures, const type::v1::Task& task,
                          int year, Report& report) const {
  for (type::v1::Measurement& figure : figures) {
    // A figure of prose that cannot stand is left in the prose; it is no reason to refuse the
    // report.
    Report alone;
    alone.set_task(report.task());
    *alone.mutable_as_of() = report.as_of();
    *alone.add_measurements() = figure;
    if (report.measurements_size() < limits_.measurements &&
        CheckReport(alone, limits_, DateAt(clock_.Now())).empty() &&
        CheckAgainstTask(alone, task, year).empty())
      *report.add_measurements() = std::move(figure);
  }
}

absl::StatusOr<Progress::Prepared> Progress::Prepare(v1::SubmitReportRequest& request) {
  Report& report = *request.mutable_report();
  ClearOutputOnly(report);
  auto violations = CheckRequestId(request.request_id());
  Append(CheckReport(report, limits_, DateAt(clock_.Now())), violations);
  const auto parent = ParseDistrictName("parent", request.parent());
  if (!parent.ok()) Append(ViolationsOf(parent.status()), violations);
  const auto task_name = ParseTaskName("report.task", report.task());
  if (task_name.ok() && parent.ok() && task_name->district != parent->district)
    violations.push_back(
        {"report.task", "TASK_OTHER_DISTRICT", "is a task of another district than the parent"});
  if (!task_name.ok() || !parent.ok()) return InvalidFields(violations);

  const auto programme = FindProgramme(*task_name);
  if (!programme.ok()) {
    if (programme.status().code() != absl::StatusCode::kInvalidArgument && violations.empty())
      return programme.status();
    Append(ViolationsOf(programme.status()), violations);
    return InvalidFields(violations);
  }
  const type::v1::Task& task = *(*programme)->FindTask(task_name->project, task_name->task);
  Append(CheckAgainstTask(report, task, task_name->year), violations);
  if (!violations.empty()) return InvalidFields(violations);

  Prepared out;
  out.entry.district = task_name->district;
  out.entry.request_id = request.request_id();
  out.content = ContentBytes(report);
  out.entry.content = ContentDigest(out.content);
  if (!report.replaces().empty()) {
    RETURN_IF_ERROR(CheckReplaced(request, *task_name));
    out.claimed = ParseReportName("report.replaces", report.replaces())->position;
  }
  // What is submitted as it is to be stored is not serialized a second time.
  bool as_submitted = std::ranges::none_of(
      report.measurements(), [](const type::v1::Measurement& m) { return m.indicator().empty(); });
  if (narrative_ && report.measurements_size() == 0 && !report.narrative().empty() &&
      !report.retraction()) {
    as_submitted = false;
    AddFigures(narrative_(task, report), task, task_name->year, report);
  }
  out.remarks = BindMeasurements(task, report);
  const auto latest = [this, &out](std::string_view indicator, const Date& at) {
    return index_.Latest(indicator, at, out.claimed);
  };
  for (Remark& remark : FindSuspicious(report, task, latest))
    out.remarks.push_back(std::move(remark));
  for (const Remark& remark : out.remarks) *report.add_remarks() = remark;
  out.entry.payload =
      as_submitted && out.remarks.empty() ? out.content : report.SerializeAsString();
  if (out.entry.payload.size() > kMaxPayloadBytes) {
    if (out.claimed) index_.Unclaim(out.entry.district, out.claimed, out.entry.request_id);
    return InvalidField("report", "REPORT_TOO_LARGE",
                        fmt::format("takes {} bytes, at most {} are taken",
                                    out.entry.payload.size(), kMaxPayloadBytes));
  }
  return out;
}

absl::StatusOr<std::optional<Receipt>> Progress::FindEarlier(const std::string& district,
                                                             const std::string& request_id,
                                                             const Digest& content) const {
  ASSIGN_OR_RETURN(const std::optional<Entry> entry, journal_.Find(district, request_id));
  if (!entry || entry->content != content) return std::nullopt;
  Receipt receipt = ReceiptOf(district, Appended(*entry));
  receipt.duplicate = true;
  Report stored;
  if (entry->kind == EntryKind::kReport && stored.ParseFromString(entry->payload))
    receipt.remarks.assign(stored.remarks().begin(), stored.remarks().end());
  return receipt;
}

absl::Status Progress::Conflict(const Prepared& prepared) const {
  const NewEntry& entry = prepared.entry;
  const auto found = journal_.Find(entry.district, entry.request_id);
  if (!found.ok()) return found.status();
  if (!*found) return Reused(entry.request_id, 0, "unknown");
  Report stored;
  Report submitted;
  if ((*found)->kind != entry.kind)
    return Reused(entry.request_id, (*found)->position, "the kind of entry");
  if (entry.kind != EntryKind::kReport || !stored.ParseFromString((*found)->payload) ||
      !submitted.ParseFromString(prepared.content))
    return Reused(entry.request_id, (*found)->position, "the content of the step");
  return Reused(entry.request_id, (*found)->position, Difference(stored, submitted));
}

absl::StatusOr<Receipt> Progress::Acknowledge(const Prepared& prepared,
                                              const absl::StatusOr<AppendResult>& result) const {
  const NewEntry& entry = prepared.entry;
  if (!result.ok()) return result.status();
  if (result->outcome == AppendResult::Outcome::kConflict) return Conflict(prepared);
  if (result->outcome == AppendResult::Outcome::kDuplicate) {
    ASSIGN_OR_RETURN(const auto earlier,
                     FindEarlier(entry.district, entry.request_id, entry.content));
    if (earlier) return *earlier;
  }
  Receipt receipt = ReceiptOf(entry.district, *result);
  receipt.duplicate = result->outcome == AppendResult::Outcome::kDuplicate;
  receipt.remarks = prepared.remarks;
  return receipt;
}

absl::StatusOr<Progress::KnownTask> Progress::FindTask(std::string_view name) const {
  KnownTask known;
  ASSIGN_OR_RETURN(known.name, ParseTaskName("report.task", name));
  ASSIGN_OR_RETURN(known.programme, FindProgramme(known.name));
  known.task = known.programme->FindTask(known.name.project, known.name.task);
  return known;
}

bool Progress::IsPlain(const RequestView& request, const KnownTask& known,
                       const Date& today) const {
  const ReportView& report = request.report();
  const auto is_unbound = [](const MeasurementView& measurement) {
    return measurement.indicator().empty();
  };
  if (!CheckRequestId(request.request_id()).empty() ||
      !request.parent().starts_with("districts/") ||
      request.parent().substr(10) != known.name.district || !report.replaces().empty() ||
      report.retraction() ||
      (narrative_ && report.measurements_size() == 0 && !report.narrative().empty()) ||
      std::ranges::any_of(report.measurements(), is_unbound) ||
      report.bytes().size() > kMaxPayloadBytes)
    return false;
  const auto latest = [this](std::string_view indicator, const Date& at) {
    return index_.Latest(indicator, at, 0);
  };
  return CheckReport(report, limits_, today).empty() &&
         CheckAgainstTask(report, *known.task, known.name.year).empty() &&
         FindSuspicious(report, *known.task, latest).empty();
}

void Progress::Submit(v1::SubmitReportRequest request, Done done) {
  const Submission one{.message = &request};
  SubmitBatch(std::span(&one, 1), nullptr,
              [done = std::move(done)](std::vector<absl::StatusOr<Receipt>> answers) {
                done(AsAnswer(answers.front()));
              });
}

absl::StatusOr<Receipt> Progress::Acknowledge(const std::string& district,
                                              std::string_view request_id, std::string_view content,
                                              const absl::StatusOr<AppendResult>& result) const {
  if (result.ok() && result->outcome == AppendResult::Outcome::kAppended)
    return ReceiptOf(district, *result);
  Prepared prepared{.content = std::string(content)};
  prepared.entry.district = district;
  prepared.entry.request_id = request_id;
  prepared.entry.content = ContentDigest(content);
  return Acknowledge(prepared, result);
}

NewEntry Progress::EntryOf(const std::string& district, const RequestView& request) {
  const std::string_view content = request.report().bytes();
  return {.district = district,
          .request_id = std::string(request.request_id()),
          .payload = std::string(content),
          .content = ContentDigest(content)};
}

bool Progress::SubmitWithoutDisk(const RequestView& request, std::shared_ptr<const void> bytes,
                                 const ReceiptDone& done) {
  const auto known = FindTask(request.report().task());
  if (!known.ok() || !IsPlain(request, *known, DateAt(clock_.Now()))) return false;
  const std::string& district = known->name.district;
  const auto ticket = ownership_.Admit(district);
  if (!ticket.ok()) {
    done(ticket.status());
    return true;
  }
  std::vector<NewEntry> entries;
  entries.push_back(EntryOf(district, request));
  const absl::Status admitted = committer_.Submit(
      std::move(entries),
      [this, done, district, bytes = std::move(bytes), ticket = *ticket, id = request.request_id(),
       content = request.report().bytes()](const Committer::Results& results) {
        done(Acknowledge(district, id, content, results.front()));
      },
      Committer::Answers::kWhereCommitted);
  if (!admitted.ok()) done(admitted);
  return true;
}

void Progress::SubmitCaseStep(v1::SubmitCaseStepRequest request, Done done) {
  auto violations = CheckRequestId(request.request_id());
  Append(CheckCaseStep(request.case_step(), DateAt(clock_.Now())), violations);
  const auto parent = ParseDistrictName("parent", request.parent());
  if (!parent.ok()) Append(ViolationsOf(parent.status()), violations);
  if (!violations.empty()) return done(InvalidFields(violations));
  const auto ticket = ownership_.Admit(parent->district);
  if (!ticket.ok()) return done(ticket.status());
  request.mutable_case_step()->DiscardUnknownFields();
  auto prepared = std::make_shared<Prepared>();  // kept by the callback
  prepared->entry.district = parent->district;
  prepared->entry.request_id = request.request_id();
  prepared->entry.kind = EntryKind::kCaseStep;
  prepared->entry.content = ContentDigest(request.case_step());
  NewEntry entry = prepared->entry;
  entry.payload = request.case_step().SerializeAsString();
  std::vector<NewEntry> entries;
  entries.push_back(std::move(entry));
  const auto shared_done = std::make_shared<Done>(std::move(done));  // needed on either path
  const absl::Status admitted = committer_.Submit(
      std::move(entries),
      [this, prepared, shared_done, ticket = *ticket](Committer::Results results) {
        (*shared_done)(AsAnswer(Acknowledge(*prepared, results.front())));
      });
  if (!admitted.ok()) (*shared_done)(admitted);
}

}  // namespace duban::ingest
