// Receipts as they are answered, written field by field: by way of messages this would cost more than judging a report.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ingest/core/progress.h"

namespace duban::ingest {

// The tag of a field of bytes, text or a message.
constexpr std::uint64_t BlockTag(int field) { return static_cast<std::uint64_t>(field) << 3 | 2; }

// Appends such a field.
void PutBlock(std::string& out, int field, std::string_view bytes);

// Appends a receipt as a serialized duban.ingest.v1.SubmitReportResponse.
void PutReceipt(std::string& out, const Receipt& receipt);

}  // namespace duban::ingest
