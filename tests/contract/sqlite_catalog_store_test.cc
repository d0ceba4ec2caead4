// The catalog in SQLite keeps the contract of the port, comes back after a restart, and refuses
// what it cannot handle.
#include "registry/storage/sqlite_catalog_store.h"

#include <filesystem>

#include "registry/storage/sqlite_copy.h"
#include "tests/contract/catalog_store_contract.h"

namespace duban::registry {
namespace {

// A directory of its own that goes with the test.
class TempDir {
 public:
  TempDir() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "duban-catalog-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TempDir() { std::filesystem::remove_all(path_); }
  std::string File() const { return path_ + "/catalog.db"; }

 private:
  std::string path_;
};

std::unique_ptr<SqliteCatalogStore> Open(const std::string& path) {
  auto store = SqliteCatalogStore::Open(path);
  EXPECT_TRUE(store.ok()) << store.status();
  return store.ok() ? *std::move(store) : nullptr;
}

// Removes its directory after the database was closed.
class TempSqliteCatalogStore : public CatalogStore {
 public:
  absl::Status Commit(std::int64_t head, TimePoint now, const std::vector<CatalogChange>& changes,
                      const std::vector<AnsweredRequest>& requests) override {
    return store_->Commit(head, now, changes, requests);
  }
  absl::StatusOr<CatalogHead> GetHead() const override { return store_->GetHead(); }
  absl::StatusOr<CatalogHead> Load(
      const std::function<absl::Status(LoadedState)>& visit) const override {
    return store_->Load(visit);
  }
  absl::StatusOr<std::vector<v1::CatalogEvent>> ReadEvents(std::int64_t after, std::string_view of,
                                                           int limit,
                                                           std::int64_t bytes) const override {
    return store_->ReadEvents(after, of, limit, bytes);
  }
  absl::StatusOr<std::optional<type::v1::Programme>> ReadProgramme(
      std::string_view district, int year, std::int64_t revision) const override {
    return store_->ReadProgramme(district, year, revision);
  }
  absl::StatusOr<std::vector<v1::ProgrammeRevision>> ListProgrammeRevisions(
      std::string_view district, int year, std::int64_t before, int limit) const override {
    return store_->ListProgrammeRevisions(district, year, before, limit);
  }
  absl::StatusOr<std::optional<AnsweredRequest>> FindRequest(std::string_view district,
                                                             std::string_view id) const override {
    return store_->FindRequest(district, id);
  }
  absl::Status ForgetRequests(TimePoint before) override { return store_->ForgetRequests(before); }
  absl::Status Compact(std::int64_t revision) override { return store_->Compact(revision); }

 private:
  TempDir directory_;
  std::unique_ptr<SqliteCatalogStore> store_ = Open(directory_.File());
};

INSTANTIATE_TEST_SUITE_P(Sqlite, CatalogStoreContract, ::testing::Values([] {
                           return std::make_unique<TempSqliteCatalogStore>();
                         }));

v1::District Panyu() {
  v1::District district;
  district.set_name("districts/440113");
  district.set_display_name("番禺区");
  return district;
}

TEST(SqliteCatalogStoreTest, ComesBackAsItWasAfterARestart) {
  TempDir directory;
  ASSERT_TRUE(Open(directory.File())->Commit(0, TimePoint(), {Panyu()}, {}).ok());
  const auto store = Open(directory.File());
  EXPECT_EQ(store->GetHead()->revision, 1);
  EXPECT_EQ(store->ReadEvents(0, "", 10, 1000)->at(0).district().display_name(), "番禺区");
}

TEST(SqliteCatalogStoreTest, IsBackedUpWhileItIsWrittenAndComesBackFromTheCopy) {
  TempDir serving, backup;
  const auto store = Open(serving.File());
  ASSERT_TRUE(store->Commit(0, TimePoint(), {Panyu()}, {}).ok());
  ASSERT_TRUE(CopySqlite(serving.File(), backup.File()).ok());
  v1::District renamed = Panyu();
  renamed.set_display_name("广州市番禺区");
  ASSERT_TRUE(store->Commit(1, TimePoint(), {renamed}, {}).ok());
  ASSERT_TRUE(CopySqlite(serving.File(), backup.File()).ok())
      << "a second backup replaces the first";
  EXPECT_EQ(Open(backup.File())->GetHead()->revision, 2);
}

TEST(SqliteCatalogStoreTest, ACopyNeverReplacesADatabaseThatIsInUse) {
  TempDir serving, backup;
  const auto store = Open(serving.File());
  ASSERT_TRUE(store->Commit(0, TimePoint(), {Panyu()}, {}).ok());
  Open(backup.File());
  EXPECT_EQ(ReasonOf(CopySqlite(backup.File(), serving.File())), "STORE_IN_USE");
  EXPECT_EQ(store->GetHead()->revision, 1);
}

TEST(SqliteCatalogStoreTest, AMissingDatabaseIsNoEmptyBackup) {
  TempDir directory;
  EXPECT_EQ(ReasonOf(CopySqlite(directory.File() + ".gone", directory.File())),
            "STORE_UNREACHABLE");
  EXPECT_FALSE(std::filesystem::exists(directory.File()));
}

TEST(SqliteCatalogStoreTest, RefusesADatabaseFromTheFuture) {
  TempDir directory;
  Open(directory.File());
  auto db = OpenSqlite(directory.File());
  ASSERT_TRUE(Execute(db->get(), "INSERT INTO schema_migrations (version) VALUES (9999)").ok());
  db->reset();
  const auto store = SqliteCatalogStore::Open(directory.File());
  EXPECT_EQ(store.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(store.status()), "DATABASE_FROM_FUTURE");
}

TEST(SqliteCatalogStoreTest, KeepsASecondProcessAway) {
  TempDir directory;
  const auto first = Open(directory.File());
  EXPECT_EQ(ReasonOf(SqliteCatalogStore::Open(directory.File()).status()), "STORE_LOCKED");
}

TEST(SqliteCatalogStoreTest, SaysThatAFileIsNoDatabase) {
  TempDir directory;
  FILE* file = std::fopen(directory.File().c_str(), "w");
  std::fputs(std::string(4096, 'x').c_str(), file);
  std::fclose(file);
  EXPECT_EQ(SqliteCatalogStore::Open(directory.File()).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST(SqliteCatalogStoreTest, NamesAMissingDirectoryAsUnreachable) {
  const auto store = SqliteCatalogStore::Open("/nonexistent-directory/catalog.db");
  EXPECT_EQ(ReasonOf(store.status()), "STORE_UNREACHABLE");
}

TEST(SqliteCatalogStoreTest, ReportsABrokenRowInsteadOfServingIt) {
  TempDir directory;
  const auto store = Open(directory.File());
  ASSERT_TRUE(store->Commit(0, TimePoint(), {Panyu()}, {}).ok());
  auto db = OpenSqlite(directory.File());
  ASSERT_TRUE(Execute(db->get(), "UPDATE catalog_events SET state = x'ff'").ok());
  EXPECT_EQ(ReasonOf(store->ReadEvents(0, "", 10, 1000).status()), "ROW_CORRUPT");
}

}  // namespace
}  // namespace duban::registry
