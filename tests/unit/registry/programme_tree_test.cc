// Trees: one canonical form, precise refusals, and what changed in words.
#include "registry/core/programme_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "registry/core/programme_diff.h"
#include "registry/core/validate.h"
#include "tests/testing/registry_trees.h"

namespace duban::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeProgramme;
using type::v1::Programme;

TEST(CanonicalTest, NumbersWhatHasNoNumberAndNamesEveryPart) {
  Programme programme = MakeProgramme("440113", 2022, 2, 2);
  for (auto& project : *programme.mutable_projects()) {
    project.clear_number();
    for (auto& task : *project.mutable_tasks()) task.clear_number();
  }
  programme = Canonical(programme);
  EXPECT_EQ(programme.year(), 2022);
  const auto& task = programme.projects(1).tasks(1);
  EXPECT_EQ(task.name(), "districts/440113/programmes/2022/projects/2/tasks/2");
  EXPECT_EQ(task.indicators(0).name(), task.name() + "/indicators/1");
  EXPECT_EQ(task.milestones(0).name(), task.name() + "/milestones/1");
  EXPECT_EQ(task.weight(), 1) << "an unset weight is one";
}

TEST(CanonicalTest, IsTheSameWhateverTheOrderAndTheBlanks) {
  const Programme tidy = MakeProgramme("440113", 2022, 3, 2);
  Programme messy = tidy;
  messy.mutable_projects()->SwapElements(0, 2);
  messy.mutable_projects(1)->mutable_tasks()->SwapElements(0, 1);
  messy.mutable_projects(0)->set_title("\u3000" + messy.projects(0).title() + " \n");
  messy.mutable_projects(0)->add_lead_units("  ");
  messy.set_revision(7);
  messy.set_etag("\"7\"");
  EXPECT_THAT(DiffTrees(Canonical(tidy), Canonical(messy)), IsEmpty());
}

TEST(CanonicalTest, ANumberlessPartFollowsItsElderSibling) {
  Programme programme = MakeProgramme("440113", 2022, 3, 1);
  programme.mutable_projects(0)->set_number(5);
  programme.mutable_projects(1)->clear_number();
  programme.mutable_projects(2)->set_number(9);
  programme = Canonical(programme);
  EXPECT_EQ(programme.projects(1).number(), 6);
}

TEST(CanonicalTest, PutsMilestonesInOrderOfTheirDates) {
  Programme programme = MakeProgramme("440113", 2022, 1, 1);
  auto* task = programme.mutable_projects(0)->mutable_tasks(0);
  auto* early = task->add_milestones();
  early->set_title("摸底");
  *early->mutable_due_date() = ToProto(Date{2022, 2, 1});
  programme = Canonical(programme);
  EXPECT_EQ(programme.projects(0).tasks(0).milestones(0).title(), "摸底");
  EXPECT_EQ(programme.projects(0).tasks(0).milestones(0).number(), 2) << "its number stays";
}

TEST(ValidateTest, AcceptsAWholeTree) {
  EXPECT_THAT(Validate(MakeProgramme("440113", 2022, 10, 3), "programme"), IsEmpty());
}

// One way to spoil a tree, and the one complaint that must follow.
struct Spoiled {
  const char* reason;
  const char* field;
  std::function<void(Programme&)> spoil;
};

class ValidateSpoiledTest : public ::testing::TestWithParam<Spoiled> {};

TEST_P(ValidateSpoiledTest, NamesTheFieldAndTheReason) {
  Programme programme = MakeProgramme("440113", 2022, 2, 2);
  GetParam().spoil(programme);
  const auto violations = Validate(programme, "programme");
  ASSERT_EQ(violations.size(), 1u) << InvalidFields(violations);
  EXPECT_EQ(violations[0].reason, GetParam().reason);
  EXPECT_EQ(violations[0].field, GetParam().field);
  EXPECT_FALSE(violations[0].message.empty());
}

type::v1::Task& FirstTask(Programme& programme) {
  return *programme.mutable_projects(0)->mutable_tasks(0);
}
type::v1::Indicator& FirstIndicator(Programme& programme) {
  return *FirstTask(programme).mutable_indicators(0);
}
type::v1::Milestone& FirstMilestone(Programme& programme) {
  return *FirstTask(programme).mutable_milestones(0);
}

#define TASK0 "programme.projects[0].tasks[0]"

