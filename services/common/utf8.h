#pragma once

#include <cstddef>
#include <string_view>

namespace duban {

// Bytes of the UTF-8 sequence that `text` (not empty) begins with, 1 to 4; 0 when there is none: a
// stray or missing continuation byte, an overlong form, a surrogate, or a code point beyond
// U+10FFFF (RFC 3629, section 3).
std::size_t Utf8SequenceLength(std::string_view text);

// True when `text` is UTF-8 from end to end. What is not is refused by every protobuf `string`
// field.
bool IsUtf8(std::string_view text);

}  // namespace duban
