// The registry as its clients meet it: over gRPC, with its database, across restarts.
#include "tests/integration/registry/registry_service.h"

#include <grpcpp/generic/generic_stub.h>

#include <future>
#include <thread>

namespace duban::registry {
namespace {

using ::testing::ElementsAre;
using testing::MakeProgramme;
using Stub = v1::RegistryService::Stub;

constexpr char kName[] = "districts/440113/programmes/2022";

class RegistryGrpcTest : public RegistryServiceTest {
 protected:
  absl::StatusOr<type::v1::Programme> Get(const std::string& name, std::int64_t revision = 0,
                                          v1::ProgrammeView view = v1::FULL) {
    v1::GetProgrammeRequest request;
    request.set_name(name);
    request.set_revision(revision);
    request.set_view(view);
    return Call(&Stub::GetProgramme, request);
  }

  // What GetProgramme answers to bytes of ours.
  absl::Status GetRaw(const std::string& bytes) {
    grpc::GenericStub stub(channel_);
    const grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer response;
    grpc::ClientContext context;
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, "/duban.registry.v1.RegistryService/GetProgramme", {}, &request,
                   &response, [&](grpc::Status status) { done.set_value(std::move(status)); });
    return runtime::FromGrpc(done.get_future().get());
  }
};

TEST_F(RegistryGrpcTest, WhatWasAppliedIsReadInEveryViewAndRevisionAlsoAfterARestart) {
  auto programme = MakeProgramme("440113", 2022, 3, 3);
  ASSERT_TRUE(Apply(programme).ok());
  programme.set_title("修订");
  ASSERT_TRUE(Apply(programme).ok());
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(Get(kName)->title(), "修订");
    EXPECT_EQ(Get(kName)->projects_size(), 3);
    EXPECT_EQ(Get(kName, 1)->title(), "2022年民生实事");
    EXPECT_EQ(Get(kName, 0, v1::BASIC)->projects_size(), 0);
    EXPECT_EQ(Get(kName, 0, v1::BASIC)->revision(), 2);
    Restart();
  }
}

TEST_F(RegistryGrpcTest, ErrorsCarryTheirReasonAndFields) {
  EXPECT_EQ(ReasonOf(Get(kName).status()), "PROGRAMME_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Get("programmes/2022").status()), "NAME_MALFORMED");
  auto programme = MakeProgramme("440113", 2022, 1, 1);
  programme.mutable_projects(0)->clear_tasks();
  const auto refused = Apply(programme);
  ASSERT_EQ(ViolationsOf(refused.status()).size(), 1u);
  EXPECT_EQ(ViolationsOf(refused.status())[0].field, "programme.projects[0].tasks");
}

TEST_F(RegistryGrpcTest, TextThatIsNotUtf8IsNamedAndGarbageIsCalledSo) {
  // Field 1 (name) with the bytes ff fe.
  const absl::Status text = GetRaw("\x0a\x02\xff\xfe");
  EXPECT_EQ(ReasonOf(text), "UTF8_INVALID");
  EXPECT_EQ(ViolationsOf(text)[0].field, "name");
  EXPECT_EQ(ReasonOf(GetRaw("\x0a\x7f")), "REQUEST_MALFORMED");
}

TEST_F(RegistryGrpcTest, AWatcherFollowsLiveAndResumesAcrossARestartWithoutGapOrDuplicate) {
  ASSERT_TRUE(Apply(MakeProgramme("440113", 2022, 1, 1)).ok());
  std::vector<std::int64_t> seen;
  const auto watch = [&](std::int64_t after, size_t until) {
    grpc::ClientContext context;
    v1::WatchCatalogRequest request;
    request.set_after_revision(after);
    auto reader = stub_->WatchCatalog(&context, request);
    for (v1::CatalogEvent event; seen.size() < until && reader->Read(&event);) {
      if (event.change_case() != v1::CatalogEvent::CHANGE_NOT_SET) seen.push_back(event.revision());
    }
    context.TryCancel();
    (void)reader->Finish();
  };
  std::thread follower([&] { watch(0, 4); });
  ASSERT_TRUE(Apply(MakeProgramme("310115", 2022, 1, 1)).ok());
  follower.join();
  EXPECT_THAT(seen, ElementsAre(1, 2, 3, 4));

  Restart();
  ASSERT_TRUE(Apply(MakeProgramme("310115", 2023, 1, 1)).ok());
  watch(seen.back(), 5);
  EXPECT_THAT(seen, ElementsAre(1, 2, 3, 4, 5));
}

TEST_F(RegistryGrpcTest, AWatcherThatNeverReadsDoesNotSlowWritersOrTheStop) {
  grpc::ClientContext context;
  auto reader = stub_->WatchCatalog(&context, {});
  for (int year = 2000; year < 2040; ++year)
    ASSERT_TRUE(Apply(MakeProgramme("440113", year, 10, 10)).ok());
  std::int64_t revision = 0;
  for (v1::CatalogEvent event; revision < 41 && reader->Read(&event);) {
    if (event.change_case() == v1::CatalogEvent::CHANGE_NOT_SET) continue;
    ASSERT_EQ(event.revision(), ++revision) << "it still gets everything from the start";
  }
  context.TryCancel();
}

TEST_F(RegistryGrpcTest, AStopEndsWatchersWithAdviceToComeBack) {
  grpc::ClientContext context;
  auto reader = stub_->WatchCatalog(&context, {});
  v1::CatalogEvent heartbeat;
  ASSERT_TRUE(reader->Read(&heartbeat));
  changed_->Close();
  v1::CatalogEvent none;
  EXPECT_FALSE(reader->Read(&none));
  EXPECT_EQ(ReasonOf(runtime::FromGrpc(reader->Finish())), "SERVER_STOPPING");
}

TEST_F(RegistryGrpcTest, DistrictsAreCreatedOnceListedInOrderAndPaged) {
  for (const char* code : {"440114", "310115", "440113"}) {
    v1::CreateDistrictRequest create;
    create.mutable_district()->set_name(std::string("districts/") + code);
    create.mutable_district()->set_display_name(code);
    ASSERT_TRUE(Call(&Stub::CreateDistrict, create).ok());
    EXPECT_EQ(ReasonOf(Call(&Stub::CreateDistrict, create).status()), "DISTRICT_EXISTS");
  }
  v1::ListDistrictsRequest list;
  list.set_page_size(2);
  auto page = Call(&Stub::ListDistricts, list);
  ASSERT_EQ(page->districts_size(), 2);
  EXPECT_EQ(page->districts(0).name(), "districts/310115");
  list.set_page_token(page->next_page_token());
  page = Call(&Stub::ListDistricts, list);
  ASSERT_EQ(page->districts_size(), 1);
  EXPECT_EQ(page->districts(0).name(), "districts/440114");
  list.set_text("changed");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListDistricts, list).status()), "PAGE_TOKEN_INVALID");
  list.set_page_size(-1);
  EXPECT_EQ(ReasonOf(Call(&Stub::ListDistricts, list).status()), "PAGE_SIZE_INVALID");
}

}  // namespace
}  // namespace duban::registry
