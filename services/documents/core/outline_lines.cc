#include "documents/core/outline_lines.h"

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "documents/core/labels.h"
#include "documents/core/lost_breaks.h"
#include "documents/core/outline_labels.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// Whether a line holds as many marks of labels as several pairs need.
bool MayHoldPairs(std::string_view words) {
  constexpr std::size_t kLeast = 2;  // a third label may need none: it opens the line
  std::size_t marks = 0;
  kSetOf<":", "：", "【">.ForEach(words,
                                  [&marks](std::size_t, std::size_t) { return ++marks < kLeast; });
  return marks == kLeast;
}

// The parts of a line that holds several pairs (任务目标:… 进展情况:…), from where each begins;
// empty for any other line.
std::vector<Range> PartPairs(const Text& text, std::span<const Label> labels, Range range) {
  std::vector<std::size_t> begins;
  Role last = Role::kNone;
  bool reported = false;
  for (const Label& label : labels) {
    if (Promises(label.role) && (begins.empty() || last == Role::kProgress))
      begins.push_back(label.range.begin);
    reported = reported || label.role == Role::kProgress;
    last = label.role;
  }
  if (!reported || begins.size() < 2) return {};
  if (begins.front() > range.begin) begins.insert(begins.begin(), range.begin);
  std::vector<Range> parts;
  for (std::size_t i = 0; i < begins.size(); ++i) {
    parts.push_back(
        Trim(text.str(), {begins[i], i + 1 < begins.size() ? begins[i + 1] : range.end}));
  }
  return parts;
}

// ①新建幼儿园4所。项目进展:4所全部建成。②更换…。项目进展:…: the pieces of an item that one line
// holds, each with a report of its own, and what stands before them; empty for any other line.
std::vector<Range> PartPieces(const Text& text, std::span<const Label> labels, Range range) {
  const auto reports = [](const Label& label) { return label.role == Role::kProgress; };
  if (std::ranges::count_if(labels, reports) < 2) return {};
  Range lead;
  const std::vector<Piece> pieces = SplitNumbered(text.str(), range, &lead);
  if (pieces.empty() || pieces.front().numbering.value != 1) return {};
  const bool each = std::ranges::all_of(pieces, [&](const Piece& piece) {
    return std::ranges::any_of(labels, [&](const Label& label) {
      return reports(label) && piece.body.Contains(label.range.begin);
    });
  });
  if (!each) return {};
  std::vector<Range> parts;
  if (!lead.empty()) parts.push_back(lead);
  for (const Piece& piece : pieces) parts.push_back({piece.numbering.range.begin, piece.body.end});
  return parts;
}

// The parts of a line that tells by labels of several promises; empty for any other line.
std::vector<Range> PartLabelled(const Text& text, const Dictionary& dictionary, Range range) {
  if (!MayHoldPairs(text.Of(range))) return {};
  const std::vector<Label> labels = FindLabels(text.str(), range, dictionary);
  std::vector<Range> parts = PartPairs(text, labels, range);
  if (parts.empty()) parts = PartPieces(text, labels, range);
  return parts;
}

// The one paragraph that holds a numbered list (公告如下:一、…;二、…;三、…), where no line of the
// document begins with a number; null when there is none, or several.
const Block* OnlyNumberedBlock(const Text& text, const std::vector<Block>& blocks) {
  const Block* only = nullptr;
  for (const Block& block : blocks) {
    if (block.table >= 0 || block.lone_cell || NumberingAt(text.str(), block.range.begin))
      return nullptr;
    if (block.range.size() < 90) continue;
    const std::vector<Piece> pieces = SplitNumbered(text.str(), block.range, nullptr, 3);
    if (pieces.empty() || pieces.front().numbering.value != 1) continue;
    if (only != nullptr) return nullptr;
    only = &block;
  }
  return only;
}

