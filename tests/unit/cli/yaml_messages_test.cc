// Resources as YAML that people write: read precisely, refused by line, written so that it reads
// back.
#include "cli/yaml_messages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/error.h"
#include "tests/testing/registry_trees.h"

namespace duban::cli {
namespace {

using google::protobuf::Message;
using ::testing::HasSubstr;

std::unique_ptr<Message> ProgrammeFor(const std::string& name) {
  return name.empty() ? nullptr : std::make_unique<type::v1::Programme>();
}

std::string Complaint(const std::string& yaml) {
  const auto read = ReadYaml(yaml, ProgrammeFor);
  EXPECT_EQ(ReasonOf(read.status()), "YAML_INVALID") << yaml;
  return MessageOf(read.status());
}

TEST(YamlMessagesTest, AProgrammeWrittenIsReadBackEqual) {
  auto programme = testing::MakeProgramme("440113", 2022, 2, 2);
  programme.set_title("2022");
  programme.mutable_projects(0)->set_category("true");
  programme.mutable_projects(0)->set_content("两行\n文字: #不是注释");
  programme.mutable_projects(0)->mutable_tasks(0)->set_weight(0.1);
  programme.set_etag("\"7\"");
  const auto read = ReadYaml(ToYaml(programme), ProgrammeFor);
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->size(), 1u);
  EXPECT_EQ((*read)[0]->DebugString(), programme.DebugString());
}

TEST(YamlMessagesTest, ReadsJsonSnakeCaseAndSeveralDocuments) {
  const auto read = ReadYaml(
      "{\"name\": \"a\", \"projects\": [{\"leadUnits\": [\"x\"]}]}\n---\n---\nname: b\nprojects:\n"
      "- lead_units: [y]\n  tasks:\n  - milestones: [{due_date: {year: 2022, month: 3, day: 1}}]\n",
      ProgrammeFor);
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->size(), 2u);
  const auto& second = dynamic_cast<const type::v1::Programme&>(*(*read)[1]);
  EXPECT_EQ(second.projects(0).lead_units(0), "y");
  EXPECT_EQ(second.projects(0).tasks(0).milestones(0).due_date().month(), 3);
}

TEST(YamlMessagesTest, SaysInWhichLineWhatIsWrong) {
  EXPECT_THAT(Complaint("name: a\ntitel: b"),
              HasSubstr("line 2: there is no field \"titel\" in Programme"));
  EXPECT_THAT(Complaint("name: a\nyear: two"),
              HasSubstr("line 2: field year wants a whole number"));
  EXPECT_THAT(Complaint("name: a\nprojects: x"), HasSubstr("wants a list"));
  EXPECT_THAT(Complaint("name: a\ntitle: [x]"), HasSubstr("wants a single value"));
  EXPECT_THAT(Complaint("name: a\nprojects:\n- tasks:\n  - milestones:\n    - dueDate: 2022-2-1"),
              HasSubstr("line 5: \"2022-2-1\" is no date"));
  EXPECT_THAT(Complaint("name: a\nprojects:\n- tasks:\n  - indicators:\n    - comparator: MORE"),
              HasSubstr("wants one of AT_LEAST, EQUAL, AT_MOST, MORE_THAN, ABOUT, got \"MORE\""));
  EXPECT_THAT(Complaint("name: [a"), HasSubstr("line 1"));
  EXPECT_THAT(Complaint("- name: a"), HasSubstr("want the fields of one resource"));
  EXPECT_THAT(Complaint("title: a"), HasSubstr("says of nothing what it is"));
}

}  // namespace
}  // namespace duban::cli
