// The catalog as ingest sees it: the newest tree of every programme, folded from the registry's
// events.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/clock.h"
#include "common/names.h"
#include "duban/registry/v1/registry_service.pb.h"
#include "duban/type/v1/programme.pb.h"

namespace duban::ingest {

// One programme with its tasks by number. Immutable, so it may be read without a lock for as long
// as it is held.
class ProgrammeIndex {
 public:
  explicit ProgrammeIndex(type::v1::Programme programme);

  const type::v1::Programme& programme() const { return programme_; }
  // nullptr when the programme has no such project or task; valid as long as the index.
  const type::v1::Task* FindTask(int project, int task) const;
  const type::v1::Project* FindProject(int project) const;

 private:
  type::v1::Programme programme_;
  std::unordered_map<int, const type::v1::Project*> projects_;
  std::unordered_map<int, const type::v1::Task*> tasks_;  // project * 1000 + task
};

// How far the view follows the registry.
struct CatalogFreshness {
  std::int64_t revision = 0;    // 0 = nothing was ever heard
  bool connected = false;       // the registry is being followed right now
  std::chrono::seconds age{0};  // since the registry was last heard of; 0 while connected
};

// CatalogView keeps the newest revision of every programme in memory.
//
// Thread-safe; only WaitFor blocks. Old trees stay alive for whoever holds them.
class CatalogView {
 public:
  explicit CatalogView(const Clock& clock) : clock_(clock) {}

  // Takes an event in; one that is not newer than the view changes nothing. A heartbeat moves the
  // revision only.
  void Apply(const registry::v1::CatalogEvent& event);

  // Starts from what was remembered: the programmes as of `revision`, last heard at `heard`. Only
  // for an empty view.
  void Restore(std::vector<type::v1::Programme> programmes, std::int64_t revision, TimePoint heard);

  // Forgets everything: the registry's history begins anew (it was replaced or restored).
  void Reset();

  // Says whether the registry is being followed. While it is, the catalog has no age.
  void SetConnected(bool connected);

  // nullptr when there is no such programme.
  std::shared_ptr<const ProgrammeIndex> Find(std::string_view district, int year) const;

  CatalogFreshness freshness() const;

  // True once the view has reached `revision`; false when it has not within `timeout`.
  bool WaitFor(std::int64_t revision, std::chrono::milliseconds timeout) const;

 private:
  bool Reached(std::int64_t revision) const ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return revision_ >= revision;
  }

  const Clock& clock_;
  mutable absl::Mutex mu_;
  std::unordered_map<std::string, std::shared_ptr<const ProgrammeIndex>> programmes_
      ABSL_GUARDED_BY(mu_);  // by name
  std::int64_t revision_ ABSL_GUARDED_BY(mu_) = 0;
  bool connected_ ABSL_GUARDED_BY(mu_) = false;
  TimePoint heard_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::ingest
