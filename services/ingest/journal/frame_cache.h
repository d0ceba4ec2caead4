// Decoded frames, the latest used ones, bounded in bytes.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ingest/core/mutex.h"
#include "ingest/journal/frame.h"

namespace duban::ingest {

// Thread-safe.
class FrameCache {
 public:
  // Which file, and where in it.
  using Key = std::pair<std::uint64_t, std::uint64_t>;

  explicit FrameCache(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  // nullptr = not here.
  std::shared_ptr<const DecodedFrame> Get(const Key& key);
  void Put(const Key& key, std::shared_ptr<const DecodedFrame> frame);

 private:
  using Item = std::pair<Key, std::shared_ptr<const DecodedFrame>>;

  const std::size_t max_bytes_;
  Mutex mu_;
  std::list<Item> items_ ABSL_GUARDED_BY(mu_);  // latest used first
  absl::flat_hash_map<Key, std::list<Item>::iterator> index_ ABSL_GUARDED_BY(mu_);
  std::size_t bytes_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace duban::ingest
