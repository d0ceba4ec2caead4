#include <zip.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/fuzz/decoded_fuzz.h"

namespace {

// The smallest workbook and Word file in one; a part is replaced by what is tried.
constexpr std::string_view kParts[][2] = {
    {"xl/worksheets/sheet1.xml", ""},
    {"xl/styles.xml", ""},
    {"xl/sharedStrings.xml", ""},
    {"xl/workbook.xml", "<workbook xmlns:r='r'><sheets><sheet name='s' r:id='a'/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels", "<R><R Id='a' Target='worksheets/sheet1.xml'/></R>"},
    {"word/numbering.xml", ""},
    {"word/document.xml", ""},
};

std::string WithPart(std::string_view name, std::string_view content) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(target);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  const bool word = name.substr(0, 4) == "word";
  for (const auto& [part, usual] : kParts) {
    if ((part.substr(0, 4) == "word") != word) continue;
    const std::string_view body = part == name ? content : usual;
    const auto index = zip_file_add(archive, part.data(), zip_source_buffer(archive, body.data(), body.size(), 0), 0);
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
  }
  zip_close(archive);
  zip_source_open(target);
  zip_source_seek(target, 0, SEEK_END);
  std::string out(static_cast<std::size_t>(zip_source_tell(target)), '\0');
  zip_source_seek(target, 0, SEEK_SET);
  zip_source_read(target, out.data(), out.size());
  zip_source_close(target);
  zip_source_free(target);
  return out;
}

}  // namespace

// Any bytes as an archive, or, as a checksum guards each part, as one part of a sound one: the first byte says which.
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
