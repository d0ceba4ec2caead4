// Importing a folder: what comes first, and what a person is told.
#include "cli/import_batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/context.h"

namespace duban::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

struct List {
  int year = 0;
  ingest::v1::ProgrammeKind kind = ingest::v1::PLAN;
  int month = 0;
};

ImportRow Row(const char* path, const char* district, std::vector<List> lists) {
  ImportRow row;
  row.path = path;
  row.draft.mutable_district()->set_code(district);
  for (const List& list : lists) {
    auto& programme = *row.draft.add_programmes();
    programme.set_year(list.year);
    programme.set_kind(list.kind);
    if (list.month == 0) continue;
    programme.mutable_as_of()->set_year(list.year);
    programme.mutable_as_of()->set_month(list.month);
  }
  return row;
}

TEST(ImportOrderTest, APlanComesBeforeTheReportsOnItAndDistrictsDoNotWaitForEachOther) {
  const std::vector<ImportRow> rows = {
      Row("panyu-2022-q3", "440113", {{2022, ingest::v1::PROGRESS, 9}}),
      Row("panyu-2022-report", "440113",
          {{2022, ingest::v1::COMPLETION, 12}, {2023, ingest::v1::PLAN}}),
      Row("liwan-2022-plan", "440103", {{2022, ingest::v1::PLAN}}),
      Row("panyu-2023-q1", "440113", {{2023, ingest::v1::PROGRESS, 3}}),
      Row("panyu-2022-half", "440113", {{2022, ingest::v1::PROGRESS, 6}}),
      Row("panyu-2022-plan", "440113", {{2022, ingest::v1::PLAN}})};
  EXPECT_THAT(ImportOrder(rows), ElementsAre(ElementsAre(2), ElementsAre(5, 4, 0, 1, 3)));
}

TEST(ImportOrderTest, WhatIsDecidedIsNotImported) {
  std::vector<ImportRow> rows = {Row("a", "440113", {{2022}}), Row("b", "440113", {{2023}})};
  rows[0].outcome = Outcome::kRefused;
  EXPECT_THAT(ImportOrder(rows), ElementsAre(ElementsAre(1)));
}

TEST(ExitStatusTest, FailureIsWorseThanRefusalAndUnchangedIsFine) {
  std::vector<ImportRow> rows(3);
  rows[0].outcome = Outcome::kImported;
  rows[1].outcome = rows[2].outcome = Outcome::kUnchanged;
  EXPECT_EQ(ExitStatus(rows), kOk);
  rows[1].outcome = Outcome::kRefused;
  EXPECT_EQ(ExitStatus(rows), kImportRefused);
  rows[2].outcome = Outcome::kError;
  EXPECT_EQ(ExitStatus(rows), kFailed);
}

TEST(SummaryTest, SaysOfEachFileWhatWasFoundAndWhatAPersonMustDo) {
  std::vector<ImportRow> rows = {Row("good.txt", "440113", {{2022, ingest::v1::PROGRESS, 6}}),
                                 Row("unsure.txt", "440113", {{2022, ingest::v1::PROGRESS, 9}})};
  rows[0].outcome = Outcome::kImported;
  rows[0].draft.add_checks()->set_ok(true);
  rows[0].draft.add_checks()->set_ok(false);
  auto& finding = *rows[0].draft.add_findings();
  finding.set_project_number(2);
  finding.set_message("占比与数字不符");
  auto& doubt = *rows[1].draft.add_doubts();
  doubt.set_reason("TWO_CANDIDATES");
  doubt.set_project_number(6);
  doubt.set_task_number(1);
  doubt.set_message("it may measure target 1 or 2");
  doubt.mutable_source()->set_quote("15个");
  rows[1].outcome = Outcome::kRefused;
  rows[1].reasons = UnsureLines(rows[1].draft);

  const std::string table = SummaryTable(rows, false);
  EXPECT_THAT(table, HasSubstr("1/2"));
  EXPECT_THAT(table, HasSubstr("2 files: 1 imported, 1 refused"));
  const std::string todo = WhatToDo(rows);
  EXPECT_THAT(todo, HasSubstr("project 2: 占比与数字不符"));
  EXPECT_THAT(todo, HasSubstr("task 6.1: TWO_CANDIDATES “15个”: it may measure target 1 or 2"));
}

TEST(SummaryTest, AFileInOrderNeedsNobody) {
  std::vector<ImportRow> rows = {Row("good.txt", "440113", {{2022, ingest::v1::PROGRESS, 6}})};
  rows[0].outcome = Outcome::kImported;
  EXPECT_EQ(WhatToDo(rows), "");
}

}  // namespace
}  // namespace duban::cli
