// A hash table from an id's hash to the sequence of its entry, for one log.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "ingest/journal/huge_pages.h"

namespace duban::ingest {

// What the id index keeps of an entry: SipHash of district and request id under the journal's
// secret, and its sequence. Two ids may share a hash, so whoever finds one compares the entry
// itself.
struct IdRef {
  std::uint64_t hash = 0;
  std::int64_t sequence = 0;

  bool operator==(const IdRef&) const = default;
  auto operator<=>(const IdRef&) const = default;
};

// Open addressing, at most half full. Not thread-safe.
class IdTable {
 public:
  // Has room for `capacity` ids; grows beyond by rehashing, which takes a while.
  explicit IdTable(std::size_t capacity);

  void Insert(IdRef ref);
  // Appends the sequences stored under a hash.
  void Find(std::uint64_t hash, std::vector<std::int64_t>& sequences) const;
  // Asks the processor to fetch what Find will need.
  void Prefetch(std::uint64_t hash) const { __builtin_prefetch(&slots_[Slot(hash)]); }

  std::size_t size() const { return size_; }
  // All refs, in order of hash and sequence.
  std::vector<IdRef> Sorted() const;

 private:
  std::size_t Slot(std::uint64_t hash) const { return hash & (slots_.size() - 1); }

  HugePageVector<IdRef> slots_;  // sequence 0 = free
  std::size_t size_ = 0;
};

}  // namespace duban::ingest
