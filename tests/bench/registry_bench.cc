// How long do the registry's reads and writes take, and how near is a read to an empty call?
//
// Expected: GetProgramme of 30 tasks at 0.6 or more of the empty call's rate in the same run; 3,000
// districts x 3 years x 30 tasks load in under 10 s; a page of ListTasks in under 10 ms p99 over
// that catalog; writers of many districts share commits, so that 64 of them apply several times
// what one does.
//   build/release/bin/registry_bench
#include <benchmark/benchmark.h>
#include <duban/ingest/v1/progress_service.grpc.pb.h>
#include <grpcpp/generic/generic_stub.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "registry/core/registry.h"
#include "registry/storage/sqlite_catalog_store.h"
#include "registry/transport/registry_grpc.h"
#include "runtime/client.h"
#include "runtime/server.h"
#include "tests/testing/registry_trees.h"
#include "tests/testing/temp_dir.h"

namespace duban::registry {
namespace {

using testing::ApplyRequest;
using testing::MakeProgramme;

constexpr int kDistricts = 3000;
constexpr int kYears = 3;

std::string Code(int district) { return std::to_string(110000 + district); }

// A database of the full catalog, made once by writing commits of a thousand programmes.
class FullCatalog {
 public:
  FullCatalog() {
    const auto store = *SqliteCatalogStore::Open(path());
    std::int64_t head = 0;
    std::vector<CatalogChange> changes;
    const auto flush = [&] {
      if (!store->Commit(head, TimePoint(), changes, {}).ok()) std::abort();
      head += static_cast<std::int64_t>(changes.size());
      changes.clear();
    };
    for (int district = 0; district < kDistricts; ++district) {
      v1::District known;
      known.set_name("districts/" + Code(district));
      known.set_display_name("区" + Code(district));
      changes.emplace_back(known);
      for (int year = 2020; year < 2020 + kYears; ++year) {
        ProgrammeState state;
        state.programme = Canonical(MakeProgramme(Code(district), year, 10, 3));
        state.programme.mutable_projects(district % 10)->set_title(PlaceName(district));
        state.programme.set_revision(1);
        state.about.set_revision(1);
        changes.emplace_back(std::move(state));
      }
      if (changes.size() > 1000) flush();
    }
    flush();
  }

  std::string path() const { return directory_.File("catalog.db"); }
  static std::string PlaceName(int district) {
    return "河道第" + std::to_string(district * 7919 % 100000) + "号整治";
  }

 private:
  testing::TempDir directory_;
};

FullCatalog& Full() {
  static FullCatalog catalog;
  return catalog;
}

// The full catalog, loaded.
struct Loaded {
  Loaded()
      : store(*SqliteCatalogStore::Open(Full().path())),
        registry(*Registry::Make(*store, clock, {})) {}
  SystemClock clock;
  std::unique_ptr<SqliteCatalogStore> store;
  std::unique_ptr<Registry> registry;
};

void BM_LoadFullCatalog(benchmark::State& state) {
  SystemClock clock;
  const auto store = *SqliteCatalogStore::Open(Full().path());
  for (auto _ : state) {
    auto registry = Registry::Make(*store, clock, {});
    if (!registry.ok()) state.SkipWithError("did not load");
    benchmark::DoNotOptimize(registry);
  }
}
BENCHMARK(BM_LoadFullCatalog)->Unit(benchmark::kMillisecond)->Iterations(1);

// Pages of 50 over the whole catalog under a filter; p99 of the single page.
void ListPages(benchmark::State& state, const std::string& filter) {
  Loaded loaded;
  v1::ListTasksRequest request;
  request.set_parent("districts/-");
  request.set_filter(filter);
  std::vector<double> milliseconds;
  std::int64_t found = 0;
  for (auto _ : state) {
    const auto start = loaded.clock.Steady();
    const auto page = loaded.registry->ListTasks(request);
    const std::chrono::duration<double, std::milli> took = loaded.clock.Steady() - start;
    if (!page.ok()) state.SkipWithError("list failed");
    found += page->tasks_size();
    request.set_page_token(page->next_page_token());
    milliseconds.push_back(took.count());
  }
  std::sort(milliseconds.begin(), milliseconds.end());
  state.counters["p99_ms"] = milliseconds[milliseconds.size() * 99 / 100];
  state.counters["tasks_per_page"] =
      static_cast<double>(found) / static_cast<double>(milliseconds.size());
}
BENCHMARK_CAPTURE(ListPages, all, "")->Iterations(500);
BENCHMARK_CAPTURE(ListPages, unit, "unit = 区教育局 AND due < 2021-01-01")->Iterations(500);
BENCHMARK_CAPTURE(ListPages, rare_text, "河道第7919号整治")->Iterations(500);
BENCHMARK_CAPTURE(ListPages, nothing, "weight > 100")->Iterations(500);

void BM_SearchFullCatalog(benchmark::State& state) {
  Loaded loaded;
  v1::SearchProjectsRequest request;
  request.set_parent("districts/-");
  request.set_query(FullCatalog::PlaceName(1234));
  for (auto _ : state) benchmark::DoNotOptimize(loaded.registry->SearchProjects(request));
}
BENCHMARK(BM_SearchFullCatalog)->Unit(benchmark::kMillisecond);

// Writers of districts of their own, each changing its programme again and again.
void BM_ApplyProgramme(benchmark::State& state) {
  testing::TempDir directory;
  SystemClock clock;
  const auto store = *SqliteCatalogStore::Open(directory.File("catalog.db"));
  const auto registry = *Registry::Make(*store, clock, {});
  const int writers = static_cast<int>(state.range(0));
  const int each = 512 / writers;
  std::atomic<int> round = 0;
  for (auto _ : state) {
    ++round;
    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer) {
      threads.emplace_back([&, writer] {
        auto request = ApplyRequest(MakeProgramme(Code(writer), 2022, 10, 3));
        for (int i = 0; i < each; ++i) {
          request.mutable_programme()->set_title(std::to_string(round) + "-" + std::to_string(i));
          if (!registry->ApplyProgramme(request).ok()) std::abort();
        }
      });
    }
    for (auto& thread : threads) thread.join();
  }
  state.SetItemsProcessed(state.iterations() * writers * each);
}
BENCHMARK(BM_ApplyProgramme)
    ->Arg(1)
    ->Arg(8)
    ->Arg(64)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond)
    ->Iterations(4);

