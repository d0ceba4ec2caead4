#include "ingest/transport/handover_keeper.h"

#include <utility>

#include "common/error.h"
#include "ingest/core/district_transfer.h"
#include "runtime/client.h"
#include "runtime/rpc_status.h"

namespace duban::ingest {
namespace {

constexpr std::chrono::milliseconds kTimeout{2'000};

}  // namespace

HandoverKeeper::HandoverKeeper(Ownership& ownership, runtime::Log& log,
                               std::chrono::milliseconds interval, std::function<void()> looked,
                               std::function<void()> settled)
    : ownership_(ownership),
      log_(log),
      looking_(interval, [this, looked = std::move(looked), settled = std::move(settled)] {
        Settle(settled);
        ClaimAll();
        DeliverAll();
        looked();
      }) {}

HandoverKeeper::Stub& HandoverKeeper::StubOf(const std::string& endpoint) {
  std::unique_ptr<Stub>& stub = stubs_[endpoint];
  if (stub == nullptr) stub = v1::PlacementService::NewStub(runtime::MakeChannel(endpoint));
  return *stub;
}

void HandoverKeeper::Note(const std::string& district, const char* event,
                          const absl::Status& status) {
  const std::string reason = status.ok() ? "" : ReasonOf(status);
  if (!status.ok() && noted_[district] == reason) return;  // it is tried again and again; said once
  noted_[district] = reason;
  if (status.ok()) {
    log_.Info(event, {{"district", district}});
  } else {
    log_.Warn(event, {{"district", district}, {"reason", reason}, {"message", MessageOf(status)}});
  }
}

void HandoverKeeper::Settle(const std::function<void()>& settled) {
  const auto placement = ownership_.placement();
  if (!placement || !ownership_.Unsettled()) return;
  absl::Status asked = AskOthers(*placement);
  if (asked.ok() && ownership_.Unsettled()) {
    asked = Error(absl::StatusCode::kUnavailable, "DISTRICT_BEHIND",
                  "districts came back here after the backup was taken; restore a newer one");
  }
  if (asked.ok()) settled();
  Note("", asked.ok() ? "restore_settled" : "restore_in_doubt", asked);
}

// What every other instance knows; all of them must answer.
absl::Status HandoverKeeper::AskOthers(const Placement& placement) {
  std::vector<Ownership::Elsewhere> known;
  for (const PlacedInstance& instance : placement.instances()) {
    if (instance.name == ownership_.self()) continue;
    v1::ListHoldingsResponse response;
    grpc::ClientContext context;
    runtime::PrepareContext(context, kTimeout);
    RETURN_IF_ERROR(
        runtime::FromGrpc(StubOf(instance.endpoint).ListHoldings(&context, {}, &response)));
    if (response.instance() != instance.name) {
      return Error(absl::StatusCode::kFailedPrecondition, "INSTANCE_DIFFERS",
                   "at " + instance.endpoint + " answers " + response.instance() + " and not " +
                       instance.name);
    }
    for (const v1::Holding& holding : response.holdings()) {
      if (holding.epoch() == 0) continue;
      Head released;
      if (holding.has_released_head()) {
        ASSIGN_OR_RETURN(released, FromProto(holding.released_head()));
      }
      released.district = holding.head().district();
      known.push_back({.instance = instance.name,
                       .district = released.district,
                       .epoch = holding.epoch(),
                       .released_to = holding.released_to(),
                       .released = released});
    }
  }
  return ownership_.Settle(known);
}

void HandoverKeeper::ClaimAll() {
  const auto placement = ownership_.placement();
  if (!placement) return;
  for (const std::string& district : ownership_.Unclaimed()) {
    const absl::Status claimed = Claim(district, *placement);
    Note(district, claimed.ok() ? "district_claimed" : "district_unclaimed", claimed);
    if (claimed.code() == absl::StatusCode::kUnavailable && ReasonOf(claimed).empty())
      return;  // not reached
  }
}

absl::Status HandoverKeeper::Claim(const std::string& district, const Placement& placement) {
  v1::ClaimDistrictRequest request;
  request.set_district(district);
  request.set_instance(ownership_.self());
  request.set_endpoint(placement.Find(ownership_.self())->endpoint);
  v1::ClaimDistrictResponse response;
  grpc::ClientContext context;
  runtime::PrepareContext(context, kTimeout, district);
  RETURN_IF_ERROR(runtime::FromGrpc(
      StubOf(placement.shared().endpoint).ClaimDistrict(&context, request, &response)));
  ASSIGN_OR_RETURN(const Head head, FromProto(response.head()));
  return ownership_.Take(head, response.epoch());
}

void HandoverKeeper::DeliverAll() {
  for (const Handover& handover : ownership_.Unconfirmed()) {
    const absl::Status delivered = Deliver(handover);
    Note(handover.district, delivered.ok() ? "district_delivered" : "district_undelivered",
         delivered);
  }
}

absl::Status HandoverKeeper::Deliver(const Handover& handover) {
  const auto placement = ownership_.placement();
  const PlacedInstance* to = placement ? placement->Find(handover.to) : nullptr;
  v1::TakeDistrictRequest request;
  *request.mutable_head() = ToProto(Head{handover.district, handover.position, handover.hash, {}});
  request.set_epoch(handover.epoch);
  v1::TakeDistrictResponse response;
  grpc::ClientContext context;
  runtime::PrepareContext(context, kTimeout, handover.district);
  RETURN_IF_ERROR(runtime::FromGrpc(StubOf(to == nullptr ? handover.endpoint : to->endpoint)
                                        .TakeDistrict(&context, request, &response)));
  return ownership_.Confirm(handover.district, handover.epoch);
}

}  // namespace duban::ingest
