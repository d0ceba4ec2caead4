// What follows from a placement file, as files: Kubernetes pieces, a proxy's routes, analytics'
// list.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "common/placement.h"

namespace duban::cli {

struct RenderOptions {
  // The manifests of the shared instance, which those of the others are made from; empty = no
  // Kubernetes pieces.
  std::string base_dir;
  std::string listen = "127.0.0.1:7400";  // where the proxy listens
};

// Relative path -> content. The same input gives the same bytes. `text` is the placement file
// itself. Errors: NOT_FOUND FILE_NOT_FOUND and FAILED_PRECONDITION BASE_UNKNOWN about the base.
absl::StatusOr<std::map<std::string, std::string>> RenderPlacement(const Placement& placement,
                                                                   const std::string& text,
                                                                   const RenderOptions& options);

// The parts of it.
std::string RenderNginx(const Placement& placement, const std::string& listen);
std::string RenderAnalytics(const Placement& placement);
absl::StatusOr<std::map<std::string, std::string>> RenderKubernetes(const Placement& placement,
                                                                    const std::string& text,
                                                                    const std::string& base_dir);

// Says at the head of a file where it comes from.
inline constexpr char kRenderedNote[] =
    "# Made from the placement file by `duban placement render`; edit that file, not this one.\n";

}  // namespace duban::cli
