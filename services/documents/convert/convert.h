#pragma once

#include <string>

#include "documents/core/reader.h"
#include "duban/ingest/v1/draft.pb.h"

namespace duban::documents {

// A reading as the message of the API. `document_id` is the SHA-256 of the document's bytes in lower-case hex.
ingest::v1::ImportDraft ToProto(const Reading& reading, std::string_view document_id);

// ProtoJSON of a draft, in one line or indented. Fields at their default value are left out.
std::string ToJson(const ingest::v1::ImportDraft& draft, bool indent);

// SHA-256 of bytes in lower-case hex.
std::string DocumentId(std::string_view bytes);

}  // namespace duban::documents
