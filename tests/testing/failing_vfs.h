// An SQLite file system that fails on demand: everything else goes to the real one.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <string>

namespace duban::testing {

// Registered under `name` while it lives. Thread-safe.
class FailingVfs {
 public:
  explicit FailingVfs(std::string name);
  FailingVfs(const FailingVfs&) = delete;
  FailingVfs& operator=(const FailingVfs&) = delete;
  ~FailingVfs();

  std::atomic<bool> fail_syncs = false;   // SQLITE_IOERR_FSYNC
  std::atomic<bool> fail_writes = false;  // SQLITE_FULL
  std::atomic<int> syncs = 0;             // that were asked for

 private:
  std::string name_;
  sqlite3_vfs vfs_{};
};

}  // namespace duban::testing
