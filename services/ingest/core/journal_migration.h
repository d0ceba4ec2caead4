// Taking a journal over into another storage engine.
#pragma once

#include <cstdint>
#include <functional>

#include "absl/status/statusor.h"
#include "ingest/core/journal.h"

namespace duban::ingest {

// Copies every entry of `from` into `to` in commit order, with its request id, accept time and
// hash; sequences count anew without gaps. The chain is verified on the way and every entry's hash
// is compared with what `to` acknowledged, so an OK means that both journals end in the same heads.
// Interrupted, it may be run again: what is there is skipped. Nobody may write either journal
// meanwhile. `progress` hears now and then how many entries were copied. Returns the number of
// entries in `to`. Errors: FAILED_PRECONDITION JOURNAL_NOT_EMPTY
// (`to` holds entries that `from` does not), JOURNAL_ALGORITHM_MISMATCH; DATA_LOSS ENTRY_CORRUPT or
// CHAIN_BROKEN (says where); what reading and appending return.
absl::StatusOr<std::int64_t> MigrateJournal(
    const Journal& from, Journal& to,
    const std::function<void(std::int64_t entries)>& progress = {});

}  // namespace duban::ingest
