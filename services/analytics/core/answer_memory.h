// AnswerMemory keeps the answers last given in this process, each as long as what it was made from
// is unchanged.
#pragma once

#include <list>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "analytics/core/shared_state.h"

namespace duban::analytics {

// A serialized answer. shared_ptr: it may still be on its way to a caller while a newer one
// replaces it.
using AnswerBytes = std::shared_ptr<const std::string>;

// Thread-safe; bounded: the answer that was longest unused goes first.
class AnswerMemory {
 public:
  // Keeps at most `max_bytes` of keys and answers.
  explicit AnswerMemory(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  // nullptr when there is none of this version.
  AnswerBytes Find(const std::string& key, const StateVersion& version) {
    absl::MutexLock lock(&mu_);
    const auto it = index_.find(key);
    if (it == index_.end() || !(it->second->version == version)) return nullptr;
    order_.splice(order_.begin(), order_, it->second);
    return it->second->answer;
  }

  void Store(const std::string& key, const StateVersion& version, AnswerBytes answer) {
    absl::MutexLock lock(&mu_);
    if (const auto it = index_.find(key); it != index_.end()) Drop(it->second);
    order_.push_front({key, version, std::move(answer)});
    index_[order_.front().key] = order_.begin();
    bytes_ += SizeOf(order_.front());
    while (bytes_ > max_bytes_) Drop(std::prev(order_.end()));
  }

 private:
  struct Entry {
    std::string key;
    StateVersion version;
    AnswerBytes answer;
  };
  using Place = std::list<Entry>::iterator;

  static std::size_t SizeOf(const Entry& entry) {
    constexpr std::size_t kOverhead = 256;  // list node, index slot, string headers
    return entry.key.size() + entry.answer->size() + kOverhead;
  }
  void Drop(Place place) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    bytes_ -= SizeOf(*place);
    index_.erase(place->key);
    order_.erase(place);
  }

  const std::size_t max_bytes_;
  absl::Mutex mu_;
  std::size_t bytes_ ABSL_GUARDED_BY(mu_) = 0;
  std::list<Entry> order_ ABSL_GUARDED_BY(mu_);  // newest use first
  absl::flat_hash_map<std::string, Place> index_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::analytics
