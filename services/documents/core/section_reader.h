#pragma once

#include <span>
#include <vector>

#include "documents/core/candidate.h"
#include "documents/core/listing.h"

namespace duban::documents {

// From the first to the last byte of the items; empty when they hold none.
Range ItemsRange(std::span<const Item> items);

// Whether most items of an outline say by a label who is in charge: then each is a task that
// somebody has to do.
bool NamesOffices(const Listing& listing);

// Reads the list of one passage in the layout that most speaks for: tables, a stream of cells, an
// outline, sentences.
class SectionReader {
 public:
  SectionReader(const Text& text, const Dictionary& dictionary, const FigureIndex& figures,
                const Page& page)
      : text_(text), dictionary_(dictionary), figures_(figures), page_(page) {}

  // The best list of the passage, no items when there is none; `title` may be empty.
  Listing Read(Range title, std::vector<Block> blocks) const;

  // A list whose every line is an item.
  Listing ReadPlain(Range title, const std::vector<Block>& blocks) const;

  // The single report below a title that announces progress: its first sentence, when it is short,
  // names the project.
  Listing ReadParagraph(Range title, const std::vector<Block>& blocks) const;

 private:
  Listing ReadGroups(Range title, const std::vector<Block>& blocks) const;
  Listing ReadTables(Range title, const std::vector<Block>& blocks) const;
  Listing ReadStream(Range title, const std::vector<Block>& blocks) const;
  Listing ReadLines(Range title, Range passage, const std::vector<Block>& blocks) const;
  Listing ReadSentences(const Listing& outline, const std::vector<Block>& blocks) const;

  double ScoreOf(Way way, const Listing& listing, Range passage) const;

  const Text& text_;
  const Dictionary& dictionary_;
  const FigureIndex& figures_;
  const Page& page_;
};

}  // namespace duban::documents