// 一、促进就业(3项)1.…2.… above 二、社会保障(2项)3.…: a chapter whose numbered items follow on its
// own line and count on from those of the chapter before. Receives the pieces where the chapter, or
// the rest, begins; empty for any other line.
std::vector<Range> PartChapter(const Text& text, Range range, int last) {
  const auto chapter = NumberingAt(text.str(), range.begin);
  constexpr std::size_t kMostBytes =
      20'000;  // of a chapter on one line: each of its numbers is looked for
  if (range.size() > kMostBytes) return {};
  if (!chapter || chapter->style >= NumberStyle::kBare || chapter->range.end >= range.end)
    return {};
  // The items begin behind a bracket, a blank or a stop, where a sentence would not.
  const auto begin_of = [&](int number, std::size_t from, std::size_t end) {
    const std::string numeral = std::to_string(number) + ".";
    const std::string_view window = text.str().substr(0, end);
    for (std::size_t at = Find(window, numeral, from); at != std::string_view::npos;
         at = Find(window, numeral, at + 1)) {
      if (EndsWithAny(text.Of({from, at}), {")", "）", " ", "。", "；", ";", "：", ":"})) return at;
    }
    return range.end;
  };
  constexpr std::size_t kMostChars = 30;  // of the chapter's name
  const std::size_t from = chapter->range.end;
  constexpr std::size_t kNumeral = 12;
  std::size_t first =
      begin_of(last + 1, from, std::min(range.end, from + 4 * kMostChars + kNumeral));
  if (first >= range.end || CountChars(text.Of({from, first})) > kMostChars) return {};
  std::vector<Range> parts{Trim(text.str(), {range.begin, first})};
  for (int next = last + 2; first < range.end; ++next) {
    const std::size_t end = begin_of(next, first, range.end);
    parts.push_back(Trim(text.str(), {first, end}));
    first = end;
  }
  return parts;
}

// The same of a whole list on one line, parted at its chapters (一、教育类:1.…2.…二、卫生类:3.…);
// empty where one of them does not count on.
std::vector<Range> PartChapters(const Text& text, const std::vector<Range>& chapters) {
  std::vector<Range> all;
  int last = 0;
  for (const Range chapter : chapters) {
    const std::vector<Range> parts = PartChapter(text, chapter, last);
    if (parts.empty()) return {};
    all.insert(all.end(), parts.begin(), parts.end());
    last += static_cast<int>(parts.size()) - 1;  // without its heading
  }
  return all;
}

// …进展如下。一是… above 二是…: where the first item begins that stands at the end of the paragraph
// which leads to it, as the next line goes on with the second; `range.end` for any other line.
std::size_t FirstBehindLead(const Text& text, Range range, Range next) {
  constexpr std::pair<std::string_view, std::string_view> kFirstTwo[] = {
      {"一是", "二是"}, {"一、", "二、"}, {"1.", "2."}, {"1、", "2、"}};
  for (const auto& [first, second] : kFirstTwo) {
    if (!text.Of(next).starts_with(second) || text.Of(range).starts_with(first)) continue;
    for (const std::string_view mark : kWordsOf<"。", "：", ":">) {
      const std::size_t at = Find(text.Of(range), std::string(mark) + std::string(first));
      if (at != std::string_view::npos) return range.begin + at + mark.size();
    }
  }
  return range.end;
}

// The number that a line of a list without marks begins with: 1 医疗卫生, 一开展助餐, or 1 above
// the line that it was joined to; 0 when none.
int BareStart(const Text& text, Range range, std::size_t* end) {
  const std::string_view words = text.Of(range);
  std::size_t at = 0;
  int value = 0;
  while (at < words.size() && at < 3 && words[at] >= '0' && words[at] <= '9')
    value = value * 10 + (words[at++] - '0');
  // 一 above 老旧小区改造: Chinese numerals only where they stand on a line of their own.
  if (at == 0) {
    while (at < words.size() && at < 9 && IsChineseDigit(CharAt(words, at).code))
      at += CharAt(words, at).bytes;
    const bool alone = at > 0 && at < words.size() && words[at] == '\n';
    // 一开展…行动, 二开展…行动: a short line that its numeral touches.
    const bool touches = at > 0 && at < words.size() && IsHan(CharAt(words, at).code) &&
                         CountChars(words) <= 60 && !words.ends_with("。");
    // 一    生态环境
    const bool spaced =
        at > 0 && at < words.size() && IsSpace(CharAt(words, at).code) && CountChars(words) <= 30;
    value = alone || touches || spaced ? NumeralValue(words.substr(0, at)) : 0;
    if (touches && value > 0) {
      *end = range.begin + at;
      return value;
    }
  }
  if (value <= 0 || at >= words.size() || !IsSpace(CharAt(words, at).code)) return 0;
  while (at < words.size() && IsSpace(CharAt(words, at).code)) at += CharAt(words, at).bytes;
  if (at >= words.size()) return 0;
  const char32_t next = CharAt(words, at).code;
  *end = range.begin + at;
  const bool padded = words[0] == '0';  // 06 S220公路改建
  return IsHan(next) || next == U'“' || next == U'《' || (padded && next >= 'A' && next <= 'Z') ||
                 Contains(text.Quote({range.begin, *end}), "\n")
             ? value
             : 0;
}

