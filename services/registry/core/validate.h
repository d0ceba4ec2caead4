// What a programme must be before it is kept: every bad field by its path, with the reason and the
// fix. Pure functions; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "duban/type/v1/programme.pb.h"

namespace duban::registry {

struct TreeLimits {
  int max_projects = 200;     // per programme
  int max_tasks = 10000;      // per programme
  int max_indicators = 100;   // per task
  int max_milestones = 100;   // per task
  int max_violations = 200;   // listed at once; one more line says how many were left out
  int max_units = 100;        // names in one list of units or leaders
  int max_narrative = 20000;  // characters of a content
};

// All that is wrong with a tree as it was sent (numbers may still be 0); field paths start with
// `prefix`. Reasons: NAME_MALFORMED, YEAR_MISMATCH, PROJECTS_MISSING, TREE_TOO_LARGE,
// TASKS_MISSING, NUMBER_OUT_OF_RANGE, NUMBER_DUPLICATE, TITLE_MISSING, TEXT_TOO_LONG, TEXT_CONTROL,
// LIST_TOO_LONG, WEIGHT_INVALID, COMPARATOR_MISSING, COMPARATOR_CONTRADICTS, VALUE_INVALID,
// UNIT_MISSING, MEASURE_MISSING, DATE_INVALID, DUE_MISSING, DUE_BEFORE_START, DUE_OUTSIDE_YEAR,
// SOURCE_INVALID.
std::vector<FieldViolation> Validate(const type::v1::Programme& programme, std::string_view prefix,
                                     const TreeLimits& limits = {});

// What is accepted but odd about a canonical tree, one sentence each: a project without a lead
// unit, weights that differ more than a hundredfold, two tasks of the same title in one project,
// targets of one measure that disagree, a milestone in the year after.
std::vector<std::string> Oddities(const type::v1::Programme& programme);

// The number of code points of UTF-8 text.
int CodePoints(std::string_view text);

// True when `text` holds a control character other than tab and line breaks.
bool HasControl(std::string_view text);

}  // namespace duban::registry
