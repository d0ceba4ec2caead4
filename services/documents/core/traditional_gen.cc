// Build tool: asks ICU which ideographs have a simplified form of as many bytes, for
// core/traditional.cc.
//
//   traditional_gen simplified_table.inc
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <fstream>
#include <iostream>
#include <memory>

int main(int argc, char** argv) {
  if (argc != 2) return 1;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> turn(
      icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
  if (U_FAILURE(status) || turn == nullptr) {
    std::cerr << "ICU has no Traditional-Simplified: " << u_errorName(status) << "\n";
    return 1;
  }
  std::ofstream out(argv[1]);
  for (char16_t c = 0x3400; c < 0xA000; ++c) {
    icu::UnicodeString one(c);
    turn->transliterate(one);
    const bool fits = one.length() == 1 && one[0] >= 0x800;  // of three bytes as well
    if (fits && one[0] != c)
      out << "{" << static_cast<unsigned>(c) << ", " << static_cast<unsigned>(one[0]) << "},\n";
  }
  out.close();
  return out ? 0 : 1;
}
