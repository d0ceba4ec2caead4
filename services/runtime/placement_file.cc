#include "runtime/placement_file.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "common/error.h"

namespace duban::runtime {

absl::StatusOr<Placement> ReadPlacement(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) {
    return Error(
        absl::StatusCode::kNotFound, "FILE_NOT_FOUND",
        "cannot read the placement file " + path + ": no such file, it is empty, or no permission");
  }
  return Placement::Parse(text.str());
}

PlacementFollower::PlacementFollower(std::string path, Placement known,
                                     std::chrono::milliseconds interval, Take take, Log& log)
    : path_(std::move(path)),
      take_(std::move(take)),
      log_(log),
      known_(std::move(known)),
      looking_(interval, [this] { Look(); }) {}

void PlacementFollower::Look() {
  auto placement = ReadPlacement(path_);
  absl::Status status = placement.status();
  if (status.ok()) {
    if (*placement == known_) {
      last_problem_.clear();
      return;
    }
    status = take_(*placement);
  }
  if (status.ok()) {
    known_ = *std::move(placement);
    last_problem_.clear();
    log_.Info("placement_taken",
              {{"path", path_},
               {"instances", static_cast<std::int64_t>(known_.instances().size())},
               {"districts", static_cast<std::int64_t>(known_.districts().size())}});
    return;
  }
  std::string problem = MessageOf(status);
  for (const FieldViolation& violation : ViolationsOf(status))
    problem += "; " + violation.field + ": " + violation.message;
  if (problem == last_problem_) return;
  last_problem_ = problem;
  log_.Warn("placement_refused",
            {{"path", path_}, {"reason", ReasonOf(status)}, {"message", problem}});
}

}  // namespace duban::runtime
