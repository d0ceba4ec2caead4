// Which project of one list is which of another, though the wording differs, numbers shift, items
// split and merge. Pure functions; thread-safe. Time grows with the product of the numbers of
// items.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "duban/type/v1/quantity.pb.h"

namespace duban::documents {

// A promised value.
struct AlignTarget {
  std::string measure;
  double value = 0;
  std::string unit;
  int task = 0;  // number
  type::v1::Source source;
};

// A project, or a task: what can be compared of it.
struct AlignItem {
  int number = 0;
  std::string title;
  std::vector<std::string> texts;  // contents, tasks, narratives
  std::vector<AlignTarget> targets;
};

// An item of the one list that goes on as an item of the other.
struct Link {
  int from = 0;  // index
  int to = 0;
  double score = 0;                 // 0..1
  std::vector<std::string> shared;  // the words that tell, the rarest first; at most 5
  int equal_targets = 0;            // values of 10 or more that both promise in the same unit
  bool part = false;                // one of several: the item was split or merged
};

// How the lists relate.
enum class Relation {
  kOneProgramme,   // a plan and its bulletins: each item once, the same number and targets count
  kOtherProgramme  // another year's list: items may split and merge, most have no counterpart
};

// The links in order of `from`, then of score. Where in doubt there is none: two items that share
// only common words of administration are not linked. An item may have several links when it was
// split or merged.
std::vector<Link> Align(const std::vector<AlignItem>& from, const std::vector<AlignItem>& to,
                        Relation relation);

// A promise that two lists of one programme name differently.
struct ChangedTarget {
  int from = 0;  // indexes of the items
  int to = 0;
  AlignTarget before;
  AlignTarget after;
};

// Targets of linked items that count the same in the same unit and differ in value. Only where each
// side names one such target and no other promise of the item explains the value.
std::vector<ChangedTarget> ChangedTargets(const std::vector<AlignItem>& from,
                                          const std::vector<AlignItem>& to,
                                          const std::vector<Link>& links);

// Each item of `from` with the one of `to` that it is (an index, or -1), each used once: for lists
// of one programme.
std::vector<int> AlignOneToOne(const std::vector<AlignItem>& from,
                               const std::vector<AlignItem>& to);

}  // namespace duban::documents
