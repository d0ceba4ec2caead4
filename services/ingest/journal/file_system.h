// Every effect that the journal engine has on files, so that tests can take its place and lose what
// was not synced.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace duban::ingest {

// An open file. Reads and writes may run at once from many threads.
// Errors of all methods: RESOURCE_EXHAUSTED STORE_FULL (no space), UNAVAILABLE STORE_UNREACHABLE
// (anything else).
class File {
 public:
  virtual ~File() = default;
  // Up to `size` bytes from `offset`; fewer only at the end of the file.
  virtual absl::StatusOr<std::string> Read(std::uint64_t offset, std::size_t size) const = 0;
  // Writes all bytes at `offset`, growing the file. After an error any part of it may be written.
  virtual absl::Status Write(std::uint64_t offset, std::string_view bytes) = 0;
  // Makes everything written durable. Errors: FAILED_PRECONDITION SYNC_FAILED: nobody knows what is
  // durable now, and a second try proves nothing.
  virtual absl::Status Sync() = 0;
  virtual absl::StatusOr<std::uint64_t> Size() const = 0;
  // Tells that these bytes will be read soon, so that the disk can begin. Nothing may come of it.
  virtual void WillNeed(std::uint64_t, std::size_t) const {}
};

// One directory without subdirectories; names have no slash. Thread-safe. Errors as above, and
// NOT_FOUND FILE_MISSING.
class FileSystem {
 public:
  virtual ~FileSystem() = default;
  // Opens an existing file for reading and writing, or for reading only when that is all that is
  // allowed.
  virtual absl::StatusOr<std::unique_ptr<File>> Open(const std::string& name) = 0;
  // Makes an empty file, in place of one that is there.
  virtual absl::StatusOr<std::unique_ptr<File>> Create(const std::string& name) = 0;
  // Atomic; replaces `to`. Durable, as the creation and removal of files, only after SyncDirectory.
  virtual absl::Status Rename(const std::string& from, const std::string& to) = 0;
  virtual absl::Status Remove(const std::string& name) = 0;
  // Errors: as File::Sync.
  virtual absl::Status SyncDirectory() = 0;
  // Names of all files, sorted.
  virtual absl::StatusOr<std::vector<std::string>> List() const = 0;
  // Holds a lock against other processes until this file system is destroyed.
  // Errors: FAILED_PRECONDITION JOURNAL_LOCKED.
  virtual absl::Status Lock(const std::string& name) = 0;
};

// Writes a whole small file so that after a crash either the old or the new one is there, complete.
absl::Status ReplaceFile(FileSystem& files, const std::string& name, std::string_view bytes);

// The whole file.
absl::StatusOr<std::string> ReadFile(FileSystem& files, const std::string& name);

}  // namespace duban::ingest
