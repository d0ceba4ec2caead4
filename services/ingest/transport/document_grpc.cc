#include "ingest/transport/document_grpc.h"

#include <string_view>

#include "common/error.h"
#include "common/hash.h"
#include "common/names.h"
#include "runtime/rpc.h"
#include "runtime/wire.h"

namespace duban::ingest {

grpc::ServerUnaryReactor* DocumentGrpc::ParseDocument(grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer* in,
                                                      grpc::ByteBuffer* out) {
  return runtime::RawUnary<v1::ParseDocumentRequest>(
      context, in, out, executor_,
      [this](const v1::ParseDocumentRequest& call) { return importer_.Parse(call); });
}

grpc::ServerUnaryReactor* DocumentGrpc::ImportDocument(grpc::CallbackServerContext* context,
                                                       const grpc::ByteBuffer* in,
                                                       grpc::ByteBuffer* out) {
  return runtime::RawUnary<v1::ImportDocumentRequest>(
      context, in, out, executor_,
      [this](const v1::ImportDocumentRequest& call) { return importer_.Import(call); });
}

grpc::ServerUnaryReactor* DocumentGrpc::GetDocument(grpc::CallbackServerContext* context,
                                                    const v1::GetDocumentRequest* request,
                                                    v1::Document* response) {
  return runtime::Unary(context, request, response, executor_,
                        [this](const v1::GetDocumentRequest& call) { return Get(call); });
}

grpc::ServerUnaryReactor* DocumentGrpc::GetDocumentImport(
    grpc::CallbackServerContext* context, const v1::GetDocumentImportRequest* request,
    v1::DocumentImport* response) {
  return runtime::Unary(
      context, request, response, executor_,
      [this](const v1::GetDocumentImportRequest& call) { return importer_.FindImport(call); });
}

grpc::ServerUnaryReactor* DocumentGrpc::ListLearnedWords(grpc::CallbackServerContext* context,
                                                         const v1::ListLearnedWordsRequest* request,
                                                         v1::ListLearnedWordsResponse* response) {
  return runtime::Unary(
      context, request, response, executor_,
      [this](
          const v1::ListLearnedWordsRequest& call) -> absl::StatusOr<v1::ListLearnedWordsResponse> {
        ASSIGN_OR_RETURN(const ResourceName parent, ParseDistrictName("parent", call.parent()));
        RETURN_IF_ERROR(ownership_.Check(parent.district));
        return review_.ListWords(call);
      });
}

grpc::ServerUnaryReactor* DocumentGrpc::ForgetLearnedWord(
    grpc::CallbackServerContext* context, const v1::ForgetLearnedWordRequest* request,
    v1::LearnedWord* response) {
  return runtime::Unary(context, request, response, executor_,
                        [this](const v1::ForgetLearnedWordRequest& call) { return Forget(call); });
}

absl::StatusOr<v1::LearnedWord> DocumentGrpc::Forget(const v1::ForgetLearnedWordRequest& request) {
  const std::string name = request.name().substr(0, request.name().find("/learnedWords/"));
  const auto district = ParseDistrictName("name", name);
  if (!district.ok()) return review_.Forget(request);  // which says what is wrong with the name
  // Held until it is done, so that a move takes it along.
  ASSIGN_OR_RETURN(const Ownership::Ticket ticket, ownership_.Admit(district->district));
  return review_.Forget(request);
}

absl::StatusOr<v1::Document> DocumentGrpc::Get(const v1::GetDocumentRequest& request) const {
  constexpr std::string_view kCollection = "documents/";
  std::string_view id = request.name();
  if (id.substr(0, kCollection.size()) == kCollection) id.remove_prefix(kCollection.size());
  if (id.size() == request.name().size() || !ParseDigest(id))
    return InvalidField("name", "NAME_MALFORMED", "want documents/{64 lower-case hex digits}");
  ASSIGN_OR_RETURN(StoredDocument document, store_.Get(id));
  v1::Document out;
  out.set_name(request.name());
  out.set_file_name(std::move(document.file_name));
  out.set_mime_type(std::move(document.mime_type));
  out.set_content(std::move(document.content));
  out.set_text(std::move(document.text));
  *out.mutable_create_time() = ToProto(document.create_time);
  ASSIGN_OR_RETURN(v1::ReviewPatch patch, review_.PatchOf(std::string(id)));
  if (!patch.author().empty()) *out.mutable_patch() = std::move(patch);
  return out;
}

}  // namespace duban::ingest
