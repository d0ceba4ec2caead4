// Taking progress in and reading it back: the rules of the journal, above its storage.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "duban/ingest/v1/progress_service.pb.h"
#include "ingest/core/catalog_view.h"
#include "ingest/core/committer.h"
#include "ingest/core/journal.h"
#include "ingest/core/ownership.h"
#include "ingest/core/report_index.h"
#include "ingest/core/report_view.h"
#include "ingest/core/validate_report.h"

namespace duban::ingest {

// A measurement reader for reports that are prose only: the figures that a narrative states,
// unbound. Pure.
using NarrativeReader = std::function<std::vector<type::v1::Measurement>(const type::v1::Task&,
                                                                         const type::v1::Report&)>;

// What became of an accepted report.
struct Receipt {
  std::string district;
  std::int64_t position = 0;  // 0 = it was only to be judged
  Digest hash{};
  TimePoint accept_time;
  bool duplicate = false;  // its request id had been accepted before
  std::vector<type::v1::Remark> remarks;
};
v1::SubmitReportResponse ToResponse(const Receipt& receipt);

// One report of a batch: either of the two.
struct Submission {
  const RequestView* view =
      nullptr;  // need not outlive the call, but its bytes do until the answer
  v1::SubmitReportRequest* message = nullptr;  // may be changed, and is not kept after the call
};

// Progress judges reports, hands the good ones to the committer, and answers from the journal.
//
// Thread-safe. Submit* do not wait for the disk on the good path; a refused report costs one look
// into the journal, since it may be a repetition of one that was accepted earlier. Reads block on
// I/O. Callbacks run exactly once, on the calling thread when nothing was admitted, else on the
// committer's; they must not block.
class Progress {
 public:
  using Answer = absl::StatusOr<v1::SubmitReportResponse>;
  using Done = std::function<void(Answer)>;
  using BatchDone = std::function<void(std::vector<Answer>)>;
  using ReceiptDone = std::function<void(absl::StatusOr<Receipt>)>;
  using ReceiptsDone = std::function<void(std::vector<absl::StatusOr<Receipt>>)>;

  // Nothing is owned; everything must outlive this.
  Progress(Journal& journal, const CatalogView& catalog, ReportIndex& index, Committer& committer,
           Ownership& ownership, const Clock& clock, ReportLimits limits = {},
           NarrativeReader narrative = {});

  // Errors: those of Ownership::Admit, of which nothing is taken; INVALID_ARGUMENT with every bad
  // field; ALREADY_EXISTS REQUEST_ID_REUSED; FAILED_PRECONDITION REPORT_REPLACED (names what
  // replaced it); UNAVAILABLE CATALOG_UNKNOWN when the registry cannot be asked and the catalog at
  // hand does not know the task; the committer's and the journal's.
  void Submit(v1::SubmitReportRequest request, Done done);

  // The same for a report that is judged without looking into the journal, as nearly all are:
  // false, and nothing has happened, when it is not such a one; Submit it where blocking is
  // allowed. What the view lies in is kept by `bytes`.
  bool SubmitWithoutDisk(const RequestView& request, std::shared_ptr<const void> bytes,
                         const ReceiptDone& done);

  // The same for many, with one answer per request in order. Reports of one district enter the
  // queue together. What views lie in is kept by `bytes`, which is let go with the answer.
  void SubmitBatch(std::span<const Submission> submissions, std::shared_ptr<const void> bytes,
                   ReceiptsDone done);
  void SubmitBatch(std::vector<v1::SubmitReportRequest> requests, BatchDone done);

  // OK when reports of the district are read and taken here. Errors: those of Ownership::Check.
  absl::Status CheckHeld(const std::string& district) const { return ownership_.Check(district); }

  // Errors: INVALID_ARGUMENT, as above; NOT_FOUND never: a finding's id is not checked.
  void SubmitCaseStep(v1::SubmitCaseStepRequest request, Done done);

  // Errors: NOT_FOUND REPORT_NOT_FOUND.
  absl::StatusOr<type::v1::Report> Get(std::string_view name) const;

  absl::StatusOr<v1::ListReportsResponse> List(const v1::ListReportsRequest& request) const;

  // Recomputes chains, also of copies of districts that are held elsewhere; `stopped` is asked now
  // and then and ends it early with CANCELLED.
  absl::StatusOr<v1::VerifyJournalResponse> Verify(std::string_view district,
                                                   const std::function<bool()>& stopped) const;

  // The districts that are held here.
  absl::StatusOr<v1::ListJournalsResponse> ListJournals() const;

 private:
  struct Prepared {
    NewEntry entry;
    std::string content;  // the report as submitted, for the comparison with what is stored
    std::vector<type::v1::Remark> remarks;
    std::int64_t claimed = 0;  // position that this report replaces
  };
  // A task of the catalog, as a report names it.
  struct KnownTask {
    ResourceName name;
    std::shared_ptr<const ProgrammeIndex> programme;
    const type::v1::Task* task = nullptr;  // the programme's
  };
  class Batch;

  // Adds the figures that a narrative states.
  void AddFigures(std::vector<type::v1::Measurement> figures, const type::v1::Task& task, int year,
                  type::v1::Report& report) const;
  absl::StatusOr<Prepared> Prepare(v1::SubmitReportRequest& request);
  // True for a good report about which nothing is remarked and that is to be stored as it came,
  // which is what nearly all are; false for one that must be looked at as a message.
  bool IsPlain(const RequestView& request, const KnownTask& known, const Date& today) const;
  absl::Status CheckReplaced(const v1::SubmitReportRequest& request, const ResourceName& task);
  absl::StatusOr<KnownTask> FindTask(std::string_view name) const;
  absl::StatusOr<std::shared_ptr<const ProgrammeIndex>> FindProgramme(
      const ResourceName& task) const;
  // The receipt of a request that was accepted before with this content; nullopt when it was not.
  absl::StatusOr<std::optional<Receipt>> FindEarlier(const std::string& district,
                                                     const std::string& request_id,
                                                     const Digest& content) const;
  static Receipt ReceiptOf(const std::string& district, const AppendResult& result);
  absl::StatusOr<Receipt> Acknowledge(const Prepared& prepared,
                                      const absl::StatusOr<AppendResult>& result) const;
  // The same for a plain report.
  absl::StatusOr<Receipt> Acknowledge(const std::string& district, std::string_view request_id,
                                      std::string_view content,
                                      const absl::StatusOr<AppendResult>& result) const;
  absl::Status Conflict(const Prepared& prepared) const;
  static NewEntry EntryOf(const std::string& district, const RequestView& request);

  Journal& journal_;
  const CatalogView& catalog_;
  ReportIndex& index_;
  Committer& committer_;
  Ownership& ownership_;
  const Clock& clock_;
  const ReportLimits limits_;
  const NarrativeReader narrative_;
};

}  // namespace duban::ingest
