// The newest state of the whole catalog in memory: what every read is answered from.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/date.h"
#include "registry/core/catalog_store.h"
#include "registry/core/programme_tree.h"
#include "registry/core/text_fold.h"

namespace duban::registry {

// A programme at its newest revision. Immutable; the tree stays serialized, since that is how it is
// mostly served.
struct StoredProgramme {
  type::v1::Programme basic;  // without projects
  TreeSize size;
  std::string bytes;  // the serialized whole
  std::int64_t catalog_revision = 0;
  BigramSignature signature;  // of every text that lists and searches look into

  // Parses the whole tree anew.
  type::v1::Programme Tree() const;
};

// All of one district. Immutable once published.
struct DistrictState {
  std::string code;
  // The meanings of the code, by first day; unset first.
  std::map<Date, std::shared_ptr<const v1::District>> versions;
  std::map<std::string, std::shared_ptr<const v1::Unit>, std::less<>> units;
  std::map<int, std::shared_ptr<const StoredProgramme>> programmes;
  std::map<Date, std::shared_ptr<const v1::RuleProfile>> profiles;
  // Catalog revision of everything above but programmes, by name (for districts and profiles with
  // their first day).
  std::map<std::string, std::int64_t, std::less<>> revisions;

  // The district that the code means on a day; null when it means none then.
  std::shared_ptr<const v1::District> VersionAt(const Date& day) const;
  // The same, else the newest one; null only without any.
  std::shared_ptr<const v1::District> VersionAtOrNewest(const Date& day) const;
};

// How DistrictState::revisions names a meaning of a district's code.
std::string VersionKey(const v1::District& district);

// Catalog hands out immutable district states; a change replaces the district's state.
//
// Thread-safe. Reads do not wait for writes longer than a pointer swap. Shared pointers, because a
// read may outlive the state that it started with.
class Catalog {
 public:
  // Null when nothing is known of the code.
  std::shared_ptr<const DistrictState> Find(std::string_view code) const;

  // The district after `code` in byte order, null at the end; "" begins.
  std::shared_ptr<const DistrictState> Next(std::string_view code) const;

  // The revision that every read sees at least.
  std::int64_t revision() const { return revision_.load(std::memory_order_acquire); }

  // Takes in one stored state. One caller at a time. Errors: DATA_LOSS ROW_CORRUPT.
  absl::Status Load(const LoadedState& state);

  // Takes in a committed change. One caller at a time; revisions grow by one.
  void Apply(const CatalogChange& change, std::int64_t revision);

  // Says that everything up to `revision` was taken in.
  void set_revision(std::int64_t revision) { revision_.store(revision, std::memory_order_release); }

 private:
  void Change(std::string_view code, const CatalogChange& change, std::int64_t revision,
              std::string programme_bytes);

  mutable absl::Mutex mutex_;
  std::map<std::string, std::shared_ptr<const DistrictState>, std::less<>> districts_
      ABSL_GUARDED_BY(mutex_);
  std::atomic<std::int64_t> revision_{0};
};

}  // namespace duban::registry
