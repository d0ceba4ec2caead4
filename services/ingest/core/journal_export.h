// The export of a journal: text that others can read and verify without us (docs/formats.md,
// tools/verify_journal.py).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "ingest/core/journal.h"

namespace duban::ingest {

// Takes one line, without its newline. An error ends the export.
using LineSink = std::function<absl::Status(std::string_view line)>;

// Writes one district, or all in order of code when `district` is empty, up to the heads that stand
// when it begins: a header, one JSON object per entry in order of position, and a footer with the
// heads. Returns the number of entries. Memory is bounded by one page. Errors: the sink's; what
// Journal::Read returns (a journal with a corrupt entry cannot be exported whole).
absl::StatusOr<std::int64_t> ExportJournal(const Journal& journal, std::string_view district,
                                           const LineSink& sink);

// One entry as a line of an export.
std::string ExportLine(const Entry& entry);

}  // namespace duban::ingest
