#include "ingest/journal/file_system.h"

#include "common/error.h"

namespace duban::ingest {

absl::Status ReplaceFile(FileSystem& files, const std::string& name, std::string_view bytes) {
  const std::string temporary = name + ".tmp";
  ASSIGN_OR_RETURN(const std::unique_ptr<File> file, files.Create(temporary));
  RETURN_IF_ERROR(file->Write(0, bytes));
  RETURN_IF_ERROR(file->Sync());
  RETURN_IF_ERROR(files.Rename(temporary, name));
  return files.SyncDirectory();
}

absl::StatusOr<std::string> ReadFile(FileSystem& files, const std::string& name) {
  ASSIGN_OR_RETURN(const std::unique_ptr<File> file, files.Open(name));
  ASSIGN_OR_RETURN(const std::uint64_t size, file->Size());
  return file->Read(0, size);
}

}  // namespace duban::ingest
