// AnalyticsService over gRPC: decode, call, encode.
#pragma once

#include "analytics/core/queries.h"
#include "analytics/transport/changes.h"
#include "duban/analytics/v1/analytics_service.grpc.pb.h"
#include "runtime/executor.h"
#include "runtime/raw_rpc.h"

namespace duban::analytics {

// The generated service with every method over bytes (raw_rpc.h says why).
namespace raw {
using S = v1::AnalyticsService;
using Summaries =
    S::WithRawCallbackMethod_WatchDistrictSummary<S::WithRawCallbackMethod_GetDistrictSummary<
        S::WithRawCallbackMethod_GetProgrammeSummary<S::Service>>>;
using Lists =
    S::WithRawCallbackMethod_ListFindings<S::WithRawCallbackMethod_ListTaskProgress<Summaries>>;
using Analysis = S::WithRawCallbackMethod_CompareDistricts<S::WithRawCallbackMethod_RankUnits<
    S::WithRawCallbackMethod_GetForecast<S::WithRawCallbackMethod_GetTrend<Lists>>>>;
using All = S::WithRawCallbackMethod_GenerateBulletin<Analysis>;
}  // namespace raw

// Thread-safe. Not owned references must outlive it.
class AnalyticsGrpc final : public raw::All {
 public:
  using Context = grpc::CallbackServerContext;
  using Bytes = grpc::ByteBuffer;
  using Reactor = grpc::ServerUnaryReactor;

  AnalyticsGrpc(Queries& queries, Changes& changes, runtime::Executor& executor)
      : queries_(queries), changes_(changes), executor_(executor) {}

  Reactor* GetProgrammeSummary(Context* context, const Bytes* in, Bytes* out) override;
  Reactor* GetDistrictSummary(Context* context, const Bytes* in, Bytes* out) override;
  Reactor* ListTaskProgress(Context* context, const Bytes* in, Bytes* out) override;
  Reactor* ListFindings(Context* context, const Bytes* in, Bytes* out) override;
  Reactor* GetTrend(Context* context, const Bytes* in, Bytes* out) override;
  Reactor* GetForecast(Context* context, const Bytes* in, Bytes* out) override;
  Reactor* RankUnits(Context* context, const Bytes* in, Bytes* out) override;
  Reactor* CompareDistricts(Context* context, const Bytes* in, Bytes* out) override;
  Reactor* GenerateBulletin(Context* context, const Bytes* in, Bytes* out) override;
  grpc::ServerWriteReactor<Bytes>* WatchDistrictSummary(Context* context, const Bytes* in) override;

 private:
  // Answers on the executor with `method`, whose answer is a message or AnswerBytes.
  template <typename Request, typename Answer>
  Reactor* Run(Context* context, const Bytes* in, Bytes* out,
               absl::StatusOr<Answer> (Queries::*method)(const Request&, Queries::Deadline));

  Queries& queries_;
  Changes& changes_;
  runtime::Executor& executor_;
};

}  // namespace duban::analytics
