// AnswerMemory keeps the answers last given in this process, each as long as what it was made from is unchanged.
#pragma once

#include <google/protobuf/message.h>

#include <list>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "analytics/core/shared_state.h"

namespace duban::analytics {

// Thread-safe; bounded: the answer that was longest unused goes first.
class AnswerMemory {
 public:
  // shared_ptr: an answer may still be copied out while a newer one replaces it.
  using Answer = std::shared_ptr<const google::protobuf::Message>;

  explicit AnswerMemory(std::size_t max_answers) : max_answers_(max_answers) {}

  // nullptr when there is none of this version.
  Answer Find(const std::string& key, const StateVersion& version) {
    absl::MutexLock lock(&mu_);
    const auto it = index_.find(key);
    if (it == index_.end() || !(it->second->version == version)) return nullptr;
    order_.splice(order_.begin(), order_, it->second);
    return it->second->answer;
  }

  void Store(const std::string& key, const StateVersion& version, Answer answer) {
    absl::MutexLock lock(&mu_);
    if (const auto it = index_.find(key); it != index_.end()) {
      it->second->version = version;
      it->second->answer = std::move(answer);
      order_.splice(order_.begin(), order_, it->second);
      return;
    }
    order_.push_front({key, version, std::move(answer)});
    index_[key] = order_.begin();
    if (order_.size() <= max_answers_) return;
    index_.erase(order_.back().key);
    order_.pop_back();
  }

 private:
  struct Entry {
    std::string key;
    StateVersion version;
    Answer answer;
  };
  const std::size_t max_answers_;
  absl::Mutex mu_;
  std::list<Entry> order_ ABSL_GUARDED_BY(mu_);  // newest use first
  absl::flat_hash_map<std::string, std::list<Entry>::iterator> index_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::analytics
