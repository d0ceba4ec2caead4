// The grammar of filters (common/filter.h). Internal to common/filter*.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/filter_node.h"

namespace duban {

// The tree of a filter, its texts folded; null for one without a word. Errors: as Filter::Parse.
absl::StatusOr<FilterNodePtr> ParseFilter(std::string_view text,
                                          const std::vector<FilterField>& fields,
                                          const FilterFold& fold);

}  // namespace duban
