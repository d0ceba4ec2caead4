// DocumentService over gRPC: decode, call, encode.
#pragma once

#include "duban/ingest/v1/document_service.grpc.pb.h"
#include "ingest/core/document_store.h"
#include "ingest/core/import_document.h"
#include "ingest/core/ownership.h"
#include "runtime/executor.h"
#include "runtime/raw_rpc.h"

namespace duban::ingest {

// The generated service with the calls that carry file names over bytes; runtime/raw_rpc.h says
// why.
using RawDocumentService = v1::DocumentService::WithRawCallbackMethod_ParseDocument<
    v1::DocumentService::WithRawCallbackMethod_ImportDocument<
        v1::DocumentService::CallbackService>>;

// Thread-safe. Imports block for long, so they have an executor of their own.
class DocumentGrpc : public RawDocumentService {
 public:
  // Nothing is owned; everything must outlive the server.
  DocumentGrpc(DocumentImporter& importer, DocumentReview& review, const DocumentStore& store,
               Ownership& ownership, runtime::Executor& executor)
      : importer_(importer),
        review_(review),
        store_(store),
        ownership_(ownership),
        executor_(executor) {}

  grpc::ServerUnaryReactor* ParseDocument(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* in,
                                          grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* ImportDocument(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* in,
                                           grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* GetDocument(grpc::CallbackServerContext* context,
                                        const v1::GetDocumentRequest* request,
                                        v1::Document* response) override;
  grpc::ServerUnaryReactor* GetDocumentImport(grpc::CallbackServerContext* context,
                                              const v1::GetDocumentImportRequest* request,
                                              v1::DocumentImport* response) override;
  grpc::ServerUnaryReactor* ListLearnedWords(grpc::CallbackServerContext* context,
                                             const v1::ListLearnedWordsRequest* request,
                                             v1::ListLearnedWordsResponse* response) override;
  grpc::ServerUnaryReactor* ForgetLearnedWord(grpc::CallbackServerContext* context,
                                              const v1::ForgetLearnedWordRequest* request,
                                              v1::LearnedWord* response) override;

 private:
  absl::StatusOr<v1::LearnedWord> Forget(const v1::ForgetLearnedWordRequest& request);
  absl::StatusOr<v1::Document> Get(const v1::GetDocumentRequest& request) const;

  DocumentImporter& importer_;
  DocumentReview& review_;
  const DocumentStore& store_;
  Ownership& ownership_;
  runtime::Executor& executor_;
};

}  // namespace duban::ingest
