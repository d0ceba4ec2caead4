// Unary handlers over raw bytes: requests that do not parse are answered with what is wrong with
// them, and answers that are kept serialized are sent as they are.
//
// gRPC itself answers a request with broken UTF-8 as UNIMPLEMENTED, without a word; here it is
// INVALID_ARGUMENT about the field.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/support/byte_buffer.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "runtime/rpc.h"

namespace duban::runtime {

// Reads a request. Errors: INVALID_ARGUMENT UTF8_INVALID about the field that is not UTF-8,
// REQUEST_MALFORMED.
absl::Status ParseRequest(const grpc::ByteBuffer& bytes, google::protobuf::Message& request);
absl::Status ParseRequest(const std::string& bytes, google::protobuf::Message& request);

// The bytes in one piece.
std::string Flatten(const grpc::ByteBuffer& bytes);

// Answers with serialized bytes, without copying them.
grpc::ByteBuffer ShareBytes(std::shared_ptr<const std::string> bytes);

// Answers with a message.
grpc::ByteBuffer ToBytes(const google::protobuf::Message& message);

// As runtime::UnaryInline and runtime::Unary. `handler` takes a Request and returns absl::StatusOr
// of a message, or of a grpc::ByteBuffer.
namespace internal {

inline grpc::ByteBuffer Encode(grpc::ByteBuffer bytes) { return bytes; }
inline grpc::ByteBuffer Encode(const google::protobuf::Message& message) {
  return ToBytes(message);
}

template <class Request, class Handler>
absl::Status Answer(const grpc::ByteBuffer& in, grpc::ByteBuffer* out, Handler& handler) {
  Request request;
  RETURN_IF_ERROR(ParseRequest(in, request));
  auto response = handler(request);
  RETURN_IF_ERROR(response.status());
  *out = Encode(*std::move(response));
  return absl::OkStatus();
}

}  // namespace internal

template <class Request, class Handler>
grpc::ServerUnaryReactor* RawInline(grpc::CallbackServerContext* context,
                                    const grpc::ByteBuffer* in, grpc::ByteBuffer* out,
                                    Handler&& handler) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(runtime::ToGrpc(internal::Answer<Request>(*in, out, handler)));
  return reactor;
}

template <class Request, class Handler>
grpc::ServerUnaryReactor* RawUnary(grpc::CallbackServerContext* context, const grpc::ByteBuffer* in,
                                   grpc::ByteBuffer* out, runtime::Executor& executor,
                                   Handler handler) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const bool taken = executor.TryRun([=, handler = std::move(handler)]() mutable {
    absl::Status status = runtime::StillWanted(*context);
    if (status.ok()) status = internal::Answer<Request>(*in, out, handler);
    reactor->Finish(runtime::ToGrpc(status));
  });
  if (!taken) reactor->Finish(runtime::ToGrpc(runtime::Overloaded()));
  return reactor;
}

}  // namespace duban::runtime
