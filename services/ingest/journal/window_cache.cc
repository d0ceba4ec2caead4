#include "ingest/journal/window_cache.h"

#include <algorithm>

namespace duban::ingest {
namespace {

// A window that was among the last uses may still be read, unless its reader has said otherwise.
constexpr std::uint64_t kInUse = 16;

}  // namespace

WindowCache::WindowCache(std::size_t windows, bool ahead) : slots_(windows) {
  if (ahead && windows > 1) thread_ = std::thread([this] { LoadInBackground(); });
}

WindowCache::~WindowCache() {
  {
    const MutexLock lock(mu_);
    stop_ = true;
    changed_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

WindowCache::Slot* WindowCache::Find(const Key& key) {
  const auto found = std::ranges::find_if(
      slots_, [&key](const Slot& slot) { return slot.used != 0 && slot.key == key; });
  return found == slots_.end() ? nullptr : &*found;
}

WindowCache::Slot* WindowCache::Claim(bool ahead) {
  const auto last_wanted = [](const Slot& slot) { return slot.finished ? 0 : slot.used; };
  Slot* best = nullptr;
  for (Slot& slot : slots_) {
    const bool kept =
        ahead && (slot.ahead || (last_wanted(slot) != 0 && clock_ - slot.used < kInUse));
    if (slot.loading || kept) continue;
    if (best == nullptr || last_wanted(slot) < last_wanted(*best)) best = &slot;
  }
  return best;
}

absl::StatusOr<WindowCache::Window> WindowCache::Get(const Key& key, const Load& load) {
  Window dropped;  // freed without the lock: a window is some 30 MB in small pieces
  Slot* slot = nullptr;
  {
    const MutexLock lock(mu_);
    while ((slot = Find(key)) != nullptr && slot->loading) changed_.Wait(mu_);
    if (slot != nullptr) {
      slot->used = ++clock_;
      slot->ahead = slot->finished = false;
      return slot->window;
    }
    slot = Claim(/*ahead=*/false);
    if (slot != nullptr) {
      dropped = std::move(slot->window);
      *slot = {.key = key, .used = ++clock_, .loading = true};
    }
  }
  dropped.reset();
  return slot != nullptr ? Fill(*slot, load) : load();
}

absl::StatusOr<WindowCache::Window> WindowCache::Fill(Slot& slot, const Load& load) {
  absl::StatusOr<Window> window = load();
  const MutexLock lock(mu_);
  if (window.ok()) {
    slot.loading = false;
    slot.window = *window;
  } else {
    slot = {};
  }
  changed_.NotifyAll();
  return window;
}

void WindowCache::LoadAhead(const Key& key, Load load) {
  const MutexLock lock(mu_);
  if (!thread_.joinable() || Find(key) != nullptr || (wish_ && wish_->first == key)) return;
  wish_.emplace(key, std::move(load));
  changed_.NotifyAll();
}

void WindowCache::Finish(const Key& key) {
  const MutexLock lock(mu_);
  if (Slot* slot = Find(key); slot != nullptr && !slot->loading) slot->finished = true;
}

void WindowCache::LoadInBackground() {
  while (true) {
    Window dropped;
    Slot* slot = nullptr;
    Load load;
    {
      const MutexLock lock(mu_);
      while (!stop_ && !wish_) changed_.Wait(mu_);
      if (stop_) return;
      slot = Find(wish_->first) == nullptr ? Claim(/*ahead=*/true) : nullptr;
      if (slot != nullptr) {
        dropped = std::move(slot->window);
        *slot = {.key = wish_->first, .used = ++clock_, .loading = true, .ahead = true};
        load = std::move(wish_->second);
      }
      wish_.reset();
    }
    dropped.reset();
    if (slot != nullptr) Fill(*slot, load).IgnoreError();
  }
}

}  // namespace duban::ingest
