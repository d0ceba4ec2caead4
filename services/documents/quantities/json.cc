#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "documents/quantities/dates.h"
#include "documents/quantities/quantity.h"

namespace duban::quantities {
namespace {

using nlohmann::ordered_json;

// Whole values as JSON integers, so that 350 does not read 350.0.
ordered_json Value(double value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (std::floor(value) == value && std::fabs(value) < kExact)
    return static_cast<std::int64_t>(value);
  return value;
}

ordered_json SpanJson(const Span& span, std::string_view text) {
  const auto start = static_cast<std::size_t>(span.start_byte);
  return {
      {"start", span.start},
      {"end", span.end},
      {"text", std::string(text.substr(start, static_cast<std::size_t>(span.end_byte) - start))}};
}

ordered_json FigureJson(const Quantity& q, std::string_view text) {
  ordered_json out{
      {"start", q.span.start},   {"end", q.span.end}, {"text", q.text},
      {"value", Value(q.value)}, {"unit", q.unit},    {"comparator", Name(q.comparator)},
      {"percent", q.percent},    {"range", q.range},  {"kind", Name(q.kind)}};
  if (q.range) {
    out["low"] = Value(q.low);
    out["high"] = Value(q.high);
  }
  if (q.exclusive) out["exclusive"] = true;
  if (q.hedged) out["hedged"] = true;
  if (!q.per.empty()) out["per"] = q.per;
  out["number"] = SpanJson(q.number, text);
  out["phrase"] = SpanJson(q.phrase, text);
  if (q.kind != Kind::kQuantity) out["reason"] = Reason(q.kind);
  return out;
}

}  // namespace

std::string QuantitiesToJson(std::string_view text, bool all) {
  ordered_json out = ordered_json::array();
  std::map<std::int64_t, DateSpan> dates;  // by the character where they end
  if (all) {
    for (DateSpan& date : FindDates(text)) dates.emplace(date.span.end, std::move(date));
  }
  for (const Quantity& q : FindQuantities(text, {.set_aside = all, .nouns = false})) {
    out.push_back(FigureJson(q, text));
    if (const auto date = dates.find(q.span.end);
        q.kind == Kind::kDate && date != dates.end() && date->second.resolved) {
      out.back()["from"] = ToString(date->second.start);
      out.back()["to"] = ToString(date->second.end);
    }
  }
  return out.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace duban::quantities
