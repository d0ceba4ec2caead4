#include "ingest/core/report_index.h"

#include <algorithm>
#include <charconv>

#include "common/error.h"
#include "runtime/wire.h"

namespace duban::ingest {
namespace {

// Values kept per indicator: enough to judge a late or corrected report against its neighbours, and bounded.
constexpr size_t kKeptValues = 12;
constexpr int kRebuildEntries = 4'096;
constexpr std::int64_t kRebuildBytes = std::int64_t{8} << 20;

// The position that a report replaces; 0 = none.
std::int64_t ReplacedPosition(std::string_view replaces) {
  std::int64_t position = 0;
  const auto slash = replaces.rfind('/');
  if (slash != std::string_view::npos)
    std::from_chars(replaces.data() + slash + 1, replaces.data() + replaces.size(), position);
  return position;
}

const Date& DayOf(const Date& date) { return date; }
Date DayOf(const google::type::Date& date) { return FromProto(date); }

}  // namespace

void ReportIndex::Keep(std::vector<Observation>& values, const Observation& value) {
  const auto later = [](const Observation& a, const Observation& b) {
    return a.as_of != b.as_of ? a.as_of < b.as_of : a.position < b.position;
  };
  values.insert(std::upper_bound(values.begin(), values.end(), value, later), value);
  if (values.size() > kKeptValues) values.erase(values.begin());
}

void ReportIndex::Apply(std::string_view district, std::int64_t position, EntryKind kind,
                        std::string_view payload) {
  if (kind != EntryKind::kReport) return;
  absl::MutexLock apply_lock(&apply_mu_);
  if (view_.Read(payload, Texts::kKnownGood)) {
    Take(district, position, view_);
  } else if (report_.ParseFromArray(payload.data(), static_cast<int>(payload.size()))) {
    Take(district, position, report_);
  }
}

template <class AnyReport>
void ReportIndex::Take(std::string_view district, std::int64_t position, const AnyReport& report) {
  const std::int64_t replaced = ReplacedPosition(report.replaces());
  absl::MutexLock lock(&mu_);
  At(positions_, report.task()).push_back(position);
  if (replaced != 0) {
    District& where = At(districts_, district);
    where.replaced_by.emplace(replaced, position);
    where.claims.erase(replaced);
  }
  for (const auto& measurement : report.measurements()) {
    if (measurement.indicator().empty() || measurement.expected() || measurement.accumulation() == type::v1::PERIOD)
      continue;
    Keep(At(values_, measurement.indicator()),
         {measurement.has_as_of() ? DayOf(measurement.as_of()) : DayOf(report.as_of()), measurement.value(), position});
  }
}

absl::StatusOr<Entry> ReportIndex::Rebuild(const Journal& journal, std::int64_t after, std::int64_t last) {
  Entry newest;
  while (after < last) {
    ASSIGN_OR_RETURN(std::vector<Entry> entries, journal.ReadAll(after, kRebuildEntries, kRebuildBytes));
    std::erase_if(entries, [last](const Entry& entry) { return entry.sequence > last; });
    if (entries.empty()) return newest;
    for (const Entry& entry : entries)
      Apply(entry.district, entry.position, entry.kind, entry.payload);
    after = entries.back().sequence;
    newest = std::move(entries.back());
    newest.payload.clear();
  }
  return newest;
}

std::vector<std::int64_t> ReportIndex::PositionsOf(std::string_view task, std::int64_t after,
                                                   int limit) const {
  absl::ReaderMutexLock lock(&mu_);
  const auto found = positions_.find(task);
  if (found == positions_.end()) return {};
  const auto first = std::upper_bound(found->second.begin(), found->second.end(), after);
  const auto count = std::min<std::ptrdiff_t>(limit, found->second.end() - first);
  return {first, first + count};
}

std::int64_t ReportIndex::ReplacedBy(std::string_view district, std::int64_t position) const {
  absl::ReaderMutexLock lock(&mu_);
  const auto where = districts_.find(district);
  if (where == districts_.end()) return 0;
  const auto found = where->second.replaced_by.find(position);
  return found == where->second.replaced_by.end() ? 0 : found->second;
}

std::optional<Observation> ReportIndex::Latest(std::string_view indicator, const Date& at,
                                               std::int64_t except) const {
  const std::string_view code = indicator.substr(std::min<size_t>(10, indicator.size()), 6);  // "districts/" + code
  absl::ReaderMutexLock lock(&mu_);
  const auto found = values_.find(indicator);
  if (found == values_.end()) return std::nullopt;
  const auto where = districts_.find(code);
  for (auto value = found->second.rbegin(); value != found->second.rend(); ++value) {
    const bool replaced = where != districts_.end() && where->second.replaced_by.count(value->position);
    if (value->as_of <= at && value->position != except && !replaced) return *value;
  }
  return std::nullopt;
}

bool ReportIndex::Claim(std::string_view district, std::int64_t position,
                        std::string_view request_id) {
  absl::MutexLock lock(&mu_);
  District& where = At(districts_, district);
  if (where.replaced_by.count(position)) return false;
  const auto [claim, is_new] = where.claims.emplace(position, request_id);
  return is_new || claim->second == request_id;
}

void ReportIndex::Unclaim(std::string_view district, std::int64_t position,
                          std::string_view request_id) {
  absl::MutexLock lock(&mu_);
  District& where = At(districts_, district);
  const auto claim = where.claims.find(position);
  if (claim != where.claims.end() && claim->second == request_id) where.claims.erase(claim);
}

}  // namespace duban::ingest
