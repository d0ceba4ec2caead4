#include "tests/testing/faulty_disk.h"

#include <algorithm>
#include <set>

#include "common/error.h"

namespace duban::testing {
namespace {

using ingest::File;
using ingest::MutexLock;

constexpr std::size_t kSector = 512;

absl::Status Unreachable(std::string_view what) {
  return Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE", what);
}
absl::Status Missing(const std::string& name) {
  return Error(absl::StatusCode::kNotFound, "FILE_MISSING", name);
}

void Put(std::string& file, std::uint64_t offset, std::string_view bytes) {
  if (file.size() < offset + bytes.size()) file.resize(offset + bytes.size(), '\0');
  file.replace(offset, bytes.size(), bytes);
}

}  // namespace

class FaultyFile : public File {
 public:
  FaultyFile(FaultyDisk& disk, FaultyDisk::InodePtr inode)
      : disk_(disk), inode_(std::move(inode)) {}

  absl::StatusOr<std::string> Read(std::uint64_t offset, std::size_t size) const override {
    const MutexLock lock(disk_.mu_);
    RETURN_IF_ERROR(disk_.Power());
    if (offset >= inode_->now.size()) return std::string();
    return inode_->now.substr(offset, size);
  }
  absl::Status Write(std::uint64_t offset, std::string_view bytes) override {
    return disk_.WriteTo(*inode_, offset, bytes);
  }
  absl::Status Sync() override { return disk_.SyncInode(*inode_); }
  absl::StatusOr<std::uint64_t> Size() const override {
    const MutexLock lock(disk_.mu_);
    RETURN_IF_ERROR(disk_.Power());
    return inode_->now.size();
  }

 private:
  FaultyDisk& disk_;
  const FaultyDisk::InodePtr inode_;
};

class FaultyFileSystem : public ingest::FileSystem {
 public:
  explicit FaultyFileSystem(FaultyDisk& disk) : disk_(disk) {}

  absl::StatusOr<std::unique_ptr<File>> Open(const std::string& name) override {
    const MutexLock lock(disk_.mu_);
    RETURN_IF_ERROR(disk_.Power());
    const auto found = disk_.now_.find(name);
    if (found == disk_.now_.end()) return Missing(name);
    return std::make_unique<FaultyFile>(disk_, found->second);
  }
  absl::StatusOr<std::unique_ptr<File>> Create(const std::string& name) override {
    auto inode = std::make_shared<FaultyDisk::Inode>();
    RETURN_IF_ERROR(disk_.Change({"", name, inode}));
    return std::make_unique<FaultyFile>(disk_, inode);
  }
  absl::Status Rename(const std::string& from, const std::string& to) override {
    FaultyDisk::InodePtr inode;
    {
      const MutexLock lock(disk_.mu_);
      const auto found = disk_.now_.find(from);
      if (found == disk_.now_.end()) return Missing(from);
      inode = found->second;
    }
    return disk_.Change({from, to, inode});
  }
  absl::Status Remove(const std::string& name) override {
    {
      const MutexLock lock(disk_.mu_);
      if (!disk_.now_.contains(name)) return Missing(name);
    }
    return disk_.Change({name, "", nullptr});
  }
  absl::Status SyncDirectory() override { return disk_.SyncNames(); }
  absl::StatusOr<std::vector<std::string>> List() const override {
    const MutexLock lock(disk_.mu_);
    RETURN_IF_ERROR(disk_.Power());
    std::vector<std::string> names;
    for (const auto& [name, inode] : disk_.now_) names.push_back(name);
    return names;
  }
  absl::Status Lock(const std::string&) override { return absl::OkStatus(); }

