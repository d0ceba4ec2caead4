#include "documents/core/utf8.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cstring>

#include "absl/base/attributes.h"
#include "documents/quantities/numeral.h"

namespace duban::documents {
namespace {

void Append(std::string* out, char32_t c) {
  if (c < 0x80) {
    out->push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out->push_back(static_cast<char>(0xC0 | (c >> 6)));
    out->push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    out->push_back(static_cast<char>(0xE0 | (c >> 12)));
    out->push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    out->push_back(static_cast<char>(0xF0 | (c >> 18)));
    out->push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3F)));
    out->push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
}

int ChineseDigit(char32_t c) { return c < 0x80 ? -1 : quantities::DigitOf(c); }

char32_t HalfWidth(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
  if (c == U'〔' || c == U'【' || c == U'[') return U'(';
  if (c == U'〕' || c == U'】' || c == U']') return U')';
  return c;
}

constexpr std::uint64_t kEach = 0x0101010101010101;

std::uint64_t EightBytes(std::string_view text, std::size_t at) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text.data() + at, 8);
  return bytes;
}

#if defined(__SSE2__)
// Sixteen bytes that are compared together.
constexpr std::size_t kLanes = 16;

__m128i LanesAt(std::string_view text, std::size_t at) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
}
#endif

}  // namespace

Char WideCharAt(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (bytes == 1 || at + bytes > text.size()) return {0xFFFD, 1};
  char32_t code = lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {0xFFFD, 1};
    code = (code << 6) | (byte(at + i) & 0x3F);
  }
  return {code, bytes};
}

Char WideCharBefore(std::string_view text, std::size_t end) {
  std::size_t at = end - 1;
  while (at > 0 && end - at < 4 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  const Char c = CharAt(text, at);
  return c.bytes == end - at ? c : Char{0xFFFD, 1};
}

std::size_t CountChars(std::string_view text) {
  std::size_t count = text.size();
  std::size_t at = 0;
#if defined(__SSE2__)
  if (text.size() >= kLanes) {
    __m128i heads = _mm_setzero_si128();  // two sums of bytes that go on with no character: all but
                                          // 0x80 to 0xBF
    for (; at + kLanes <= text.size(); at += kLanes) {
      const __m128i head = _mm_cmpgt_epi8(LanesAt(text, at), _mm_set1_epi8(-65));
      heads = _mm_add_epi64(
          heads, _mm_sad_epu8(_mm_sub_epi8(_mm_setzero_si128(), head), _mm_setzero_si128()));
    }
    const __m128i sum = _mm_add_epi64(heads, _mm_unpackhi_epi64(heads, heads));
    count -= at - static_cast<std::size_t>(_mm_cvtsi128_si64(sum));
  }
#endif
  // Eight bytes at once: those that go on with a character have the first bit set and the second
  // not.
  for (; at + 8 <= text.size(); at += 8) {
    const std::uint64_t bytes = EightBytes(text, at);
    const std::uint64_t tails = (bytes >> 7) & ~(bytes >> 6) & kEach;
    count -= tails * kEach >> 56;
  }
  if (at == text.size()) return count;
  if (text.size() >= 8) {  // the last bytes, without those that are counted already
    const std::uint64_t bytes = EightBytes(text, text.size() - 8) >> (8 * (8 - (text.size() - at)));
    const std::uint64_t tails = (bytes >> 7) & ~(bytes >> 6) & kEach;
    return count - (tails * kEach >> 56);
  }
  for (; at < text.size(); ++at) count -= (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  return count;
}

std::size_t CountWide(std::string_view text) {
  // They begin with 0xE2 or more: with the first bit, and 0x62 or more without it.
  std::size_t count = 0;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    const std::uint64_t bytes = EightBytes(text, at);
    const std::uint64_t high = ((bytes & (0x7F * kEach)) + 0x1E * kEach) & bytes;
    count += (high >> 7 & kEach) * kEach >> 56;
  }
  for (; at < text.size(); ++at) count += static_cast<unsigned char>(text[at]) >= 0xE2;
  return count;
}

std::size_t CountControls(std::string_view bytes) {
  const auto control = [](char c) { return c >= 0 && c < 32 && (c < '\t' || c > '\r'); };
  std::size_t count = 0;
  std::size_t at = 0;
#if defined(__SSE2__)
  for (; at + kLanes <= bytes.size(); at += kLanes) {
    const __m128i lanes = LanesAt(bytes, at);
    const auto at_most = [](__m128i values, char most) {
      return _mm_cmpeq_epi8(_mm_min_epu8(values, _mm_set1_epi8(most)), values);
    };
    const __m128i blanks = at_most(_mm_sub_epi8(lanes, _mm_set1_epi8('\t')), '\r' - '\t');
    const __m128i controls = _mm_andnot_si128(blanks, at_most(lanes, 31));
    count +=
        static_cast<std::size_t>(std::popcount(static_cast<unsigned>(_mm_movemask_epi8(controls))));
  }
#endif
  for (; at < bytes.size(); ++at) count += control(bytes[at]);
  return count;
}

Range TrimBlanks(std::string_view text, Range range) {
  while (range.begin < range.end) {
    const Char c = CharAt(text, range.begin);
    if (!IsSpace(c.code)) break;
    range.begin += c.bytes;
  }
  while (range.begin < range.end) {
    const Char c = CharBefore(text, range.end);
    if (!IsSpace(c.code)) break;
    range.end -= c.bytes;
  }
  return range;
}

std::string Normal(std::string_view text) {
  std::string storage;
  const std::string_view normal = NormalIn(text, &storage);
  if (normal.data() != storage.data()) storage = normal;
  return storage;
}

std::string_view NormalIn(std::string_view text, std::string* storage) {
  std::string& out = *storage;
  out.clear();
  std::size_t same = 0;  // where the characters begin that stay as they are
  bool changed = false;
  for (std::size_t at = 0; at < text.size();) {
    if (BeginsHan(text[at])) {
      at += 3;
      continue;
    }
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte > ' ' && byte < 0x80 && byte != '[' && byte != ']') {
      ++at;
      continue;
    }
    const Char c = CharAt(text, at);
    const bool blank = IsSpace(c.code);
    const char32_t plain = HalfWidth(c.code);
    if (blank || plain != c.code || (c.bytes == 1 && c.code >= 0x80)) {
      if (!changed) out.reserve(text.size());
      changed = true;
      out.append(text, same, at - same);
      if (!blank) Append(&out, plain);
      same = at + c.bytes;
    }
    at += c.bytes;
  }
  if (!changed) return text;
  return out.append(text, same);
}