INSTANTIATE_TEST_SUITE_P(
    EachReason, ValidateSpoiledTest,
    ::testing::Values(
        Spoiled{"NAME_MALFORMED", "programme.name",
                [](Programme& p) { p.set_name("districts/44011/programmes/2022"); }},
        Spoiled{"YEAR_MISMATCH", "programme.year", [](Programme& p) { p.set_year(2021); }},
        Spoiled{"PROJECTS_MISSING", "programme.projects", [](Programme& p) { p.clear_projects(); }},
        Spoiled{"TASKS_MISSING", "programme.projects[1].tasks",
                [](Programme& p) { p.mutable_projects(1)->clear_tasks(); }},
        Spoiled{"NUMBER_DUPLICATE", "programme.projects[1].number",
                [](Programme& p) { p.mutable_projects(1)->set_number(1); }},
        Spoiled{"NUMBER_OUT_OF_RANGE", "programme.projects[1].number",
                [](Programme& p) { p.mutable_projects(1)->set_number(1000); }},
        Spoiled{"TITLE_MISSING", "programme.projects[0].title",
                [](Programme& p) { p.mutable_projects(0)->clear_title(); }},
        Spoiled{"TEXT_TOO_LONG", "programme.title",
                [](Programme& p) { p.set_title(std::string(201, 'x')); }},
        Spoiled{"TEXT_CONTROL", TASK0 ".title",
                [](Programme& p) { FirstTask(p).set_title("a\x01"); }},
        Spoiled{"LIST_TOO_LONG", "programme.projects[0].lead_units",
                [](Programme& p) {
                  for (int i = 0; i < 100; ++i) p.mutable_projects(0)->add_lead_units("u");
                }},
        Spoiled{"WEIGHT_INVALID", TASK0 ".weight",
                [](Programme& p) { FirstTask(p).set_weight(-1); }},
        Spoiled{"WEIGHT_INVALID", TASK0 ".weight",
                [](Programme& p) {
                  FirstTask(p).set_weight(std::numeric_limits<double>::quiet_NaN());
                }},
        Spoiled{"COMPARATOR_MISSING", TASK0 ".indicators[0].comparator",
                [](Programme& p) { FirstIndicator(p).clear_comparator(); }},
        Spoiled{"COMPARATOR_CONTRADICTS", TASK0 ".indicators[0].value",
                [](Programme& p) { FirstIndicator(p).set_value(0); }},
        Spoiled{"VALUE_INVALID", TASK0 ".indicators[0].value",
                [](Programme& p) { FirstIndicator(p).set_value(-3); }},
        Spoiled{"VALUE_INVALID", TASK0 ".indicators[0].value",
                [](Programme& p) {
                  FirstIndicator(p).set_value(std::numeric_limits<double>::infinity());
                }},
        Spoiled{"UNIT_MISSING", TASK0 ".indicators[0].unit",
                [](Programme& p) { FirstIndicator(p).clear_unit(); }},
        Spoiled{"DATE_INVALID", TASK0 ".indicators[0].due_date",
                [](Programme& p) {
                  *FirstIndicator(p).mutable_due_date() = ToProto(Date{2022, 2, 30});
                }},
        Spoiled{"DUE_OUTSIDE_YEAR", TASK0 ".milestones[0].due_date",
                [](Programme& p) {
                  *FirstMilestone(p).mutable_due_date() = ToProto(Date{2024, 1, 1});
                }},
        Spoiled{"DUE_MISSING", TASK0 ".milestones[0].due_date",
                [](Programme& p) { FirstMilestone(p).clear_due_date(); }},
        Spoiled{"DUE_BEFORE_START", TASK0 ".milestones[0].due_date",
                [](Programme& p) {
                  *FirstMilestone(p).mutable_start_date() = ToProto(Date{2022, 4, 1});
                }},
        Spoiled{"SOURCE_INVALID", TASK0 ".indicators[0].source",
                [](Programme& p) { FirstIndicator(p).mutable_source()->set_start(9); }}));

TEST(ValidateTest, NamesEveryBadFieldAtOnceAndTheFix) {
  Programme programme = MakeProgramme("440113", 2022, 2, 1);
  FirstIndicator(programme).clear_unit();
  programme.mutable_projects(1)->set_number(1);
  const auto violations = Validate(programme, "programme");
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_THAT(violations[0].message, HasSubstr("give it another"));
  EXPECT_THAT(violations[1].message, HasSubstr("want the unit of measure"));
}

