#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace duban::documents {

// The encoding that a page or an XML declaration names in its first bytes (charset=…,
// encoding="…"), in lower case; empty when none is named.
std::string DeclaredEncoding(std::string_view bytes);

// Whether a byte order mark says that the bytes are UTF-16.
bool IsUtf16(std::string_view bytes);

struct Utf8Text {
  std::string text;           // valid UTF-8
  std::string_view encoding;  // the one read, by iconv's name
  std::size_t replaced = 0;   // bytes that did not fit; each became U+FFFD
};

// Any bytes as UTF-8: by byte order mark (dropped), as UTF-8 where that is what they plainly are,
// though some bytes be damaged (a copy cut inside a character), else in the declared encoding
// (gb2312 and gbk read as GB18030, which holds both; GB18030 when unknown).
Utf8Text ToUtf8(std::string_view bytes, std::string_view declared = "");

}  // namespace duban::documents
