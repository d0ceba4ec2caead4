// SipHash-2-4: a short hash under a secret key, so that nobody outside can choose ids that collide.
// Pure.
#pragma once

#include <cstdint>
#include <string_view>

namespace duban::ingest {

struct SipKey {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
};

std::uint64_t SipHash(const SipKey& key, std::string_view bytes);

}  // namespace duban::ingest
