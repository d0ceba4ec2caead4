#include "ingest/journal/frame_cache.h"

#include <algorithm>

namespace duban::ingest {

std::shared_ptr<const DecodedFrame> FrameCache::Get(const Key& key) {
  const MutexLock lock(mu_);
  const auto found = index_.find(key);
  if (found == index_.end()) return nullptr;
  items_.splice(items_.begin(), items_, found->second);
  return found->second->second;
}

void FrameCache::Put(const Key& key, std::shared_ptr<const DecodedFrame> frame) {
  const MutexLock lock(mu_);
  if (index_.contains(key)) return;
  bytes_ += frame->MemoryBytes();
  items_.emplace_front(key, std::move(frame));
  index_[key] = items_.begin();
  while (bytes_ > max_bytes_ && items_.size() > 1) {
    bytes_ -= items_.back().second->MemoryBytes();
    index_.erase(items_.back().first);
    items_.pop_back();
  }
}

std::shared_ptr<const void> WindowCache::Get(const Key& key) {
  const MutexLock lock(mu_);
  for (Slot& slot : slots_) {
    if (slot.window == nullptr || slot.key != key) continue;
    slot.used = ++clock_;
    return slot.window;
  }
  return nullptr;
}

void WindowCache::Put(const Key& key, std::shared_ptr<const void> window) {
  const MutexLock lock(mu_);
  const auto oldest = std::ranges::min_element(slots_, {}, &Slot::used);
  if (oldest != slots_.end()) *oldest = {key, ++clock_, std::move(window)};
}

}  // namespace duban::ingest
