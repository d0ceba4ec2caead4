// The files of a journal as others read them: tools/verify_journal.py, which shares no code with
// the engine, and later versions of the engine, which must go on reading what is stored under
// tests/data/journals/version-N.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "ingest/core/chain.h"
#include "ingest/journal/journal_directory.h"
#include "ingest/journal/posix_file_system.h"
#include "tests/testing/journal_entries.h"
#include "tests/testing/temp_dir.h"

namespace duban::ingest {
namespace {

namespace fs = std::filesystem;
using testing::Everything;
using testing::NewReport;

const std::string kSamples = DUBAN_SOURCE_DIR "/tests/data/journals";

// Entries of every kind that a file can hold: short and long texts, bytes that do not compress,
// many districts, case steps, times that run backwards. Most lie in sealed segments, the last in a
// log.
void Fill(const std::string& directory, HashAlgorithm algorithm) {
  auto files = PosixFileSystem::Make(directory);
  const auto journal =
      SegmentJournal::Make(*std::move(files), {.algorithm = algorithm,
                                               .background = false,
                                               .random_bytes = std::string(32, 'r'),
                                               .segment_bytes = 16 << 10,
                                               .segment_entries = 48,
                                               .window = {.entries = 25}});
  ASSERT_TRUE(journal.ok()) << journal.status();
  std::mt19937 random(20221231);
  for (int i = 0; i < 160; i += 8) {
    std::vector<NewEntry> batch;
    for (int j = i; j < i + 8; ++j) {
      std::string payload =
          j % 5 == 0 ? "" : fmt::format("累计完成改造{}户，其余计划年底前完成。", 17 * j);
      if (j % 7 == 0) payload += payload + payload + payload;
      if (j % 40 == 3)
        for (int k = 0; k < 700; ++k) payload += static_cast<char>(random());
      batch.push_back(
          NewReport(std::to_string(110101 + j % 6 * 10000), fmt::format("id-{}", j), payload));
      batch.back().kind = j % 11 == 0 ? EntryKind::kCaseStep : EntryKind::kReport;
      batch.back().accept_time += std::chrono::microseconds(j % 3 == 0 ? -j : j * 1000);
    }
    ASSERT_TRUE((*journal)->Append(batch).ok());
  }
  ASSERT_TRUE((*journal)->Maintain().ok());
}

struct Verdict {
  bool ok = false;
  std::string text;
};
Verdict Verify(const std::string& directory) {
  const duban::testing::TempDir out;
  const std::string command = "python3 " DUBAN_SOURCE_DIR "/tools/verify_journal.py --heads " +
                              directory + " > " + out.File("out") + " 2>&1";
  const bool ok = std::system(command.c_str()) == 0;
  std::ifstream in(out.File("out"));
  return {ok, std::string(std::istreambuf_iterator<char>(in), {})};
}

// What the verifier must say of a journal whose every hash holds.
std::string Expected(const Journal& journal) {
  std::string out;
  std::int64_t entries = 0;
  const auto heads = *journal.ListHeads();
  for (const Head& head : heads) {
    entries += head.position;
    out += fmt::format("{} {} {}\n", head.district, head.position, Hex(AsBytes(head.hash)));
  }
  return fmt::format("OK: {} entries of {} districts, every hash holds\n{}", entries, heads.size(),
                     out);
}

class JournalFormatTest : public ::testing::TestWithParam<HashAlgorithm> {};

TEST_P(JournalFormatTest, TheIndependentVerifierReadsTheFiles) {
  const duban::testing::TempDir dir;
  Fill(dir.path(), GetParam());
  const auto journal = OpenSegments(dir.path(), {.read_only = true});
  ASSERT_TRUE(journal.ok()) << journal.status();
  EXPECT_EQ(Verify(dir.path()).text, Expected(**journal));
}

INSTANTIATE_TEST_SUITE_P(Hashes, JournalFormatTest,
                         ::testing::Values(HashAlgorithm::kSha256, HashAlgorithm::kSm3));

// A byte of every file changes: the verifier names a damage, or gives the same heads where a second
// copy serves.
TEST(JournalVerifierTest, AFlippedByteIsFoundOrCostsNothing) {
  const duban::testing::TempDir dir;
  Fill(dir.path(), HashAlgorithm::kSha256);
  const Verdict before = Verify(dir.path());
  ASSERT_TRUE(before.ok) << before.text;
  std::mt19937 random(7);
  int found = 0;
  for (const auto& file : fs::directory_iterator(dir.path())) {
    if (file.file_size() == 0) continue;
    for (const std::uintmax_t at : {random() % std::min<std::uintmax_t>(file.file_size(), 3000)}) {
      std::fstream bytes(file.path(), std::ios::binary | std::ios::in | std::ios::out);
      const auto flip = [&] {
        bytes.seekg(static_cast<std::streamoff>(at));
        const char byte = static_cast<char>(bytes.get() ^ 4);
        bytes.seekp(static_cast<std::streamoff>(at));
        bytes.put(byte).flush();
      };
      flip();
      const Verdict verdict = Verify(dir.path());
      EXPECT_TRUE(!verdict.ok || verdict.text == before.text)
          << file.path() << " at " << at << ": " << verdict.text;
      if (!verdict.ok) {
        EXPECT_EQ(verdict.text.find("Traceback"), std::string::npos) << verdict.text;
        ++found;
      }
      flip();
    }
  }
  EXPECT_GT(found, 1);
}

TEST(JournalVerifierTest, AMissingSegmentIsNamed) {
  const duban::testing::TempDir dir;
  Fill(dir.path(), HashAlgorithm::kSha256);
  fs::remove(dir.File("seg-0000000002"));
  const Verdict verdict = Verify(dir.path());
  EXPECT_FALSE(verdict.ok);
  EXPECT_NE(verdict.text.find("seg-0000000003 begins with sequence"), std::string::npos)
      << verdict.text;
}

// Journals as each version of the format wrote them.
TEST(StoredJournalTest, EveryFormatVersionIsReadByTheEngineAndTheVerifier) {
  int versions = 0;
  for (const auto& sample : fs::directory_iterator(kSamples)) {
    if (!sample.is_directory()) continue;
    ++versions;
    std::ifstream file(sample.path() / "expected.txt");
    const std::string expected{std::istreambuf_iterator<char>(file), {}};
    const auto journal = OpenSegments(sample.path(), {.read_only = true});
    ASSERT_TRUE(journal.ok()) << sample.path() << journal.status();
    EXPECT_EQ(Expected(**journal), expected) << sample.path();
    EXPECT_FALSE(VerifyChain(**journal)->broken);
    EXPECT_EQ(Verify(sample.path()).text, expected);
    // A copy goes on being written.
    const duban::testing::TempDir copy;
    fs::copy(sample.path(), copy.path());
    const auto writer = OpenSegments(copy.path(), {.background = false});
    ASSERT_TRUE(writer.ok()) << writer.status();
    EXPECT_EQ((*writer)->Append({NewReport("110101", "id-0", "")})->front().outcome,
              AppendResult::Outcome::kDuplicate);
    EXPECT_TRUE((*writer)->Append({NewReport("110101", "new", "x")}).ok());
    EXPECT_FALSE(VerifyChain(**writer)->broken);
  }
  EXPECT_EQ(versions, 1) << "a new version of the format brings a journal of its own";
}

// Makes the sample of the present version: DUBAN_WRITE_SAMPLE=tests/data/journals/version-N
// journal_format_test
TEST(StoredJournalTest, WriteSample) {
  const char* directory = std::getenv("DUBAN_WRITE_SAMPLE");
  if (directory == nullptr) GTEST_SKIP() << "only when a format version is added";
  Fill(directory, HashAlgorithm::kSha256);
  std::ofstream(std::string(directory) + "/expected.txt")
      << Expected(**OpenSegments(directory, {.read_only = true}));
  for (const char* name : {"LOCK", "TAIL.tmp"}) fs::remove(fs::path(directory) / name);
}

}  // namespace
}  // namespace duban::ingest
