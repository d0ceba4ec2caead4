// duban-registry: the catalog of promises as a service.
#include <google/protobuf/stubs/logging.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "common/error.h"
#include "registry/core/registry.h"
#include "registry/storage/metered_catalog_store.h"
#include "registry/storage/sqlite_catalog_store.h"
#include "registry/storage/sqlite_copy.h"
#include "registry/transport/registry_grpc.h"
#include "runtime/process.h"

namespace duban::registry {
namespace {

struct Config {
  std::string data_dir = "data/registry";
  std::string district_table;
  bool migrate_only = false;
  std::string copy_to;
  RegistryOptions registry;
};

void AddOptions(Config& config, runtime::OptionTable& table) {
  table.Add("data_dir", &config.data_dir, "directory of the catalog's database; made when missing");
  table.Add(
      "district_table", &config.district_table,
      "CSV file of codes beside the shipped ones: code,name,city,province,from,until,successors");
  table.Add("migrate_only", &config.migrate_only,
            "true = bring the database to this version's schema, and end");
  table.Add("copy_to", &config.copy_to,
            "write a checked copy of the database to this file, and end; also while another "
            "duban-registry serves it");
  table.Add("max_tasks", &config.registry.limits.max_tasks,
            "tasks that one programme may have; larger trees are refused", 1, 1'000'000);
  table.Add("event_history", &config.registry.event_history,
            "catalog events kept for watchers that resume; 0 keeps all");
}

// The shipped codes, and those of a file where one is named.
absl::StatusOr<DistrictTable> ReadDistricts(const std::string& path) {
  if (path.empty()) return DistrictTable::Shipped();
  std::ifstream file(path);
  if (!file)
    return Error(absl::StatusCode::kInvalidArgument, "DISTRICT_TABLE_INVALID",
                 "cannot read the district table " + path);
  return DistrictTable::With(std::string(std::istreambuf_iterator<char>(file), {}));
}

absl::Status Run(Config config, runtime::Process& process) {
  // A client's bad request is answered to it; it must not write lines of its own between the logs.
  google::protobuf::SetLogHandler(nullptr);
  if (!config.copy_to.empty()) {
    RETURN_IF_ERROR(CopySqlite(config.data_dir + "/catalog.db", config.copy_to));
    process.log().Info("catalog_copied", {{"from", config.data_dir}, {"to", config.copy_to}});
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(config.registry.districts, ReadDistricts(config.district_table));
  std::error_code error;
  std::filesystem::create_directories(config.data_dir, error);
  ASSIGN_OR_RETURN(const auto sqlite, SqliteCatalogStore::Open(config.data_dir + "/catalog.db"));
  if (config.migrate_only) {
    process.log().Info("catalog_migrated", {{"data_dir", config.data_dir}});
    return absl::OkStatus();
  }
  process.metrics().WatchSpace(config.data_dir);
  MeteredCatalogStore store(*sqlite, process.metrics(), process.clock());
  runtime::Signal changed;
  const auto started = process.clock().Steady();
  ASSIGN_OR_RETURN(const auto registry, Registry::Make(store, process.clock(), config.registry,
                                                       [&changed] { changed.Notify(); }));
  const std::chrono::duration<double> loading = process.clock().Steady() - started;
  process.log().Info("catalog_loaded", {{"revision", registry->catalog().revision()},
                                        {"duration_s", loading.count()}});
  runtime::Executor executor(process.config().worker_threads, process.config().worker_queue);
  RegistryGrpc service(*registry, executor, changed);
  ASSIGN_OR_RETURN(const auto server, process.Serve({&service}));
  server->SetServing(true);
  process.WaitForStop();
  server->SetServing(false);
  changed.Close();
  server->Stop();
  return absl::OkStatus();
}

}  // namespace
}  // namespace duban::registry

int main(int argc, char** argv) {
  duban::registry::Config config;
  duban::runtime::OptionTable table;
  duban::registry::AddOptions(config, table);
  duban::runtime::ProcessConfig defaults;
  defaults.server.rpc_address = "127.0.0.1:7401";
  defaults.metrics_address = "127.0.0.1:9401";
  // Writers wait on their threads for the commit that they share: more of them make larger commits.
  defaults.worker_threads = 16;
  return duban::runtime::RunProcess(
      "duban-registry", "Keeps districts, units and programmes with every revision of them.", argc,
      argv, table, defaults,
      [&](duban::runtime::Process& process) { return duban::registry::Run(config, process); });
}
