#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "documents/core/announced_lists.h"
#include "documents/core/clause_words.h"
#include "documents/core/labels.h"
#include "documents/core/outline_heads.h"
#include "documents/core/sentence_openings.h"
#include "documents/core/utf8.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kLeastSentence = 12;  // characters of one that tells of a project
constexpr std::size_t kLeastHeading = 8;    // of one that others of its paragraph follow
constexpr std::size_t kMostLeads =
    100;  // of a text are looked for below: each search reads all of it

// A share of what was promised: 完成目标任务的102%, 占计划的48.9%.
bool TellsShare(std::string_view sentence) {
  return Contains(sentence, "%") &&
         MentionsAny<"目标任务", "年度任务", "全年任务", "年度目标", "全年目标", "年度计划",
                     "全年计划", "占计划">(sentence) &&
         !MentionsAny<"预算", "资金", "拨付", "记者", "消息", "获悉">(sentence) &&
         std::ranges::none_of(Counts(sentence), [](const Count& count) { return count.value > 1; });
}

// A sentence of a line that is none of its own, or a whole line that is numbered or labelled.
struct Sentence {
  OutlineLine line;
  bool opens = false;  // it begins its line
  Named named;         // what it tells of, where it is long enough to tell
  bool shares = false;
};

bool IsWhole(const OutlineLine& line) { return line.numbering || line.label != Role::kNone; }

Sentence MakeSentence(const Text& text, Range range, bool opens) {
  const std::string_view words = text.Of(range);
  Sentence made{.line = MadeLine(text, range), .opens = opens};
  if (made.line.chars < kLeastHeading) return made;
  made.named = OpeningOf(words);
  made.shares = TellsShare(words);
  return made;
}

// The sentences of all lines.
std::vector<Sentence> PartLines(const Text& text, const std::vector<OutlineLine>& lines) {
  std::vector<Sentence> out;
  out.reserve(2 * lines.size());
  for (const OutlineLine& line : lines) {
    if (IsWhole(line)) {
      out.push_back({.line = line, .opens = true});
      continue;
    }
    for (const Range part : SplitAt(text.str(), line.range, U"。"))
      out.push_back(MakeSentence(text, part, part.begin == line.range.begin));
  }
  return out;
}

bool HoldsSemicolon(std::string_view words) { return MentionsAny(words, {";", "；"}); }

// The same, parted at semicolons as well.
std::vector<Sentence> PartSentences(const Text& text, const std::vector<Sentence>& sentences) {
  std::vector<Sentence> out;
  out.reserve(2 * sentences.size());
  for (const Sentence& sentence : sentences) {
    const Range range = sentence.line.range;
    if (IsWhole(sentence.line) || !HoldsSemicolon(text.Of(range))) {
      out.push_back(sentence);
      continue;
    }
    for (const Range part : SplitAt(text.str(), range, U"；;"))
      out.push_back(MakeSentence(text, part, sentence.opens && part.begin == range.begin));
  }
  return out;
}

// 15件: 在城市建设方面,A。B。C。, 在交通出行方面,D。E。: the fields are the kinds, their sentences
// the promises.
void AddBelowFields(const Text& text, const std::vector<OutlineLine>& lines,
                    const Counted& announced, std::vector<Candidate>* out) {
  if (announced.promises.empty()) return;
  Candidate candidate{.way = Way::kSentences};
  for (const OutlineLine& line : lines) {
    if (line.numbering || line.label != Role::kNone || line.chars < 40) continue;
    const std::string_view words = text.Of(line.range).substr(0, 120);
    const std::size_t end = std::min(Find(words, "方面,"), Find(words, "方面，"));
    const std::size_t in = words.starts_with("在") ? std::string_view("在").size() : 0;
    if (end == std::string_view::npos || end < in + 6 ||
        MentionsAny(words.substr(0, end), {",", "，", "。"}))
      continue;
    const Range field{line.range.begin + in, line.range.begin + end};
    candidate.groups.push_back(candidate.made.size());
    candidate.made.push_back(MadeLine(text, field));
    std::size_t begin = field.end + std::string_view("方面").size();
    for (const std::string_view comma : kWordsOf<",", "，">) {
      if (text.Of({begin, line.range.end}).starts_with(comma)) begin += comma.size();
    }
    for (const Range sentence : SplitAt(text.str(), {begin, line.range.end}, U"。")) {
      candidate.heads.push_back(candidate.made.size());
      const std::vector<Range> clauses = SplitAt(text.str(), sentence, U",，");
      const bool name = clauses.size() > 1 && CountChars(text.Of(clauses.front())) >= 4 &&
                        !HoldsDigit(text.Of(clauses.front()));
      candidate.names.push_back(name ? clauses.front() : sentence);
      candidate.made.push_back(MadeLine(text, sentence));
    }
  }
  candidate.end = candidate.made.size();
  const auto n = static_cast<int>(candidate.heads.size());
  const bool fits = std::ranges::any_of(
      announced.promises, [&](int count) { return n + 1 >= count && n <= count + 1; });
  if (candidate.groups.size() >= 2 && n >= 6 && fits) out->push_back(std::move(candidate));
}