// 2.50个小区 is item 2 where item 1 came before it; 1,截至11月底… is numbered by a comma where the
// sequence says so.
std::optional<Numbering> CountedOn(const Text& text, Range range, int last) {
  const std::string_view words = text.Of(range);
  if (words.empty() || words[0] < '0' || words[0] > '9') return std::nullopt;
  const std::string next = std::to_string(last + 1);
  if (!words.starts_with(next)) return std::nullopt;
  const std::string_view behind = words.substr(next.size());
  for (const std::string_view mark : kWordsOf<".", ",", "，">) {
    const std::size_t least = mark == "." ? 0 : 12;  // of what follows
    if (!behind.starts_with(mark) || behind.size() <= mark.size() + least ||
        (mark == "." && last == 0))
      continue;
    if (IsDigit(CharAt(behind, mark.size()).code) != (mark == ".")) continue;
    return Numbering{
        NumberStyle::kArabic, last + 1, {range.begin, range.begin + next.size() + mark.size()}};
  }
  return std::nullopt;
}

// Marks the lines that count on without a mark: at least three from 1, one after the other.
void NumberBareLines(const Text& text, std::vector<OutlineLine>* lines) {
  std::vector<std::pair<std::size_t, std::size_t>> run;  // line, and where its words begin
  for (std::size_t i = 0; i < lines->size(); ++i) {
    std::size_t end = 0;
    if ((*lines)[i].numbering || (*lines)[i].named ||
        BareStart(text, (*lines)[i].range, &end) != static_cast<int>(run.size()) + 1)
      continue;
    run.emplace_back(i, end);
  }
  // 01 above its paragraphs is a number where the others are cut off too.
  const bool padded = !run.empty() &&
                      text.Of((*lines)[run.front().first].range).starts_with("01") &&
                      CountChars(text.Of((*lines)[run.front().first].range)) <= 30;
  if (run.size() < 3 && !padded) return;
  for (std::size_t n = 0; n < run.size(); ++n) {
    OutlineLine& line = (*lines)[run[n].first];
    line.numbering =
        Numbering{NumberStyle::kBare, static_cast<int>(n) + 1, {line.range.begin, run[n].second}};
    line.body = {run[n].second, line.range.end};
    line.chars = CountChars(text.Of(line.body));
  }
}

// 7.强化考核… between 6. and 8. of a long run is a promise like its neighbours.
void KeepMembersOfRuns(std::vector<OutlineLine>* lines) {
  for (std::size_t i = 0; i < lines->size(); ++i) {
    OutlineLine& line = (*lines)[i];
    if (!line.preamble || line.numbering->style <= NumberStyle::kChineseParen) continue;
    const auto neighbour = [&](int step) {
      for (std::size_t j = i; j > 0 && j + 1 < lines->size() && j + 12 > i && j < i + 12;) {
        j = step > 0 ? j + 1 : j - 1;
        const OutlineLine& other = (*lines)[j];
        if (!other.numbering || other.numbering->style != line.numbering->style) continue;
        return other.numbering->value == line.numbering->value + step && !other.preamble;
      }
      return false;
    };
    if (line.numbering->value >= 3 && neighbour(-1) && neighbour(1)) line.preamble = false;
  }
}

// (二)推进措施 of every item says what stands below it there, and organises no work on all of them.
void KeepHeadingsOfItems(const Text& text, std::vector<OutlineLine>* lines) {
  constexpr std::size_t kLeastItems = 3;
  std::map<std::string_view, std::size_t> said;
  for (const OutlineLine& line : *lines) {
    if (line.preamble && line.label != Role::kNone) ++said[text.Of(line.body)];
  }
  for (OutlineLine& line : *lines) {
    if (line.preamble && line.label != Role::kNone && said[text.Of(line.body)] >= kLeastItems)
      line.preamble = false;
  }
}

