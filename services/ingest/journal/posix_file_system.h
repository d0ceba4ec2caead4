// The real file system: one directory, pread, pwrite, fdatasync.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "ingest/journal/file_system.h"
#include "ingest/storage/file_lock.h"

namespace duban::ingest {

class PosixFileSystem : public FileSystem {
 public:
  // Creates the directory (and its parents) when it is missing. Errors: UNAVAILABLE
  // STORE_UNREACHABLE.
  static absl::StatusOr<std::unique_ptr<PosixFileSystem>> Make(const std::string& directory);
  ~PosixFileSystem() override;

  absl::StatusOr<std::unique_ptr<File>> Open(const std::string& name) override;
  absl::StatusOr<std::unique_ptr<File>> Create(const std::string& name) override;
  absl::Status Rename(const std::string& from, const std::string& to) override;
  absl::Status Remove(const std::string& name) override;
  absl::Status SyncDirectory() override;
  absl::StatusOr<std::vector<std::string>> List() const override;
  absl::Status Lock(const std::string& name) override;

 private:
  PosixFileSystem(std::string directory, int descriptor)
      : directory_(std::move(directory)), descriptor_(descriptor) {}

  const std::string directory_;
  const int descriptor_;
  std::optional<FileLock> lock_;
};

}  // namespace duban::ingest
