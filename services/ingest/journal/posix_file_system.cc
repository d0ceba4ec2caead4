#include "ingest/journal/posix_file_system.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "common/error.h"

namespace duban::ingest {
namespace {

// The one table from errno to our errors.
absl::Status ErrnoStatus(int error, std::string_view what) {
  const std::string message = fmt::format("{}: {}", what, std::strerror(error));
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return Error(absl::StatusCode::kResourceExhausted, "STORE_FULL", message);
    case ENOENT:
      return Error(absl::StatusCode::kNotFound, "FILE_MISSING", message);
    default:
      return Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE", message);
  }
}

absl::Status SyncFailed(int error, std::string_view what) {
  return Error(absl::StatusCode::kFailedPrecondition, "SYNC_FAILED",
               fmt::format("{}: {}", what, std::strerror(error)));
}

class PosixFile : public File {
 public:
  PosixFile(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}
  ~PosixFile() override { close(descriptor_); }

  absl::StatusOr<std::string> Read(std::uint64_t offset, std::size_t size) const override {
    std::string bytes(size, '\0');
    std::size_t done = 0;
    while (done < size) {
      const ssize_t got =
          pread(descriptor_, bytes.data() + done, size - done, static_cast<off_t>(offset + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return ErrnoStatus(errno, "read " + name_);
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    bytes.resize(done);
    return bytes;
  }

  absl::Status Write(std::uint64_t offset, std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t put =
          pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) return ErrnoStatus(errno, "write " + name_);
      bytes.remove_prefix(static_cast<std::size_t>(put));
      offset += static_cast<std::uint64_t>(put);
    }
    return absl::OkStatus();
  }

  absl::Status Sync() override {
    if (fdatasync(descriptor_) == 0) return absl::OkStatus();
    return SyncFailed(errno, "sync " + name_);
  }

  void WillNeed(std::uint64_t offset, std::size_t size) const override {
    posix_fadvise(descriptor_, static_cast<off_t>(offset), static_cast<off_t>(size),
                  POSIX_FADV_WILLNEED);
  }

  absl::StatusOr<std::uint64_t> Size() const override {
    struct stat info {};
    if (fstat(descriptor_, &info) != 0) return ErrnoStatus(errno, "stat " + name_);
    return static_cast<std::uint64_t>(info.st_size);
  }

 private:
  const int descriptor_;
  const std::string name_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<PosixFileSystem>> PosixFileSystem::Make(
    const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return ErrnoStatus(error.value(), "create " + directory);
  const int descriptor = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return ErrnoStatus(errno, "open " + directory);
  return std::unique_ptr<PosixFileSystem>(new PosixFileSystem(directory, descriptor));
}

PosixFileSystem::~PosixFileSystem() { close(descriptor_); }

absl::StatusOr<std::unique_ptr<File>> PosixFileSystem::Open(const std::string& name) {
  int file = openat(descriptor_, name.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0 && (errno == EACCES || errno == EROFS))
    file = openat(descriptor_, name.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return ErrnoStatus(errno, "open " + name);
  return std::make_unique<PosixFile>(file, name);
}

absl::StatusOr<std::unique_ptr<File>> PosixFileSystem::Create(const std::string& name) {
  const int file = openat(descriptor_, name.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return ErrnoStatus(errno, "create " + name);
  return std::make_unique<PosixFile>(file, name);
}

absl::Status PosixFileSystem::Rename(const std::string& from, const std::string& to) {
  if (renameat(descriptor_, from.c_str(), descriptor_, to.c_str()) == 0) return absl::OkStatus();
  return ErrnoStatus(errno, fmt::format("rename {} to {}", from, to));
}

absl::Status PosixFileSystem::Remove(const std::string& name) {
  if (unlinkat(descriptor_, name.c_str(), 0) == 0) return absl::OkStatus();
  return ErrnoStatus(errno, "remove " + name);
}

absl::Status PosixFileSystem::SyncDirectory() {
  if (fsync(descriptor_) == 0) return absl::OkStatus();
  return SyncFailed(errno, "sync the directory");
}

absl::StatusOr<std::vector<std::string>> PosixFileSystem::List() const {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator at(directory_, error), end; !error && at != end;
       at.increment(error))
    names.push_back(at->path().filename().string());
  if (error) return ErrnoStatus(error.value(), "list " + directory_);
  std::ranges::sort(names);
  return names;
}

absl::Status PosixFileSystem::Lock(const std::string& name) {
  ASSIGN_OR_RETURN(FileLock lock, FileLock::Take(directory_ + "/" + name));
  lock_.emplace(std::move(lock));
  return absl::OkStatus();
}

}  // namespace duban::ingest
