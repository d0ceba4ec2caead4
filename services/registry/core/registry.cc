#include "registry/core/registry.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/error.h"

namespace duban::registry {

Registry::Registry(CatalogStore& store, const Clock& clock, RegistryOptions options,
                   std::function<void()> committed)
    : store_(store),
      clock_(clock),
      options_(std::move(options)),
      committer_(store, catalog_, clock, [this, committed = std::move(committed)] {
        Trim();
        committed();
      }) {}

absl::StatusOr<std::unique_ptr<Registry>> Registry::Make(CatalogStore& store, const Clock& clock,
                                                         RegistryOptions options,
                                                         std::function<void()> committed) {
  std::unique_ptr<Registry> registry(
      new Registry(store, clock, std::move(options), std::move(committed)));
  RETURN_IF_ERROR(store.ForgetRequests(clock.Now() - registry->options_.request_memory));
  ASSIGN_OR_RETURN(const CatalogHead head, store.Load([&](const LoadedState& state) {
    return registry->catalog_.Load(state);
  }));
  registry->catalog_.set_revision(head.revision);
  registry->compacted_ = head.compacted;
  return registry;
}

absl::StatusOr<std::shared_ptr<const DistrictState>> Registry::RequireDistrict(
    std::string_view code) const {
  auto district = catalog_.Find(code);
  if (district != nullptr && !district->versions.empty()) return district;
  return Error(absl::StatusCode::kNotFound, "DISTRICT_NOT_FOUND",
               fmt::format("district {} is not registered; create it first", code),
               {{"district", std::string(code)}});
}

absl::StatusOr<bool> Registry::Replay(const AnsweredRequest& asked,
                                      google::protobuf::Message& response) const {
  if (asked.request_id.empty()) return false;
  ASSIGN_OR_RETURN(const auto answered, store_.FindRequest(asked.district, asked.request_id));
  if (!answered) return false;
  if (answered->method != asked.method || answered->content != asked.content)
    return Error(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED",
                 fmt::format("request id {} was used for another {} request; take a new one",
                             asked.request_id, answered->method),
                 {{"request_id", asked.request_id}, {"method", answered->method}});
  if (!response.ParseFromString(answered->response))
    return Error(absl::StatusCode::kDataLoss, "ROW_CORRUPT", "a kept answer is broken");
  return true;
}

Decision Registry::Answered(std::vector<CatalogChange> changes, AnsweredRequest asked,
                            const google::protobuf::Message& response) const {
  Decision decision{.changes = std::move(changes)};
  if (asked.request_id.empty() || decision.changes.empty()) return decision;
  asked.response = response.SerializeAsString();
  asked.commit_time = clock_.Now();
  decision.requests.push_back(std::move(asked));
  return decision;
}

void Registry::Trim() {
  const std::int64_t keep = options_.event_history;
  const std::int64_t end = catalog_.revision() - keep;
  // Compaction costs a transaction: once a tenth of the history has gathered is often enough.
  if (keep <= 0 || end - compacted_ < std::max<std::int64_t>(keep / 10, 1)) return;
  // A failure leaves more history than asked for; the next commit tries again.
  if (store_.Compact(end).ok()) compacted_ = end;
}

AnsweredRequest AskedWith(std::string_view district, std::string_view request_id,
                          std::string_view method, const google::protobuf::Message& request) {
  return {.district = std::string(district),
          .request_id = std::string(request_id),
          .method = std::string(method),
          .content = Hash(HashAlgorithm::kSha256, method, request.SerializeAsString())};
}

absl::Status CheckEtag(const std::string& given, const std::string& stored, std::string_view name) {
  if (given.empty() || given == stored) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "REVISION_MISMATCH",
               fmt::format("{} is at {}, not {}; read it again and redo the change", name,
                           stored.empty() ? "none" : stored, given),
               {{"name", std::string(name)}, {"etag", stored}});
}

void CheckRequestId(std::string_view request_id, std::vector<FieldViolation>& violations) {
  const bool printable = std::all_of(request_id.begin(), request_id.end(),
                                     [](char c) { return c > ' ' && c < '\x7f'; });
  if (printable && request_id.size() <= 64) return;
  violations.push_back({"request_id", "REQUEST_ID_MALFORMED",
                        "want a UUID, or up to 64 printable ASCII characters without blanks"});
}

}  // namespace duban::registry
