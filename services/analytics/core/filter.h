// The filter language of list calls: `status = BEHIND AND unit = "区水务局"`. Pure; thread-safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace duban::analytics {

// Terms joined by AND. `=` and `!=` compare whole values (names without regard to ASCII case), `:`
// finds a part.
class Filter {
 public:
  // Reads `text`; only `fields` may be named. A term without an operator searches the field "text",
  // where that is a field. Errors: INVALID_ARGUMENT FILTER_INVALID about field `filter`, saying
  // where.
  static absl::StatusOr<Filter> Parse(std::string_view text,
                                      const std::vector<std::string>& fields);

  // The values of a field of one item; several where the item has several.
  using Values = std::function<std::vector<std::string>(const std::string& field)>;
  bool Matches(const Values& values) const;

  // True where some term is about `field`.
  bool Mentions(std::string_view field) const;

 private:
  enum class Operator { kEqual, kNotEqual, kHas };
  struct Term {
    std::string field;
    Operator op = Operator::kEqual;
    std::string value;
  };
  std::vector<Term> terms_;
};

}  // namespace duban::analytics
