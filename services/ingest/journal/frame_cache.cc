#include "ingest/journal/frame_cache.h"

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

}  // namespace duban::ingest
