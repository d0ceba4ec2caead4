#pragma once

#include <cstddef>
#include <vector>

#include "documents/core/blocks.h"
#include "documents/core/dictionary.h"
#include "documents/core/text.h"

namespace duban::documents {

// Printed lines that hold several lines of an outline, parted: pairs of labels
// (任务目标:… 进展情况:…), a chapter and its items, a whole list on one line.
class OutlineParts {
 public:
  // All must outlive it.
  OutlineParts(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks);

  // The parts of a block that is no table, in order; the whole of it where it holds one line.
  // `last`: the arabic number of the line before, 0 where there is none.
  std::vector<Range> Of(std::size_t block, int last) const;

 private:
  const Text& text_;
  const Dictionary& dictionary_;
  const std::vector<Block>& blocks_;
  const Block* only_;  // the one paragraph that holds a numbered list; null where none does
};

}  // namespace duban::documents
