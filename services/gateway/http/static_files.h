// The built board, held in memory.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/http/message.h"

namespace duban::gateway {

// StaticFiles answers GETs with the files of one directory, read once. Immutable; thread-safe.
class StaticFiles {
 public:
  // No files at all: every answer is a page that says so.
  StaticFiles() = default;

  // Reads the directory and compresses what shrinks. Errors: NOT_FOUND WEB_DIR_NOT_FOUND;
  // RESOURCE_EXHAUSTED WEB_DIR_TOO_LARGE above 64 MiB.
  static absl::StatusOr<StaticFiles> Load(const std::string& directory);

  // The file at the request's path with ETag and, where the client takes it, gzip; 304 when it has
  // it already. A path without a dot is a page of the board and gets index.html. Files below
  // /assets/ carry their hash in the name and are cached for ever. Anything else is 404.
  HttpResponse Answer(const HttpRequest& request) const;

 private:
  struct File {
    std::string type;
    std::string etag;
    std::shared_ptr<const std::string> plain;
    std::shared_ptr<const std::string> gzip;  // null where it would not be smaller
  };
  std::map<std::string, File> files_;  // by path, "/index.html"
};

}  // namespace duban::gateway
