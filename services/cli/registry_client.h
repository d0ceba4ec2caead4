// Calls of the registry with statuses as ours, for the commands.
#pragma once

#include <duban/registry/v1/registry_service.grpc.pb.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/context.h"
#include "cli/terminal.h"
#include "common/error.h"
#include "runtime/client.h"
#include "runtime/rpc_status.h"

namespace duban::cli {

// One connection to the registry. `context` must outlive it.
class RegistryClient {
 public:
  using Stub = registry::v1::RegistryService::Stub;

  explicit RegistryClient(const Context& context)
      : context_(context),
        stub_(registry::v1::RegistryService::NewStub(
            runtime::MakeChannel(context.registry_address))) {}

  template <class Response, class Request>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) {
    grpc::ClientContext call;
    runtime::PrepareContext(call, context_.timeout);
    Response response;
    const grpc::Status status = (stub_.get()->*method)(&call, request, &response);
    if (!status.ok()) return runtime::FromGrpc(status);
    return response;
  }

  // Every page of a list, up to `limit` items; `items` takes a response's items.
  template <class Response, class Request, class Items>
  auto List(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
            Request request, Items items, size_t limit)
      -> absl::StatusOr<
          std::vector<typename std::decay_t<decltype(items(Response()))>::value_type>> {
    std::vector<typename std::decay_t<decltype(items(Response()))>::value_type> out;
    do {
      ASSIGN_OR_RETURN(const Response page, Call(method, request));
      for (const auto& item : items(page)) {
        if (out.size() == limit) return out;
        out.push_back(item);
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return out;
  }

 private:
  const Context& context_;
  std::unique_ptr<Stub> stub_;
};

}  // namespace duban::cli
