#include "documents/core/announced_lists.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "documents/core/clause_words.h"
#include "documents/core/numbering.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMostOnLine =
    100;  // announcements of one line: for each the rest of the line is searched
constexpr std::size_t kMostLines = 600;    // between an announcement and the end of its list
constexpr std::size_t kLongestGroup = 60;  // bytes of what groups items: 教育卫生文化方面:
constexpr std::size_t kLongestLead =
    180;  // bytes between an announcement and the first number in the lines below

bool NamesYear(std::string_view words) {
  for (std::size_t at = Find(words, "年"); at != std::string_view::npos;
       at = Find(words, "年", at + 3)) {
    if (at >= 4 && words.substr(at - 4).starts_with("20")) return true;
  }
  return false;
}

// One pass over the blocks.
class Finder {
 public:
  Finder(const Text& text, const std::vector<Block>& blocks) : text_(text), blocks_(blocks) {}

  std::vector<AnnouncedList> Run() {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].table >= 0) continue;
      const std::string_view line = text_.Of(blocks_[i].range);
      if (!TakeFromLine(i)) i = TakeFromBelow(i);
      if (HeadsYear(line)) heading_ = blocks_[i].range;
    }
    return std::move(lists_);
  }

 private:
  // The first announcement of a line at or behind the byte `from`; count 0 when there is none.
  AnnouncedList Announced(std::size_t at, std::size_t from) const {
    const Range line = blocks_[at].range;
    const Announcement found = FindAnnouncement(text_.Of({from, line.end}));
    const Range counted{from + found.range.begin, from + found.range.end};
    AnnouncedList list{.title = counted, .counted = counted, .count = found.count};
    if (!heading_.empty() && heading_.end <= line.begin) list.preface.push_back(heading_);
    return list;
  }

  void Take(std::size_t at, AnnouncedList list) {
    list.title = TitleOf(at, list.title);
    lists_.push_back(std::move(list));
  }

  // Takes the lists that stand on the line which announces them.
  // 2022年的10件实事已完成。这10件实事是: the words right before a list announce it.
  bool TakeFromLine(std::size_t at) {
    bool taken = false;
    std::size_t from = blocks_[at].range.begin;
    for (std::size_t tried = 0; from < blocks_[at].range.end && tried < kMostOnLine; ++tried) {
      AnnouncedList list = Announced(at, from);
      if (list.count == 0) break;
      from = list.counted.end;
      if (!OnLine(blocks_[at].range, from, &list) && !PartedOnLine(at, from, &list) &&
          !SentencesOnLine(at, from, &list))
        continue;
      from = list.blocks.back().range.end;
      Take(at, std::move(list));
      taken = true;
    }
    return taken;
  }

  // Takes the first list below that the line announces. Returns its last block; `at` where there is
  // none.
  std::size_t TakeFromBelow(std::size_t at) {
    std::size_t from = blocks_[at].range.begin;
    for (std::size_t tried = 0; from < blocks_[at].range.end && tried < kMostOnLine; ++tried) {
      AnnouncedList list = Announced(at, from);
      if (list.count == 0) break;
      from = list.counted.end;
      const std::size_t last = std::max({Below(at, &list), PlainBelow(at, &list),
                                         PartedBelow(at, &list), OverLines(at, from, &list)});
      if (last == at) continue;
      Take(at, std::move(list));
      return last;
    }
    return at;
  }

  // The sentence that announces the list says of which year it is and whether it reports; a long
  // one is cut to the words. 在全面落实省定实事的基础上,县政府办好10件民生实事: what opens it is of
  // others.
  Range TitleOf(std::size_t at, Range words) const {
    Range sentence = SentenceAround(text_, blocks_[at].range, words.begin);
    sentence.begin = words.begin - BehindLast<"基础上,", "基础上，", "的同时,", "的同时，">(
                                       text_.Of({sentence.begin, words.begin}))
                                       .size();
    for (const std::string_view colon : kWordsOf<":", "：">) {
      const std::size_t end = text_.Of({words.end, std::max(sentence.end, words.end)}).find(colon);
      if (end != std::string_view::npos) sentence.end = std::min(sentence.end, words.end + end);
    }
    return CountChars(text_.Of(sentence)) <= 70 ? Trim(text_.str(), sentence) : words;
  }

  // As many numbered pieces as announced in what is left of `line`.
  bool OnLine(Range line, std::size_t from, AnnouncedList* list) const {
    const Range rest{from, line.end};
    Range lead;
    std::vector<Piece> pieces = SplitNumbered(text_.str(), rest, &lead,
                                              static_cast<std::size_t>(list->count), /*ones=*/true);
    if (pieces.size() != static_cast<std::size_t>(list->count) ||
        pieces.front().numbering.value != 1)
      return false;
    if (CountChars(text_.Of({rest.begin, pieces.front().numbering.range.begin})) > 400)
      return false;
    pieces.back().body = LastPiece(text_, pieces);
    list->preface.push_back({line.begin, pieces.front().numbering.range.begin});
    for (const Piece& piece : pieces) {
      list->blocks.push_back({.range = {piece.numbering.range.begin, piece.body.end}});
    }
    return true;
  }

  // 为民办20件实事。 above paragraphs that hold several each: 就业方面:(1)…。(2)…。 Receives the
  // last of them.
  std::size_t OverLines(std::size_t at, std::size_t from, AnnouncedList* list) const {
    if (!list->blocks.empty() || list->count < 5) return at;
    std::size_t end = at;
    while (end + 1 < blocks_.size() && end < at + kMostLines && blocks_[end + 1].table < 0 &&
           !blocks_[end + 1].lone_cell)
      ++end;
    AnnouncedList found = *list;
    if (!OnLine({blocks_[at].range.begin, blocks_[end].range.end}, from, &found)) return at;
    if (found.blocks.front().range.begin > from + kLongestLead) return at;
    *list = std::move(found);
    // What groups the next ones opens the line below.
    for (Block& item : list->blocks) {
      const std::size_t line = text_.Of(item.range).rfind('\n');
      if (line != std::string_view::npos && item.range.size() - line <= kLongestGroup)
        item.range = Trim(text_.str(), {item.range.begin, item.range.begin + line});
    }
    Range& last = list->blocks.back().range;
    last.end = last.begin + std::min(text_.Of(last).find('\n'), last.size());
    while (end > at && blocks_[end].range.begin >= last.end) --end;
    return end;
  }

  // …办好10件实事:A;B;…;J。 holds as many clauses as it announces.
  bool PartedOnLine(std::size_t at, std::size_t from, AnnouncedList* list) const {
    const std::string_view rest = text_.Of({from, blocks_[at].range.end});
    const std::size_t colon = std::min(rest.find(":"), rest.find("："));
    if (colon == std::string_view::npos || CountChars(rest.substr(0, colon)) > 12) return false;
    const std::size_t begin = from + colon + (rest[colon] == ':' ? 1 : 3);
    const std::size_t stop = Find(text_.str(), "。", begin);
    const Range body{begin, std::min(stop, blocks_[at].range.end)};
    std::vector<Block> parts = Clauses(body);
    if (parts.size() != static_cast<std::size_t>(list->count)) return false;
    if (std::any_of(parts.begin(), parts.end(),
                    [](const Block& part) { return part.range.size() < 12; }))
      return false;
    list->preface.push_back({blocks_[at].range.begin, begin});
    list->blocks = std::move(parts);
    list->plain = true;
    return true;
  }

  // A title such as 十大民生工程完成投资15.8亿元 above a paragraph of ten clauses, or little more,
  // that mostly hold figures.
  std::size_t PartedBelow(std::size_t at, AnnouncedList* list) const {
    if (!list->blocks.empty() || list->count < 5) return at;
    for (std::size_t i = at + 1; i < blocks_.size() && i <= at + 4; ++i) {
      if (blocks_[i].table >= 0) return at;
      for (Range rest = blocks_[i].range; !rest.empty();) {
        const Range sentence = SentenceUpToStop(rest);
        std::vector<Block> parts = Clauses(sentence);
        const auto figures = std::count_if(parts.begin(), parts.end(), [&](const Block& part) {
          const std::string_view words = text_.Of(part.range);
          return HoldsDigit(words);
        });
        const auto count = static_cast<std::size_t>(list->count);
        if (parts.size() >= count && parts.size() <= count + 2 &&
            figures * 10 >= static_cast<std::ptrdiff_t>(parts.size()) * 7) {
          for (std::size_t line = at; line < i; ++line)
            list->preface.push_back(blocks_[line].range);
          list->preface.push_back({blocks_[i].range.begin, sentence.begin});
          list->count = static_cast<int>(parts.size());
          list->blocks = std::move(parts);
          list->plain = true;
          return i;
        }
        rest.begin = std::min(rest.end, sentence.end + std::string_view("。").size());
      }
    }
    return at;
  }

  Range SentenceUpToStop(Range range) const {
    return {range.begin,
            std::min(range.begin +
                         std::min(::duban::documents::Find(text_.Of(range), "。"), range.size()),
                     range.end)};
  }

  std::vector<Block> Clauses(Range body) const {
    std::vector<Block> parts;
    for (const Range part : SplitAt(text_.str(), body, U";；")) parts.push_back({.range = part});
    return parts;
  }

  // 8项民生实事有序推进。A完成…的102%。B…: as many sentences that report figures as were announced,
  // one more or less.
  bool SentencesOnLine(std::size_t at, std::size_t from, AnnouncedList* list) const {
    if (list->count < 5) return false;
    std::size_t begin = ::duban::documents::Find(text_.str(), "。", from);
    std::vector<Block> sentences;
    std::size_t figures = 0;
    while (begin < blocks_[at].range.end) {
      const Range sentence =
          Trim(text_.str(), SentenceUpToStop({begin + 3, blocks_[at].range.end}));
      if (sentence.empty()) break;
      const std::string_view words = text_.Of(sentence);
      figures += HoldsDigit(words) && MentionsAny<"完成", "建成", "%", "已">(words);
      sentences.push_back({.range = sentence});
      begin = sentence.end;
    }
    const auto count = static_cast<std::size_t>(list->count);
    if (sentences.size() + 1 < count || sentences.size() > count + 1 ||
        figures * 10 < sentences.size() * 9)
      return false;
    list->preface.push_back({blocks_[at].range.begin, sentences.front().range.begin});
    list->count = static_cast<int>(sentences.size());
    list->blocks = std::move(sentences);
    list->plain = true;
    return true;
  }

  // The last block of the list below the announcing line, or that line's own index.
  std::size_t Below(std::size_t at, AnnouncedList* list) const {
    std::size_t first = at + 1;
    std::optional<Numbering> one;
    for (; first < blocks_.size() && first <= at + 5; ++first) {
      one = blocks_[first].table < 0 ? NumberingAt(text_.str(), blocks_[first].range.begin)
                                     : std::nullopt;
      if (one) break;
    }
    if (!one || one->value != 1) return at;
    std::vector<std::size_t> heads{first};
    const std::size_t end = std::min(blocks_.size(), first + kMostLines);
    for (std::size_t i = first + 1; i < end && blocks_[i].table < 0; ++i) {
      const auto next = NumberingAt(text_.str(), blocks_[i].range.begin);
      if (next && next->style == one->style && next->value == static_cast<int>(heads.size()) + 1)
        heads.push_back(i);
      // Beyond the count only what follows at once: ten were announced, eleven are told.
      const bool counted = static_cast<int>(heads.size()) >= list->count;
      if (counted && i > heads.back() + 3) break;
    }
    if (static_cast<int>(heads.size()) < list->count ||
        static_cast<int>(heads.size()) > list->count + 2)
      return at;
    list->count = static_cast<int>(heads.size());
    // The last item has as many lines as the longest before it, and ends where a heading of an
    // outer style begins.
    std::size_t most = 1;
    for (std::size_t i = 0; i + 1 < heads.size(); ++i)
      most = std::max(most, heads[i + 1] - heads[i]);
    std::size_t last = heads.back();
    while (last + 1 < blocks_.size() && last + 1 < heads.back() + most &&
           blocks_[last + 1].table < 0) {
      const auto next = NumberingAt(text_.str(), blocks_[last + 1].range.begin);
      if (next && next->style <= one->style) break;
      ++last;
    }
    list->preface.push_back(blocks_[at].range);
    for (std::size_t i = first; i <= last; ++i) list->blocks.push_back(blocks_[i]);
    return last;
  }

  // …办好15件民生实事。具体包括: above as many lines that all end alike and a line that does not.
  std::size_t PlainBelow(std::size_t at, AnnouncedList* list) const {
    const auto ends = [&](std::size_t i) {
      const std::string_view line = text_.Of(blocks_[i].range);
      return line.ends_with("。") ? '.' : line.ends_with("；") || line.ends_with(";") ? ';' : ' ';
    };
    std::size_t lead = at;
    while (lead < blocks_.size() && lead <= at + 2 &&
           !text_.Of(blocks_[lead].range).ends_with("：") &&
           !text_.Of(blocks_[lead].range).ends_with(":")) {
      ++lead;
    }
    // 十大民生实事项目 as a heading needs no colon.
    const bool heading = CountChars(text_.Of(blocks_[at].range)) <= 20 && ends(at) == ' ' &&
                         list->title.end + 18 >= blocks_[at].range.end;
    if (heading) lead = at;
    const std::size_t count = static_cast<std::size_t>(list->count);
    if (lead > at + 2 || lead + count >= blocks_.size()) return at;
    const char mark = ends(lead + 1);
    for (std::size_t i = lead + 1; i <= lead + count; ++i) {
      const Block& block = blocks_[i];
      const bool last = i == lead + count;
      if (block.table >= 0 || NumberingAt(text_.str(), block.range.begin) ||
          block.range.size() < 15)
        return at;
      if (ends(i) != mark && !(last && mark == ';' && ends(i) == '.')) return at;
      if (!last && text_.Of(block.range).ends_with("：")) return at;
    }
    const std::size_t behind = lead + count + 1;
    // 文/…, 编辑:… credit the writers of a page.
    const bool credits = behind < blocks_.size() &&
                         MentionsAny<"/", ":", "：">(text_.Of(blocks_[behind].range).substr(0, 24));
    const bool closed = behind >= blocks_.size() || credits || ends(lead + count + 1) != mark ||
                        ends(lead + count) != mark;
    if (!closed) return at;
    for (std::size_t i = at; i <= lead; ++i) list->preface.push_back(blocks_[i].range);
    for (std::size_t i = lead + 1; i <= lead + count; ++i) list->blocks.push_back(blocks_[i]);
    list->plain = true;
    return lead + count;
  }

  const Text& text_;
  const std::vector<Block>& blocks_;
  Range heading_;
  std::vector<AnnouncedList> lists_;
};

