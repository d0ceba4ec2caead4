// One server-streaming RPC as server-sent events.
#pragma once

#include <google/protobuf/descriptor.h>
#include <grpcpp/alarm.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "gateway/backend/backend.h"
#include "gateway/http/message.h"

namespace duban::gateway {

// EventStream joins a BackendStream to an Exchange: each message becomes one event with its
// ProtoJSON, the next one is read once the client took it. An error before the first message is an
// ordinary HTTP error; later it is an event "status" with google.rpc.Status, after which the
// connection ends, as it does (with event "end") when the RPC ends well. Where nothing comes within
// a second the stream opens anyway, so that the client knows that it is connected.
class EventStream final : public std::enable_shared_from_this<EventStream> {
 public:
  // Answers an error that came before the stream was open; called at most once.
  using Refuse = std::function<void(const grpc::Status&)>;

  EventStream(const google::protobuf::Descriptor* type, std::shared_ptr<Exchange> exchange,
              std::vector<std::pair<std::string, std::string>> headers, Refuse refuse);

  // `closed` is called once the RPC has ended.
  void Start(Backend& backend, const CallOptions& options, const std::string& request,
             std::function<void(const grpc::Status&)> closed);

 private:
  void OnMessage(const std::string& bytes);
  void OnEnd(const grpc::Status& status);
  void Open();
  void Continue(bool cancel);

  const google::protobuf::Descriptor* const type_;
  const std::shared_ptr<Exchange> exchange_;  // shared with the connection that it keeps
  const std::vector<std::pair<std::string, std::string>> headers_;
  const Refuse refuse_;
  grpc::Alarm quiet_;
  absl::Mutex mu_;
  bool opened_ ABSL_GUARDED_BY(mu_) = false;
  bool ended_ ABSL_GUARDED_BY(mu_) = false;
  bool gone_ ABSL_GUARDED_BY(mu_) = false;
  std::int64_t sent_ ABSL_GUARDED_BY(mu_) = 0;
  std::shared_ptr<BackendStream> stream_ ABSL_GUARDED_BY(mu_);  // shared: see Backend::Stream
};

}  // namespace duban::gateway
