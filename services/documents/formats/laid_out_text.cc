#include "documents/formats/laid_out_text.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "documents/core/soft_breaks.h"
#include "documents/core/utf8.h"
#include "documents/formats/pdf_columns.h"
#include "documents/formats/pdf_layout.h"
#include "documents/formats/pdf_lines.h"
#include "documents/formats/pdf_page.h"

namespace duban::documents {
namespace {

// A page of characters in points: a narrow one is half as wide as a line of text is high.
constexpr double kNarrow = 5;
constexpr double kHigh = 10;
constexpr double kLeading = 12;
constexpr double kApart = 2;  // between two characters, so that neighbouring columns do not touch

constexpr std::size_t kLeastSetIn = 6;      // blanks before the rest of a cell
constexpr std::size_t kLeastRows = 3;       // of a table
constexpr std::size_t kLeastContinued = 3;  // lines that continue a row

// Whether a word stands behind a wide gap or opens its line, with others behind it.
bool OpensCell(const std::vector<Word>& words, std::size_t i) {
  const auto beside = [&](std::size_t a, std::size_t b) {
    return words[a].box.top == words[b].box.top;
  };
  const bool first = i == 0 || !beside(i - 1, i);
  if (first)
    return i + 1 < words.size() && beside(i, i + 1) &&
           words[i + 1].box.left - words[i].box.right > kHigh;
  return words[i].box.left - words[i - 1].box.right > kHigh;
}

// Adds the words of a line to a page, `row` lines below its upper edge.
void AddWords(std::string_view line, std::size_t row, PdfPage* page) {
  const double top = static_cast<double>(row) * kLeading;
  double x = 0;
  bool in_word = false;
  for (std::size_t at = 0; at < line.size();) {
    const Char c = CharAt(line, at);
    const double width = c.bytes == 1 ? kNarrow : 2 * kNarrow;
    if (IsSpace(c.code) || c.code == '\r') {
      in_word = false;
    } else {
      if (!in_word) page->words.push_back({.box = {x, top, x, top + kHigh}, .text = {}});
      page->words.back().text += line.substr(at, c.bytes);
      page->words.back().box.right = x + width - kApart;
      in_word = true;
    }
    x += width;
    page->width = std::max(page->width, x);
    at += c.bytes;
  }
}

// Where words behind a wide gap begin in at least three lines: the edges of columns.
std::set<double> EdgesOf(const PdfPage& page) {
  constexpr std::size_t kLeastLines = 3;
  std::map<double, std::size_t> begins;
  for (std::size_t i = 0; i < page.words.size(); ++i) {
    if (OpensCell(page.words, i)) ++begins[page.words[i].box.left];
  }
  std::set<double> edges;
  for (const auto& [left, lines] : begins) {
    if (lines >= kLeastLines) edges.insert(left);
  }
  return edges;
}

// A name too long for its column reaches over the edge of the next one, which is empty there.
void CutAtEdges(PdfPage* page) {
  const std::set<double> edges = EdgesOf(*page);
  for (std::size_t i = 0; i < page->words.size(); ++i) {
    Box& box = page->words[i].box;
    if (!edges.contains(box.left) || !OpensCell(page->words, i)) continue;
    if (const auto next = edges.upper_bound(box.left + kHigh); next != edges.end())
      box.right = std::min(box.right, *next - kApart);
  }
}

// The pages of the text: the number of a page, and a form feed, end one.
std::vector<PdfPage> PagesOfText(std::string_view text) {
  std::vector<PdfPage> pages(1);
  std::size_t row = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const Range words = Trim(text, {at, end});
    const std::string_view line = text.substr(words.begin, words.size());
    const bool feeds = text.substr(at, end - at).find('\f') != std::string_view::npos;
    const bool number = IsPageNumber(line) && !IsDigit(CharAt(line, 0).code);
    if ((feeds || number) && !pages.back().words.empty()) {
      pages.back().height = static_cast<double>(row + 1) * kLeading;
      pages.emplace_back();
      row = 0;
    }
    if (!number) AddWords(text.substr(at, end - at), row++, &pages.back());
    at = end + 1;
  }
  pages.back().height = static_cast<double>(row + 1) * kLeading;
  for (PdfPage& page : pages) CutAtEdges(&page);
  return pages;
}

// Whether enough lines are set in far enough to hold the rest of cells; asked first, as it costs
// little.
bool HoldsSetInLines(std::string_view text) {
  std::size_t lines = 0;
  for (std::size_t at = text.find("\n      ");
       at != std::string_view::npos && lines < kLeastContinued;
       at = text.find("\n      ", at + 1)) {
    const std::size_t word = text.find_first_not_of(' ', at + 1);
    lines += word != std::string_view::npos && word - at > kLeastSetIn && text[word] != '\n' &&
             text[word] != '\r';
  }
  return lines >= kLeastContinued && text.find('|') == std::string_view::npos &&
         text.find('\t') == std::string_view::npos;
}

}  // namespace

bool LooksLaidOut(std::string_view text) {
  if (!HoldsSetInLines(text)) return false;
  ContinuedRows found;
  int number = 0;
  for (PdfPage& page : PagesOfText(text)) {
    const std::vector<PrintedLine> lines = LinesOf(std::move(page.words), ++number);
    for (std::size_t i = 0; i < lines.size();) {
      const std::size_t after = ColumnsFrom(lines, i, lines.size());
      if (after > i) found += CountContinued(lines, i, after);
      i = std::max(after, i + 1);
    }
  }
  return found.rows >= kLeastRows && found.continued >= kLeastContinued &&
         found.aligned * 10 >= found.pieces * 9;
}

absl::StatusOr<DecodedDocument> DecodeLaidOut(std::string_view text, const DecodeLimits& limits) {
  absl::StatusOr<DecodedDocument> document = LayOutPages(PagesOfText(text), limits);
  if (!document.ok()) return document;
  document->mime_type = "text/plain";
  document->places = {};  // a text has no pages and no points
  return document;
}

}  // namespace duban::documents
