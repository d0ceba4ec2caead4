#include "ingest/transport/journal_watch.h"

#include <fmt/format.h>

#include "common/error.h"
#include "common/names.h"
#include "ingest/core/entry_message.h"
#include "runtime/raw_rpc.h"

namespace duban::ingest {
namespace {

constexpr int kBatchEntries = 512;
constexpr std::int64_t kBatchBytes = 1 << 20;

}  // namespace

absl::Status JournalWatch::Start() {
  const bool all = request_.district() == "districts/-";
  after_ = all ? request_.after_sequence() : request_.after_position();
  if (after_ < 0)
    return InvalidField(all ? "after_sequence" : "after_position", "POSITION_INVALID",
                        "want 0 (= from the beginning) or a position");
  if (all) {
    ASSIGN_OR_RETURN(known_at_start_, journal_.LastSequence());
  } else {
    ASSIGN_OR_RETURN(const ResourceName name, ParseDistrictName("district", request_.district()));
    district_ = name.district;
    ASSIGN_OR_RETURN(const Head head, journal_.GetHead(district_));
    known_at_start_ = head.position;
  }
  if (after_ > known_at_start_) {
    return Error(
        absl::StatusCode::kOutOfRange, "POSITION_FUTURE",
        fmt::format(
            "got {}, but the journal is at {}: it is another journal, or one restored from a "
            "backup; start again from 0",
            after_, known_at_start_),
        {{"head", fmt::format("{}", known_at_start_)}});
  }
  started_ = true;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Entry>> JournalWatch::Read() const {
  if (district_.empty()) return journal_.ReadAll(after_, kBatchEntries, kBatchBytes);
  return journal_.Read(district_, after_, kBatchEntries, kBatchBytes);
}

absl::StatusOr<std::optional<std::vector<grpc::ByteBuffer>>> JournalWatch::Next() {
  if (!started_) RETURN_IF_ERROR(Start());
  if (!district_.empty()) RETURN_IF_ERROR(ownership_.Check(district_));
  std::vector<grpc::ByteBuffer> out;
  if (request_.until_current() && caught_up_) return std::nullopt;
  ASSIGN_OR_RETURN(const std::vector<Entry> entries, Read());
  for (const Entry& entry : entries) {
    const std::string bytes = JournalEntryBytes(entry);
    const grpc::Slice slice(bytes);
    out.emplace_back(&slice, 1);
    after_ = district_.empty() ? entry.sequence : entry.position;
  }
  if (!caught_up_ && after_ >= known_at_start_) {
    caught_up_ = true;
    v1::JournalEntry heartbeat;
    if (district_.empty()) {
      heartbeat.set_sequence(after_);
    } else {
      heartbeat.set_position(after_);
    }
    out.push_back(runtime::ToBytes(heartbeat));
  }
  return out;
}

}  // namespace duban::ingest
