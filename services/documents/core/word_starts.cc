#include "documents/core/word_starts.h"

#include <algorithm>

#if defined(__SSSE3__)
#include <tmmintrin.h>

#include <bit>
#endif

namespace duban::documents {

std::size_t WordStarts::Next(std::string_view text, std::size_t at) const {
#if defined(__SSSE3__)
  constexpr std::size_t kLanes = 16;
  constexpr std::size_t kReach = kLanes + 2;  // of the characters that begin there
  const auto load = [](const auto* bytes) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  };
  const __m128i half = _mm_set1_epi8(15);
  const __m128i bits = _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m128i rows[] = {load(groups_[0].data()), load(groups_[1].data()), load(groups_[2].data()),
                          load(groups_[3].data())};
  const __m128i narrow = load(narrow_.data());
  while (text.size() >= kReach && at + 2 < text.size()) {
    const std::size_t block = std::min(at, text.size() - kReach);
    const __m128i first = load(text.data() + block);
    const __m128i second = load(text.data() + block + 1);
    const __m128i third = load(text.data() + block + 2);
    const auto upper = [half](__m128i bytes) {
      return _mm_and_si128(_mm_srli_epi16(bytes, 4), half);
    };
    const __m128i wide =
        _mm_and_si128(_mm_and_si128(_mm_shuffle_epi8(rows[0], _mm_and_si128(second, half)),
                                    _mm_shuffle_epi8(rows[1], upper(second))),
                      _mm_and_si128(_mm_shuffle_epi8(rows[2], _mm_and_si128(third, half)),
                                    _mm_shuffle_epi8(rows[3], upper(third))));
    __m128i any = wide;
    // A shuffle gives 0 for a byte of a longer character, whose first bit is set.
    if (any_narrow_)
      any = _mm_or_si128(wide, _mm_and_si128(_mm_shuffle_epi8(narrow, first),
                                             _mm_shuffle_epi8(bits, upper(first))));
    const auto none =
        static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(any, _mm_setzero_si128())));
    const unsigned may = ~none & 0xFFFF & ~0U << (at - block);
    at = block + kLanes;
    if (may == 0) continue;
    const std::size_t found = block + static_cast<std::size_t>(std::countr_zero(may));
    at = found;
    if (Has(CharKey(text, &at))) return found;
    at = found + 1;
  }
#endif
  while (at < text.size()) {
    const std::size_t begin = at;
    if (Has(CharKey(text, &at))) return begin;
  }
  return at;
}

}  // namespace duban::documents
