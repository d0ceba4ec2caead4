// One watcher of the catalog: hands out every change after a revision, once, in order.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "registry/core/registry.h"

namespace duban::registry {

// Not thread-safe: one reader, which may come from different threads one after the other. Blocks on
// the store. `registry` must outlive it. Holds no more than one batch in memory; a slow reader
// costs nobody anything.
class CatalogWatch {
 public:
  CatalogWatch(const Registry& registry, v1::WatchCatalogRequest request)
      : registry_(registry), request_(std::move(request)), after_(request_.after_revision()) {}

  // The next events, about 1 MB at most; empty when there are none now, nullopt when the watch is
  // over. A heartbeat follows once everything known was sent. Errors: OUT_OF_RANGE
  // REVISION_COMPACTED, REVISION_FUTURE; INVALID_ARGUMENT NAME_MALFORMED.
  absl::StatusOr<std::optional<std::vector<v1::CatalogEvent>>> Next();

 private:
  // One thing of the catalog as it was when a snapshot watch started.
  struct Item {
    std::int64_t revision;
    std::variant<std::shared_ptr<const v1::District>, std::shared_ptr<const v1::Unit>,
                 std::shared_ptr<const StoredProgramme>, std::shared_ptr<const v1::RuleProfile>>
        state;
  };

  absl::Status Start();
  void TakeSnapshot();
  std::vector<v1::CatalogEvent> NextOfSnapshot();

  const Registry& registry_;
  const v1::WatchCatalogRequest request_;
  std::int64_t after_;
  std::int64_t known_at_start_ = 0;
  std::string district_;
  std::deque<Item> snapshot_;  // what is left of it, in order of revision
  bool started_ = false;
  bool caught_up_ = false;
};

}  // namespace duban::registry
