#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <string_view>

#include "documents/core/checks.h"
#include "documents/core/clause_words.h"
#include "documents/core/figure_words.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

// Totals that a sentence tells with their parts.
namespace duban::documents {
namespace {

constexpr std::size_t kMostReach = 3000;  // bytes from a total to its last part
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

// Whether two parts are all there is by their names: 路内泊位 and 路外泊位, 城镇 and 农村.
bool Complement(const quantities::Quantity& a, const quantities::Quantity& b) {
  static constexpr std::pair<std::string_view, std::string_view> kPairs[] = {
      {"内", "外"},     {"城镇", "农村"},     {"城市", "农村"}, {"城区", "乡镇"}, {"男", "女"},
      {"线上", "线下"}, {"老城区", "新城区"}, {"C级", "D级"},   {"定量", "定性"}, {"地面", "地下"}};
  return std::ranges::any_of(kPairs, [&](const auto& pair) {
    const auto named = [&](std::string_view first, std::string_view second) {
      const std::size_t one = FindLast(a.noun_before, first);
      const std::size_t other = FindLast(b.noun_before, second);
      return one != std::string_view::npos && other != std::string_view::npos &&
             a.noun_before.substr(one + first.size()) ==
                 b.noun_before.substr(other + second.size());
    };
    return named(pair.first, pair.second) || named(pair.second, pair.first);
  });
}

// Whether two parts are money of the government and money of those whom it serves, and their sum
// differs from the total in one digit of five or more: 财政奖补 and 群众筹资.
bool OneDigitOff(const quantities::Quantity& a, const quantities::Quantity& b,
                 const quantities::Quantity& total) {
  const auto names = [](const quantities::Quantity& q, bool own) {
    return own ? MentionsAny<"自筹", "筹资", "配套", "社会资本", "社会资金">(q.noun_before)
               : MentionsAny<"财政", "补助", "奖补", "中央", "省级", "上级">(q.noun_before);
  };
  if (!(names(a, false) && names(b, true)) && !(names(a, true) && names(b, false))) return false;
  const std::string sum = fmt::format("{:.2f}", (a.value + b.value) / total.scale);
  const std::string said = fmt::format("{:.2f}", total.value / total.scale);
  if (sum.size() != said.size() || sum.size() < 6) return false;
  std::size_t differ = 0;
  for (std::size_t i = 0; i < sum.size(); ++i) differ += sum[i] != said[i];
  return differ == 1;
}

// Whether parts are named as kinds of what the total counts, no two alike:
// 法律援助案件550件,其中民事案件…、刑事案件…. They have no member in common, as 妇女 and 青年 may
// have.
bool AreKinds(const quantities::Quantity& total,
              const std::vector<const quantities::Quantity*>& parts) {
  constexpr std::size_t kKindBytes = 6;  // two characters that all names end with
  if (total.noun_before.size() < kKindBytes) return false;
  const std::string_view kind = Last(total.noun_before, kKindBytes);
  std::set<std::string_view> names;
  for (const quantities::Quantity* part : parts) {
    std::string_view name = part->noun_before;
    DropHead<"其中">(&name);
    if (name.size() <= kKindBytes || !name.ends_with(kind)) return false;
    names.insert(name);
  }
  return names.size() == parts.size();
}

// Whether the words between the last part and a total say that it is of them and of nothing else:
// ",共", ",合计", ",共完成", and where they are all there is ",全县共新增泊位".
bool ClosesParts(std::string_view between, bool complement) {
  DropHead<",", "，", "、">(&between);
  if (complement) DropHead<"全市", "全县", "全区", "全镇", "全乡">(&between);
  if (!DropHead<"共计", "合计", "总计", "共">(&between)) return false;
  constexpr auto& kVerbs =
      kWordsOf<"", "有", "完成", "建成", "新建", "改造", "建设", "实施", "新增">;
  return complement || std::ranges::find(kVerbs, between) != kVerbs.end();
}

}  // namespace

// A total behind its parts: A(80张)、B(48张)共计128张. What is off is wrong where the total closes
// a list of parts that has no 等.
void Checker::CheckPartsBefore(Figures figures, std::size_t at, Range passage, Range sentence,
                               Subject subject) {
  const Quantity& total = *figures[at];
  const Range figure = RangeOf(total.phrase);
  const Range number = RangeOf(total.span);
  const std::string_view before =
      text_.Of({sentence.begin, std::max(sentence.begin, number.begin)});
  // 累计完成护岸5.7公里
  const Range clause = ClauseAround(text_, sentence, number.begin);
  const std::string_view own = text_.Of({clause.begin, std::max(clause.begin, number.begin)});
  if (!EndsWithAny(before, {"共计", "合计", "总计", "共"}) &&
      (own.size() > 45 || !MentionsAny<"共", "累计", "合计", "总计">(own)))
    return;
  double sum = 0;
  std::vector<double> parts;
  std::vector<const Quantity*> named;
  std::vector<Evidence> evidence{{figure, "total"}};
  // ; may part them too.
  constexpr std::size_t kFar = 300;  // bytes
  const std::size_t from = std::max(passage.begin, sentence.begin - std::min(sentence.begin, kFar));
  bool here = true;  // all of them in its sentence
  for (std::size_t part = at; part-- > 0 && RangeOf(figures[part]->span).begin >= from;) {
    const bool inside = RangeOf(figures[part]->span).begin >= sentence.begin;
    if (!inside && Contains(text_.Of({RangeOf(figures[part]->span).end, number.begin}), "。"))
      break;
    if (figures[part]->percent || figures[part]->unit != total.unit) {
      if (!inside || (parts.size() == 2 && Complement(*named[0], *named[1]))) break;
      return;
    }
    if (!inside) here = false;
    named.push_back(figures[part]);
    parts.insert(parts.begin(), figures[part]->value);
    sum += figures[part]->value;
    evidence.push_back({RangeOf(figures[part]->span), "part"});
    if (parts.size() < 2 || !SameNumber(sum, total.value)) continue;
    AddCheck(CheckKind::kSum, subject, total.value, sum, true,
             {RangeOf(figures[part]->span).begin, figure.end}, Join(parts));
    return;
  }
  const Range source{evidence.back().source.begin, figure.end};
  const std::string_view between = Trim(before.substr(
      before.size() -
      std::min(before.size(), number.begin - RangeOf(figures[at == 0 ? 0 : at - 1]->span).end)));
  if (parts.size() < 2 || !here ||
      !ClosesParts(between, parts.size() == 2 && Complement(*named[0], *named[1])) ||
      total.comparator != Comparator::kEqual || total.range || Contains(text_.Of(source), "等"))
    return;
  if (std::abs(sum - total.value) > 0.12 * total.value || MayOverlap(source)) return;
  AddCheck(CheckKind::kSum, subject, total.value, sum, false, source, Join(parts));
  AccuseParts(total, sum, subject, std::move(evidence));
}

// Figures of the total's unit right behind it that add up to it, with no word for parts:
// 开工25600套,市级项目10100套,区级项目15500套; 21所学校中,已有20所开工;1所正在办理手续. Only such
// as hold, of a total too odd to be met by chance or one that is parted (…中).
bool Checker::CheckPartsBehind(Figures figures, std::size_t at, Range sentence, Subject subject) {
  const Quantity& total = *figures[at];
  const Range figure = RangeOf(total.phrase);
  const std::string_view rest = text_.str().substr(figure.end, 600);
  const std::string_view near = rest.substr(0, 63);
  const std::size_t comma = std::min(Find(near, ","), Find(near, "，"));
  const std::size_t colon = std::min(near.find(':'), Find(near, "："));
  const bool parted = (comma < 60 && rest.substr(0, comma).ends_with("中")) ||
                      (colon < 60 && colon < std::min(comma, Find(near, "。")));
  // Its parts may be clauses that ; closes.
  const std::size_t end =
      parted ? figure.end + std::min({Find(rest, "。"), rest.find('\n'), rest.size()})
             : sentence.end;
  if (!parted && (total.value < 100 || std::fmod(total.value, 100) == 0) && total.value < 1000)
    return false;
  double sum = 0;
  std::vector<double> parts;
  for (std::size_t part = at + 1; part < figures.size() && RangeOf(figures[part]->span).end <= end;
       ++part) {
    if (figures[part]->percent) continue;
    if (figures[part]->unit != total.unit || figures[part]->value >= total.value) return false;
    // 完成1350个,比任务1200个多150个: what is beyond is no part.
    if (EndsWithAny(text_.Of({figure.end, RangeOf(figures[part]->span).begin}),
                    {"多", "超", "超额完成", "超过"}))
      return false;
    parts.push_back(figures[part]->value);
    sum += figures[part]->value;
    if (parts.size() < 2 || !SameNumber(sum, total.value)) continue;
    AddCheck(CheckKind::kSum, subject, total.value, sum, true,
             {figure.begin, RangeOf(figures[part]->span).end}, Join(parts));
    return true;
  }
  return false;
}

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
    const std::string_view after = text_.Of({figure.end, std::max(sentence.end, figure.end)});
    // Where the parts begin: at 其中, 分别, or a bracket right behind the figure and its noun.
    std::size_t start = std::string_view::npos;
    std::size_t end = after.size();
    bool closed = false;
    for (const std::string_view word : kWordsOf<"其中", "分别", "包括">)
      start = std::min(start, Find(after, word));
    const std::size_t open = std::min(after.find("("), Find(after, "\uFF08"));
    if (open != std::string_view::npos && open <= 60 &&
        (start == std::string_view::npos || open < start)) {
      // ; inside of the bracket ends no sentence.
      const std::string_view rest = text_.Of(
          {figure.end, std::max(sentence.end, std::min(passage.end, sentence.end + kMostBracket))});
      const std::size_t close = std::min(rest.find(")", open), Find(rest, "\uFF09", open));
      if (close != std::string_view::npos) {
        const auto inside = In({figure.end + open, figure.end + close});
        if (inside.size() >= 2) {
          start = open;
          end = close;
          closed = true;
        }
      }
    }
    if (start == std::string_view::npos || start > 240) continue;
    if (const std::size_t again = Find(after, "其中", start + 6);
        again != std::string_view::npos && again < end)
      end = again;
    // Another figure of the unit between total and parts is the nearer total.
    bool nearer = false;
    for (const Quantity* q : In({figure.end, figure.end + start}))
      nearer = nearer || CloseUnit(q->unit, total.unit);
    if (nearer) continue;
    std::vector<double> parts;
    std::vector<Evidence> evidence{{figure, "total"}};
    double sum = 0;
    const std::vector<const Quantity*> named =
        PartsOf(total, In({figure.end + start, figure.end + end}));
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
    const bool listed = closed || parts.size() >= 3;
    const bool beyond = sum > total.value * (1 + 1e-9);
    const bool whole = (listed && parts.size() >= 3 && !lead) ||
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

// 17个,总投资42亿元,年度投资15亿元。其中,教育6个,总投资22亿元,年度投资6亿元;卫生2个,总投资9亿元,…。:
// one figure in each of the clauses that ; closes, up to the full stop, behind the same words as
// the total or, where it has none, alone of its unit.
void Checker::CheckClauses(Range passage, Figures figures, Subject subject) {
  if (figures.size() < 3 || !Contains(text_.Of(passage), "其中")) return;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Quantity& total = *figures[i];
    if (total.percent || total.unit.empty() || total.hedged || total.range ||
        total.comparator != Comparator::kEqual)
      continue;
    const Range figure = RangeOf(total.phrase);
    const std::string_view after = text_.Of({figure.end, passage.end}).substr(0, kMostReach);
    const std::size_t start = Find(after, "其中");
    if (start > 240) continue;
    const std::size_t end =
        std::min({Find(after, "。", start), after.find('\n', start), after.size()});
    const Figures inside = In({figure.end + start, figure.end + end});
    const auto named = [&](const Quantity* q) {
      return !total.noun_before.empty() && q->noun_before == total.noun_before;
    };
    const bool same = std::ranges::any_of(inside, named);
    std::vector<double> parts;
    std::vector<Evidence> evidence{{figure, "total"}};
    double sum = 0;
    bool apart = true;
    for (const Quantity* q : inside) {
      if (q->unit != total.unit || (same && !named(q))) continue;
      const std::size_t last = evidence.back().source.end;
      const std::string_view between = text_.Of({last, RangeOf(q->span).begin});
      const auto marks = std::ranges::count(between, ';') + (Contains(between, "；") ? 1 : 0);
      apart = apart && (parts.empty() || marks == 1) && !q->hedged;
      parts.push_back(q->value);
      evidence.push_back({RangeOf(q->span), "part"});
      sum += q->value;
    }
    if (parts.size() < 2 || !apart || HasSum(subject, total.value)) continue;
    const double step =
        total.scale / std::pow(10, total.decimals);  // what the last printed digit weighs
    const bool equal = SameNumber(sum, total.value) ||
                       (total.decimals > 0 && std::abs(sum - total.value) <= step / 2);
    // Far off, they are parts of something else.
    const bool off =
        parts.size() >= 3 && (sum > total.value ? sum <= 1.12 * total.value
                                                : sum >= 0.9 * total.value && parts.size() >= 5);
    if (!equal && (!off || MayOverlap({figure.begin, figure.end + end}))) continue;
    AddCheck(CheckKind::kSum, subject, total.value, sum, equal,
             {figure.begin, evidence.back().source.end}, Join(parts));
    if (!equal) AccuseParts(total, sum, subject, std::move(evidence));
  }
}

}  // namespace duban::documents
