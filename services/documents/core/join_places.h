#pragma once

#include <vector>

#include "documents/core/listing.h"

namespace duban::documents {

// A table of promises and, as a further annex, what each place below them reports of some of these
// promises: the rows of the places become parts of the projects of the same names, and the list of
// places is gone. Lists whose titles name different years are left alone, and so are those that
// have less than half of their promises in common. A short list within sentences all of whose names
// are projects of a table, twice as long or longer, is that table's and is gone as well. So is a
// table that tells of nothing but money for the same projects: each of these receives what it says
// that all of it costs.
void JoinPlaces(const Text& text, std::vector<Listing>* listings);

}  // namespace duban::documents
