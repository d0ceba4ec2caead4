// ZIP archives in memory, for tests of what reads them.
#pragma once

#include <zip.h>

#include <string>
#include <utility>
#include <vector>

namespace duban::testing {

using ZipParts = std::vector<std::pair<std::string, std::string>>;  // name, content

// An archive with these parts, encrypted with `password` unless null. `store` leaves the parts as
// they are.
inline std::string Zip(const ZipParts& parts, const char* password = nullptr, bool store = false) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(target);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  for (const auto& [name, content] : parts) {
    const auto index = static_cast<zip_uint64_t>(zip_file_add(
        archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), 0));
    if (store) zip_set_file_compression(archive, index, ZIP_CM_STORE, 0);
    if (password != nullptr) zip_file_set_encryption(archive, index, ZIP_EM_AES_256, password);
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

}  // namespace duban::testing
