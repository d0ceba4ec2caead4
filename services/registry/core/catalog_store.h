// The catalog port: every state of districts, units, programmes and rule profiles, in one numbered
// history.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/hash.h"
#include "duban/registry/v1/registry_service.pb.h"
#include "duban/type/v1/programme.pb.h"

namespace duban::registry {

// A new state of a programme, complete as it is served, and who stored it and why.
struct ProgrammeState {
  type::v1::Programme programme;  // canonical, with revision, etag and times
  v1::ProgrammeRevision
      about;  // its revision field equals the programme's; catalog_revision is set by the store
};

// One change of the catalog: the new state of one thing. Keys: a district by code and valid_from, a
// unit by district and id, a programme by district and year, a rule profile by district and
// valid_from.
using CatalogChange = std::variant<v1::District, v1::Unit, ProgrammeState, v1::RuleProfile>;

// The six-digit code of the district that a change belongs to.
std::string DistrictOf(const CatalogChange& change);

// What was answered to a request id, kept so that the same request again is answered alike.
struct AnsweredRequest {
  std::string district;
  std::string request_id;  // 1..64 bytes, unique in the district
  std::string method;      // "ApplyProgramme"
  Digest content{};        // of the request as it came
  std::string response;    // serialized
  TimePoint commit_time;
};

// A stored state, as Load hands it over.
struct LoadedState {
  std::int64_t catalog_revision = 0;  // that stored it
  // Which of the four it is, and its serialized message (Programme for a programme).
  enum class Kind { kDistrict = 1, kUnit = 2, kProgramme = 3, kRuleProfile = 4 };
  Kind kind = Kind::kDistrict;
  std::string district;
  std::string message;
};

// How far the history reaches.
struct CatalogHead {
  std::int64_t revision = 0;   // newest; 0 = empty
  std::int64_t compacted = 0;  // events up to and with this one are gone; 0 = none
};

// CatalogStore keeps the catalog durably.
//
// Thread-safe; every method may block on I/O. Any method may fail with UNAVAILABLE
// STORE_UNREACHABLE (safe to retry; nothing of a failed Commit is visible, now or after a restart),
// RESOURCE_EXHAUSTED STORE_FULL, or DATA_LOSS ROW_CORRUPT.
class CatalogStore {
 public:
  virtual ~CatalogStore() = default;

  // Stores the changes in order, as catalog revisions expected_head + 1, + 2, … with one event
  // each, and the answered requests, as one synced transaction. `about.catalog_revision` of
  // programmes is filled in. Errors: ABORTED HEAD_MOVED when the head is another than
  // `expected_head` (somebody else wrote: read the events since, decide anew); ALREADY_EXISTS
  // REQUEST_ID_REUSED.
  virtual absl::Status Commit(std::int64_t expected_head, TimePoint now,
                              const std::vector<CatalogChange>& changes,
                              const std::vector<AnsweredRequest>& requests) = 0;

  virtual absl::StatusOr<CatalogHead> GetHead() const = 0;

  // Visits the newest state of everything, in no particular order, as of one moment; returns that
  // moment's head. A failing visit ends it with that error.
  virtual absl::StatusOr<CatalogHead> Load(
      const std::function<absl::Status(LoadedState)>& visit) const = 0;

  // Events with revision > after, in order, at most `limit`; cut off after about max_bytes (at
  // least one). Only those of one district when `district` is not empty. Empty when there are none.
  // The caller sees to compaction: events up to the compacted revision are missing.
  virtual absl::StatusOr<std::vector<v1::CatalogEvent>> ReadEvents(
      std::int64_t after, std::string_view district, int limit, std::int64_t max_bytes) const = 0;

  // One revision of a programme; nullopt when there is none such.
  virtual absl::StatusOr<std::optional<type::v1::Programme>> ReadProgramme(
      std::string_view district, int year, std::int64_t revision) const = 0;

  // Revisions of a programme with revision < before (0 = all), newest first, at most `limit`.
  virtual absl::StatusOr<std::vector<v1::ProgrammeRevision>> ListProgrammeRevisions(
      std::string_view district, int year, std::int64_t before, int limit) const = 0;

  // What was answered to a request id; nullopt when it is new.
  virtual absl::StatusOr<std::optional<AnsweredRequest>> FindRequest(
      std::string_view district, std::string_view request_id) const = 0;

  // Forgets requests answered before an instant.
  virtual absl::Status ForgetRequests(TimePoint before) = 0;

  // Drops events up to and with `revision` (at most the head). States and programme revisions stay.
  virtual absl::Status Compact(std::int64_t revision) = 0;
};

}  // namespace duban::registry
