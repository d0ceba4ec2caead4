// The placement file on disk: read at the start, followed while the program runs.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/placement.h"
#include "runtime/log.h"
#include "runtime/periodic.h"

namespace duban::runtime {

// Errors: NOT_FOUND FILE_NOT_FOUND; those of Placement::Parse.
absl::StatusOr<Placement> ReadPlacement(const std::string& path);

// PlacementFollower reads the file again and again and hands every new content on, so that a change
// needs no restart (also where Kubernetes swaps a mounted ConfigMap). A content that is bad or
// refused is logged once, and what was known before stays. One thread of its own from construction
// to destruction.
class PlacementFollower {
 public:
  // Takes a new placement in; an error refuses it.
  using Take = std::function<absl::Status(Placement)>;

  // The first content is `known` already. `log` is not owned and must outlive this.
  PlacementFollower(std::string path, Placement known, std::chrono::milliseconds interval,
                    Take take, Log& log);

 private:
  void Look();

  const std::string path_;
  const Take take_;
  Log& log_;
  Placement known_;           // the thread's
  std::string last_problem_;  // the thread's
  Periodic looking_;          // last: its thread uses the fields above
};

}  // namespace duban::runtime