 private:
  FaultyDisk& disk_;
};

std::unique_ptr<ingest::FileSystem> FaultyDisk::Mount() {
  return std::make_unique<FaultyFileSystem>(*this);
}

void FaultyDisk::LosePowerAfter(std::int64_t operations) {
  const MutexLock lock(mu_);
  power_lost_at_ = operations_ + operations;
}
void FaultyDisk::FailSyncAfter(std::int64_t syncs) {
  const MutexLock lock(mu_);
  syncs_until_failure_ = syncs;
}
void FaultyDisk::FailWriteAfter(std::int64_t writes) {
  const MutexLock lock(mu_);
  writes_until_failure_ = writes;
}
void FaultyDisk::RestartProcess() {
  const MutexLock lock(mu_);
  power_lost_at_ = INT64_MAX;
  syncs_until_failure_ = INT64_MAX;
  writes_until_failure_ = INT64_MAX;
}
void FaultyDisk::SetCapacity(std::uint64_t bytes) {
  const MutexLock lock(mu_);
  capacity_ = bytes;
}
bool FaultyDisk::power_lost() const {
  const MutexLock lock(mu_);
  return operations_ >= power_lost_at_;
}
std::int64_t FaultyDisk::operations() const {
  const MutexLock lock(mu_);
  return operations_;
}
std::uint64_t FaultyDisk::UsedBytes() const {
  const MutexLock lock(mu_);
  return Used();
}

std::uint64_t FaultyDisk::Used() const {
  std::uint64_t used = 0;
  for (const auto& [name, inode] : now_) used += inode->now.size();
  return used;
}

absl::Status FaultyDisk::Power() const {
  return operations_ >= power_lost_at_ ? Unreachable("the power is gone") : absl::OkStatus();
}

absl::Status FaultyDisk::Step(bool& last) {
  RETURN_IF_ERROR(Power());
  ++operations_;
  last = operations_ >= power_lost_at_;
  return absl::OkStatus();
}

std::uint64_t FaultyDisk::Part(std::uint64_t whole) {
  switch (Random(3)) {
    case 0:
      return whole;
    case 1:
      return 0;
    default:
      return Random(whole + 1);
  }
}

absl::Status FaultyDisk::WriteTo(Inode& inode, std::uint64_t offset, std::string_view bytes) {
  const MutexLock lock(mu_);
  bool last = false;
  RETURN_IF_ERROR(Step(last));
  const std::uint64_t end = offset + bytes.size();
  const bool full = end > inode.now.size() && Used() + end - inode.now.size() > capacity_;
  // What fails may have happened in part.
  const bool error = writes_until_failure_-- == 0;
  if (last || full || error) bytes = bytes.substr(0, Part(bytes.size()));
  if (full && offset + bytes.size() > inode.now.size()) bytes = bytes.substr(0, 0);
  if (!bytes.empty()) {
    Put(inode.now, offset, bytes);
    inode.pending.push_back({offset, std::string(bytes)});
  }
  if (last) return Unreachable("the power went during a write");
  if (error) return Unreachable("input/output error during a write");
  if (full) return Error(absl::StatusCode::kResourceExhausted, "STORE_FULL", "no space left");
  return absl::OkStatus();
}

void FaultyDisk::Save(Inode& inode) {
  for (const Write& write : inode.pending) Put(inode.durable, write.offset, write.bytes);
  inode.pending.clear();
}

absl::Status FaultyDisk::SyncInode(Inode& inode) {
  const MutexLock lock(mu_);
  bool last = false;
  RETURN_IF_ERROR(Step(last));
  if (last) {
    // It may have been done just before the power went.
    if (Random(2) == 0) Save(inode);
    return Unreachable("the power went during a sync");
  }
  if (syncs_until_failure_-- == 0) {
    // The kernel forgets that the pages are dirty: what was not written now never will be.
    for (const Write& write : inode.pending) Survive(inode, write);
    inode.pending.clear();
    return Error(absl::StatusCode::kFailedPrecondition, "SYNC_FAILED", "input/output error");
  }
  Save(inode);
  return absl::OkStatus();
}

absl::Status FaultyDisk::SyncNames() {
  const MutexLock lock(mu_);
  bool last = false;
  RETURN_IF_ERROR(Step(last));
  if (last && Random(2) == 0) return Unreachable("the power went during a sync of the directory");
  durable_ = now_;
  pending_.clear();
  return last ? Unreachable("the power went after a sync of the directory") : absl::OkStatus();
}

absl::Status FaultyDisk::Change(const NameChange& change) {
  const MutexLock lock(mu_);
  bool last = false;
  RETURN_IF_ERROR(Step(last));
  if (!last || Random(2) == 0) {
    if (!change.removed.empty()) now_.erase(change.removed);
    if (!change.added.empty()) now_[change.added] = change.inode;
    pending_.push_back(change);
  }
  return last ? Unreachable("the power went while a name was changed") : absl::OkStatus();
}

void FaultyDisk::Survive(Inode& inode, const Write& write) {
  const std::string_view bytes = write.bytes;
  switch (Random(5)) {
    case 0:
      return;
    case 1:
      Put(inode.durable, write.offset, bytes);
      return;
    case 2:
      Put(inode.durable, write.offset, bytes.substr(0, Random(bytes.size() + 1)));
      return;
    case 3: {
      const std::uint64_t from = Random(bytes.size() + 1);
      Put(inode.durable, write.offset + from, bytes.substr(from));
      return;
    }
    default:
      // Sectors of the disk in any combination.
      for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t size =
            std::min(bytes.size() - at, kSector - (write.offset + at) % kSector);
        if (Random(2) == 0) Put(inode.durable, write.offset + at, bytes.substr(at, size));
        at += size;
      }
  }
}

