#include "documents/core/byte_set.h"

#include <algorithm>

#if defined(__SSSE3__)
#include <tmmintrin.h>
#endif

namespace duban::documents {

#if defined(__SSSE3__)
namespace {

constexpr std::size_t kLanes = 16;

__m128i Load(const void* bytes) { return _mm_loadu_si128(static_cast<const __m128i*>(bytes)); }

// A bit for each of sixteen bytes, set where it is one of the set whose rows these are.
unsigned Found(__m128i low, __m128i high, __m128i bytes) {
  const __m128i bits = _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  // A shuffle gives 0 where the first bit of its index is set: each row is of the bytes on its side
  // of 0x80.
  const __m128i rows =
      _mm_or_si128(_mm_shuffle_epi8(low, bytes),
                   _mm_shuffle_epi8(high, _mm_xor_si128(bytes, _mm_set1_epi8(-128))));
  const __m128i bit =
      _mm_shuffle_epi8(bits, _mm_and_si128(_mm_srli_epi16(bytes, 4), _mm_set1_epi8(15)));
  return ~static_cast<unsigned>(
             _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_and_si128(rows, bit), _mm_setzero_si128()))) &
         0xFFFF;
}

}  // namespace
#endif

std::size_t ByteSet::Next(std::string_view text, std::size_t at, std::size_t end) const {
#if defined(__SSSE3__)
  const __m128i low = Load(low_.data());
  const __m128i high = Load(high_.data());
  for (; at < end && at + kLanes <= text.size(); at += kLanes) {
    const unsigned found = Found(low, high, Load(text.data() + at));
    if (found != 0) return std::min(at + static_cast<std::size_t>(std::countr_zero(found)), end);
  }
#endif
  while (at < end && !Has(text[at])) ++at;
  return at < end ? at : end;
}

std::uint64_t ByteSet::InBlock(std::string_view text, std::size_t begin, std::size_t end) const {
  std::uint64_t found = 0;
  const std::size_t size = std::min(end - begin, kBlock);
  std::size_t lane = 0;
#if defined(__SSSE3__)
  const __m128i low = Load(low_.data());
  const __m128i high = Load(high_.data());
  for (; lane < size && begin + lane + kLanes <= text.size(); lane += kLanes) {
    found |= std::uint64_t{Found(low, high, Load(text.data() + begin + lane))} << lane;
  }
#endif
  for (; lane < size; ++lane) found |= std::uint64_t{Has(text[begin + lane])} << lane;
  return size < kBlock ? found & ~(~std::uint64_t{0} << size)
                       : found;  // of the lanes behind the end none
}

}  // namespace duban::documents
