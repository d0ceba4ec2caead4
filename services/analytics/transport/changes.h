// Changes tells watchers that a district's figures may be new, however many entries come in, at
// most so often.
#pragma once

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "runtime/signal.h"

namespace duban::analytics {

// Thread-safe. One thread of its own notifies, so that folding never waits for watchers.
class Changes {
 public:
  // Notifies at most once every `interval`.
  explicit Changes(std::chrono::milliseconds interval);
  ~Changes();

  // Something of the district changed; "" = of any. Cheap.
  void Mark(const std::string& code);

  // The signal of a district; lives as long as this object. At most kMaxDistricts distinct ones,
  // then one for all others.
  runtime::Signal& Of(const std::string& code);
  static constexpr std::size_t kMaxDistricts = 10'000;

  // Ends the streams that follow any signal.
  void Close();

 private:
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mu_) { return stopping_ || dirty_; }
  void Loop();

  const std::chrono::milliseconds interval_;
  absl::Mutex mu_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool closed_ ABSL_GUARDED_BY(mu_) = false;
  bool dirty_ ABSL_GUARDED_BY(mu_) = false;
  bool all_ ABSL_GUARDED_BY(mu_) = false;
  std::set<std::string> codes_ ABSL_GUARDED_BY(mu_);  // only districts that somebody watches
  absl::flat_hash_map<std::string, std::unique_ptr<runtime::Signal>> signals_ ABSL_GUARDED_BY(mu_);
  std::thread thread_;
};

}  // namespace duban::analytics
