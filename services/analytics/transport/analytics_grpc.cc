#include "analytics/transport/analytics_grpc.h"

#include <algorithm>

#include "analytics/docx/bulletin_docx.h"
#include "analytics/xlsx/bulletin_xlsx.h"
#include "common/error.h"
#include "common/names.h"
#include "runtime/raw_rpc.h"

namespace duban::analytics {

using Bytes = AnalyticsGrpc::Bytes;
using Context = AnalyticsGrpc::Context;
using Reactor = AnalyticsGrpc::Reactor;

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
    case v1::GenerateBulletinRequest::DOCX: {
      ASSIGN_OR_RETURN(std::string bytes, RenderDocx(content));
      fill(".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
           std::move(bytes));
      return bulletin;
    }
    default:
      return InvalidField("format", "FORMAT_UNKNOWN", "write MARKDOWN, HTML, CSV, XLSX or DOCX");
  }
}

Bytes Encoded(const AnswerBytes& answer) { return runtime::ShareBytes(answer); }
Bytes Encoded(const google::protobuf::Message& answer) { return runtime::ToBytes(answer); }

}  // namespace

template <typename Request, typename Answer>
Reactor* AnalyticsGrpc::Run(Context* context, const Bytes* in, Bytes* out,
                            absl::StatusOr<Answer> (Queries::*method)(const Request&,
                                                                      Queries::Deadline)) {
  return runtime::RawUnary<Request>(
      context, in, out, executor_,
      [this, method,
       deadline = DeadlineOf(*context)](const Request& request) -> absl::StatusOr<Bytes> {
        ASSIGN_OR_RETURN(const Answer answer, (queries_.*method)(request, deadline));
        return Encoded(answer);
      });
}

Reactor* AnalyticsGrpc::GetProgrammeSummary(Context* context, const Bytes* in, Bytes* out) {
  return Run(context, in, out, &Queries::ProgrammeSummaryBytes);
}

Reactor* AnalyticsGrpc::GetDistrictSummary(Context* context, const Bytes* in, Bytes* out) {
  // The board's own question: what is in memory is answered as it lies there, without a change of
  // threads.
  v1::GetDistrictSummaryRequest request;
  if (runtime::ParseRequest(*in, request).ok()) {
    if (AnswerBytes kept = queries_.DistrictSummaryFromMemory(request)) {
      *out = runtime::ShareBytes(std::move(kept));
      Reactor* reactor = context->DefaultReactor();
      reactor->Finish(grpc::Status::OK);
      return reactor;
    }
  }
  return Run(context, in, out, &Queries::DistrictSummaryBytes);
}

Reactor* AnalyticsGrpc::ListTaskProgress(Context* context, const Bytes* in, Bytes* out) {
  return Run(context, in, out, &Queries::ListTaskProgress);
}

Reactor* AnalyticsGrpc::ListFindings(Context* context, const Bytes* in, Bytes* out) {
  return Run(context, in, out, &Queries::ListFindings);
}

Reactor* AnalyticsGrpc::GetTrend(Context* context, const Bytes* in, Bytes* out) {
  return Run(context, in, out, &Queries::GetTrend);
}

Reactor* AnalyticsGrpc::GetForecast(Context* context, const Bytes* in, Bytes* out) {
  return Run(context, in, out, &Queries::GetForecast);
}

Reactor* AnalyticsGrpc::RankUnits(Context* context, const Bytes* in, Bytes* out) {
  return Run(context, in, out, &Queries::RankUnits);
}

Reactor* AnalyticsGrpc::CompareDistricts(Context* context, const Bytes* in, Bytes* out) {
  return Run(context, in, out, &Queries::CompareDistricts);
}

Reactor* AnalyticsGrpc::GenerateBulletin(Context* context, const Bytes* in, Bytes* out) {
  return runtime::RawUnary<v1::GenerateBulletinRequest>(
      context, in, out, executor_,
      [this, deadline = DeadlineOf(*context)](
          const v1::GenerateBulletinRequest& asked) -> absl::StatusOr<v1::Bulletin> {
        ASSIGN_OR_RETURN(const auto answer, queries_.GetBulletin(asked, deadline));
        ASSIGN_OR_RETURN(v1::Bulletin bulletin, LayOut(answer.content, asked.format()));
        *bulletin.mutable_basis() = answer.basis;
        return bulletin;
      });
}

grpc::ServerWriteReactor<Bytes>* AnalyticsGrpc::WatchDistrictSummary(Context*, const Bytes* in) {
  v1::GetDistrictSummaryRequest request;
  if (const absl::Status parsed = runtime::ParseRequest(*in, request); !parsed.ok()) {
    return runtime::Refuse<Bytes>(parsed);
  }
  const absl::StatusOr<ResourceName> name = ParseDistrictName("name", request.name());
  if (!name.ok()) return runtime::Refuse<Bytes>(name.status());
  // Whatever happened since the last write is one message: a slow watcher gets fewer, and none is
  // queued for it.
  auto next = [this, request,
               last =
                   AnswerBytes()]() mutable -> absl::StatusOr<std::optional<std::vector<Bytes>>> {
    const auto deadline = std::chrono::system_clock::now() + std::chrono::seconds(30);
    ASSIGN_OR_RETURN(AnswerBytes summary, queries_.DistrictSummaryBytes(request, deadline));
    std::vector<Bytes> batch;
    if (last == nullptr || *summary != *last) {
      batch.push_back(runtime::ShareBytes(summary));
      last = std::move(summary);
    }
    return batch;
  };
  return runtime::Watch<Bytes>(executor_, changes_.Of(name->district), std::move(next));
}

}  // namespace duban::analytics
