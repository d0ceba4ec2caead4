// Finishes hand-overs in the background: what the placement file puts here is claimed, what was
// released is delivered, and what a restored backup does not know is asked.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "duban/ingest/v1/placement_service.grpc.pb.h"
#include "ingest/core/ownership.h"
#include "runtime/log.h"
#include "runtime/periodic.h"

namespace duban::ingest {

// One thread of its own from construction to destruction. So no district stays without a holder
// because a command was interrupted between a release and its take.
class HandoverKeeper {
 public:
  // `interval` between two looks; `looked` runs after each, `settled` when a doubt was resolved
  // (Ownership::Settle). Not owned references must outlive it.
  HandoverKeeper(Ownership& ownership, runtime::Log& log, std::chrono::milliseconds interval,
                 std::function<void()> looked, std::function<void()> settled);

 private:
  using Stub = v1::PlacementService::Stub;

  void Settle(const std::function<void()>& settled);
  absl::Status AskOthers(const Placement& placement);
  void ClaimAll();
  void DeliverAll();
  absl::Status Claim(const std::string& district, const Placement& placement);
  absl::Status Deliver(const Handover& handover);
  Stub& StubOf(const std::string& endpoint);
  void Note(const std::string& district, const char* event, const absl::Status& status);

  Ownership& ownership_;
  runtime::Log& log_;
  std::map<std::string, std::unique_ptr<Stub>> stubs_;  // by endpoint; the thread's
  std::map<std::string, std::string> noted_;  // district -> reason logged last; the thread's
  runtime::Periodic looking_;                 // last: its thread uses the fields above
};

}  // namespace duban::ingest
