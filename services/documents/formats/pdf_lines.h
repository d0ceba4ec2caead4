#pragma once

#include <string>
#include <vector>

#include "documents/formats/layout.h"
#include "documents/formats/pdf_page.h"

namespace duban::documents {

// Words of one page that stand side by side.
struct PrintedLine {
  int page = 0;  // from 1
  Box box;
  std::vector<Word> words;  // from left to right
};

// Room at the end of a line that takes no character: a cell has a padding, a paragraph next to
// nothing.
constexpr double kCellSlack = 6;
constexpr double kParagraphSlack = 2;

// Words in lines from top to bottom; words stand in one line when their middles are closer than
// half their height.
std::vector<PrintedLine> LinesOf(std::vector<Word> words, int page);

// The width of a Chinese character on this line, in points; boxes are higher than that by what the
// font leaves free.
double EmOf(const PrintedLine& line);

// The text of a line: words that touch are joined, others set apart by a blank, columns by two.
std::string TextOf(const PrintedLine& line);

// True where `line` ended because the first word of `next` had no room before `right`, `slack`
// points of it free.
bool IsBroken(const PrintedLine& line, const PrintedLine& next, double right, double slack);

// Runs of the lines of one paragraph or cell that ends at `right`: broken lines are joined, others
// by a blank.
Runs JoinLines(const std::vector<PrintedLine>& lines, double right, double slack);

// What stands between two pieces of a text that was broken: a blank between Latin letters, nothing
// else.
bool NeedsBlank(std::string_view before, std::string_view after);

// Joins words again that a word processor set apart only because Latin letters and figures meet
// Chinese characters. Where most such neighbours touch, a gap between them is a blank.
void CloseMixedGaps(std::vector<PdfPage>* pages);

// Removes page heads, page feet and page numbers from all pages.
void DropFurniture(std::vector<PdfPage>* pages);

}  // namespace duban::documents
