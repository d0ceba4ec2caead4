// What ingest shows to Prometheus beside the RPCs; docs/metrics.md lists all.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "duban/ingest/v1/progress_service.pb.h"
#include "ingest/core/catalog_view.h"
#include "ingest/core/committer.h"
#include "ingest/core/ownership.h"
#include "runtime/metrics.h"

namespace duban::ingest {

// Thread-safe.
class IngestMetrics {
 public:
  // `newest` is the sequence of the newest entry at the start.
  IngestMetrics(runtime::Metrics& metrics, const CommitterConfig& config, std::int64_t newest);

  // Whether the journal takes entries.
  void Writable(bool writable) { writable_.Set(writable ? 1 : 0); }
  // After every append, on the committing thread.
  void Committed(const std::vector<NewEntry>& entries, const std::vector<AppendResult>& results,
                 const CommitStats& stats);
  // After every verification of one journal or ("districts/-") of all.
  void Verified(const std::string& district, const v1::VerifyJournalResponse& outcome,
                TimePoint now);
  // After every message of the registry, and when it is lost.
  void Catalog(const CatalogFreshness& freshness);
  // Now and then.
  void Placed(const Ownership& ownership);

 private:
  prometheus::Counter& District(const std::string& code);

  runtime::Metrics& metrics_;
  prometheus::Histogram& commit_seconds_;
  prometheus::Histogram& commit_entries_;
  prometheus::Counter& entries_;
  prometheus::Counter& duplicates_;
  prometheus::Counter& conflicts_;
  prometheus::Counter& failures_;
  prometheus::Gauge& queue_entries_;
  prometheus::Gauge& queue_bytes_;
  prometheus::Gauge& sequence_;
  prometheus::Gauge& writable_;
  prometheus::Gauge& catalog_revision_;
  prometheus::Gauge& catalog_connected_;
  prometheus::Gauge& catalog_age_seconds_;
  prometheus::Gauge& broken_districts_;
  prometheus::Gauge& verified_time_;
  prometheus::Gauge& misplaced_;
  prometheus::Gauge& unconfirmed_;
  std::map<std::string, prometheus::Counter*> districts_;  // committing thread only
  absl::Mutex mu_;
  std::set<std::string> broken_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::ingest
