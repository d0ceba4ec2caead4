// Opening a journal: what is there, what a crash left, and what is damaged.
#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "common/error.h"
#include "common/thread_priority.h"
#include "ingest/journal/segment_journal.h"
#include "ingest/journal/tail_mark.h"

namespace duban::ingest {
namespace {

// The number in "log-0000000012"; nullopt for any other name.
std::optional<std::uint64_t> NumberIn(std::string_view name, std::string_view prefix) {
  if (!name.starts_with(prefix)) return std::nullopt;
  name.remove_prefix(prefix.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

std::string RandomBytes() {
  std::string bytes(32, '\0');
  // Cannot fail or fall short for so few bytes.
  [[maybe_unused]] const ssize_t got = getrandom(bytes.data(), bytes.size(), 0);
  return bytes;
}

}  // namespace

// Puts the state of a journal together. Only while nobody else has it.
class SegmentJournal::Opener {
 public:
  explicit Opener(SegmentJournal& journal) : journal_(journal) {}

  absl::Status Run() {
    const MutexLock append_lock(journal_.append_mu_);
    journal_.builder_ = std::make_unique<FrameBuilder>(/*sorted=*/false);
    RETURN_IF_ERROR(ListFiles());
    for (const auto& [number, files] : numbers_) RETURN_IF_ERROR(OpenNumber(number, files));
    RETURN_IF_ERROR(CheckTail());
    if (!read_only()) {
      RETURN_IF_ERROR(OpenRuns());
      RETURN_IF_ERROR(ChooseActive());
    }
    const MutexLock lock(journal_.mu_);
    if (read_only()) journal_.read_only_ = OpenedForReading();
    auto segments = std::make_shared<Segments>(sealed_.begin(), sealed_.end());
    segments->insert(segments->end(), logs_.begin(), logs_.end());
    journal_.segments_ = std::move(segments);
    journal_.logs_ = std::move(logs_);
    journal_.runs_ = std::move(runs_);
    journal_.next_log_ = std::move(next_log_);
    journal_.heads_ = std::move(heads_);
    journal_.last_sequence_ = next_sequence_ - 1;
    journal_.damages_ = std::move(damages_);
    journal_.notes_ = std::move(notes_);
    return absl::OkStatus();
  }

 private:
  struct Files {
    bool sealed = false;
    bool log = false;
  };

  FileSystem& files() { return *journal_.files_; }
  bool read_only() const { return journal_.options_.read_only; }

  absl::Status ListFiles() {
    // Names that a killed process left may not be durable yet; nothing may be built on them, or
    // removed for them.
    if (!read_only()) RETURN_IF_ERROR(files().SyncDirectory());
    ASSIGN_OR_RETURN(const std::vector<std::string> names, files().List());
    for (const std::string& name : names) {
      if (name.ends_with(".tmp")) {
        if (!read_only()) RETURN_IF_ERROR(files().Remove(name));
      } else if (const auto log = NumberIn(name, "log-")) {
        numbers_[*log].log = true;
      } else if (const auto sealed = NumberIn(name, "seg-")) {
        numbers_[*sealed].sealed = true;
      } else if (name.starts_with("ids-")) {
        run_names_.push_back(name);
      }
    }
    return absl::OkStatus();
  }

  absl::Status OpenNumber(std::uint64_t number, const Files& files_of) {
    const MutexLock lock(journal_.mu_);
    journal_.next_number_ = number + 1;
    journal_.mu_.Unlock();
    const absl::Status status = files_of.sealed ? OpenSealed(number, files_of) : OpenLog(number);
    journal_.mu_.Lock();
    return status;
  }

  absl::Status OpenSealed(std::uint64_t number, const Files& files_of) {
    const std::string name = SealedSegment::Name(number);
    auto segment = SealedSegment::Open(journal_.context_, number, name);
    if (absl::IsDataLoss(segment.status())) {
      // Its log goes only once it is durable, so with the log at hand nothing is lost.
      if (files_of.log) {
        notes_.push_back(MessageOf(segment.status()) + "; its log is used");
        return OpenLog(number);
      }
      damages_.push_back(MessageOf(segment.status()));
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(segment.status());
    if ((*segment)->index_damaged()) notes_.push_back(name + ": one copy of its index is damaged");
    CheckBegins(name, (*segment)->first_sequence());
    ASSIGN_OR_RETURN(const auto ends, (*segment)->DistrictEnds());
    for (const SealedSegment::DistrictEnd& end : ends) {
      HeadState& head = heads_[end.district];
      if (end.first_position != head.position + 1)
        damages_.push_back(fmt::format("{}: district {} has a gap before position {}", name,
                                       end.district, end.first_position));
      head = {end.last_position, end.last_hash, end.last_accept_time};
    }
    next_sequence_ = (*segment)->last_sequence() + 1;
    sealed_.push_back(*std::move(segment));
    if (files_of.log && !read_only()) RETURN_IF_ERROR(files().Remove(LogSegment::Name(number)));
    return absl::OkStatus();
  }

  // Tells when entries before `first` are nowhere.
  void CheckBegins(const std::string& name, std::int64_t first) {
    if (first != next_sequence_)
      damages_.push_back(fmt::format("{} begins with sequence {} where {} should follow", name,
                                     first, next_sequence_));
  }

  absl::Status OpenLog(std::uint64_t number) {
    ASSIGN_OR_RETURN(auto log, LogSegment::Open(journal_.context_, number, next_sequence_,
                                                journal_.options_.segment_entries));
    ASSIGN_OR_RETURN(LogRecovery recovery,
                     log->Recover([&](const Record& record) { Follow(log->name(), record); }));
    std::ranges::move(recovery.damages, std::back_inserter(damages_));
    next_sequence_ = log->last_sequence() + 1;
    if (recovery.torn)
      notes_.push_back(log->name() + ": remains of a commit that was never acknowledged");
    logs_.push_back(std::move(log));
    return absl::OkStatus();
  }

  void Follow(const std::string& name, const Record& record) {
    HeadState& head = heads_[record.district];
    if (record.position != head.position + 1 || record.previous_hash != head.hash) {
      // Said once; what follows is only more of the same.
      if (!broken_chain_)
        damages_.push_back(fmt::format("{}: entry {} of district {} does not follow entry {}", name,
                                       record.position, record.district, head.position));
      broken_chain_ = true;
    }
    head = {record.position, record.hash, record.accept_time};
  }

  absl::Status CheckTail() {
    ASSIGN_OR_RETURN(const auto mark, ReadTailMark(files(), journal_.id_));
    if (mark.damaged) notes_.push_back("the file TAIL is damaged");
    if (journal_.id_.copy_damaged) notes_.push_back("one copy in the file JOURNAL is damaged");
    if (mark.sequence >= next_sequence_)
      damages_.push_back(fmt::format("entries with sequence {}..{} are missing at the end",
                                     next_sequence_, mark.sequence));
    return absl::OkStatus();
  }

  // Finds runs that cover the sealed segments without gap or overlap; builds what is missing,
  // removes the rest.
  absl::Status OpenRuns() {
    std::vector<std::shared_ptr<const IdRun>> candidates;
    for (const std::string& name : run_names_) {
      const auto run = IdRun::Open(files(), journal_.id_, name);
      if (run.ok()) candidates.push_back(*run);
      if (absl::IsDataLoss(run.status()))
        notes_.push_back(MessageOf(run.status()) + "; it is built anew");
      if (!run.ok() && !absl::IsDataLoss(run.status())) return run.status();
    }
    for (std::size_t i = 0; i < sealed_.size();) {
      std::shared_ptr<const IdRun> best;
      std::size_t end = i;
      for (std::size_t j = i; j < sealed_.size(); ++j) {
        for (const auto& run : candidates) {
          if (run->range().first_sequence != sealed_[i]->first_sequence() ||
              run->range().last_sequence != sealed_[j]->last_sequence())
            continue;
          best = run;
          end = j;
        }
      }
      if (best == nullptr) {
        auto built = journal_.BuildRun(*sealed_[i]);
        if (absl::IsDataLoss(built.status())) {
          damages_.push_back(MessageOf(built.status()));
          ++i;
          continue;
        }
        RETURN_IF_ERROR(built.status());
        best = *std::move(built);
      }
      runs_.push_back(best);
      i = end + 1;
    }
    for (const std::string& name : run_names_) {
      const bool used =
          std::ranges::any_of(runs_, [&](const auto& run) { return run->name() == name; });
      if (!used) RETURN_IF_ERROR(files().Remove(name));
    }
    return absl::OkStatus();
  }

  static bool IsEmpty(const LogSegment& log) { return log.last_sequence() < log.first_sequence(); }

  // The last log goes on being written; an empty one behind it is the next.
  absl::Status ChooseActive() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    while (logs_.size() > 1 && IsEmpty(*logs_.back())) {
      // Only one is ever prepared ahead; another one means that its predecessor was never used.
      next_log_ = std::move(logs_.back());
      logs_.pop_back();
    }
    if (!damages_.empty()) return absl::OkStatus();
    if (logs_.empty()) {
      std::uint64_t size = 0;
      {
        const MutexLock lock(journal_.mu_);
        size = journal_.NextLogBytes();
      }
      RETURN_IF_ERROR(journal_.PrepareLog(size, /*paced=*/false));
      const MutexLock lock(journal_.mu_);
      journal_.next_log_->StartAt(next_sequence_);
      logs_.push_back(std::move(journal_.next_log_));
      journal_.next_log_ = nullptr;
    }
    journal_.active_ = logs_.back();
    RETURN_IF_ERROR(journal_.active_->Harden());
    // From now on an end that was seen may not be missing.
    return WriteTailMark(files(), journal_.id_, next_sequence_ - 1);
  }

  SegmentJournal& journal_;
  std::map<std::uint64_t, Files> numbers_;
  std::vector<std::string> run_names_;
  std::vector<std::shared_ptr<const SealedSegment>> sealed_;
  Logs logs_;
  Runs runs_;
  std::shared_ptr<LogSegment> next_log_;
  Heads heads_;
  std::int64_t next_sequence_ = 1;
  bool broken_chain_ = false;
  std::vector<std::string> damages_;
  std::vector<std::string> notes_;
};

SegmentJournal::SegmentJournal(std::unique_ptr<FileSystem> files,
                               const SegmentJournalOptions& options, JournalId id)
    : options_(options),
      files_(std::move(files)),
      id_(std::move(id)),
      cache_(options.frame_cache_bytes),
      windows_(options.cached_windows, options.background),
      context_{*files_, id_, cache_, windows_} {}

absl::StatusOr<std::unique_ptr<SegmentJournal>> SegmentJournal::Make(
    std::unique_ptr<FileSystem> files, const SegmentJournalOptions& options) {
  if (!options.read_only) RETURN_IF_ERROR(files->Lock("LOCK"));
  const std::string random = options.random_bytes.empty() ? RandomBytes() : options.random_bytes;
  ASSIGN_OR_RETURN(JournalId id, OpenJournalId(*files, options.algorithm, random));
  // make_unique cannot reach the constructor.
  std::unique_ptr<SegmentJournal> journal(
      new SegmentJournal(std::move(files), options, std::move(id)));
  RETURN_IF_ERROR(Opener(*journal).Run());
  if (options.background && !options.read_only) {
    journal->threads_.emplace_back([j = journal.get()] { j->PrepareInBackground(); });
    journal->threads_.emplace_back([j = journal.get()] {
      YieldToOthers(Background::kSoon);
      j->SealInBackground();
    });
    journal->threads_.emplace_back([j = journal.get()] {
      YieldToOthers(Background::kSoon);
      j->MergeInBackground();
    });
  }
  return journal;
}

SegmentJournal::~SegmentJournal() {
  {
    const MutexLock lock(mu_);
    stop_ = true;
    changed_.NotifyAll();
  }
  for (std::thread& thread : threads_) thread.join();
  const MutexLock lock(mu_);
  // Best effort: without the mark a damaged end cannot be told from one that was torn.
  if (read_only_.ok() && damages_.empty() && segments_ != nullptr)
    WriteTail(last_sequence_).IgnoreError();
}

}  // namespace duban::ingest
