// What the server has acknowledged, and whether it kept its word.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "duban/ingest/v1/progress_service.grpc.pb.h"

namespace duban::load {

// Thread-safe list of acknowledgements, to be checked against the journal afterwards.
class Acknowledged {
 public:
  void Add(const std::string& district, std::string request_id,
           const ingest::v1::SubmitReportResponse& response);
  // How many are in the journals at their position with their hash and request id; the first other
  // one is `problem`.
  std::int64_t Verify(ingest::v1::ProgressService::Stub& stub, int districts,
                      std::string& problem) const;

 private:
  struct One {
    std::string district;
    std::int64_t position;
    std::string request_id;
    std::string hash;
  };
  mutable absl::Mutex mu_;
  std::vector<One> all_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::load
