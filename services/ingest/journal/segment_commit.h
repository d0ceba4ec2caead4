// One Append while it is being put together: which entries are new, what they become, and their
// frames.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ingest/journal/segment_journal.h"

namespace duban::ingest {

// Nothing of it is visible to anybody until it is published. The entries given must outlive it. Not
// thread-safe.
class SegmentJournal::Commit {
 public:
  // `size` = how many entries it is about.
  Commit(FrameBuilder& builder, HashAlgorithm algorithm, std::int64_t last_sequence,
         std::size_t size)
      : builder_(builder),
        algorithm_(algorithm),
        first_sequence_(last_sequence + 1),
        next_sequence_(last_sequence + 1),
        frame_sequence_(last_sequence + 1) {
    builder_.Clear();
    entries_.reserve(size);
    results_.reserve(size);
    added_.reserve(size);
  }

  // True, and answered, when the same id was added before in this commit.
  bool Repeats(const NewEntry& entry, std::uint64_t id_hash);
  // Answers an entry whose id is stored already.
  void AddKnown(const Entry& stored, const NewEntry& entry) {
    results_.push_back(Repeated(stored, entry.content));
  }
  // Adds a new entry behind its district's head; `stored` gives the one before this commit, when it
  // is not known yet.
  template <typename Stored>
  void Add(const NewEntry& entry, std::uint64_t id_hash, const Stored& stored) {
    const std::uint32_t district = DistrictNumber(entry.district);
    const auto [head, is_new] = heads_.try_emplace(district);
    if (is_new) head->second = stored(district);
    Add(entry, id_hash, district, head->second);
  }
  // Closes the last frame.
  void Finish();

  std::string& frames() { return frames_; }
  const std::string& frames() const { return frames_; }
  const std::vector<FrameRef>& frame_refs() const { return refs_; }
  const std::vector<IndexedEntry>& entries() const { return entries_; }
  const Heads& heads() const { return heads_; }
  std::vector<AppendResult> TakeResults() { return std::move(results_); }

 private:
  // An id of this commit; equal when the ids are, not only their hashes.
  struct Key {
    std::uint64_t hash;
    const NewEntry* entry;

    bool operator==(const Key& other) const {
      return entry->district == other.entry->district &&
             entry->request_id == other.entry->request_id;
    }
    template <typename H>
    friend H AbslHashValue(H state, const Key& key) {
      return H::combine(std::move(state), key.hash);
    }
  };
  struct Added {
    std::size_t result;
    Digest content;
  };

  void Add(const NewEntry& entry, std::uint64_t id_hash, std::uint32_t district, HeadState& head);
  void CloseFrame(bool last);

  FrameBuilder& builder_;
  const HashAlgorithm algorithm_;
  const std::int64_t first_sequence_;
  std::int64_t next_sequence_;
  std::int64_t frame_sequence_;
  std::string frames_;
  std::vector<FrameRef> refs_;
  std::vector<IndexedEntry> entries_;
  Heads heads_;
  std::vector<AppendResult> results_;
  absl::flat_hash_map<Key, Added> added_;
};

}  // namespace duban::ingest
