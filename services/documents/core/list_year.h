#pragma once

#include <optional>

#include "common/date.h"
#include "documents/core/listing.h"
#include "documents/core/text.h"

namespace duban::documents {

// The year of a list's promises: every year that the title, the words around the list and its items
// name speaks for itself, the more the nearer it stands to the words for the list; 去年, 今年 and
// the day of publication speak too. `reports`: the items tell what was done. `issued` is when the
// text was published. 0 where no year is named.
int YearOfList(const Text& text, const Listing& listing, bool reports, std::optional<Date> issued);

}  // namespace duban::documents
