#include "cli/placement_commands.h"

#include <duban/ingest/v1/placement_service.grpc.pb.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cli/district_move.h"
#include "cli/placement_render.h"
#include "common/error.h"
#include "common/names.h"
#include "runtime/client.h"
#include "runtime/rpc_status.h"

namespace duban::cli {
namespace {

namespace fs = std::filesystem;

struct PlacementOptions {
  std::string file = "placement.yaml";
  std::string to;
  RenderOptions render;
  bool check = false;
  MoveOptions move;
  std::string until;
  std::string then;
  double lease_seconds = 10;
};

int FailWithFile(const std::string& file, const absl::Status& status) {
  if (!ViolationsOf(status).empty()) fmt::print(stderr, "{}:\n", file);
  return Fail(status);
}

// Written aside, synced and renamed: a reader sees the old file or the new one.
absl::Status WriteFile(const fs::path& path, const std::string& content) {
  std::error_code error;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  const std::string aside = path.string() + ".part";
  std::FILE* file = std::fopen(aside.c_str(), "wb");
  const bool written = file != nullptr &&
                       std::fwrite(content.data(), 1, content.size(), file) == content.size() &&
                       std::fflush(file) == 0 && fsync(fileno(file)) == 0;
  if (file != nullptr) std::fclose(file);
  if (!written || std::rename(aside.c_str(), path.c_str()) != 0)
    return Error(absl::StatusCode::kUnavailable, "FILE_NOT_WRITTEN",
                 fmt::format("cannot write {}", path.string()));
  return absl::OkStatus();
}

absl::StatusOr<Placement> Read(const std::string& file) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
  return Placement::Parse(text);
}

absl::StatusOr<std::map<std::string, std::string>> Rendered(const PlacementOptions& options) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(options.file));
  ASSIGN_OR_RETURN(const Placement placement, Placement::Parse(text));
  return RenderPlacement(placement, text, options.render);
}

// Paths below `to` that were rendered once and are rendered no more.
std::vector<std::string> Leftovers(const std::string& to,
                                   const std::map<std::string, std::string>& files) {
  std::vector<std::string> out;
  std::error_code error;
  for (const std::string folder : {"hosts", "kubernetes"}) {
    // What was not asked for this time (no --base) is left alone.
    const auto first = files.lower_bound(folder + "/");
    if (first == files.end() || !first->first.starts_with(folder + "/")) continue;
    for (const auto& entry : fs::directory_iterator(fs::path(to) / folder, error)) {
      const std::string path = fmt::format("{}/{}", folder, entry.path().filename().string());
      const auto content = ReadFile(entry.path().string());
      if (!files.contains(path) && content.ok() && content->starts_with(kRenderedNote))
        out.push_back(path);
    }
  }
  return out;
}

int Check(const PlacementOptions& options) {
  const auto placement = Read(options.file);
  if (!placement.ok()) return FailWithFile(options.file, placement.status());
  fmt::print("{}: {} instances, {} districts placed, everything else at {}\n", options.file,
             placement->instances().size(), placement->districts().size(),
             placement->shared().name);
  return kOk;
}

int CheckRendered(const PlacementOptions& options,
                  const std::map<std::string, std::string>& files) {
  int stale = 0;
  const auto differs = [&](const std::string& path, const char* how) {
    fmt::print(stderr, "{}/{} {}\n", options.to, path, how);
    ++stale;
  };
  for (const auto& [path, content] : files) {
    const auto found = ReadFile((fs::path(options.to) / path).string());
    if (!found.ok()) differs(path, "is missing");
    if (found.ok() && *found != content) differs(path, "differs");
  }
  for (const std::string& path : Leftovers(options.to, files))
    differs(path, "is not wanted any more");
  if (stale == 0) {
    fmt::print("{} files in {} are current\n", files.size(), options.to);
    return kOk;
  }
  fmt::print(stderr,
             "duban: {} of the rendered files are not those of {}; run it again without --check\n",
             stale, options.file);
  return kFailed;
}

