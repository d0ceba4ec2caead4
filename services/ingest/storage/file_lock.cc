#include "ingest/storage/file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "common/error.h"

namespace duban::ingest {

absl::StatusOr<FileLock> FileLock::Take(const std::string& path) {
  FileLock lock(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (lock.descriptor_ < 0) {
    return Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE",
                 fmt::format("open {}: {}", path, std::strerror(errno)));
  }
  if (flock(lock.descriptor_, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) {
    return Error(absl::StatusCode::kFailedPrecondition, "JOURNAL_LOCKED",
                 fmt::format("another process writes this journal (it holds {})", path));
  }
  return Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE",
               fmt::format("lock {}: {}", path, std::strerror(errno)));
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace duban::ingest
