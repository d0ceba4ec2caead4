#pragma once

#include <optional>
#include <vector>

#include "documents/core/blocks.h"
#include "documents/core/dictionary.h"
#include "documents/core/numbering.h"
#include "documents/core/outline_lines.h"
#include "documents/core/text.h"

// Numbers of items that no mark tells apart from other figures: they count on.
namespace duban::documents {

// Blocks where numbers that stand alone on their lines, 1 2 3…, are joined to the line below them.
// They are left alone where they number the rows of a table: below heads, or with many short cells
// between them.
std::vector<Block> JoinBareNumbers(const Text& text, const Dictionary& dictionary,
                                   const std::vector<Block>& blocks);

// 2.50个小区 is item 2 where item 1 came before it; 1,截至11月底… is numbered by a comma where the
// sequence says so. `last`: the number before, 0 where there is none.
std::optional<Numbering> CountedOn(const Text& text, Range range, int last);

// Marks the lines that count on without a mark: at least three from 1, one after the other.
void NumberBareLines(const Text& text, std::vector<OutlineLine>* lines);

}  // namespace duban::documents
