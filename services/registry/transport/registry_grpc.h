// duban.registry.v1.RegistryService over gRPC: decode, call, encode.
#pragma once

#include "duban/registry/v1/registry_service.grpc.pb.h"
#include "registry/core/registry.h"
#include "runtime/executor.h"
#include "runtime/raw_rpc.h"
#include "runtime/signal.h"

namespace duban::registry {

// The generated service with its one stream typed and every unary method over bytes (raw_rpc.h says
// why).
namespace raw {
using S = v1::RegistryService;
using Stream = S::WithCallbackMethod_WatchCatalog<S::Service>;
using Districts = S::WithRawCallbackMethod_UpdateDistrict<S::WithRawCallbackMethod_CreateDistrict<
    S::WithRawCallbackMethod_ListDistricts<S::WithRawCallbackMethod_GetDistrict<Stream>>>>;
using Units = S::WithRawCallbackMethod_MergeUnits<S::WithRawCallbackMethod_ResolveUnit<
    S::WithRawCallbackMethod_UpdateUnit<S::WithRawCallbackMethod_CreateUnit<
        S::WithRawCallbackMethod_ListUnits<S::WithRawCallbackMethod_GetUnit<Districts>>>>>>;
using Programmes = S::WithRawCallbackMethod_DiffProgramme<
    S::WithRawCallbackMethod_ListProgrammeRevisions<S::WithRawCallbackMethod_ApplyProgramme<
        S::WithRawCallbackMethod_ListProgrammes<S::WithRawCallbackMethod_GetProgramme<Units>>>>>;
using Queries =
    S::WithRawCallbackMethod_SearchProjects<S::WithRawCallbackMethod_ListTasks<Programmes>>;
using Profiles = S::WithRawCallbackMethod_ApplyRuleProfile<
    S::WithRawCallbackMethod_ListRuleProfiles<S::WithRawCallbackMethod_GetRuleProfile<Queries>>>;
}  // namespace raw

// Thread-safe. Reads of what is in memory are answered on gRPC's threads, the rest on `executor`.
// `registry`, `executor` and `changed` (notified after every commit) are not owned and must outlive
// it.
class RegistryGrpc final : public raw::Profiles {
 public:
  RegistryGrpc(Registry& registry, runtime::Executor& executor, runtime::Signal& changed)
      : registry_(registry), executor_(executor), changed_(changed) {}

  grpc::ServerUnaryReactor* GetDistrict(grpc::CallbackServerContext* context,
                                        const grpc::ByteBuffer* in, grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* ListDistricts(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* in,
                                          grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* CreateDistrict(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* in,
                                           grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* UpdateDistrict(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* in,
                                           grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* GetUnit(grpc::CallbackServerContext* context,
                                    const grpc::ByteBuffer* in, grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* ListUnits(grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* in, grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* CreateUnit(grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* in, grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* UpdateUnit(grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* in, grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* ResolveUnit(grpc::CallbackServerContext* context,
                                        const grpc::ByteBuffer* in, grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* MergeUnits(grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* in, grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* GetProgramme(grpc::CallbackServerContext* context,
                                         const grpc::ByteBuffer* in,
                                         grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* ListProgrammes(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* in,
                                           grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* ApplyProgramme(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* in,
                                           grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* ListProgrammeRevisions(grpc::CallbackServerContext* context,
                                                   const grpc::ByteBuffer* in,
                                                   grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* DiffProgramme(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* in,
                                          grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* ListTasks(grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* in, grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* SearchProjects(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* in,
                                           grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* GetRuleProfile(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* in,
                                           grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* ListRuleProfiles(grpc::CallbackServerContext* context,
                                             const grpc::ByteBuffer* in,
                                             grpc::ByteBuffer* out) override;
  grpc::ServerUnaryReactor* ApplyRuleProfile(grpc::CallbackServerContext* context,
                                             const grpc::ByteBuffer* in,
                                             grpc::ByteBuffer* out) override;
  grpc::ServerWriteReactor<v1::CatalogEvent>* WatchCatalog(
      grpc::CallbackServerContext* context, const v1::WatchCatalogRequest* request) override;

 private:
  Registry& registry_;
  runtime::Executor& executor_;
  runtime::Signal& changed_;
};

}  // namespace duban::registry
