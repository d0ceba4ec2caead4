// A document that was read, and what imports it into a registry and a journal of its own.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ingest/core/import_document.h"
#include "ingest/read_document.h"
#include "ingest/storage/sqlite_document_store.h"
#include "ingest/storage/sqlite_review_store.h"
#include "tests/testing/temp_dir.h"
#include "tests/unit/ingest/rig.h"

namespace duban::ingest {

// A registry in memory that tells the view of every change, as WatchCatalog would.
class FakeRegistry : public Registry {
 public:
  explicit FakeRegistry(CatalogView& view) : view_(view) {}
  absl::StatusOr<type::v1::Programme> GetProgramme(const std::string& name) override {
    if (!failure.ok()) return failure;
    if (!programmes.count(name))
      return Error(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND", name);
    return programmes.at(name);
  }
  absl::StatusOr<registry::v1::ApplyProgrammeResponse> ApplyProgramme(
      const registry::v1::ApplyProgrammeRequest& request) override {
    if (!failure.ok()) return failure;
    applied.push_back(request);
    registry::v1::ApplyProgrammeResponse response;
    const auto& programme = request.programme();
    const auto known = programmes.find(programme.name());
    const bool equal = known != programmes.end() &&
                       known->second.SerializeAsString() == programme.SerializeAsString();
    if (!equal) response.add_changes()->set_resource(programme.name());
    if (!equal && !request.validate_only()) {
      programmes[programme.name()] = programme;
      registry::v1::CatalogEvent event;
      event.set_revision(++revision);
      *event.mutable_programme() = programme;
      if (tells) view_.Apply(event);
    }
    response.set_catalog_revision(revision);
    return response;
  }

  absl::Status failure;
  bool tells = true;
  std::int64_t revision = 100;
  std::map<std::string, type::v1::Programme> programmes;
  std::vector<registry::v1::ApplyProgrammeRequest> applied;

 private:
  CatalogView& view_;
};

inline v1::DraftTarget Target(double value, const char* unit) {
  v1::DraftTarget target;
  target.set_measure("户数");
  target.set_comparator(type::v1::AT_LEAST);
  target.set_value(value);
  target.set_unit(unit);
  target.mutable_source()->set_start(3);
  target.mutable_source()->set_end(9);
  target.mutable_source()->set_quote("改造7500户");
  return target;
}

// Two projects; the first has a figure with its share.
inline v1::DraftProgramme DraftOf2021() {
  v1::DraftProgramme programme;
  programme.set_year(2021);
  programme.set_kind(v1::PROGRESS);
  *programme.mutable_as_of() = ToProto(Date{2021, 12, 31});
  for (const char* title : {"农村供水改造", "老旧小区加装电梯"}) {
    v1::DraftProject& project = *programme.add_projects();
    project.set_number(programme.projects_size());
    project.set_title(title);
    v1::DraftTask& task = *project.add_tasks();
    task.set_number(1);
    task.set_title(title);
    task.set_stated_status(type::v1::IN_PROGRESS);
    task.set_narrative("正在推进");
  }
  v1::DraftTask& task = *programme.mutable_projects(0)->mutable_tasks(0);
  *task.add_targets() = Target(7500, "户");
  v1::DraftMeasurement& measurement = *task.add_measurements();
  measurement.set_measure("改造户数");
  measurement.set_value(3648);
  measurement.set_unit("户");
  measurement.set_cumulative(true);
  measurement.set_stated_ratio(48.64);
  measurement.set_target_index(1);
  measurement.mutable_source()->set_end(5);
  measurement.mutable_source()->set_quote("3648户");
  return programme;
}

// Every document that the importer is given reads as `draft_`.
class ImportTest : public ::testing::Test {
 protected:
  ImportTest()
      : store_(*SqliteDocumentStore::Make(dir_.path() + "/documents.db")),
        reviews_(*SqliteReviewStore::Make(dir_.path() + "/reviews.db")),
        registry_(rig_.catalog),
        review_(MakeDocumentReviewer(), *reviews_, rig_.clock, "reader 1"),
        importer_(
            [this](const std::string&, const std::string&,
                   const v1::ReadOptions&) -> absl::StatusOr<ReadResult> {
              return ReadResult{draft_, "text"};
            },
            review_, *store_, registry_, rig_.catalog, rig_.progress, rig_.journal, rig_.clock,
            std::chrono::milliseconds(20)) {
    draft_.mutable_district()->set_code("440113");
    *draft_.add_programmes() = DraftOf2021();
    request_.set_content("the document");
    request_.set_file_name("进展.txt");
  }

  ::duban::testing::TempDir dir_;
  Rig rig_;
  std::unique_ptr<SqliteDocumentStore> store_;
  std::unique_ptr<SqliteReviewStore> reviews_;
  FakeRegistry registry_;
  DocumentReview review_;
  v1::ImportDraft draft_;
  v1::ImportDocumentRequest request_;
  DocumentImporter importer_;
};

}  // namespace duban::ingest
