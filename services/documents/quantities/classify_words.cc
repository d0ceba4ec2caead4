#include <algorithm>

#include "documents/quantities/classify.h"

namespace duban::quantities {
namespace {

bool Holds(const Entry& rule, const Figure& f) {
  if (rule.value != 0 && f.number.value > rule.value) return false;
  if ((rule.flags & kUnlessCompared) != 0 && f.compared) return false;
  if ((rule.flags & kNoUnit) != 0 && (f.unit_start >= 0 || f.percent)) return false;
  return true;
}

Kind KindOf(const Entry& entry) { return static_cast<Kind>(entry.kind); }

// 6-14岁, 5号楼, 三级以上: a word after the number says more than its unit does.
Verdict WordAfter(const Line& line, const Figure& f) {
  for (const int from :
       {f.number.end, f.range ? f.upper.end : -1, f.more ? f.number.end + 1 : -1}) {
    if (from < 0) continue;
    const int at = SkipSpaces(line, from, 2);
    const WordMatch word =
        MatchForward(line, at, f.number.chinese ? Category::kAsideChinese : Category::kAsideAfter);
    if (!word || !Holds(word.entry, f)) continue;
    if (f.unit_start >= 0 && at + word.length < f.unit_end) continue;
    if (at + word.length <= f.number_end) continue;  // 100K
    // No name has a decimal or a span: 一点二五元, 二到三里.
    const bool names = KindOf(word.entry) == Kind::kProperName && f.number.chinese;
    if (names && (f.number.decimals > 0 || f.upper)) continue;
    if (f.percent || (!f.number.chinese && f.number.scale >= 1e4 && word.length < 2)) continue;
    if (f.range && f.upper.scale >= 1e4 && word.length < 2) continue;  // 二至三万元
    return {KindOf(word.entry), f.start, std::max(at + word.length, f.unit_end)};
  }
  return {};
}

Verdict WordBefore(const Line& line, const Figure& f, const WordMatch& word) {
  if (!word || !Holds(word.entry, f) || KindOf(word.entry) == Kind::kQuantity) return {};
  if (KindOf(word.entry) == Kind::kOrdinal && line[f.start - 1] == U'第')
    return {Kind::kOrdinal, f.start - 1, f.end};
  return {KindOf(word.entry), f.start, f.end};
}

// 前三名, 前10位: which ones, not how many.
bool Ranked(const Line& line, const Figure& f) {
  if (line[f.start - 1] != U'前' || f.unit_start < 0) return false;
  const char32_t c = line[f.unit_start];
  return c == U'名' || c == U'位' || c == U'列';
}

// 每2000人, 每4年: what a rate is for.
bool RateBase(const Line& line, const Figure& f) {
  return line[SkipSpacesBack(line, f.start, 1) - 1] == U'每' && f.before_start < 0 &&
         f.unit_start >= 0;
}

bool Bounded(const Line& line, const Figure& f) {
  const auto free = [](char32_t c) { return !IsHan(c) && !IsAsciiLetter(c); };
  return free(line[f.start - 1]) && free(line[f.end]);
}

// A Chinese numeral counts when a unit or a comparator says so, when it is long, or when it stands
// alone.
bool ChineseCounts(const Line& line, const Figure& f) {
  if (f.percent || f.permille || f.fraction || f.compared || f.value < 0) return true;
  if (f.upper && f.upper.scaled && f.upper.characters > 1) return true;
  const bool one = f.number.characters == 1;
  // 一点一滴, 两点一线 are no decimals; 零点三, 三十点五, 三点一四 are.
  if (f.number.decimals > 0 &&
      (f.number.decimals > 1 || f.number.point - f.number.start > 1 || f.value < 1))
    return true;
  if (f.unit_start < 0) {
    if (f.number.positional) return Bounded(line, f);
    return f.number.scaled && !one ? true : Bounded(line, f);
  }
  if ((f.unit.flags & kDigitsOnly) != 0) return f.number.value > 20;
  const char32_t before = line[f.start - 1];
  const bool one_of = f.number.value == 1 && one;
  if (one_of && (before == U'这' || before == U'那' || before == U'同' || before == U'另' ||
                 before == U'某' || before == U'任' || before == U'下' || before == U'上' ||
                 before == U'进' || before == U'统')) {
    return false;
  }
  return true;
}

// 五年规划, 连续7年: years name a span; they count only beside a bound (不少于10年).
bool NamesPeriod(const Figure& f) {
  if (f.unit_start < 0 || (f.unit.flags & kLength) == 0) return false;
  return !f.compared || f.more || f.comparator == Comparator::kAbout;
}

// (5件) after a heading, 10件重点民生实事: the programme's own items.
bool CountsItems(const Line& line, const Figure& f) {
  if (f.unit_start < 0 || f.number.value > 200) return false;
  const char32_t c = line[f.unit_start];
  if (f.unit_end - f.unit_start == 1 && c == U'件' && line[f.start - 1] == U'(' &&
      line[f.unit_end] == U')')
    return true;
  if (c != U'件' && c != U'项' && c != U'个' && c != U'大') return false;
  for (int i = f.unit_end; i < f.unit_end + 10; ++i) {
    if (line[i] == U'实' && line[i + 1] == U'事') return true;
    if (!IsHan(line[i]) && line[i] != U'“' && line[i] != U'”') return false;
  }
  return false;
}

// 上午9时, 晚8点, 9点30分.
bool ClockTime(const Line& line, const Figure& f) {
  if (f.number.value > 24 || f.number.decimals > 0 || (f.number.scaled && !f.number.chinese) ||
      (f.range && f.high > 24))
    return false;
  const int at = SkipSpaces(line, f.number_end, 1);
  const char32_t next = line[at + 1];
  if (line[at] == U'时')
    return next != U'间' && next != U'段' && next != U'期' && next != U'代' && !f.number.chinese;
  if (line[at] != U'点') return false;
  if (next == U'钟' || next == U'整' || next == U'半' || next == U'至' || next == U'到' ||
      next == U'-' || IsAsciiDigit(next))
    return true;
  const char32_t before = line[f.start - 1];
  return before == U'午' || before == U'晚' || before == U'早' || before == U'晨' ||
         before == U'夜' || before == U'天';
}

// One past the minutes of 9点30分.
int ClockEnd(const Line& line, int pos) {
  int end = pos;
  while (IsAsciiDigit(line[end]) && end - pos < 2) ++end;
  return end > pos && line[end] == U'分' ? end + 1 : pos;
}

}  // namespace

Verdict ClassifyWords(const Line& line, const Figure& f, const Surroundings& around) {
  const auto is = [&](Kind kind) { return Verdict{kind, f.start, f.end}; };
  if (ClockTime(line, f))
    return {Kind::kTime, f.start, ClockEnd(line, SkipSpaces(line, f.number_end, 1) + 1)};
  const WordMatch word =
      MatchBackward(line, SkipSpacesBack(line, f.start, 2), Category::kAsideBefore);
  if (const Verdict before = WordBefore(line, f, word); before.kind != Kind::kQuantity)
    return before;
  if (Ranked(line, f)) return is(Kind::kOrdinal);
  const bool counts = word && KindOf(word.entry) == Kind::kQuantity;
  if (const Verdict after = counts ? Verdict{} : WordAfter(line, f); after.kind != Kind::kQuantity)
    return after;
  if (CountsItems(line, f)) return is(Kind::kItemCount);
  if (around.title_end >= 0) return is(Kind::kProperName);
  if (around.quote_end >= 0 && !f.compared && !f.percent) return is(Kind::kModel);
  if (f.unit_start >= 0 && (f.unit.flags & kModelUnit) != 0) return is(Kind::kModel);
  if (RateBase(line, f))
    return is((f.unit.flags & kLength) != 0 ? Kind::kPeriodLength : Kind::kWord);
  if (NamesPeriod(f)) return is(Kind::kPeriodLength);
  if (f.number.chinese && !ChineseCounts(line, f)) return is(Kind::kWord);
  return is(Kind::kQuantity);
}

}  // namespace duban::quantities
