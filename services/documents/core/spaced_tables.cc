#include <algorithm>

#include "documents/core/listing.h"
#include "documents/core/table_rows.h"

namespace duban::documents {
namespace {

// The words of a line, at any blank; a word of one character belongs to the one before when both are of one (单 位).
std::vector<Range> SpacedWords(const Text& text, Range line, bool join) {
  std::vector<Range> words;
  for (std::size_t at = line.begin; at < line.end;) {
    std::size_t end = at;
    while (end < line.end && !IsSpace(CharAt(text.str(), end).code)) end += CharAt(text.str(), end).bytes;
    if (end > at) {
      const bool single = CountChars(text.Of({at, end})) == 1;
      if (join && single && !words.empty() && CountChars(text.Of(words.back())) == 1) {
        words.back().end = end;
      } else {
        words.push_back({at, end});
      }
    }
    at = end;
    while (at < line.end && IsSpace(CharAt(text.str(), at).code)) at += CharAt(text.str(), at).bytes;
  }
  return words;
}

}  // namespace

void PartSpacedTables(const Text& text, const Dictionary& dictionary, Page* page) {
  std::vector<Block> out;
  for (std::size_t i = 0; i < page->blocks.size(); ++i) {
    const Block& block = page->blocks[i];
    std::vector<Range> heads;
    if (block.table < 0 && block.range.size() < 300) heads = SpacedWords(text, block.range, /*join=*/true);
    const bool head = heads.size() >= 4 && dictionary.HeadRole(text.Of(heads[0])) == Role::kNumber &&
                      std::all_of(heads.begin(), heads.end(), [&](Range word) {
                        return dictionary.HeadRole(text.Of(word)) != Role::kNone;
                      });
    std::size_t end = i + 1;
    std::size_t numbered = 0;
    Table table{.form = TableForm::kBlanks, .range = block.range};
    // A wide blank here or there made a table of some of the lines.
    const auto add = [&](Range line) {
      std::vector<Range> row = SpacedWords(text, line, /*join=*/false);
      if (row.size() < 3 || row.size() > heads.size() + 2) return false;
      numbered += BareNumber(text.Of(row.front())) > 0;
      table.rows.push_back(std::move(row));
      return true;
    };
    if (head) {
      table.rows.push_back(heads);
      for (; end < page->blocks.size(); ++end) {
        const Block& below = page->blocks[end];
        if (below.table < 0) {
          if (!add(below.range)) break;
          continue;
        }
        const Table& wide = page->tables[static_cast<std::size_t>(below.table)];
        if (wide.form != TableForm::kBlanks) break;
        for (const std::vector<Range>& cells : wide.rows) add({cells.front().begin, cells.back().end});
      }
    }
    if (numbered < 2) {
      out.push_back(block);
      continue;
    }
    table.range.end = page->blocks[end - 1].range.end;
    out.push_back({.range = table.range, .table = static_cast<int>(page->tables.size())});
    page->tables.push_back(std::move(table));
    i = end - 1;
  }
  page->blocks = std::move(out);
}

std::vector<Block> PartRunOnTables(const Text& text, const Dictionary& dictionary,
                                   const std::vector<Block>& blocks) {
  std::vector<Block> out;
  for (const Block& block : blocks) {
    const std::string_view line = text.Of(block.range);
    if (block.table >= 0 || line.size() < 60 || line.find(' ') == std::string_view::npos) {
      out.push_back(block);
      continue;
    }
    std::vector<Range> tokens;
    for (std::size_t at = block.range.begin; at < block.range.end;) {
      std::size_t end = at;
      while (end < block.range.end && !IsSpace(CharAt(text.str(), end).code)) end += CharAt(text.str(), end).bytes;
      if (end > at) tokens.push_back({at, end});
      at = end;
      while (at < block.range.end && IsSpace(CharAt(text.str(), at).code)) at += CharAt(text.str(), at).bytes;
    }
    std::size_t head = tokens.size();
    std::size_t length = 0;
    for (std::size_t i = 0; i < tokens.size() && length == 0; ++i) {
      if (dictionary.HeadRole(text.Of(tokens[i])) != Role::kNumber) continue;
      std::size_t end = i;
      while (end < tokens.size() && dictionary.HeadRole(text.Of(tokens[end])) != Role::kNone) ++end;
      if (end - i >= 3 && end < tokens.size() && BareNumber(text.Of(tokens[end])) == 1) {
        head = i;
        length = end - i;
      }
    }
    if (length == 0) {
      out.push_back(block);
      continue;
    }
    if (head > 0) out.push_back({.range = {block.range.begin, tokens[head - 1].end}});
    for (std::size_t i = head; i < tokens.size(); ++i) out.push_back({.range = tokens[i], .lone_cell = true});
  }
  return out;
}

}  // namespace duban::documents
