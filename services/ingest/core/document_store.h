// Documents as they came in, under the SHA-256 of their bytes.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/clock.h"

namespace duban::ingest {

struct StoredDocument {
  std::string id;         // SHA-256 of content, 64 lower-case hex digits
  std::string file_name;  // as given with the first import
  std::string mime_type;
  std::string content;  // the bytes as they came
  std::string text;     // decoded, UTF-8; what spans point into
  TimePoint create_time;
};

// DocumentStore keeps documents for ever. Thread-safe; blocks on I/O. Any method may fail with
// UNAVAILABLE STORE_UNREACHABLE.
class DocumentStore {
 public:
  virtual ~DocumentStore() = default;

  // True when it is new; a document that is there stays as it was, with its first name and time.
  virtual absl::StatusOr<bool> Put(const StoredDocument& document) = 0;

  // Errors: NOT_FOUND DOCUMENT_NOT_FOUND; DATA_LOSS DOCUMENT_CORRUPT when the bytes no longer have
  // their id.
  virtual absl::StatusOr<StoredDocument> Get(std::string_view id) const = 0;
};

}  // namespace duban::ingest
