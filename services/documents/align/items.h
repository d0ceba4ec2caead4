// What is compared of drafts and of programmes. Pure functions; thread-safe.
#pragma once

#include <vector>

#include "documents/align/align.h"
#include "duban/ingest/v1/draft.pb.h"
#include "duban/type/v1/programme.pb.h"

namespace duban::documents {

// An item per project, in order.
std::vector<AlignItem> ItemsOf(const ingest::v1::DraftProgramme& programme);
std::vector<AlignItem> ItemsOf(const type::v1::Programme& programme);

// An item per task of a project, in order.
std::vector<AlignItem> ItemsOf(const type::v1::Project& project);

}  // namespace duban::documents
