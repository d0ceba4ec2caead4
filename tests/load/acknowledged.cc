#include "tests/load/acknowledged.h"

#include <fmt/format.h>

#include <map>

#include "common/hash.h"
#include "tests/load/reports.h"

namespace duban::load {

using ingest::v1::ProgressService;

void Acknowledged::Add(const std::string& district, std::string request_id,
                       const ingest::v1::SubmitReportResponse& response) {
  absl::MutexLock lock(&mu_);
  all_.push_back({district, response.position(), std::move(request_id), response.hash()});
}

std::int64_t Acknowledged::Verify(ProgressService::Stub& stub, int districts,
                                  std::string& problem) const {
  absl::MutexLock lock(&mu_);
  std::map<std::string, std::map<std::int64_t, const One*>> wanted;
  for (const One& one : all_) {
    if (!wanted[one.district].emplace(one.position, &one).second && problem.empty())
      problem = fmt::format("{} position {} was acknowledged twice", one.district, one.position);
  }
  std::int64_t good = 0;
  for (const auto& [district, entries] : wanted) {
    grpc::ClientContext context;
    context.AddMetadata("duban-district", CodeOf(district));
    ingest::v1::WatchReportsRequest request;
    request.set_district(district);
    request.set_after_position(entries.begin()->first - 1);
    request.set_until_current(true);
    const auto reader = stub.WatchReports(&context, request);
    ingest::v1::JournalEntry entry;
    while (reader->Read(&entry)) {
      const auto found = entries.find(entry.position());
      if (entry.district().empty() || found == entries.end()) continue;
      if (found->second->request_id == entry.request_id() &&
          found->second->hash == Hex(entry.hash())) {
        ++good;
      } else if (problem.empty()) {
        problem =
            fmt::format("{} position {} is not what was acknowledged", district, entry.position());
      }
    }
    if (const auto status = reader->Finish(); !status.ok() && problem.empty())
      problem = status.error_message();
  }
  if (good != static_cast<std::int64_t>(all_.size()) && problem.empty())
    problem = fmt::format("{} of {} acknowledged reports were found in {} districts", good,
                          all_.size(), districts);
  return good;
}

}  // namespace duban::load
