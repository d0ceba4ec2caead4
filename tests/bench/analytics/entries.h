// A country of generated districts and what they report, month after month.
#pragma once

#include <cstdint>
#include <string>

#include "duban/ingest/v1/progress_service.pb.h"
#include "duban/registry/v1/registry_service.pb.h"

namespace duban::analytics::bench {

inline constexpr int kProjects = 10;
inline constexpr int kTasks = 3;  // per project

// Six digits, from 440100 on.
std::string CodeOf(int district);

// The district's programme of 2022; event number `district` + 1 of a catalog.
registry::v1::CatalogEvent CatalogEventOf(int district);

// Entry number `i` (from 0) of a stream that goes round the districts, and within each round the
// tasks.
void FillEntry(std::int64_t i, int districts, ingest::v1::JournalEntry& entry);

}  // namespace duban::analytics::bench
