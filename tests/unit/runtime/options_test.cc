// An operator configures a program by flags, environment and a file.
#include "runtime/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "common/error.h"

namespace duban::runtime {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

struct Config {
  std::string data_dir = "data";
  int queue_entries = 100;
  std::chrono::milliseconds timeout{5000};
  std::vector<std::string> ingest_addresses;
  std::string password;
};

class OptionsTest : public ::testing::Test {
 protected:
  OptionsTest() {
    table_.Add("data_dir", &config_.data_dir, "where data lies");
    table_.Add("queue_entries", &config_.queue_entries, "entries", 1, 1000);
    table_.Add("timeout", &config_.timeout, "how long");
    table_.Add("ingest_addresses", &config_.ingest_addresses, "host:port,…");
    table_.AddSecret("password", &config_.password, "of the store");
  }

  absl::Status Parse(std::vector<const char*> arguments,
                     const std::map<std::string, std::string>& environment = {}) {
    arguments.insert(arguments.begin(), "duban-test");
    return table_.Parse(static_cast<int>(arguments.size()), arguments.data(), environment);
  }

  std::string WriteFile(const std::string& text) {
    // One file per test: they run side by side.
    const std::string path = ::testing::TempDir() + "/options_test." +
                             ::testing::UnitTest::GetInstance()->current_test_info()->name() +
                             ".yaml";
    std::ofstream(path) << text;
    return path;
  }

  Config config_;
  OptionTable table_;
};

TEST_F(OptionsTest, AFlagBeatsTheEnvironmentBeatsTheFileBeatsTheDefault) {
  const std::string file = WriteFile("queue_entries: 1\ntimeout: 1s\ndata_dir: file\n");
  ASSERT_TRUE(Parse({"--config", file.c_str(), "--data-dir", "flag"},
                    {{"DUBAN_DATA_DIR", "environment"}, {"DUBAN_TIMEOUT", "250ms"}})
                  .ok());
  EXPECT_EQ(config_.data_dir, "flag");
  EXPECT_EQ(config_.timeout, std::chrono::milliseconds(250));
  EXPECT_EQ(config_.queue_entries, 1);
}

TEST_F(OptionsTest, EveryProblemIsReportedAtOnce) {
  const std::string file = WriteFile("queue_entrys: 1\n");
  const absl::Status status =
      Parse({"--config", file.c_str(), "--queue-entries", "5000", "--colour"},
            {{"DUBAN_TIMEOUT", "soon"}});
  EXPECT_EQ(ReasonOf(status), "CONFIG_INVALID");
  EXPECT_THAT(MessageOf(status), AllOf(HasSubstr("queue_entrys"), HasSubstr("5000"),
                                       HasSubstr("--colour"), HasSubstr("soon")));
}

TEST_F(OptionsTest, ListsAreCommaSeparatedOrSequences) {
  ASSERT_TRUE(Parse({"--ingest-addresses", "a:1,b:2"}).ok());
  EXPECT_THAT(config_.ingest_addresses, ::testing::ElementsAre("a:1", "b:2"));
  const std::string file = WriteFile("ingest_addresses: [c:3, d:4]\n");
  ASSERT_TRUE(Parse({"--config", file.c_str()}).ok());
  EXPECT_THAT(config_.ingest_addresses, ::testing::ElementsAre("c:3", "d:4"));
}

TEST_F(OptionsTest, PrintedConfigReadsBackAndHidesSecrets) {
  ASSERT_TRUE(Parse({"--queue-entries", "7", "--password", "hunter2"}).ok());
  const std::string printed = table_.Print();
  EXPECT_THAT(printed, AllOf(HasSubstr("queue_entries: 7"), ::testing::Not(HasSubstr("hunter2"))));
}

TEST_F(OptionsTest, AMissingFileIsSaidPlainly) {
  EXPECT_THAT(MessageOf(Parse({"--config", "/nowhere/duban.yaml"})),
              HasSubstr("/nowhere/duban.yaml"));
}

}  // namespace
}  // namespace duban::runtime
