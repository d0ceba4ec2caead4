// The tree of a parsed filter. Internal to common/filter*.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/date.h"
#include "common/filter.h"

namespace duban {

enum class Comparison { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual, kHas };

struct Filter::Node {
  enum class Kind { kAnd, kOr, kNot, kText, kCompare };
  Kind kind = Kind::kAnd;
  std::vector<std::shared_ptr<const Node>> parts;  // kAnd, kOr, kNot (one)
  // kText: the folded word. kCompare: the folded value without its stars.
  std::string text;
  size_t field = 0;
  FilterType type = FilterType::kText;
  Comparison comparison = Comparison::kEqual;
  bool open_start = false;  // "*x"
  bool open_end = false;    // "x*"
  double number = 0;
  Date date;
};

// The form in which the words of a closed set are compared.
inline std::string LowerAscii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

using FilterNodePtr = std::shared_ptr<const Filter::Node>;

}  // namespace duban
