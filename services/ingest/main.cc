// duban-ingest: takes progress in, keeps it, and lets others follow it.
#include <filesystem>
#include <memory>
#include <string>

#include "absl/synchronization/mutex.h"
#include "common/error.h"
#include "common/thread_priority.h"
#include "ingest/config.h"
#include "ingest/core/committer.h"
#include "ingest/core/figure_proof.h"
#include "ingest/core/import_document.h"
#include "ingest/core/progress.h"
#include "ingest/core/report_index.h"
#include "ingest/ingest_metrics.h"
#include "ingest/journal/data_backup.h"
#include "ingest/journal/journal_directory.h"
#include "ingest/read_document.h"
#include "ingest/read_narrative.h"
#include "ingest/storage/key_file_signer.h"
#include "ingest/storage/report_index_store.h"
#include "ingest/storage/sqlite_catalog_cache.h"
#include "ingest/storage/sqlite_document_store.h"
#include "ingest/storage/sqlite_ownership_store.h"
#include "ingest/storage/sqlite_review_store.h"
#include "ingest/transport/document_grpc.h"
#include "ingest/transport/handover_keeper.h"
#include "ingest/transport/placement_grpc.h"
#include "ingest/transport/progress_grpc.h"
#include "ingest/transport/registry_client.h"
#include "ingest/transport/report_calls.h"
#include "runtime/callback_queue.h"
#include "runtime/client.h"
#include "runtime/executor.h"
#include "runtime/placement_file.h"
#include "runtime/process.h"
#include "runtime/signal.h"

namespace duban::ingest {
namespace {

absl::Status MakeDirectory(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error) return absl::OkStatus();
  return Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE",
               "cannot create the data directory " + path + ": " + error.message());
}

absl::StatusOr<HashAlgorithm> ReadAlgorithm(const std::string& name) {
  if (name == "sha256") return HashAlgorithm::kSha256;
  if (name == "sm3") return HashAlgorithm::kSm3;
  return InvalidField("journal_hash", "HASH_UNKNOWN", "must be sha256 or sm3");
}

constexpr int kTransferThreads = 4;  // copies and hand-overs at once

// Who holds what, as the data directory remembers it and the placement file says.
absl::StatusOr<std::unique_ptr<Ownership>> MakeOwnership(const IngestConfig& config,
                                                         OwnershipStore& store,
                                                         const Journal& journal,
                                                         const Clock& clock) {
  if (config.instance.empty() != config.placement.empty()) {
    return InvalidField(config.instance.empty() ? "instance" : "placement", "OPTION_MISSING",
                        "give both --instance and --placement, or neither");
  }
  ASSIGN_OR_RETURN(auto ownership, Ownership::Make(config.instance, store, journal, clock));
  if (!config.placement.empty()) {
    ASSIGN_OR_RETURN(Placement placement, runtime::ReadPlacement(config.placement));
    RETURN_IF_ERROR(ownership->SetPlacement(std::move(placement)));
  }
  if (WasRestored(config.data_dir)) ownership->Doubt();
  return ownership;
}

