// `duban import`: documents into programmes and reports.
#pragma once

#include <duban/ingest/v1/document_service.pb.h>

#include <string>

#include "absl/status/statusor.h"
#include "cli/context.h"

namespace duban::cli {

// What a person may know better than the document; unset parts are found in it.
struct ImportOptions {
  std::string district;
  std::string route;  // district that proxies route by where `district` is unset; changes nothing
                      // in the reading
  int year = 0;
  Date as_of;
  ingest::v1::ProgrammeKind kind = ingest::v1::PROGRAMME_KIND_UNSPECIFIED;
  ingest::v1::SourceGrade source_grade = ingest::v1::SOURCE_GRADE_UNSPECIFIED;
  bool validate_only = false;
  ingest::v1::ReviewPatch patch;  // empty = what is stored with the document
};

// Sends one file to ingest. Errors: FILE_NOT_FOUND, and those of ImportDocument.
absl::StatusOr<ingest::v1::ImportDocumentResponse> ImportFile(const Context& context,
                                                              const std::string& path,
                                                              const ImportOptions& options);

// What an import did (or would do), a line per programme. Ends in \n.
std::string DescribeImport(const ingest::v1::ImportDocumentResponse& response, bool validate_only);

// Reads a patch that a person wrote. Errors: those of ReadFile; INVALID_ARGUMENT YAML_INVALID with
// the line.
absl::StatusOr<ingest::v1::ReviewPatch> ReadPatch(const std::string& path);

// Registers `duban import`.
void AddImportCommand(CLI::App& app, Context& context);

}  // namespace duban::cli
