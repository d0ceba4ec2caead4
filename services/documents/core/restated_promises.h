#pragma once

#include <vector>

#include "documents/core/listing.h"
#include "documents/core/text.h"
#include "documents/quantities/quantity.h"

namespace duban::documents {

// A report may repeat each promise in its own words before it tells what came of it (新建停车位500个。全年新建520个。). Where
// most items that open with such words tell of the same things again, these words are told apart as fields of role kContent.
// `quantities` are those of the whole text, in order.
void PartRestatedPromises(const Text& text, const std::vector<quantities::Quantity>& quantities, std::vector<Item>* items);

}  // namespace duban::documents
