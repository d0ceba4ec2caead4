#include <cstddef>
#include <cstdint>
#include <string_view>

#include "documents/formats/csv.h"
#include "tests/fuzz/decoded_fuzz.h"

// Any bytes as records, and as a file whose format is to be recognised.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace duban::documents;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  CheckDecoded(DecodeCsv(bytes, kFuzzLimits));
  if (!bytes.starts_with("%PDF")) CheckDecoded(Decode(bytes, kFuzzLimits));
  return 0;
}