// 民生实事项目8件, 为民办实事共12项: the count whose measure stands at `at`, right behind what it
// counts.
Announcement CountBehind(std::string_view words, std::size_t at) {
  const std::size_t begin = RunBegin(words, at, IsDigit);
  std::string_view before = words.substr(0, begin);
  DropTail<"共计", "共有", "共">(&before);
  const bool counts = EndsWithAny(before, {"实事项目", "民生项目", "办实事", "民生实事"});
  const int value = counts && begin < at ? NumeralValue(words.substr(begin, at - begin)) : 0;
  if (value < 3 || value > 200) return {};
  return {value, {begin, at + std::string_view("件").size()}};
}

}  // namespace

bool HeadsYear(std::string_view line) {
  // (2016年1月7日下午) says when it was held.
  const bool held = StartsWithAny(line, {"(", "（"}) && EndsWithAny(line, {")", "）"});
  return CountChars(line.substr(0, 200)) <= 40 && NamesYear(line) && !held;
}

Range LastPiece(const Text& text, const std::vector<Piece>& pieces) {
  Range last = pieces.back().body;
  const auto stops = [&](Range range) {
    const std::string_view words = text.Of(range);
    const std::size_t stop = Find(words, "。");
    return stop != std::string_view::npos && stop + 3 < words.size();
  };
  if (std::any_of(pieces.begin(), pieces.end() - 1,
                  [&](const Piece& piece) { return stops(piece.body); }))
    return last;
  if (const std::size_t stop = Find(text.Of(last), "。"); stop != std::string_view::npos)
    last.end = last.begin + stop + 3;
  return last;
}

