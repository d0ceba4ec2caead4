// What ingest shows to Prometheus beside the RPCs; docs/metrics.md lists all.
#pragma once

#include <vector>

#include "ingest/core/catalog_view.h"
#include "ingest/core/committer.h"
#include "runtime/metrics.h"

namespace duban::ingest {

// Thread-safe.
class IngestMetrics {
 public:
  IngestMetrics(runtime::Metrics& metrics, const CommitterConfig& config);

  // After every append.
  void Committed(const std::vector<AppendResult>& results, const CommitStats& stats);
  // After every message of the registry, and when it is lost.
  void Catalog(const CatalogFreshness& freshness);

 private:
  prometheus::Histogram& commit_seconds_;
  prometheus::Histogram& commit_entries_;
  prometheus::Counter& entries_;
  prometheus::Counter& duplicates_;
  prometheus::Counter& conflicts_;
  prometheus::Counter& failures_;
  prometheus::Gauge& queue_entries_;
  prometheus::Gauge& queue_bytes_;
  prometheus::Gauge& sequence_;
  prometheus::Gauge& catalog_revision_;
  prometheus::Gauge& catalog_connected_;
  prometheus::Gauge& catalog_age_seconds_;
};

}  // namespace duban::ingest
