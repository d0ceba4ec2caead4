#pragma once

#include <optional>
#include <string_view>

#include "documents/core/dictionary.h"
#include "documents/core/numbering.h"
#include "documents/quantities/quantity.h"

namespace duban::documents {

constexpr std::size_t kMaxDescribed = 200;  // characters; a longer cell is prose

// What a cell looks like, as far as its place in a table depends on it.
struct Traits {
  std::size_t chars = 0;
  bool blank = false;
  int number = 0;        // a bare item number; 0 for others
  bool numeric = false;  // a figure, perhaps with a unit or %
  bool percent = false;
  bool rate = false;  // 元/月/人
  bool status = false;
  bool units = false;
  bool everybody = false;  // units that are not named one by one: 各乡镇政府, 有关部门
  bool people = false;
  bool date = false;
  bool years = false;     // 2022, 2021-2023, and nothing else
  bool sentence = false;  // has clause marks
  bool counts = false;    // holds a digit that is not its numbering
  bool promise = false;   // opens with what shall be done: 新增…, 改造…
  bool done =
      false;  // opens with what has been done (已…, 目前…, 截至…), or tells a share of the promise
  std::optional<NumberStyle> numbered;  // starts with 1. (1) …
  int number_value = 0;                 // of that numbering
};

// Of a cell of more than kMaxDescribed characters only its numbering is looked at.
Traits Describe(std::string_view cell, const Dictionary& dictionary);

// A figure, perhaps with % and a unit of at most so many characters. `normal` is without blanks.
bool IsNumeric(std::string_view normal, std::size_t most_unit = 2);

// Takes a bound off the words of a number: 不低于4300, ≥95%, 4300以上. nullopt where none stands.
std::optional<quantities::Comparator> TakeBound(std::string_view* normal);

// A word for a state, or a tick; `normal` is `cell` without blanks.
bool SaysStatus(std::string_view cell, std::string_view normal, const Dictionary& dictionary);

}  // namespace duban::documents
