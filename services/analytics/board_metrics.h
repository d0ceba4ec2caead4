// What operators and their alerts want to know of every district's board, as metrics.
#pragma once

#include <map>
#include <string>

#include "analytics/core/programme_view.h"
#include "analytics/core/shared_state.h"
#include "common/clock.h"
#include "runtime/metrics.h"

namespace duban::analytics {

// What is shown of one district. Pure: of the programme's view on its day.
struct DistrictBoard {
  double completion = 0;     // [0 .. 1]; 0 where nothing is known
  double scheduled = 0;      // [0 .. 1]
  int overdue_projects = 0;  // with an overdue task
  int open_findings = 0;
  // Days past the day by which the next report was due: reporting period and grace of the profile
  // after the newest report, or after the programme became known. 0 = in time, or nothing is left
  // to report.
  int silent_days = 0;
  v1::Counts counts;
};
DistrictBoard ReadBoard(const ProgrammeView& view);

// Keeps duban_district_*{district} and duban_board_*: five series a district. A district is read
// anew when it or the day has changed. Not thread-safe: one thread refreshes.
class BoardMetrics {
 public:
  // Not owned references must outlive it.
  BoardMetrics(const SharedState& state, runtime::Metrics& metrics, const Clock& clock);

  void Refresh();

 private:
  struct District {
    StateVersion version;
    Day day = kNoDay;
    DistrictBoard board;
  };
  void RefreshDistrict(const std::string& code, Day today);
  void Show(const std::string& code, const DistrictBoard& board);
  void ShowTotals();

  const SharedState& state_;
  runtime::Metrics& metrics_;
  const Clock& clock_;
  std::map<std::string, District> districts_;  // by code; those with a programme
};

}  // namespace duban::analytics
