#pragma once

#include <span>

#include "documents/core/dictionary.h"
#include "documents/core/listing.h"
#include "documents/core/outline_lines.h"
#include "documents/core/text.h"

namespace duban::documents {

// The title, fields and parts of the item that `lines`, at least one, hold: labels (牵头单位:…)
// become fields of their roles, numbered pieces and work streams become parts. Its number and its
// category, which other lines tell, are left open.
Item ReadItem(const Text& text, const Dictionary& dictionary, std::span<const OutlineLine> lines);

}  // namespace duban::documents
