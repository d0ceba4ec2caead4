#include "ingest/testing/fake_journal.h"

#include <algorithm>

#include "common/error.h"

namespace duban::ingest {
namespace {

// Takes entries until one of the bounds is reached; at least one when there is any.
template <typename At>
std::vector<Entry> Page(std::size_t begin, std::size_t end, int limit, std::int64_t max_bytes,
                        const At& at) {
  std::vector<Entry> page;
  std::int64_t bytes = 0;
  for (std::size_t i = begin; i < end && std::cmp_less(page.size(), limit); ++i) {
    if (!page.empty() && bytes >= max_bytes) break;
    page.push_back(at(i));
    bytes += static_cast<std::int64_t>(page.back().payload.size());
  }
  return page;
}

std::size_t From(std::int64_t after, std::size_t size) {
  return static_cast<std::size_t>(
      std::clamp<std::int64_t>(after, 0, static_cast<std::int64_t>(size)));
}

}  // namespace

void FakeJournal::FailWith(absl::Status status) {
  const MutexLock lock(mu_);
  failure_ = std::move(status);
}

void FakeJournal::FailAppendsWith(absl::Status status) {
  const MutexLock lock(mu_);
  append_failure_ = std::move(status);
}

void FakeJournal::Tamper(const Entry& entry) {
  const MutexLock lock(mu_);
  const District& district = districts_.find(entry.district)->second;
  all_[district.entries[static_cast<std::size_t>(entry.position - 1)]] = entry;
}

absl::StatusOr<std::vector<AppendResult>> FakeJournal::Append(
    const std::vector<NewEntry>& entries) {
  for (const NewEntry& entry : entries) RETURN_IF_ERROR(ValidateNewEntry(entry));
  const MutexLock lock(mu_);
  RETURN_IF_ERROR(failure_);
  RETURN_IF_ERROR(append_failure_);
  std::vector<AppendResult> results;
  results.reserve(entries.size());
  for (const NewEntry& entry : entries) {
    if (const Entry* stored = FindEntry(entry.district, entry.request_id)) {
      results.push_back(Repeated(*stored, entry.content));
      continue;
    }
    District& district = districts_[entry.district];
    const Digest previous =
        district.entries.empty() ? Digest{} : all_[district.entries.back()].hash;
    district.request_ids.emplace(entry.request_id, all_.size());
    district.entries.push_back(all_.size());
    all_.push_back(MakeEntry(entry, algorithm_, static_cast<std::int64_t>(district.entries.size()),
                             static_cast<std::int64_t>(all_.size()) + 1, previous));
    results.push_back(Appended(all_.back()));
  }
  return results;
}

absl::StatusOr<std::vector<Entry>> FakeJournal::Read(std::string_view district, std::int64_t after,
                                                     int limit, std::int64_t max_bytes) const {
  const MutexLock lock(mu_);
  RETURN_IF_ERROR(failure_);
  const auto found = districts_.find(district);
  if (found == districts_.end()) return std::vector<Entry>();
  const std::vector<std::size_t>& index = found->second.entries;
  return Page(From(after, index.size()), index.size(), limit, max_bytes,
              [&](std::size_t i) ABSL_NO_THREAD_SAFETY_ANALYSIS { return all_[index[i]]; });
}

absl::StatusOr<std::vector<Entry>> FakeJournal::ReadAll(std::int64_t after_sequence, int limit,
                                                        std::int64_t max_bytes) const {
  const MutexLock lock(mu_);
  RETURN_IF_ERROR(failure_);
  return Page(From(after_sequence, all_.size()), all_.size(), limit, max_bytes,
              [&](std::size_t i) ABSL_NO_THREAD_SAFETY_ANALYSIS { return all_[i]; });
}

absl::StatusOr<std::optional<Entry>> FakeJournal::Find(std::string_view district,
                                                       std::string_view request_id) const {
  const MutexLock lock(mu_);
  RETURN_IF_ERROR(failure_);
  const Entry* stored = FindEntry(district, request_id);
  return stored != nullptr ? std::optional<Entry>(*stored) : std::nullopt;
}

absl::StatusOr<Head> FakeJournal::GetHead(std::string_view district) const {
  const MutexLock lock(mu_);
  RETURN_IF_ERROR(failure_);
  const auto found = districts_.find(district);
  if (found == districts_.end()) return Head{std::string(district), 0, {}, {}};
  return HeadOf(found->first, found->second);
}

absl::StatusOr<std::vector<Head>> FakeJournal::ListHeads() const {
  const MutexLock lock(mu_);
  RETURN_IF_ERROR(failure_);
  std::vector<Head> heads;
  for (const auto& [code, district] : districts_) heads.push_back(HeadOf(code, district));
  return heads;
}

absl::StatusOr<std::int64_t> FakeJournal::LastSequence() const {
  const MutexLock lock(mu_);
  RETURN_IF_ERROR(failure_);
  return static_cast<std::int64_t>(all_.size());
}

const Entry* FakeJournal::FindEntry(std::string_view district, std::string_view request_id) const {
  const auto found = districts_.find(district);
  if (found == districts_.end()) return nullptr;
  const auto id = found->second.request_ids.find(request_id);
  return id == found->second.request_ids.end() ? nullptr : &all_[id->second];
}

Head FakeJournal::HeadOf(std::string_view code, const District& district) const {
  const Entry& last = all_[district.entries.back()];
  return Head{std::string(code), last.position, last.hash, last.accept_time};
}

}  // namespace duban::ingest
