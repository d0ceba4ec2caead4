#include "ingest/core/committer.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <unordered_set>
#include <utility>

#include "common/error.h"

namespace duban::ingest {
namespace {

// What an entry costs beside its payload, roughly.
constexpr std::int64_t kEntryOverheadBytes = 256;
// A district gives this many entries per turn, so that the turns of many districts interleave.
constexpr size_t kEntriesPerTurn = 64;

std::int64_t SizeOf(const std::string& payload) {
  return static_cast<std::int64_t>(payload.size()) + kEntryOverheadBytes;
}

bool WasAppended(const Committer::Results& results) {
  return std::ranges::all_of(results, [](const absl::StatusOr<AppendResult>& one) {
    return one.ok() && one->outcome == AppendResult::Outcome::kAppended;
  });
}

absl::Status Refuse(std::string_view reason, std::string_view message,
                    std::chrono::milliseconds retry_after) {
  return WithRetryAfter(Error(absl::StatusCode::kResourceExhausted, reason, message), retry_after);
}

}  // namespace

Committer::Committer(Journal& journal, const Clock& clock, CommitterConfig config,
                     Observer observer)
    : journal_(journal), clock_(clock), config_(config), observer_(std::move(observer)) {
  commit_thread_ = std::thread([this] { CommitLoop(); });
  answer_thread_ = std::thread([this] { AnswerLoop(); });
}

Committer::~Committer() {
  {
    absl::MutexLock lock(&mu_);
    stopping_ = true;
  }
  commit_thread_.join();
  answer_thread_.join();
}

absl::Status Committer::Submit(std::vector<NewEntry> entries, Done done, Answers answers) {
  auto group = std::make_shared<Group>();
  for (const NewEntry& entry : entries) group->bytes += SizeOf(entry.payload);
  group->results.reserve(entries.size());
  group->count = static_cast<std::int64_t>(entries.size());
  group->entries = std::move(entries);
  group->done = std::move(done);
  group->where = answers;
  group->district = group->entries.front().district;

  absl::MutexLock lock(&mu_);
  if (stopping_)
    return Error(absl::StatusCode::kUnavailable, "SHUTTING_DOWN", "the service is stopping");
  const auto [found, is_new] = districts_.try_emplace(group->district);
  District& district = found->second;
  if (is_new) {
    district.tokens = config_.district_burst;
    district.refilled = clock_.Steady();
  }
  RETURN_IF_ERROR(Admit(district, group->count, group->bytes));
  Enter(district, *group);
  district.groups.push_back(group);
  if (!district.in_turn) {
    district.in_turn = true;
    turns_.push_back(group->district);
  }
  return absl::OkStatus();
}

absl::Status Committer::Adopt(std::vector<Entry> entries, Done done) {
  auto group = std::make_shared<Group>();
  for (const Entry& entry : entries) group->bytes += SizeOf(entry.payload);
  group->count = static_cast<std::int64_t>(entries.size());
  group->district = entries.front().district;
  group->adopted = std::move(entries);
  group->done = std::move(done);

  absl::MutexLock lock(&mu_);
  if (stopping_)
    return Error(absl::StatusCode::kUnavailable, "SHUTTING_DOWN", "the service is stopping");
  if (!Fits(group->count, group->bytes)) return QueueFull(group->count);
  Enter(districts_[group->district], *group);
  adoptions_.push_back(std::move(group));
  return absl::OkStatus();
}

void Committer::Enter(District& district, const Group& group) {
  entries_ += group.count;
  bytes_ += group.bytes;
  waiting_.entries += group.count;
  waiting_.bytes += group.bytes;
  district.entries += group.count;
  district.bytes += group.bytes;
}

// The first group of an idle queue always enters, so that a large one is not refused for ever.
bool Committer::Fits(std::int64_t entries, std::int64_t bytes) const {
  return entries_ == 0 || (entries_ + entries <= config_.max_queue_entries &&
                           bytes_ + bytes <= config_.max_queue_bytes);
}

absl::Status Committer::QueueFull(std::int64_t entries) const {
  return Refuse("INGEST_QUEUE_FULL",
                fmt::format("{} entries wait to be written; try again later", entries_),
                DrainTime(std::max<std::int64_t>(entries, 1)));
}

absl::Status Committer::Admit(District& district, std::int64_t entries, std::int64_t bytes) {
  const bool fits_share = entries_ == 0 ||
                          (district.entries + entries <= config_.max_queue_entries - entries_ &&
                           district.bytes + bytes <= config_.max_queue_bytes - bytes_) ||
                          district.entries == 0;
  if (!Fits(entries, bytes) || !fits_share) return QueueFull(district.entries);
  if (config_.district_rate_per_second <= 0) return absl::OkStatus();
  const SteadyPoint now = clock_.Steady();
  const double seconds = std::chrono::duration<double>(now - district.refilled).count();
  district.refilled = now;
  district.tokens = std::min(config_.district_burst,
                             district.tokens + seconds * config_.district_rate_per_second);
  // A group above the burst enters once the bucket is full, and leaves a debt that is paid before
  // the next one.
  const double wanted = std::min(static_cast<double>(entries), config_.district_burst);
  if (district.tokens < wanted) {
    const double missing = wanted - district.tokens;
    const auto wait = std::chrono::milliseconds(
        1 + static_cast<std::int64_t>(1000 * missing / config_.district_rate_per_second));
    return Refuse("DISTRICT_RATE_EXCEEDED",
                  fmt::format("the district may send {} entries per second",
                              config_.district_rate_per_second),
                  std::min(wait, std::chrono::milliseconds(60'000)));
  }
  district.tokens -= static_cast<double>(entries);
  return absl::OkStatus();
}

std::chrono::milliseconds Committer::DrainTime(std::int64_t entries) const {
  const double seconds = static_cast<double>(entries) / std::max(entries_per_second_, 1.0);
  return std::clamp(std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000)),
                    std::chrono::milliseconds(10), std::chrono::milliseconds(5'000));
}

Committer::Hold::Hold(Committer& committer) : committer_(committer) {
  absl::MutexLock lock(&committer_.mu_);
  ++committer_.holds_;
}

Committer::Hold::~Hold() {
  absl::MutexLock lock(&committer_.mu_);
  --committer_.holds_;
}

QueueDepth Committer::depth() const {
  absl::MutexLock lock(&mu_);
  return {entries_, bytes_};
}

Committer::Batch Committer::TakeBatch() {
  Batch batch;
  std::int64_t bytes = 0;
  std::unordered_set<std::string> seen;
  const auto full = [&] {
    return batch.entries >= static_cast<size_t>(config_.max_batch_entries) ||
           bytes >= config_.max_batch_bytes;
  };
  while (!turns_.empty() && !full()) {
    const std::string code = turns_.front();
    turns_.pop_front();
    District& district = districts_[code];
    seen.insert(code);
    size_t given = 0;
    while (!district.groups.empty() && given < kEntriesPerTurn && !full()) {
      const std::shared_ptr<Group>& group = district.groups.front();
      Share share{.group = group, .first = group->taken};
      for (; group->taken < group->entries.size() && given < kEntriesPerTurn && !full(); ++given) {
        bytes += SizeOf(group->entries[group->taken++].payload);
        ++share.count;
        ++batch.entries;
      }
      batch.shares.push_back(std::move(share));
      if (group->taken == group->entries.size()) district.groups.pop_front();
    }
    if (district.groups.empty()) {
      district.in_turn = false;
    } else {
      turns_.push_back(code);
    }
  }
  batch.districts = static_cast<int>(seen.size());
  waiting_.entries -= static_cast<std::int64_t>(batch.entries);
  waiting_.bytes -= bytes;
  return batch;
}

void Committer::Commit(const Batch& batch) {
  const TimePoint now = clock_.Now();
  std::vector<NewEntry> entries;
  entries.reserve(batch.entries);
  for (const Share& share : batch.shares) {
    for (size_t i = 0; i < share.count; ++i) {
      entries.push_back(std::move(share.group->entries[share.first + i]));
      entries.back().accept_time = now;
    }
  }
  const SteadyPoint start = clock_.Steady();
  const auto appended = journal_.Append(entries);
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(clock_.Steady() - start);
  Observe(entries, appended, batch.districts, took);
  Conclude(batch, appended, std::chrono::duration<double>(took).count());
}

void Committer::Conclude(const Batch& batch,
                         const absl::StatusOr<std::vector<AppendResult>>& appended,
                         double seconds) {
  std::vector<std::shared_ptr<Group>> complete;
  size_t at = 0;
  for (const Share& share : batch.shares) {
    Results& results = share.group->results;
    for (size_t i = 0; i < share.count; ++i, ++at) {
      if (appended.ok()) {
        results.emplace_back((*appended)[at]);
      } else {
        results.emplace_back(appended.status());
      }
    }
    if (results.size() == share.group->entries.size()) complete.push_back(share.group);
  }
  const auto goes_elsewhere =
      std::stable_partition(complete.begin(), complete.end(), [](const auto& group) {
        return group->where == Answers::kWhereCommitted && WasAppended(group->results);
      });
  {
    absl::MutexLock lock(&mu_);
    entries_per_second_ = 0.8 * entries_per_second_ +
                          0.2 * static_cast<double>(batch.entries) / std::max(seconds, 1e-4);
    for (auto group = complete.begin(); group != goes_elsewhere; ++group) Release(**group);
    answers_.insert(answers_.end(), goes_elsewhere, complete.end());
  }
  complete.erase(goes_elsewhere, complete.end());
  for (const std::shared_ptr<Group>& group : complete) group->done(std::move(group->results));
}

void Committer::CommitAdopted(const std::shared_ptr<Group>& group) {
  const SteadyPoint start = clock_.Steady();
  const auto adopted = journal_.Adopt(group->adopted);
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(clock_.Steady() - start);
  std::vector<NewEntry> entries;
  for (const Entry& entry : group->adopted) entries.push_back(AsNewEntry(entry));
  Observe(entries, adopted, 1, took);
  absl::MutexLock lock(&mu_);
  for (size_t i = 0; i < entries.size(); ++i) {
    if (adopted.ok()) {
      group->results.emplace_back((*adopted)[i]);
    } else {
      group->results.emplace_back(adopted.status());
    }
  }
  answers_.push_back(group);
}

void Committer::Observe(const std::vector<NewEntry>& entries,
                        const absl::StatusOr<std::vector<AppendResult>>& appended, int districts,
                        std::chrono::microseconds took) {
  if (!observer_) return;
  QueueDepth waiting;
  {
    absl::MutexLock lock(&mu_);
    waiting = waiting_;
  }
  observer_(entries, appended.ok() ? *appended : std::vector<AppendResult>(),
            CommitStats{.entries = static_cast<int>(entries.size()),
                        .districts = districts,
                        .duration = took,
                        .ok = appended.ok(),
                        .reason = ReasonOf(appended.status()),
                        .waiting = waiting});
}

void Committer::Release(const Group& group) {
  District& district = districts_[group.district];
  entries_ -= group.count;
  bytes_ -= group.bytes;
  district.entries -= group.count;
  district.bytes -= group.bytes;
}

void Committer::CommitLoop() {
  while (true) {
    Batch batch;
    std::shared_ptr<Group> adoption;
    {
      absl::MutexLock lock(&mu_);
      const auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
        return holds_ == 0 && (stopping_ || !turns_.empty() || !adoptions_.empty());
      };
      mu_.Await(absl::Condition(&ready));
      if (turns_.empty() && adoptions_.empty()) {
        committed_all_ = true;
        return;
      }
      if (!adoptions_.empty()) {
        adoption = std::move(adoptions_.front());
        adoptions_.pop_front();
        waiting_.entries -= adoption->count;
        waiting_.bytes -= adoption->bytes;
      }
      batch = TakeBatch();
    }
    if (adoption) CommitAdopted(adoption);
    if (batch.entries > 0) Commit(batch);
  }
}

void Committer::AnswerLoop() {
  while (true) {
    std::deque<std::shared_ptr<Group>> answers;
    {
      absl::MutexLock lock(&mu_);
      const auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
        return committed_all_ || !answers_.empty();
      };
      mu_.Await(absl::Condition(&ready));
      if (answers_.empty()) return;
      answers.swap(answers_);
      for (const std::shared_ptr<Group>& group : answers) Release(*group);
    }
    for (const std::shared_ptr<Group>& group : answers) group->done(std::move(group->results));
  }
}

}  // namespace duban::ingest
