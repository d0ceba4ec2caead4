#include "cli/district_move.h"

#include <duban/ingest/v1/placement_service.grpc.pb.h>
#include <duban/ingest/v1/progress_service.grpc.pb.h>
#include <fmt/format.h>

#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "common/error.h"
#include "common/hash.h"
#include "common/names.h"
#include "runtime/client.h"
#include "runtime/rpc_status.h"

namespace duban::cli {
namespace {

using ingest::v1::DistrictHead;
using ingest::v1::Holding;
using ingest::v1::PlacementService;

constexpr std::chrono::milliseconds kCallTimeout{10'000};
constexpr std::chrono::hours kCopyTimeout{24};
// Copied while the district takes reports, until so few entries are missing that they fit into the
// hand-over.
constexpr std::int64_t kFewEntries = 2'000;
constexpr int kMostPasses = 50;
// A call that fails in passing is repeated for about half a minute: an instance may be starting
// anew.
constexpr int kAttempts = 60;
constexpr std::chrono::milliseconds kPause{500};
constexpr int kHandovers = 3;

bool IsPassing(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable ||
         status.code() == absl::StatusCode::kResourceExhausted ||
         status.code() == absl::StatusCode::kDeadlineExceeded ||
         status.code() == absl::StatusCode::kCancelled;
}

template <class Call>
absl::Status Repeat(Call&& call) {
  absl::Status status;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    status = call();
    if (!IsPassing(status)) break;
    std::this_thread::sleep_for(kPause);
  }
  return status;
}

bool Same(const DistrictHead& a, const DistrictHead& b) {
  return a.position() == b.position() && a.hash() == b.hash();
}

std::string Describe(const DistrictHead& head) {
  return head.position() == 0
             ? "position 0"
             : fmt::format("position {} ({})", head.position(), Hex(head.hash()).substr(0, 16));
}

// One instance, asked about one district. Every call is safe to repeat.
class Instance {
 public:
  Instance(const PlacedInstance& placed, std::string district)
      : placed_(placed),
        district_(std::move(district)),
        channel_(runtime::MakeChannel(placed.endpoint)),
        stub_(PlacementService::NewStub(channel_)),
        progress_(ingest::v1::ProgressService::NewStub(channel_)) {}

  const std::string& name() const { return placed_.name; }
  const std::string& endpoint() const { return placed_.endpoint; }
  PlacementService::Stub& stub() const { return *stub_; }

  // What it says of the district, once; and its hash algorithm.
  absl::StatusOr<Holding> Ask() {
    ingest::v1::ListHoldingsRequest request;
    request.set_district(district_);
    ingest::v1::ListHoldingsResponse response;
    RETURN_IF_ERROR(Call(&PlacementService::Stub::ListHoldings, request, response));
    if (response.instance() != name()) {
      return Error(absl::StatusCode::kFailedPrecondition, "INSTANCE_DIFFERS",
                   fmt::format("at {} answers instance \"{}\", not {}", endpoint(),
                               response.instance(), name()));
    }
    algorithm_ = response.hash_algorithm();
    return response.holdings(0);
  }

  absl::StatusOr<Holding> AskPatiently() {
    absl::StatusOr<Holding> holding;
    RETURN_IF_ERROR(Repeat([&] { return (holding = Ask()).status(); }));
    return holding;
  }

  // Recomputes the district's chain.
  absl::Status Verify() const {
    ingest::v1::VerifyJournalRequest request;
    request.set_district(DistrictName(district_));
    ingest::v1::VerifyJournalResponse response;
    grpc::ClientContext context;
    runtime::PrepareContext(context, kCopyTimeout, district_);
    RETURN_IF_ERROR(
        Name(runtime::FromGrpc(progress_->VerifyJournal(&context, request, &response))));
    if (response.ok()) return absl::OkStatus();
    return Error(absl::StatusCode::kDataLoss, "CHAIN_BROKEN",
                 fmt::format("{}: {}", name(), response.first_broken()));
  }

  template <class Method, class Request, class Response>
  absl::Status Call(Method method, const Request& request, Response& response,
                    std::chrono::milliseconds timeout = kCallTimeout) const {
    grpc::ClientContext context;
    runtime::PrepareContext(context, timeout, district_);
    return Name(runtime::FromGrpc((stub_.get()->*method)(&context, request, &response)));
  }

  const std::string& algorithm() const { return algorithm_; }

  // Says which instance an error comes from.
  absl::Status Name(const absl::Status& status) const {
    if (status.ok()) return status;
    return Error(status.code(), ReasonOf(status),
                 fmt::format("{} at {}: {}", name(), endpoint(), MessageOf(status)),
                 MetadataOf(status));
  }

