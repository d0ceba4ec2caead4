// The figures of a draft by their place, for those who change them. Internal to documents/review and documents/points.
#pragma once

#include <vector>

#include "duban/ingest/v1/draft.pb.h"
#include "duban/ingest/v1/review.pb.h"

namespace duban::documents {

// A figure and where it hangs. Pointers live until the draft changes its shape.
struct FigureRef {
  ingest::v1::FigureKind kind = ingest::v1::FIGURE_KIND_UNSPECIFIED;
  ingest::v1::DraftProgramme* programme = nullptr;
  ingest::v1::DraftProject* project = nullptr;
  ingest::v1::DraftTask* task = nullptr;
  int index = 0;                                        // in the task's targets or measurements; of a step's target 0
  ingest::v1::DraftTarget* target = nullptr;            // of the task or of a step
  ingest::v1::DraftMeasurement* measurement = nullptr;  // or this
  bool step = false;                                    // a dated step's

  const type::v1::Source& source() const { return target != nullptr ? target->source() : measurement->source(); }
};

// Every figure of the lists of `year` (0 = all), the projects and tasks with these numbers (0 = all), by place.
std::vector<FigureRef> FiguresOf(ingest::v1::ImportDraft& draft, int year, int project, int task);

// True when two sources share a character.
bool Overlap(const type::v1::Source& a, const type::v1::Source& b);

}  // namespace duban::documents
