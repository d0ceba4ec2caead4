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

struct Record {
  std::vector<std::string> fields;
  bool broken = false;  // a quote that never closes
};

// The record at `*at`, which is moved behind it.
Record NextRecord(std::string_view text, std::size_t* at) {
  Record out;
  for (;;) {
    std::string field;
    if (*at < text.size() && text[*at] == '"') {
      bool closed = false;
      for (++*at; *at < text.size() && !closed; ++*at) {
        if (text[*at] != '"') {
          field += text[*at];
        } else if (*at + 1 < text.size() && text[*at + 1] == '"') {
          field += text[(*at)++];
        } else {
          closed = true;
        }
      }
      out.broken = out.broken || !closed;
    }
    const std::size_t begin = *at;
    while (*at < text.size() && text[*at] != ',' && text[*at] != '\n') ++*at;
    field += text.substr(begin, *at - begin);
    if (out.fields.size() < kMaxFields) out.fields.push_back(std::move(field));
    if (*at >= text.size() || text[*at] == '\n') break;
    ++*at;
  }
  if (*at < text.size()) ++*at;
  return out;
}

}  // namespace

bool LooksLikeCsv(std::string_view text) {
  if (text.find(',') == std::string_view::npos) return false;
  std::map<std::size_t, std::size_t> widths;
  std::size_t records = 0;
  for (std::size_t at = 0; at < text.size() && records < kProbedRecords;) {
    const Record record = NextRecord(text, &at);
    if (record.broken) return false;
    if (record.fields.size() == 1 && Trim(record.fields[0]).empty()) continue;
    ++records;
    ++widths[record.fields.size()];
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
    Record record = NextRecord(text, &at);
    ++row;
    std::vector<Cell> out;
    for (std::string& field : record.fields) {
      const int column = static_cast<int>(out.size()) + 1;
      out.push_back({.runs = {{std::move(field), {.cell = CellName(row, column), .row = row, .column = column}}}});
    }
    cells += out.size();
    grid.push_back(std::move(out));
  }
  TextWriter writer(limits);
  writer.Table(grid);
  return writer.Take("text/csv");
}

}  // namespace duban::documents