TEST(ValidateTest, RefusesAnOversizeTreeBeforeWalkingIt) {
  const Programme programme = MakeProgramme("440113", 2022, 4, 5);
  const auto violations = Validate(programme, "programme", {.max_tasks = 19});
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].reason, "TREE_TOO_LARGE");
  EXPECT_THAT(violations[0].message, HasSubstr("20 tasks"));
}

TEST(ValidateTest, BoundsTheListOfComplaints) {
  Programme programme = MakeProgramme("440113", 2022, 20, 20);
  for (auto& project : *programme.mutable_projects()) {
    for (auto& task : *project.mutable_tasks()) task.set_weight(-1);
  }
  const auto violations = Validate(programme, "programme");
  ASSERT_EQ(violations.size(), 201u);
  EXPECT_THAT(violations.back().message, HasSubstr("and 200 more problems"));
}

TEST(OdditiesTest, WarnsWithoutRefusing) {
  Programme programme = MakeProgramme("440113", 2022, 1, 2);
  auto& project = *programme.mutable_projects(0);
  project.clear_lead_units();
  project.mutable_tasks(0)->set_weight(500);
  project.mutable_tasks(1)->set_title(project.tasks(0).title());
  *project.mutable_tasks(0)->mutable_milestones(0)->mutable_due_date() = ToProto(Date{2023, 3, 1});
  const auto warnings = Oddities(Canonical(programme));
  EXPECT_THAT(warnings,
              ElementsAre(HasSubstr("no lead unit"), HasSubstr("hundredfold"),
                          HasSubstr("same title"), HasSubstr("after the programme's year")));
}

TEST(DiffTest, SaysWhichFieldOfWhichPartChangedFromWhatToWhat) {
  const Programme before = Canonical(MakeProgramme("440113", 2022, 2, 2));
  Programme after = before;
  after.mutable_projects(1)->mutable_tasks(0)->mutable_indicators(0)->set_value(80);
  after.mutable_projects(0)->add_lead_units("区住建局");
  const auto changes = DiffTrees(before, after);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].field(), "lead_units");
  EXPECT_EQ(changes[0].after(), "区水务局、区住建局");
  EXPECT_EQ(changes[1].kind(), v1::Change::MODIFIED);
  EXPECT_EQ(changes[1].resource(),
            "districts/440113/programmes/2022/projects/2/tasks/1/indicators/1");
  EXPECT_EQ(changes[1].field(), "value");
  EXPECT_EQ(changes[1].before(), "100");
  EXPECT_EQ(changes[1].after(), "80");
}

TEST(DiffTest, AWholePartIsOneChange) {
  const Programme before = Canonical(MakeProgramme("440113", 2022, 2, 2));
  Programme after = before;
  after.mutable_projects()->RemoveLast();
  after.mutable_projects(0)->mutable_tasks(1)->set_number(7);
  after = Canonical(after);
  const auto changes = DiffTrees(before, after);
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[0].kind(), v1::Change::REMOVED);
  EXPECT_EQ(changes[0].before(), before.projects(0).tasks(1).title());
  EXPECT_EQ(changes[1].kind(), v1::Change::ADDED);
  EXPECT_EQ(changes[1].resource(), "districts/440113/programmes/2022/projects/1/tasks/7");
  EXPECT_EQ(changes[2].kind(), v1::Change::REMOVED);
  EXPECT_EQ(changes[2].resource(), "districts/440113/programmes/2022/projects/2");
}

TEST(DiffTest, ShowsDatesAndPlannedValuesAsPeopleReadThem) {
  const Programme before = Canonical(MakeProgramme("440113", 2022, 1, 1));
  Programme after = before;
  auto& milestone = FirstMilestone(after);
  *milestone.mutable_due_date() = ToProto(Date{2022, 4, 30});
  auto& target = *milestone.add_targets();
  target.set_measure("完成率");
  target.set_comparator(type::v1::AT_LEAST);
  target.set_value(50);
  target.set_unit("%");
  const auto changes = DiffTrees(before, after);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].before(), "2022-03-31");
  EXPECT_EQ(changes[0].after(), "2022-04-30");
  EXPECT_EQ(changes[1].after(), "完成率 AT_LEAST 50 %");
}

}  // namespace
}  // namespace duban::registry
