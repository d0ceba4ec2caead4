// PackedVector is a vector of plain items for states that hold millions of short ones: it takes the
// room of one pointer, nothing on the heap while empty, and grows by an eighth, from a page on by
// half (std::vector: three pointers, and twice the room).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

namespace duban::analytics {

// Not thread-safe. At most 2^32 - 1 items. Iterators and references are valid until the next
// change.
template <typename T>
class PackedVector {
  static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 8);

 public:
  PackedVector() = default;
  PackedVector(PackedVector&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  PackedVector& operator=(PackedVector&& other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~PackedVector() { std::free(block_); }

  std::size_t size() const { return block_ == nullptr ? 0 : block_->size; }
  bool empty() const { return size() == 0; }
  T* begin() { return block_ == nullptr ? nullptr : Items(block_); }
  T* end() { return begin() + size(); }
  const T* begin() const { return block_ == nullptr ? nullptr : Items(block_); }
  const T* end() const { return begin() + size(); }
  const T* data() const { return begin(); }
  T& operator[](std::size_t i) { return begin()[i]; }
  const T& operator[](std::size_t i) const { return begin()[i]; }
  T& back() { return end()[-1]; }
  const T& back() const { return end()[-1]; }

  // Makes room for `count` items.
  void Reserve(std::size_t count) {
    const std::size_t capacity = block_ == nullptr ? 0 : block_->capacity;
    if (count <= capacity) return;
    const std::size_t more = capacity * sizeof(T) < 4096 ? capacity / 8 : capacity / 2;
    const std::size_t grown = std::max(count, capacity + more);
    auto* const block =
        static_cast<Block*>(std::realloc(block_, sizeof(Block) + grown * sizeof(T)));
    if (block == nullptr) throw std::bad_alloc();
    if (block_ == nullptr) block->size = 0;
    block->capacity = static_cast<std::uint32_t>(grown);
    block_ = block;
  }

  // Inserts `count` items, which must not lie in this vector, before `place`; returns where the
  // first of them stands.
  T* Insert(const T* place, const T* items, std::size_t count) {
    const auto at = static_cast<std::size_t>(place - begin());
    Reserve(size() + count);
    if (count == 0) return begin() + at;
    T* const first = begin() + at;
    std::memmove(first + count, first, (size() - at) * sizeof(T));
    std::memcpy(first, items, count * sizeof(T));
    block_->size += static_cast<std::uint32_t>(count);
    return first;
  }
  T* Insert(const T* place, const T& item) { return Insert(place, &item, 1); }
  void Append(const T& item) { Insert(end(), &item, 1); }

  void Erase(const T* first, const T* last) {
    if (first == last) return;
    std::memmove(begin() + (first - begin()), last,
                 static_cast<std::size_t>(end() - last) * sizeof(T));
    block_->size -= static_cast<std::uint32_t>(last - first);
  }

  // Bytes on the heap.
  std::size_t HeapBytes() const {
    return block_ == nullptr ? 0 : sizeof(Block) + block_->capacity * sizeof(T);
  }

 private:
  struct Block {
    std::uint32_t size;
    std::uint32_t capacity;
  };
  static T* Items(Block* block) { return reinterpret_cast<T*>(block + 1); }
  static const T* Items(const Block* block) { return reinterpret_cast<const T*>(block + 1); }

  Block* block_ = nullptr;
};

}  // namespace duban::analytics
