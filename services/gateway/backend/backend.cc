#include "gateway/backend/backend.h"

#include <grpcpp/support/client_callback.h>

#include "runtime/client.h"

namespace duban::gateway {
namespace {

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string ToBytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string out;
  if (!buffer.Valid() || !buffer.Dump(&slices).ok()) return out;
  out.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices)
    out.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return out;
}

}  // namespace

struct Backend::UnaryCall {
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer response;
  Done done;
};

// Deletes nothing of itself: it holds a reference to itself until OnDone.
class Backend::StreamCall final
    : public BackendStream,
      public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  StreamCall(Backend& backend, const std::string& request, Message message, End end)
      : backend_(backend),
        request_(ToBuffer(request)),
        message_(std::move(message)),
        end_(std::move(end)) {}

  void Start(grpc::GenericStub& stub, const CallOptions& options,
             std::shared_ptr<StreamCall> self) {
    self_ = std::move(self);
    backend_.Prepare(context_, options);
    stub.PrepareBidiStreamingCall(&context_, options.rpc_path, {}, this);
    AddHold();  // Continue starts reads from other threads
    StartWriteLast(&request_, {});
    StartRead(&response_);
    StartCall();
  }

  void Continue() override { StartRead(&response_); }
  void Cancel() override { context_.TryCancel(); }

  void OnReadDone(bool ok) override {
    if (!ok) return RemoveHold();
    const std::string bytes = ToBytes(response_);
    response_.Clear();
    message_(bytes);
  }

  void OnDone(const grpc::Status& status) override {
    const std::shared_ptr<StreamCall> self = std::move(self_);
    end_(status);
    // The callbacks own what they answer to; gone before the backend may think that all is done.
    message_ = nullptr;
    end_ = nullptr;
    backend_.Finished(&context_);
  }

 private:
  Backend& backend_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  Message message_;
  End end_;
  std::shared_ptr<StreamCall> self_;  // shared: the watcher may want to cancel what has just ended
};

Backend::Backend(std::string name, std::string address, int connections, int stream_connections)
    : name_(std::move(name)),
      address_(std::move(address)),
      channel_(runtime::MakeChannel(address_)) {
  stubs_.push_back(std::make_unique<grpc::GenericStub>(channel_));
  for (int i = 1; i < connections; ++i) {
    stubs_.push_back(std::make_unique<grpc::GenericStub>(
        runtime::MakeChannel(address_, /*own_connection=*/true)));
  }
  for (int i = 0; i < stream_connections; ++i) {
    stream_stubs_.push_back(std::make_unique<grpc::GenericStub>(
        runtime::MakeChannel(address_, /*own_connection=*/true)));
  }
}

Backend::~Backend() { Stop(); }

void Backend::Prepare(grpc::ClientContext& context, const CallOptions& options) {
  if (!options.district.empty()) context.AddMetadata("duban-district", options.district);
  if (!options.request_id.empty()) context.AddMetadata("x-request-id", options.request_id);
  absl::MutexLock lock(&mu_);
  open_.insert(&context);
}

void Backend::Finished(grpc::ClientContext* context) {
  absl::MutexLock lock(&mu_);
  open_.erase(context);
}

void Backend::Call(const CallOptions& options, const std::string& request, Done done) {
  auto* call = new UnaryCall{.request = ToBuffer(request), .done = std::move(done)};
  Prepare(call->context, options);
  call->context.set_deadline(std::chrono::system_clock::now() + options.timeout);
  stubs_[next_call_++ % stubs_.size()]->UnaryCall(&call->context, options.rpc_path, {},
                                                  &call->request, &call->response,
                                                  [this, call](const grpc::Status& status) {
                                                    std::unique_ptr<UnaryCall> owned(call);
                                                    owned->done(status, owned->response);
                                                    owned->done = nullptr;
                                                    Finished(&owned->context);
                                                  });
}

std::shared_ptr<BackendStream> Backend::Stream(const CallOptions& options,
                                               const std::string& request, Message message,
                                               End end) {
  auto call = std::make_shared<StreamCall>(*this, request, std::move(message), std::move(end));
  grpc::GenericStub& stub = *stream_stubs_[next_stream_++ % stream_stubs_.size()];
  call->Start(stub, options, call);
  return call;
}

void Backend::Stop() {
  absl::MutexLock lock(&mu_);
  for (grpc::ClientContext* context : open_) context->TryCancel();
  mu_.Await(absl::Condition(
      +[](std::set<grpc::ClientContext*>* open) { return open->empty(); }, &open_));
}

}  // namespace duban::gateway
