#include "tests/testing/crash_schedule.h"

#include <fmt/format.h>

#include <map>
#include <random>
#include <vector>

#include "common/error.h"
#include "ingest/core/chain.h"
#include "ingest/journal/segment_journal.h"
#include "tests/testing/faulty_disk.h"
#include "tests/testing/journal_entries.h"

namespace duban::testing {
namespace {

using ingest::AppendResult;
using ingest::Entry;
using ingest::NewEntry;
using ingest::SegmentJournal;
using Outcome = AppendResult::Outcome;
using Failure = std::optional<std::string>;

class Life {
 public:
  explicit Life(std::uint64_t seed) : random_(seed), disk_(seed ^ 0xd15c) {
    options_.background = false;
    options_.random_bytes = std::string(32, 'r');
    options_.segment_bytes = 512 + Below(6000);
    options_.segment_entries = 3 + Below(60);
    options_.max_logs = 2 + Below(3);
    options_.window.entries = 2 + Below(20);
    options_.merge_runs = 2 + Below(2);
    options_.frame_cache_bytes = Below(2) == 0 ? 1 : 1 << 20;
    largest_batch_ = 1 + Below(25);
    largest_payload_ = 1 + Below(2) * 3000 + Below(200);
  }

  FaultyDisk& disk() { return disk_; }
  std::uint64_t Below(std::uint64_t bound) { return random_() % bound; }

  // From opening to the next end of the process, however it comes.
  Failure Session(int batches) {
    auto opened = SegmentJournal::Make(disk_.Mount(), options_);
    if (!opened.ok()) {
      const std::string reason = ReasonOf(opened.status());
      if (disk_.power_lost() || absl::IsResourceExhausted(opened.status())) return std::nullopt;
      if (write_fails_ && reason == "STORE_UNREACHABLE") return std::nullopt;
      if (sync_fails_ && (reason == "SYNC_FAILED" || reason == "JOURNAL_READ_ONLY"))
        return std::nullopt;
      return fmt::format("cannot be opened: {}", opened.status().ToString());
    }
    journal_ = *std::move(opened);
    Failure failure = Check();
    for (int i = 0; i < batches && !failure && !disk_.power_lost() && !read_only_; ++i) {
      failure = Submit();
      if (!failure && Below(4) == 0 && !read_only_) failure = Maintain();
      if (!failure && Below(12) == 0)
        disk_.SetCapacity(Below(2) == 0 ? UINT64_MAX : disk_.UsedBytes() + Below(9000));
    }
    if (!failure && !disk_.power_lost()) failure = Compare(/*maybe_too=*/false);
    journal_.reset();
    read_only_ = false;
    disk_.SetCapacity(UINT64_MAX);
    return failure;
  }

  // What must hold after opening.
  Failure Check() {
    const auto inspection = journal_->Inspect();
    if (!inspection.damages.empty()) return "said to be damaged: " + inspection.damages.front();
    const auto chain = ingest::VerifyChain(*journal_);
    if (!chain.ok())
      return disk_.power_lost() ? Failure() : fmt::format("verify: {}", chain.status().ToString());
    if (chain->broken)
      return disk_.power_lost()
                 ? Failure()
                 : fmt::format("chain of {} broken at {}: {}", chain->broken->district,
                               chain->broken->position, chain->broken->what);
    return Compare(/*maybe_too=*/true);
  }

 private:
  using Key = std::pair<std::string, std::string>;

  NewEntry NewOne() {
    const std::string district = std::to_string(440100 + Below(4));
    // Ids come back now and then, as those of a client that never heard the answer.
    const std::string id = fmt::format("id{}", Below(6) == 0 ? Below(next_id_ + 1) : next_id_++);
    return NewReport(district, id, std::string(Below(largest_payload_), 'p') + id);
  }

