// PlacementService over gRPC: decode, call, encode.
#pragma once

#include "duban/ingest/v1/placement_service.grpc.pb.h"
#include "ingest/core/district_transfer.h"
#include "runtime/executor.h"
#include "runtime/signal.h"

namespace duban::ingest {

// Thread-safe. Copies, and hand-overs that wait, have an executor of their own.
class PlacementGrpc : public v1::PlacementService::CallbackService {
 public:
  // Nothing is owned; everything must outlive the server. `changed` is fired when a district goes,
  // so that its watchers learn of it.
  PlacementGrpc(Ownership& ownership, AdoptionPorts ports, const CatalogView& catalog,
                runtime::Executor& executor, runtime::Signal& changed)
      : ownership_(ownership),
        ports_(std::move(ports)),
        catalog_(catalog),
        executor_(executor),
        changed_(changed) {}

  grpc::ServerUnaryReactor* ListHoldings(grpc::CallbackServerContext* context,
                                         const v1::ListHoldingsRequest* request,
                                         v1::ListHoldingsResponse* response) override;
  grpc::ServerWriteReactor<v1::DistrictPiece>* ExportDistrict(
      grpc::CallbackServerContext* context, const v1::ExportDistrictRequest* request) override;
  grpc::ServerReadReactor<v1::AdoptDistrictRequest>* AdoptDistrict(
      grpc::CallbackServerContext* context, v1::AdoptDistrictResponse* response) override;
  grpc::ServerUnaryReactor* SealDistrict(grpc::CallbackServerContext* context,
                                         const v1::SealDistrictRequest* request,
                                         v1::SealDistrictResponse* response) override;
  grpc::ServerUnaryReactor* UnsealDistrict(grpc::CallbackServerContext* context,
                                           const v1::UnsealDistrictRequest* request,
                                           v1::UnsealDistrictResponse* response) override;
  grpc::ServerUnaryReactor* ReleaseDistrict(grpc::CallbackServerContext* context,
                                            const v1::ReleaseDistrictRequest* request,
                                            v1::ReleaseDistrictResponse* response) override;
  grpc::ServerUnaryReactor* TakeDistrict(grpc::CallbackServerContext* context,
                                         const v1::TakeDistrictRequest* request,
                                         v1::TakeDistrictResponse* response) override;
  grpc::ServerUnaryReactor* ClaimDistrict(grpc::CallbackServerContext* context,
                                          const v1::ClaimDistrictRequest* request,
                                          v1::ClaimDistrictResponse* response) override;

 private:
  absl::StatusOr<v1::ListHoldingsResponse> List(const v1::ListHoldingsRequest& request) const;
  absl::StatusOr<v1::Holding> HoldingOf(const std::string& district) const;

  Ownership& ownership_;
  const AdoptionPorts ports_;
  const CatalogView& catalog_;
  runtime::Executor& executor_;
  runtime::Signal& changed_;
};

}  // namespace duban::ingest
