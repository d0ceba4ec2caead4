#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "documents/core/checks.h"
#include "documents/core/figure_words.h"
#include "documents/core/part_names.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

// Totals with their parts behind 其中, 分别 or in brackets.
namespace duban::documents {
namespace {

constexpr std::size_t kMostBracket =
    600;  // bytes that a bracket goes on behind the end of its sentence

// The figures that part a total: those of its unit, and of them, where the total has a name
// (总投资, beside 年度投资), those of the same name.
std::vector<const quantities::Quantity*> PartsOf(const quantities::Quantity& total,
                                                 Figures figures) {
  const auto people = [](std::string_view unit) {
    return unit == "人" || unit == "名" || unit == "位";
  };
  std::vector<const quantities::Quantity*> parts;
  std::vector<const quantities::Quantity*> same;
  for (const quantities::Quantity* q : figures) {
    if (q->percent || (q->unit != total.unit && !(people(q->unit) && people(total.unit)))) continue;
    parts.push_back(q);
    if (!total.noun_before.empty() && q->noun_before == total.noun_before) same.push_back(q);
  }
  return same.size() >= 2 ? same : parts;
}

// Whether a figure is of the unit of a total, so that it may be one of its parts.
bool MayPart(const quantities::Quantity& total, const quantities::Quantity& figure) {
  return !figure.percent && figure.unit == total.unit;
}

// Whether two parts may stand right before figures[at]; nothing is added up of fewer.
bool FollowsParts(Figures figures, std::size_t at) {
  return at >= 2 && MayPart(*figures[at], *figures[at - 1]) &&
         MayPart(*figures[at], *figures[at - 2]);
}

// Whether two parts, shares aside, may stand right behind figures[at].
bool LeadsToParts(Figures figures, std::size_t at) {
  const quantities::Quantity& total = *figures[at];
  std::size_t parts = 0;
  for (std::size_t next = at + 1; next < figures.size() && parts < 2; ++next) {
    if (figures[next]->percent) continue;
    if (figures[next]->unit != total.unit || figures[next]->value >= total.value) return false;
    ++parts;
  }
  return parts == 2;
}

// Whether the first of some parts, one after the other, add up to a total.
bool AddUpTo(const quantities::Quantity& total, Figures parts) {
  double sum = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    sum += parts[i]->value;
    if (i > 0 && SameNumber(sum, total.value)) return true;
  }
  return false;
}

// 东门、西街等4个停车场车位730个,路边车位535个: the first of two figures within a clause counts
// what the second is found in, and is no part beside it.
std::vector<const quantities::Quantity*> WithoutHolders(const Text& text, Figures parts) {
  std::vector<const quantities::Quantity*> kept;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i + 1 < parts.size() && CountsHolders(text, *parts[i], *parts[i + 1])) continue;
    kept.push_back(parts[i]);
  }
  return kept;
}

// Where a sentence tells the parts of a figure, not far behind it: from 其中 or 分别 on, or in a
// bracket right behind the figure and its noun; empty where it tells none.
Range ToldParts(const Text& text, const QuantityIndex& quantities, Range passage, Range sentence,
                Range figure) {
  constexpr std::size_t kMostBytes = 240;          // from the figure to its parts
  constexpr std::size_t kMostBytesToBracket = 60;  // and to a bracket
  const std::string_view after = text.Of({figure.end, std::max(sentence.end, figure.end)});
  std::size_t start = std::string_view::npos;
  std::size_t end = after.size();
  for (const std::string_view word : kWordsOf<"其中", "分别", "包括">)
    start = std::min(start, Find(after, word));
  const std::size_t open = std::min(after.find("("), Find(after, "\uFF08"));
  if (open <= kMostBytesToBracket && open < start) {
    // ; inside of the bracket ends no sentence.
    const std::string_view rest = text.Of(
        {figure.end, std::max(sentence.end, std::min(passage.end, sentence.end + kMostBracket))});
    const std::size_t close = std::min(rest.find(")", open), Find(rest, "\uFF09", open));
    if (close != std::string_view::npos &&
        quantities.In({figure.end + open, figure.end + close}).size() >= 2) {
      start = open;
      end = close;
    }
  }
  if (start > kMostBytes) return {};
  const std::size_t again = Find(after, "其中", start + 6);
  if (again < end) end = again;
  return {figure.end + start, figure.end + end};
}

}  // namespace

// The sentence around a total, with the next one where that tells its parts:
// 37条。其中新增11条,优化26条。
Range Checker::SentenceWithParts(Range passage, std::size_t at) const {
  const Range sentence = SentenceAround(text_, passage, at);
  // …2860户,其中: above a line for each place.
  constexpr std::size_t kMostLines = 900;  // bytes
  if (EndsWithAny(Trim(text_.Of(sentence)), {"其中:", "其中：", "其中"}))
    return {sentence.begin, std::min(passage.end, sentence.end + kMostLines)};
  const std::string_view rest =
      text_.Of({sentence.end, std::max(sentence.end, passage.end)}).substr(0, 12);
  const std::size_t mark = rest.empty() ? 0 : CharAt(rest, 0).bytes;
  if (!StartsWithAny(rest.substr(mark), {"其中", "包括", "分别"})) return sentence;
  return {sentence.begin,
          std::max(sentence.end, SentenceAround(text_, passage, sentence.end + mark).end)};
}

// Whether words say that parts are told twice: 市定6个(与省定重复2个). What the next sentence says
// is of something else.
bool Checker::MayOverlap(Range parts) const {
  constexpr std::size_t kBehind = 45;  // bytes
  return MentionsAny<"重复", "重叠", "交叉", "同时", "兼", "含", "另">(text_.Of(parts)) ||
         MentionsAny<"重复", "重叠", "交叉", "同时", "兼", "含", "另">(
             BeforeFirst<"。">(text_.str().substr(parts.end, kBehind)));
}