 private:
  const PlacedInstance placed_;
  const std::string district_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<PlacementService::Stub> stub_;
  const std::unique_ptr<ingest::v1::ProgressService::Stub> progress_;
  std::string algorithm_;
};

class Move {
 public:
  Move(const Placement& placement, const MoveOptions& options, const MoveListener& say)
      : placement_(placement),
        options_(options),
        say_(say),
        target_(*placement.Find(options.to), options.district) {}

  absl::Status Run() {
    ASSIGN_OR_RETURN(Holding there, target_.AskPatiently());
    if (there.held()) {
      say_(fmt::format("district {} is held by {} already", options_.district, target_.name()));
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const Holding here, FindHolder());
    if (!here.held()) return Deliver(here);  // released before, by a command that was interrupted
    if (source_->algorithm() != target_.algorithm()) {
      return Error(
          absl::StatusCode::kFailedPrecondition, "HASH_ALGORITHM_DIFFERS",
          fmt::format("{} chains with {}, {} with {}; both must be the same", source_->name(),
                      source_->algorithm(), target_.name(), target_.algorithm()));
    }
    say_(fmt::format("district {}: from {} (at {}) to {} (at {})", options_.district,
                     source_->name(), Describe(here.head()), target_.name(),
                     Describe(there.head())));
    RETURN_IF_ERROR(CopyMost());
    if (options_.until == MoveStep::kCopy) return absl::OkStatus();
    RETURN_IF_ERROR(Repeat([this] { return source_->Verify(); }));
    RETURN_IF_ERROR(Repeat([this] { return target_.Verify(); }));
    say_("verified: every hash holds on both sides");
    if (options_.until == MoveStep::kVerify) return absl::OkStatus();
    absl::Status handed;
    for (int attempt = 0; attempt < kHandovers; ++attempt) {
      handed = HandOver();
      if (handed.ok() || (ReasonOf(handed) != "DISTRICT_NOT_SEALED" && !IsPassing(handed))) break;
      say_(fmt::format("the hand-over is repeated: {}", MessageOf(handed)));
    }
    return handed;
  }

 private:
  // The instance that holds the district, or has released it to the target and is not sure that it
  // arrived.
  absl::StatusOr<Holding> FindHolder() {
    absl::Status unreachable;
    std::optional<Holding> released;
    for (const PlacedInstance& placed : placement_.instances()) {
      if (placed.name == options_.to) continue;
      auto instance = std::make_unique<Instance>(placed, options_.district);
      const auto holding = instance->Ask();
      if (!holding.ok()) {
        unreachable = holding.status();
        continue;
      }
      const bool to_target = holding->released_to() == options_.to;
      if (!holding->held() && !(to_target && (!released || holding->epoch() > released->epoch())))
        continue;
      source_ = std::move(instance);
      if (holding->held()) return *holding;
      released = *holding;
    }
    if (released) return *released;
    if (!unreachable.ok()) return unreachable;
    return Error(
        absl::StatusCode::kFailedPrecondition, "HOLDER_UNKNOWN",
        fmt::format(
            "no instance holds district {}; is it still unclaimed? See duban placement status",
            options_.district));
  }

  absl::Status CopyMost() {
    std::int64_t missing = 0;
    for (int pass = 0; pass < kMostPasses; ++pass) {
      DistrictHead copied;
      RETURN_IF_ERROR(Repeat([&] { return Copy(pass == 0, copied); }));
      ASSIGN_OR_RETURN(const Holding here, source_->AskPatiently());
      missing = here.head().position() - copied.position();
      say_(
          fmt::format("copied up to position {} of {}", copied.position(), here.head().position()));
      if (missing <= kFewEntries) return absl::OkStatus();
    }
    return Error(
        absl::StatusCode::kUnavailable, "COPY_BEHIND",
        fmt::format("reports come in faster than they are copied; {} are missing", missing));
  }

  // Sends what the target does not have yet; `copied` is where its copy stands then.
  absl::Status Copy(bool with_programme_documents, DistrictHead& copied) {
    ASSIGN_OR_RETURN(const Holding there, target_.Ask());
    copied = there.head();
    grpc::ClientContext from, to;
    runtime::PrepareContext(from, kCopyTimeout, options_.district);
    runtime::PrepareContext(to, kCopyTimeout, options_.district);
    ingest::v1::ExportDistrictRequest request;
    request.set_district(options_.district);
    request.set_after_position(copied.position());
    request.set_with_programme_documents(with_programme_documents);
    const auto reader = source_->stub().ExportDistrict(&from, request);
    ingest::v1::AdoptDistrictResponse response;
    const auto writer = target_.stub().AdoptDistrict(&to, &response);
    ingest::v1::AdoptDistrictRequest message;
    message.set_district(options_.district);
    message.set_hash_algorithm(source_->algorithm());
    bool open = writer->Write(message);
    while (open && reader->Read(message.mutable_piece())) open = writer->Write(message);
    if (!open) from.TryCancel();
    const absl::Status read = source_->Name(runtime::FromGrpc(reader->Finish()));
    if (open && !read.ok()) to.TryCancel();
    writer->WritesDone();
    const absl::Status written = target_.Name(runtime::FromGrpc(writer->Finish()));
    // Of two ends that broke, the one that did not break because of the other says why.
    if (!open || read.ok()) RETURN_IF_ERROR(written);
    RETURN_IF_ERROR(read);
    copied = response.head();
    return absl::OkStatus();
  }

