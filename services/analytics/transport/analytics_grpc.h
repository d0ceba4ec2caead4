// AnalyticsService over gRPC: decode, call, encode.
#pragma once

#include "analytics/core/queries.h"
#include "analytics/transport/changes.h"
#include "duban/analytics/v1/analytics_service.grpc.pb.h"
#include "runtime/executor.h"

namespace duban::analytics {

// Thread-safe. Not owned references must outlive it.
class AnalyticsGrpc final : public v1::AnalyticsService::CallbackService {
 public:
  AnalyticsGrpc(Queries& queries, Changes& changes, runtime::Executor& executor)
      : queries_(queries), changes_(changes), executor_(executor) {}

  grpc::ServerUnaryReactor* GetProgrammeSummary(grpc::CallbackServerContext* context,
                                                const v1::GetProgrammeSummaryRequest* request,
                                                v1::ProgrammeSummary* response) override;
  grpc::ServerUnaryReactor* GetDistrictSummary(grpc::CallbackServerContext* context,
                                               const v1::GetDistrictSummaryRequest* request,
                                               v1::DistrictSummary* response) override;
  grpc::ServerUnaryReactor* ListTaskProgress(grpc::CallbackServerContext* context,
                                             const v1::ListTaskProgressRequest* request,
                                             v1::ListTaskProgressResponse* response) override;
  grpc::ServerUnaryReactor* ListFindings(grpc::CallbackServerContext* context,
                                         const v1::ListFindingsRequest* request,
                                         v1::ListFindingsResponse* response) override;
  grpc::ServerUnaryReactor* GetTrend(grpc::CallbackServerContext* context,
                                     const v1::GetTrendRequest* request,
                                     v1::Trend* response) override;
  grpc::ServerUnaryReactor* GetForecast(grpc::CallbackServerContext* context,
                                        const v1::GetForecastRequest* request,
                                        v1::Forecast* response) override;
  grpc::ServerUnaryReactor* RankUnits(grpc::CallbackServerContext* context,
                                      const v1::RankUnitsRequest* request,
                                      v1::RankUnitsResponse* response) override;
  grpc::ServerUnaryReactor* CompareDistricts(grpc::CallbackServerContext* context,
                                             const v1::CompareDistrictsRequest* request,
                                             v1::CompareDistrictsResponse* response) override;
  grpc::ServerUnaryReactor* GenerateBulletin(grpc::CallbackServerContext* context,
                                             const v1::GenerateBulletinRequest* request,
                                             v1::Bulletin* response) override;
  grpc::ServerWriteReactor<v1::DistrictSummary>* WatchDistrictSummary(
      grpc::CallbackServerContext* context,
      const v1::GetDistrictSummaryRequest* request) override;

 private:
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Answer(
      grpc::CallbackServerContext* context, const Request* request, Response* response,
      absl::StatusOr<Response> (Queries::*method)(const Request&, Queries::Deadline));

  Queries& queries_;
  Changes& changes_;
  runtime::Executor& executor_;
};

}  // namespace duban::analytics
