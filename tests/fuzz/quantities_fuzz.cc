// Feeds any bytes to the quantity grammar and checks what it promises of every text: spans inside
// the text, in order and disjoint, verbatim, and finite values.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "documents/quantities/dates.h"
#include "documents/quantities/quantity.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

void RequireSpan(const duban::quantities::Span& span, std::string_view text,
                 std::int64_t last_end) {
  Require(span.start >= last_end && span.start < span.end);
  Require(span.start_byte < span.end_byte &&
          span.end_byte <= static_cast<std::int64_t>(text.size()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace duban::quantities;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::int64_t end = 0;
  for (const Quantity& q : FindQuantities(text, {.set_aside = true})) {
    RequireSpan(q.span, text, end);
    Require(q.number.start >= q.span.start && q.number.end <= q.span.end);
    Require(q.phrase.start <= q.span.start && q.phrase.end >= q.span.end);
    Require(q.text == text.substr(static_cast<std::size_t>(q.span.start_byte),
                                  static_cast<std::size_t>(q.span.end_byte - q.span.start_byte)));
    Require(std::isfinite(q.value) && std::isfinite(q.low) && std::isfinite(q.high));
    Require(!q.range || q.low <= q.high);
    end = q.span.end;
  }
  end = 0;
  for (const DateSpan& date :
       FindDates(text, {.default_year = 2022, .reference = duban::Date{2022, 6, 30}})) {
    RequireSpan(date.span, text, end);
    if (date.resolved)
      Require(date.start.month >= 1 && date.start.month <= 12 && date.end.day <= 31);
    end = date.span.end;
  }
  for (const Marker& marker : FindMarkers(text)) Require(!marker.text.empty());
  (void)QuantitiesToJson(text, true);
  return 0;
}
