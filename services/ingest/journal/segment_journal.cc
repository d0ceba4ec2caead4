#include "ingest/journal/segment_journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "common/error.h"
#include "common/names.h"
#include "ingest/journal/segment_commit.h"

namespace duban::ingest {
namespace {

// A reader of more entries at a time replays the journal.
constexpr int kManyEntries = 100;
// The last segment that begins at or before `sequence`, or the first one.
template <typename Segments>
auto SegmentOf(const Segments& segments, std::int64_t sequence) {
  const auto after = std::ranges::upper_bound(segments, sequence, {}, &Segment::first_sequence);
  return after == segments.begin() ? after : std::prev(after);
}

// Has ready what a reader in order wants after the window that holds `sequence`.
template <typename Segments>
void LoadAhead(const Segments& segments, typename Segments::const_iterator segment,
               std::int64_t sequence) {
  if ((*segment)->LoadAhead(sequence)) return;
  if (const auto behind = std::next(segment); behind != segments.end())
    (*behind)->LoadAhead((*behind)->first_sequence() - 1);
}

// Shows records to a visitor until it returns an error.
class Visitor final : public RecordSink {
 public:
  explicit Visitor(const Journal::Visit& each) : each_(each) {}

  const absl::Status& status() const { return status_; }
  bool Full() const override { return !status_.ok(); }
  int Room() const override { return std::numeric_limits<int>::max(); }

 private:
  void Take(const Record& record) override {
    const fmt::format_int code(record.district);
    status_ = each_(ViewOf(record, {code.data(), code.size()}));
  }

  const Journal::Visit& each_;
  absl::Status status_;
};

absl::Status CorruptPosition(std::string_view district, std::int64_t position,
                             std::string_view what) {
  return Error(absl::StatusCode::kDataLoss, "ENTRY_CORRUPT",
               fmt::format("entry {} of district {} is corrupt: {}", position, district, what),
               {{"district", std::string(district)}, {"position", std::to_string(position)}});
}

absl::Status CorruptSequence(std::int64_t sequence, std::string_view what) {
  return Error(absl::StatusCode::kDataLoss, "ENTRY_CORRUPT",
               fmt::format("the entry with sequence {} is corrupt: {}", sequence, what),
               {{"sequence", std::to_string(sequence)}});
}

}  // namespace

absl::Status SegmentJournal::OpenedForReading() {
  return Error(absl::StatusCode::kFailedPrecondition, "JOURNAL_READ_ONLY",
               "the journal was opened for reading only");
}

absl::Status SegmentJournal::Writable() const {
  const MutexLock lock(mu_);
  RETURN_IF_ERROR(read_only_);
  if (damages_.empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kDataLoss, "ENTRY_CORRUPT",
               "the journal is damaged and takes nothing more, restore it from a backup: " +
                   damages_.front());
}

absl::StatusOr<std::vector<AppendResult>> SegmentJournal::Append(
    const std::vector<NewEntry>& entries) {
  for (const NewEntry& entry : entries) RETURN_IF_ERROR(ValidateNewEntry(entry));
  const MutexLock append_lock(append_mu_);
  RETURN_IF_ERROR(Writable());
  std::vector<std::uint64_t> hashes;
  hashes.reserve(entries.size());
  for (const NewEntry& entry : entries)
    hashes.push_back(id_.HashOf(entry.district, entry.request_id));
  ASSIGN_OR_RETURN(const auto known, FindSequences(Sources(), hashes));

  Commit commit(*builder_, options_.algorithm, *LastSequence(), entries.size());
  const auto stored_head = [this](std::uint32_t district) { return StateOf(district); };
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const NewEntry& entry = entries[i];
    if (commit.Repeats(entry, hashes[i])) continue;
    if (!known[i].empty()) {
      ASSIGN_OR_RETURN(const auto stored, MatchEntry(known[i], entry.district, entry.request_id));
      if (stored) {
        commit.AddKnown(*stored, entry);
        continue;
      }
    }
    commit.Add(entry, hashes[i], stored_head);
  }
  commit.Finish();
  if (commit.entries().empty()) return commit.TakeResults();
  ASSIGN_OR_RETURN(const std::shared_ptr<LogSegment> log,
                   LogWithRoom(commit.frames().size(), commit.entries().size()));
  RETURN_IF_ERROR(WriteDurably(*log, commit));
  Publish(*log, commit);
  return commit.TakeResults();
}

