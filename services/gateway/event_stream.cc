#include "gateway/event_stream.h"

#include <fmt/format.h>
#include <google/protobuf/message.h>

#include "gateway/core/http_status.h"
#include "gateway/core/json_writer.h"
#include "runtime/rpc_status.h"

namespace duban::gateway {
namespace {

std::string StatusEvent(const grpc::Status& status) {
  if (status.ok()) return "event: end\ndata: {}\n\n";
  return fmt::format("event: status\ndata: {}\n\n",
                     StatusJson(runtime::ToRpcStatus(runtime::FromGrpc(status))));
}

}  // namespace

EventStream::EventStream(const google::protobuf::Descriptor* type,
                         std::shared_ptr<Exchange> exchange,
                         std::vector<std::pair<std::string, std::string>> headers, Refuse refuse)
    : type_(type),
      exchange_(std::move(exchange)),
      headers_(std::move(headers)),
      refuse_(std::move(refuse)) {}

void EventStream::Start(Backend& backend, const CallOptions& options, const std::string& request,
                        std::function<void(const grpc::Status&)> closed) {
  const auto self = shared_from_this();
  // Weak: an alarm keeps its callback, so it must not keep what it belongs to.
  quiet_.Set(std::chrono::system_clock::now() + std::chrono::seconds(1),
             [weak = weak_from_this()](bool fired) {
               const auto stream = weak.lock();
               if (fired && stream != nullptr) stream->Open();
             });
  auto stream = backend.Stream(
      options, request, [self](const std::string& bytes) { self->OnMessage(bytes); },
      [self, closed = std::move(closed)](const grpc::Status& status) {
        self->OnEnd(status);
        closed(status);
      });
  absl::MutexLock lock(&mu_);
  if (!ended_) stream_ = stream;
  if (gone_) stream->Cancel();
}

void EventStream::Open() {
  {
    absl::MutexLock lock(&mu_);
    if (opened_ || ended_) return;
    opened_ = true;
    exchange_->OpenEvents(headers_);
  }
  exchange_->OnGone([weak = weak_from_this()] {
    const auto self = weak.lock();
    if (self == nullptr) return;
    absl::MutexLock lock(&self->mu_);
    self->gone_ = true;
    if (self->stream_ != nullptr) self->stream_->Cancel();
  });
}

void EventStream::OnMessage(const std::string& bytes) {
  Open();
  const std::unique_ptr<google::protobuf::Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type_)->New());
  if (!message->ParseFromString(bytes)) return Continue(/*cancel=*/true);
  std::int64_t id = 0;
  {
    absl::MutexLock lock(&mu_);
    id = ++sent_;
  }
  // JSON on one line holds no line break, so it is one data line.
  exchange_->SendEvent(fmt::format("id: {}\ndata: {}\n\n", id, WriteJson(*message)),
                       [self = shared_from_this()](bool sent) { self->Continue(!sent); });
}

void EventStream::Continue(bool cancel) {
  std::shared_ptr<BackendStream> stream;
  {
    absl::MutexLock lock(&mu_);
    stream = stream_;
  }
  if (stream == nullptr) return;
  if (cancel) stream->Cancel();
  stream->Continue();
}

void EventStream::OnEnd(const grpc::Status& status) {
  bool opened = false;
  {
    absl::MutexLock lock(&mu_);
    ended_ = true;
    opened = opened_;
    stream_ = nullptr;
  }
  quiet_.Cancel();
  if (!opened) return refuse_(status);
  exchange_->SendEvent(StatusEvent(status),
                       [exchange = exchange_](bool) { exchange->CloseEvents(); });
}

}  // namespace duban::gateway