absl::Status WriteRendered(const PlacementOptions& options) {
  ASSIGN_OR_RETURN(const auto files, Rendered(options));
  for (const auto& [path, content] : files) {
    const fs::path target = fs::path(options.to) / path;
    const auto found = ReadFile(target.string());
    if (!found.ok() || *found != content) RETURN_IF_ERROR(WriteFile(target, content));
  }
  for (const std::string& path : Leftovers(options.to, files)) {
    std::error_code error;
    fs::remove(fs::path(options.to) / path, error);
  }
  return absl::OkStatus();
}

int Render(const PlacementOptions& options) {
  const auto files = Rendered(options);
  if (!files.ok()) return FailWithFile(options.file, files.status());
  if (options.check) return CheckRendered(options, *files);
  if (const absl::Status written = WriteRendered(options); !written.ok()) return Fail(written);
  for (const auto& [path, content] : *files) fmt::print("{}/{}\n", options.to, path);
  return kOk;
}

std::string Describe(const ingest::v1::Holding& holding) {
  if (holding.sealed()) return "being moved";
  if (holding.held()) return "held";
  if (holding.released_to().empty()) return "a copy";
  return fmt::format("released to {} at position {}{}", holding.released_to(),
                     holding.released_head().position(), holding.taken() ? "" : ", not taken yet");
}

// What each instance says; kFailed when one cannot be reached.
int Status(const Context& context, const PlacementOptions& options) {
  const auto placement = Read(options.file);
  if (!placement.ok()) return FailWithFile(options.file, placement.status());
  int result = kOk;
  for (const PlacedInstance& instance : placement->instances()) {
    const auto stub =
        ingest::v1::PlacementService::NewStub(runtime::MakeChannel(instance.endpoint));
    grpc::ClientContext call;
    runtime::PrepareContext(call, context.timeout, options.move.district);
    ingest::v1::ListHoldingsRequest request;
    request.set_district(options.move.district);
    ingest::v1::ListHoldingsResponse response;
    const absl::Status status = runtime::FromGrpc(stub->ListHoldings(&call, request, &response));
    fmt::print("{} at {}{}\n", instance.name, instance.endpoint,
               status.ok() ? "" : fmt::format(": {}", MessageOf(status)));
    if (!status.ok()) result = kFailed;
    for (const auto& holding : response.holdings()) {
      const bool here = placement->OwnerOf(holding.head().district()).name == instance.name;
      fmt::print("  {}  position {:<10} {}{}\n", holding.head().district(),
                 holding.head().position(), Describe(holding),
                 holding.held() && !here ? "  (the file puts it elsewhere)" : "");
    }
  }
  return result;
}

