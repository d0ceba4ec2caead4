// duban-analytics: aggregates, findings and reports, folded from the catalog and the journals.
#include <filesystem>
#include <system_error>
#include <thread>

#include "absl/synchronization/notification.h"
#include "analytics/board_metrics.h"
#include "analytics/core/queries.h"
#include "analytics/sources/sources.h"
#include "analytics/storage/redis_summary_cache.h"
#include "analytics/storage/snapshot_file.h"
#include "analytics/storage/snapshot_keeper.h"
#include "analytics/transport/analytics_grpc.h"
#include "common/error.h"
#include "runtime/periodic.h"
#include "runtime/placement_file.h"
#include "runtime/process.h"

namespace duban::analytics {
namespace {

struct Config {
  // Behaviour.
  std::string data_dir = "data/analytics";
  std::string registry_address = "127.0.0.1:7401";
  std::vector<std::string> ingest_addresses = {"127.0.0.1:7402"};
  std::string placement;  // path of the placement file; "" = ingest_addresses
  std::chrono::milliseconds placement_interval{1'000};
  RedisCacheConfig redis;
  // Performance.
  std::int64_t answer_memory_mib = 256;
  std::chrono::milliseconds watch_interval{20};
  std::chrono::milliseconds start_patience{10'000};
  std::chrono::milliseconds snapshot_interval{60'000};
  std::chrono::milliseconds board_interval{30'000};
};

void AddOptions(Config& config, runtime::OptionTable& table) {
  table.Add("data_dir", &config.data_dir, "directory of the snapshot; made when missing");
  table.Add("registry_address", &config.registry_address, "host:port of the registry");
  table.Add("ingest_addresses", &config.ingest_addresses,
            "host:port of every ingest instance that is followed");
  table.Add("placement", &config.placement,
            "placement file, whose instances are followed in place of ingest_addresses; read again "
            "when it changes");
  table.Add("placement_interval", &config.placement_interval,
            "time between two looks at the placement file", 50, 600'000);
  table.Add("redis_address", &config.redis.address,
            "Redis that replicas share: host:port, unix:/path, some nodes of a Cluster "
            "(host:port,host:port), or sentinel:NAME@host:port,host:port; empty = none");
  table.Add("redis_user", &config.redis.login.user,
            "user to log in as; empty = Redis's default user");
  table.Add("redis_password_file", &config.redis.login.password_file,
            "file whose first line is Redis's password, read for every connection; empty = none");
  table.Add("redis_timeout", &config.redis.timeout, "longest wait for Redis", 1, 10'000);
  table.Add("answer_memory_mib", &config.answer_memory_mib, "MiB of answers kept in memory", 1,
            1'000'000);
  table.Add("watch_interval", &config.watch_interval,
            "shortest time between two messages to a watcher", 1, 60'000);
  table.Add("snapshot_interval", &config.snapshot_interval,
            "time between two snapshots of what was folded", 100, 86'400'000);
  table.Add("board_interval", &config.board_interval,
            "time between two looks at every district's board for the metrics", 100, 86'400'000);
  table.Add("start_patience", &config.start_patience,
            "how long a start waits for all sources before it serves what it has", 0, 600'000);
}

// Serves once all sources are taken in, or after the configured patience with what is known.
void ServeWhenReady(runtime::Server& server, const Sources& sources, const Config& config,
                    runtime::Process& process, absl::Notification& stopping) {
  const SteadyPoint start = process.clock().Steady();
  while (!sources.caught_up() && process.clock().Steady() - start < config.start_patience) {
    if (stopping.WaitForNotificationWithTimeout(absl::Milliseconds(10))) return;
  }
  process.log().Info("sources_folded", {{"caught_up", sources.caught_up()}});
  server.SetServing(true);
}

// Those of the options; a placement file names its own.
Sources::Addresses IngestAddresses(const Config& config) {
  Sources::Addresses out;
  if (!config.placement.empty()) return out;
  for (const std::string& address : config.ingest_addresses)
    out.emplace_back("ingest-" + std::to_string(out.size()), address);
  return out;
}

// Takes in the snapshot, where there is a good one, and says from where to follow.
Sources::Sequences Restore(const std::string& path, const std::string& build, SharedState& state,
                           runtime::Log& log) {
  absl::StatusOr<Snapshot> snapshot = ReadSnapshot(path, build);
  if (!snapshot.ok()) {
    if (snapshot.status().code() == absl::StatusCode::kDataLoss) {
      log.Warn("snapshot_refused", {{"reason", ReasonOf(snapshot.status())}});
    }
    return {};
  }
  log.Info("snapshot_restored", {{"catalog_revision", snapshot->state.catalog_revision()}});
  state.Reset(std::move(snapshot->state));
  return snapshot->sequences;
}

absl::Status Run(const Config& config, runtime::Process& process) {
  std::error_code error;
  std::filesystem::create_directories(config.data_dir, error);
  process.metrics().WatchSpace(config.data_dir);
  const std::string snapshot_path = config.data_dir + "/state.snapshot";
  const std::string build = BuildIdentity();
  SharedState state;
  const Sources::Sequences resume = Restore(snapshot_path, build, state, process.log());
  Changes changes(config.watch_interval);
  state.OnChange([&changes](const std::string& code) { changes.Mark(code); });
  Sources sources(config.registry_address, IngestAddresses(config), resume, state,
                  process.metrics(), process.log(), process.clock());
  std::unique_ptr<runtime::PlacementFollower> placement;
  if (!config.placement.empty()) {
    ASSIGN_OR_RETURN(const Placement placed, runtime::ReadPlacement(config.placement));
    sources.Follow(placed);
    placement = std::make_unique<runtime::PlacementFollower>(
        config.placement, placed, config.placement_interval,
        [&sources](const Placement& changed) {
          sources.Follow(changed);
          return absl::OkStatus();
        },
        process.log());
  }
  const SnapshotKeeper keeper(
      snapshot_path, build, config.snapshot_interval, state,
      [&sources] { return sources.sequences(); }, process.metrics(), process.log(),
      process.clock());
  std::unique_ptr<RedisSummaryCache> cache;
  if (!config.redis.address.empty()) {
    RedisCacheConfig redis = config.redis;
    redis.build = build;
    cache = std::make_unique<RedisSummaryCache>(redis, process.metrics(), process.log(),
                                                process.clock());
  }
  AnswerMemory memory(static_cast<std::size_t>(config.answer_memory_mib) << 20);
  Queries queries(
      state, memory, cache.get(),
      [&sources](const std::string& code) { return sources.StaleSeconds(code); }, process.clock());
  runtime::Executor executor(process.config().worker_threads, process.config().worker_queue);
  AnalyticsGrpc service(queries, changes, executor);
  ASSIGN_OR_RETURN(const auto server, process.Serve({&service}));
  sources.Start();
  BoardMetrics board(state, process.metrics(), process.clock());
  const runtime::Periodic board_keeper(config.board_interval, [&board] { board.Refresh(); });
  const runtime::Periodic source_keeper(std::chrono::seconds(1),
                                        [&sources] { sources.ShowProgress(); });
  absl::Notification stopping;
  std::thread starter([&] { ServeWhenReady(*server, sources, config, process, stopping); });
  process.WaitForStop();
  stopping.Notify();
  starter.join();
  server->SetServing(false);
  changes.Close();
  server->Stop();
  return absl::OkStatus();
}

}  // namespace
}  // namespace duban::analytics

int main(int argc, char** argv) {
  duban::analytics::Config config;
  duban::runtime::OptionTable table;
  duban::analytics::AddOptions(config, table);
  duban::runtime::ProcessConfig defaults;
  defaults.server.rpc_address = "127.0.0.1:7403";
  defaults.metrics_address = "127.0.0.1:9403";
  return duban::runtime::RunProcess(
      "duban-analytics", "Aggregates, findings and reports, folded from catalog and journals.",
      argc, argv, table, defaults,
      [&](duban::runtime::Process& process) { return duban::analytics::Run(config, process); });
}
