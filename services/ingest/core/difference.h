// How the content of two submissions differs, for a person.
#pragma once

#include <string>
#include <string_view>

#include "common/hash.h"
#include "duban/ingest/v1/progress_service.pb.h"
#include "duban/type/v1/report.pb.h"

namespace duban::ingest {

// Clears what the server fills in, so that the same content looks the same on its way in and when
// read back.
void ClearOutputOnly(type::v1::Report& report);

// The bytes of a report that went through ClearOutputOnly; the same for the same content.
std::string ContentBytes(const type::v1::Report& report);

// What makes two submissions under one request id the same: a digest of the content as submitted.
Digest ContentDigest(std::string_view content_bytes);
Digest ContentDigest(const type::v1::Report& report);
Digest ContentDigest(const v1::CaseStep& step);

// Which fields of `now` differ from `stored`, with both values: "as_of: 2022-06-30, was 2022-05-31;
// …", at most about 500 characters. A measurement without an indicator equals one that was bound by
// the service. Empty = no difference.
std::string Difference(const type::v1::Report& stored, const type::v1::Report& now);

}  // namespace duban::ingest
