#include "documents/core/outline_candidates.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "documents/core/announced_lists.h"
#include "documents/core/clause_words.h"
#include "documents/core/outline_heads.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kLinesBefore = 8;  // above a list in which its count may be announced

// What the title and the lines above a list count.
class Announcements {
 public:
  Announcements(const Text& text, Range title, const std::vector<OutlineLine>& lines)
      : text_(text), lines_(lines), of_line_(lines.size()) {
    TakeCounts(text.Of(title), &title_);
  }

  const Counted& Before(std::size_t head) {
    const auto [known, fresh] = before_.try_emplace(head, title_);
    if (!fresh) return known->second;
    Counted& all = known->second;
    for (std::size_t i = head > kLinesBefore ? head - kLinesBefore : 0; i < head; ++i) {
      if (!of_line_[i]) TakeCounts(text_.Of(lines_[i].range), &of_line_[i].emplace());
      const Counted& own = *of_line_[i];
      all.promises.insert(all.promises.end(), own.promises.begin(), own.promises.end());
      all.others.insert(all.others.end(), own.others.begin(), own.others.end());
      all.kinds.insert(all.kinds.end(), own.kinds.begin(), own.kinds.end());
      all.grouped = all.grouped || own.grouped;
    }
    return all;
  }

  // Of the title and the first lines.
  const Counted& Anywhere() { return Before(std::min(lines_.size(), kLinesBefore)); }

 private:
  const Text& text_;
  const std::vector<OutlineLine>& lines_;
  Counted title_;
  std::vector<std::optional<Counted>> of_line_;
  std::map<std::size_t, Counted> before_;
};

// Numbers of `inner` that go on over at least two items of `outer` make headings of those.
bool GoesOnOver(const Candidate& inner, const Candidate& outer,
                const std::vector<OutlineLine>& lines) {
  if (inner.heads.size() <= outer.heads.size() || inner.heads.front() <= outer.heads.front())
    return false;
  if (lines[inner.heads.front()].numbering->style == lines[outer.heads.front()].numbering->style)
    return false;
  std::size_t crossed = 0;
  for (std::size_t h = 1; h < inner.heads.size(); ++h) {
    const auto between =
        std::upper_bound(outer.heads.begin(), outer.heads.end(), inner.heads[h - 1]);
    crossed += between != outer.heads.end() && *between < inner.heads[h];
  }
  return crossed > 0 && crossed * 2 >= outer.heads.size() - 1;
}

// Whether the numbers of `inner` begin anew below every item of `outer`.
bool RestartsBelow(const Candidate& inner, const Candidate& outer,
                   const std::vector<OutlineLine>& lines) {
  std::size_t head = 0;
  for (std::size_t h = 0; h < outer.heads.size(); ++h) {
    const std::size_t end = h + 1 < outer.heads.size() ? outer.heads[h + 1] : outer.end;
    while (head < inner.heads.size() && inner.heads[head] <= outer.heads[h]) ++head;
    if (head == inner.heads.size() || inner.heads[head] >= end ||
        lines[inner.heads[head]].numbering->value != 1)
      return false;
  }
  return true;
}

// 七大类20项 above seven chapters whose pieces are numbered anew in each: the chapters are the
// promises.
void PreferKinds(const std::vector<OutlineLine>& lines, const std::vector<int>& kinds,
                 std::vector<Candidate>* all) {
  for (Candidate& outer : *all) {
    const bool announced =
        outer.way == Way::kNumbers &&
        std::ranges::find(kinds, static_cast<int>(outer.heads.size())) != kinds.end();
    if (!announced || outer.heads.size() < 3) continue;
    for (Candidate& inner : *all) {
      if (inner.way != Way::kNumbers || inner.signs[Feature::kRestarts] == 0 ||
          !RestartsBelow(inner, outer, lines))
        continue;
      outer.signs[Feature::kAnnounced] = 1;
      outer.signs[Feature::kGrouping] = 0;
      inner.signs[Feature::kAnnounced] = 0;
    }
  }
}

// The numeral right before `end`, perhaps with 大 or 个 between: 七大(类), 8个(方面); 0 when none
// stands there.
int NumberBefore(std::string_view words, std::size_t end) {
  if (EndsWithAny<"大", "个">(words.substr(0, end))) end -= std::string_view("大").size();
  const std::size_t begin = NumeralBegin(words, end);
  return begin < end ? std::max(0, NumeralValue(words.substr(begin, end - begin))) : 0;
}

