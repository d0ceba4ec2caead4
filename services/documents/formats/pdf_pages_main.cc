// duban-pdf-pages SECONDS BYTES PAGES: takes the PDF on standard input apart and writes its words
// and rules to standard output (pdf_page.h), then "END OK" or "END <reason> <message>". It limits
// itself before it reads the first byte and is meant to fall alone.
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "common/error.h"
#include "documents/formats/pdf_extract.h"

namespace {

void Limit(int what, rlim_t value) {
  const rlimit limit{.rlim_cur = value, .rlim_max = value};
  setrlimit(static_cast<__rlimit_resource>(what), &limit);
}

std::string ReadAll() {
  std::string out;
  std::string block(1u << 20, '\0');
  for (;;) {
    const ssize_t got = read(STDIN_FILENO, block.data(), block.size());
    if (got <= 0) return out;
    out.append(block, 0, static_cast<std::size_t>(got));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "Usage: duban-pdf-pages SECONDS BYTES PAGES <FILE.pdf; duban starts it\n";
    return 2;
  }
  duban::documents::DecodeLimits limits;
  limits.max_pages = std::atoi(argv[3]);
  Limit(RLIMIT_CPU, static_cast<rlim_t>(std::atoi(argv[1])));
  Limit(RLIMIT_CORE, 0);
  Limit(RLIMIT_FSIZE, 0);
#if !defined(DUBAN_ADDRESS_SANITIZER)  // which reserves terabytes and uses none of them
  Limit(RLIMIT_AS, static_cast<rlim_t>(std::atoll(argv[2])));
#endif
  try {
    const auto pages = duban::documents::ExtractPages(ReadAll(), limits);
    if (pages.ok()) {
      std::cout << duban::documents::WritePages(*pages) << "END OK\n";
    } else {
      std::cout << "END " << duban::ReasonOf(pages.status()) << ' '
                << duban::MessageOf(pages.status()) << '\n';
    }
  } catch (const std::exception&) {
    return 1;  // without an END: the reader says what that means
  }
  std::cout.flush();
  _exit(0);  // what poppler would do at the end is of no use
}
