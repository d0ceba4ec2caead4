// Offline reading of documents: `duban parse`, `show`, `checks` and `quantities`. No service is
// needed.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/context.h"
#include "documents/core/reader.h"

namespace duban::cli {

// Files named by paths, folders (searched whole, in order of name; hidden files and folders left
// out) and globs, each once. Errors: NOT_FOUND FILE_NOT_FOUND for a path or glob that names
// nothing.
absl::StatusOr<std::vector<std::string>> ExpandPaths(const std::vector<std::string>& paths);

// What a person may know better than the documents: --district, --year, --as-of.
struct ReadFlags {
  ProgrammeOptions programme;
  Date as_of;
  std::string source_grade;  // official, mirror, damaged; empty = found in the text
};
void AddReadFlags(CLI::App& command, ReadFlags& flags);

// A file and what was read from it.
struct DocumentFile {
  std::string id;  // SHA-256 of the bytes in lower-case hex
  documents::Reading reading;
};

// Adds --source-grade.
void AddSourceGradeOption(CLI::App& command, std::string& grade);

// Reads one file of any format. Errors: those of ReadFile and documents/formats/read_file.h.
absl::StatusOr<DocumentFile> ReadDocumentFile(const std::string& path, const ReadFlags& flags);

// Registers the commands.
void AddDocumentCommands(CLI::App& app, Context& context);

}  // namespace duban::cli
