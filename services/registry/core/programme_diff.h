// What changed between two programme trees. Pure; thread-safe.
#pragma once

#include <vector>

#include "duban/registry/v1/registry_service.pb.h"
#include "duban/type/v1/programme.pb.h"

namespace duban::registry {

// The differences of two canonical trees of one programme, in tree order; empty exactly when the
// trees are equal but for revision, etag and times. Parts are matched by number: a part in only one
// tree is one ADDED or REMOVED change, whose text is its title or measure; every differing field of
// a part in both is a MODIFIED change with both texts.
std::vector<v1::Change> DiffTrees(const type::v1::Programme& before,
                                  const type::v1::Programme& after);

}  // namespace duban::registry