// The sentences that open alike, three or more.
void AddAlike(const Text& text, const std::vector<Sentence>& all, std::vector<Candidate>* out) {
  std::map<Opening, std::vector<std::pair<std::size_t, Range>>> found;
  std::size_t leads = 0;
  Opening paragraph = Opening::kNone;  // of the first sentence of the line
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& [sentence, opens, told, shares] = all[i];
    if (opens) paragraph = Opening::kNone;
    // 供水工程进展顺利。其中,…: the first sentence names the project of a paragraph, however short
    // it is.
    const bool heads = opens && i + 1 < all.size() && !all[i + 1].opens;
    if (IsWhole(sentence) || sentence.chars < (heads ? kLeastHeading : kLeastSentence)) continue;
    if (opens) paragraph = told.opening;
    const Opening opening =
        !opens && told.among && told.opening == paragraph ? Opening::kNone : told.opening;
    if (opening == Opening::kNone && !shares) continue;
    // What a lead says again below is told there.
    if (opens && leads++ < kMostLeads &&
        Find(text.str().substr(0, all.back().line.range.end), text.Of(sentence.range),
             sentence.range.end) != std::string_view::npos) {
      continue;
    }
    if (opening != Opening::kNone) found[opening].emplace_back(i, told.name);
    if (shares) found[Opening::kShare].emplace_back(i, Range{});
  }
  for (const auto& [opening, heads] : found) {
    // Shares behind each other in one sentence are of one project.
    const Range between{all[heads.front().first].line.range.begin,
                        all[heads.back().first].line.range.begin};
    if (heads.size() < 3 || (opening == Opening::kShare && !Contains(text.Of(between), "。")))
      continue;
    Candidate candidate{.way = opening == Opening::kShare ? Way::kPlain : Way::kSentences};
    std::size_t next = 0;
    for (std::size_t i = heads.front().first; i < all.size(); ++i) {
      const bool head = next < heads.size() && heads[next].first == i;
      if (next == heads.size() && !head && all[i].opens) break;
      // A paragraph that begins otherwise speaks of all, up to the next project.
      if (!head && all[i].opens) {
        while (i + 1 < all.size() && !(next < heads.size() && heads[next].first == i + 1)) ++i;
        continue;
      }
      if (head) {
        candidate.heads.push_back(candidate.made.size());
        const Range name = heads[next].second;
        const std::size_t begin = all[i].line.range.begin;
        candidate.names.push_back({begin + name.begin, begin + name.end});
        ++next;
      }
      candidate.made.push_back(all[i].line);
    }
    if (opening == Opening::kShare) candidate.names.clear();
    candidate.end = candidate.made.size();
    out->push_back(std::move(candidate));
  }
}

}  // namespace

bool HoldSemicolons(const Text& text, const std::vector<OutlineLine>& lines) {
  return std::ranges::any_of(
      lines, [&](const OutlineLine& line) { return HoldsSemicolon(text.Of(line.range)); });
}

void AddBySentences(const Text& text, const std::vector<OutlineLine>& lines,
                    const Counted& announced, std::vector<Candidate>* out) {
  AddBelowFields(text, lines, announced, out);
  const std::vector<Sentence> sentences = PartLines(text, lines);
  AddAlike(text, sentences, out);
  if (HoldSemicolons(text, lines)) AddAlike(text, PartSentences(text, sentences), out);
}

void AddByParts(const Text& text, const std::vector<OutlineLine>& lines,
                std::vector<Candidate>* out) {
  Candidate joined{.way = Way::kParts};
  std::size_t lists = 0;
  for (const OutlineLine& line : lines) {
    std::vector<Piece> pieces;
    // 一是…;二是… may open the line; else what opens it numbers the line itself.
    for (const Range range : {line.range, line.body == line.range ? Range{} : line.body}) {
      if (range.size() < 90 || pieces.size() >= 3) continue;
      std::vector<Piece> found = SplitNumbered(text.str(), range, nullptr, 2, /*ones=*/true);
      if (!found.empty() && found.front().numbering.value == 1 && found.size() > pieces.size())
        pieces = std::move(found);
    }
    if (pieces.empty()) {
      if (line.numbering && line.chars <= 40) {
        joined.groups.push_back(joined.made.size());
        joined.made.push_back(line);
      }
      continue;
    }
    // 存在的问题:一是…;二是…
    const std::string_view lead = text.Of(
        {line.range.begin, std::max(line.range.begin, pieces.front().numbering.range.begin)});
    if (lead.size() <= 60 && MentionsAny(lead, {"问题", "下一步", "下步", "困难"})) continue;
    pieces.back().body = LastPiece(text, pieces);
    // 一、完善基础设施。一是…;二是…: the chapter stands on the line of its pieces.
    const Range chapter =
        Trim(text.str(),
             {line.body.begin, std::max(line.body.begin, pieces.front().numbering.range.begin)});
    if (line.numbering && !chapter.empty() && CountChars(text.Of(chapter)) <= 40) {
      joined.groups.push_back(joined.made.size());
      joined.made.push_back({.range = {line.range.begin, chapter.end},
                             .body = chapter,
                             .numbering = line.numbering,
                             .chars = CountChars(text.Of(chapter))});
    }
    Candidate candidate{.way = Way::kParts};
    for (const Piece& piece : pieces) {
      candidate.heads.push_back(candidate.made.size());
      candidate.made.push_back({.range = {piece.numbering.range.begin, piece.body.end},
                                .body = piece.body,
                                .numbering = piece.numbering,
                                .chars = CountChars(text.Of(piece.body))});
      joined.heads.push_back(joined.made.size());
      joined.made.push_back(candidate.made.back());
    }
    ++lists;
    candidate.end = candidate.made.size();
    if (pieces.size() >= 3) out->push_back(std::move(candidate));
  }
  joined.end = joined.made.size();
  if (lists > 1) out->push_back(std::move(joined));
}

}  // namespace duban::documents
