#include "documents/core/led_lists.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "documents/core/clause_words.h"
#include "documents/core/numbering.h"
#include "documents/core/utf8.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// What opens the lines of one list: a bullet, or a number in one style.
struct Opener {
  char32_t bullet = 0;
  std::optional<Numbering> numbering;

  explicit operator bool() const { return bullet != 0 || numbering.has_value(); }
  bool Like(const Opener& other) const {
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
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].table >= 0) continue;
      const Range line = blocks_[i].range;
      AnnouncedList list = OpensList(i + 1) ? ListBelow(line, i + 1) : AnnouncedList{};
      if (list.count == 0) list = ListWithin(line);
      if (list.count > 0) {
        if (!heading.empty()) list.preface.insert(list.preface.begin(), heading);
        if (list.blocks.front().range.begin >= line.end) i += list.blocks.size();
        lists.push_back(std::move(list));
      } else if (HeadsYear(text_.Of(line))) {
        heading = line;
      }
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

  // The list that opens at block `first`, right below a line; no items where that leads to none.
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

  // …2021年民生实事取得实效:一是…;二是…。 on one line; no items where no sentence leads to any.
  AnnouncedList ListWithin(Range line) const {
    constexpr std::size_t kMostTries = 20;  // for each the rest of the line is read
    const std::string_view words = text_.Of(line);
    if (!MentionsAny<"实事", "民生", "民心", "惠民">(words)) return {};
    AnnouncedList list;
    Range sentence = BehindNumbering(text_.str(), line);
    std::size_t tries = 0;
    kSetOf<"。", "：", ":">.ForEach(words, [&](std::size_t, std::size_t at) {
      sentence.end = line.begin + at;
      const Range rest{sentence.end + CharAt(words, at).bytes, line.end};
      if (sentence.end > sentence.begin && Opens(OpeningAt(rest)) && NamesPromises(sentence)) {
        list = ListOf(sentence, line, rest);
        ++tries;
      }
      sentence.begin = rest.begin;
      return list.count == 0 && tries < kMostTries;
    });
    return list;
  }

  // The pieces of what is left of a line behind the sentence that leads to them.
  AnnouncedList ListOf(Range lead, Range line, Range rest) const {
    const Opener opening = OpeningAt(rest);
    std::vector<Piece> pieces =
        opening.numbering ? SplitNumbered(text_.str(), rest, nullptr, kLeastItems, /*ones=*/true)
                          : BulletPieces(rest, opening.bullet);
    if (pieces.size() < kLeastItems) return {};
    pieces.back().body = LastPiece(text_, pieces);
    AnnouncedList list{.title = Trim(text_.str(), lead), .preface = {{line.begin, rest.begin}}};
    std::size_t counted = 0;
    for (const Piece& piece : pieces) {
      list.blocks.push_back({.range = {piece.numbering.range.begin, piece.body.end}});
      counted += TellsOfOne(piece.body);
    }
    if (Most(counted, pieces.size())) list.count = static_cast<int>(pieces.size());
    return list;
  }

  // A bullet behind a mark opens a piece; within a sentence a dash is none.
  std::vector<Piece> BulletPieces(Range rest, char32_t bullet) const {
    std::vector<Piece> pieces;
    for (std::size_t at = rest.begin; at < rest.end; at += CharAt(text_.str(), at).bytes) {
      const Char c = CharAt(text_.str(), at);
      if (c.code != bullet) continue;
      const std::string_view before = text_.Of({rest.begin, at});
      if (!before.empty() && !EndsWithAny(before, {"。", "；", ";", " "})) continue;
      if (!pieces.empty()) pieces.back().body = Trim(text_.str(), {pieces.back().body.begin, at});
      pieces.push_back(
          {.numbering = {.range = {at, at + c.bytes}}, .body = {at + c.bytes, rest.end}});
    }
    return pieces;
  }

  Opener OpeningAt(Range range) const {
    if (range.empty()) return {};
    if (const Char first = CharAt(text_.str(), range.begin); IsBullet(first.code)) {
      return {.bullet = first.code};
    }
    return {.numbering = NumberingAt(text_.str(), range.begin)};
  }

  // Nothing for a table and for a line that neither a bullet nor a number opens.
  Opener OpeningOf(std::size_t block) const {
    return blocks_[block].table >= 0 ? Opener{} : OpeningAt(blocks_[block].range);
  }

  // Whether the first item of a list opens so; 一、 is a chapter of the report.
  static bool Opens(const Opener& opening) {
    return opening && (!opening.numbering || (opening.numbering->style > NumberStyle::kChinese &&
                                              opening.numbering->value == 1));
  }

  bool OpensList(std::size_t block) const {
    return block < blocks_.size() && Opens(OpeningOf(block));
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
    const Opener own = OpeningOf(first);
    std::vector<std::size_t> heads{first};
    for (std::size_t i = first + 1;
         i < blocks_.size() && i < heads.back() + kMostLines + 1 && heads.size() < kMostItems;
         ++i) {
      const Opener opening = OpeningOf(i);
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
           !OpeningOf(end)) {
      ++end;
    }
    return end;
  }

  // Whether an item holds a figure; 公共服务类,包括…等3个项目 is a kind of several.
  bool TellsOfOne(Range item) const {
    return figures_.In(item) > 0 &&
           std::ranges::none_of(Counts(text_.Of(item)),
                                [](const Count& count) { return count.value > 1; });
  }

  static bool Most(std::size_t some, std::size_t all) { return some * 4 >= all * 3; }

  bool HoldFigures(const std::vector<std::size_t>& heads) const {
    std::size_t counted = 0;
    for (std::size_t h = 0; h < heads.size(); ++h) {
      const std::size_t last = h + 1 < heads.size() ? heads[h + 1] - 1 : EndOf(heads) - 1;
      counted += TellsOfOne({blocks_[heads[h]].range.begin, blocks_[last].range.end});
    }
    return Most(counted, heads.size());
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
