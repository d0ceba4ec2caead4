#include "ingest/journal/id_table.h"

#include <algorithm>
#include <bit>

namespace duban::ingest {

IdTable::IdTable(std::size_t capacity)
    : slots_(std::bit_ceil(std::max<std::size_t>(capacity, 8) * 2)) {}

void IdTable::Insert(IdRef ref) {
  if (2 * (size_ + 1) > slots_.size()) {
    IdTable larger(slots_.size());
    for (const IdRef& slot : slots_) {
      if (slot.sequence != 0) larger.Insert(slot);
    }
    *this = std::move(larger);
  }
  std::size_t at = Slot(ref.hash);
  while (slots_[at].sequence != 0) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = ref;
  ++size_;
}

void IdTable::Find(std::uint64_t hash, std::vector<std::int64_t>& sequences) const {
  for (std::size_t at = Slot(hash); slots_[at].sequence != 0; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].hash == hash) sequences.push_back(slots_[at].sequence);
  }
}

std::vector<IdRef> IdTable::Sorted() const {
  std::vector<IdRef> refs;
  refs.reserve(size_);
  for (const IdRef& slot : slots_) {
    if (slot.sequence != 0) refs.push_back(slot);
  }
  std::ranges::sort(refs);
  return refs;
}

}  // namespace duban::ingest
