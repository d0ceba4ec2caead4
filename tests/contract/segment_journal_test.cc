#include "ingest/journal/segment_journal.h"

#include "ingest/journal/posix_file_system.h"
#include "tests/contract/journal_contract.h"
#include "tests/testing/temp_dir.h"

namespace duban::ingest {
namespace {

using duban::testing::TempDir;

// Small enough that the contract's few entries fill logs, get sealed and have their ids merged.
class SegmentHarness : public JournalHarness {
 public:
  SegmentHarness(std::uint64_t segment_bytes, std::size_t segment_entries, bool background)
      : segment_bytes_(segment_bytes), segment_entries_(segment_entries), background_(background) {}

  absl::StatusOr<std::unique_ptr<Journal>> Open(HashAlgorithm algorithm) override {
    auto files = PosixFileSystem::Make(dir_.path());
    if (!files.ok()) return files.status();
    SegmentJournalOptions options{.algorithm = algorithm,
                                  .background = background_,
                                  .segment_bytes = segment_bytes_,
                                  .segment_entries = segment_entries_,
                                  .window = {.entries = 7}};
    auto journal = SegmentJournal::Make(*std::move(files), options);
    if (!journal.ok()) return journal.status();
    return std::unique_ptr<Journal>(*std::move(journal));
  }

 private:
  TempDir dir_;
  const std::uint64_t segment_bytes_;
  const std::size_t segment_entries_;
  const bool background_;
};

std::unique_ptr<JournalHarness> MakeLarge() {
  return std::make_unique<SegmentHarness>(1 << 20, 100'000, true);
}
std::unique_ptr<JournalHarness> MakeSmall() {
  return std::make_unique<SegmentHarness>(16 << 10, 40, true);
}
std::unique_ptr<JournalHarness> MakeTiny() {
  return std::make_unique<SegmentHarness>(2 << 10, 10, false);
}

INSTANTIATE_TEST_SUITE_P(Large, JournalContract, ::testing::Values(&MakeLarge));
INSTANTIATE_TEST_SUITE_P(Small, JournalContract, ::testing::Values(&MakeSmall));
INSTANTIATE_TEST_SUITE_P(TinyWithoutThreads, JournalContract, ::testing::Values(&MakeTiny));

}  // namespace
}  // namespace duban::ingest