// Objects stand in order of dependency, so that leaving the function is the shutdown.
absl::Status Run(const IngestConfig& config, runtime::Process& process) {
  const Clock& clock = process.clock();
  // Debian's abseil looks for cycles at every lock unless it is told not to.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  ASSIGN_OR_RETURN(const HashAlgorithm algorithm, ReadAlgorithm(config.journal_hash));
  ASSIGN_OR_RETURN(const JournalEngine engine, ReadJournalEngine(config.journal_engine));
  RETURN_IF_ERROR(MakeDirectory(config.data_dir));
  ASSIGN_OR_RETURN(const auto journal, OpenJournal(config.data_dir, engine, algorithm));
  for (const std::string& note : journal->Notes())
    process.log().Warn("journal_note", {{"what", note}});
  for (const std::string& damage : journal->Damages())
    process.log().Error("journal_damaged", {{"what", damage}});
  ASSIGN_OR_RETURN(const auto documents,
                   SqliteDocumentStore::Make(config.data_dir + "/documents.db"));
  ASSIGN_OR_RETURN(const auto reviews, SqliteReviewStore::Make(config.data_dir + "/reviews.db"));
  ASSIGN_OR_RETURN(const auto cache, SqliteCatalogCache::Make(config.data_dir + "/catalog.db"));
  ASSIGN_OR_RETURN(const auto signer, KeyFileSigner::Make(config.signing_key.empty()
                                                              ? config.data_dir + "/signing_key.pem"
                                                              : config.signing_key));

  process.metrics().WatchSpace(config.data_dir);
  ASSIGN_OR_RETURN(const auto handovers,
                   SqliteOwnershipStore::Make(config.data_dir + "/ownership.db"));
  ASSIGN_OR_RETURN(const auto ownership, MakeOwnership(config, *handovers, *journal, clock));
  ReportIndex index;
  ReportIndexStore index_store(config.data_dir + "/report_index");
  RETURN_IF_ERROR(index_store.Load(*journal, index));
  CatalogView catalog(clock);
  if (auto remembered = cache->Load(); remembered.ok()) {
    catalog.Restore(std::move(remembered->programmes), remembered->revision, remembered->heard);
  } else {
    process.log().Warn("catalog_cache_failed", {{"reason", ReasonOf(remembered.status())}});
    RETURN_IF_ERROR(cache->Clear());
  }

  ASSIGN_OR_RETURN(const std::int64_t newest, journal->LastSequence());
  IngestMetrics metrics(process.metrics(), config.committer, newest);
  metrics.Writable(journal->Damages().empty());
  runtime::Signal committed;
  runtime::Executor index_work(1, 1);
  const auto save_index = [&](std::int64_t sequence) {
    if (!index_store.IsDue(sequence)) return;
    // When it cannot be done now it is done after a later commit, or at the next start.
    index_work.TryRun([&] {
      YieldToOthers(Background::kWhenIdle);
      index_store.SaveParts(*journal).IgnoreError();
    });
  };
  Committer committer(*journal, clock, config.committer,
                      [&](const auto& entries, const auto& results, const CommitStats& stats) {
                        index.Apply(entries, results);
                        metrics.Committed(entries, results, stats);
                        committed.Notify();
                        if (!results.empty()) save_index(results.back().sequence);
                      });
  Progress progress(*journal, catalog, index, committer, *ownership, clock, {},
                    MakeNarrativeReader());
  const auto channel = runtime::MakeChannel(config.registry_address);
  CatalogFollower follower(channel, catalog, *cache, clock, process.log(),
                           [&] { metrics.Catalog(catalog.freshness()); });
  GrpcRegistry registry(channel, config.registry_timeout);
  DocumentReview review(MakeDocumentReviewer(), *reviews, clock, runtime::BuildName());
  DocumentImporter importer(MakeDocumentReader(), review, *documents, registry, catalog, progress,
                            *journal, clock, config.catalog_timeout);

  runtime::Executor workers(process.config().worker_threads, process.config().worker_queue);
  runtime::Executor imports(config.import_threads, config.import_queue);
  runtime::Executor slow_work(config.slow_threads, config.import_queue);
  runtime::Executor transfers(kTransferThreads, config.import_queue);
  const auto prover = [&](const std::string& report, int measurement) {
    return MakeFigureProof(*journal, *documents, *signer, clock, report, measurement);
  };
  const auto verified = [&](const std::string& district, const v1::VerifyJournalResponse& outcome) {
    metrics.Verified(district, outcome, clock.Now());
  };
  ProgressGrpc progress_service(progress, *journal, *ownership, prover, verified, workers,
                                slow_work, committed, config.stream);
  ReportCalls report_calls(progress_service, progress, committer, workers);
  DocumentGrpc document_service(importer, review, *documents, *ownership, imports);
  PlacementGrpc placement_service(*ownership,
                                  {*journal, *documents, *reviews, *ownership, committer}, catalog,
                                  transfers, committed);
  ASSIGN_OR_RETURN(
      const auto server,
      process.Serve({&progress_service, &document_service, &placement_service}, &report_calls));
  if (!runtime::CallbacksAreNotPolledFor())
    process.log().Warn("callbacks_polled_for",
                       {{"effect", "single reports cost more processor time"}});
  const HandoverKeeper keeper(
      *ownership, process.log(), config.placement_interval, [&] { metrics.Placed(*ownership); },
      [&] { ForgetRestore(config.data_dir); });
  std::unique_ptr<runtime::PlacementFollower> placement;
  if (const auto known = ownership->placement()) {
    placement = std::make_unique<runtime::PlacementFollower>(
        config.placement, *known, config.placement_interval,
        [&](Placement changed) { return ownership->SetPlacement(std::move(changed)); },
        process.log());
  }
  if (!follower.WaitUntilCurrent(config.start_timeout)) {
    process.log().Warn("started_without_registry",
                       {{"registry", config.registry_address},
                        {"catalog_revision", catalog.freshness().revision}});
  }
  server->SetServing(true);
  process.WaitForStop();
  committed.Close();
  server->Stop();
  return absl::OkStatus();
}

}  // namespace
}  // namespace duban::ingest

int main(int argc, char** argv) {
  duban::ingest::IngestConfig config;
  duban::runtime::OptionTable table;
  duban::ingest::AddOptions(config, table);
  duban::runtime::ProcessConfig defaults;
  defaults.server.rpc_address = "127.0.0.1:7402";
  defaults.metrics_address = "127.0.0.1:9402";
  return duban::runtime::RunProcess(
      "duban-ingest", "Takes progress in, keeps it in journals, and reads documents.", argc, argv,
      table, defaults,
      [&config](duban::runtime::Process& process) { return duban::ingest::Run(config, process); });
}
