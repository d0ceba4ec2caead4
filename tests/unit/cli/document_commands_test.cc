#include "cli/document_commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace duban::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class DocumentCommandsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(::testing::TempDir()) / (std::string("document_commands_") + test->name());
    fs::remove_all(folder_);
    Write("2022/plan.txt", "新增公共停车位350个。\n改造户厕7500户。");
    Write("2022/report.txt", "累计完成3648户。");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }

  // The exit status of `duban ARGUMENTS`; what it prints is in out_.
  int Run(const std::vector<std::string>& arguments) {
    CLI::App app;
    Context context;
    AddDocumentCommands(app, context);
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    ::testing::internal::CaptureStdout();
    const int status = context.run();
    out_ = ::testing::internal::GetCapturedStdout();
    return status;
  }

  fs::path folder_;
  std::string out_;
};

TEST_F(DocumentCommandsTest, AFolderIsSearchedWholeAndAFileNamedTwiceIsReadOnce) {
  const auto files = ExpandPaths({Path("2022"), Path("2022/*.txt"), Path("2022/../2022/plan.txt")});
  ASSERT_TRUE(files.ok());
  EXPECT_THAT(*files, ElementsAre(Path("2022/plan.txt"), Path("2022/report.txt")));
}

TEST_F(DocumentCommandsTest, WhatIsHiddenInAFolderIsNoDocument) {
  Write(".git/config", "[core]");
  Write("2022/~$plan.docx", "who has the document open");
  const auto files = ExpandPaths({folder_.string()});
  ASSERT_TRUE(files.ok());
  EXPECT_THAT(*files, ElementsAre(Path("2022/plan.txt"), Path("2022/report.txt")));
}

TEST_F(DocumentCommandsTest, QuantitiesAreFoundInALineAndInEachLineOfAFile) {
  EXPECT_EQ(Run({"quantities", "不少于2万宗"}), 0);
  EXPECT_THAT(out_, HasSubstr("\"value\":20000,\"unit\":\"宗\""));
  EXPECT_EQ(Run({"quantities", Path("2022/plan.txt")}), 0);
  EXPECT_THAT(out_, ::testing::MatchesRegex("\\[.*350个.*\\]\n\\[.*7500户.*\\]\n"));
}

TEST_F(DocumentCommandsTest, ADocumentThatCannotBeReadDoesNotKeepTheOthersFromBeingRead) {
  Write("2022/a_picture.txt", "\x89PNG\r\n");
  ::testing::internal::CaptureStderr();
  const int status = Run({"quantities", Path("2022")});
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), HasSubstr("a_picture.txt"));
  EXPECT_NE(status, 0);
  EXPECT_THAT(out_, HasSubstr("7500户"));
  EXPECT_THAT(out_, HasSubstr("3648户"));
}

}  // namespace
}  // namespace duban::cli
