#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace duban::documents {

// One division of data/districts.csv.
struct Division {
  std::string_view backwards;  // the name, last character first: names are found by their endings
  std::string_view name;
  std::string_view code;  // six digits; of a prefecture it ends in 00
  std::string_view city;  // that it belongs to; empty for prefectures
  std::string_view province;
};

// Every division, ordered by `backwards`. Constant data; thread-safe.
std::span<const Division> AllDivisions();

// One division of every province, in no special order. Constant data; thread-safe.
std::span<const Division> OneOfEachProvince();

// The divisions that bear exactly this name, in order of code; several districts are called 鼓楼区.
std::span<const Division> DivisionsNamed(std::string_view name);

// The divisions with the longest name that ends at byte `end` of `text` (婺城区 before 城区); empty
// when none does.
std::span<const Division> DivisionsEndingAt(std::string_view text, std::size_t end);

}  // namespace duban::documents
