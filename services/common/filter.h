// Filters as of AIP-160, for list requests: `unit = "区水务局" AND due < 2022-07-01`, `学位 OR
// 学校`, `-category:交通`.
//
// Pure values; thread-safe once parsed.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/date.h"

namespace duban {

// What a field holds, and so which operators it takes: text = != : (and * at either end of the
// value for "starts with", "ends with"); number and date = != < <= > >=; word (one of a closed set)
// = !=.
enum class FilterType { kText, kNumber, kDate, kWord };

struct FilterField {
  std::string name;
  FilterType type = FilterType::kText;
  std::vector<std::string>
      words;  // of a kWord, as they are written in filters; compared without regard to case
};

// The values of one field of one item: as many as there are (three units), none where it has none.
struct FilterValues {
  std::vector<std::string_view> texts;  // kText, kWord
  std::optional<double> number;         // kNumber
  std::optional<Date> date;             // kDate
};

// What a filter is asked about.
class FilterSubject {
 public:
  virtual ~FilterSubject() = default;
  // Values of the field at this index of the schema. Texts must live until the next call.
  virtual FilterValues Values(size_t field) const = 0;
  // Whether the item's text at large holds `folded`, a bare word of the filter.
  virtual bool HasText(std::string_view folded) const = 0;
};

// Brings text into the form in which it is compared (case, width, script). The default leaves it
// alone.
using FilterFold = std::function<std::string(std::string_view)>;

// A parsed filter. An empty one matches everything.
//
// Terms side by side and AND mean both, OR either (and binds closer than AND, as in AIP-160), NOT
// and "-" the contrary; parentheses group. A comparison with a field that has several values is
// true when one of them matches; != is true when none equals. A missing value matches nothing but
// !=. Values are bare words or quoted with " or ', with \ before a quote.
class Filter {
 public:
  // Errors: INVALID_ARGUMENT FILTER_INVALID about field "filter": what is wrong at which character
  // (from 1), and which fields or words there are. Filters over 2,000 bytes or nested deeper than
  // 30 are refused too.
  static absl::StatusOr<Filter> Parse(std::string_view text, const std::vector<FilterField>& fields,
                                      FilterFold fold = {});

  bool Matches(const FilterSubject& subject) const;

  // Bare words, and values of the given text fields (folded, without *), that every matching item
  // holds somewhere: for an index to narrow the candidates by. Those inside OR and NOT are not
  // among them.
  std::vector<std::string> RequiredTexts(const std::vector<size_t>& fields) const;

  // Whether the filter compares this field at all.
  bool Uses(size_t field) const;

  struct Node;

 private:
  std::shared_ptr<const Node> root_;  // shared by copies; null = everything
  FilterFold fold_;
};

}  // namespace duban
