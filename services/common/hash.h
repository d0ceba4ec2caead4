// Cryptographic digests (OpenSSL). Pure functions; thread-safe.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace duban {

using Digest = std::array<unsigned char, 32>;

// Both give 32 bytes. SM3 (GB/T 32905) where national cryptography is required.
enum class HashAlgorithm { kSha256, kSm3 };

// H(first || second || third). Empty parts are allowed.
Digest Hash(HashAlgorithm algorithm, std::string_view first, std::string_view second = {},
            std::string_view third = {});

std::string_view AsBytes(const Digest& digest);

// Lower-case hexadecimal.
std::string Hex(std::string_view bytes);

// The inverse of Hex for 64 digits; nullopt otherwise.
std::optional<Digest> ParseDigest(std::string_view hex);

// SHA-256 of bytes as 64 lower-case hex digits: the id of a document.
std::string Sha256Hex(std::string_view bytes);

}  // namespace duban
