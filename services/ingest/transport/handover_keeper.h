// Finishes hand-overs in the background: what the placement file puts here is claimed, what was released is delivered.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "duban/ingest/v1/placement_service.grpc.pb.h"
#include "ingest/core/ownership.h"
#include "runtime/log.h"

namespace duban::ingest {

// One thread of its own from construction to destruction. So no district stays without a holder because a command was
// interrupted between a release and its take.
class HandoverKeeper {
 public:
  // `interval` between two looks; `looked` runs after each. Not owned references must outlive it.
  HandoverKeeper(Ownership& ownership, runtime::Log& log, std::chrono::milliseconds interval,
                 std::function<void()> looked);
  ~HandoverKeeper();

 private:
  using Stub = v1::PlacementService::Stub;

  void Loop();
  void ClaimAll();
  void DeliverAll();
  absl::Status Claim(const std::string& district, const Placement& placement);
  absl::Status Deliver(const Handover& handover);
  Stub& StubOf(const std::string& endpoint);
  void Note(const std::string& district, const char* event, const absl::Status& status);
  bool Wait();

  Ownership& ownership_;
  runtime::Log& log_;
  const std::chrono::milliseconds interval_;
  const std::function<void()> looked_;
  std::map<std::string, std::unique_ptr<Stub>> stubs_;     // by endpoint; the thread's
  std::map<std::string, std::string> noted_;               // district -> reason logged last; the thread's
  absl::Mutex mu_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace duban::ingest
