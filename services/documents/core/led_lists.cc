#include "documents/core/led_lists.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "documents/core/numbering.h"
#include "documents/core/utf8.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// What opens the lines of one list: a bullet, or a number in one style.
struct Opening {
  char32_t bullet = 0;
  std::optional<Numbering> numbering;

  explicit operator bool() const { return bullet != 0 || numbering.has_value(); }
  bool Like(const Opening& other) const {
    return bullet == other.bullet && numbering.has_value() == other.numbering.has_value() &&
           (!numbering || numbering->style == other.numbering->style);
  }
};

// One pass over the blocks.
class Finder {
 public:
  Finder(const Text& text, const Dictionary& dictionary, const FigureIndex& figures,
         const std::vector<Block>& blocks)
      : text_(text), dictionary_(dictionary), figures_(figures), blocks_(blocks) {}

  std::vector<AnnouncedList> Run() const {
    std::vector<AnnouncedList> lists;
    Range heading;
    for (std::size_t i = 0; i + kLeastItems < blocks_.size(); ++i) {
      if (blocks_[i].table >= 0) continue;
      const Range line = blocks_[i].range;
      if (OpensList(i + 1)) {
        if (AnnouncedList list = ListBelow(line, i + 1); list.count > 0) {
          if (!heading.empty()) list.preface.insert(list.preface.begin(), heading);
          i += list.blocks.size();
          lists.push_back(std::move(list));
          continue;
        }
      }
      if (HeadsYear(text_.Of(line))) heading = line;
    }
    return lists;
  }

 private:
  static constexpr std::size_t kLeastItems = 3;
  static constexpr std::size_t kMostLines = 3;  // of an item
  static constexpr std::size_t kMostItems = 200;
  static constexpr std::size_t kMostLeadChars = 40;

  std::vector<Block>::const_iterator At(std::size_t block) const {
    return blocks_.begin() + static_cast<std::ptrdiff_t>(block);
  }

  // The list that opens at block `first`, right below a line; without items where the line leads to
  // none.
  AnnouncedList ListBelow(Range line, std::size_t first) const {
    const Range lead = LeadOf(line);
    if (!NamesPromises(lead)) return {};
    const std::vector<std::size_t> heads = HeadsFrom(first);
    if (heads.size() < kLeastItems || !HoldFigures(heads)) return {};
    return {.title = lead,
            .preface = {line},
            .blocks = {At(first), At(EndOf(heads))},
            .count = static_cast<int>(heads.size())};
  }

  // Nothing for a table and for a line that neither a bullet nor a number opens.
  Opening OpeningOf(std::size_t block) const {
    if (blocks_[block].table >= 0) return {};
    const Range line = blocks_[block].range;
    if (const Char first = CharAt(text_.Of(line), 0); IsBullet(first.code))
      return {.bullet = first.code};
    return {.numbering = NumberingAt(text_.str(), line.begin)};
  }

  // Whether the first item of a list stands there; 一、 is a chapter of the report.
  bool OpensList(std::size_t block) const {
    const Opening opening = OpeningOf(block);
    return opening && (!opening.numbering || (opening.numbering->style > NumberStyle::kChinese &&
                                              opening.numbering->value == 1));
  }

  // The last sentence of a line, without its number and the mark at its end.
  Range LeadOf(Range line) const {
    line = BehindNumbering(text_.str(), line);
    for (const std::string_view mark : kWordsOf<"。", "：", ":">) {
      if (text_.Of(line).ends_with(mark)) line.end -= mark.size();
    }
    line.begin = line.end - BehindLast<"。">(text_.Of(line)).size();
    return Trim(text_.str(), line);
  }

  bool NamesPromises(Range lead) const {
    const std::string_view words = text_.Of(lead);
    return CountChars(words.substr(0, 4 * kMostLeadChars)) <= kMostLeadChars &&
           dictionary_.NamesPromises(words);
  }

  // The lines from `first` on that open alike, up to the first that opens otherwise; each item has
  // a few lines at most.
  std::vector<std::size_t> HeadsFrom(std::size_t first) const {
    const Opening own = OpeningOf(first);
    std::vector<std::size_t> heads{first};
    for (std::size_t i = first + 1;
         i < blocks_.size() && i < heads.back() + kMostLines + 1 && heads.size() < kMostItems;
         ++i) {
      const Opening opening = OpeningOf(i);
      if (blocks_[i].table >= 0 || (opening && !opening.Like(own))) break;
      if (!opening) continue;
      if (own.numbering && opening.numbering->value != static_cast<int>(heads.size()) + 1) break;
      heads.push_back(i);
    }
    return heads;
  }

  // Behind the last item, which has as many lines as the longest before it.
  std::size_t EndOf(const std::vector<std::size_t>& heads) const {
    std::size_t most = 1;
    for (std::size_t h = 1; h < heads.size(); ++h) most = std::max(most, heads[h] - heads[h - 1]);
    std::size_t end = heads.back() + 1;
    while (end < blocks_.size() && end < heads.back() + most && blocks_[end].table < 0 &&
           !OpeningOf(end))
      ++end;
    return end;
  }

  bool HoldFigures(const std::vector<std::size_t>& heads) const {
    std::size_t counted = 0;
    for (std::size_t h = 0; h < heads.size(); ++h) {
      const std::size_t last = h + 1 < heads.size() ? heads[h + 1] - 1 : EndOf(heads) - 1;
      counted += figures_.In({blocks_[heads[h]].range.begin, blocks_[last].range.end}) > 0;
    }
    return counted * 4 >= heads.size() * 3;
  }

  const Text& text_;
  const Dictionary& dictionary_;
  const FigureIndex& figures_;
  const std::vector<Block>& blocks_;
};

}  // namespace

std::vector<AnnouncedList> FindLedLists(const Text& text, const Dictionary& dictionary,
                                        const FigureIndex& figures,
                                        const std::vector<Block>& blocks) {
  return Finder(text, dictionary, figures, blocks).Run();
}

}  // namespace duban::documents
