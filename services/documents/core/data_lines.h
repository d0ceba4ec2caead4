#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

// The lines of the data files that are compiled in (data/*): blank ones and those that begin with #
// say nothing.
namespace duban::documents {

// Calls visit(line) for every line, in order.
template <typename Visit>
void ForEachDataLine(std::string_view data, const Visit& visit) {
  while (!data.empty()) {
    const std::size_t end = std::min(data.find('\n'), data.size());
    const std::string_view line = data.substr(0, end);
    data.remove_prefix(std::min(end + 1, data.size()));
    if (!line.empty() && line[0] != '#') visit(line);
  }
}

// Calls visit(first field, second field) for every line of a file of two columns parted by a tab.
template <typename Visit>
void ForEachDataPair(std::string_view data, const Visit& visit) {
  ForEachDataLine(data, [&](std::string_view line) {
    const std::size_t tab = line.find('\t');
    if (tab != std::string_view::npos) visit(line.substr(0, tab), line.substr(tab + 1));
  });
}

}  // namespace duban::documents