  Failure Submit() {
    std::vector<NewEntry> batch;
    for (std::uint64_t i = 0; i < 1 + Below(largest_batch_); ++i) batch.push_back(NewOne());
    const auto results = journal_->Append(batch);
    if (results.ok()) return Acknowledge(batch, *results);
    const std::string reason = ReasonOf(results.status());
    if (disk_.power_lost() || reason == "JOURNAL_READ_ONLY") {
      Doubt(batch);
      read_only_ = true;
      if (disk_.power_lost()) return std::nullopt;
      const auto again = journal_->Append(batch);
      if (again.ok() || ReasonOf(again.status()) != "JOURNAL_READ_ONLY")
        return "a journal whose sync failed takes another batch";
      return std::nullopt;
    }
    if (reason != "STORE_FULL" && !(write_fails_ && reason == "STORE_UNREACHABLE"))
      return "append: " + results.status().ToString();
    Failure failure = Compare(/*maybe_too=*/false);
    // Space returns, and with it the journal.
    disk_.SetCapacity(UINT64_MAX);
    return failure;
  }

  Failure Maintain() {
    const absl::Status status = journal_->Maintain();
    if (status.ok() || disk_.power_lost() || absl::IsResourceExhausted(status)) return std::nullopt;
    if (write_fails_ && ReasonOf(status) == "STORE_UNREACHABLE") return std::nullopt;
    if (sync_fails_) {
      read_only_ = true;
      return std::nullopt;
    }
    return "maintain: " + status.ToString();
  }

  Failure Acknowledge(const std::vector<NewEntry>& batch,
                      const std::vector<AppendResult>& results) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const Key key{batch[i].district, batch[i].request_id};
      const auto known = acknowledged_.find(key);
      const AppendResult& result = results[i];
      if (known == acknowledged_.end()) {
        if (result.outcome != Outcome::kAppended)
          return fmt::format("{} was not appended", key.second);
        acknowledged_[key] = {result, batch[i].payload};
        if (result.position != ++heads_[key.first]) return "a position has a gap";
        continue;
      }
      const Outcome want =
          known->second.payload == batch[i].payload ? Outcome::kDuplicate : Outcome::kConflict;
      if (result.outcome != want)
        return fmt::format("{} was stored before, outcome {}", key.second,
                           static_cast<int>(result.outcome));
      if (result.position != known->second.result.position ||
          result.hash != known->second.result.hash)
        return fmt::format("{} has another acknowledgement now", key.second);
    }
    return std::nullopt;
  }

  // A batch of which nobody knows: it may turn up whole after the next opening.
  void Doubt(const std::vector<NewEntry>& batch) {
    doubtful_.clear();
    for (const NewEntry& entry : batch) {
      const Key key{entry.district, entry.request_id};
      if (!acknowledged_.contains(key)) doubtful_.try_emplace(key, entry.payload);
    }
  }

  // Compares all that the journal holds with what it acknowledged. With `maybe_too` a doubtful
  // batch may be there.
  Failure Compare(bool maybe_too) {
    std::int64_t sequence = 0;
    std::size_t doubtful_found = 0;
    std::size_t found = 0;
    while (true) {
      const auto page = journal_->ReadAll(sequence, 1 + static_cast<int>(Below(40)), 1 << 20);
      if (!page.ok()) return disk_.power_lost() ? Failure() : "read: " + page.status().ToString();
      if (page->empty()) break;
      for (const Entry& entry : *page) {
        if (entry.sequence != ++sequence) return "sequences have a gap";
        const Key key{entry.district, entry.request_id};
        const auto known = acknowledged_.find(key);
        if (known != acknowledged_.end()) {
          ++found;
          const AppendResult& result = known->second.result;
          if (entry.position != result.position || entry.hash != result.hash ||
              entry.sequence != result.sequence || entry.payload != known->second.payload)
            return fmt::format("{} of {} is not what was acknowledged", key.second, key.first);
          continue;
        }
        const auto doubtful = doubtful_.find(key);
        if (!maybe_too || doubtful == doubtful_.end() || doubtful->second != entry.payload)
          return fmt::format("{} of {} was never acknowledged", key.second, key.first);
        ++doubtful_found;
        ++found;
        acknowledged_[key] = {Appended(entry), entry.payload};
        heads_[key.first] = entry.position;
      }
    }
    if (found != acknowledged_.size())
      return fmt::format("{} entries of {} acknowledged ones are there", found,
                         acknowledged_.size());
    if (doubtful_found != 0 && doubtful_found != doubtful_.size())
      return fmt::format("{} of {} entries of one commit are there", doubtful_found,
                         doubtful_.size());
    if (maybe_too) doubtful_.clear();
    return FindSome();
  }