void FaultyDisk::PowerCycle() {
  const MutexLock lock(mu_);
  std::set<InodePtr> inodes;
  for (const auto& [name, inode] : now_) inodes.insert(inode);
  for (const auto& [name, inode] : durable_) inodes.insert(inode);
  for (const NameChange& change : pending_) {
    if (change.inode != nullptr) inodes.insert(change.inode);
  }
  // By name and not by address, so that a seed always does the same.
  std::vector<InodePtr> ordered;
  const auto take = [&](const InodePtr& inode) {
    if (inode != nullptr && inodes.erase(inode) > 0) ordered.push_back(inode);
  };
  for (const auto& [name, inode] : now_) take(inode);
  for (const auto& [name, inode] : durable_) take(inode);
  for (const NameChange& change : pending_) take(change.inode);
  for (const InodePtr& inode : ordered) {
    for (const Write& write : inode->pending) Survive(*inode, write);
    inode->pending.clear();
    inode->now = inode->durable;
  }
  const std::uint64_t mode = Random(3);
  for (const NameChange& change : pending_) {
    if (mode == 0 || (mode == 1 && Random(2) == 0)) continue;
    if (!change.removed.empty()) durable_.erase(change.removed);
    if (!change.added.empty()) durable_[change.added] = change.inode;
  }
  pending_.clear();
  now_ = durable_;
  power_lost_at_ = INT64_MAX;
  syncs_until_failure_ = INT64_MAX;
  writes_until_failure_ = INT64_MAX;
}

std::vector<std::string> FaultyDisk::Names() const {
  const MutexLock lock(mu_);
  std::vector<std::string> names;
  for (const auto& [name, inode] : now_) names.push_back(name);
  return names;
}

std::string FaultyDisk::Contents(const std::string& name) const {
  const MutexLock lock(mu_);
  return now_.at(name)->now;
}

void FaultyDisk::SetContents(const std::string& name, std::string bytes) {
  const MutexLock lock(mu_);
  Inode& inode = *now_.at(name);
  inode.pending.clear();
  inode.now = inode.durable = std::move(bytes);
}

std::map<std::string, std::string> FaultyDisk::Snapshot() const {
  const MutexLock lock(mu_);
  std::map<std::string, std::string> files;
  for (const auto& [name, inode] : now_) files[name] = inode->now;
  return files;
}

void FaultyDisk::Restore(const std::map<std::string, std::string>& files) {
  const MutexLock lock(mu_);
  now_.clear();
  pending_.clear();
  for (const auto& [name, bytes] : files)
    now_[name] = std::make_shared<Inode>(Inode{bytes, bytes, {}});
  durable_ = now_;
}

}  // namespace duban::testing
