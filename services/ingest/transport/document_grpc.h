// DocumentService over gRPC: decode, call, encode.
#pragma once

#include "duban/ingest/v1/document_service.grpc.pb.h"
#include "ingest/core/document_store.h"
#include "ingest/core/import_document.h"
#include "runtime/executor.h"

namespace duban::ingest {

// Thread-safe. Imports block for long, so they have an executor of their own.
class DocumentGrpc : public v1::DocumentService::CallbackService {
 public:
  // Nothing is owned; everything must outlive the server.
  DocumentGrpc(DocumentImporter& importer, const DocumentStore& store, runtime::Executor& executor)
      : importer_(importer), store_(store), executor_(executor) {}

  grpc::ServerUnaryReactor* ParseDocument(grpc::CallbackServerContext* context,
                                          const v1::ParseDocumentRequest* request,
                                          v1::ImportDraft* response) override;
  grpc::ServerUnaryReactor* ImportDocument(grpc::CallbackServerContext* context,
                                           const v1::ImportDocumentRequest* request,
                                           v1::ImportDocumentResponse* response) override;
  grpc::ServerUnaryReactor* GetDocument(grpc::CallbackServerContext* context,
                                        const v1::GetDocumentRequest* request,
                                        v1::Document* response) override;

 private:
  absl::StatusOr<v1::Document> Get(const v1::GetDocumentRequest& request) const;

  DocumentImporter& importer_;
  const DocumentStore& store_;
  runtime::Executor& executor_;
};

}  // namespace duban::ingest
