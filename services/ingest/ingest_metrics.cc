#include "ingest/ingest_metrics.h"

namespace duban::ingest {
namespace {

prometheus::Counter& Verifications(runtime::Metrics& metrics, const char* result) {
  return metrics.Counter("duban_journal_verifications_total", "Verifications of chains by outcome",
                         {{"result", result}});
}

}  // namespace

IngestMetrics::IngestMetrics(runtime::Metrics& metrics, const CommitterConfig& config,
                             std::int64_t newest)
    : metrics_(metrics),
      commit_seconds_(
          metrics.Histogram("duban_journal_commit_seconds", "Duration of one synced append")),
      commit_entries_(metrics.Histogram("duban_journal_commit_entries",
                                        "Entries of one synced append", {},
                                        {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000})),
      entries_(metrics.Counter("duban_journal_entries_total", "Entries by outcome of their append",
                               {{"outcome", "appended"}})),
      duplicates_(metrics.Counter("duban_journal_entries_total",
                                  "Entries by outcome of their append",
                                  {{"outcome", "duplicate"}})),
      conflicts_(metrics.Counter("duban_journal_entries_total",
                                 "Entries by outcome of their append", {{"outcome", "conflict"}})),
      failures_(metrics.Counter("duban_journal_commit_failures_total", "Appends that failed")),
      queue_entries_(metrics.Gauge("duban_ingest_queue_entries",
                                   "Entries that waited behind the last append")),
      queue_bytes_(
          metrics.Gauge("duban_ingest_queue_bytes", "Bytes that waited behind the last append")),
      sequence_(metrics.Gauge("duban_journal_sequence", "Sequence of the newest entry")),
      writable_(metrics.Gauge(
          "duban_journal_writable",
          "1 while the journal takes entries; 0 once a sync has failed or acknowledged entries are "
          "damaged, until it is opened anew")),
      catalog_revision_(metrics.Gauge("duban_ingest_catalog_revision",
                                      "Catalog revision that reports are judged by")),
      catalog_connected_(metrics.Gauge("duban_ingest_catalog_connected",
                                       "1 while the registry is followed, else 0")),
      catalog_age_seconds_(metrics.Gauge(
          "duban_ingest_catalog_age_seconds",
          "Age of the catalog when the registry was last tried; 0 while it is followed")),
      broken_districts_(metrics.Gauge("duban_journal_broken_districts",
                                      "Districts whose newest verification found a broken chain")),
      verified_time_(metrics.Gauge("duban_journal_verified_timestamp_seconds",
                                   "When a chain was last verified; 0 = not since the start")),
      misplaced_(metrics.Gauge("duban_ingest_misplaced_districts",
                               "Districts that are not where the placement file puts them")),
      unconfirmed_(metrics.Gauge("duban_ingest_unconfirmed_handovers",
                                 "Districts given away that their new holder has not taken yet")) {
  sequence_.Set(static_cast<double>(newest));
  for (const char* result : {"ok", "broken"}) Verifications(metrics, result);
  metrics.Gauge("duban_ingest_queue_capacity_entries", "Entries that may wait")
      .Set(static_cast<double>(config.max_queue_entries));
  metrics.Gauge("duban_ingest_queue_capacity_bytes", "Bytes that may wait")
      .Set(static_cast<double>(config.max_queue_bytes));
}

void IngestMetrics::Committed(const std::vector<NewEntry>& entries,
                              const std::vector<AppendResult>& results, const CommitStats& stats) {
  commit_seconds_.Observe(std::chrono::duration<double>(stats.duration).count());
  commit_entries_.Observe(stats.entries);
  queue_entries_.Set(static_cast<double>(stats.waiting.entries));
  queue_bytes_.Set(static_cast<double>(stats.waiting.bytes));
  if (!stats.ok) failures_.Increment();
  if (stats.ok || stats.reason == "JOURNAL_READ_ONLY" || stats.reason == "ENTRY_CORRUPT")
    Writable(stats.ok);
  int appended = 0;
  int duplicates = 0;
  std::int64_t newest = 0;
  int run = 0;  // appended entries of one district, one behind the other
  for (size_t i = 0; i < results.size(); ++i) {
    const AppendResult& result = results[i];
    if (result.outcome == AppendResult::Outcome::kAppended) {
      newest = result.sequence;
      ++run;
    }
    if (run > 0 && (i + 1 == results.size() || entries[i + 1].district != entries[i].district)) {
      District(entries[i].district).Increment(run);
      run = 0;
    }
    appended += result.outcome == AppendResult::Outcome::kAppended ? 1 : 0;
    duplicates += result.outcome == AppendResult::Outcome::kDuplicate ? 1 : 0;
  }
  entries_.Increment(appended);
  duplicates_.Increment(duplicates);
  conflicts_.Increment(static_cast<double>(results.size()) - appended - duplicates);
  if (newest > 0)
    sequence_.Set(static_cast<double>(newest));  // one thread commits, so it only grows
}

prometheus::Counter& IngestMetrics::District(const std::string& code) {
  prometheus::Counter*& counter = districts_[code];
  if (counter == nullptr) {
    counter =
        &metrics_.Counter("duban_ingest_district_entries_total",
                          "Entries appended since the start, by district", {{"district", code}});
  }
  return *counter;
}

void IngestMetrics::Verified(const std::string& district, const v1::VerifyJournalResponse& outcome,
                             TimePoint now) {
  Verifications(metrics_, outcome.ok() ? "ok" : "broken").Increment();
  verified_time_.Set(static_cast<double>(now.time_since_epoch().count()) / 1e6);
  absl::MutexLock lock(&mu_);
  if (district == "districts/-") {
    broken_.clear();
  } else {
    broken_.erase(district);
  }
  // "districts/440113 position 17: …"
  if (!outcome.ok())
    broken_.insert(outcome.first_broken().substr(0, outcome.first_broken().find(' ')));
  broken_districts_.Set(static_cast<double>(broken_.size()));
}

void IngestMetrics::Catalog(const CatalogFreshness& freshness) {
  catalog_revision_.Set(static_cast<double>(freshness.revision));
  catalog_connected_.Set(freshness.connected ? 1 : 0);
  catalog_age_seconds_.Set(static_cast<double>(freshness.age.count()));
}

void IngestMetrics::Placed(const Ownership& ownership) {
  misplaced_.Set(static_cast<double>(ownership.Misplaced().size()));
  unconfirmed_.Set(static_cast<double>(ownership.Unconfirmed().size()));
}

}  // namespace duban::ingest
