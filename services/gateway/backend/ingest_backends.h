// The ingest instances behind the gateway, and which of them holds a district.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/placement.h"
#include "gateway/backend/backend.h"

namespace duban::gateway {

// Thread-safe. Backends live until the end, also those that a newer placement does not name: calls
// may be under way.
class IngestBackends {
 public:
  // Until there is a placement, everything goes to `address`: the only instance, or a proxy that
  // routes by district.
  IngestBackends(std::string address, int connections, int stream_connections);

  void Follow(const Placement& placement);

  // Where a call about the district goes; an empty one goes to the shared instance.
  Backend& For(const std::string& district);
  // The shared instance first, then the others in order of the file.
  std::vector<Backend*> All();

  // As Backend::Stop, for each.
  void Stop();

 private:
  Backend& At(const std::string& address) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const std::string address_;
  const int connections_;
  const int stream_connections_;
  absl::Mutex mu_;
  std::optional<Placement> placement_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, std::unique_ptr<Backend>> backends_ ABSL_GUARDED_BY(mu_);  // by address
};

}  // namespace duban::gateway
