#pragma once

#include <string_view>

#include "documents/core/blocks.h"

namespace duban::documents {

// Lines and tables of a text with tags, in order; everything between tables is lines. Linear time.
Page FindHtmlBlocks(std::string_view text);

}  // namespace duban::documents
