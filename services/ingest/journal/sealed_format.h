// The header of a sealed segment, which stands at its beginning and again at its end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace duban::ingest {

inline constexpr std::size_t kSealedHeaderBytes = 80;

struct SealedHeader {
  std::uint64_t number = 0;
  std::int64_t first_sequence = 0;
  std::int64_t last_sequence = 0;
  std::uint64_t index_offsets[2] = {0, 0};
  std::uint64_t index_bytes = 0;
  std::uint32_t index_checksum = 0;
};

std::string EncodeSealedHeader(const SealedHeader& header, std::uint32_t salt);
// nullopt when the bytes are no unharmed header.
std::optional<SealedHeader> DecodeSealedHeader(std::string_view bytes, std::uint32_t salt);

}  // namespace duban::ingest