// What an empty call costs, through the same server with the same observer.
class EmptyService final : public ingest::v1::ProgressService::CallbackService {
 public:
  grpc::ServerUnaryReactor* ListJournals(grpc::CallbackServerContext* context,
                                         const ingest::v1::ListJournalsRequest*,
                                         ingest::v1::ListJournalsResponse*) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

// A server with one programme of 30 tasks, and a client of it.
class RpcRig {
 public:
  RpcRig() {
    registry_ = *Registry::Make(*store_, clock_, {});
    if (!registry_->ApplyProgramme(ApplyRequest(MakeProgramme("440113", 2022, 10, 3))).ok())
      std::abort();
    service_ = std::make_unique<RegistryGrpc>(*registry_, executor_, changed_);
    server_ = *runtime::Server::Start({}, {service_.get(), &empty_}, metrics_, log_, clock_);
    channel_ = runtime::MakeChannel(server_->address());
    stub_ = std::make_unique<grpc::GenericStub>(channel_);
  }

  // Calls per second with 64 calls open; bytes are neither made nor read by the client.
  double Rate(const std::string& method, const std::string& request, int calls) {
    const grpc::Slice slice(request);
    const grpc::ByteBuffer bytes(&slice, 1);
    Loop loop{.method = method, .request = bytes, .left = calls, .open = 0};
    const auto start = clock_.Steady();
    {
      std::unique_lock lock(loop.mutex);
      for (int i = 0; i < 64; ++i) Next(loop, lock);
      loop.done.wait(lock, [&] { return loop.open == 0; });
    }
    const std::chrono::duration<double> took = clock_.Steady() - start;
    return calls / took.count();
  }

  double EmptyRate(int calls) {
    return Rate("/duban.ingest.v1.ProgressService/ListJournals", "", calls);
  }
  double GetRate(int calls) {
    v1::GetProgrammeRequest request;
    request.set_name("districts/440113/programmes/2022");
    return Rate("/duban.registry.v1.RegistryService/GetProgramme", request.SerializeAsString(),
                calls);
  }

 private:
  struct Loop {
    std::string method;
    grpc::ByteBuffer request;
    int left;
    int open;
    std::mutex mutex;
    std::condition_variable done;
  };
  struct Call {
    grpc::ClientContext context;
    grpc::ByteBuffer response;
  };

  void Next(Loop& loop, std::unique_lock<std::mutex>& lock) {
    if (loop.left == 0) return;
    --loop.left;
    ++loop.open;
    lock.unlock();
    auto* call = new Call;
    stub_->UnaryCall(&call->context, loop.method, {}, &loop.request, &call->response,
                     [this, call, &loop](const grpc::Status& status) {
                       if (!status.ok()) std::abort();
                       delete call;
                       std::unique_lock inner(loop.mutex);
                       Next(loop, inner);
                       if (--loop.open == 0) loop.done.notify_all();
                     });
    lock.lock();
  }

  testing::TempDir directory_;
  SystemClock clock_;
  runtime::Metrics metrics_;
  runtime::Log log_{"bench", "0", runtime::LogLevel::kError, "json", clock_};
  std::unique_ptr<SqliteCatalogStore> store_ =
      *SqliteCatalogStore::Open(directory_.File("catalog.db"));
  std::unique_ptr<Registry> registry_;
  runtime::Executor executor_{4, 1000};
  runtime::Signal changed_;
  EmptyService empty_;
  std::unique_ptr<RegistryGrpc> service_;
  std::unique_ptr<runtime::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<grpc::GenericStub> stub_;
};

void BM_GetProgrammeToEmptyCall(benchmark::State& state) {
  RpcRig rig;
  std::vector<double> ratios;
  double empty_rate = 0;
  double get_rate = 0;
  rig.EmptyRate(2000);
  rig.GetRate(2000);
  for (auto _ : state) {
    empty_rate = rig.EmptyRate(20'000);
    get_rate = rig.GetRate(20'000);
    ratios.push_back(get_rate / empty_rate);
  }
  std::sort(ratios.begin(), ratios.end());
  state.counters["ratio_median"] = ratios[ratios.size() / 2];
  state.counters["empty_per_s"] = empty_rate;
  state.counters["get_per_s"] = get_rate;
}
BENCHMARK(BM_GetProgrammeToEmptyCall)->Iterations(5)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace duban::registry
