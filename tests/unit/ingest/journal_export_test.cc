#include "ingest/core/journal_export.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

#include "common/error.h"
#include "ingest/testing/fake_journal.h"
#include "tests/testing/journal_entries.h"
#include "tests/testing/temp_dir.h"

namespace duban::ingest {
namespace {

using ::testing::HasSubstr;
using testing::NewReport;
using ::testing::StartsWith;

// Exports a journal and lets the independent verifier judge the file.
class JournalExportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::system("python3 -c '' 2>/dev/null") != 0) GTEST_SKIP() << "python3 is missing";
  }
  std::vector<std::string> Export(const FakeJournal& journal, std::string_view district = "") {
    std::vector<std::string> lines;
    const auto entries = ExportJournal(journal, district, [&lines](std::string_view line) {
      lines.emplace_back(line);
      return absl::OkStatus();
    });
    EXPECT_TRUE(entries.ok()) << entries.status();
    EXPECT_EQ(static_cast<std::size_t>(*entries) + 2, lines.size());
    return lines;
  }
  // What tools/verify_journal.py says of a file with these lines.
  std::string Verdict(const std::vector<std::string>& lines, const std::string& flags = "") {
    const std::string file = dir_.File("export.jsonl");
    {
      std::ofstream out(file);
      for (const std::string& line : lines) out << line << '\n';
    }
    const std::string command = "python3 " DUBAN_SOURCE_DIR "/tools/verify_journal.py " + flags +
                                " " + file + " > " + dir_.File("out") + " 2>&1";
    const int code = std::system(command.c_str());
    std::ifstream in(dir_.File("out"));
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(code == 0, text.starts_with("OK")) << text;
    return text;
  }
  void Fill(FakeJournal& journal) {
    for (int i = 1; i <= 50; ++i) {
      const std::string id = "报告" + std::to_string(i);
      ASSERT_TRUE(
          journal
              .Append({NewReport("440113", id, std::string(static_cast<std::size_t>(i * 7), 'x')),
                       NewReport("110101", id, "")})
              .ok());
    }
  }

  duban::testing::TempDir dir_;
};

TEST_F(JournalExportTest, TheIndependentVerifierAgreesWithBothHashAlgorithms) {
  for (const auto algorithm : {HashAlgorithm::kSha256, HashAlgorithm::kSm3}) {
    FakeJournal journal(algorithm);
    Fill(journal);
    const auto lines = Export(journal);
    EXPECT_THAT(Verdict(lines), StartsWith("OK: 100 entries of 2 districts"));
    EXPECT_THAT(Verdict(lines, "--heads"),
                HasSubstr("440113 50 " + Hex(AsBytes(journal.GetHead("440113")->hash))));
    EXPECT_THAT(Verdict(lines, "--own-sm3"), StartsWith("OK: 100"));
    EXPECT_THAT(Verdict(Export(journal, "110101")), StartsWith("OK: 50 entries of 1 districts"));
  }
}

TEST_F(JournalExportTest, EmptyJournalsVerify) {
  FakeJournal journal;
  EXPECT_THAT(Verdict(Export(journal)), StartsWith("OK: 0 entries"));
  EXPECT_THAT(Verdict(Export(journal, "440113")), StartsWith("OK: 0 entries"));
}

TEST_F(JournalExportTest, EveryChangeIsNamed) {
  FakeJournal journal;
  Fill(journal);
  const auto lines = Export(journal, "440113");
  const auto changed = [&lines](const std::string& from, const std::string& to) {
    auto copy = lines;
    const std::size_t at = copy[7].find(from);
    EXPECT_NE(at, std::string::npos) << from;
    copy[7].replace(at, from.size(), to);
    return copy;
  };
  const std::string seventh = "BROKEN: district 440113, position 7";
  EXPECT_THAT(Verdict(changed("\"payload\":\"78", "\"payload\":\"79")), StartsWith(seventh));
  EXPECT_THAT(Verdict(changed("\"kind\":1", "\"kind\":2")), StartsWith(seventh));
  EXPECT_THAT(Verdict(changed("\"accept_time_us\":1", "\"accept_time_us\":2")),
              StartsWith(seventh));
  EXPECT_THAT(Verdict(changed("\"position\":7", "\"position\":8")), StartsWith(seventh));
  auto removed = lines;
  removed.erase(removed.begin() + 7);
  EXPECT_THAT(Verdict(removed), StartsWith(seventh));
  auto cut = lines;
  cut.pop_back();
  EXPECT_THAT(Verdict(cut), HasSubstr("without its footer"));
  cut.pop_back();
  cut.push_back(lines.back());
  EXPECT_THAT(Verdict(cut), HasSubstr("other heads"));
  EXPECT_THAT(Verdict({"{}"}), HasSubstr("no journal export"));
}

TEST_F(JournalExportTest, ASinkThatFailsEndsTheExport) {
  FakeJournal journal;
  Fill(journal);
  int lines = 0;
  const auto result = ExportJournal(journal, "", [&lines](std::string_view) {
    return ++lines == 5 ? Error(absl::StatusCode::kResourceExhausted, "STORE_FULL", "disk full")
                        : absl::OkStatus();
  });
  EXPECT_EQ(ReasonOf(result.status()), "STORE_FULL");
  EXPECT_EQ(lines, 5);
}

}  // namespace
}  // namespace duban::ingest
