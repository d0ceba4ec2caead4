#include "runtime/rpc_observer.h"

#include <grpcpp/server_context.h>

#include <array>
#include <map>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/error.h"

namespace duban::runtime {
namespace {

using grpc::experimental::InterceptionHookPoints;

constexpr int kCodes = 17;

// The metrics of one method.
struct MethodMetrics {
  prometheus::Counter* started;
  prometheus::Histogram* seconds;
  std::array<prometheus::Counter*, kCodes> handled;
};

class Observer {
 public:
  Observer(Metrics& metrics, Log& to, const Clock& time, RpcLogging which)
      : log(to), clock(time), logging(which), metrics_(metrics) {}

  // `method` is "/package.Service/Method"; known ones only reach an interceptor, so labels are
  // bounded.
  const MethodMetrics& ForMethod(std::string_view method) {
    {
      absl::ReaderMutexLock lock(&mu_);
      if (const auto it = methods_.find(method); it != methods_.end()) return it->second;
    }
    absl::MutexLock lock(&mu_);
    const auto [it, added] = methods_.try_emplace(std::string(method));
    if (added) it->second = Make(method);
    return it->second;
  }

  Log& log;
  const Clock& clock;
  const RpcLogging logging;

 private:
  MethodMetrics Make(std::string_view method) {
    const size_t slash = method.rfind('/');
    const Labels labels = {{"grpc_service", std::string(method.substr(1, slash - 1))},
                           {"grpc_method", std::string(method.substr(slash + 1))}};
    MethodMetrics out{};
    out.started = &metrics_.Counter("duban_grpc_server_started_total", "RPCs started.", labels);
    out.seconds = &metrics_.Histogram("duban_grpc_server_handling_seconds",
                                      "Seconds from the start of an RPC to its status.", labels);
    for (int code = 0; code < kCodes; ++code) {
      Labels with_code = labels;
      with_code["grpc_code"] = CodeName(static_cast<absl::StatusCode>(code));
      out.handled[static_cast<size_t>(code)] = &metrics_.Counter(
          "duban_grpc_server_handled_total", "RPCs finished, by status code.", with_code);
    }
    return out;
  }

  Metrics& metrics_;
  absl::Mutex mu_;
  std::map<std::string, MethodMetrics, std::less<>> methods_ ABSL_GUARDED_BY(mu_);
};

class Interceptor : public grpc::experimental::Interceptor {
 public:
  Interceptor(Observer& observer, grpc::experimental::ServerRpcInfo* info)
      : observer_(observer),
        info_(info),
        metrics_(observer.ForMethod(info->method())),
        start_(observer.clock.Steady()) {
    metrics_.started->Increment();
  }

  // A call that ends without a status of ours was cancelled.
  ~Interceptor() override {
    if (!done_) Done(grpc::StatusCode::CANCELLED);
  }

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS))
      Done(methods->GetSendStatus().error_code());
    methods->Proceed();
  }

 private:
  void Done(grpc::StatusCode code) {
    done_ = true;
    const double seconds = std::chrono::duration<double>(observer_.clock.Steady() - start_).count();
    metrics_.seconds->Observe(seconds);
    metrics_.handled.at(static_cast<size_t>(code))->Increment();
    const bool failed = code != grpc::StatusCode::OK && code != grpc::StatusCode::CANCELLED;
    if (observer_.logging == RpcLogging::kNone) return;
    if (!failed && observer_.logging == RpcLogging::kErrors) return;
    observer_.log.Info("rpc_done", {{"method", std::string(info_->method())},
                                    {"code", CodeName(static_cast<absl::StatusCode>(code))},
                                    {"duration_s", seconds},
                                    {"district", Metadata("duban-district")},
                                    {"request_id", Metadata("x-request-id")}});
  }

  std::string Metadata(const char* key) const {
    const auto& metadata = info_->server_context()->client_metadata();
    const auto it = metadata.find(key);
    return it == metadata.end() ? "" : std::string(it->second.data(), it->second.size());
  }

  Observer& observer_;
  grpc::experimental::ServerRpcInfo* const info_;
  const MethodMetrics& metrics_;
  const SteadyPoint start_;
  bool done_ = false;
};

class Factory : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  Factory(Metrics& metrics, Log& log, const Clock& clock, RpcLogging logging)
      : observer_(metrics, log, clock, logging) {}
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override {
    return new Interceptor(observer_, info);
  }

 private:
  Observer observer_;
};

}  // namespace

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> MakeRpcObserver(
    Metrics& metrics, Log& log, const Clock& clock, RpcLogging logging) {
  return std::make_unique<Factory>(metrics, log, clock, logging);
}

}  // namespace duban::runtime
