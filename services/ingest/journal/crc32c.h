// CRC-32C (Castagnoli), by the processor's instruction where it has one. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <string_view>

namespace duban::ingest {

// The checksum of `bytes` after bytes whose checksum is `crc` (0 = none).
std::uint32_t Crc32c(std::string_view bytes, std::uint32_t crc = 0);

// The same without the instruction; for tests.
std::uint32_t Crc32cPortable(std::string_view bytes, std::uint32_t crc = 0);

}  // namespace duban::ingest
