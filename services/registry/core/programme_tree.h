// The programme tree as a value: its one canonical form, its counts, its etag.
// Pure functions; thread-safe.
#pragma once

#include <cstdint>
#include <string>

#include "duban/type/v1/programme.pb.h"

namespace duban::registry {

// The one form in which a tree is stored, compared and served:
// - year taken from the name (which must be well-formed); every part's name written from the
// numbers;
// - a number that is 0 becomes the one after its elder sibling's (1 for the first);
// - projects, tasks and indicators in order of number, milestones in order of due date, then
// number;
// - text without blanks around it, empty list items gone, weight 0 written as 1;
// - revision, etag and times are cleared: the store's business.
type::v1::Programme Canonical(type::v1::Programme programme);

// Gives every part without a number its number, as Canonical does, in the order that it stands in.
void AssignNumbers(type::v1::Programme& programme);

// What a programme holds.
struct TreeSize {
  int projects = 0;
  int tasks = 0;
};
TreeSize SizeOf(const type::v1::Programme& programme);

// The quoted revision: "3" with its quotes.
std::string EtagOf(std::int64_t revision);

}  // namespace duban::registry
