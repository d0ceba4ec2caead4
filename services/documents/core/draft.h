#pragma once

#include <optional>
#include <string>
#include <vector>

#include "documents/core/utf8.h"
#include "documents/quantities/dates.h"
#include "documents/quantities/quantity.h"

// What the reader found in one document: plain values, ranges in bytes of the document's text.
namespace duban::documents {

using quantities::Comparator;

enum class Kind { kUnknown, kPlan, kProgress, kCompletion };
enum class Status { kNone, kNotStarted, kInProgress, kCompleted, kOverfulfilled, kDelayed };

struct Target {
  std::string measure;
  Comparator comparator = Comparator::kEqual;
  double value = 0;
  std::string unit;
  std::optional<Date> due;
  Range source;
  bool cumulative = false;  // only on a milestone's target
  bool place = false;       // one place's part (a column or row of a district)
  bool total = false;       // the row or column of totals beside such parts
};

struct Milestone {
  std::optional<Date> start;
  Date due;
  std::string title;
  std::vector<Target> targets;
  Range source;
};

struct Measurement {
  std::string measure;
  double value = 0;
  std::string unit;
  std::optional<Date> as_of;
  bool cumulative = true;
  bool expected = false;
  std::optional<double> stated_ratio;  // percent
  Range source;
  Range share_source;            // of `stated_ratio`
  bool place = false;            // one place's part (a column or row of a district)
  bool total = false;            // the row or column of totals
  bool said_cumulative = false;  // 累计, or a column that counts from the start
  int target_index = 0;          // 1-based in the task's targets; 0 = bound to none
  std::string binding_evidence;
};

struct Task {
  int number = 0;
  std::string title;
  std::string content;
  std::vector<std::string> lead_units;  // only where they differ from the project's
  std::vector<std::string> cooperating_units;
  Status status = Status::kNone;
  std::string narrative;
  std::vector<Target> targets;
  std::vector<Milestone> milestones;
  std::vector<Measurement> measurements;
};

struct Project {
  int number = 0;
  std::string title;
  std::string category;
  std::string content;
  std::vector<std::string> leaders;
  std::vector<std::string> lead_units;
  std::vector<std::string> cooperating_units;
  std::vector<Task> tasks;
};

struct Programme {
  int year = 0;
  Kind kind = Kind::kUnknown;
  std::string title;
  std::optional<Date> as_of;
  std::vector<Project> projects;
};

enum class CheckKind { kPercent, kSum, kCount };

// One stated share, total or count, worked out again from the document's other figures.
struct Check {
  CheckKind kind = CheckKind::kPercent;
  int year = 0;
  int project = 0;
  int task = 0;
  double stated = 0;
  double recomputed = 0;
  bool ok = true;
  Range source;
  std::string formula;
};

enum class FindingKind {
  kPercentMismatch,
  kSumMismatch,
  kTargetMismatch,
  kTargetChanged,
  kStatusContradiction,
  kRegression,
  kOther
};

struct Evidence {
  Range source;
  std::string note;
};

// A contradiction between figures of the document; `evidence` holds both sides.
struct Finding {
  FindingKind kind = FindingKind::kOther;
  int year = 0;
  int project = 0;
  int task = 0;
  std::string message;
  std::string message_en;
  std::vector<Evidence> evidence;
};

// A figure that counts nothing.
struct Aside {
  Range source;
  std::string reason;  // upper-case name of quantities::Kind, or OUTSIDE for figures of no list
};

struct Doubt {
  Range source;
  std::string reason;
  std::string message;
  int project = 0;
  int task = 0;
};

struct Draft {
  std::string district_code;  // empty when not recognised
  std::string district_name;
  std::string file_name;
  std::string layout;  // PIPE_TABLE+OUTLINE …
  std::vector<Programme> programmes;
  std::vector<Check> checks;
  std::vector<Finding> findings;
  std::vector<Aside> set_aside;
  std::vector<Doubt> doubts;
};

}  // namespace duban::documents
