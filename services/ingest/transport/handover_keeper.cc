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

HandoverKeeper::HandoverKeeper(Ownership& ownership, runtime::Log& log, std::chrono::milliseconds interval,
                               std::function<void()> looked)
    : ownership_(ownership), log_(log), looking_(interval, [this, looked = std::move(looked)] {
        ClaimAll();
        DeliverAll();
        looked();
      }) {}

HandoverKeeper::Stub& HandoverKeeper::StubOf(const std::string& endpoint) {
  std::unique_ptr<Stub>& stub = stubs_[endpoint];
  if (stub == nullptr) stub = v1::PlacementService::NewStub(runtime::MakeChannel(endpoint));
  return *stub;
}

void HandoverKeeper::Note(const std::string& district, const char* event, const absl::Status& status) {
  const std::string reason = status.ok() ? "" : ReasonOf(status);
  if (!status.ok() && noted_[district] == reason) return;  // it is tried again and again; said once
  noted_[district] = reason;
  if (status.ok()) {
    log_.Info(event, {{"district", district}});
  } else {
    log_.Warn(event, {{"district", district}, {"reason", reason}, {"message", MessageOf(status)}});
  }
}

void HandoverKeeper::ClaimAll() {
  const auto placement = ownership_.placement();
  if (!placement) return;
  for (const std::string& district : ownership_.Unclaimed()) {
    const absl::Status claimed = Claim(district, *placement);
    Note(district, claimed.ok() ? "district_claimed" : "district_unclaimed", claimed);
    if (claimed.code() == absl::StatusCode::kUnavailable && ReasonOf(claimed).empty()) return;  // not reached
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
  RETURN_IF_ERROR(runtime::FromGrpc(StubOf(placement.shared().endpoint).ClaimDistrict(&context, request, &response)));
  ASSIGN_OR_RETURN(const Head head, FromProto(response.head()));
  return ownership_.Take(head, response.epoch());
}

void HandoverKeeper::DeliverAll() {
  for (const Handover& handover : ownership_.Unconfirmed()) {
    const absl::Status delivered = Deliver(handover);
    Note(handover.district, delivered.ok() ? "district_delivered" : "district_undelivered", delivered);
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
  RETURN_IF_ERROR(runtime::FromGrpc(
      StubOf(to == nullptr ? handover.endpoint : to->endpoint).TakeDistrict(&context, request, &response)));
  return ownership_.Confirm(handover.district, handover.epoch);
}

}  // namespace duban::ingest
