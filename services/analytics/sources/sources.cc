#include "analytics/sources/sources.h"

#include <algorithm>
#include <atomic>

#include "common/error.h"
#include "duban/ingest/v1/progress_service.grpc.pb.h"
#include "duban/registry/v1/registry_service.grpc.pb.h"
#include "runtime/client.h"
#include "runtime/rpc_status.h"

namespace duban::analytics {
namespace {

std::int64_t Microseconds(const google::protobuf::Timestamp& instant) {
  return instant.seconds() * 1'000'000 + instant.nanos() / 1'000;
}

}  // namespace

struct Sources::Registry {
  std::unique_ptr<registry::v1::RegistryService::Stub> stub;
  std::unique_ptr<Follower> follower;
  prometheus::Gauge* lag_seconds = nullptr;
  prometheus::Gauge* stale_seconds = nullptr;
  prometheus::Gauge* revision = nullptr;
};

struct Sources::Ingest {
  std::string address;
  std::unique_ptr<ingest::v1::ProgressService::Stub> stub;
  std::atomic<std::int64_t> sequence{0};  // newest entry folded
  prometheus::Gauge* lag_seconds = nullptr;
  prometheus::Gauge* stale_seconds = nullptr;
  prometheus::Gauge* folded = nullptr;
  prometheus::Histogram* freshness = nullptr;
  prometheus::Counter* entries = nullptr;
  std::unique_ptr<Follower> follower;  // last: its thread uses the fields above
};

namespace {

constexpr char kLagHelp[] = "Age of the newest entry at the moment it was folded, in seconds";
constexpr char kStaleHelp[] = "Time since the source was last reached; 0 while it is followed";

}  // namespace

Sources::Sources(const std::string& registry_address, const Addresses& ingests, Sequences resume,
                 SharedState& state, runtime::Metrics& metrics, runtime::Log& log,
                 const Clock& clock)
    : resume_(std::move(resume)),
      state_(state),
      metrics_(metrics),
      log_(log),
      clock_(clock),
      registry_(std::make_unique<Registry>()) {
  registry_->stub = registry::v1::RegistryService::NewStub(runtime::MakeChannel(registry_address));
  registry_->lag_seconds =
      &metrics.Gauge("duban_analytics_lag_seconds", kLagHelp, {{"source", "registry"}});
  registry_->stale_seconds =
      &metrics.Gauge("duban_analytics_stale_seconds", kStaleHelp, {{"source", "registry"}});
  registry_->revision =
      &metrics.Gauge("duban_analytics_catalog_revision", "Newest catalog revision folded");
  registry_->follower = std::make_unique<Follower>(
      "registry",
      [this](auto& context, bool until_current, const auto& heard) {
        return FollowCatalog(context, until_current, heard);
      },
      log, clock);
  Set(ingests);
}

std::shared_ptr<Sources::Ingest> Sources::Make(const std::string& name,
                                               const std::string& address) {
  auto ingest = std::make_shared<Ingest>();
  Ingest& self = *ingest;
  self.address = address;
  self.stub = ingest::v1::ProgressService::NewStub(runtime::MakeChannel(address));
  self.sequence = resume_.contains(address) ? resume_.at(address) : 0;
  self.lag_seconds = &metrics_.Gauge("duban_analytics_lag_seconds", kLagHelp, {{"source", name}});
  self.stale_seconds =
      &metrics_.Gauge("duban_analytics_stale_seconds", kStaleHelp, {{"source", name}});
  self.folded = &metrics_.Gauge("duban_analytics_folded_sequence",
                                "Sequence of the instance's newest entry that was folded",
                                {{"source", name}});
  self.freshness = &metrics_.Histogram(
      "duban_analytics_freshness_seconds",
      "Time from acceptance of an entry to its being folded, in seconds", {{"source", name}});
  self.entries = &metrics_.Counter("duban_analytics_entries_total", "Journal entries folded",
                                   {{"source", name}});
  self.follower = std::make_unique<Follower>(
      name,
      [this, &self](auto& context, bool until_current, const auto& heard) {
        return FollowJournals(self, context, until_current, heard);
      },
      log_, clock_);
  return ingest;
}

void Sources::Set(const Addresses& ingests) {
  std::vector<std::shared_ptr<Ingest>> next, gone;
  {
    absl::MutexLock lock(&mu_);
    for (const auto& [name, address] : ingests) {
      const auto known = std::find_if(ingests_.begin(), ingests_.end(), [&](const auto& ingest) {
        return ingest->address == address;
      });
      next.push_back(known == ingests_.end() ? Make(name, address) : *known);
      if (known == ingests_.end() && started_) next.back()->follower->Start();
    }
    gone.swap(ingests_);
    ingests_ = std::move(next);
  }
  for (const auto& ingest : gone) {
    if (ingest.use_count() == 1) ingest->stale_seconds->Set(0);
  }
  // Those not followed any more end here: their threads may want the lock.
  gone.clear();
}

Sources::~Sources() {
  registry_->follower.reset();
  Set({});
}

void Sources::Start() {
  registry_->follower->Start();
  absl::MutexLock lock(&mu_);
  started_ = true;
  for (const auto& ingest : ingests_) ingest->follower->Start();
}

void Sources::Follow(const Placement& placement) {
  Addresses addresses;
  for (const PlacedInstance& instance : placement.instances())
    addresses.emplace_back(instance.name, instance.endpoint);
  {
    absl::MutexLock lock(&mu_);
    placement_ = placement;
  }
  Set(addresses);
}

bool Sources::caught_up() const {
  absl::MutexLock lock(&mu_);
  return registry_->follower->caught_up() &&
         std::all_of(ingests_.begin(), ingests_.end(),
                     [](const auto& ingest) { return ingest->follower->caught_up(); });
}

double Sources::StaleSeconds(const std::string& code) const {
  double stale = registry_->follower->StaleSeconds();
  absl::MutexLock lock(&mu_);
  std::string holder;
  if (placement_) {
    holder = placement_->OwnerOf(code).endpoint;
  } else if (const auto sender = sender_.find(code); sender != sender_.end()) {
    holder = sender->second;
  }
  for (const auto& ingest : ingests_) {
    if (holder.empty() || holder == ingest->address) {
      stale = std::max(stale, ingest->follower->StaleSeconds());
    }
  }
  return stale;
}

void Sources::ShowProgress() {
  registry_->stale_seconds->Set(registry_->follower->StaleSeconds());
  registry_->revision->Set(static_cast<double>(state_.catalog_revision()));
  absl::MutexLock lock(&mu_);
  for (const auto& ingest : ingests_) {
    ingest->stale_seconds->Set(ingest->follower->StaleSeconds());
    ingest->folded->Set(static_cast<double>(ingest->sequence));
  }
}

Sources::Sequences Sources::sequences() const {
  absl::MutexLock lock(&mu_);
  Sequences sequences;
  for (const auto& ingest : ingests_) sequences[ingest->address] = ingest->sequence;
  return sequences;
}

bool Sources::IsElsewhere(const Ingest& ingest, const std::string& code) const {
  absl::MutexLock lock(&mu_);
  return placement_ && placement_->OwnerOf(code).endpoint != ingest.address;
}

absl::Status Sources::FollowCatalog(grpc::ClientContext& context, bool until_current,
                                    const Follower::Heard& heard) {
  registry::v1::WatchCatalogRequest request;
  request.set_after_revision(state_.catalog_revision());
  request.set_until_current(until_current);
  request.set_snapshot(catalog_compacted_);
  const auto stream = registry_->stub->WatchCatalog(&context, request);
  registry::v1::CatalogEvent event;
  while (stream->Read(&event)) {
    heard();
    if (state_.ApplyCatalog(event) == State::Applied::kApplied) {
      const std::int64_t age_us =
          clock_.Now().time_since_epoch().count() - Microseconds(event.commit_time());
      registry_->lag_seconds->Set(static_cast<double>(age_us) / 1e6);
    }
  }
  const absl::Status status = runtime::FromGrpc(stream->Finish());
  if (status.ok()) catalog_compacted_ = false;
  if (ReasonOf(status) == "REVISION_COMPACTED") {
    catalog_compacted_ = true;
  } else if (status.code() == absl::StatusCode::kOutOfRange) {
    // The catalog is another one than before: nothing folded from it can be trusted.
    log_.Warn("catalog_replaced", {{"reason", ReasonOf(status)}});
    state_.Reset(State());
    absl::MutexLock lock(&mu_);
    for (const auto& ingest : ingests_) ingest->sequence = 0;
  }
  return status;
}

bool Sources::Take(Ingest& ingest, const ingest::v1::JournalEntry& entry) {
  const State::Applied applied = state_.ApplyEntry(entry);
  if (applied == State::Applied::kGap || applied == State::Applied::kForked) {
    const std::string code = entry.district().substr(entry.district().find('/') + 1);
    if (IsElsewhere(ingest, code)) {
      // A copy that its owner does not bear out, or the tail of one: the owner's own stream
      // decides.
      log_.Warn("copy_skipped", {{"source", ingest.follower->name()},
                                 {"district", code},
                                 {"position", entry.position()},
                                 {"forked", applied == State::Applied::kForked}});
      ingest.sequence = std::max<std::int64_t>(ingest.sequence, entry.sequence());
      return true;
    }
    log_.Warn("journal_replayed", {{"source", ingest.follower->name()},
                                   {"district", code},
                                   {"position", entry.position()},
                                   {"forked", applied == State::Applied::kForked}});
    state_.ForgetJournal(code);
    ingest.sequence = 0;
    return false;
  }
  ingest.sequence = std::max<std::int64_t>(ingest.sequence, entry.sequence());
  if (applied != State::Applied::kApplied) return true;
  const double age_seconds = static_cast<double>(clock_.Now().time_since_epoch().count() -
                                                 Microseconds(entry.accept_time())) /
                             1e6;
  ingest.entries->Increment();
  ingest.lag_seconds->Set(age_seconds);
  ingest.freshness->Observe(age_seconds);
  return true;
}

absl::Status Sources::FollowJournals(Ingest& ingest, grpc::ClientContext& context,
                                     bool until_current, const Follower::Heard& heard) {
  ingest::v1::WatchReportsRequest request;
  request.set_district("districts/-");
  request.set_after_sequence(ingest.sequence);
  request.set_until_current(until_current);
  const auto stream = ingest.stub->WatchReports(&context, request);
  ingest::v1::JournalEntry entry;
  std::string last_district;
  while (stream->Read(&entry)) {
    heard();
    if (entry.district().empty()) {
      ingest.lag_seconds->Set(0);
      continue;
    }
    if (!Take(ingest, entry)) {
      context.TryCancel();
      stream->Finish();
      return Error(absl::StatusCode::kAborted, "JOURNAL_REPLAY", "a journal is folded anew");
    }
    if (entry.district() != last_district) {
      last_district = entry.district();
      absl::MutexLock lock(&mu_);
      sender_[last_district.substr(last_district.find('/') + 1)] = ingest.address;
    }
  }
  const absl::Status status = runtime::FromGrpc(stream->Finish());
  if (status.code() == absl::StatusCode::kOutOfRange) {
    // This instance's sequence runs anew: everything is sent again, and what is known is skipped.
    log_.Warn("journals_replaced", {{"source", ingest.follower->name()}});
    ingest.sequence = 0;
  }
  return status;
}

}  // namespace duban::analytics
