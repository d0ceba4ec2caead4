#include "ingest/core/report_index.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "common/error.h"
#include "runtime/wire.h"

namespace duban::ingest {
namespace {

// Values kept per indicator: enough to judge a late or corrected report against its neighbours, and
// bounded.
constexpr size_t kKeptValues = 12;
// Entries taken in under one lock: whoever judges reports waits for it, and waiting costs more than
// they do.
constexpr size_t kAppliedTogether = 64;
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

void ReportIndex::Apply(std::span<const Item> items) {
  absl::MutexLock apply_lock(&apply_mu_);
  views_.resize(kAppliedTogether);
  while (!items.empty()) {
    const auto together = items.first(std::min(items.size(), kAppliedTogether));
    std::array<bool, kAppliedTogether> readable{};
    for (size_t i = 0; i < together.size(); ++i)
      readable[i] = together[i].kind == EntryKind::kReport &&
                    views_[i].Read(together[i].payload, Texts::kKnownGood);
    absl::MutexLock lock(&mu_);
    for (size_t i = 0; i < together.size(); ++i) {
      const Item& item = together[i];
      if (readable[i]) {
        Take(item, views_[i]);
      } else if (item.kind == EntryKind::kReport &&
                 report_.ParseFromArray(item.payload.data(),
                                        static_cast<int>(item.payload.size()))) {
        Take(item, report_);
      }
    }
    items = items.subspan(together.size());
  }
}

void ReportIndex::Apply(const std::vector<NewEntry>& entries,
                        const std::vector<AppendResult>& results) {
  std::vector<Item> items;
  items.reserve(results.size());
  for (size_t i = 0; i < results.size(); ++i) {
    if (results[i].outcome == AppendResult::Outcome::kAppended)
      items.push_back(
          {entries[i].district, results[i].position, entries[i].kind, entries[i].payload});
  }
  Apply(items);
}

template <class AnyReport>
void ReportIndex::Take(const Item& item, const AnyReport& report) {
  const std::int64_t replaced = ReplacedPosition(report.replaces());
  const std::int64_t position = item.position;
  At(positions_, report.task()).push_back(position);
  if (replaced != 0) {
    District& where = At(districts_, item.district);
    where.replaced_by.emplace(replaced, position);
    where.claims.erase(replaced);
  }
  for (const auto& measurement : report.measurements()) {
    if (measurement.indicator().empty() || measurement.expected() ||
        measurement.accumulation() == type::v1::PERIOD)
      continue;
    Keep(At(values_, measurement.indicator()),
         {measurement.has_as_of() ? DayOf(measurement.as_of()) : DayOf(report.as_of()),
          measurement.value(), position});
  }
}

absl::StatusOr<Entry> ReportIndex::Rebuild(const Journal& journal, std::int64_t after,
                                           std::int64_t last) {
  Entry newest;
  std::vector<Item> items;
  while (after < last) {
    ASSIGN_OR_RETURN(std::vector<Entry> entries,
                     journal.ReadAll(after, kRebuildEntries, kRebuildBytes));
    std::erase_if(entries, [last](const Entry& entry) { return entry.sequence > last; });
    if (entries.empty()) return newest;
    items.clear();
    for (const Entry& entry : entries)
      items.push_back({entry.district, entry.position, entry.kind, entry.payload});
    Apply(items);
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
  const std::string_view code =
      indicator.substr(std::min<size_t>(10, indicator.size()), 6);  // "districts/" + code
  absl::ReaderMutexLock lock(&mu_);
  const auto found = values_.find(indicator);
  if (found == values_.end()) return std::nullopt;
  const auto where = districts_.find(code);
  for (auto value = found->second.rbegin(); value != found->second.rend(); ++value) {
    const bool replaced =
        where != districts_.end() && where->second.replaced_by.count(value->position);
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
