#include "documents/core/traditional.h"

#include <algorithm>
#include <iterator>

#include "documents/core/utf8.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

struct Pair {
  char16_t traditional;
  char16_t simplified;
};

// By the traditional one, rising (traditional_gen.cc).
constexpr Pair kPairs[] = {
#include "simplified_table.inc"
};

// Whether the text is written so: one of the commonest characters that have two forms, several
// times.
bool IsTraditional(std::string_view text) {
  constexpr int kLeast = 6;
  int found = 0;
  kSetOf<"個", "項", "務", "設", "開", "實", "萬", "農">.ForEach(
      text, [&found](std::size_t, std::size_t) { return ++found < kLeast; });
  return found >= kLeast;
}

}  // namespace

std::string Simplified(std::string_view text) {
  if (!IsTraditional(text)) return "";
  std::string out(text);
  for (std::size_t at = 0; at < text.size();) {
    const Char c = CharAt(text, at);
    const Pair* pair = c.bytes == 3
                           ? std::ranges::lower_bound(kPairs, static_cast<char16_t>(c.code), {},
                                                      &Pair::traditional)
                           : std::end(kPairs);
    if (pair != std::end(kPairs) && pair->traditional == c.code) {
      out[at] = static_cast<char>(0xE0 | pair->simplified >> 12);
      out[at + 1] = static_cast<char>(0x80 | (pair->simplified >> 6 & 0x3F));
      out[at + 2] = static_cast<char>(0x80 | (pair->simplified & 0x3F));
    }
    at += c.bytes;
  }
  return out;
}

}  // namespace duban::documents
