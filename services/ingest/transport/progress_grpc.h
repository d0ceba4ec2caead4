// ProgressService over gRPC: decode, call, encode.
#pragma once

#include <functional>
#include <string>

#include "duban/ingest/v1/progress_service.grpc.pb.h"
#include "ingest/core/progress.h"
#include "ingest/transport/report_stream.h"
#include "runtime/executor.h"
#include "runtime/raw_rpc.h"
#include "runtime/signal.h"

namespace duban::ingest {

// The generated service, call by call: those that carry people's texts go over bytes;
// runtime/raw_rpc.h says why. (CallbackService cannot be their base, since a raw stream has another
// type than the one that it declares.)
using Generated = v1::ProgressService;
using PlainCalls = Generated::WithCallbackMethod_GetReport<
    Generated::WithCallbackMethod_ListReports<Generated::WithCallbackMethod_VerifyJournal<
        Generated::WithCallbackMethod_ExportJournal<Generated::WithCallbackMethod_ExportProof<
            Generated::WithCallbackMethod_ListJournals<Generated::Service>>>>>>;
using RawProgressService = Generated::WithRawMethod_SubmitReport<
    Generated::WithRawCallbackMethod_StreamReports<Generated::WithRawCallbackMethod_WatchReports<
        Generated::WithRawCallbackMethod_SubmitCaseStep<PlainCalls>>>>;

// Thread-safe. `committed` fires after every commit; once it is closed, streams end.
class ProgressGrpc : public RawProgressService {
 public:
  // Makes the proof of a figure; see MakeFigureProof.
  using Prover =
      std::function<absl::StatusOr<std::string>(const std::string& report, int measurement)>;

  // Told of every verification, on its thread.
  using Verified =
      std::function<void(const std::string& district, const v1::VerifyJournalResponse& outcome)>;

  // Nothing is owned; everything must outlive the server. `slow_executor` is for what takes long:
  // exports, proofs and verifications.
  ProgressGrpc(Progress& progress, const Journal& journal, const Ownership& ownership,
               Prover prover, Verified verified, runtime::Executor& executor,
               runtime::Executor& slow_executor, runtime::Signal& committed,
               const ReportStreamConfig& stream);

  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* StreamReports(
      grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
                                      const v1::GetReportRequest* request,
                                      type::v1::Report* response) override;
  grpc::ServerUnaryReactor* ListReports(grpc::CallbackServerContext* context,
                                        const v1::ListReportsRequest* request,
                                        v1::ListReportsResponse* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchReports(grpc::CallbackServerContext* context,
                                                           const grpc::ByteBuffer* in) override;
  grpc::ServerUnaryReactor* VerifyJournal(grpc::CallbackServerContext* context,
                                          const v1::VerifyJournalRequest* request,
                                          v1::VerifyJournalResponse* response) override;
  grpc::ServerWriteReactor<v1::ExportJournalResponse>* ExportJournal(
      grpc::CallbackServerContext* context, const v1::ExportJournalRequest* request) override;
  grpc::ServerUnaryReactor* ExportProof(grpc::CallbackServerContext* context,
                                        const v1::ExportProofRequest* request,
                                        v1::FigureProof* response) override;
  grpc::ServerUnaryReactor* ListJournals(grpc::CallbackServerContext* context,
                                         const v1::ListJournalsRequest* request,
                                         v1::ListJournalsResponse* response) override;
  grpc::ServerUnaryReactor* SubmitCaseStep(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* in,
                                           grpc::ByteBuffer* out) override;

 private:
  Progress& progress_;
  const Journal& journal_;
  const Ownership& ownership_;
  const Prover prover_;
  const Verified verified_;
  runtime::Executor& executor_;
  runtime::Executor& slow_executor_;
  runtime::Signal& committed_;
  const ReportStreamConfig stream_;
};

}  // namespace duban::ingest
