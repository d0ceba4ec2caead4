#pragma once

#include <string_view>
#include <vector>

#include "documents/core/blocks.h"
#include "documents/core/numbering.h"
#include "documents/core/text.h"

namespace duban::documents {

// Words that say how many promises a list holds: 十件民生实事, 20项为民实事.
struct Announcement {
  int count = 0;
  Range range;  // from the count to the noun, in bytes of what was searched
};

// The first announcement in `words` of at least three promises; count 0 when there is none.
Announcement FindAnnouncement(std::string_view words);

// Whether a short line heads what stands below it with a year: 一、2021年工作回顾.
bool HeadsYear(std::string_view line);

// Where the last piece of a list on one line ends: at its first full stop where the others hold one
// sentence each.
Range LastPiece(const Text& text, const std::vector<Piece>& pieces);

// A list inside of another text, such as a government's report on its work: a sentence announces
// how many promises follow, and as many do: numbered on the same line or on lines below, or as
// lines of one form.
struct AnnouncedList {
  Range title;                 // the words that announce it
  Range counted;               // of them those that count the promises: 十件民生实事
  std::vector<Range> preface;  // the last heading above that names a year (may be missing), and the
                               // announcing line
  std::vector<Block> blocks;   // the lines of the list, each item beginning one
  int count = 0;
  bool plain = false;  // without numbers: every line is an item
};

// Every such list, in order. Linear in the text.
std::vector<AnnouncedList> FindAnnouncedLists(const Text& text, const std::vector<Block>& blocks);

}  // namespace duban::documents