// 二、工作步骤 behind (一)…(十) tells how the work on all of them is organised.
void LeaveStepsOfAll(std::vector<OutlineLine>* lines) {
  constexpr std::size_t kLeastItems = 3;
  std::size_t items = 0;  // in the chapter above
  for (OutlineLine& line : *lines) {
    if (!line.numbering) continue;
    items += line.numbering->style == NumberStyle::kChineseParen;
    if (line.numbering->style > NumberStyle::kChinese) continue;
    line.preamble =
        line.preamble || (items >= kLeastItems && line.label == Role::kSteps && line.chars <= 8);
    items = 0;
  }
}

}  // namespace

bool NamesSomebody(Role role) {
  return role == Role::kLead || role == Role::kResponsible || role == Role::kCooperating ||
         role == Role::kLeader;
}

bool Promises(Role role) { return role == Role::kTarget || role == Role::kContent; }

std::vector<OutlineLine> MakeLines(const Text& text, const Dictionary& dictionary,
                                   const std::vector<Block>& printed) {
  constexpr std::size_t kTitleLabel = 24;  // bytes of a label that titles a line
  std::vector<OutlineLine> lines;
  int last = 0;  // the arabic number of the line before
  const auto add = [&](Range range) {
    OutlineLine line{
        .range = range, .body = range, .numbering = NumberingAt(text.str(), range.begin)};
    if (!line.numbering) line.numbering = CountedOn(text, range, last);
    if (line.numbering && line.numbering->style == NumberStyle::kArabic)
      last = line.numbering->value;
    if (line.numbering && line.numbering->range.end > range.end) line.numbering.reset();
    if (line.numbering) line.body = Trim(text.str(), {line.numbering->range.end, range.end});
    // 项目名称:农村饮水 is titled by what follows the label; so are 01 项目名称:农村饮水 and
    // 【项目名称】农村饮水.
    const std::string_view words = text.Of(line.body);
    const std::size_t colon = FindColon(words.substr(0, kTitleLabel + 3));
    if (const BracketedLabel name = BracketedLabelAt(words, 0); !name.name.empty()) {
      line.named =
          dictionary.LabelRole(words.substr(name.name.begin, name.name.size())) == Role::kTitle;
      if (line.named) line.body = Trim(text.str(), {line.body.begin + name.end, line.body.end});
    } else if (colon <= kTitleLabel) {
      std::string_view label = words.substr(0, colon);
      while (!label.empty() && ((label[0] >= '0' && label[0] <= '9') || label[0] == ' '))
        label.remove_prefix(1);
      line.named = dictionary.LabelRole(label) == Role::kTitle;
      if (line.named)
        line.body = Trim(text.str(),
                         {line.body.begin + colon + (words[colon] == ':' ? 1 : 3), line.body.end});
    }
    line.chars = CountChars(text.Of(line.body));
    line.label = OpeningRole(text.str(), line.body, dictionary);
    if (line.label == Role::kNone && line.chars <= 12) {
      Role role = dictionary.LabelRole(text.Of(line.body));
      if (role == Role::kNone && line.numbering && line.chars <= 8) {
        const std::string_view heading = text.Of(line.body);
        if (Contains(heading, "计划") || Contains(heading, "安排") || Contains(heading, "步骤"))
          role = Role::kSteps;
      }
      if (role == Role::kContent || role == Role::kSteps || role == Role::kTarget ||
          role == Role::kProgress || role == Role::kDue || NamesSomebody(role)) {
        line.label = role;
      }
    }
    line.preamble = line.numbering && line.chars <= 40 &&
                    dictionary.Mentions(Words::kPreamble, text.Of(line.body));
    lines.push_back(line);
  };
  const std::vector<Block> blocks = WithLostBreaks(text, printed);
  lines.reserve(blocks.size());
  const Block* const only = OnlyNumberedBlock(text, blocks);
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const Block& block = blocks[b];
    if (block.table >= 0) continue;
    const Range next =
        b + 1 < blocks.size() && blocks[b + 1].table < 0 ? blocks[b + 1].range : Range{};
    if (const std::size_t first = FirstBehindLead(text, block.range, next);
        first < block.range.end) {
      add({block.range.begin, first});
      add({first, block.range.end});
      continue;
    }
    // A whole list on one line is parted at its numbers.
    if ((block.range.size() > 600 && blocks.size() < 12) || &block == only) {
      Range lead;
      const std::vector<Piece> pieces = SplitNumbered(text.str(), block.range, &lead, 3);
      if (!pieces.empty()) {
        if (!lead.empty()) add(lead);
        std::vector<Range> items;
        for (const Piece& piece : pieces)
          items.push_back(Trim(text.str(), {piece.numbering.range.begin, piece.body.end}));
        if (std::vector<Range> parts = PartChapters(text, items); !parts.empty())
          items = std::move(parts);
        for (const Range item : items) add(item);
        continue;
      }
    }
    std::vector<Range> parts = PartChapter(text, block.range, last);
    if (parts.empty()) parts = PartLabelled(text, dictionary, block.range);
    if (parts.empty()) add(block.range);
    for (const Range part : parts) add(part);
  }
  MarkNames(text, dictionary, &lines);
  JoinNames(&lines);
  NumberBareLines(text, &lines);
  MarkFields(text, &lines);
  KeepMembersOfRuns(&lines);
  KeepHeadingsOfItems(text, &lines);
  LeaveStepsOfAll(&lines);
  return lines;
}

