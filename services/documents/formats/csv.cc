#include "documents/formats/csv.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "documents/formats/cell_name.h"
#include "documents/formats/layout.h"

namespace duban::documents {
namespace {

constexpr std::size_t kProbedRecords = 2'000;
constexpr std::size_t kMaxFields = 1'000;

// Reads the record at `*at`, which is moved behind it: calls add(what stands in quotes, what
// follows) for every field. False when a quote never closes.
template <typename Add>
bool ReadRecord(std::string_view text, std::size_t* at, const Add& add) {
  bool whole = true;
  std::size_t line_end = 0;
  for (;;) {
    std::string quoted;
    if (*at < text.size() && text[*at] == '"') {
      bool closed = false;
      for (++*at; *at < text.size() && !closed; ++*at) {
        if (text[*at] != '"') {
          quoted += text[*at];
        } else if (*at + 1 < text.size() && text[*at + 1] == '"') {
          quoted += text[(*at)++];
        } else {
          closed = true;
        }
      }
      whole = whole && closed;
    }
    const std::size_t begin = *at;
    if (line_end < begin || line_end == 0) line_end = std::min(text.find('\n', begin), text.size());
    const std::size_t comma = text.substr(0, line_end).find(',', begin);
    *at = std::min(comma, line_end);
    add(std::move(quoted), text.substr(begin, *at - begin));
    if (*at >= text.size() || text[*at] == '\n') break;
    ++*at;
  }
  if (*at < text.size()) ++*at;
  return whole;
}

}  // namespace

bool LooksLikeCsv(std::string_view text) {
  if (text.find(',') == std::string_view::npos) return false;
  std::map<std::size_t, std::size_t> widths;
  std::size_t records = 0;
  for (std::size_t at = 0; at < text.size() && records < kProbedRecords;) {
    std::size_t fields = 0;
    bool blank = true;
    const bool whole =
        ReadRecord(text, &at, [&](const std::string& quoted, std::string_view plain) {
          ++fields;
          blank = blank && Trim(quoted).empty() && Trim(plain).empty();
        });
    if (!whole) return false;
    if (fields == 1 && blank) continue;
    ++records;
    ++widths[std::min(fields, kMaxFields)];
  }
  return std::any_of(widths.begin(), widths.end(), [records](const auto& width) {
    return width.first >= 2 && width.second >= 3 && width.second * 20 >= records * 19;
  });
}

absl::StatusOr<DecodedDocument> DecodeCsv(std::string_view text, const DecodeLimits& limits) {
  Grid grid;
  std::size_t cells = 0;
  int row = 0;
  for (std::size_t at = 0; at < text.size() && cells <= limits.max_cells;) {
    ++row;
    std::vector<Cell> out;
    ReadRecord(text, &at, [&](std::string quoted, std::string_view plain) {
      if (out.size() >= kMaxFields) return;
      const int column = static_cast<int>(out.size()) + 1;
      out.push_back({.runs = {{std::move(quoted.append(plain)),
                               {.cell = CellName(row, column), .row = row, .column = column}}}});
    });
    cells += out.size();
    grid.push_back(std::move(out));
  }
  TextWriter writer(limits);
  writer.Table(grid);
  return writer.Take("text/csv");
}

}  // namespace duban::documents
