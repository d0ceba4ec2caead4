// Tries the quantity grammar: each line of standard input gives one JSON array on standard output.
//
//   duban-quantities [--all]      also what was set aside and why
//   duban-quantities --dates YEAR dates instead of figures, for documents of that year
#include <iostream>
#include <string>

#include "documents/quantities/dates.h"
#include "documents/quantities/quantity.h"

int main(int argc, char** argv) {
  using namespace duban::quantities;
  const std::string mode = argc > 1 ? argv[1] : "";
  const int year = argc > 2 ? std::stoi(argv[2]) : 0;
  for (std::string line; std::getline(std::cin, line);) {
    if (mode != "--dates") {
      std::cout << QuantitiesToJson(line, mode == "--all") << "\n";
      continue;
    }
    for (const DateSpan& date : FindDates(line, {.default_year = year, .reference = {}})) {
      std::cout << date.text << " " << Name(date.kind) << " " << ToString(date.start) << " "
                << ToString(date.end) << (date.resolved ? "" : " unresolved") << "; ";
    }
    std::cout << "\n";
  }
  return 0;
}
