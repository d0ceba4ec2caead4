#include <cstddef>
#include <cstdint>
#include <string_view>

#include "documents/formats/html.h"
#include "tests/fuzz/decoded_fuzz.h"

// Any bytes as a page.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace duban::documents;
  CheckDecoded(DecodeHtml({reinterpret_cast<const char*>(data), size}, kFuzzLimits));
  return 0;
}
