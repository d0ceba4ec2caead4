// Receipts as they are answered, written field by field: by way of messages this would cost more
// than judging a report.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ingest/core/progress.h"
#include "ingest/journal/coding.h"

namespace duban::ingest {

// The tag of a field of bytes, text or a message.
constexpr std::uint64_t BlockTag(int field) { return static_cast<std::uint64_t>(field) << 3 | 2; }

// The bytes of a SubmitReportResponse.
class ReceiptBytes {
 public:
  explicit ReceiptBytes(const Receipt& receipt);

  std::string_view bytes() const { return whole_.empty() ? plain_.bytes() : whole_; }

 private:
  void PutPlain(std::string_view name, const Receipt& receipt);

  SmallBytes<256> plain_;
  std::string whole_;  // instead, of one that says more than where the report stands
};

// Appends an Acknowledgement to the bytes of a StreamReportsResponse: of an accepted request, and
// of a refused one.
void PutAcknowledgement(std::string& out, std::string_view request_id, const Receipt& receipt);
void PutAcknowledgement(std::string& out, std::string_view request_id, const absl::Status& refusal);

}  // namespace duban::ingest