Announcement FindAnnouncement(std::string_view words) {
  Announcement best;
  constexpr auto kNouns = kWordsOf<"实事", "民生", "民心工程", "民心项目", "惠民工程", "惠民项目">;
  if (!MentionsAny<"实事", "民生", "民心", "惠民">(words)) return best;
  for (const std::string_view measure : kWordsOf<"件", "大", "项", "个">) {
    for (std::size_t at = Find(words, measure); at != std::string_view::npos;
         at = Find(words, measure, at + 3)) {
      if (best.count > 0 && at >= best.range.end) break;
      if (at == 0) continue;
      const char32_t last = CharBefore(words, at).code;
      if (!IsDigit(last) && !IsChineseDigit(last)) continue;  // no number
      const std::string_view after = words.substr(at + 3, 30);
      std::size_t noun = std::string_view::npos;
      std::size_t noun_bytes = 0;
      for (const std::string_view word : kNouns) {
        const std::size_t found = Find(after, word);
        if (found < noun) noun_bytes = word.size();
        noun = std::min(noun, found);
      }
      if (noun == std::string_view::npos) {
        if (const Announcement behind = CountBehind(words, at); behind.count > 0 && best.count == 0)
          best = behind;
        continue;
      }
      // 十个方面30项为民实事 counts 30.
      const std::string_view between = after.substr(0, noun);
      // 10件21项民生实事 counts 10, each of which has tasks.
      const bool tasks = measure == "件" && !between.empty() && IsDigit(CharAt(between, 0).code) &&
                         Contains(between, "项") && !Contains(between, "件");
      if (!tasks && (Contains(between, "项") || Contains(between, "件") || HoldsDigit(between)))
        continue;
      // 2021十件: a numeral never mixes both.
      const std::size_t begin = RunBegin(words, at, IsDigit(last) ? IsDigit : IsChineseDigit);
      const int value = NumeralValue(words.substr(begin, at - begin));
      if (value < 3 || value > 200 || (best.count > 0 && begin >= best.range.begin)) continue;
      best = {value, {begin, at + 3 + noun + noun_bytes}};
    }
  }
  return best;
}

std::vector<AnnouncedList> FindAnnouncedLists(const Text& text, const std::vector<Block>& blocks) {
  return Finder(text, blocks).Run();
}

}  // namespace duban::documents
