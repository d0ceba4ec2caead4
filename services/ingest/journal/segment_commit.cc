#include "ingest/journal/segment_commit.h"

namespace duban::ingest {

bool SegmentJournal::Commit::Repeats(const NewEntry& entry, std::uint64_t id_hash) {
  const auto found = added_.find(Key{id_hash, &entry});
  if (found == added_.end()) return false;
  AppendResult result = results_[found->second.result];
  result.outcome = found->second.content == entry.content ? AppendResult::Outcome::kDuplicate
                                                          : AppendResult::Outcome::kConflict;
  results_.push_back(result);
  return true;
}

void SegmentJournal::Commit::Add(const NewEntry& entry, std::uint64_t id_hash,
                                 std::uint32_t district, HeadState& head) {
  Record record{.district = district,
                .position = head.position + 1,
                .sequence = next_sequence_,
                .kind = entry.kind,
                .accept_time = entry.accept_time,
                .request_id = entry.request_id,
                .payload = entry.payload,
                .content = entry.content,
                .previous_hash = head.hash};
  record.hash = HashRecord(algorithm_, record);
  if (!builder_.empty() && builder_.raw_size() + entry.payload.size() > kFrameRawBytes)
    CloseFrame(/*last=*/false);
  builder_.Add(record);
  head = {record.position, record.hash, record.accept_time};
  ++next_sequence_;
  added_.emplace(Key{id_hash, &entry}, Added{results_.size(), entry.content});
  entries_.push_back({district, record.position, record.sequence, id_hash});
  results_.push_back({.outcome = AppendResult::Outcome::kAppended,
                      .position = record.position,
                      .sequence = record.sequence,
                      .accept_time = record.accept_time,
                      .hash = record.hash});
}

void SegmentJournal::Commit::CloseFrame(bool last) {
  refs_.push_back({frame_sequence_, frames_.size()});
  builder_.Finish(frame_sequence_, first_sequence_, last, frames_);
  frame_sequence_ = next_sequence_;
}

void SegmentJournal::Commit::Finish() {
  if (!builder_.empty()) CloseFrame(/*last=*/true);
}

}  // namespace duban::ingest
