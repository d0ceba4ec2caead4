// Journal entries as the messages of the public API.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "duban/ingest/v1/progress_service.pb.h"
#include "duban/type/v1/report.pb.h"
#include "ingest/core/journal.h"

namespace duban::ingest {

// The report of an entry with its name, position and time. Errors: DATA_LOSS ENTRY_CORRUPT when the
// payload does not parse. Requires an entry of kind report.
absl::StatusOr<type::v1::Report> ToReport(const Entry& entry);

// The serialized duban.ingest.v1.JournalEntry of an entry; a report in it has its name, position
// and time. The stored bytes are put in as they are, since reading and writing them again would
// cost ten times as much.
std::string JournalEntryBytes(const Entry& entry);

v1::JournalHead ToJournalHead(const Head& head);

}  // namespace duban::ingest