void Checker::AccuseParts(const Quantity& total, double sum, Subject subject,
                          std::vector<Evidence> evidence) {
  AddFinding(
      FindingKind::kSumMismatch, subject,
      fmt::format("各部分相加为{}{},合计写{}{}。", Number(sum), total.unit, Number(total.value),
                  total.unit),
      fmt::format("The parts add up to {}, the total says {}.", Number(sum), Number(total.value)),
      std::move(evidence));
}

// 11个,其中续建5个、新建7个,…: parts that 、 joins are a list of their own, which a comma closes.
// What lies beyond their total is told as it is.
bool Checker::CheckJoinedParts(const Quantity& total, Figures parts, Subject subject) {
  double sum = 0;
  std::size_t joined = 0;
  std::vector<double> values;
  std::vector<Evidence> evidence{{RangeOf(total.phrase), "total"}};
  for (; joined < parts.size(); ++joined) {
    const Range figure = RangeOf(parts[joined]->span);
    if (joined > 0) {
      const std::string_view between =
          text_.Of({RangeOf(parts[joined - 1]->span).end, figure.begin});
      if (!Contains(between, "、") || MentionsAny<",", "，", ";", "；", "。">(between)) break;
    }
    values.push_back(parts[joined]->value);
    evidence.push_back({figure, "part"});
    sum += parts[joined]->value;
  }
  if (joined < 2 || joined == parts.size() || total.comparator != Comparator::kEqual) return false;
  const std::size_t behind = RangeOf(parts[joined - 1]->span).end;
  const std::size_t next = RangeOf(parts[joined]->span).begin;
  if (!MentionsAny<",", "，">(text_.Of({behind, next})) || sum <= total.value * (1 + 1e-9) ||
      sum > 1.12 * total.value)
    return false;
  if (MayOverlap({RangeOf(total.phrase).begin, behind})) return false;
  AddCheck(CheckKind::kSum, subject, total.value, sum, false, {RangeOf(total.phrase).begin, behind},
           Join(values));
  AccuseParts(total, sum, subject, std::move(evidence));
  return true;
}

// A total and the parts behind it in its sentence: 其中A 20个、B 26个; (A 20台)、(B 26台); 分别为….
void Checker::CheckParts(Range passage, Figures figures, Subject subject, bool lead) {
  if (figures.size() < 3) return;  // a total and two parts
  // Without these words only the figures themselves can tell that some are parts of another.
  const bool told = MentionsAny<"其中", "分别", "包括", "(", "（">(text_.Of(passage));
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Quantity& total = *figures[i];
    if (total.percent || total.unit.empty() || total.hedged ||
        (lead && HasSum(subject, total.value)))
      continue;
    const Range figure = RangeOf(total.phrase);
    const bool before = FollowsParts(figures, i);
    const bool behind = LeadsToParts(figures, i);
    if (!before && !behind && !told) continue;
    const Range sentence = told ? SentenceWithParts(passage, figure.begin)
                                : SentenceAround(text_, passage, figure.begin);
    if (before) CheckPartsBefore(figures, i, passage, sentence, subject);
    if ((behind && CheckPartsBehind(figures, i, sentence, subject)) || !told) continue;
    const Range told_parts = ToldParts(text_, figures_.quantities, passage, sentence, figure);
    if (told_parts.empty()) continue;
    // Another figure of the unit between total and parts is the nearer total.
    const Figures between = In({figure.end, told_parts.begin});
    if (std::ranges::any_of(between,
                            [&](const Quantity* q) { return CloseUnit(q->unit, total.unit); }))
      continue;
    std::vector<double> parts;
    std::vector<Evidence> evidence{{figure, "total"}};
    double sum = 0;
    std::vector<const Quantity*> named = PartsOf(total, In(told_parts));
    if (!AddUpTo(total, named)) named = WithoutHolders(text_, named);
    for (const Quantity* q : named) {
      parts.push_back(q->value);
      evidence.push_back({RangeOf(q->span), "part"});
      sum += q->value;
      if (SameNumber(sum, total.value)) break;
    }
    if (parts.size() < 2) continue;
    if (!SameNumber(sum, total.value) && CheckJoinedParts(total, named, subject)) continue;
    const Range source{figure.begin, evidence.back().source.end};
    const bool equal = SameNumber(sum, total.value);
    const bool beyond = sum > total.value * (1 + 1e-9);
    const bool whole = (parts.size() >= 3 && !lead) ||
                       (parts.size() == 2 && (Complement(*named[0], *named[1]) ||
                                              OneDigitOff(*named[0], *named[1], total)));
    const bool short_of = whole && sum < total.value && sum >= 0.9 * total.value;
    if (!equal && total.comparator != Comparator::kEqual &&
        Holds(total.comparator, total.value, sum)) {
      AddCheck(CheckKind::kSum, subject, total.value, sum, true, source, Join(parts));
      continue;
    }
    if (!equal && !beyond && !short_of) continue;
    // Parts far beyond their total overlap (妇女300人、青年280人 of 500) or count something else.
    const double most = parts.size() >= 3 && AreKinds(total, named) ? 1.25 : 1.12;
    if (beyond && (sum > most * total.value || MayOverlap(source))) continue;
    AddCheck(CheckKind::kSum, subject, total.value, sum, equal, source, Join(parts));
    if (!equal) AccuseParts(total, sum, subject, std::move(evidence));
  }
}

}  // namespace duban::documents
