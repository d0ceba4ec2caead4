#include <cstddef>
#include <cstdint>
#include <string_view>

#include "documents/formats/pdf_layout.h"
#include "tests/fuzz/decoded_fuzz.h"

// Any bytes as a PDF, through the program that takes it apart, and any words and rules as pages.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace duban::documents;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.starts_with("%PDF-")) {
    CheckDecoded(Decode(bytes, kFuzzLimits));
  } else {
    CheckDecoded(LayOutPages(ReadPages(bytes), kFuzzLimits));
  }
  return 0;
}
