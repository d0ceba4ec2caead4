#include "registry/core/catalog_watch.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/error.h"
#include "common/names.h"

namespace duban::registry {
namespace {

constexpr size_t kBatchEvents = 500;
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
  if (request_.snapshot()) TakeSnapshot();
  return absl::OkStatus();
}

void CatalogWatch::TakeSnapshot() {
  const Catalog& catalog = registry_.catalog();
  const auto take = [&](std::int64_t revision, auto state) {
    if (revision > after_ && revision <= known_at_start_)
      snapshot_.push_back({revision, std::move(state)});
  };
  for (auto state = catalog.Next(""); state != nullptr; state = catalog.Next(state->code)) {
    if (!district_.empty() && state->code != district_) continue;
    for (const auto& [from, district] : state->versions)
      take(state->revisions.at(VersionKey(*district)), district);
    for (const auto& [id, unit] : state->units) take(state->revisions.at(unit->name()), unit);
    for (const auto& [year, programme] : state->programmes)
      take(programme->catalog_revision, programme);
    for (const auto& [from, profile] : state->profiles)
      take(state->revisions.at(profile->name()), profile);
  }
  // What changed after the start is left out here and comes as an event.
  std::sort(snapshot_.begin(), snapshot_.end(),
            [](const Item& a, const Item& b) { return a.revision < b.revision; });
  if (snapshot_.empty()) after_ = known_at_start_;
}

std::vector<v1::CatalogEvent> CatalogWatch::NextOfSnapshot() {
  std::vector<v1::CatalogEvent> events;
  std::int64_t bytes = 0;
  while (!snapshot_.empty() && events.size() < kBatchEvents && bytes < kBatchBytes) {
    const Item item = std::move(snapshot_.front());
    snapshot_.pop_front();
    v1::CatalogEvent& event = events.emplace_back();
    event.set_revision(item.revision);
    if (const auto* district = std::get_if<0>(&item.state)) *event.mutable_district() = **district;
    if (const auto* unit = std::get_if<1>(&item.state)) *event.mutable_unit() = **unit;
    if (const auto* programme = std::get_if<2>(&item.state))
      *event.mutable_programme() = (*programme)->Tree();
    if (const auto* profile = std::get_if<3>(&item.state))
      *event.mutable_rule_profile() = **profile;
    bytes += static_cast<std::int64_t>(event.ByteSizeLong());
  }
  if (snapshot_.empty()) after_ = known_at_start_;
  return events;
}

absl::StatusOr<std::optional<std::vector<v1::CatalogEvent>>> CatalogWatch::Next() {
  if (!started_) RETURN_IF_ERROR(Start());
  if (!snapshot_.empty()) return NextOfSnapshot();
  // Readers of an event must find its state in the catalog, so nothing beyond this is sent.
  const std::int64_t visible = registry_.catalog().revision();
  std::vector<v1::CatalogEvent> events;
  if (after_ < visible) {
    ASSIGN_OR_RETURN(events, registry_.store().ReadEvents(
                                 after_, district_, static_cast<int>(kBatchEvents), kBatchBytes));
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
