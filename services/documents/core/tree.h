#pragma once

#include <string>
#include <vector>

#include "documents/core/draft.h"
#include "documents/core/listing.h"

namespace duban::documents {

// A passage of one task and what it speaks of.
struct Passage {
  Role role = Role::kContent;
  Range range;
  Range head;
  std::string name;    // of the column or label
  bool counts = true;  // false: repeated from a merged cell, its figures are read elsewhere
};

// Whether a passage of the role says what is promised.
inline bool IsPlan(Role role) {
  return role == Role::kTitle || role == Role::kContent || role == Role::kTarget;
}

struct TaskNode {
  int number = 0;
  Range title;
  std::vector<Passage> passages;
  std::vector<std::string> lead_units;
  std::vector<std::string> cooperating_units;
  Status status = Status::kNone;  // said by a cell of its own
};

struct ProjectNode {
  int number = 0;
  Range title;
  Range category;
  Range content;
  std::vector<std::string> leaders;
  std::vector<std::string> lead_units;
  std::vector<std::string> cooperating_units;
  Status group_status = Status::kNone;
  std::vector<TaskNode> tasks;
};

// What holds for all items of a list.
struct ItemReading {
  Role plain = Role::kContent;  // what an unlabelled passage holds: kContent in a plan, kProgress
                                // in a report
  bool results = false;         // the list tells what a year brought
  bool done = false;            // and says of itself that all of it is done
  bool told = false;         // its items of one sentence report, those that say so and the others
  bool first_leads = false;  // the first of several responsible offices leads, the others cooperate
};

// The tree of one item: names read, numbered pieces of its target parted into tasks.
ProjectNode BuildProject(const Text& text, const Dictionary& dictionary, const Item& item,
                         const ItemReading& reading);

}  // namespace duban::documents
