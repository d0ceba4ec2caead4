// A file system in memory that loses power, runs full and fails syncs on demand.
//
// It promises nothing that a disk does not: what was written but not synced may be there after a
// power loss, or not, or in part and in any order; the same holds for created, renamed and removed
// names until the directory is synced.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "ingest/core/mutex.h"
#include "ingest/journal/file_system.h"

namespace duban::testing {

// Thread-safe. Outlives the file systems that are mounted from it, one at a time.
class FaultyDisk {
 public:
  explicit FaultyDisk(std::uint64_t seed) : random_(seed) {}

  // A file system on this disk, as a process sees it.
  std::unique_ptr<ingest::FileSystem> Mount();

  // The power goes after so many more operations that change something; the last of them is done in
  // part.
  void LosePowerAfter(std::int64_t operations);
  // The next so many syncs work, the one after them fails (once), and what it should have saved is
  // lost in part.
  void FailSyncAfter(std::int64_t syncs);
  // The next so many writes work, the one after them fails (once) and is done in part.
  void FailWriteAfter(std::int64_t writes);
  // Growing files beyond so many bytes in all fails with STORE_FULL.
  void SetCapacity(std::uint64_t bytes);

  // Settles what survived, if the power went or not, and turns the power on again. Nothing may be
  // mounted.
  void PowerCycle();

  // The power never went, only the process died with that operation: what it wrote is seen by the
  // next one, but still not durable.
  void RestartProcess();

  bool power_lost() const;
  std::int64_t operations() const;  // so far that changed something
  std::uint64_t UsedBytes() const;

  // Of a file as it is now. For tests that flip bytes behind the journal's back.
  std::vector<std::string> Names() const;
  std::string Contents(const std::string& name) const;
  void SetContents(const std::string& name, std::string bytes);
  // All files, and the way back to them. Nothing may be mounted.
  std::map<std::string, std::string> Snapshot() const;
  void Restore(const std::map<std::string, std::string>& files);

 private:
  friend class FaultyFile;
  friend class FaultyFileSystem;

  struct Write {
    std::uint64_t offset;
    std::string bytes;
  };
  struct Inode {
    std::string now;      // what processes see
    std::string durable;  // what is certain to survive
    std::vector<Write> pending;
  };
  using InodePtr = std::shared_ptr<Inode>;
  using Directory = std::map<std::string, InodePtr>;
  // A change of names: `removed` goes, `added` comes.
  struct NameChange {
    std::string removed;
    std::string added;
    InodePtr inode;
  };

  // Counts an operation; not OK once the power is gone. `last` tells that it goes with this one.
  absl::Status Step(bool& last) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Power() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status WriteTo(Inode& inode, std::uint64_t offset, std::string_view bytes);
  absl::Status SyncInode(Inode& inode);
  // Makes pending writes durable; what an earlier sync failed to save stays lost unless it was
  // written again.
  static void Save(Inode& inode);
  absl::Status SyncNames();
  absl::Status Change(const NameChange& change);
  // Puts a pending write into durable bytes: whole, not at all, or in pieces.
  void Survive(Inode& inode, const Write& write) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  std::uint64_t Used() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // How much of something that fails is done: often all of it or nothing.
  std::uint64_t Part(std::uint64_t whole) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  std::uint64_t Random(std::uint64_t below) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return random_() % below;
  }

  mutable ingest::Mutex mu_;
  std::mt19937_64 random_ ABSL_GUARDED_BY(mu_);
  Directory now_ ABSL_GUARDED_BY(mu_);
  Directory durable_ ABSL_GUARDED_BY(mu_);
  std::vector<NameChange> pending_ ABSL_GUARDED_BY(mu_);
  std::int64_t operations_ ABSL_GUARDED_BY(mu_) = 0;
  std::int64_t power_lost_at_ ABSL_GUARDED_BY(mu_) = INT64_MAX;
  std::int64_t syncs_until_failure_ ABSL_GUARDED_BY(mu_) = INT64_MAX;
  std::int64_t writes_until_failure_ ABSL_GUARDED_BY(mu_) = INT64_MAX;
  std::uint64_t capacity_ ABSL_GUARDED_BY(mu_) = UINT64_MAX;
};

}  // namespace duban::testing
