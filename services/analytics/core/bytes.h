// Little-endian fields in a string: how snapshots are written. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace duban::analytics {

// Appends the object representation of a number.
template <typename T>
void Put(std::string& out, T value) {
  static_assert(std::is_arithmetic_v<T>);
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

// Appends a length (32 bits) and the bytes.
inline void PutText(std::string& out, std::string_view text) {
  Put(out, static_cast<std::uint32_t>(text.size()));
  out.append(text);
}

// Reads a number from the front of `in` and consumes it; false (and nothing consumed) when `in` is
// too short.
template <typename T>
bool Get(std::string_view& in, T& value) {
  static_assert(std::is_arithmetic_v<T>);
  if (in.size() < sizeof(value)) return false;
  std::memcpy(&value, in.data(), sizeof(value));
  in.remove_prefix(sizeof(value));
  return true;
}

inline bool GetText(std::string_view& in, std::string& text) {
  std::uint32_t size = 0;
  if (!Get(in, size) || in.size() < size) return false;
  text.assign(in.substr(0, size));
  in.remove_prefix(size);
  return true;
}

}  // namespace duban::analytics
