// The port to the aggregates that replicas share, and the answers in this process's own memory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace duban::analytics {

// An answer and what it was made from.
struct CachedAnswer {
  std::int64_t catalog_revision = 0;
  std::int64_t position = 0;
  std::string origin;  // which journal the position counts in (StateVersion::origin)
  std::string bytes;   // the serialized answer

  bool operator==(const CachedAnswer&) const = default;
};

// SummaryCache holds answers outside this process. It is never the truth: whatever goes wrong is a
// miss.
//
// Thread-safe. `district` is a six-digit code, `key` names the answer within it (at most 200
// bytes).
class SummaryCache {
 public:
  virtual ~SummaryCache() = default;

  // nullopt on a miss, on any failure, on a damaged value, and at once while the cache is known to
  // be away. Blocks at most for the configured timeout.
  virtual std::optional<CachedAnswer> Get(const std::string& district, const std::string& key) = 0;

  // Stores an answer for a limited time. Does not block; may be dropped.
  virtual void Put(const std::string& district, const std::string& key,
                   const CachedAnswer& answer) = 0;
};

}  // namespace duban::analytics