  Failure FindSome() {
    for (const auto& [key, value] : acknowledged_) {
      if (Below(8) != 0) continue;
      const auto entry = journal_->Find(key.first, key.second);
      if (!entry.ok()) return disk_.power_lost() ? Failure() : "find: " + entry.status().ToString();
      if (!entry->has_value() || (*entry)->position != value.result.position)
        return fmt::format("{} of {} is not found by its id", key.second, key.first);
      const auto page = journal_->Read(key.first, value.result.position - 1, 1, 1);
      if (!page.ok() || page->size() != 1 || page->front() != **entry)
        return disk_.power_lost() ? Failure() : "position and id name different entries";
    }
    return std::nullopt;
  }

  struct Known {
    AppendResult result;
    std::string payload;
  };

 public:
  // What the disk was told to do to this session.
  bool sync_fails_ = false;
  bool write_fails_ = false;

 private:
  std::mt19937_64 random_;
  FaultyDisk disk_;
  ingest::SegmentJournalOptions options_;
  std::unique_ptr<SegmentJournal> journal_;
  std::map<Key, Known> acknowledged_;
  std::map<Key, std::string> doubtful_;
  std::map<std::string, std::int64_t> heads_;
  std::uint64_t next_id_ = 0;
  std::uint64_t largest_batch_ = 1;
  std::uint64_t largest_payload_ = 1;
  bool read_only_ = false;
};

}  // namespace

std::optional<std::string> LiveThrough(std::uint64_t seed) {
  Life life(seed);
  const std::uint64_t sessions = 2 + life.Below(5);
  for (std::uint64_t session = 0; session < sessions; ++session) {
    const std::uint64_t end = life.Below(12);
    FaultyDisk& disk = life.disk();
    if (end < 7) disk.LosePowerAfter(static_cast<std::int64_t>(1 + life.Below(end < 3 ? 40 : 250)));
    life.sync_fails_ = end == 7;
    if (end == 7) disk.FailSyncAfter(static_cast<std::int64_t>(life.Below(60)));
    life.write_fails_ = end == 8 || end == 9;
    if (life.write_fails_) disk.FailWriteAfter(static_cast<std::int64_t>(life.Below(60)));
    if (auto failure = life.Session(static_cast<int>(5 + life.Below(40)))) return failure;
    // With the power, or only the process.
    if (life.Below(5) < 3) {
      disk.PowerCycle();
    } else {
      disk.RestartProcess();
    }
  }
  // A last look, undisturbed.
  life.disk().PowerCycle();
  life.sync_fails_ = false;
  life.write_fails_ = false;
  return life.Session(3);
}

std::optional<std::string> LoseThePowerAt(std::int64_t operations, std::uint64_t seed, bool& done) {
  // The life is that of one seed; only what survives differs.
  Life life(20220630);
  for (std::uint64_t i = 0; i < seed; ++i) life.disk().PowerCycle();
  life.disk().LosePowerAfter(operations);
  auto failure = life.Session(60);
  done = !life.disk().power_lost();
  life.disk().PowerCycle();
  if (!failure) failure = life.Session(10);
  life.disk().PowerCycle();
  return failure ? failure : life.Session(1);
}

}  // namespace duban::testing
