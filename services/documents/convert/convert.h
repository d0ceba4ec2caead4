#pragma once

#include <string>

#include "documents/core/reader.h"
#include "duban/ingest/v1/draft.pb.h"

namespace duban::documents {

// A reading as the message of the API. `document_id` is the SHA-256 of the document's bytes in
// lower-case hex.
ingest::v1::ImportDraft ToProto(const Reading& reading, std::string_view document_id);

}  // namespace duban::documents
