// The suite on one machine: which programs run, where they listen, how their readiness is asked.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/supervisor.h"

namespace duban::cli {

// How `duban up` lays the suite out.
struct Layout {
  std::string data_dir = "data";
  int base_port =
      7400;  // registry +1, ingest +2, analytics +3, redis +79, gateway +80; metrics +2000 on each
  bool with_redis = true;
};

// Addresses of the layout.
std::string RegistryAddress(const Layout& layout);
std::string IngestAddress(const Layout& layout);
std::string AnalyticsAddress(const Layout& layout);
std::string GatewayAddress(const Layout& layout);

// The programs in starting order; creates the directories below data_dir. Programs of ours are
// looked for beside this executable. Errors: FAILED_PRECONDITION REDIS_NOT_FOUND,
// PROGRAM_NOT_FOUND, PORT_IN_USE, DATA_DIR_IN_USE; the message names the way out.
absl::StatusOr<std::vector<ProgramSpec>> PlanPrograms(const Layout& layout);

// Asks the standard gRPC health service; false when not reachable or not SERVING.
bool IsServing(const std::string& address);

// Holds the data directory for this process until exit. Errors: FAILED_PRECONDITION
// DATA_DIR_IN_USE.
absl::Status LockDataDir(const std::string& data_dir);

}  // namespace duban::cli
