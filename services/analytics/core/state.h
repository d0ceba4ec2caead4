// State is the fold of the catalog and of every journal: everything that answers are made of.
//
// Not thread-safe. The catalog and the journals are folded independently of each other and are
// joined only when an answer is built, so the order in which their entries arrive does not matter;
// within a journal the order is the position. Every entry costs the same, however much was folded
// before. What is kept grows with tasks and figures: programmes as compact bytes, figures as
// numbers, prose of the newest reports only.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "absl/status/status.h"
#include "analytics/core/profile.h"
#include "analytics/core/task_series.h"
#include "analytics/core/text_table.h"
#include "duban/ingest/v1/progress_service.pb.h"
#include "duban/registry/v1/registry_service.pb.h"
#include "duban/type/v1/programme.pb.h"

namespace duban::analytics {

// A task's place: year, project and task number in 32 bits.
using TaskKey = std::uint32_t;
TaskKey MakeTaskKey(int year, int project, int task);
int YearOf(TaskKey key);

// An indicator's target as some revision of the programme had it.
struct TargetVersion {
  std::int64_t catalog_revision = 0;
  Day since = kNoDay;  // day of the commit
  type::v1::Indicator indicator;
};

// One programme of one year.
struct ProgrammeState {
  std::string bytes;                  // serialized type.v1.Programme, without the long descriptions
  std::int64_t catalog_revision = 0;  // of its newest change
  Day first_seen = kNoDay;            // day of its first commit
  // Former and present targets of those indicators whose target ever changed; by (task, indicator
  // number).
  std::map<std::pair<TaskKey, int>, std::vector<TargetVersion>> changed_targets;
  std::vector<TaskKey> tasks;  // ascending; derived from bytes

  // Derives `tasks`.
  void IndexTasks(const type::v1::Programme& programme);
  type::v1::Programme Parse() const;
};

// One step of a finding's case.
struct CaseStepRecord {
  Position position = 0;
  ingest::v1::CaseStep step;
};

// One district: its promises, its journal, its rules.
struct DistrictState {
  registry::v1::District district;    // empty name = known by its journal only
  std::int64_t catalog_revision = 0;  // of the newest change that concerns it; 0 = none
  Profiles profiles;
  std::map<int, ProgrammeState> programmes;               // by year
  std::map<std::string, std::string> unit_display_names;  // alias or name -> official name
  std::map<std::string, registry::v1::Unit> units;        // by resource name

  Position head = 0;                // newest folded position
  std::string head_hash;            // hash of that entry; may be empty
  std::string origin;               // hash of entry 1: which journal this is; may be empty
  std::int64_t head_accept_us = 0;  // accept time of that entry, microseconds since the epoch
  TextTable texts;
  absl::node_hash_map<TaskKey, TaskSeries> tasks;
  std::vector<TaskKey> task_of_position;                     // index = position - 1; 0 = no report
  std::map<std::string, std::vector<CaseStepRecord>> cases;  // by finding id

  // True when the journal is folded up to `position` and the catalog knows the task that the entry
  // there is about.
  bool Holds(std::int64_t position) const;
  // nullptr when nothing was reported.
  const TaskSeries* FindSeries(int year, int project, int task) const;
  // Derives unit_display_names from units.
  void LayOutUnitNames();
  // The official name of a unit; the name itself where it is not known.
  std::string OfficialName(const std::string& unit) const;
};

class State {
 public:
  // What became of an entry.
  enum class Applied {
    kApplied,
    kSkipped,  // folded before
    kGap,      // entries before it are missing: fold them first
    kForked,   // it does not follow the entry that was folded before it: this is another journal
  };

  // Folds a change of the catalog. Revisions must grow; an older one is skipped.
  Applied ApplyCatalog(const registry::v1::CatalogEvent& event);

  // Folds a journal entry. An entry about a malformed or unknown task counts, but adds no figure
  // until the task exists.
  Applied ApplyEntry(const ingest::v1::JournalEntry& entry);

  // Forgets a district's journal (not its catalog), to fold it anew.
  void ForgetJournal(const std::string& code);

  // Revision of the newest catalog change folded, 0 = none.
  std::int64_t catalog_revision() const { return catalog_revision_; }
  // nullptr when nothing is known. `code` is six digits.
  const DistrictState* Find(const std::string& code) const;
  // In order of code.
  const std::map<std::string, std::unique_ptr<DistrictState>>& districts() const {
    return districts_;
  }

  // The whole state in a portable form (docs/formats.md), and back. Errors: DATA_LOSS
  // SNAPSHOT_CORRUPT, and the state is empty then.
  std::string Serialize() const;
  absl::Status Restore(std::string_view bytes);

 private:
  DistrictState& MutableDistrict(const std::string& code);
  void ApplyProgramme(const registry::v1::CatalogEvent& event);
  void ApplyUnit(const registry::v1::CatalogEvent& event);
  void ApplyReport(DistrictState& district, Position position, Day accepted,
                   const type::v1::Report& report);

  std::int64_t catalog_revision_ = 0;
  std::map<std::string, std::unique_ptr<DistrictState>> districts_;
};

}  // namespace duban::analytics
