#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "documents/core/place.h"

// What is printed on the pages of a PDF: words and rules with their positions, and the form in
// which the program that takes PDFs apart hands them over.
namespace duban::documents {

// A straight line, or the edge of a filled area; in points. Horizontal where top == bottom, else
// vertical.
struct Rule {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
};

struct Word {
  Box box;
  std::string text;  // UTF-8, without blanks at its ends
};

struct PdfPage {
  double width = 0;
  double height = 0;
  std::vector<Word> words;
  std::vector<Rule> rules;
  bool picture = false;  // something other than text is on it
};

// Lines of text: "P width height picture", "W left top right bottom text", "R left top right
// bottom"; coordinates with two decimals.
std::string WritePages(const std::vector<PdfPage>& pages);

// The pages that such text holds. Lines that are none are passed over, as are positions off every
// paper.
std::vector<PdfPage> ReadPages(std::string_view text);

}  // namespace duban::documents