absl::StatusOr<std::shared_ptr<LogSegment>> SegmentJournal::LogWithRoom(std::size_t bytes,
                                                                        std::size_t entries) {
  while (!active_->HasRoom(bytes, entries)) RETURN_IF_ERROR(Roll(LogSegment::kHeaderBytes + bytes));
  return active_;
}

absl::Status SegmentJournal::WriteDurably(LogSegment& log, Commit& commit) {
  const absl::Status written = log.Write(commit.frames());
  const auto read_only = [this](const absl::Status& cause) {
    const MutexLock lock(mu_);
    read_only_ =
        Error(absl::StatusCode::kFailedPrecondition, "JOURNAL_READ_ONLY",
              "nothing more is taken until the journal is opened anew, since its file could "
              "not be made durable: " +
                  MessageOf(cause));
    return read_only_;
  };
  if (!written.ok()) {
    // Parts of the frames must not turn up behind the next commit.
    const absl::Status undone = log.Undo(commit.frames().size());
    return undone.ok() ? written : read_only(undone);
  }
  const absl::Status synced = log.Sync();
  return synced.ok() ? absl::OkStatus() : read_only(synced);
}

void SegmentJournal::Publish(LogSegment& log, const Commit& commit) {
  log.Publish(commit.frames().size(), commit.frame_refs(), commit.entries());
  const MutexLock lock(mu_);
  for (const auto& [district, head] : commit.heads()) heads_[district] = head;
  last_sequence_ = commit.entries().back().sequence;
}

absl::StatusOr<std::vector<std::vector<std::int64_t>>> SegmentJournal::FindSequences(
    const IdSources& sources, const std::vector<std::uint64_t>& hashes) const {
  std::vector<std::vector<std::int64_t>> sequences(hashes.size());
  for (const auto& log : sources.logs) log->FindIds(hashes, sequences);
  for (const auto& run : sources.runs) {
    for (const std::uint64_t hash : hashes) run->Prefetch(hash);
    for (std::size_t i = 0; i < hashes.size(); ++i) {
      const absl::Status status = run->Find(hashes[i], sequences[i]);
      if (status.ok()) continue;
      if (!absl::IsDataLoss(status)) return status;
      const MutexLock lock(mu_);
      if (std::ranges::find(broken_runs_, run) == broken_runs_.end()) broken_runs_.push_back(run);
      changed_.NotifyAll();
      return Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE",
                   "an index of ids is damaged and built anew: " + MessageOf(status));
    }
  }
  return sequences;
}

absl::StatusOr<std::optional<Entry>> SegmentJournal::MatchEntry(
    const std::vector<std::int64_t>& sequences, std::string_view district,
    std::string_view request_id) const {
  for (const std::int64_t sequence : sequences) {
    ASSIGN_OR_RETURN(std::vector<Entry> page, ReadAll(sequence - 1, 1, 1));
    if (!page.empty() && page[0].district == district && page[0].request_id == request_id)
      return std::optional<Entry>(std::move(page[0]));
  }
  return std::optional<Entry>();
}

absl::StatusOr<std::vector<Entry>> SegmentJournal::Read(std::string_view district,
                                                        std::int64_t after, int limit,
                                                        std::int64_t max_bytes) const {
  if (!IsDistrictCode(district)) return std::vector<Entry>();
  const std::uint32_t number = DistrictNumber(district);
  const std::int64_t last = HeadOf(district).position;
  const auto segments = AllSegments();
  Page page(limit, max_bytes);
  std::int64_t next = std::max<std::int64_t>(after, 0) + 1;
  absl::Status status;
  for (const auto& segment : *segments) {
    if (next > last || page.Full()) return page.TakeEntries();
    const auto range = segment->FindDistrict(number);
    if (!range || range->last_position < next) continue;
    if (range->first_position > next) break;
    const std::size_t before = page.size();
    status = segment->ReadPositions(number, next - 1, last, page);
    next += static_cast<std::int64_t>(page.size() - before);
    if (!status.ok()) break;
  }
  if (page.size() > 0 || next > last) return page.TakeEntries();
  if (!status.ok() && !absl::IsDataLoss(status)) return status;
  return CorruptPosition(district, next, status.ok() ? "no segment holds it" : MessageOf(status));
}

