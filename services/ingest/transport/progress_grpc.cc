#include "ingest/transport/progress_grpc.h"

#include <memory>
#include <utility>

#include "common/error.h"
#include "common/names.h"
#include "ingest/transport/export_stream.h"
#include "ingest/transport/journal_watch.h"
#include "runtime/rpc.h"

namespace duban::ingest {
namespace {

// The callback that answers a unary call from the committer's thread.
Progress::Done Answering(grpc::ServerUnaryReactor* reactor, grpc::ByteBuffer* out) {
  return [reactor, out](Progress::Answer answer) {
    if (answer.ok()) *out = runtime::ToBytes(*answer);
    reactor->Finish(runtime::ToGrpc(answer.status()));
  };
}

}  // namespace

ProgressGrpc::ProgressGrpc(Progress& progress, const Journal& journal, const Ownership& ownership,
                           Prover prover, Verified verified, runtime::Executor& executor,
                           runtime::Executor& slow_executor, runtime::Signal& committed,
                           const ReportStreamConfig& stream)
    : progress_(progress),
      journal_(journal),
      ownership_(ownership),
      prover_(std::move(prover)),
      verified_(std::move(verified)),
      executor_(executor),
      slow_executor_(slow_executor),
      committed_(committed),
      stream_(stream) {}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* ProgressGrpc::StreamReports(
    grpc::CallbackServerContext*) {
  return NewReportStream(progress_, executor_, committed_, stream_);
}

grpc::ServerUnaryReactor* ProgressGrpc::GetReport(grpc::CallbackServerContext* context,
                                                  const v1::GetReportRequest* request,
                                                  type::v1::Report* response) {
  return runtime::Unary(
      context, request, response, executor_,
      [this](const v1::GetReportRequest& call) { return progress_.Get(call.name()); });
}

grpc::ServerUnaryReactor* ProgressGrpc::ListReports(grpc::CallbackServerContext* context,
                                                    const v1::ListReportsRequest* request,
                                                    v1::ListReportsResponse* response) {
  return runtime::Unary(
      context, request, response, executor_,
      [this](const v1::ListReportsRequest& call) { return progress_.List(call); });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* ProgressGrpc::WatchReports(grpc::CallbackServerContext*,
                                                                       const grpc::ByteBuffer* in) {
  v1::WatchReportsRequest request;
  if (const absl::Status parsed = runtime::ParseRequest(*in, request); !parsed.ok())
    return runtime::Refuse<grpc::ByteBuffer>(parsed);
  // Shared by the copies of the function that the reactor keeps.
  auto watch = std::make_shared<JournalWatch>(journal_, ownership_, request);
  return runtime::Watch<grpc::ByteBuffer>(executor_, committed_, [watch] { return watch->Next(); });
}

grpc::ServerUnaryReactor* ProgressGrpc::VerifyJournal(grpc::CallbackServerContext* context,
                                                      const v1::VerifyJournalRequest* request,
                                                      v1::VerifyJournalResponse* response) {
  return runtime::Unary(
      context, request, response, slow_executor_,
      [this,
       context](const v1::VerifyJournalRequest& call) -> absl::StatusOr<v1::VerifyJournalResponse> {
        ASSIGN_OR_RETURN(
            v1::VerifyJournalResponse outcome,
            progress_.Verify(call.district(), [context] { return context->IsCancelled(); }));
        verified_(call.district(), outcome);
        return outcome;
      });
}

grpc::ServerWriteReactor<v1::ExportJournalResponse>* ProgressGrpc::ExportJournal(
    grpc::CallbackServerContext*, const v1::ExportJournalRequest* request) {
  std::string code;
  if (request->district() != "districts/-") {
    const auto name = ParseDistrictName("district", request->district());
    if (!name.ok()) return runtime::Refuse<v1::ExportJournalResponse>(name.status());
    code = name->district;
    if (const absl::Status held = ownership_.Check(code); !held.ok())
      return runtime::Refuse<v1::ExportJournalResponse>(held);
  }
  return NewExportStream(journal_, std::move(code), slow_executor_);
}

grpc::ServerUnaryReactor* ProgressGrpc::ExportProof(grpc::CallbackServerContext* context,
                                                    const v1::ExportProofRequest* request,
                                                    v1::FigureProof* response) {
  return runtime::Unary(
      context, request, response, slow_executor_,
      [this](const v1::ExportProofRequest& call) -> absl::StatusOr<v1::FigureProof> {
        if (const auto name = ParseReportName("name", call.name()); name.ok())
          RETURN_IF_ERROR(ownership_.Check(name->district));
        v1::FigureProof out;
        ASSIGN_OR_RETURN(*out.mutable_json(), prover_(call.name(), call.measurement()));
        return out;
      });
}

grpc::ServerUnaryReactor* ProgressGrpc::ListJournals(grpc::CallbackServerContext* context,
                                                     const v1::ListJournalsRequest* request,
                                                     v1::ListJournalsResponse* response) {
  return runtime::Unary(
      context, request, response, executor_,
      [this](const v1::ListJournalsRequest&) { return progress_.ListJournals(); });
}

grpc::ServerUnaryReactor* ProgressGrpc::SubmitCaseStep(grpc::CallbackServerContext* context,
                                                       const grpc::ByteBuffer* in,
                                                       grpc::ByteBuffer* out) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  v1::SubmitCaseStepRequest request;
  if (const absl::Status parsed = runtime::ParseRequest(*in, request); !parsed.ok()) {
    reactor->Finish(runtime::ToGrpc(parsed));
  } else {
    progress_.SubmitCaseStep(std::move(request), Answering(reactor, out));
  }
  return reactor;
}

}  // namespace duban::ingest
