#pragma once

#include <cstdlib>

#include "absl/status/statusor.h"
#include "common/utf8.h"
#include "documents/core/text.h"
#include "documents/formats/decode.h"

namespace duban::documents {

// Small, so that a fuzzer meets them too.
inline constexpr DecodeLimits kFuzzLimits{.max_bytes = 1 << 20,
                                          .max_expanded = 4 << 20,
                                          .max_part = 2 << 20,
                                          .max_text = 4 << 20,
                                          .max_cells = 100'000,
                                          .max_pages = 20,
                                          .pdf_seconds = 10};

// A text whose places lie in it in order, or an error with a reason.
inline void CheckDecoded(const absl::StatusOr<DecodedDocument>& decoded) {
  if (!decoded.ok()) {
    if (ErrorReason(decoded.status()).empty()) std::abort();
    return;
  }
  std::size_t at = 0;
  for (const auto& [range, place] : decoded->places.pieces()) {
    if (range.begin < at || range.end < range.begin) std::abort();
    at = range.begin;
  }
  if (!IsUtf8(decoded->text)) std::abort();  // no message could carry it
}

}  // namespace duban::documents
