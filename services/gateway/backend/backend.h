// Calls to one service by method name, with requests and answers as bytes.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace duban::gateway {

// What goes with a call.
struct CallOptions {
  std::string rpc_path;  // "/duban.registry.v1.RegistryService/GetDistrict"
  std::string district;  // six digits, or empty
  std::string request_id;
  std::chrono::milliseconds timeout{30'000};  // not for streams, which stay open
};

// A server stream that is being read. Thread-safe.
class BackendStream {
 public:
  virtual ~BackendStream() = default;
  // Asks for the next message; once per message received, after the first.
  virtual void Continue() = 0;
  // Ends it soon: no more messages, then the end with CANCELLED.
  virtual void Cancel() = 0;
};

// Backend owns the channels to one service. Thread-safe; nothing blocks but Stop.
class Backend {
 public:
  using Done = std::function<void(const grpc::Status&, grpc::ByteBuffer& response)>;
  using Message = std::function<void(const std::string& message)>;
  using End = std::function<void(const grpc::Status&)>;

  // Calls are spread over `connections` connections, since one is served by one thread at a time;
  // streams over `stream_connections` of their own, so that many quiet ones do not take the place
  // of calls (servers limit the calls of one connection).
  Backend(std::string name, std::string address, int connections, int stream_connections);
  ~Backend();

  // `done` is called once, on a gRPC thread.
  void Call(const CallOptions& options, const std::string& request, Done done);

  // `message` is called for each message, one at a time: the next one is read only after Continue.
  // Then `end`, once.
  std::shared_ptr<BackendStream> Stream(const CallOptions& options, const std::string& request,
                                        Message message, End end);

  // Cancels all calls and waits until their callbacks have returned. No calls may follow.
  void Stop();

  const std::string& name() const { return name_; }
  const std::string& address() const { return address_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  struct UnaryCall;
  class StreamCall;

  void Prepare(grpc::ClientContext& context, const CallOptions& options);
  void Finished(grpc::ClientContext* context);

  const std::string name_;
  const std::string address_;
  const std::shared_ptr<grpc::Channel> channel_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stream_stubs_;
  std::atomic<unsigned> next_call_{0};
  std::atomic<unsigned> next_stream_{0};
  absl::Mutex mu_;
  std::set<grpc::ClientContext*> open_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::gateway
