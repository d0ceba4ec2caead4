#include "cli/up_command.h"

#include <fmt/format.h>
#include <signal.h>

#include "cli/board.h"
#include "cli/import_command.h"
#include "cli/services.h"
#include "cli/terminal.h"
#include "common/error.h"
#include "common/names.h"

namespace duban::cli {
namespace {

struct UpOptions {
  Layout layout;
  bool no_redis = false;
  bool once = false;
  std::vector<std::string> samples;
  std::vector<std::string> quiet_samples;
};

sigset_t StopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  return set;
}

// True once a stop signal has come; waits for one at most `milliseconds`.
bool StopAsked(int milliseconds) {
  static bool asked = false;
  const sigset_t signals = StopSignals();
  const timespec wait{milliseconds / 1000, (milliseconds % 1000) * 1'000'000L};
  if (!asked && sigtimedwait(&signals, nullptr, &wait) > 0) asked = true;
  return asked;
}

// Imports the samples and prints the board of each programme in them.
int ShowSamples(const Context& context, const std::vector<std::string>& samples) {
  for (const std::string& sample : samples) {
    const auto imported = ImportFile(context, sample, {});
    if (!imported.ok()) return Fail(imported.status());
    fmt::print("\nImported {}\n{}", sample, DescribeImport(*imported, false));
    for (const auto& programme : imported->programmes()) {
      const auto name = ParseProgrammeName("programme", programme.programme());
      if (!name.ok()) return Fail(name.status());
      const auto board = FetchBoard(
          context, {.programme = {name->district, name->year}, .at_least = programme.position()});
      if (!board.ok()) return Fail(board.status());
      fmt::print("\n{}", RenderBoard(*board, ThisScreen()));
    }
  }
  return kOk;
}

// Imports more samples, a line each: for the board in the browser, not for the terminal.
int FillBoard(const Context& context, const std::vector<std::string>& samples) {
  if (!samples.empty()) fmt::print("\n");
  for (const std::string& sample : samples) {
    const auto imported = ImportFile(context, sample, {});
    if (!imported.ok()) return Fail(imported.status());
    for (const auto& programme : imported->programmes())
      fmt::print("Imported {} from {}\n", programme.programme(), sample);
  }
  return kOk;
}

int Up(Context& context, UpOptions options) {
  // Held back before the first thread exists; StopAsked takes them.
  const sigset_t signals = StopSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  options.layout.with_redis = !options.no_redis;
  if (const auto locked = LockDataDir(options.layout.data_dir); !locked.ok()) return Fail(locked);
  auto programs = PlanPrograms(options.layout);
  if (!programs.ok()) return Fail(programs.status());

  context.registry_address = RegistryAddress(options.layout);
  context.ingest_address = IngestAddress(options.layout);
  context.analytics_address = AnalyticsAddress(options.layout);
  const std::vector<ProgramSpec> specs = *programs;
  Supervisor supervisor(*std::move(programs));
  fmt::print("Starting {} programs on {} ...\n", specs.size(), options.layout.data_dir);
  std::fflush(stdout);
  if (const auto started = supervisor.Start([] { return StopAsked(0); }); !started.ok()) {
    supervisor.Stop();
    return started.code() == absl::StatusCode::kCancelled ? kOk : Fail(started);
  }
  for (const ProgramSpec& spec : specs)
    fmt::print("  {:<10} listens on {}  log {}\n", spec.name, spec.address, spec.log_path);
  std::fflush(stdout);

  int shown = ShowSamples(context, options.samples);
  if (shown == kOk) shown = FillBoard(context, options.quiet_samples);
  std::fflush(stdout);
  if (!options.once && shown == kOk) {
    fmt::print(
        "\nRunning; Ctrl-C stops all. Next:\n"
        "  http://{}/                        the board in your browser\n"
        "  build/release/bin/duban board --help          other districts, years and dates\n"
        "  build/release/bin/duban import FILE           read a document of your own\n"
        "  http://{}/metrics                 what Prometheus sees\n",
        GatewayAddress(options.layout),
        fmt::format("127.0.0.1:{}", options.layout.base_port + 2001));
    std::fflush(stdout);
    while (!StopAsked(200)) {
      supervisor.Watch([](const std::string& line) {
        fmt::print("{}\n", line);
        std::fflush(stdout);
      });
    }
    fmt::print("\nStopping ...\n");
  }
  supervisor.Stop();
  fmt::print("All programs stopped; data stays in {}.\n", options.layout.data_dir);
  return shown;
}

}  // namespace

void AddUpCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "up", "Start redis, registry, ingest, analytics and the board on this machine");
  auto options = std::make_shared<UpOptions>();
  command->add_option("--data", options->layout.data_dir, "data directory")
      ->take_last()  // tools/up names one before what its user names
      ->capture_default_str()
      ->type_name("DIR");
  command
      ->add_option("--base-port", options->layout.base_port,
                   "registry listens at +1, ingest +2, analytics +3, redis +79, board +80; metrics "
                   "2000 above")
      ->capture_default_str()
      ->check(CLI::Range(1024, 60'000));
  command
      ->add_option("--also", options->quiet_samples,
                   "import this document too, without printing its board")
      ->type_name("FILE");
  command->add_option("--sample", options->samples, "import this document and print its board")
      ->type_name("FILE");
  command->add_flag("--once", options->once, "stop after the board instead of running on");
  command->add_flag("--no-redis", options->no_redis, "run without a shared cache");
  command->callback(
      [&context, options] { context.run = [&context, options] { return Up(context, *options); }; });
}

}  // namespace duban::cli
