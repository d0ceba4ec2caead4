#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "documents/quantities/dates.h"
#include "documents/quantities/quantity.h"

namespace duban::quantities {
namespace {

// Writes into one string: a page of a million figures needs no tree of objects.
class Writer {
 public:
  explicit Writer(std::string_view text) : text_(text) {}

  void Add(const Quantity& q) {
    out_ += out_.empty() ? "[{" : "},{";
    AddSpan(q.span);
    Append(
        ",\"value\":{},\"unit\":{},\"comparator\":\"{}\",\"percent\":{},\"range\":{},\"kind\":\"{}"
        "\"",
        Value(q.value), Quoted(q.unit), Name(q.comparator), q.percent, q.range, Name(q.kind));
    if (q.range) Append(",\"low\":{},\"high\":{}", Value(q.low), Value(q.high));
    if (q.exclusive) Append(",\"exclusive\":true");
    if (q.hedged) Append(",\"hedged\":true");
    if (!q.per.empty()) Append(",\"per\":{}", Quoted(q.per));
    Append(",\"number\":{{");
    AddSpan(q.number);
    Append("}},\"phrase\":{{");
    AddSpan(q.phrase);
    Append("}}");
    if (q.kind != Kind::kQuantity) Append(",\"reason\":\"{}\"", Reason(q.kind));
  }

  // The days of the date that was added last.
  void AddDays(const DateSpan& date) {
    Append(",\"from\":\"{}\",\"to\":\"{}\"", FormatDate(date.start), FormatDate(date.end));
  }

  std::string Finish() && {
    if (out_.empty()) return "[]";
    out_ += "}]";
    return std::move(out_);
  }

 private:
  template <typename... Args>
  void Append(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  // Whole values without a point, so that 350 does not read 350.0; 2^53 is where doubles stop being
  // exact.
  static std::string Value(double value) {
    constexpr double kExact = 9007199254740992.0;
    if (std::floor(value) == value && std::fabs(value) < kExact) {
      return fmt::format("{}", static_cast<std::int64_t>(value));
    }
    return fmt::format("{}", value);
  }

  static std::string Quoted(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }

  void AddSpan(const Span& span) {
    const auto start = static_cast<std::size_t>(span.start_byte);
    Append("\"start\":{},\"end\":{},\"text\":{}", span.start, span.end,
           Quoted(text_.substr(start, static_cast<std::size_t>(span.end_byte) - start)));
  }

  std::string_view text_;
  std::string out_;
};

}  // namespace

std::string QuantitiesToJson(std::string_view text, bool all) {
  Writer writer(text);
  const std::vector<DateSpan> dates = all ? FindDates(text) : std::vector<DateSpan>{};
  auto date = dates.begin();
  std::int64_t last_end = 0;
  // Dates without a figure: 年底前, 去年.
  const auto add_words = [&](std::int64_t until) {
    for (; date != dates.end() && date->span.end <= until; ++date) {
      if (date->span.start < last_end) continue;
      Quantity word;
      word.kind = Kind::kDate;
      word.span = word.number = word.phrase = date->span;
      writer.Add(word);
      if (date->resolved) writer.AddDays(*date);
      last_end = date->span.end;
    }
  };
  for (Quantity& q : FindQuantities(text, {.set_aside = all, .nouns = false})) {
    add_words(q.span.start);
    while (date != dates.end() && date->span.end < q.span.end) ++date;
    const bool named = q.kind == Kind::kDate && date != dates.end() && date->span.end == q.span.end;
    // The words before its figures belong to a date: 今年一季度, 截至7月1日.
    if (named && date->span.start >= last_end) q.span = q.phrase = date->span;
    writer.Add(q);
    if (named && date->resolved) writer.AddDays(*date);
    if (named) ++date;
    last_end = q.span.end;
  }
  add_words(std::numeric_limits<std::int64_t>::max());
  return std::move(writer).Finish();
}

}  // namespace duban::quantities
