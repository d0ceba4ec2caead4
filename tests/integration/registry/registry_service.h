// A registry over gRPC on a port of its own, for tests.
#pragma once

#include <gmock/gmock.h>
#include <grpcpp/channel.h>
#include <gtest/gtest.h>

#include <memory>

#include "common/error.h"
#include "duban/registry/v1/registry_service.grpc.pb.h"
#include "registry/core/registry.h"
#include "registry/storage/sqlite_catalog_store.h"
#include "registry/transport/registry_grpc.h"
#include "runtime/client.h"
#include "runtime/server.h"
#include "tests/testing/registry_trees.h"
#include "tests/testing/temp_dir.h"

namespace duban::registry {

// Serves from a database in a directory of its own; Restart closes everything and starts again on
// it.
class RegistryServiceTest : public ::testing::Test {
 protected:
  RegistryServiceTest() { Start(); }
  ~RegistryServiceTest() override { Stop(); }

  void Start() {
    auto store = SqliteCatalogStore::Open(directory_.File("catalog.db"));
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    changed_ = std::make_unique<runtime::Signal>();
    auto registry = Registry::Make(*store_, clock_, options_, [this] { changed_->Notify(); });
    ASSERT_TRUE(registry.ok()) << registry.status();
    registry_ = *std::move(registry);
    executor_ = std::make_unique<runtime::Executor>(4, 100);
    service_ = std::make_unique<RegistryGrpc>(*registry_, *executor_, *changed_);
    auto server = runtime::Server::Start({}, {service_.get()}, metrics_, log_, clock_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    server_->SetServing(true);
    channel_ = runtime::MakeChannel(server_->address());
    stub_ = v1::RegistryService::NewStub(channel_);
  }

  void Stop() {
    changed_->Close();
    server_.reset();
    service_.reset();
    executor_.reset();
    registry_.reset();
    store_.reset();
  }

  void Restart() {
    Stop();
    Start();
  }

  // Calls `method` of the stub; the status with its reason on failure.
  template <class Response, class Request>
  absl::StatusOr<Response> Call(grpc::Status (v1::RegistryService::Stub::*method)(
                                    grpc::ClientContext*, const Request&, Response*),
                                const Request& request) {
    grpc::ClientContext context;
    runtime::PrepareContext(context, std::chrono::seconds(10));
    Response response;
    const grpc::Status status = (stub_.get()->*method)(&context, request, &response);
    if (!status.ok()) return runtime::FromGrpc(status);
    return response;
  }

  absl::StatusOr<v1::ApplyProgrammeResponse> Apply(const type::v1::Programme& programme) {
    return Call(&v1::RegistryService::Stub::ApplyProgramme, testing::ApplyRequest(programme));
  }

  testing::TempDir directory_;
  RegistryOptions options_;
  SystemClock clock_;
  runtime::Metrics metrics_;
  runtime::Log log_{"test", "0", runtime::LogLevel::kError, "json", clock_};
  std::unique_ptr<SqliteCatalogStore> store_;
  std::unique_ptr<runtime::Signal> changed_;
  std::unique_ptr<Registry> registry_;
  std::unique_ptr<runtime::Executor> executor_;
  std::unique_ptr<RegistryGrpc> service_;
  std::unique_ptr<runtime::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::RegistryService::Stub> stub_;
};

}  // namespace duban::registry