namespace {

// The number of a table's first row stands below a short head, or below several and what groups the
// rows.
bool BelowHeads(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks,
                std::size_t at) {
  const auto is_head = [&](std::size_t i, std::size_t chars) {
    const std::string_view cell = text.Of(blocks[i].range);
    return !HasMoreThan(chars, cell) && dictionary.HeadRole(cell) != Role::kNone;
  };
  if (at > 0 && is_head(at - 1, 8)) return true;
  std::size_t heads = 0;
  for (std::size_t i = at - std::min<std::size_t>(at, 7); i < at; ++i) heads += is_head(i, 16);
  return heads >= 4 || (heads == 3 && at >= 4 && is_head(at - 2, 16) && is_head(at - 3, 16) &&
                        is_head(at - 4, 16));
}

}  // namespace

std::vector<Block> JoinBareNumbers(const Text& text, const Dictionary& dictionary,
                                   const std::vector<Block>& blocks) {
  std::vector<std::size_t> run;  // blocks that hold 1, 2, 3…
  for (std::size_t i = 0; i + 1 < blocks.size(); ++i) {
    if (blocks[i].table >= 0 || blocks[i].lone_cell) continue;
    const std::string_view words = text.Of(blocks[i].range);
    const std::string number = std::to_string(run.size() + 1);
    const bool fits = NumeralValue(words) == static_cast<int>(run.size()) + 1 || words == number ||
                      words == "0" + number || (words.ends_with(".") && words == number + ".");
    if (words.size() > 9 || !fits || blocks[i + 1].table >= 0) continue;
    if (run.empty() && BelowHeads(text, dictionary, blocks, i)) return blocks;
    run.push_back(i);
  }
  // 01 opens an item of many lines; a bare 1 so far from 2 may be anything.
  const bool padded = !run.empty() && text.Of(blocks[run.front()].range).starts_with("0");
  if (run.size() < 3 || run.back() - run.front() > (padded ? 12 : 4) * run.size()) return blocks;
  std::vector<Block> out;
  std::size_t next = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    out.push_back(blocks[i]);
    if (next < run.size() && run[next] == i) {
      ++next;
      out.back().range.end = blocks[++i].range.end;
    }
  }
  return out;
}

std::vector<OutlineLine> WithoutPreamble(const std::vector<OutlineLine>& lines) {
  std::vector<OutlineLine> kept;
  constexpr int kNone = -1;
  int skipping = kNone;  // the style whose chapter is left out
  for (const OutlineLine& line : lines) {
    const int style = line.numbering ? static_cast<int>(line.numbering->style) : 99;
    if (skipping != kNone && style <= skipping) skipping = kNone;
    if (line.preamble && skipping == kNone && style <= static_cast<int>(NumberStyle::kChineseParen))
      skipping = style;
    if (skipping == kNone) kept.push_back(line);
  }
  return kept;
}

}  // namespace duban::documents
