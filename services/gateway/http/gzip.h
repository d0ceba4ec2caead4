#pragma once

#include <string>

namespace duban::gateway {

// `text` in gzip format; `level` 1 (quick) to 9 (small). Empty when zlib fails, which it does only
// without memory.
std::string Gzip(const std::string& text, int level);

}  // namespace duban::gateway
