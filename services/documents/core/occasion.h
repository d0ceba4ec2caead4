#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "documents/core/dictionary.h"
#include "documents/core/figures.h"
#include "documents/core/listing.h"

namespace duban::documents {

// Year, kind and date of one list, from its title, its heads, the lines before it and its own
// words; `document_year` is what the document as a whole points to, 0 = nothing, and `issued` the
// day that it says it is of (IssueDate). `dates` are those of the text.
Occasion FindOccasion(const Text& text, const Dictionary& dictionary,
                      const quantities::DateIndex& dates, const Listing& listing, int document_year,
                      std::optional<Date> issued);

}  // namespace duban::documents