// One change of the file at a time, over all commands of this machine.
absl::Status PutInFile(const std::string& file, const std::string& district,
                       const std::string& to) {
  const int lock = open((file + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock >= 0) flock(lock, LOCK_EX);
  const auto change = [&]() -> absl::Status {
    ASSIGN_OR_RETURN(const std::string before, ReadFile(file));
    ASSIGN_OR_RETURN(const std::string after, PutDistrict(before, district, to));
    return before == after ? absl::OkStatus() : WriteFile(file, after);
  };
  absl::Status changed = change();
  if (lock >= 0) close(lock);
  return changed;
}

int MoveOne(PlacementOptions options) {
  const auto placement = Read(options.file);
  if (!placement.ok()) return FailWithFile(options.file, placement.status());
  const std::map<std::string, MoveStep> steps = {{"copy", MoveStep::kCopy},
                                                 {"verify", MoveStep::kVerify},
                                                 {"seal", MoveStep::kSeal},
                                                 {"release", MoveStep::kRelease},
                                                 {"", MoveStep::kTake}};
  options.move.until = steps.at(options.until);
  options.move.lease =
      std::chrono::milliseconds(static_cast<std::int64_t>(options.lease_seconds * 1000));
  const auto say = [](const std::string& line) {
    fmt::print("{}\n", line);
    std::fflush(stdout);
  };
  if (const absl::Status moved = MoveDistrict(*placement, options.move, say); !moved.ok()) {
    Fail(moved);
    if (moved.code() != absl::StatusCode::kInvalidArgument)
      fmt::print(stderr, "Nothing is lost; the same command goes on from here.\n");
    return kFailed;
  }
  if (!options.until.empty()) {
    say(fmt::format("stopped after {}; the same command without --until goes on", options.until));
    return kOk;
  }
  if (const absl::Status put = PutInFile(options.file, options.move.district, options.move.to);
      !put.ok())
    return Fail(put);
  say(fmt::format("{} puts {} to {}", options.file, options.move.district, options.move.to));
  if (!options.to.empty()) {
    if (const absl::Status written = WriteRendered(options); !written.ok()) return Fail(written);
    say(fmt::format("rendered to {}", options.to));
  }
  if (options.then.empty()) return kOk;
  say(fmt::format("running {}", options.then));
  return std::system(options.then.c_str()) == 0 ? kOk : kFailed;
}

void AddRenderOptions(CLI::App& command, PlacementOptions& options, const std::string& name) {
  command.add_option(name, options.to, "directory of the rendered files")->type_name("DIR");
  command
      .add_option(
          "--base", options.render.base_dir,
          "manifests of the shared instance, k8s/base/ingest (default: no Kubernetes pieces)")
      ->type_name("DIR");
  command.add_option("--listen", options.render.listen, "where the proxy listens")
      ->capture_default_str();
}

}  // namespace

void AddPlacementCommands(CLI::App& app, Context& context) {
  auto options = std::make_shared<PlacementOptions>();
  const auto run = [&context](CLI::App* command, std::function<int()> work) {
    command->callback([&context, work] { context.run = work; });
  };
  CLI::App* placement = app.add_subcommand(
      "placement", "Which ingest instance holds which district: docs/placement.md");
  placement->require_subcommand(1);
  const auto file = [&options](CLI::App* command) {
    command->add_option("--placement", options->file, "the placement file")
        ->capture_default_str()
        ->type_name("FILE");
  };
  CLI::App* check =
      placement->add_subcommand("check", "Read the file and name every mistake in it");
  file(check);
  run(check, [options] { return Check(*options); });
  CLI::App* render = placement->add_subcommand(
      "render", "Write what follows from the file: Kubernetes pieces, a proxy's routes");
  file(render);
  AddRenderOptions(*render, *options, "--to");
  render->get_option("--to")->required();
  render->add_flag("--check", options->check, "write nothing; say whether the files are current");
  run(render, [options] { return Render(*options); });
  CLI::App* status = placement->add_subcommand("status", "Ask every instance what it holds");
  file(status);
  status->add_option("--district", options->move.district, "six-digit code (default: all)");
  run(status, [&context, options] { return Status(context, *options); });

  CLI::App* district = app.add_subcommand("district", "Move districts between ingest instances");
  district->require_subcommand(1);
  CLI::App* move = district->add_subcommand(
      "move",
      "Move a district's journal while reports come in; interrupted, the same command goes on");
  move->add_option("DISTRICT", options->move.district, "six-digit code")->required();
  move->add_option("--to", options->move.to, "name of the instance that is to hold it")
      ->required()
      ->type_name("INSTANCE");
  file(move);
  move->add_option("--lease", options->lease_seconds,
                   "longest time, in seconds, that its reports wait")
      ->capture_default_str()
      ->check(CLI::Range(1, 60));
  move->add_option("--until", options->until,
                   "stop after copy (ahead of a quiet hour), verify, seal or release")
      ->check(CLI::IsMember({"copy", "verify", "seal", "release"}));
  AddRenderOptions(*move, *options, "--render");
  move->add_option("--then", options->then,
                   "a shell command to run at the end, such as: nginx -s reload");
  run(move, [options] { return MoveOne(*options); });
}

}  // namespace duban::cli
