#include "documents/core/clause_lists.h"

#include "documents/core/clause_finder.h"

namespace duban::documents {

ClauseLists ReadClauseLists(const Text& text, const Dictionary& dictionary,
                            const std::vector<Block>& blocks) {
  ListFinder finder(text, dictionary);
  for (const Block& block : blocks) {
    if (block.table < 0 && block.range.size() <= 20'000) finder.Read(block.range);
  }
  ClauseLists lists = finder.Take();
  if (lists.items.size() < 3) return {};
  return lists;
}

}  // namespace duban::documents
