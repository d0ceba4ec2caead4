#pragma once

// Tables of a test printed in one way or another, and what is read of them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "documents/core/reader.h"

namespace duban::documents {

using Row = std::vector<std::string>;

using Print = std::function<std::string(const std::vector<Row>&)>;

inline Print Joined(const std::string& open, const std::string& between, const std::string& close) {
  return [=](const std::vector<Row>& rows) {
    std::string out;
    for (const Row& row : rows)
      out += open + fmt::format("{}", fmt::join(row, between)) + close + "\n";
    return out;
  };
}

// Cells that are not empty, without blanks of their own: 区教育局 王敏 becomes 区教育局、王敏.
inline std::string Parted(const std::vector<Row>& rows, const std::string& between) {
  std::string out;
  for (const Row& row : rows) {
    std::string line;
    for (std::string cell : row) {
      for (std::size_t at = cell.find(' '); at != std::string::npos; at = cell.find(' '))
        cell.replace(at, 1, "、");
      if (!cell.empty()) line += (line.empty() ? "" : between) + cell;
    }
    out += line + "\n";
  }
  return out;
}

// What a reader of the table takes away, a line for each project.
inline std::string Gist(const std::string& text, bool by_column = true) {
  const auto reading = ReadDocument(text);
  if (!reading.ok() || reading->draft.programmes.empty()) return {};
  std::string gist;
  for (const Project& project : reading->draft.programmes[0].projects) {
    std::vector<std::string> figures;
    std::vector<std::string> units = project.lead_units;
    std::string states;
    for (const Task& task : project.tasks) {
      for (const Target& target : task.targets)
        figures.push_back(
            fmt::format("{}{}{}", by_column ? "目标" : "", target.value, target.unit));
      for (const Measurement& m : task.measurements)
        figures.push_back(fmt::format("{}{}{}", by_column ? "完成" : "", m.value, m.unit));
      units.insert(units.end(), task.lead_units.begin(), task.lead_units.end());
      states += fmt::format(" {}", static_cast<int>(task.status));
    }
    std::sort(figures.begin(), figures.end());
    std::sort(units.begin(), units.end());
    std::string title = project.title;
    std::erase(title, ' ');
    gist += fmt::format("{} {} | {} | {} |{}\n", project.number, title, fmt::join(units, " "),
                        fmt::join(figures, " "), states);
  }
  return gist;
}

}  // namespace duban::documents