  absl::Status HandOver() {
    ingest::v1::SealDistrictRequest request;
    request.set_district(options_.district);
    request.set_to(target_.name());
    request.set_to_endpoint(target_.endpoint());
    request.mutable_lease()->set_seconds(options_.lease.count() / 1000);
    request.mutable_lease()->set_nanos(static_cast<int>(options_.lease.count() % 1000 * 1'000'000));
    ingest::v1::SealDistrictResponse sealed;
    RETURN_IF_ERROR(Repeat([&] {
      return source_->Call(&PlacementService::Stub::SealDistrict, request, sealed,
                           options_.lease + kCallTimeout);
    }));
    say_(fmt::format("sealed at {}", Describe(sealed.head())));
    if (options_.until == MoveStep::kSeal) return absl::OkStatus();
    const absl::Status released = CopyRestAndRelease(sealed);
    if (!released.ok()) {
      Unseal();
      return released;
    }
    say_(fmt::format("released by {}", source_->name()));
    if (options_.until == MoveStep::kRelease) return absl::OkStatus();
    return TakeOver(sealed.head(), sealed.epoch());
  }

  absl::Status CopyRestAndRelease(const ingest::v1::SealDistrictResponse& sealed) {
    DistrictHead copied;
    RETURN_IF_ERROR(Copy(false, copied));
    if (!Same(copied, sealed.head())) {
      return Error(absl::StatusCode::kDataLoss, "CHAIN_BROKEN",
                   fmt::format("the copy at {} ends at {}, the journal at {} at {}", target_.name(),
                               Describe(copied), source_->name(), Describe(sealed.head())));
    }
    ingest::v1::ReleaseDistrictRequest request;
    request.set_to(target_.name());
    request.set_to_endpoint(target_.endpoint());
    *request.mutable_head() = sealed.head();
    request.set_epoch(sealed.epoch());
    ingest::v1::ReleaseDistrictResponse response;
    // Repeated also when the answer got lost: a release that was stored says OK again.
    return Repeat(
        [&] { return source_->Call(&PlacementService::Stub::ReleaseDistrict, request, response); });
  }

  // Best effort: without it the lease runs out.
  void Unseal() {
    ingest::v1::UnsealDistrictRequest request;
    request.set_district(options_.district);
    request.set_to(target_.name());
    ingest::v1::UnsealDistrictResponse response;
    source_->Call(&PlacementService::Stub::UnsealDistrict, request, response).IgnoreError();
  }

  absl::Status Deliver(const Holding& released) {
    say_(fmt::format("district {} was released by {} before; going on from there",
                     options_.district, source_->name()));
    // Nothing is missing unless the target lost what it had acknowledged; copying nothing costs
    // nothing.
    DistrictHead copied;
    RETURN_IF_ERROR(Repeat([&] { return Copy(true, copied); }));
    return TakeOver(released.released_head(), released.epoch());
  }

  absl::Status TakeOver(const DistrictHead& head, std::int64_t epoch) {
    ingest::v1::TakeDistrictRequest request;
    *request.mutable_head() = head;
    request.set_epoch(epoch);
    ingest::v1::TakeDistrictResponse response;
    RETURN_IF_ERROR(Repeat(
        [&] { return target_.Call(&PlacementService::Stub::TakeDistrict, request, response); }));
    ASSIGN_OR_RETURN(const Holding there, target_.AskPatiently());
    if (!there.held()) {
      return Error(
          absl::StatusCode::kFailedPrecondition, "HOLDER_UNKNOWN",
          fmt::format(
              "district {} has moved on since; an instance that could not be reached holds it",
              options_.district));
    }
    say_(fmt::format("taken by {} at {}", target_.name(), Describe(head)));
    return absl::OkStatus();
  }

  const Placement& placement_;
  const MoveOptions& options_;
  const MoveListener& say_;
  Instance target_;
  std::unique_ptr<Instance> source_;
};

}  // namespace

absl::Status MoveDistrict(const Placement& placement, const MoveOptions& options,
                          const MoveListener& say) {
  if (!IsDistrictCode(options.district))
    return InvalidField("DISTRICT", "DISTRICT_CODE_MALFORMED", "want six digits such as 440113");
  if (placement.Find(options.to) == nullptr) {
    return InvalidField("--to", "INSTANCE_UNKNOWN",
                        fmt::format("the placement file has no instance \"{}\"", options.to));
  }
  return Move(placement, options, say).Run();
}

}  // namespace duban::cli
