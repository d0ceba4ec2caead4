#pragma once

#include <string>
#include <string_view>

namespace duban::documents {

struct District {
  std::string code;  // six digits; empty when none was found
  std::string name;  // as printed
};

// Whether the words hold the name of a county, a district or a county-level city.
bool NamesCounty(std::string_view words);

// The district that a text is about: the county-level name that it gives most weight to (title
// first), the city's where no county is named, or the province's where it speaks of 全省. `code`,
// when not empty, decides, and the name is looked up.
District FindDistrict(std::string_view text, std::string_view title, std::string_view file_name,
                      std::string_view code);

}  // namespace duban::documents
