#include "documents/core/marks.h"

#include <algorithm>
#include <bit>
#include <cstddef>

#include "documents/core/byte_set.h"

namespace duban::documents {
namespace {

// A text without any mark costs no more than this much either way.
constexpr std::size_t kMaxReach = 3000;

// Whether a character ends a clause and no sentence.
bool IsClauseMark(char32_t c) { return c == ',' || c == U'\uFF0C' || c == ':' || c == U'\uFF1A'; }

// Bytes that may begin a mark: the ASCII ones, and those that the wide ones share.
constexpr ByteSet kBeginsMark(";!?\n|,:\xE3\xEF");

bool IsTail(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The first set bit in [begin, end), else `end`.
std::size_t FirstSet(const std::vector<std::uint64_t>& bits, std::size_t begin, std::size_t end) {
  if (begin >= end) return end;
  std::uint64_t word = bits[begin / 64] & (~std::uint64_t{0} << (begin % 64));
  for (std::size_t at = begin / 64;; word = bits[at]) {
    if (word != 0) return std::min(end, at * 64 + static_cast<std::size_t>(std::countr_zero(word)));
    if (++at * 64 >= end) return end;
  }
}

// The last set bit in [begin, end), else `end`.
std::size_t LastSet(const std::vector<std::uint64_t>& bits, std::size_t begin, std::size_t end) {
  if (begin >= end) return end;
  std::uint64_t word = bits[(end - 1) / 64] & (~std::uint64_t{0} >> (63 - (end - 1) % 64));
  for (std::size_t at = (end - 1) / 64;; word = bits[at]) {
    if (word != 0) {
      const std::size_t found = at * 64 + 63 - static_cast<std::size_t>(std::countl_zero(word));
      return found < begin ? end : found;
    }
    if (at * 64 <= begin) return end;
    --at;
  }
}

Range Around(std::string_view text, const std::vector<std::uint64_t>& marks, Range within,
             std::size_t at) {
  Range range{at, at};
  if (at > within.begin) {
    std::size_t floor = std::max(within.begin, at > kMaxReach ? at - kMaxReach : 0);
    while (floor > 0 && IsTail(text[floor])) --floor;
    const std::size_t mark = LastSet(marks, floor, at);
    range.begin = mark == at ? floor : std::min(at, mark + CharAt(text, mark).bytes);
  }
  if (at < within.end) {
    const std::size_t limit = std::min({within.end, at + kMaxReach, text.size()});
    range.end = FirstSet(marks, at, limit);
    if (range.end == limit) {
      while (range.end < text.size() && IsTail(text[range.end])) ++range.end;
    }
  }
  return range;
}

}  // namespace

bool IsSentenceMark(char32_t c) {
  return c == U'。' || c == ';' || c == U'\uFF1B' || c == '!' || c == U'\uFF01' || c == '?' ||
         c == U'\uFF1F' || c == '\n' || c == '|';
}

bool ClosesSentence(std::string_view line) {
  if (line.empty()) return false;
  const char32_t last = CharBefore(line, line.size()).code;
  return IsSentenceMark(last) || last == ':' || last == U'：';
}

Marks::Marks(std::string_view text)
    : sentences_(text.size() / 64 + 1), clauses_(text.size() / 64 + 1) {
  kBeginsMark.ForEach(text, 0, text.size(), [&](std::size_t at) {
    const char32_t c = CharAt(text, at).code;
    const std::uint64_t bit = std::uint64_t{1} << (at % 64);
    const bool sentence = IsSentenceMark(c);
    if (sentence || IsClauseMark(c)) clauses_[at / 64] |= bit;
    if (sentence) sentences_[at / 64] |= bit;
  });
}

Range Marks::SentenceAround(std::string_view text, Range within, std::size_t at) const {
  return Around(text, sentences_, within, at);
}
Range Marks::ClauseAround(std::string_view text, Range within, std::size_t at) const {
  return Around(text, clauses_, within, at);
}

}  // namespace duban::documents
