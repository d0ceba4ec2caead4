// Journal entries as the messages of the public API.
#pragma once

#include "absl/status/statusor.h"
#include "duban/ingest/v1/progress_service.pb.h"
#include "duban/type/v1/report.pb.h"
#include "ingest/core/journal.h"

namespace duban::ingest {

// The report of an entry with its name, position and time. Errors: DATA_LOSS ENTRY_CORRUPT when the payload does not
// parse. Requires an entry of kind report.
absl::StatusOr<type::v1::Report> ToReport(const Entry& entry);

// Errors: DATA_LOSS ENTRY_CORRUPT.
absl::StatusOr<v1::JournalEntry> ToJournalEntry(const Entry& entry);

v1::JournalHead ToJournalHead(const Head& head);

}  // namespace duban::ingest
