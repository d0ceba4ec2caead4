#include "analytics/sources/follower.h"

#include <algorithm>

#include "absl/time/time.h"
#include "common/error.h"

namespace duban::analytics {

Follower::Follower(std::string name, Follow follow, runtime::Log& log, const Clock& clock)
    : name_(std::move(name)), follow_(std::move(follow)), log_(log), clock_(clock) {}

Follower::~Follower() {
  {
    absl::MutexLock lock(&mu_);
    stopping_ = true;
    if (context_ != nullptr) context_->TryCancel();
  }
  if (thread_.joinable()) thread_.join();
}

void Follower::Start() {
  {
    absl::MutexLock lock(&mu_);
    last_heard_ = clock_.Steady();
  }
  thread_ = std::thread([this] { Loop(); });
}

bool Follower::caught_up() const {
  absl::MutexLock lock(&mu_);
  return caught_up_;
}

double Follower::StaleSeconds() const {
  absl::MutexLock lock(&mu_);
  if (connected_) return 0;
  return std::chrono::duration<double>(clock_.Steady() - last_heard_).count();
}

void Follower::Heard_() {
  absl::MutexLock lock(&mu_);
  connected_ = true;
  last_heard_ = clock_.Steady();
}

absl::Status Follower::FollowOnce(bool until_current) {
  grpc::ClientContext context;
  {
    absl::MutexLock lock(&mu_);
    if (stopping_) return absl::CancelledError("");
    context_ = &context;
  }
  const absl::Status status = follow_(context, until_current, [this] { Heard_(); });
  absl::MutexLock lock(&mu_);
  context_ = nullptr;
  if (!until_current || !status.ok()) {
    if (connected_) last_heard_ = clock_.Steady();
    connected_ = false;
  }
  return status;
}

bool Follower::WaitBeforeRetry(std::chrono::milliseconds delay) {
  absl::MutexLock lock(&mu_);
  mu_.AwaitWithTimeout(absl::Condition(&stopping_), absl::FromChrono(delay));
  return !stopping_;
}

void Follower::Loop() {
  constexpr std::chrono::milliseconds kFirstDelay(50), kLongestDelay(2000);
  std::chrono::milliseconds delay = kFirstDelay;
  bool current = false;
  for (;;) {
    const absl::Status status = FollowOnce(!current);
    {
      absl::MutexLock lock(&mu_);
      if (stopping_) return;
      if (status.ok() && !current) {
        current = caught_up_ = true;
        connected_ = true;
        last_heard_ = clock_.Steady();
      }
    }
    if (status.ok()) {
      delay = kFirstDelay;
      continue;
    }
    log_.Warn("source_lost",
              {{"source", name_}, {"reason", ReasonOf(status)}, {"message", MessageOf(status)}});
    current = false;
    if (!WaitBeforeRetry(delay)) return;
    delay = std::min(delay * 2, kLongestDelay);
  }
}

}  // namespace duban::analytics
