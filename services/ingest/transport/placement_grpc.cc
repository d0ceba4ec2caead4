#include "ingest/transport/placement_grpc.h"

#include <set>

#include "common/error.h"
#include "common/names.h"
#include "ingest/transport/adoption_stream.h"
#include "ingest/transport/blocking_stream.h"
#include "runtime/rpc.h"

namespace duban::ingest {
namespace {

absl::Status CheckDistrict(const std::string& district) {
  if (IsDistrictCode(district)) return absl::OkStatus();
  return InvalidField("district", "DISTRICT_CODE_MALFORMED", "must be six digits");
}

absl::Status CheckTarget(const std::string& name, const std::string& endpoint) {
  if (!name.empty() && !endpoint.empty()) return absl::OkStatus();
  return InvalidField(name.empty() ? "to" : "to_endpoint", "VALUE_MISSING",
                      "name the instance and its endpoint");
}

}  // namespace

absl::StatusOr<v1::Holding> PlacementGrpc::HoldingOf(const std::string& district) const {
  v1::Holding out;
  ASSIGN_OR_RETURN(const Head head, ports_.journal.GetHead(district));
  *out.mutable_head() = ToProto(head);
  out.mutable_head()->set_district(district);
  const Ownership::Standing standing = ownership_.StandingOf(district);
  out.set_held(standing.held);
  out.set_sealed(standing.sealed);
  if (!standing.handover) return out;
  const Handover& handover = *standing.handover;
  out.set_epoch(handover.epoch);
  if (handover.state != Handover::State::kReleased) return out;
  out.set_released_to(handover.to);
  out.set_released_to_endpoint(handover.endpoint);
  *out.mutable_released_head() = ToProto(Head{district, handover.position, handover.hash, {}});
  out.set_taken(handover.confirmed);
  return out;
}

absl::StatusOr<v1::ListHoldingsResponse> PlacementGrpc::List(
    const v1::ListHoldingsRequest& request) const {
  std::set<std::string> districts;
  if (!request.district().empty()) {
    RETURN_IF_ERROR(CheckDistrict(request.district()));
    districts.insert(request.district());
  } else {
    ASSIGN_OR_RETURN(const std::vector<Head> heads, ports_.journal.ListHeads());
    for (const Head& head : heads) districts.insert(head.district);
    for (std::string& district : ownership_.HandedOver()) districts.insert(std::move(district));
  }
  v1::ListHoldingsResponse out;
  out.set_instance(ownership_.self());
  out.set_hash_algorithm(NameOf(ports_.journal.algorithm()));
  for (const std::string& district : districts) {
    ASSIGN_OR_RETURN(*out.add_holdings(), HoldingOf(district));
  }
  return out;
}

grpc::ServerUnaryReactor* PlacementGrpc::ListHoldings(grpc::CallbackServerContext* context,
                                                      const v1::ListHoldingsRequest* request,
                                                      v1::ListHoldingsResponse* response) {
  return runtime::Unary(context, request, response, executor_,
                        [this](const v1::ListHoldingsRequest& call) { return List(call); });
}

grpc::ServerWriteReactor<v1::DistrictPiece>* PlacementGrpc::ExportDistrict(
    grpc::CallbackServerContext*, const v1::ExportDistrictRequest* request) {
  using Stream = BlockingStream<v1::DistrictPiece>;
  return new Stream(executor_, [this, call = *request](const Stream::Write& write) {
    return ingest::ExportDistrict(ports_.journal, ports_.documents, ports_.reviews, catalog_, call,
                                  write);
  });
}

grpc::ServerReadReactor<v1::AdoptDistrictRequest>* PlacementGrpc::AdoptDistrict(
    grpc::CallbackServerContext*, v1::AdoptDistrictResponse* response) {
  return NewAdoptionStream(ports_, executor_, response);
}

grpc::ServerUnaryReactor* PlacementGrpc::SealDistrict(grpc::CallbackServerContext* context,
                                                      const v1::SealDistrictRequest* request,
                                                      v1::SealDistrictResponse* response) {
  return runtime::Unary(
      context, request, response, executor_,
      [this](const v1::SealDistrictRequest& call) -> absl::StatusOr<v1::SealDistrictResponse> {
        RETURN_IF_ERROR(CheckDistrict(call.district()));
        RETURN_IF_ERROR(CheckTarget(call.to(), call.to_endpoint()));
        const auto lease = std::chrono::milliseconds(call.lease().seconds() * 1000 +
                                                     call.lease().nanos() / 1'000'000);
        ASSIGN_OR_RETURN(
            const Ownership::Seal seal,
            ownership_.SealDistrict(call.district(), call.to(), call.to_endpoint(), lease));
        v1::SealDistrictResponse out;
        *out.mutable_head() = ToProto(seal.head);
        out.mutable_head()->set_district(call.district());
        out.set_epoch(seal.epoch);
        return out;
      });
}

grpc::ServerUnaryReactor* PlacementGrpc::UnsealDistrict(grpc::CallbackServerContext* context,
                                                        const v1::UnsealDistrictRequest* request,
                                                        v1::UnsealDistrictResponse* response) {
  return runtime::Unary(
      context, request, response, executor_,
      [this](const v1::UnsealDistrictRequest& call) -> absl::StatusOr<v1::UnsealDistrictResponse> {
        RETURN_IF_ERROR(CheckDistrict(call.district()));
        ownership_.Unseal(call.district(), call.to());
        return v1::UnsealDistrictResponse();
      });
}

grpc::ServerUnaryReactor* PlacementGrpc::ReleaseDistrict(grpc::CallbackServerContext* context,
                                                         const v1::ReleaseDistrictRequest* request,
                                                         v1::ReleaseDistrictResponse* response) {
  return runtime::Unary(
      context, request, response, executor_,
      [this](
          const v1::ReleaseDistrictRequest& call) -> absl::StatusOr<v1::ReleaseDistrictResponse> {
        RETURN_IF_ERROR(CheckTarget(call.to(), call.to_endpoint()));
        ASSIGN_OR_RETURN(const Head head, FromProto(call.head()));
        RETURN_IF_ERROR(ownership_.Release(head, call.epoch(), call.to(), call.to_endpoint()));
        changed_.Notify();
        return v1::ReleaseDistrictResponse();
      });
}

grpc::ServerUnaryReactor* PlacementGrpc::TakeDistrict(grpc::CallbackServerContext* context,
                                                      const v1::TakeDistrictRequest* request,
                                                      v1::TakeDistrictResponse* response) {
  return runtime::Unary(
      context, request, response, executor_,
      [this](const v1::TakeDistrictRequest& call) -> absl::StatusOr<v1::TakeDistrictResponse> {
        ASSIGN_OR_RETURN(const Head head, FromProto(call.head()));
        RETURN_IF_ERROR(ownership_.Take(head, call.epoch()));
        return v1::TakeDistrictResponse();
      });
}

grpc::ServerUnaryReactor* PlacementGrpc::ClaimDistrict(grpc::CallbackServerContext* context,
                                                       const v1::ClaimDistrictRequest* request,
                                                       v1::ClaimDistrictResponse* response) {
  return runtime::Unary(
      context, request, response, executor_,
      [this](const v1::ClaimDistrictRequest& call) -> absl::StatusOr<v1::ClaimDistrictResponse> {
        RETURN_IF_ERROR(CheckDistrict(call.district()));
        RETURN_IF_ERROR(CheckTarget(call.instance(), call.endpoint()));
        ASSIGN_OR_RETURN(const Ownership::Seal seal,
                         ownership_.Claim(call.district(), call.instance(), call.endpoint()));
        v1::ClaimDistrictResponse out;
        *out.mutable_head() = ToProto(seal.head);
        out.set_epoch(seal.epoch);
        return out;
      });
}

}  // namespace duban::ingest
