// Many reports that are judged together, committed by district, and answered together.
#include <atomic>
#include <map>
#include <unordered_map>
#include <utility>

#include "ingest/core/difference.h"
#include "ingest/core/progress.h"

namespace duban::ingest {

// A batch from its judgement to its answer. Shared by the callbacks of its districts; the last one
// answers.
class Progress::Batch : public std::enable_shared_from_this<Progress::Batch> {
 public:
  Batch(Progress& progress, std::size_t size, std::shared_ptr<const void> bytes, ReceiptsDone done)
      : progress_(progress),
        bytes_(std::move(bytes)),
        done_(std::move(done)),
        today_(DateAt(progress.clock_.Now())),
        receipts_(size) {}

  void Add(const Submission& submission, std::size_t at) {
    if (submission.view == nullptr) return AddMessage(*submission.message, at);
    const RequestView& view = *submission.view;
    const Task& task = TaskOf(view.report().task());
    if (task.group != nullptr && progress_.IsPlain(view, task.known, today_)) {
      task.group->entries.push_back(EntryOf(task.known.name.district, view));
      task.group->waiting.push_back(
          {.at = at, .request_id = view.request_id(), .content = view.report().bytes()});
      return;
    }
    v1::SubmitReportRequest message;
    // Bytes in canonical form can be parsed.
    message.ParseFromArray(view.bytes().data(), static_cast<int>(view.bytes().size()));
    AddMessage(message, at);
  }

  // Hands what was added over to the committer.
  void Submit() {
    for (auto& [district, group] : groups_) {
      if (!group.waiting.empty()) Submit(district, group);
    }
    Finish();
  }

 private:
  // A report on its way, by views into the batch's bytes or as it was prepared.
  struct Waiting {
    std::size_t at = 0;
    std::string_view request_id;
    std::string_view content;
    std::unique_ptr<Prepared> prepared;
  };
  struct Group {
    absl::StatusOr<Ownership::Ticket> ticket;  // kept until all are answered
    std::vector<NewEntry> entries;
    std::vector<Waiting> waiting;  // for each entry
  };
  struct Task {
    KnownTask known;
    Group* group = nullptr;  // null: the task is not known, or its district not held
  };

  Group& GroupOf(const std::string& district) {
    auto group = groups_.find(district);
    if (group == groups_.end())
      group = groups_.emplace(district, Group{progress_.ownership_.Admit(district), {}, {}}).first;
    return group->second;
  }

  const Task& TaskOf(std::string_view name) {
    const auto [task, is_new] = tasks_.try_emplace(name);
    if (!is_new) return task->second;
    auto known = progress_.FindTask(name);
    if (!known.ok()) return task->second;
    task->second.known = *std::move(known);
    Group& group = GroupOf(task->second.known.name.district);
    if (group.ticket.ok()) task->second.group = &group;
    return task->second;
  }

  void AddMessage(v1::SubmitReportRequest& request, std::size_t at) {
    const std::string district =
        request.parent().substr(std::min<size_t>(10, request.parent().size()));
    Group* group = nullptr;
    if (IsDistrictCode(district)) {
      group = &GroupOf(district);
      if (!group->ticket.ok()) {
        receipts_[at] = group->ticket.status();
        return;
      }
    }
    auto prepared = progress_.Prepare(request);
    if (!prepared.ok()) {
      receipts_[at] = prepared.status();
      // Judged differently today, or replaced meanwhile, a repetition is still the repetition of
      // what was accepted.
      if (group == nullptr || !CheckRequestId(request.request_id()).empty()) return;
      const auto earlier = progress_.FindEarlier(district, request.request_id(),
                                                 ContentDigest(ContentBytes(request.report())));
      if (earlier.ok() && *earlier) receipts_[at] = **earlier;
    } else if (request.validate_only()) {
      receipts_[at] = Receipt{.remarks = std::move(prepared->remarks)};
    } else {
      std::string payload = std::exchange(prepared->entry.payload, "");
      group->entries.push_back(prepared->entry);
      group->entries.back().payload = std::move(payload);
      group->waiting.push_back(
          {.at = at, .prepared = std::make_unique<Prepared>(*std::move(prepared))});
    }
  }

  void Submit(const std::string& district, Group& group) {
    ++open_;
    const absl::Status admitted = progress_.committer_.Submit(
        std::move(group.entries),
        [self = shared_from_this(), &district, &group](Committer::Results results) {
          for (std::size_t i = 0; i < results.size(); ++i)
            self->receipts_[group.waiting[i].at] =
                self->Acknowledge(district, group.waiting[i], results[i]);
          self->Unclaim(district, group);
          self->Finish();
        });
    if (admitted.ok()) return;
    for (const Waiting& one : group.waiting) receipts_[one.at] = admitted;
    Unclaim(district, group);
    Finish();
  }

  absl::StatusOr<Receipt> Acknowledge(const std::string& district, const Waiting& one,
                                      const absl::StatusOr<AppendResult>& result) const {
    if (one.prepared) return progress_.Acknowledge(*one.prepared, result);
    return progress_.Acknowledge(district, one.request_id, one.content, result);
  }

  void Unclaim(const std::string& district, const Group& group) {
    for (const Waiting& one : group.waiting) {
      if (one.prepared && one.prepared->claimed)
        progress_.index_.Unclaim(district, one.prepared->claimed, one.prepared->entry.request_id);
    }
  }

  void Finish() {
    if (open_.fetch_sub(1) == 1) done_(std::move(receipts_));
  }

  Progress& progress_;
  const std::shared_ptr<const void> bytes_;
  const ReceiptsDone done_;
  const Date today_;
  std::vector<absl::StatusOr<Receipt>>
      receipts_;  // by place in the batch, UNKNOWN until then; each written by one thread
  std::unordered_map<std::string_view, Task> tasks_;
  std::map<std::string, Group> groups_;  // by district
  std::atomic<int> open_{1};             // groups not yet answered, and one for Submit itself
};

void Progress::SubmitBatch(std::span<const Submission> submissions,
                           std::shared_ptr<const void> bytes, ReceiptsDone done) {
  const auto batch =
      std::make_shared<Batch>(*this, submissions.size(), std::move(bytes), std::move(done));
  for (std::size_t i = 0; i < submissions.size(); ++i) batch->Add(submissions[i], i);
  batch->Submit();
}

void Progress::SubmitBatch(std::vector<v1::SubmitReportRequest> requests, BatchDone done) {
  std::vector<Submission> submissions;
  for (v1::SubmitReportRequest& request : requests) submissions.push_back({.message = &request});
  SubmitBatch(
      submissions, nullptr,
      [done = std::move(done)](std::vector<absl::StatusOr<Receipt>> receipts) {
        std::vector<Answer> answers;
        for (const auto& receipt : receipts)
          answers.push_back(receipt.ok() ? Answer(ToResponse(*receipt)) : Answer(receipt.status()));
        done(std::move(answers));
      });
}

}  // namespace duban::ingest
