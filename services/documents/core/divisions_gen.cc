// Build tool: turns data/districts.csv into the rows of core/divisions.cc, ordered by name
// backwards.
//
//   divisions_gen districts.csv divisions_table.inc
#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace {

// The characters of valid UTF-8 in reverse order.
std::string Backwards(const std::string& text) {
  std::string out;
  for (std::size_t end = text.size(); end > 0;) {
    std::size_t begin = end - 1;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
    out += text.substr(begin, end - begin);
    end = begin;
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 1;
  std::ifstream in(argv[1]);
  std::vector<std::array<std::string, 5>> rows;  // backwards, name, code, city, province
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::array<std::string, 4> fields;  // code, name, city, province
    std::size_t at = 0;
    for (std::string& field : fields) {
      const std::size_t comma = std::min(line.find(',', at), line.size());
      field = line.substr(std::min(at, line.size()), comma - std::min(at, line.size()));
      at = comma + 1;
    }
    if (fields[0].size() != 6 || fields[1].empty()) {
      std::cerr << argv[1] << ": no division: " << line << "\n";
      return 1;
    }
    rows.push_back({Backwards(fields[1]), fields[1], fields[0], fields[2], fields[3]});
  }
  std::sort(rows.begin(), rows.end());
  std::ofstream out(argv[2]);
  for (const auto& row : rows) {
    out << "{";
    for (const std::string& field : row) out << '"' << field << "\",";
    out << "},\n";
  }
  out.close();
  return out ? 0 : 1;
}
