#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "documents/convert/convert.h"

// duban-parse: one document in, its ImportDraft as JSON out.
int main(int argc, char** argv) {
  CLI::App app{"Reads a programme document and prints its import draft as JSON."};
  std::string file;
  duban::documents::ReadOptions options;
  int year = 0;
  std::string as_of;
  app.add_option("file", file, "The document")->required();
  app.add_option("--district", options.district, "Six-digit code of the district");
  app.add_option("--year", year, "Year of the programme");
  app.add_option("--as-of", as_of, "Date of the progress, YYYY-MM-DD");
  CLI11_PARSE(app, argc, argv);
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    std::cerr << "cannot read " << file << "\n";
    return 2;
  }
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  options.file_name = file.substr(file.find_last_of('/') + 1);
  if (year > 0) options.year = year;
  if (as_of.size() == 10) {
    options.as_of = duban::documents::Date{std::stoi(as_of), std::stoi(as_of.substr(5)), std::stoi(as_of.substr(8))};
  }
  const auto reading = duban::documents::ReadDocument(bytes, options);
  if (!reading.ok()) {
    std::cerr << std::string(reading.status().message()) << "\n";
    return 1;
  }
  std::cout << duban::documents::ToJson(duban::documents::ToProto(*reading, duban::documents::DocumentId(bytes)), /*indent=*/true);
  return 0;
}
