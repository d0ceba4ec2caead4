// duban-loadgen: puts a running suite under load and checks every acknowledgement by reading it
// back.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "tests/load/traffic.h"

namespace duban::load {
namespace {

// Items per second and latencies, for a person or as one JSON object. Exit status 1 when anything
// went wrong.
int Print(const std::string& mode, const Outcome& outcome, bool json) {
  const Histogram& latency = outcome.load.latency;
  const double rate =
      outcome.load.seconds > 0 ? static_cast<double>(outcome.items) / outcome.load.seconds : 0;
  const bool good = outcome.problem.empty() && outcome.load.errors == 0;
  if (json) {
    const nlohmann::json line = {{"mode", mode},
                                 {"per_second", rate},
                                 {"items", outcome.items},
                                 {"seconds", outcome.load.seconds},
                                 {"errors", outcome.load.errors},
                                 {"verified", outcome.verified},
                                 {"p50_us", latency.PercentileUs(0.5)},
                                 {"p99_us", latency.PercentileUs(0.99)},
                                 {"p999_us", latency.PercentileUs(0.999)},
                                 {"max_us", latency.max_us()},
                                 {"problem", outcome.problem}};
    fmt::print("{}\n", line.dump());
    return good ? 0 : 1;
  }
  fmt::print("{}: {:.0f} per second ({} in {:.1f} s), {} errors\n", mode, rate, outcome.items,
             outcome.load.seconds, outcome.load.errors);
  if (latency.total() > 0) {
    fmt::print("  p50 {:.0f} us, p90 {:.0f} us, p99 {:.0f} us, p99.9 {:.0f} us, max {:.0f} us\n",
               latency.PercentileUs(0.5), latency.PercentileUs(0.9), latency.PercentileUs(0.99),
               latency.PercentileUs(0.999), latency.max_us());
  }
  if (mode == "submit" || mode == "stream")
    fmt::print("  {} acknowledgements read back as they were given\n", outcome.verified);
  if (!outcome.problem.empty()) fmt::print(stderr, "  problem: {}\n", outcome.problem);
  return good ? 0 : 1;
}

int PrintRate(const std::string& mode, double rate, bool json) {
  if (json) {
    fmt::print("{}\n", nlohmann::json({{"mode", mode}, {"per_second", rate}}).dump());
  } else {
    fmt::print("{}: {:.0f} per second\n", mode, rate);
  }
  return rate > 0 ? 0 : 1;
}

struct Arguments {
  std::string mode = "submit";
  Options options;
  double seconds = 5;
  bool json = false;
  std::string listen = "127.0.0.1:0";
  std::string directory = ".";
  int bytes = 300;
};

int Run(Arguments& arguments) {
  Options& options = arguments.options;
  options.plan.duration = std::chrono::milliseconds(static_cast<int>(arguments.seconds * 1000));
  const std::string& mode = arguments.mode;
  if (mode == "bare-server") return ServeBare(arguments.listen);
  if (mode == "parse") return PrintRate(mode, ParseRate(1'000'000), arguments.json);
  if (mode == "append")
    return PrintRate(mode, AppendRate(arguments.directory, arguments.bytes, options.plan.duration),
                     arguments.json);
  if (mode == "submit" || mode == "stream" || mode == "freshness" || mode == "prepare") {
    if (const absl::Status prepared = Prepare(options); !prepared.ok()) {
      fmt::print(stderr, "duban-loadgen: {}\n", MessageOf(prepared));
      return 1;
    }
  }
  if (mode == "prepare") return 0;
  const Outcome outcome = mode == "submit"         ? SubmitSingle(options)
                          : mode == "stream"       ? SubmitStreams(options)
                          : mode == "replay"       ? Replay(options)
                          : mode == "empty-stream" ? EmptyStreams(options)
                          : mode == "freshness"    ? Freshness(options)
                                                   : Call(options, mode);
  return Print(mode, outcome, arguments.json);
}

}  // namespace
}  // namespace duban::load

int main(int argc, char** argv) {
  duban::load::Arguments arguments;
  duban::load::Options& options = arguments.options;
  CLI::App app{"Puts a running suite under load; every acknowledgement is read back and compared."};
  app.option_defaults()->always_capture_default();
  app.add_option(
         "mode", arguments.mode,
         "submit (one report a call), stream (batches), replay (read all journals), programme, "
         "summary, empty "
         "(unary reads), freshness (from an acknowledgement until a summary shows it), "
         "empty-stream; ceilings: bare-server, parse, append; prepare (registers programmes)")
      ->check(CLI::IsMember({"submit", "stream", "replay", "programme", "summary", "empty",
                             "empty-stream", "freshness", "bare-server", "parse", "append",
                             "prepare"}));
  app.add_option("--registry", options.registry_address, "address of the registry");
  app.add_option("--ingest", options.ingest_address, "address of ingest (or of the bare server)");
  app.add_option("--analytics", options.analytics_address, "address of analytics");
  app.add_option("--districts", options.districts, "districts to spread over")
      ->check(CLI::Range(1, 1000));
  app.add_option("--concurrency", options.plan.concurrency, "calls in flight, or streams")
      ->check(CLI::Range(1, 10'000));
  app.add_option("--batch", options.batch, "reports per message of a stream")
      ->check(CLI::Range(1, 100'000));
  app.add_option("--window", options.window, "messages of a stream that may be unanswered")
      ->check(CLI::Range(1, 1000));
  app.add_option(
      "--rate", options.plan.rate,
      "calls per second, each measured from when it was due; 0 = as fast as answers come");
  app.add_option("--seconds", arguments.seconds, "how long")->check(CLI::Range(0.1, 86'400.0));
  app.add_option("--listen", arguments.listen, "bare-server: host:port");
  app.add_option("--directory", arguments.directory, "append: where the file is written");
  app.add_option("--bytes", arguments.bytes, "append: bytes per synced append");
  app.add_flag("--json", arguments.json, "one JSON object");
  CLI11_PARSE(app, argc, argv);
  return duban::load::Run(arguments);
}
