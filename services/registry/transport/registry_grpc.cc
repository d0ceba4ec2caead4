#include "registry/transport/registry_grpc.h"

#include <memory>

#include "registry/core/catalog_watch.h"

namespace duban::registry {

using runtime::ParseRequest;
using runtime::RawInline;
using runtime::RawUnary;
using runtime::ShareBytes;
using runtime::ToBytes;

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

ServerUnaryReactor* RegistryGrpc::GetProgramme(CallbackServerContext* context, const ByteBuffer* in,
                                               ByteBuffer* out) {
  // An old revision is on disk; the newest, which nearly everybody asks for, is kept as the bytes
  // of its answer.
  v1::GetProgrammeRequest request;
  const absl::Status parsed = ParseRequest(*in, request);
  if (parsed.ok() && request.revision() != 0) {
    return RawUnary<v1::GetProgrammeRequest>(
        context, in, out, executor_,
        [this](const auto& asked) { return registry_.GetProgramme(asked); });
  }
  ServerUnaryReactor* reactor = context->DefaultReactor();
  const absl::Status status = [&]() -> absl::Status {
    RETURN_IF_ERROR(parsed);
    ASSIGN_OR_RETURN(const auto stored, registry_.FindProgramme(request.name()));
    *out = request.view() == v1::BASIC
               ? ToBytes(stored->basic)
               : ShareBytes(std::shared_ptr<const std::string>(stored, &stored->bytes));
    return absl::OkStatus();
  }();
  reactor->Finish(runtime::ToGrpc(status));
  return reactor;
}

ServerUnaryReactor* RegistryGrpc::GetDistrict(CallbackServerContext* context, const ByteBuffer* in,
                                              ByteBuffer* out) {
  return RawInline<v1::GetDistrictRequest>(
      context, in, out, [this](const auto& request) { return registry_.GetDistrict(request); });
}

ServerUnaryReactor* RegistryGrpc::ListDistricts(CallbackServerContext* context,
                                                const ByteBuffer* in, ByteBuffer* out) {
  return RawUnary<v1::ListDistrictsRequest>(
      context, in, out, executor_,
      [this](const auto& request) { return registry_.ListDistricts(request); });
}

ServerUnaryReactor* RegistryGrpc::CreateDistrict(CallbackServerContext* context,
                                                 const ByteBuffer* in, ByteBuffer* out) {
  return RawUnary<v1::CreateDistrictRequest>(
      context, in, out, executor_,
      [this](const auto& request) { return registry_.CreateDistrict(request); });
}

ServerUnaryReactor* RegistryGrpc::UpdateDistrict(CallbackServerContext* context,
                                                 const ByteBuffer* in, ByteBuffer* out) {
  return RawUnary<v1::UpdateDistrictRequest>(
      context, in, out, executor_,
      [this](const auto& request) { return registry_.UpdateDistrict(request); });
}

ServerUnaryReactor* RegistryGrpc::GetUnit(CallbackServerContext* context, const ByteBuffer* in,
                                          ByteBuffer* out) {
  return RawInline<v1::GetUnitRequest>(
      context, in, out, [this](const auto& request) { return registry_.GetUnit(request); });
}

ServerUnaryReactor* RegistryGrpc::ListUnits(CallbackServerContext* context, const ByteBuffer* in,
                                            ByteBuffer* out) {
  return RawUnary<v1::ListUnitsRequest>(context, in, out, executor_, [this](const auto& request) {
    return registry_.ListUnits(request);
  });
}

ServerUnaryReactor* RegistryGrpc::CreateUnit(CallbackServerContext* context, const ByteBuffer* in,
                                             ByteBuffer* out) {
  return RawUnary<v1::CreateUnitRequest>(context, in, out, executor_, [this](const auto& request) {
    return registry_.CreateUnit(request);
  });
}

ServerUnaryReactor* RegistryGrpc::UpdateUnit(CallbackServerContext* context, const ByteBuffer* in,
                                             ByteBuffer* out) {
  return RawUnary<v1::UpdateUnitRequest>(context, in, out, executor_, [this](const auto& request) {
    return registry_.UpdateUnit(request);
  });
}

ServerUnaryReactor* RegistryGrpc::ResolveUnit(CallbackServerContext* context, const ByteBuffer* in,
                                              ByteBuffer* out) {
  return RawUnary<v1::ResolveUnitRequest>(context, in, out, executor_, [this](const auto& request) {
    return registry_.ResolveUnit(request);
  });
}

ServerUnaryReactor* RegistryGrpc::MergeUnits(CallbackServerContext* context, const ByteBuffer* in,
                                             ByteBuffer* out) {
  return RawUnary<v1::MergeUnitsRequest>(context, in, out, executor_, [this](const auto& request) {
    return registry_.MergeUnits(request);
  });
}

ServerUnaryReactor* RegistryGrpc::ListProgrammes(CallbackServerContext* context,
                                                 const ByteBuffer* in, ByteBuffer* out) {
  return RawUnary<v1::ListProgrammesRequest>(
      context, in, out, executor_,
      [this](const auto& request) { return registry_.ListProgrammes(request); });
}

ServerUnaryReactor* RegistryGrpc::ApplyProgramme(CallbackServerContext* context,
                                                 const ByteBuffer* in, ByteBuffer* out) {
  return RawUnary<v1::ApplyProgrammeRequest>(
      context, in, out, executor_,
      [this](const auto& request) { return registry_.ApplyProgramme(request); });
}

ServerUnaryReactor* RegistryGrpc::ListProgrammeRevisions(CallbackServerContext* context,
                                                         const ByteBuffer* in, ByteBuffer* out) {
  return RawUnary<v1::ListProgrammeRevisionsRequest>(
      context, in, out, executor_,
      [this](const auto& request) { return registry_.ListProgrammeRevisions(request); });
}

ServerUnaryReactor* RegistryGrpc::DiffProgramme(CallbackServerContext* context,
                                                const ByteBuffer* in, ByteBuffer* out) {
  return RawUnary<v1::DiffProgrammeRequest>(
      context, in, out, executor_,
      [this](const auto& request) { return registry_.DiffProgramme(request); });
}

ServerUnaryReactor* RegistryGrpc::ListTasks(CallbackServerContext* context, const ByteBuffer* in,
                                            ByteBuffer* out) {
  return RawUnary<v1::ListTasksRequest>(context, in, out, executor_, [this](const auto& request) {
    return registry_.ListTasks(request);
  });
}

ServerUnaryReactor* RegistryGrpc::SearchProjects(CallbackServerContext* context,
                                                 const ByteBuffer* in, ByteBuffer* out) {
  return RawUnary<v1::SearchProjectsRequest>(
      context, in, out, executor_,
      [this](const auto& request) { return registry_.SearchProjects(request); });
}

ServerUnaryReactor* RegistryGrpc::GetRuleProfile(CallbackServerContext* context,
                                                 const ByteBuffer* in, ByteBuffer* out) {
  return RawInline<v1::GetRuleProfileRequest>(
      context, in, out, [this](const auto& request) { return registry_.GetRuleProfile(request); });
}

ServerUnaryReactor* RegistryGrpc::ListRuleProfiles(CallbackServerContext* context,
                                                   const ByteBuffer* in, ByteBuffer* out) {
  return RawUnary<v1::ListRuleProfilesRequest>(
      context, in, out, executor_,
      [this](const auto& request) { return registry_.ListRuleProfiles(request); });
}

ServerUnaryReactor* RegistryGrpc::ApplyRuleProfile(CallbackServerContext* context,
                                                   const ByteBuffer* in, ByteBuffer* out) {
  return RawUnary<v1::ApplyRuleProfileRequest>(
      context, in, out, executor_,
      [this](const auto& request) { return registry_.ApplyRuleProfile(request); });
}

grpc::ServerWriteReactor<v1::CatalogEvent>* RegistryGrpc::WatchCatalog(
    CallbackServerContext*, const v1::WatchCatalogRequest* request) {
  // Shared, since a std::function must be copyable.
  auto watch = std::make_shared<CatalogWatch>(registry_, *request);
  return runtime::Watch<v1::CatalogEvent>(executor_, changed_, [watch] { return watch->Next(); });
}

}  // namespace duban::registry