namespace {

// Of the bytes of a word, the third and the last, or the second of one character, are compared at
// many places at once.
struct Compared {
  std::size_t third;
  std::size_t other;

  explicit Compared(std::string_view word)
      : third(std::min<std::size_t>(word.size() - 1, 2)),
        other(word.size() > 3 ? word.size() - 1 : std::min<std::size_t>(third, 1)) {}
};

bool IsAt(std::string_view text, std::string_view word, std::size_t at) {
  return std::memcmp(text.data() + at, word.data(), word.size()) == 0;
}

#if defined(__SSE2__)
// Some places where a word may begin, a bit for each behind `at`; no bits where there are none
// left.
struct Places {
  std::size_t at = 0;
  std::uint32_t bits = 0;
};

// The next of the places [at, end), of which the last kLanes can all be looked at.
ABSL_ATTRIBUTE_ALWAYS_INLINE inline Places NextPlaces(const char* text, const char* word,
                                                      Compared bytes, std::size_t at,
                                                      std::size_t end) {
  const __m128i thirds = _mm_set1_epi8(word[bytes.third]);
  const __m128i others = _mm_set1_epi8(word[bytes.other]);
  const auto load = [text](std::size_t from) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + from));
  };
  const auto may_begin = [&](std::size_t place) {
    const __m128i both = _mm_and_si128(_mm_cmpeq_epi8(load(place + bytes.third), thirds),
                                       _mm_cmpeq_epi8(load(place + bytes.other), others));
    return static_cast<std::uint32_t>(_mm_movemask_epi8(both));
  };
  for (; at + 2 * kLanes <= end; at += 2 * kLanes) {
    const std::uint32_t bits = may_begin(at) | may_begin(at + kLanes) << kLanes;
    if (bits != 0) return {at, bits};
  }
  if (at + kLanes <= end) {
    const std::uint32_t bits = may_begin(at);
    if (bits != 0) return {at, bits};
    at += kLanes;
  }
  if (at >= end) return {};
  const std::size_t last = end - kLanes;  // places before `at` lie there, too
  return {last, may_begin(last) & ~std::uint32_t{0} << (at - last)};
}