// Whether a count is of the tasks that announced promises are parted into: 10件实事分解为19项,
// 10件21项.
bool CountsTasks(std::string_view words, Range count) {
  const std::string_view before = words.substr(0, count.begin);
  if (EndsWithAny<"分解为", "分解成", "细化为", "细分为">(before)) return true;
  return before.ends_with("件") && before.size() > 3 &&
         IsDigit(CharBefore(before, before.size() - 3).code);
}

// 下一步,…: a paragraph that looks ahead; 存在的主要问题: one that tells what is wrong. A label of
// that name may be an item's own where few items could have it.
bool LooksAhead(const Text& text, const OutlineLine& line, std::size_t items) {
  constexpr std::size_t kMany = 4;
  if (line.numbering || (line.labelled() && items < kMany)) return false;
  return StartsWithAny(text.Of(line.range),
                       {"下一步", "下步", "下一阶段", "下阶段", "接下来", "存在问题", "存在的问题",
                        "存在的主要问题", "存在主要问题", "主要问题"});
}

// The paragraphs that look ahead, behind items none of which has its own, close the document.
void EndAtOutlook(const Text& text, const std::vector<OutlineLine>& lines, Candidate* candidate) {
  if (!candidate->made.empty() || candidate->heads.empty()) return;
  std::size_t outlook = candidate->end;
  for (std::size_t i = candidate->heads.front(); i < candidate->end; ++i) {
    if (!LooksAhead(text, lines[i], candidate->heads.size())) continue;
    if (i < candidate->heads.back()) return;
    outlook = std::min(outlook, i);
  }
  candidate->end = outlook;
  if (candidate->heads.back() < outlook) return;
  candidate->heads.pop_back();
  if (!candidate->names.empty()) candidate->names.pop_back();
}

// 一、已提前完成全年任务, 二、按序时推进: a heading of a state alone is no project.
bool IsState(const Text& text, const Dictionary& dictionary, const OutlineLine& line) {
  constexpr std::size_t kMostChars = 14;
  const std::string_view words = text.Of(line.body);
  return line.chars <= kMostChars && !HoldsDigit(words) && TellsState(text, dictionary, line) &&
         EndsWithAny(words, {"项目", "事项", "任务", "推进", "进度", "完成", "的", "缓慢", "较慢",
                             "滞后", "序时", "实事"});
}

// The line that a made one was parted from.
std::size_t LineOf(const OutlineLine& made, const std::vector<OutlineLine>& lines) {
  const auto behind = std::ranges::upper_bound(
      lines, made.range.begin, {}, [](const OutlineLine& line) { return line.range.begin; });
  return behind == lines.begin() ? 0 : static_cast<std::size_t>(behind - lines.begin()) - 1;
}

// Fewer items make no list. One alone does where its labels, or a number written 01, say that it is
// one.
std::size_t LeastItems(const Candidate& candidate, const std::vector<OutlineLine>& lines) {
  if (candidate.way == Way::kPairs) return 1;
  if (candidate.way != Way::kNumbers || candidate.heads.size() != 1) return 2;
  return lines[candidate.heads.front()].numbering->style == NumberStyle::kBare ? 1 : 2;
}

}  // namespace

void TakeCounts(std::string_view words, Counted* counted) {
  for (std::size_t from = 0; from < words.size();) {
    const Announcement next = FindAnnouncement(words.substr(from));
    if (next.count == 0) break;
    // 6项民生工程和9件惠民实事 are 15.
    constexpr std::size_t kBetween = 30;  // bytes
    const std::string_view between = words.substr(from, next.range.begin);
    if (from > 0 && between.size() <= kBetween && MentionsAny<"和", "及", "与", "、">(between))
      counted->promises.push_back(counted->promises.back() + next.count);
    counted->promises.push_back(next.count);
    from += next.range.end;
  }
  const std::vector<Count> counts = Counts(words);
  for (const Count& count : counts) counted->others.push_back(count.value);
  for (const Count& count : counts) {
    if (counted->promises.empty() || !CountsTasks(words, count.range)) continue;
    std::erase(counted->others, count.value);
    counted->tasks.push_back(count.value);
  }
  for (const std::string_view kind : kWordsOf<"类", "方面">) {
    for (std::size_t at = Find(words, kind); at != std::string_view::npos;
         at = Find(words, kind, at + 3)) {
      const std::size_t behind = at + kind.size();
      if (const int value = NumberBefore(words, at); value > 0) counted->kinds.push_back(value);
      const char32_t next = behind < words.size() ? CharAt(words, behind).code : 0;
      const bool many = words.substr(0, at).ends_with("大") && at > 3 &&
                        IsDigit(CharBefore(words, at - 3).code);  // 8大类
      counted->grouped =
          counted->grouped || many || IsDigit(next) || (IsChineseDigit(next) && next != U'一');
    }
  }
}

