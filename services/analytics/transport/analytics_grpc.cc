#include "analytics/transport/analytics_grpc.h"

#include <algorithm>
#include <atomic>

#include "analytics/xlsx/bulletin_xlsx.h"
#include "common/error.h"
#include "common/names.h"
#include "runtime/rpc.h"

namespace duban::analytics {
namespace {

// A caller that sets no deadline does not wait for ever.
Queries::Deadline DeadlineOf(const grpc::CallbackServerContext& context) {
  return std::min<Queries::Deadline>(context.deadline(),
                                     std::chrono::system_clock::now() + std::chrono::seconds(30));
}

// The content in the format asked for; Markdown where none is.
absl::StatusOr<v1::Bulletin> LayOut(const BulletinContent& content,
                                    v1::GenerateBulletinRequest::Format format) {
  v1::Bulletin bulletin;
  const auto fill = [&](const std::string& ending, const std::string& type, std::string bytes) {
    bulletin.set_file_name(content.title + "-" + content.date + ending);
    bulletin.set_mime_type(type);
    bulletin.set_content(std::move(bytes));
  };
  switch (format) {
    case v1::GenerateBulletinRequest::FORMAT_UNSPECIFIED:
    case v1::GenerateBulletinRequest::MARKDOWN:
      fill(".md", "text/markdown; charset=utf-8", RenderMarkdown(content));
      return bulletin;
    case v1::GenerateBulletinRequest::HTML:
      fill(".html", "text/html; charset=utf-8", RenderHtml(content));
      return bulletin;
    case v1::GenerateBulletinRequest::CSV:
      fill(".csv", "text/csv; charset=utf-8", RenderCsv(content));
      return bulletin;
    case v1::GenerateBulletinRequest::XLSX: {
      ASSIGN_OR_RETURN(std::string bytes, RenderXlsx(content));
      fill(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
           std::move(bytes));
      return bulletin;
    }
    default:
      return InvalidField("format", "FORMAT_UNKNOWN", "write MARKDOWN, HTML, CSV or XLSX");
  }
}

}  // namespace

template <typename Request, typename Response>
grpc::ServerUnaryReactor* AnalyticsGrpc::Answer(
    grpc::CallbackServerContext* context, const Request* request, Response* response,
    absl::StatusOr<Response> (Queries::*method)(const Request&, Queries::Deadline)) {
  return runtime::Unary(context, request, response, executor_,
                        [this, method, deadline = DeadlineOf(*context)](const Request& asked) {
                          return (queries_.*method)(asked, deadline);
                        });
}

grpc::ServerUnaryReactor* AnalyticsGrpc::GetProgrammeSummary(
    grpc::CallbackServerContext* context, const v1::GetProgrammeSummaryRequest* request,
    v1::ProgrammeSummary* response) {
  return Answer(context, request, response, &Queries::GetProgrammeSummary);
}

grpc::ServerUnaryReactor* AnalyticsGrpc::GetDistrictSummary(
    grpc::CallbackServerContext* context, const v1::GetDistrictSummaryRequest* request,
    v1::DistrictSummary* response) {
  // The board's own question: what is in memory is answered without a change of threads.
  if (auto kept = queries_.DistrictSummaryFromMemory(*request)) {
    *response = *std::move(kept);
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
  return Answer(context, request, response, &Queries::GetDistrictSummary);
}

grpc::ServerUnaryReactor* AnalyticsGrpc::ListTaskProgress(
    grpc::CallbackServerContext* context, const v1::ListTaskProgressRequest* request,
    v1::ListTaskProgressResponse* response) {
  return Answer(context, request, response, &Queries::ListTaskProgress);
}

grpc::ServerUnaryReactor* AnalyticsGrpc::ListFindings(grpc::CallbackServerContext* context,
                                                      const v1::ListFindingsRequest* request,
                                                      v1::ListFindingsResponse* response) {
  return Answer(context, request, response, &Queries::ListFindings);
}

grpc::ServerUnaryReactor* AnalyticsGrpc::GetTrend(grpc::CallbackServerContext* context,
                                                  const v1::GetTrendRequest* request,
                                                  v1::Trend* response) {
  return Answer(context, request, response, &Queries::GetTrend);
}

grpc::ServerUnaryReactor* AnalyticsGrpc::GetForecast(grpc::CallbackServerContext* context,
                                                     const v1::GetForecastRequest* request,
                                                     v1::Forecast* response) {
  return Answer(context, request, response, &Queries::GetForecast);
}

grpc::ServerUnaryReactor* AnalyticsGrpc::RankUnits(grpc::CallbackServerContext* context,
                                                   const v1::RankUnitsRequest* request,
                                                   v1::RankUnitsResponse* response) {
  return Answer(context, request, response, &Queries::RankUnits);
}

grpc::ServerUnaryReactor* AnalyticsGrpc::CompareDistricts(
    grpc::CallbackServerContext* context, const v1::CompareDistrictsRequest* request,
    v1::CompareDistrictsResponse* response) {
  return Answer(context, request, response, &Queries::CompareDistricts);
}

grpc::ServerUnaryReactor* AnalyticsGrpc::GenerateBulletin(
    grpc::CallbackServerContext* context, const v1::GenerateBulletinRequest* request,
    v1::Bulletin* response) {
  return runtime::Unary(context, request, response, executor_,
                        [this, deadline = DeadlineOf(*context)](
                            const v1::GenerateBulletinRequest& asked) -> absl::StatusOr<v1::Bulletin> {
                          ASSIGN_OR_RETURN(const auto answer, queries_.GetBulletin(asked, deadline));
                          ASSIGN_OR_RETURN(v1::Bulletin bulletin, LayOut(answer.content, asked.format()));
                          *bulletin.mutable_basis() = answer.basis;
                          return bulletin;
                        });
}

grpc::ServerWriteReactor<v1::DistrictSummary>* AnalyticsGrpc::WatchDistrictSummary(
    grpc::CallbackServerContext*, const v1::GetDistrictSummaryRequest* request) {
  const absl::StatusOr<ResourceName> name = ParseDistrictName("name", request->name());
  if (!name.ok()) return runtime::Refuse<v1::DistrictSummary>(name.status());
  // Whatever happened since the last write is one message: a slow watcher gets fewer, and none is queued for it.
  auto next = [this, asked = *request, last = std::make_shared<std::string>()]() mutable
      -> absl::StatusOr<std::optional<std::vector<v1::DistrictSummary>>> {
    const auto deadline = std::chrono::system_clock::now() + std::chrono::seconds(30);
    ASSIGN_OR_RETURN(v1::DistrictSummary summary, queries_.GetDistrictSummary(asked, deadline));
    std::vector<v1::DistrictSummary> batch;
    std::string bytes = summary.SerializeAsString();
    if (bytes != *last) {
      *last = std::move(bytes);
      batch.push_back(std::move(summary));
    }
    return batch;
  };
  return runtime::Watch<v1::DistrictSummary>(executor_, changes_.Of(name->district), std::move(next));
}

}  // namespace duban::analytics
