#pragma once

#include <vector>

#include "documents/core/listing.h"
#include "documents/core/quantity_index.h"
#include "documents/core/text.h"

namespace duban::documents {

// A report may repeat each promise in its own words before it tells what came of it
// (新建停车位500个。全年新建520个。). Where most items that open with such words tell of the same
// things again, these words are told apart as fields of role kContent.
void PartRestatedPromises(const Text& text, const QuantityIndex& quantities,
                          std::vector<Item>* items);

}  // namespace duban::documents
