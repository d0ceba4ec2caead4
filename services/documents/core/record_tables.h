#pragma once

#include <optional>

#include "documents/core/blocks.h"
#include "documents/core/dictionary.h"

namespace duban::documents {

// A table whose heads stand in its rows, turned into one with a row of heads: labels and values
// that alternate (项目名称 | … / 牵头单位 | …), a record beginning where a label comes again; or
// heads below each other with a project in every further column. nullopt when the table is none of
// these.
std::optional<Table> UprightTable(const Text& text, const Dictionary& dictionary,
                                  const Table& table);

}  // namespace duban::documents
