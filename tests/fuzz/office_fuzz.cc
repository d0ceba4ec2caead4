#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/fuzz/decoded_fuzz.h"
#include "tests/testing/zip_archive.h"

namespace {

// The smallest workbook and Word file in one; a part is replaced by what is tried.
constexpr std::string_view kParts[][2] = {
    {"xl/worksheets/sheet1.xml", ""},
    {"xl/styles.xml", ""},
    {"xl/sharedStrings.xml", ""},
    {"xl/workbook.xml",
     "<workbook xmlns:r='r'><sheets><sheet name='s' r:id='a'/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels", "<R><R Id='a' Target='worksheets/sheet1.xml'/></R>"},
    {"word/numbering.xml", ""},
    {"word/document.xml", ""},
};

std::string WithPart(std::string_view name, std::string_view content) {
  const bool word = name.starts_with("word");
  duban::testing::ZipParts parts;
  for (const auto& [part, usual] : kParts) {
    if (part.starts_with("word") == word) parts.emplace_back(part, part == name ? content : usual);
  }
  return duban::testing::Zip(parts, nullptr, /*store=*/true);
}

}  // namespace

// Any bytes as an archive, or, as a checksum guards each part, as one part of a sound one: the
// first byte says which.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace duban::documents;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.starts_with("PK")) {
    CheckDecoded(Decode(bytes, kFuzzLimits));
  } else if (!bytes.empty()) {
    const auto& part = kParts[data[0] % std::size(kParts)];
    CheckDecoded(Decode(WithPart(part[0], bytes.substr(1)), kFuzzLimits));
  }
  return 0;
}
