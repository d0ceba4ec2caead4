// Decoded windows of sealed segments, for readers in order of sequence.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/core/mutex.h"

namespace duban::ingest {

// Keeps the windows that were read last, a fixed number of them, and can have the next one decoded
// while its reader is busy with the last. Thread-safe.
class WindowCache {
 public:
  using Key = std::pair<std::uint64_t, std::uint64_t>;  // segment and window
  using Window = std::shared_ptr<const void>;           // the type is the caller's business
  using Load = std::function<absl::StatusOr<Window>()>;

  // `windows` >= 1; LoadAhead needs more. `ahead` = with a thread for it; it does nothing
  // otherwise.
  WindowCache(std::size_t windows, bool ahead);
  // Waits for a load under way.
  ~WindowCache();

  // The window; it is loaded here unless another thread is at it already, which is waited for.
  // Errors: those of `load`.
  absl::StatusOr<Window> Get(const Key& key, const Load& load);
  // Asks for a window that will be wanted soon. Only the latest wish counts; it takes no room from
  // windows that are being read, and one that cannot be loaded is left to Get.
  void LoadAhead(const Key& key, Load load);
  // Tells that a reader has gone past a window, so that its room is the first to be taken.
  void Finish(const Key& key);

 private:
  struct Slot {
    Key key;
    std::uint64_t used = 0;  // when, by clock_; 0 = free
    bool loading = false;
    bool ahead = false;     // loaded ahead, and not wanted yet
    bool finished = false;  // and not wanted again since
    Window window;
  };
  Slot* Find(const Key& key) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // The slot that is best given up; nullptr = none.
  Slot* Claim(bool ahead) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::StatusOr<Window> Fill(Slot& slot, const Load& load);
  void LoadInBackground();

  Mutex mu_;
  CondVar changed_;  // anything below changed
  std::vector<Slot> slots_ ABSL_GUARDED_BY(mu_);
  std::uint64_t clock_ ABSL_GUARDED_BY(mu_) = 0;  // counts uses
  std::optional<std::pair<Key, Load>> wish_ ABSL_GUARDED_BY(mu_);
  bool stop_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace duban::ingest