absl::StatusOr<std::vector<Entry>> SegmentJournal::ReadAll(std::int64_t after_sequence, int limit,
                                                           std::int64_t max_bytes) const {
  const std::int64_t last = *LastSequence();
  const auto segments = AllSegments();
  Page page(limit, max_bytes);
  std::int64_t next = std::max<std::int64_t>(after_sequence, 0) + 1;
  absl::Status status;
  for (auto segment = SegmentOf(*segments, next);
       segment != segments->end() && next <= last && !page.Full(); ++segment) {
    if ((*segment)->last_sequence() < next) continue;
    if ((*segment)->first_sequence() > next) break;
    if (limit > kManyEntries) LoadAhead(*segments, segment, next);
    const std::size_t before = page.size();
    status = (*segment)->ReadSequences(next - 1, std::min(last, (*segment)->last_sequence()), page);
    next += static_cast<std::int64_t>(page.size() - before);
    if (!status.ok()) break;
  }
  if (page.size() > 0 || next > last) return page.TakeEntries();
  if (!status.ok() && !absl::IsDataLoss(status)) return status;
  return CorruptSequence(next, status.ok() ? "no segment holds it" : MessageOf(status));
}

absl::Status SegmentJournal::Scan(std::int64_t after, std::int64_t last, const Visit& each) const {
  last = std::min(last, *LastSequence());
  const auto segments = AllSegments();
  Visitor visitor(each);
  std::int64_t next = std::max<std::int64_t>(after, 0) + 1;
  for (auto segment = SegmentOf(*segments, next); segment != segments->end() && next <= last;) {
    if ((*segment)->last_sequence() < next) {
      ++segment;
      continue;
    }
    if ((*segment)->first_sequence() > next) break;
    LoadAhead(*segments, segment, next);
    const auto read = (*segment)->Scan(next - 1, last, visitor);
    RETURN_IF_ERROR(visitor.status());
    if (absl::IsDataLoss(read.status())) return CorruptSequence(next, MessageOf(read.status()));
    RETURN_IF_ERROR(read.status());
    next = *read + 1;
  }
  return next > last ? absl::OkStatus() : CorruptSequence(next, "no segment holds it");
}

absl::StatusOr<std::optional<Entry>> SegmentJournal::Find(std::string_view district,
                                                          std::string_view request_id) const {
  if (options_.read_only) return OpenedForReading();
  if (!IsDistrictCode(district) || request_id.empty() || request_id.size() > kMaxRequestIdBytes)
    return std::optional<Entry>();
  ASSIGN_OR_RETURN(const auto sequences,
                   FindSequences(Sources(), {id_.HashOf(district, request_id)}));
  return MatchEntry(sequences[0], district, request_id);
}

absl::StatusOr<Head> SegmentJournal::GetHead(std::string_view district) const {
  if (!IsDistrictCode(district)) return Head{std::string(district), 0, {}, {}};
  return HeadOf(district);
}

SegmentJournal::HeadState SegmentJournal::StateOf(std::uint32_t district) const {
  const MutexLock lock(mu_);
  const auto found = heads_.find(district);
  return found == heads_.end() ? HeadState{} : found->second;
}

Head SegmentJournal::HeadOf(std::string_view district) const {
  const HeadState head = StateOf(DistrictNumber(district));
  return Head{std::string(district), head.position, head.hash, head.accept_time};
}

absl::StatusOr<std::vector<Head>> SegmentJournal::ListHeads() const {
  std::vector<Head> heads;
  {
    const MutexLock lock(mu_);
    for (const auto& [district, head] : heads_) {
      heads.push_back(
          {fmt::format_int(district).str(), head.position, head.hash, head.accept_time});
    }
  }
  std::ranges::sort(heads, {}, &Head::district);
  return heads;
}

absl::StatusOr<std::int64_t> SegmentJournal::LastSequence() const {
  const MutexLock lock(mu_);
  return last_sequence_;
}

SegmentJournal::IdSources SegmentJournal::Sources() const {
  const MutexLock lock(mu_);
  return {logs_, runs_};
}

std::shared_ptr<const SegmentJournal::Segments> SegmentJournal::AllSegments() const {
  const MutexLock lock(mu_);
  return segments_;
}

JournalInspection SegmentJournal::Inspect() const {
  const MutexLock lock(mu_);
  JournalInspection inspection{.damages = damages_, .notes = notes_};
  for (const auto& segment : *segments_) {
    const auto* sealed = dynamic_cast<const SealedSegment*>(segment.get());
    inspection.segments.push_back(
        {segment->name(), sealed != nullptr, segment->first_sequence(), segment->last_sequence()});
    if (sealed != nullptr) inspection.index_bytes += sealed->MemoryBytes();
  }
  for (const auto& run : runs_) {
    inspection.id_runs.push_back(run->name());
    inspection.index_bytes += run->MemoryBytes();
  }
  return inspection;
}

}  // namespace duban::ingest
