#pragma once

#include <vector>

#include "documents/core/listing.h"
#include "documents/core/text.h"

namespace duban::documents {

// Projects of clauses that each report figures, where no statement counts or lists them:
// 其中,供水工程完工478处,完成率100%; 厕所改造完工3493户,…;…. Empty below three.
std::vector<Item> ReportingItems(const Text& text, Range sentence);

// Projects of a paragraph that opens with how its field goes on:
// 住房保障加快推进。公租房已开工860套,封顶210套;廉租房开工320套;…。 A sentence whose first clause
// ends in 中 tells of one project. Empty below three.
std::vector<Item> JudgedItems(const Text& text, Range line);

// The projects that the sentences of a document name, each once.
class ClauseItems {
 public:
  explicit ClauseItems(const Text& text) : text_(text) {}

  // Members of one list and the state said of them; `shared`, when not empty, is said of each
  // (这5项预计10月底前完成). A project that an earlier list has named is the same one; a later list
  // may tell its state.
  void Add(const std::vector<Range>& members, Status status, Range shared = {});

  // In the order of their first naming.
  std::vector<Item>& all() { return items_; }

 private:
  bool Known(const Item& item);

  const Text& text_;
  std::vector<Item> items_;
};

}  // namespace duban::documents
