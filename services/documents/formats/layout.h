#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "documents/core/place.h"
#include "documents/formats/decode.h"

// Lines and tables of any format written down as one text in the form that the reader reads.
namespace duban::documents {

// Text of one place.
struct Run {
  std::string text;  // UTF-8; bad bytes are replaced
  Place place;
};
using Runs = std::vector<Run>;

// One cell of a grid. A cell that a merged one covers is empty and says so.
struct Cell {
  Runs runs;
  bool covered_above = false;  // by a cell of a row above
  bool covered_left = false;   // by a cell of the same row
};

// A table as it is laid out: rows may differ in length, the rest of a row is empty.
using Grid = std::vector<std::vector<Cell>>;

// Writes a document from its beginning to its end.
class TextWriter {
 public:
  explicit TextWriter(const DecodeLimits& limits) : limits_(limits) {}

  // A paragraph. Blanks at its ends are dropped, line breaks in it kept, and nothing is written for
  // an empty one.
  void Line(const Runs& runs);

  // A table: "| a | b |" in a line for each row. Line breaks in a cell become blanks, columns that
  // are empty throughout are dropped. Rows of a single cell before and after the table, and
  // sentences across it, are lines of their own. A table of one column is lines.
  void Table(const Grid& grid);

  // Errors: DOCUMENT_TOO_LARGE, DOCUMENT_EMPTY.
  absl::StatusOr<DecodedDocument> Take(std::string mime_type);

  // True when a limit was met; what follows is not kept.
  bool full() const { return full_; }

 private:
  void Put(std::string_view text, const Place& place);
  void Row(const std::vector<Cell>& row, const std::vector<bool>& used);

  const DecodeLimits limits_;
  DecodedDocument out_;
  std::size_t cells_ = 0;
  bool full_ = false;
};

// The text of runs, line breaks and runs of blanks made one blank each.
std::string Flat(const Runs& runs);

}  // namespace duban::documents