std::vector<Candidate> OutlineCandidates(const Text& text, const Dictionary& dictionary,
                                         const FigureIndex& figures, Range title, Range passage,
                                         const std::vector<OutlineLine>& lines) {
  std::vector<Candidate> all;
  if (lines.empty()) return all;
  Announcements announced(text, title, lines);
  AddByTitles(text, lines, &all);
  AddByNames(lines, &all);
  AddByOrdinals(text, lines, &all);
  AddByForm(text, lines, &all);
  AddByLabels(text, lines, &all);
  AddByNumbers(text, dictionary, lines, &all);
  AddByPairs(text, dictionary, lines, &all);
  AddByTurns(text, lines, &all);
  AddByLength(text, lines, &all);
  if (announced.Anywhere().grouped) AddGrouped(text, lines, &all);
  AddPlain(text, figures, lines, announced.Anywhere(), &all);
  const auto weigh = [&](std::size_t from) {
    for (std::size_t i = from; i < all.size(); ++i) {
      Candidate& candidate = all[i];
      if (candidate.made.empty())
        std::erase_if(candidate.heads, [&](std::size_t line) { return lines[line].preamble; });
      EndAtOutlook(text, lines, &candidate);
      if (candidate.heads.empty() || candidate.heads.size() < LeastItems(candidate, lines))
        continue;
      const std::size_t before = candidate.made.empty() ? candidate.heads.front()
                                                        : LineOf(candidate.made.front(), lines) + 1;
      CountSigns(text, figures, passage, lines, announced.Before(before), &candidate);
      // 10大类52项: the items stand below headings of kinds. Sentences below kinds may be others
      // than are announced.
      double& fits = candidate.signs[Feature::kAnnounced];
      const bool by_kinds =
          announced.Before(before).grouped || (candidate.way == Way::kSentences && fits < 0);
      if (by_kinds && candidate.groups.size() > 1 && fits <= 0) fits = 0.5;
      if (candidate.counted) fits = 1;
      if (candidate.way == Way::kNumbers || candidate.way == Way::kLength) {
        const auto states = std::ranges::count_if(candidate.heads, [&](std::size_t head) {
          return IsState(text, dictionary, lines[head]);
        });
        double& organising = candidate.signs[Feature::kOrganising];
        organising = std::max(
            organising, static_cast<double>(states) / static_cast<double>(candidate.heads.size()));
      }
      candidate.score = Score(candidate.way, candidate.signs);
    }
  };
  weigh(0);
  const Counted counted = announced.Anywhere();
  const auto as_announced = [&](const Candidate& candidate) {
    return counted.promises.empty() ||
           std::ranges::find(counted.promises, static_cast<int>(candidate.heads.size())) !=
               counted.promises.end();
  };
  if (std::ranges::none_of(
          all, [](const Candidate& candidate) { return candidate.score >= kSureScore; })) {
    const std::size_t known = all.size();
    AddBySentences(text, lines, announced.Anywhere(), &all);
    AddNamed(text, figures, lines, announced.Anywhere(), &all);
    AddByGroupCounts(text, figures, lines, &all);
    AddCounted(text, figures, lines, announced.Anywhere(), /*only_chapters=*/false, &all);
    AddByParts(text, lines, &all);
    weigh(known);
  } else if (std::ranges::none_of(all, as_announced)) {
    // 10件 in three chapters: the promises may be the sentences of their paragraphs, or the pieces
    // (一是…二是…).
    const std::size_t known = all.size();
    AddNamed(text, figures, lines, counted, &all);
    AddCounted(text, figures, lines, counted, /*only_chapters=*/true, &all);
    AddByParts(text, lines, &all);
    all.erase(std::remove_if(all.begin() + static_cast<std::ptrdiff_t>(known), all.end(),
                             [&](const Candidate& candidate) { return !as_announced(candidate); }),
              all.end());
    weigh(known);
  }
  std::erase_if(all, [&](const Candidate& candidate) {
    return candidate.heads.size() < LeastItems(candidate, lines);
  });
  for (Candidate& inner : all) {
    if (inner.way != Way::kNumbers || inner.signs[Feature::kRestarts] > 0 ||
        inner.signs[Feature::kRunsOn] < 0.8)
      continue;
    for (Candidate& outer : all) {
      if (outer.way != Way::kNumbers || !GoesOnOver(inner, outer, lines)) continue;
      inner.signs[Feature::kCrosses] = 1;
      outer.signs[Feature::kCrossed] = 1;
    }
  }
  PreferKinds(lines, counted.kinds, &all);
  for (Candidate& candidate : all) candidate.score = Score(candidate.way, candidate.signs);
  std::stable_sort(all.begin(), all.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  return all;
}

}  // namespace duban::documents
