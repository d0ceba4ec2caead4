#pragma once

#include <string>
#include <string_view>

namespace duban::documents {

// The encoding that a page or an XML declaration names in its first bytes (charset=…, encoding="…"), in lower case; empty
// when none is named.
std::string DeclaredEncoding(std::string_view bytes);

// Any bytes as UTF-8: by byte order mark, as UTF-8 where they are valid, else in the declared encoding (gb2312 and gbk
// read as GB18030, which holds both; GB18030 when unknown). Bytes that do not fit become U+FFFD.
std::string ToUtf8(std::string_view bytes, std::string_view declared);

}  // namespace duban::documents