// Where the word begins, at one of the places or behind them. Most words that are looked for stand
// nowhere: what is asked of all of them does without a call.
ABSL_ATTRIBUTE_NOINLINE std::size_t FindAmong(Places places, std::string_view text,
                                              std::string_view word, std::size_t end) {
  while (places.bits != 0) {
    const std::size_t at = places.at + static_cast<std::size_t>(std::countr_zero(places.bits));
    if (IsAt(text, word, at)) return at;
    places.bits &= places.bits - 1;
    if (places.bits == 0)
      places = NextPlaces(text.data(), word.data(), Compared(word), at + 1, end);
  }
  return std::string_view::npos;
}
#endif

// As Find, where the word begins in [from, end) or nowhere.
ABSL_ATTRIBUTE_NOINLINE std::size_t FindInShort(std::string_view text, std::string_view word,
                                                std::size_t from, std::size_t end) {
  const Compared bytes(word);
  for (std::size_t at = from; at < end; ++at) {
    const void* found = std::memchr(text.data() + at + bytes.third, word[bytes.third], end - at);
    if (found == nullptr) break;
    at = static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) - bytes.third;
    if (text[at + bytes.other] == word[bytes.other] && IsAt(text, word, at)) return at;
  }
  return std::string_view::npos;
}

}  // namespace

std::size_t Find(std::string_view text, std::string_view word, std::size_t from) {
  if (word.empty()) return from <= text.size() ? from : std::string_view::npos;
  if (from > text.size() || text.size() - from < word.size()) return std::string_view::npos;
  const std::size_t end = text.size() - word.size() + 1;  // of the places where it may begin
#if defined(__SSE2__)
  if (end >= kLanes) {
    const Places places = NextPlaces(text.data(), word.data(), Compared(word), from, end);
    return places.bits == 0 ? std::string_view::npos : FindAmong(places, text, word, end);
  }
#endif
  return FindInShort(text, word, from, end);
}

std::size_t FindColon(std::string_view text) {
  const std::size_t narrow = text.find(':');
  const std::size_t wide = Find(text.substr(0, narrow), "：");
  return std::min(narrow, wide);
}

std::size_t FindLast(std::string_view text, std::string_view word) {
  if (word.empty()) return text.size();
  const std::size_t key = std::min<std::size_t>(word.size() - 1, 2);
  for (std::size_t end = text.size(); end > key;) {
    const void* found = memrchr(text.data() + key, word[key], end - key);
    if (found == nullptr) break;
    end = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    if (text.substr(end - key).starts_with(word)) return end - key;
  }
  return std::string_view::npos;
}

bool HoldsMoreThan(std::size_t most, std::string_view text) {
  std::size_t chars = 0;
  for (std::size_t at = 0; at < text.size() && chars <= most;) {
    if (BeginsHan(text[at])) {
      at += 3;
      ++chars;
      continue;
    }
    const Char c = CharAt(text, at);
    at += c.bytes;
    chars += !IsSpace(c.code);
  }
  return chars > most;
}

int NumeralValue(std::string_view text) {
  if (text.empty() || text.size() > 18) return -1;
  int value = 0;
  int pending = -1;
  bool arabic = false;
  bool chinese = false;
  for (std::size_t at = 0; at < text.size();) {
    const Char c = CharAt(text, at);
    at += c.bytes;
    if (IsDigit(c.code)) {
      arabic = true;
      value = value * 10 + static_cast<int>(c.code >= 0xFF10 ? c.code - 0xFF10 : c.code - '0');
    } else if (c.code == U'十' || c.code == U'百') {
      chinese = true;
      value += (pending < 0 ? 1 : pending) * (c.code == U'十' ? 10 : 100);
      pending = -1;
    } else if (const int digit = ChineseDigit(c.code); digit >= 0) {
      chinese = true;
      pending = pending > 0 ? pending * 10 + digit : digit;
    } else {
      return -1;
    }
    if (value > 99999) return -1;
  }
  if (arabic == chinese) return -1;
  return pending > 0 ? value + pending : value;
}

}  // namespace duban::documents
