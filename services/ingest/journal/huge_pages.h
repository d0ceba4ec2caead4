// Memory for tables that are read all over, in huge pages where the system gives them: with small
// ones nearly every look into such a table also misses the processor's table of pages.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <new>
#include <vector>

namespace duban::ingest {

template <typename T>
struct HugePageAllocator {
  using value_type = T;
  static constexpr std::size_t kPageBytes = std::size_t{2} << 20;

  HugePageAllocator() = default;
  template <typename U>
  explicit HugePageAllocator(const HugePageAllocator<U>&) {}

  // What is smaller than a huge page comes from the heap as usual.
  static constexpr std::size_t AlignmentOf(std::size_t count) {
    return count * sizeof(T) < kPageBytes ? alignof(std::max_align_t) : kPageBytes;
  }
  T* allocate(std::size_t count) {
    const std::size_t alignment = AlignmentOf(count);
    void* memory = ::operator new(count * sizeof(T), std::align_val_t(alignment));
    // A wish: refused, the pages are small ones.
    if (alignment == kPageBytes)
      madvise(memory, count * sizeof(T) / kPageBytes * kPageBytes, MADV_HUGEPAGE);
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t count) {
    ::operator delete(memory, std::align_val_t(AlignmentOf(count)));
  }
  bool operator==(const HugePageAllocator&) const = default;
};

template <typename T>
using HugePageVector = std::vector<T, HugePageAllocator<T>>;

}  // namespace duban::ingest
