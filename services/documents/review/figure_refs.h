// The figures of a draft by their place, for those who change them. Internal to documents/review
// and documents/points.
#pragma once

#include <string_view>
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
  int index = 0;  // in the task's targets or measurements; of a step's target 0
  ingest::v1::DraftTarget* target = nullptr;            // of the task or of a step
  ingest::v1::DraftMeasurement* measurement = nullptr;  // or this
  bool step = false;                                    // a dated step's

  const type::v1::Source& source() const {
    return target != nullptr ? target->source() : measurement->source();
  }
};

// Every figure of the lists of `year` (0 = all), the projects and tasks with these numbers (0 =
// all), by place.
std::vector<FigureRef> FiguresOf(ingest::v1::ImportDraft& draft, int year, int project, int task);

// Takes a task's figure out; reached values that were bound to it are bound to nothing, others keep
// their target. Requires that it is no step's.
void RemoveFigure(const FigureRef& figure);

// The same figure as a promise, and as a reached value that counts from the start of the year.
ingest::v1::DraftTarget TargetFrom(const ingest::v1::DraftMeasurement& measurement);
ingest::v1::DraftMeasurement MeasurementFrom(const ingest::v1::DraftTarget& target);

// Where a quote stands in a document, in order. Numbers that the reader left aside go first and
// alone, so that 35 is not found in 1935.
std::vector<type::v1::Source> FindQuote(std::string_view quote, std::string_view text,
                                        const ingest::v1::ImportDraft& draft);

// True when two sources share a character.
bool Overlap(const type::v1::Source& a, const type::v1::Source& b);

}  // namespace duban::documents
