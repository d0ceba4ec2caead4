#include "documents/core/traditional.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <memory>
#include <unordered_map>

#include "documents/core/utf8.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// Whether the text is written so: one of the commonest characters that have two forms, several times.
bool IsTraditional(std::string_view text) {
  constexpr int kLeast = 6;
  int found = 0;
  kSetOf<"個", "項", "務", "設", "開", "實", "萬", "農">.ForEach(text, [&found](std::size_t, std::size_t) { return ++found < kLeast; });
  return found >= kLeast;
}

}  // namespace

std::string Simplified(std::string_view text) {
  if (!IsTraditional(text)) return "";
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> turn(icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
  if (U_FAILURE(status) || turn == nullptr) return "";
  std::unordered_map<char32_t, std::string> known;
  std::string out(text);
  for (std::size_t at = 0; at < text.size();) {
    const Char c = CharAt(text, at);
    if (IsHan(c.code)) {
      const auto [entry, fresh] = known.try_emplace(c.code);
      if (fresh) {
        icu::UnicodeString one(static_cast<UChar32>(c.code));
        turn->transliterate(one);
        one.toUTF8String(entry->second);
      }
      if (entry->second.size() == c.bytes) out.replace(at, c.bytes, entry->second);
    }
    at += c.bytes;
  }
  return out;
}

}  // namespace duban::documents
