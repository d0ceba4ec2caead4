// From what a reader found in a document to a programme and to reports. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "common/date.h"
#include "duban/ingest/v1/draft.pb.h"
#include "duban/ingest/v1/progress_service.pb.h"
#include "duban/type/v1/programme.pb.h"

namespace duban::ingest {

// A programme as the registry takes it: numbers are unique (a missing or repeated one gets the next
// free number), texts are cut to their limits, a project without tasks gets one, figures that
// cannot be targets (no unit, not finite) are left out; every source carries `document_id`.
// Projects, tasks and indicators stand in the order of the draft.
type::v1::Programme ProgrammeOf(const v1::DraftProgramme& draft, const std::string& district,
                                const std::string& document_id);

// Where a task of the document lives in a programme.
struct TaskPlace {
  int project = 0;
  int task = 0;
};

// A document's programme laid beside the known one.
struct Matched {
  // The known programme, plus projects and tasks that only the document has, under free numbers.
  type::v1::Programme programme;
  // True when something was added.
  bool extended = false;
  // For every project and task of `document`, in order.
  std::vector<std::vector<TaskPlace>> places;
};

// The document laid beside itself: for a programme that is not known yet, or a plan.
Matched MatchItself(const type::v1::Programme& document);

// Finds every task of `document` in `known` by wording, number and targets (documents/align). Known
// parts never change.
Matched MatchProgramme(const type::v1::Programme& document, const type::v1::Programme& known);

// The reports that a document makes on a programme.
struct DraftReports {
  std::vector<v1::SubmitReportRequest> requests;
  // Figures that were left out of the reports, each with its reason, for a person.
  std::vector<std::string> left_out;
};

// One report per task of which the document says anything, with request ids that depend on the
// document and the place in it only: doc-{first 16 digits of
// document_id}-{year}[.{repetition}]-{project}-{task}. `applied` is what ProgrammeOf made of
// `draft`, `matched` where it lies in the catalog. Reached figures dated after `today` are left
// out. Each report carries those of `findings` (the whole document's) that are about its task, and
// the first one of a project those about the project. Requires draft.as_of.
DraftReports ReportsOf(const v1::DraftProgramme& draft, const type::v1::Programme& applied,
                       const Matched& matched, const std::string& document_id, int repetition,
                       const Date& today,
                       const google::protobuf::RepeatedPtrField<v1::DraftFinding>& findings = {});

}  // namespace duban::ingest
