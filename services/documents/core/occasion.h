#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "documents/core/dictionary.h"
#include "documents/core/figures.h"
#include "documents/core/listing.h"

namespace duban::documents {

struct District {
  std::string code;  // six digits; empty when none was found
  std::string name;  // as printed
};

// The district that a text is about: the county-level name that it gives most weight to (title first), or the city's
// where no county is named. `code`, when not empty, decides, and the name is looked up.
District FindDistrict(std::string_view text, std::string_view title, std::string_view file_name, std::string_view code);

// Year, kind and date of one list, from its title, its heads, the lines before it and its own words; `document_year` is
// what the document as a whole points to, 0 = nothing.
Occasion FindOccasion(const Text& text, const Dictionary& dictionary, const Listing& listing, int document_year);

// The year that a text speaks of most, 0 = none.
int MostNamedYear(std::string_view text);

}  // namespace duban::documents
