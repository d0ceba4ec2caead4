// The board's files as a browser gets them.
#include "gateway/http/static_files.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "common/error.h"
#include "tests/testing/temp_dir.h"

namespace duban::gateway {
namespace {

std::string Header(const HttpResponse& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

class StaticFilesTest : public ::testing::Test {
 protected:
  StaticFilesTest() {
    Write("index.html", "<!doctype html>");
    Write("assets/index-abc.js", script_);
  }

  void Write(const std::string& name, const std::string& text) {
    const std::filesystem::path path = std::filesystem::path(dir_.path()) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }

  HttpResponse Get(HttpRequest request) {
    request.method = "GET";
    return StaticFiles::Load(dir_.path())->Answer(request);
  }

  testing::TempDir dir_;
  const std::string script_ = std::string(5000, 'x');
};

TEST_F(StaticFilesTest, HashedAssetsAreKeptForEverAndCompressedWhereTheClientCan) {
  const HttpResponse plain = Get({.path = "/assets/index-abc.js"});
  EXPECT_EQ(*plain.body, script_);
  EXPECT_EQ(Header(plain, "Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_NE(Header(plain, "Cache-Control").find("immutable"), std::string::npos);
  const HttpResponse small = Get({.path = "/assets/index-abc.js", .accept_encoding = "gzip, br"});
  EXPECT_EQ(Header(small, "Content-Encoding"), "gzip");
  EXPECT_LT(small.body->size(), 200u);
}

TEST_F(StaticFilesTest, AKnownETagIsNotSentAgain) {
  const std::string etag = Header(Get({.path = "/"}), "ETag");
  ASSERT_FALSE(etag.empty());
  EXPECT_EQ(Get({.path = "/", .if_none_match = etag}).status, 304);
  EXPECT_EQ(Get({.path = "/", .if_none_match = "\"other\""}).status, 200);
}

TEST_F(StaticFilesTest, PagesOfTheBoardGetItsIndexAndNothingOutsideIsReached) {
  EXPECT_EQ(*Get({.path = "/d/440113/2022"}).body, "<!doctype html>");
  EXPECT_EQ(Get({.path = "/nothing.js"}).status, 404);
  EXPECT_EQ(Get({.path = "/../../etc/passwd.txt"}).status, 404);
  EXPECT_EQ(Get({.path = "/%2e%2e/%2e%2e/etc/hosts.txt"}).status, 404);
  HttpRequest post{.method = "POST", .path = "/"};
  EXPECT_EQ(StaticFiles::Load(dir_.path())->Answer(post).status, 405);
}

TEST_F(StaticFilesTest, ADirectoryWithoutABoardIsRefused) {
  EXPECT_EQ(ReasonOf(StaticFiles::Load(dir_.path() + "/assets").status()), "WEB_DIR_NOT_FOUND");
  EXPECT_EQ(StaticFiles().Answer({.method = "GET", .path = "/"}).status, 503);
}

}  // namespace
}  // namespace duban::gateway
