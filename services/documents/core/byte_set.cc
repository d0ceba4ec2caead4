#include "documents/core/byte_set.h"

#if defined(__SSSE3__)
#include <tmmintrin.h>

#include <bit>
#endif

namespace duban::documents {

std::size_t ByteSet::Next(std::string_view text, std::size_t at, std::size_t end) const {
#if defined(__SSSE3__)
  constexpr std::size_t kLanes = 16;
  const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(low_.data()));
  const __m128i high = _mm_loadu_si128(reinterpret_cast<const __m128i*>(high_.data()));
  const __m128i bits = _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  for (; at < end && at + kLanes <= text.size(); at += kLanes) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    // A shuffle gives 0 where the first bit of its index is set: each row is of the bytes on its side of 0x80.
    const __m128i rows = _mm_or_si128(_mm_shuffle_epi8(low, bytes), _mm_shuffle_epi8(high, _mm_xor_si128(bytes, _mm_set1_epi8(-128))));
    const __m128i bit = _mm_shuffle_epi8(bits, _mm_and_si128(_mm_srli_epi16(bytes, 4), _mm_set1_epi8(15)));
    const auto none = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_and_si128(rows, bit), _mm_setzero_si128())));
    if (none == 0xFFFF) continue;
    const std::size_t found = at + static_cast<std::size_t>(std::countr_one(none));
    return found < end ? found : end;
  }
#endif
  while (at < end && !Has(text[at])) ++at;
  return at < end ? at : end;
}

}  // namespace duban::documents
