#include "registry/core/catalog_watch.h"

#include <fmt/format.h>

#include "common/error.h"
#include "common/names.h"

namespace duban::registry {
namespace {

constexpr int kBatchEvents = 500;
constexpr std::int64_t kBatchBytes = 1 << 20;

}  // namespace

absl::Status CatalogWatch::Start() {
  if (!request_.district().empty()) {
    ASSIGN_OR_RETURN(const ResourceName name, ParseDistrictName("district", request_.district()));
    district_ = name.district;
  }
  if (after_ < 0)
    return InvalidField("after_revision", "REVISION_INVALID", "want 0 (= all) or a revision");
  known_at_start_ = registry_.catalog().revision();
  if (after_ > known_at_start_)
    return Error(absl::StatusCode::kOutOfRange, "REVISION_FUTURE",
                 fmt::format("got after_revision {}, but the catalog is at {}: it is another "
                             "catalog, or one restored from a backup; start again from 0",
                             after_, known_at_start_),
                 {{"revision", fmt::format("{}", known_at_start_)}});
  started_ = true;
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::vector<v1::CatalogEvent>>> CatalogWatch::Next() {
  if (!started_) RETURN_IF_ERROR(Start());
  // Readers of an event must find its state in the catalog, so nothing beyond this is sent.
  const std::int64_t visible = registry_.catalog().revision();
  std::vector<v1::CatalogEvent> events;
  if (after_ < visible) {
    ASSIGN_OR_RETURN(events,
                     registry_.store().ReadEvents(after_, district_, kBatchEvents, kBatchBytes));
    // Asked after the reading, so that a compaction in between cannot pass for an empty history.
    ASSIGN_OR_RETURN(const CatalogHead head, registry_.store().GetHead());
    if (after_ < head.compacted)
      return Error(absl::StatusCode::kOutOfRange, "REVISION_COMPACTED",
                   fmt::format("events up to revision {} are gone; watch with `snapshot` set, or "
                               "list everything and watch from {}",
                               head.compacted, visible),
                   {{"compacted", fmt::format("{}", head.compacted)},
                    {"revision", fmt::format("{}", visible)}});
    while (!events.empty() && events.back().revision() > visible) events.pop_back();
  }
  if (!events.empty()) {
    after_ = events.back().revision();
    return events;
  }
  if (!caught_up_ || after_ < visible) {
    caught_up_ = true;
    after_ = visible;
    v1::CatalogEvent& heartbeat = events.emplace_back();
    heartbeat.set_revision(visible);
    return events;
  }
  if (request_.until_current() && after_ >= known_at_start_) return std::nullopt;
  return events;
}

}  // namespace duban::registry
