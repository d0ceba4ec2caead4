// Contradictions that documents show: within one, and between one and what is known. Pure
// functions.
#pragma once

#include <string>
#include <vector>

#include "duban/ingest/v1/draft.pb.h"
#include "duban/type/v1/finding.pb.h"
#include "duban/type/v1/programme.pb.h"
#include "ingest/core/draft_programme.h"

namespace duban::ingest {

using DraftFindings = google::protobuf::RepeatedPtrField<v1::DraftFinding>;
using DocumentFindings = google::protobuf::RepeatedPtrField<type::v1::DocumentFinding>;

// Where in a document a finding is looked for.
struct FindingPlace {
  int year = 0;
  int project = 0;
  int task = 0;
  bool first_of_project = false;  // then the findings about the project as a whole are its too
};

// Adds the findings about a place, in the order in which they were read, at most 50 in all.
// Evidence that names no document is of `document_id`.
void AppendFindings(const DraftFindings& findings, const FindingPlace& place,
                    const std::string& document_id, DocumentFindings& out);

// Lays a plan's own findings on its tasks, since no report carries them. `applied` is what
// ProgrammeOf made of `draft`; findings between other documents that `known` carries stay.
void AddPlanFindings(const v1::DraftProgramme& draft, const DraftFindings& findings,
                     const std::string& document_id, const type::v1::Programme& known,
                     type::v1::Programme& applied);

// TARGET_CHANGED for every target that the document names differently than the known programme
// does.
std::vector<v1::DraftFinding> TargetFindings(const v1::DraftProgramme& draft,
                                             const type::v1::Programme& applied,
                                             const type::v1::Programme& known,
                                             const Matched& matched);

// Marks projects of the known programme that the year's results do not name, where they name nearly
// all the others, and takes the mark from those that they name. True when `matched.programme`
// changed.
bool MarkVanished(const v1::DraftProgramme& draft, const std::string& document_id,
                  Matched& matched);

// A list of another document.
struct OtherList {
  std::string document_id;
  v1::DraftProgramme programme;
};

// A finding for every place of the list that an earlier year's list, or another project of the same
// list, counts too: it may be counted twice. One per place.
std::vector<v1::DraftFinding> PlaceFindings(const v1::DraftProgramme& draft,
                                            const std::vector<OtherList>& others);

}  // namespace duban::ingest
