// Finding tasks by filter and projects by text.
#include "common/names.h"
#include "registry/core/catalog_watch.h"
#include "registry/core/text_fold.h"
#include "tests/unit/registry/rig.h"

namespace duban::registry {
namespace {

using testing::ApplyRequest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeProgramme;
using ::testing::SizeIs;

// Two projects of two tasks in 番禺 and one more district; unit names and texts that differ.
class QueriesTest : public RegistryTest {
 protected:
  QueriesTest() {
    auto programme = MakeProgramme("440113", 2022, 2, 2);
    auto& schools = *programme.mutable_projects(1);
    schools.set_title("新增公办学位");
    schools.mutable_tasks(0)->set_title("新建小学三所");
    schools.mutable_tasks(0)->mutable_indicators(0)->set_measure("学位数");
    schools.mutable_tasks(1)->set_title("扩建中学");
    schools.mutable_tasks(1)->add_lead_units("市桥街");
    *schools.mutable_tasks(1)->mutable_indicators(0)->mutable_due_date() =
        ToProto(Date{2022, 5, 31});
    schools.mutable_tasks(1)->clear_milestones();
    Apply(programme);
    Apply(MakeProgramme("440114", 2022, 1, 1));
    Apply(MakeProgramme("440113", 2023, 1, 1));
  }

  void Apply(const type::v1::Programme& programme) {
    const auto applied = registry_->ApplyProgramme(ApplyRequest(programme));
    ASSERT_TRUE(applied.ok()) << applied.status();
  }

