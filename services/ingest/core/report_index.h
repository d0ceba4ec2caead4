// What must be known of the reports of a journal without reading it: where each task's are, what
// replaced what, and the newest values. Derived from the journal, rebuilt from it at the start.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "common/date.h"
#include "duban/type/v1/report.pb.h"
#include "ingest/core/journal.h"
#include "ingest/core/report_view.h"

namespace duban::ingest {

// A cumulative value that an indicator reached.
struct Observation {
  Date as_of;
  double value = 0;
  std::int64_t position = 0;
};

// Thread-safe, never blocks on I/O except Rebuild.
class ReportIndex {
 public:
  // An entry of the journal, as far as it matters here.
  struct Item {
    std::string_view district;
    std::int64_t position = 0;
    EntryKind kind = EntryKind::kReport;
    std::string_view payload;
  };
  // Takes entries in, in order of position per district; other kinds than reports are skipped.
  void Apply(std::span<const Item> items);
  // The same for what an append took, given its results.
  void Apply(const std::vector<NewEntry>& entries, const std::vector<AppendResult>& results);

  // Takes in the journal's entries with after < sequence <= last. Returns the newest of them
  // (without its payload); sequence 0 when there was none. Errors: the journal's.
  absl::StatusOr<Entry> Rebuild(const Journal& journal, std::int64_t after = 0,
                                std::int64_t last = INT64_MAX);

  // What it holds as bytes, without claims, and the way back: Merge takes in what another index
  // held of the entries that follow those taken in so far. False, and nothing is taken in, when the
  // bytes are malformed.
  std::string Serialize() const;
  bool Merge(std::string_view bytes);

  // Positions > `after` of the reports of one task, in order, at most `limit`.
  std::vector<std::int64_t> PositionsOf(std::string_view task, std::int64_t after, int limit) const;

  // The position that replaced (or took back) the report at `position`; 0 = it is current.
  std::int64_t ReplacedBy(std::string_view district, std::int64_t position) const;

  // The cumulative value of an indicator with the latest date <= `at`, leaving out the report at
  // `except` (0 = none).
  std::optional<Observation> Latest(std::string_view indicator, const Date& at,
                                    std::int64_t except) const;

  // Reserves the right to replace a report while the replacement is being committed: false when it
  // has been replaced or another request is about to. The same request may claim again.
  bool Claim(std::string_view district, std::int64_t position, std::string_view request_id);
  void Unclaim(std::string_view district, std::int64_t position, std::string_view request_id);

 private:
  struct District {
    std::unordered_map<std::int64_t, std::int64_t> replaced_by;
    std::map<std::int64_t, std::string> claims;  // position -> request id
  };

  // What Apply takes in of a report, a type::v1::Report or a ReportView.
  template <class AnyReport>
  void Take(const Item& item, const AnyReport& report) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  // Takes a value into the newest ones of its indicator.
  static void Keep(std::vector<Observation>& values, const Observation& value);

  // Looked up by views, without making a string.
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  template <class Value>
  using ByText = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;
  // The value under a key, made when there is none.
  template <class Value>
  static Value& At(ByText<Value>& map, std::string_view key) {
    const auto found = map.find(key);
    return found != map.end() ? found->second : map.try_emplace(std::string(key)).first->second;
  }

  absl::Mutex apply_mu_;
  std::vector<ReportView> views_
      ABSL_GUARDED_BY(apply_mu_);  // both are used again and again, for their memory
  type::v1::Report report_ ABSL_GUARDED_BY(apply_mu_);
  mutable absl::Mutex mu_ ABSL_ACQUIRED_AFTER(apply_mu_);
  ByText<District> districts_ ABSL_GUARDED_BY(mu_);
  ByText<std::vector<std::int64_t>> positions_ ABSL_GUARDED_BY(mu_);
  ByText<std::vector<Observation>> values_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::ingest
