// An advisory lock on a file, held by one process at a time.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace duban::ingest {

// Held from Take until destruction (or the end of the process, however it ends).
class FileLock {
 public:
  // Creates the file when it is missing. Errors: FAILED_PRECONDITION JOURNAL_LOCKED (somebody else
  // holds it), UNAVAILABLE STORE_UNREACHABLE.
  static absl::StatusOr<FileLock> Take(const std::string& path);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace duban::ingest