  // The tails of the names of the tasks found, e.g. "440113/2022/2.1"; pages of two.
  std::vector<std::string> List(const std::string& filter,
                                const std::string& parent = "districts/440113") {
    v1::ListTasksRequest request;
    request.set_parent(parent);
    request.set_filter(filter);
    request.set_page_size(2);
    std::vector<std::string> out;
    do {
      const auto page = registry_->ListTasks(request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return out;
      EXPECT_LE(page->tasks_size(), 2);
      for (const auto& entry : page->tasks()) {
        const auto name = ParseTaskName("", entry.task().name());
        out.push_back(
            fmt::format("{}/{}/{}.{}", name->district, name->year, name->project, name->task));
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return out;
  }

  absl::StatusOr<v1::SearchProjectsResponse> Search(const std::string& query,
                                                    const std::string& parent = "districts/-") {
    v1::SearchProjectsRequest request;
    request.set_parent(parent);
    request.set_query(query);
    return registry_->SearchProjects(request);
  }
};

TEST_F(QueriesTest, ListsInOrderOfNameOverOneDistrictOrAll) {
  EXPECT_THAT(List(""), ElementsAre("440113/2022/1.1", "440113/2022/1.2", "440113/2022/2.1",
                                    "440113/2022/2.2", "440113/2023/1.1"));
  EXPECT_THAT(List("", "districts/-"), SizeIs(6));
  EXPECT_THAT(List("", "districts/-").back(), "440114/2022/1.1");
}

TEST_F(QueriesTest, FiltersByUnitRoleCategoryDueAndText) {
  EXPECT_THAT(List("lead_unit = 区教育局"), ElementsAre("440113/2022/2.1"));
  EXPECT_THAT(List("unit = 市桥街"), ElementsAre("440113/2022/2.2"))
      << "the task's own lead units replace the project's";
  EXPECT_THAT(List("unit = 区财政局"), SizeIs(5));
  EXPECT_THAT(List("unit = 区财政局 AND role = lead"), IsEmpty());
  EXPECT_THAT(List("unit = 区财政局 AND role = cooperating AND year = 2023"), SizeIs(1));
  EXPECT_THAT(List("category = 教育"), SizeIs(2));
  EXPECT_THAT(List("leader : 张"), SizeIs(5));
  EXPECT_THAT(List("due < 2022-07-01"), ElementsAre("440113/2022/2.2"));
  EXPECT_THAT(List("due >= 2022-07-01 AND due <= 2022-12-31"), SizeIs(3));
  EXPECT_THAT(List("status = PAST_DUE"), ElementsAre("440113/2022/2.2"));
  EXPECT_THAT(List("status = SCHEDULED AND year = 2022"), SizeIs(3));
  EXPECT_THAT(List("学位"), SizeIs(2)) << "in the project's title";
  EXPECT_THAT(List("學位 中學"), ElementsAre("440113/2022/2.2"));
  EXPECT_THAT(List("measure = 学位数 OR title : 扩建"), SizeIs(2));
  EXPECT_THAT(List("project = 1 AND task = 2"), ElementsAre("440113/2022/1.2"));
}

TEST_F(QueriesTest, AUnitIsFoundUnderAnyOfItsNames) {
  ASSERT_TRUE(AddUnit("区水务局", {"区水利局"}).ok());
  for (const char* name : {"区水务局", "区水利局", "\"districts/440113/units/qushuiwuju\""})
    EXPECT_THAT(List(std::string("unit = ") + name), SizeIs(3)) << name;
}

TEST_F(QueriesTest, SaysWhereAFilterBreaks) {
  v1::ListTasksRequest request;
  request.set_parent("districts/440113");
  request.set_filter("部门 = x");
  EXPECT_EQ(ReasonOf(registry_->ListTasks(request).status()), "FILTER_INVALID");
  request.set_filter("");
  request.set_page_token("zz");
  EXPECT_EQ(ReasonOf(registry_->ListTasks(request).status()), "PAGE_TOKEN_INVALID");
  request.clear_page_token();
  request.set_parent("districts/999999");
  EXPECT_EQ(ReasonOf(registry_->ListTasks(request).status()), "DISTRICT_NOT_FOUND");
}

TEST_F(QueriesTest, APageTokenIsOfOneFilterOnly) {
  v1::ListTasksRequest request;
  request.set_parent("districts/440113");
  request.set_page_size(1);
  request.set_page_token(registry_->ListTasks(request)->next_page_token());
  EXPECT_TRUE(registry_->ListTasks(request).ok());
  request.set_filter("学位");
  EXPECT_EQ(ReasonOf(registry_->ListTasks(request).status()), "PAGE_TOKEN_INVALID");
}

TEST_F(QueriesTest, AFilterThatFindsNothingInAHugeCatalogGivesUpItsTurn) {
  for (int code = 440200; code < 440600; ++code)
    Apply(MakeProgramme(std::to_string(code), 2022, 1, 1));
  v1::ListTasksRequest request;
  request.set_parent("districts/-");
  request.set_filter("weight > 100");
  int pages = 0;
  do {
    const auto page = registry_->ListTasks(request);
    ASSERT_TRUE(page.ok());
    EXPECT_EQ(page->tasks_size(), 0);
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(pages, 7) << "403 trees, 64 a page";
  EXPECT_THAT(List("学位 AND weight > 100", "districts/-"), IsEmpty());
}

TEST_F(QueriesTest, TwoCharactersFindRankedWithTheMatchingSpan) {
  const auto found = Search("学位");
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->hits_size(), 2);
  EXPECT_EQ(found->hits(0).resource(), "districts/440113/programmes/2022/projects/2");
  EXPECT_EQ(found->hits(0).field(), "title");
  EXPECT_EQ(found->hits(0).snippet(), "新增公办学位");
  EXPECT_EQ(found->hits(0).match_start(), 4);
  EXPECT_EQ(found->hits(0).match_end(), 6);
  EXPECT_EQ(found->hits(1).field(), "measure");
  EXPECT_GT(found->hits(0).score(), found->hits(1).score());
}

TEST_F(QueriesTest, TraditionalAndSimplifiedFullAndHalfWidthAreAlike) {
  EXPECT_EQ(Search("學位")->hits_size(), 2);
  auto programme = MakeProgramme("440113", 2024, 1, 1);
  programme.mutable_projects(0)->set_title("建设５Ｇ基站與充電樁");
  Apply(programme);
  EXPECT_EQ(Search("5g")->hits_size(), 1);
  EXPECT_EQ(Search("充电桩")->hits(0).project_title(), "建设５Ｇ基站與充電樁");
}

TEST_F(QueriesTest, SeveralWordsMustAllBeFoundTogether) {
  const auto found = Search("学位 扩建");
  ASSERT_EQ(found->hits_size(), 1);
  EXPECT_EQ(found->hits(0).resource(), "districts/440113/programmes/2022/projects/2/tasks/2");
  EXPECT_EQ(Search("学位 地铁")->hits_size(), 0);
}

TEST_F(QueriesTest, LongTextsAreCutAroundTheMatch) {
  auto programme = MakeProgramme("440113", 2024, 1, 1);
  std::string content;
  for (int i = 0; i < 50; ++i) content += "前文";
  programme.mutable_projects(0)->set_content(content + "海绵城市" + content);
  Apply(programme);
  const v1::SearchHit hit = Search("海绵")->hits(0);
  EXPECT_EQ(ToCodePoints(hit.snippet()).size(), 42u);
  EXPECT_EQ(hit.match_start(), 20);
  EXPECT_EQ(ToUtf8(ToCodePoints(hit.snippet()).substr(20, 2)), "海绵");
}

TEST_F(QueriesTest, SearchPagesKeepTheirOrder) {
  v1::SearchProjectsRequest request;
  request.set_parent("districts/-");
  request.set_query("改造");
  request.set_page_size(3);
  const auto all = Search("改造");
  std::vector<std::string> paged;
  do {
    const auto page = registry_->SearchProjects(request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& hit : page->hits()) paged.push_back(hit.resource());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  ASSERT_EQ(paged.size(), static_cast<size_t>(all->hits_size()));
  for (int i = 0; i < all->hits_size(); ++i)
    EXPECT_EQ(paged[static_cast<size_t>(i)], all->hits(i).resource());
  request.set_page_token("1" + std::string(16, '0'));
  EXPECT_EQ(ReasonOf(registry_->SearchProjects(request).status()), "PAGE_TOKEN_INVALID");
}

TEST_F(QueriesTest, AQueryHasBounds) {
  EXPECT_EQ(ReasonOf(Search("学").status()), "QUERY_TOO_SHORT");
  EXPECT_EQ(ReasonOf(Search("  ").status()), "QUERY_TOO_SHORT");
  EXPECT_EQ(ReasonOf(Search(std::string(101, 'x')).status()), "QUERY_TOO_LONG");
  v1::SearchProjectsRequest request;
  request.set_parent("districts/-");
  request.set_query("改造");
  request.set_year(2023);
  const auto found = registry_->SearchProjects(request);
  ASSERT_GT(found->hits_size(), 0);
  for (const auto& hit : found->hits()) EXPECT_THAT(hit.resource(), HasSubstr("/2023/"));
}

TEST_F(QueriesTest, ASnapshotWatchStartsWithTheNewestStateAndGoesOn) {
  ASSERT_TRUE(AddUnit("区水务局").ok());
  Apply(MakeProgramme("440113", 2023, 2, 1));
  v1::WatchCatalogRequest request;
  request.set_snapshot(true);
  CatalogWatch watch(*registry_, request);
  const auto first = watch.Next();
  ASSERT_TRUE(first.ok()) << first.status();
  std::vector<std::int64_t> revisions;
  for (const auto& event : **first) revisions.push_back(event.revision());
  EXPECT_THAT(revisions, ElementsAre(1, 2, 3, 4, 6, 7)) << "revision 5 was overwritten by 7";
  Apply(MakeProgramme("440113", 2024, 1, 1));
  const auto next = watch.Next();
  ASSERT_EQ((*next)->size(), 1u);
  EXPECT_EQ((**next)[0].revision(), 8);
}

TEST_F(QueriesTest, ASnapshotWatchWorksWhereTheHistoryIsGone) {
  ASSERT_TRUE(store_.Compact(4).ok());
  v1::WatchCatalogRequest request;
  request.set_after_revision(1);
  CatalogWatch plain(*registry_, request);
  EXPECT_EQ(ReasonOf(plain.Next().status()), "REVISION_COMPACTED");
  request.set_snapshot(true);
  CatalogWatch watch(*registry_, request);
  EXPECT_EQ((*watch.Next())->size(), 4u) << "revisions 2 to 5";
}

TEST(TextFoldTest, FoldsScriptWidthAndCasePositionByPosition) {
  EXPECT_EQ(FoldText("區水務局ＡＢＣ（１）"), "区水务局abc(1)");
  EXPECT_EQ(FoldToCodePoints("學位㎡").size(), 3u);
  EXPECT_EQ(Romanize("区水务局", 56), "qushuiwuju");
  EXPECT_EQ(Romanize("区水务局", 4), "qush");
  EXPECT_EQ(FoldText("a\xff"
                     "b"),
            "a\xEF\xBF\xBD"
            "b");
}

TEST(BigramSignatureTest, NeverMissesWhatIsThere) {
  BigramSignature signature;
  const std::u32string text = FoldToCodePoints(testing::PromiseText(3) + testing::PromiseText(5));
  signature.Add(text);
  for (size_t at = 0; at + 4 <= text.size(); ++at)
    EXPECT_TRUE(signature.MayHold(std::u32string_view(text).substr(at, 4)));
  EXPECT_FALSE(signature.MayHold(FoldToCodePoints("海绵城市")));
}

}  // namespace
}  // namespace duban::registry
