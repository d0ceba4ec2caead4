#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "documents/core/utf8.h"

namespace duban::documents {

// A rectangle on a page, in points (1/72 inch) from its upper left corner.
struct Box {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
  bool empty() const { return right <= left || bottom <= top; }
  bool operator==(const Box&) const = default;
};

// Where a piece of text stands in the original file; what the format does not know stays 0 or
// empty.
struct Place {
  int page = 0;       // from 1
  Box box;            // on that page
  std::string sheet;  // of a workbook
  std::string cell;   // C7
  int paragraph = 0;  // from 1, among the paragraphs outside of tables
  int table = 0;      // from 1; row and column too, as the table is laid out, merged cells counted
  int row = 0;
  int column = 0;
  bool empty() const { return page == 0 && cell.empty() && paragraph == 0 && table == 0; }
  bool operator==(const Place&) const = default;
};

// A place for a person: "第3页", "汇总表!C7", "第2段", "表1第4行第5列"; in English "page 3", ….
// Empty for none.
std::string Describe(const Place& place, bool english);

// For ranges of a text their places. Immutable once filled; thread-safe.
class PlaceMap {
 public:
  // Ranges come in order and do not overlap. A place that goes on is not stored twice.
  void Add(Range range, Place place);

  // The place of the first piece in `range`; on one page the box around all of them. Empty where
  // nothing is known.
  Place Of(Range range) const;

  bool empty() const { return pieces_.empty(); }
  const std::vector<std::pair<Range, Place>>& pieces() const { return pieces_; }

 private:
  std::vector<std::pair<Range, Place>> pieces_;
};

// A document's text and where each part of it comes from.
struct DecodedDocument {
  std::string text;       // valid UTF-8; tables as rows of cells between bars
  std::string mime_type;  // of the bytes
  PlaceMap places;        // empty for plain text
};

}  // namespace duban::documents
