#pragma once

#include <string>
#include <string_view>

namespace duban::documents {

// `text` with traditional characters (實, 務, 個) as simplified ones, where they are its usual
// writing; empty where it has none or a few. Every character keeps its length in bytes, so that
// places stay: one whose simplified form is longer or shorter is left as it is. The words of the
// reader are simplified; a mirror outside of the mainland may have changed them.
std::string Simplified(std::string_view text);

}  // namespace duban::documents
