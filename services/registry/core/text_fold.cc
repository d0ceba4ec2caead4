#include "registry/core/text_fold.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>

namespace duban::registry {
namespace {

constexpr char32_t kPlane = 0x10000;  // the table covers the Basic Multilingual Plane

using FoldTable = std::vector<char16_t>;

bool IsHan(char32_t c) { return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF); }

// One code point after compatibility folding (width, case); itself where that would not be one code
// point.
char16_t FoldOne(const icu::Normalizer2& fold, char16_t c) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString folded = fold.normalize(icu::UnicodeString(c), error);
  return U_SUCCESS(error) && folded.length() == 1 ? folded.charAt(0) : c;
}

// Characters are simplified one by one, each between blanks, since the rules for words would change
// positions.
void Simplify(FoldTable& table) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> simplify(
      icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, error));
  if (U_FAILURE(error)) return;
  icu::UnicodeString text;
  std::vector<char32_t> order;
  for (char32_t c = 0; c < kPlane; ++c) {
    if (!IsHan(table[c])) continue;
    order.push_back(c);
    text.append(static_cast<char16_t>(table[c])).append(u'\n');
  }
  simplify->transliterate(text);
  if (text.length() != static_cast<int32_t>(2 * order.size())) return;
  for (size_t i = 0; i < order.size(); ++i)
    table[order[i]] = text.charAt(static_cast<int32_t>(2 * i));
}

FoldTable MakeTable() {
  FoldTable table(kPlane);
  for (char32_t c = 0; c < kPlane; ++c) table[c] = static_cast<char16_t>(c);
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_SUCCESS(error)) {
    for (char32_t c = 0; c < kPlane; ++c) {
      if (c < 0xD800 || c > 0xDFFF) table[c] = FoldOne(*fold, static_cast<char16_t>(c));
    }
  }
  Simplify(table);
  return table;
}

// Built once from ICU's data (some 20 ms) and never changed: asking ICU for every character costs a
// hundred times more.
const FoldTable& Table() {
  static const FoldTable* const table = new FoldTable(MakeTable());
  return *table;
}

// Reads one code point and moves `at` behind it.
char32_t Next(std::string_view text, size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
  if (more == 0) return 0xFFFD;
  char32_t out = lead & (0x3Fu >> more);
  for (int i = 0; i < more; ++i) {
    if (at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) return 0xFFFD;
    out = (out << 6) | (static_cast<unsigned char>(text[at++]) & 0x3F);
  }
  return out;
}

void Append(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

}  // namespace

std::string FoldText(std::string_view utf8) {
  const FoldTable& table = Table();
  std::string out;
  out.reserve(utf8.size());
  for (size_t at = 0; at < utf8.size();) {
    const char32_t c = Next(utf8, at);
    Append(out, c < kPlane ? table[c] : c);
  }
  return out;
}

std::u32string FoldToCodePoints(std::string_view utf8) {
  const FoldTable& table = Table();
  std::u32string out;
  out.reserve(utf8.size() / 3 + 1);
  for (size_t at = 0; at < utf8.size();) {
    const char32_t c = Next(utf8, at);
    out += c < kPlane ? table[c] : c;
  }
  return out;
}

std::u32string ToCodePoints(std::string_view utf8) {
  std::u32string out;
  for (size_t at = 0; at < utf8.size();) out += Next(utf8, at);
  return out;
}

std::string ToUtf8(std::u32string_view code_points) {
  std::string out;
  for (const char32_t c : code_points) Append(out, c);
  return out;
}

std::string Romanize(std::string_view utf8, size_t limit) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> romanize(
      icu::Transliterator::createInstance("Han-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, error));
  if (U_FAILURE(error)) return "";
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  romanize->transliterate(text);
  std::string out;
  for (int32_t i = 0; i < text.length() && out.size() < limit; ++i) {
    const char16_t c = text.charAt(i);
    if ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9')) out += static_cast<char>(c);
  }
  return out;
}

size_t BigramSignature::BitOf(char32_t first, char32_t second) {
  const std::uint64_t pair = (static_cast<std::uint64_t>(first) << 21) | second;
  return static_cast<size_t>((pair * 0x9E3779B97F4A7C15ull) >> 49);
}

void BigramSignature::Add(std::u32string_view folded) {
  for (size_t i = 1; i < folded.size(); ++i) {
    const size_t bit = BitOf(folded[i - 1], folded[i]);
    bits_[bit / 8] = static_cast<unsigned char>(bits_[bit / 8] | (1u << (bit % 8)));
  }
}

bool BigramSignature::MayHold(std::u32string_view folded) const {
  for (size_t i = 1; i < folded.size(); ++i) {
    const size_t bit = BitOf(folded[i - 1], folded[i]);
    if ((bits_[bit / 8] & (1u << (bit % 8))) == 0) return false;
  }
  return true;
}

}  // namespace duban::registry
