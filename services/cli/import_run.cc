#include "cli/import_run.h"

#include <duban/ingest/v1/document_service.grpc.pb.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>

#include "common/error.h"
#include "common/hash.h"
#include "runtime/client.h"
#include "runtime/rpc_status.h"
#include "runtime/wire.h"

namespace duban::cli {
namespace {

namespace v1 = ingest::v1;

// Reading takes a processor of the server, so more than this only waits in its queue.
constexpr size_t kMostThreads = 4;

// Runs work(0) … work(count - 1), each once, on a few threads.
void ForEachInParallel(size_t count, const std::function<void(size_t)>& work) {
  std::atomic<size_t> next{0};
  const auto loop = [&] {
    for (size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> threads;
  for (size_t i = 1; i < std::min(count, kMostThreads); ++i) threads.emplace_back(loop);
  loop();
  for (std::thread& thread : threads) thread.join();
}

// Counts files that are done, one at a time.
class Counter {
 public:
  Counter(const ImportProgress& progress, size_t all) : progress_(progress), all_(all) {}
  void Done(const ImportRow& row) {
    const std::lock_guard lock(mu_);
    progress_(row, ++done_, all_);
  }

 private:
  const ImportProgress& progress_;
  const size_t all_;
  std::mutex mu_;
  size_t done_ = 0;
};

void Say(const absl::Status& status, ImportRow& row) {
  row.outcome =
      status.code() == absl::StatusCode::kFailedPrecondition ? Outcome::kRefused : Outcome::kError;
  const auto violations = ViolationsOf(status);
  if (violations.empty()) row.reasons.push_back(MessageOf(status));
  for (const FieldViolation& violation : violations)
    row.reasons.push_back(fmt::format("{}: {}", violation.field, violation.message));
}

void SetOptions(const ImportOptions& options, v1::ReadOptions& out) {
  out.set_district_code(options.district);
  out.set_year(options.year);
  out.set_kind(options.kind);
  if (options.as_of.IsSet()) *out.mutable_as_of() = ToProto(options.as_of);
}

// True when ingest says that this very import was finished.
bool WasImported(v1::DocumentService::Stub& stub, const Context& context,
                 const ImportOptions& options, const std::string& id, ImportRow& row) {
  v1::GetDocumentImportRequest request;
  request.set_name(fmt::format("documents/{}/import", id));
  SetOptions(options, *request.mutable_options());
  grpc::ClientContext call;
  runtime::PrepareContext(call, context.timeout, options.district);
  v1::DocumentImport done;
  if (!stub.GetDocumentImport(&call, request, &done).ok()) return false;
  row.draft = std::move(*done.mutable_draft());
  row.outcome = Outcome::kUnchanged;
  return true;
}

void Read(v1::DocumentService::Stub& stub, const Context& context, const ImportOptions& options,
          bool again, const std::string& content, ImportRow& row) {
  const bool may_skip = !again && options.patch.corrections().empty();
  if (may_skip && WasImported(stub, context, options, Sha256Hex(content), row)) return;
  v1::ParseDocumentRequest request;
  request.set_content(content);
  request.set_file_name(std::filesystem::path(row.path).filename().string());
  SetOptions(options, *request.mutable_options());
  if (!options.patch.corrections().empty()) *request.mutable_patch() = options.patch;
  grpc::ClientContext call;
  runtime::PrepareContext(call, context.timeout, options.district);
  const grpc::Status status = stub.ParseDocument(&call, request, &row.draft);
  if (!status.ok()) return Say(runtime::FromGrpc(status), row);
  if (!row.draft.programmes().empty()) return;
  row.outcome = Outcome::kNothing;
  row.reasons.push_back("no list of livelihood projects was found in it");
}

void Record(const absl::StatusOr<v1::ImportDocumentResponse>& done, ImportRow& row) {
  if (!done.ok()) return Say(done.status(), row);
  row.outcome = done->changed() ? Outcome::kImported : Outcome::kUnchanged;
  for (const auto& programme : done->programmes()) {
    row.reasons.insert(row.reasons.end(), programme.refused().begin(), programme.refused().end());
    row.notes.insert(row.notes.end(), programme.left_out().begin(), programme.left_out().end());
  }
  if (!row.reasons.empty()) row.outcome = Outcome::kRefused;
}

}  // namespace

std::vector<ImportRow> ReadForImport(const Context& context, const std::vector<std::string>& files,
                                     const ImportOptions& options, bool again,
                                     const ImportProgress& progress) {
  std::vector<ImportRow> rows(files.size());
  std::vector<std::string> ids(files.size());
  const auto stub = v1::DocumentService::NewStub(runtime::MakeChannel(context.ingest_address));
  Counter counter(progress, files.size());
  ForEachInParallel(files.size(), [&](size_t i) {
    rows[i].path = files[i];
    const auto content = ReadFile(files[i]);
    if (content.ok()) {
      ids[i] = Sha256Hex(*content);
      Read(*stub, context, options, again, *content, rows[i]);
    } else {
      Say(content.status(), rows[i]);
    }
    counter.Done(rows[i]);
  });
  std::map<std::string, size_t> first;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].outcome != Outcome::kPending) continue;
    const auto [it, is_new] = first.emplace(ids[i], i);
    if (is_new) continue;
    rows[i].outcome = Outcome::kUnchanged;
    rows[i].notes.push_back(fmt::format("the same bytes as {}", rows[it->second].path));
  }
  return rows;
}

void ImportPending(const Context& context, const ImportOptions& options,
                   const ImportProgress& progress, std::vector<ImportRow>& rows) {
  const auto districts = ImportOrder(rows);
  size_t all = 0;
  for (const auto& district : districts) all += district.size();
  Counter counter(progress, all);
  std::atomic<bool> unreachable{false};
  ForEachInParallel(districts.size(), [&](size_t d) {
    for (const size_t i : districts[d]) {
      if (unreachable) return;
      ImportOptions own = options;
      own.route = rows[i].draft.district().code();
      if (!rows[i].patch.corrections().empty()) own.patch = rows[i].patch;
      const auto done = ImportFile(context, rows[i].path, own);
      if (done.status().code() == absl::StatusCode::kUnavailable) unreachable = true;
      Record(done, rows[i]);
      counter.Done(rows[i]);
    }
  });
}

}  // namespace duban::cli
