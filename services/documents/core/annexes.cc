#include "documents/core/annexes.h"

#include <cstddef>
#include <string_view>

#include "documents/core/list_tail.h"
#include "documents/core/list_titles.h"
#include "documents/core/numbering.h"

namespace duban::documents {
namespace {

// Where annexes open in a line: 附件2:…, at its edge or behind a blank.
std::vector<std::size_t> AnnexesIn(std::string_view line) {
  std::vector<std::size_t> found;
  for (std::size_t at = Find(line, "附件"); at != std::string_view::npos;
       at = Find(line, "附件", at + 6)) {
    if (at == 0 || IsSpace(CharBefore(line, at).code)) found.push_back(at);
  }
  return found;
}

// The heading that opens an annex: up to a blank before its first item (附件2:2023年民生实事  1.…),
// else all of it.
Range HeadingOfAnnex(const Text& text, Range annex) {
  for (std::size_t at = NextBlank(text.str(), annex.begin, annex.end); at < annex.end;
       at = NextBlank(text.str(), at, annex.end)) {
    const std::size_t end = at;
    while (at < annex.end && IsSpace(CharAt(text.str(), at).code))
      at += CharAt(text.str(), at).bytes;
    const auto numbering = at < annex.end ? NumberingAt(text.str(), at) : std::nullopt;
    if (numbering && numbering->value == 1 && numbering->style != NumberStyle::kBare)
      return {annex.begin, end};  // 1 alone opens a row
  }
  return annex;
}

}  // namespace

std::vector<Block> PartAnnexes(const Text& text, const Dictionary& dictionary,
                               const std::vector<Block>& blocks) {
  std::vector<Block> out;
  for (const Block& block : blocks) {
    std::vector<std::size_t> annexes =
        block.table < 0 ? AnnexesIn(text.Of(block.range)) : std::vector<std::size_t>{};
    annexes.push_back(block.range.size());
    const auto opens_other = [&](const Block& heading) {
      return IsTitle(text, dictionary, heading) ||
             dictionary.StartsWith(Words::kTail, BehindAnnexNumber(text.Of(heading.range)));
    };
    std::size_t parted = block.range.begin;  // the bytes before it are in blocks of their own
    const auto part = [&](std::size_t end) {
      const Range range = Trim(text.str(), {parted, end});
      if (!range.empty()) out.push_back({.range = range});
      parted = end;
    };
    for (std::size_t i = 0; i + 1 < annexes.size(); ++i) {
      const Range annex =
          Trim(text.str(), {block.range.begin + annexes[i], block.range.begin + annexes[i + 1]});
      const Block heading{.range = HeadingOfAnnex(text, annex)};
      if (!opens_other(heading)) continue;
      part(annex.begin);
      part(heading.range.end);
    }
    if (parted == block.range.begin) {
      out.push_back(block);
    } else {
      part(block.range.end);
    }
  }
  return out;
}

}  // namespace duban::documents
