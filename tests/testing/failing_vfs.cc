#include "tests/testing/failing_vfs.h"

#include <cstddef>

namespace duban::testing {
namespace {

// Our file; the real one lies behind it in the same allocation.
struct File {
  sqlite3_file base;
  FailingVfs* owner;
};
constexpr std::size_t kHeader = (sizeof(File) + 15) / 16 * 16;

sqlite3_file* Real(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + kHeader);
}
FailingVfs& Owner(sqlite3_file* file) { return *reinterpret_cast<File*>(file)->owner; }
sqlite3_vfs* RealVfs() { return sqlite3_vfs_find("unix"); }

int Write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  if (Owner(file).fail_writes) return SQLITE_FULL;
  return Real(file)->pMethods->xWrite(Real(file), data, size, offset);
}
int Sync(sqlite3_file* file, int flags) {
  ++Owner(file).syncs;
  if (Owner(file).fail_syncs) return SQLITE_IOERR_FSYNC;
  return Real(file)->pMethods->xSync(Real(file), flags);
}

// Forwards a method to the real file.
template <auto Member, typename... Args>
int Forward(sqlite3_file* file, Args... args) {
  return (Real(file)->pMethods->*Member)(Real(file), args...);
}

const sqlite3_io_methods* Methods() {
  using M = sqlite3_io_methods;
  static const M methods = {
      .iVersion = 2,
      .xClose = Forward<&M::xClose>,
      .xRead = Forward<&M::xRead, void*, int, sqlite3_int64>,
      .xWrite = Write,
      .xTruncate = Forward<&M::xTruncate, sqlite3_int64>,
      .xSync = Sync,
      .xFileSize = Forward<&M::xFileSize, sqlite3_int64*>,
      .xLock = Forward<&M::xLock, int>,
      .xUnlock = Forward<&M::xUnlock, int>,
      .xCheckReservedLock = Forward<&M::xCheckReservedLock, int*>,
      .xFileControl = Forward<&M::xFileControl, int, void*>,
      .xSectorSize = Forward<&M::xSectorSize>,
      .xDeviceCharacteristics = Forward<&M::xDeviceCharacteristics>,
      .xShmMap = Forward<&M::xShmMap, int, int, int, void volatile**>,
      .xShmLock = Forward<&M::xShmLock, int, int, int>,
      .xShmBarrier = [](sqlite3_file* f) { Real(f)->pMethods->xShmBarrier(Real(f)); },
      .xShmUnmap = Forward<&M::xShmUnmap, int>,
      .xFetch = nullptr,
      .xUnfetch = nullptr,
  };
  return &methods;
}

int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  reinterpret_cast<File*>(file)->owner = static_cast<FailingVfs*>(vfs->pAppData);
  const int code = RealVfs()->xOpen(RealVfs(), name, Real(file), flags, out_flags);
  if (code == SQLITE_OK) file->pMethods = Methods();
  return code;
}

}  // namespace

FailingVfs::FailingVfs(std::string name) : name_(std::move(name)), vfs_(*RealVfs()) {
  vfs_.pNext = nullptr;
  vfs_.zName = name_.c_str();
  vfs_.pAppData = this;
  vfs_.szOsFile += static_cast<int>(kHeader);
  vfs_.xOpen = Open;
  sqlite3_vfs_register(&vfs_, 0);
}

FailingVfs::~FailingVfs() { sqlite3_vfs_unregister(&vfs_); }

}  // namespace duban::testing
