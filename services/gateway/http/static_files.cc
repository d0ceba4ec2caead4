#include "gateway/http/static_files.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "common/error.h"
#include "common/hash.h"
#include "gateway/core/path_template.h"
#include "gateway/http/gzip.h"

namespace duban::gateway {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxBytes = 64 << 20;

std::string TypeOf(const fs::path& path) {
  static const std::map<std::string, std::string> kTypes = {
      {".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},   {".svg", "image/svg+xml"},
      {".json", "application/json"},         {".png", "image/png"},
      {".txt", "text/plain; charset=utf-8"}, {".woff2", "font/woff2"}};
  const auto it = kTypes.find(path.extension().string());
  return it == kTypes.end() ? "application/octet-stream" : it->second;
}

HttpResponse Page(int status, const std::string& text) {
  return {status,
          {{"Content-Type", "text/plain; charset=utf-8"}},
          std::make_shared<const std::string>(text)};
}

}  // namespace

absl::StatusOr<StaticFiles> StaticFiles::Load(const std::string& directory) {
  StaticFiles out;
  std::error_code error;
  size_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(directory, error)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    bytes += text.str().size();
    if (bytes > kMaxBytes) {
      return Error(
          absl::StatusCode::kResourceExhausted, "WEB_DIR_TOO_LARGE",
          "the files of " + directory + " are larger than 64 MiB; is that the built board?");
    }
    File item{.type = TypeOf(entry.path()),
              .etag = "\"" + Sha256Hex(text.str()).substr(0, 24) + "\"",
              .plain = std::make_shared<const std::string>(text.str())};
    if (std::string gzip = Gzip(*item.plain, 9);
        !gzip.empty() && gzip.size() + 64 < item.plain->size())
      item.gzip = std::make_shared<const std::string>(std::move(gzip));
    out.files_.emplace("/" + fs::relative(entry.path(), directory).generic_string(),
                       std::move(item));
  }
  if (error || !out.files_.contains("/index.html")) {
    return Error(absl::StatusCode::kNotFound, "WEB_DIR_NOT_FOUND",
                 "no index.html in " + directory +
                     "; build the board, or name its directory with --web-dir");
  }
  return out;
}

HttpResponse StaticFiles::Answer(const HttpRequest& request) const {
  if (request.method != "GET" && request.method != "HEAD") {
    HttpResponse refusal = Page(405, "only GET here\n");
    refusal.headers.emplace_back("Allow", "GET, HEAD");
    return refusal;
  }
  std::string path = PercentDecode(request.path, false).value_or("");
  if (path.find('.') == std::string::npos) path = "/index.html";
  const auto it = files_.find(path);
  if (it == files_.end()) {
    return files_.empty()
               ? Page(503, "The board was not built; the JSON interface is at /openapi.json.\n")
               : Page(404, "There is no such file here.\n");
  }
  const File& file = it->second;
  HttpResponse response;
  response.headers = {
      {"Content-Type", file.type},
      {"ETag", file.etag},
      {"Vary", "Accept-Encoding"},
      {"Cache-Control",
       path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache"}};
  if (request.if_none_match.find(file.etag) != std::string::npos) {
    response.status = 304;
    return response;
  }
  response.body = file.plain;
  if (file.gzip != nullptr && request.accept_encoding.find("gzip") != std::string::npos) {
    response.headers.emplace_back("Content-Encoding", "gzip");
    response.body = file.gzip;
  }
  return response;
}

}  // namespace duban::gateway
