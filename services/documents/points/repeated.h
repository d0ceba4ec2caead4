// Places that are counted again. Pure functions; thread-safe.
#pragma once

#include <string>
#include <vector>

#include "duban/ingest/v1/draft.pb.h"

namespace duban::documents {

// A place that two projects count, of one list or of two years' lists.
struct RepeatedPoint {
  int project = 0;  // numbers
  int task = 0;
  ingest::v1::DraftPoint point;
  int other_project = 0;
  int other_task = 0;
  ingest::v1::DraftPoint other;
  std::string unit;  // what both count
};

// Places of `a` and `b` with the same name that count the same; for one list against itself, in
// different projects only.
std::vector<RepeatedPoint> RepeatedPoints(const ingest::v1::DraftProgramme& a,
                                          const ingest::v1::DraftProgramme& b);

}  // namespace duban::documents
