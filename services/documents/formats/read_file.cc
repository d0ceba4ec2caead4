#include "documents/formats/read_file.h"

#include <utility>

#include "common/error.h"

namespace duban::documents {

absl::StatusOr<Reading> ReadFile(std::string_view bytes, const ReadOptions& options,
                                 const DecodeLimits& limits) {
  ASSIGN_OR_RETURN(DecodedDocument decoded, Decode(bytes, limits));
  return ReadText(std::move(decoded), options);
}

}  // namespace duban::documents
