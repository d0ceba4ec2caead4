#include "documents/core/binding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "documents/core/checks.h"
#include "documents/core/figure_words.h"
#include "documents/core/share_words.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

// So many targets of its unit a measurement is compared with. No task promises as many, and a text that does takes no longer
// than its size asks.
constexpr std::size_t kMostTargets = 128;

// Two targets closer than this by their scores are alike.
constexpr double kClearLead = 0.05;

bool IsPlaced(const Text& text, const Target& target) {
  return !target.source.empty() && target.source.end <= text.str().size();
}

// The sentence around a figure; of a target known from elsewhere (without a place in this text) its measure.
std::string_view Nearby(const Text& text, Range figure, std::string_view measure) {
  const std::string_view all = text.str();
  if (figure.empty() || figure.end > all.size()) return measure;
  const std::size_t begin = figure.begin > 90 ? figure.begin - 90 : 0;
  const std::size_t end = std::min(all.size(), figure.end + 60);
  const Range around = SentenceAround(text, {begin, end}, figure.begin);
  return text.Of(around);
}

// The words of its clause right before a figure.
std::string_view Before(const Text& text, Range figure, std::size_t bytes) {
  const std::size_t begin = figure.begin > bytes ? figure.begin - bytes : 0;
  return text.Of({ClauseAround(text, {begin, figure.end}, figure.begin).begin, figure.begin});
}

std::string_view SaidOf(const Text& text, const Share& share) { return WordsOfShare(text.Of(share.source)); }

// What is compared of a measurement or a target: the words of its sentence, and the nouns at its figure.
struct Told {
  Pairs nearby;
  Nouns nouns;
};

// What is asked of a target when it is first compared.
struct Compared {
  std::optional<Told> told;
  std::optional<bool> rate;
};

// One target that a measurement can be of.
struct Match {
  int target = -1;
  bool named = false;  // the figures count the same thing by the nouns at them
  bool total = false;  // the measurement is printed as a total, or others of the target add up to it
  double score = 0;
  double wording = 0;
};

class Binder {
 public:
  Binder(const Text& text, ReadProject* project) : text_(text), project_(*project) {}

  void Bind() {
    for (ReadTask& task : project_.tasks) {
      BindAll(&task.task);
      BindApart(&task);
      for (Share& share : task.shares) TakeShare(share, &task);
    }
  }

 private:
  // Each target takes one measurement of each date: what counts the same thing before what only sounds alike, a total
  // before its parts, else the first that the report names.
  void BindAll(Task* task) const {
    std::vector<Match> matches;
    std::vector<Compared> compared(task->targets.size());
    std::map<std::string_view, std::vector<std::size_t>> fitting;  // of each unit the targets that count the same
    for (const Measurement& m : task->measurements) {
      const auto [of_unit, first] = fitting.try_emplace(m.unit);
      if (first) of_unit->second = Fitting(m.unit, task->targets);
      matches.push_back(BestMatch(m, task->targets, of_unit->second, &compared));
    }
    MarkSums(*task, &matches);
    std::map<Place, std::size_t> first;  // the measurement that each target takes
    for (std::size_t i = 0; i < matches.size(); ++i) {
      if (matches[i].target < 0 || task->measurements[i].expected) continue;
      const auto [taken, fresh] = first.try_emplace(PlaceOf(task->measurements[i], matches[i]), i);
      if (!fresh && Precedes(matches[i], matches[taken->second])) taken->second = i;
    }
    for (std::size_t i = 0; i < matches.size(); ++i) {
      if (matches[i].target < 0) continue;
      Measurement& m = task->measurements[i];
      if (!m.expected && first.at(PlaceOf(m, matches[i])) != i) continue;
      m.target_index = matches[i].target + 1;
      m.binding_evidence = fmt::format("unit {}; {}; wording {:.2f}",
                                       m.unit == task->targets[static_cast<std::size_t>(matches[i].target)].unit ? "equal" : "alike",
                                       matches[i].named ? "same noun" : "no rival", matches[i].wording);
    }
  }

  // What one measurement alone can be of: the target, the date, whether it counts from the start of the year.
  using Place = std::tuple<int, std::optional<Date>, bool>;
  static Place PlaceOf(const Measurement& m, const Match& match) { return {match.target, m.as_of, m.cumulative}; }

  // Whether a later measurement of the same place is the target's figure all the same.
  static bool Precedes(const Match& later, const Match& match) {
    if (later.named != match.named) return later.named;
    return later.total && !match.total;
  }

  // Marks what is printed as a total, and what others of its target add up to.
  static void MarkSums(const Task& task, std::vector<Match>* matches) {
    struct Sum {
      double values = 0;
      int parts = 0;
    };
    std::vector<Sum> sums(task.targets.size());
    for (std::size_t i = 0; i < matches->size(); ++i) {
      if ((*matches)[i].target < 0) continue;
      Sum& sum = sums[static_cast<std::size_t>((*matches)[i].target)];
      sum.values += task.measurements[i].value;
      ++sum.parts;
    }
    for (std::size_t i = 0; i < matches->size(); ++i) {
      Match& match = (*matches)[i];
      if (match.target < 0) continue;
      const Sum& sum = sums[static_cast<std::size_t>(match.target)];
      const double others = sum.values - task.measurements[i].value;
      const bool adds_up = sum.parts > 2 && std::abs(others - task.measurements[i].value) < 1e-6 * std::max(1.0, others);
      match.total = task.measurements[i].total || adds_up;
    }
  }

  // The targets that a figure of the unit may be of: of close units where there are any, else of units that count the same.
  static std::vector<std::size_t> Fitting(std::string_view unit, const std::vector<Target>& targets) {
    const bool close = std::any_of(targets.begin(), targets.end(), [&](const Target& t) { return CloseUnit(unit, t.unit); });
    std::vector<std::size_t> fitting;
    for (std::size_t i = 0; i < targets.size() && fitting.size() < kMostTargets; ++i) {
      if (close ? CloseUnit(unit, targets[i].unit) : SameUnit(unit, targets[i].unit)) fitting.push_back(i);
    }
    return fitting;
  }

  Match BestMatch(const Measurement& m, const std::vector<Target>& targets, const std::vector<std::size_t>& fitting,
                  std::vector<Compared>* compared) const {
    Match best;
    std::optional<Told> own;
    double second = 0;
    // 其余4个 counts what is still to come.
    if (CountsRest(Before(text_, m.source, 30))) return {};
    const bool rate = Contains(Before(text_, m.source, 60), "每");
    for (const std::size_t i : fitting) {
      Compared& known = (*compared)[i];
      if (!known.rate) known.rate = IsRate(targets[i]);
      if (*known.rate != rate) continue;
      if (!own) own = TellOf(m.source, m.measure);
      if (!known.told) known.told = TellOf(targets[i].source, targets[i].measure);
      Match match = MatchOf(m, *own, targets[i], *known.told);
      match.target = static_cast<int>(i);
      if (match.score > best.score) {
        second = best.score;
        best = match;
      } else {
        second = std::max(second, match.score);
      }
    }
    if (best.target < 0 || (!best.named && best.score < 1.2) || best.score - second < kClearLead) return {};
    return best;
  }

  Told TellOf(Range figure, std::string_view measure) const {
    const bool placed = !figure.empty() && figure.end <= text_.str().size();
    return {Pairs(Nearby(text_, figure, measure)), Nouns(text_, placed ? figure : Range{})};
  }

  Match MatchOf(const Measurement& m, const Told& own, const Target& target, const Told& told) const {
    Match match;
    match.wording = own.nearby.Alikeness(told.nearby);
    double nouns = 0;
    if (IsPlaced(text_, target) && !m.source.empty()) {
      match.named = own.nouns.Same(told.nouns);
      nouns = own.nouns.Score(told.nouns);
    } else {
      nouns = 1.5 * Alikeness(m.measure, target.measure);
      match.named = nouns > 0.6;
    }
    match.score = (CloseUnit(m.unit, target.unit) ? 1.0 : 0.6) + 2.0 * match.wording + nouns;
    return match;
  }

  // 每家医院每两周安排不少于1人次 is met again and again, and by no total.
  bool IsRate(const Target& target) const {
    return IsPlaced(text_, target) && Contains(Before(text_, target.source, 60), "每");
  }

  // 4家进度50%以上 tells how far four of them are, and is no share of anything counted here.
  bool IsVague(const Share& share) const {
    if (share.source == share.passage || OfPromise(SaidOf(text_, share))) return false;
    const std::string_view words = text_.Of(share.source);
    const std::size_t figure = words.find_first_of("0123456789");
    const bool counts = figure != std::string_view::npos && figure + 12 < words.size();
    return counts && !Contains(words, "占") && !Contains(words, "率") && !Contains(words, "完成") && !Contains(words, "比") &&
           !Contains(words, "达");
  }

  // 新增岗位30个、学位2557个,分别占年度任务的81%、80.7%: as many shares as figures before them, each of its own, where one at least
  // agrees with its target.
  void BindApart(ReadTask* task) const {
    for (std::size_t first = 0, last = 0; first < task->shares.size(); first = last) {
      const Share& head = task->shares[first];
      for (last = first + 1; last < task->shares.size() && task->shares[last].source.begin == head.source.begin;) ++last;
      const std::size_t count = last - first;
      if (count < 2 || !Contains(text_.Of(head.source), "分别") || head.measurement + 1 < static_cast<int>(count)) continue;
      const std::size_t begin = static_cast<std::size_t>(head.measurement) + 1 - count;
      const auto target_of = [&](std::size_t i) -> const Target* {
        const Measurement& m = task->task.measurements[begin + i];
        return m.target_index > 0 && !m.stated_ratio && !m.expected ? &task->task.targets[static_cast<std::size_t>(m.target_index) - 1] : nullptr;
      };
      std::size_t agree = 0;
      std::size_t bound = 0;
      for (std::size_t i = 0; i < count; ++i) {
        const Share& share = task->shares[first + i];
        const Target* target = target_of(i);
        if (target == nullptr) continue;
        ++bound;
        agree += ShareAgrees(share.percent, share.decimals, task->task.measurements[begin + i].value, target->value);
      }
      if (bound < count || agree == 0 || (agree < count && !OfPromise(SaidOf(text_, head)))) continue;
      for (std::size_t i = 0; i < count; ++i) {
        Measurement& m = task->task.measurements[begin + i];
        Explain(task->shares[first + i], m.target_index - 1, &m, *target_of(i));
        task->shares[first + i].bound = true;
      }
    }
  }

  void TakeShare(Share& share, ReadTask* task) {
    if (share.bound) return;
    if (IsVague(share)) {
      AddRate(share, task);
      return;
    }
    const bool growth = IsGrowth(SaidOf(text_, share));
    // The figure that the share is of: a measurement of the same sentence, nearest first, whose target explains it.
    for (int i = share.measurement; !growth && i >= 0 && i >= share.measurement - 6; --i) {
      Measurement& m = task->task.measurements[static_cast<std::size_t>(i)];
      if (m.stated_ratio || !MayBe(share, m)) continue;
      for (std::size_t t = 0; t < std::min(task->task.targets.size(), kMostTargets); ++t) {
        const Target& target = task->task.targets[t];
        if (!SameUnit(m.unit, target.unit) || !ShareAgrees(share.percent, share.decimals, m.value, target.value)) continue;
        Explain(share, static_cast<int>(t), &m, target);
        return;
      }
    }
    if (share.whole && ShareAgrees(share.percent, share.decimals, share.part->value, share.whole->value)) {
      share.explained = true;
      return;
    }
    if (!growth && ExplainedNearby(&share, *task)) return;
    if (Excess(&share, *task)) return;
    // Named parts that are not what it says; far off, one of them is another's.
    if (share.whole && share.percent <= 1.5 * Exact(share) && share.percent >= 0.5 * Exact(share)) {
      share.explained = true;
      return;
    }
    if (share.of_plan && Contradicted(share, task)) return;
    const auto& all = task->task.measurements;
    const auto at = static_cast<std::size_t>(std::max(share.measurement, 0));
    if (at > 0 && share.passage.Contains(all[at - 1].source.begin) && RateOfPart(share, all[at], all[at - 1])) {
      ExplainBy(all[at], all[at - 1], &share);
      return;
    }
    for (std::size_t i = 0; i < share.times; ++i) AddRate(share, task);
  }

  // 新增学位990个,超额完成10%: by how much the target was exceeded.
  bool Excess(Share* share, const ReadTask& task) const {
    if (share->measurement < 0 || !MentionsAny<"超额", "超过", "超目标", "超任务", "超年度", "超计划", "超出">(SaidOf(text_, *share))) return false;
    const Measurement& m = task.task.measurements[static_cast<std::size_t>(share->measurement)];
    for (std::size_t t = 0; t < std::min(task.task.targets.size(), kMostTargets); ++t) {
      const Target& target = task.task.targets[t];
      if (!CloseUnit(m.unit, target.unit) || !ShareAgrees(share->percent, share->decimals, m.value - target.value, target.value)) continue;
      share->part = {m.value - target.value, m.unit, m.source};
      share->whole = {target.value, target.unit, target.source};
      return share->explained = true;
    }
    return false;
  }

  static double Exact(const Share& share) { return share.part->value / share.whole->value * 100; }

  static void AddRate(const Share& share, ReadTask* task) {
    task->task.measurements.push_back({.measure = share.measure.empty() ? "完成进度" : share.measure,
                                       .value = share.percent, .unit = "%", .as_of = share.as_of,
                                       .cumulative = share.cumulative, .expected = share.expected,
                                       .source = share.source});
  }

  static void Explain(const Share& share, int target_index, Measurement* m, const Target& target) {
    m->stated_ratio = share.percent;
    m->share_source = share.source;
    m->target_index = target_index + 1;
    m->binding_evidence = fmt::format("unit; stated share {}% of {}", Number(share.percent), Number(target.value));
  }

  // Whether a share names a rate that the words of a figure's clause may hold, or none.
  bool MayBe(const Share& share, const Measurement& m) const {
    if (share.source == share.passage || m.source.empty()) return true;
    return MayBeOf(SaidOf(text_, share), text_.Of(ClauseAround(text_, {0, text_.str().size()}, m.source.begin)));
  }

  static bool ExplainBy(const Measurement& part, const Measurement& whole, Share* share) {
    share->part = {part.value, part.unit, part.source};
    share->whole = {whole.value, whole.unit, whole.source};
    share->explained = true;
    return true;
  }

  // Figures of its own sentence that are no target explain it too: 106户,已完成80户,占75.5%.
  bool ExplainedNearby(Share* share, const ReadTask& task) const {
    const auto& all = task.task.measurements;
    // 累计完成投资3.12亿元,占总投资8亿元的39%: the whole stands right before its share.
    if (share->measurement > 0) {
      const Measurement& base = all[static_cast<std::size_t>(share->measurement)];
      const std::string_view between = base.source.end < share->source.end ? text_.Of({base.source.end, share->source.end}) : std::string_view();
      for (int part = share->measurement - 1; between.starts_with("的") && between.size() <= 20 && part >= 0 && part >= share->measurement - 3; --part) {
        const Measurement& m = all[static_cast<std::size_t>(part)];
        if (m.unit != base.unit || !ShareAgrees(share->percent, share->decimals, m.value, base.value)) continue;
        return ExplainBy(m, base, share);
      }
    }
    for (int part = share->measurement; part > 0; --part) {
      for (int from = part - 1; from >= 0 && from >= part - 4; --from) {
        const Measurement& m = all[static_cast<std::size_t>(part)];
        const Measurement& base = all[static_cast<std::size_t>(from)];
        // 需求32402人,参与32402人,参与率100%.
        const bool whole = share->percent == 100 && m.value == base.value;
        if (!MayBe(*share, m)) break;
        if (m.unit != base.unit || m.unit == "%" || (m.value >= base.value && !whole)) continue;
        if (!ShareAgrees(share->percent, share->decimals, m.value, base.value)) continue;
        return ExplainBy(m, base, share);
      }
      if (part <= share->measurement - 3) break;
    }
    return false;
  }

  // The one target of just this unit, else of one that counts the same; -1 where there is none, or several.
  static int OnlyTarget(const std::string& unit, const std::vector<Target>& targets) {
    for (const bool equal : {true, false}) {
      int only = -1;
      std::size_t found = 0;
      for (std::size_t t = 0; t < targets.size(); ++t) {
        if (equal ? unit != targets[t].unit : !SameUnit(unit, targets[t].unit)) continue;
        only = static_cast<int>(t);
        ++found;
      }
      if (found > 0) return found == 1 ? only : -1;
    }
    return -1;
  }

  // 培训4000人 完成736人,完成率…: a few words with no other figure stand between what is promised and what is reached.
  bool Neighbours(const Target& target, const Measurement& m) const {
    if (target.source.end >= m.source.begin || m.source.begin - target.source.end > 60) return false;
    const std::string_view between = text_.Of({target.source.end, m.source.begin});
    return between.find_first_of("0123456789\n%") == std::string_view::npos && !MentionsAny(between, {"。", "；", ";"});
  }

  // 已竣工71户,竣工率86%: the rate of what was said right before it.
  bool RateOf(const Share& share, const Measurement& m) const {
    if (m.source.end >= share.source.begin || share.source.begin - m.source.end > 3) return false;
    const std::string_view rate = text_.Of(share.source);
    const std::string_view said = Before(text_, m.source, 60);
    for (const std::string_view verb : kWordsOf<"竣工", "完工", "完成">) {
      if (rate.starts_with(std::string(verb) + "率") && Contains(said, verb)) return true;
    }
    return false;
  }

  // 抽检1200批次,合格1188批次,合格率98%: the rate of the part right before it in the whole before that.
  bool RateOfPart(const Share& share, const Measurement& part, const Measurement& whole) const {
    const std::string_view said = SaidOf(text_, share);
    if (part.unit != whole.unit || part.value >= whole.value || share.percent >= 100 || part.source.end + 3 < share.source.begin) return false;
    if (!MentionsAny<"合格率", "办结率">(said) || CountChars(said) != 3) return false;
    const std::string_view words = Before(text_, part.source, 30);
    return words.ends_with(said.substr(0, said.size() - 3)) && !Contains(words, "不") &&
           std::abs(part.value / whole.value * 100 - share.percent) <= 0.15 * share.percent;
  }

  // 完工11处,占47.1%: the share of what was said right before it, which is of no whole number of things. Where it is of one, that
  // one may be meant: 11 of 24 that were begun.
  bool PartOf(const Share& share, const Measurement& m) const {
    if (m.source.end >= share.source.begin || share.source.begin - m.source.end > 3 || share.percent <= 0 || share.percent > 100) return false;
    if (m.value < 1 || m.value != std::floor(m.value) || m.unit.ends_with("元")) return false;
    if (!HoldsDigit(text_.Of(share.source).substr(0, 4)) || !text_.Of(share.source).starts_with("占")) return false;
    const double whole = std::floor(m.value / share.percent * 100);
    return !ShareAgrees(share.percent, share.decimals, m.value, whole) && !ShareAgrees(share.percent, share.decimals, m.value, whole + 1);
  }

  // Far off, another whole is meant, or another promise.
  static bool NearBy(const Share& share, const Measurement& m, const Target& target) {
    const double exact = target.value > 0 ? m.value / target.value * 100 : 0;
    return share.percent <= 100 && std::abs(exact - share.percent) <= 0.15 * share.percent;
  }

  // 4座已完工,东大河招标进行中 beside a cell of 70%: the cell tells of more than the figure, as it does of several figures.
  bool TellsOfMore(const ReadTask& task, const Measurement& m) const {
    if (task.task.targets.size() > 1 || task.task.measurements.size() > 1) return true;
    return std::ranges::any_of(task.passages, [&](const Passage& passage) {
      return passage.range != m.source && passage.range.Contains(m.source.begin) &&
             MentionsAny(text_.Of(passage.range), {"预计", "正在", "进行中", "下一步", "启动", "收尾", "其余"});
    });
  }

  static bool IsCell(const Measurement& m, const ReadTask& task) {
    return std::ranges::any_of(task.passages, [&](const Passage& passage) { return passage.range == m.source; });
  }

  // 占年度目标的8%: of the one target of a task that has one figure more, its share. Elsewhere a share far off is of another whole.
  static bool OfThisYear(std::string_view words, const ReadTask& task) {
    return task.task.targets.size() == 1 && task.task.measurements.size() == 1 && task.shares.size() == 1 &&
           MentionsAny<"占年度目标", "占全年目标", "占年度任务", "占全年任务", "占年度计划">(words);
  }

  // A share of the task with one measurement before it and one target it can be of, and they disagree.
  bool Contradicted(const Share& share, ReadTask* task) const {
    if (share.measurement < 0) return false;
    Measurement& m = task->task.measurements[static_cast<std::size_t>(share.measurement)];
    if (m.stated_ratio || m.unit == "%" || m.expected || !m.cumulative) return false;
    int only = OnlyTarget(m.unit, task->task.targets);
    const bool several = only < 0;
    const bool named = m.target_index > 0 && SameMeasure(text_, m, task->task.targets[static_cast<std::size_t>(m.target_index) - 1]);
    if (named) only = m.target_index - 1;
    if (only < 0 || Contains(text_.Of(share.source), "分别")) return false;  // 分别完成…的112%、115%: one of several shares
    const Target& target = task->task.targets[static_cast<std::size_t>(only)];
    if (!CloseUnit(m.unit, target.unit)) return false;
    const bool column = m.source == share.passage || share.source == share.passage;
    std::size_t alike = 0;  // measurements that could as well be meant
    for (const Measurement& other : task->task.measurements) {
      if (column || alike > 1) break;
      // One sentence later counts too: 区科委32803人次…, 红十字会3930人… of 3.5万人次.
      const bool rest = CountsRest(Before(text_, other.source, 30));
      const bool elsewhere = other.target_index > 0 && other.target_index != only + 1 && (named || m.target_index == only + 1);
      alike += SameUnit(other.unit, target.unit) && other.unit != "%" && share.passage.Contains(other.source.begin) &&
               !other.stated_ratio && !rest && !elsewhere;
    }
    if (alike > 1 && !column) return false;
    const std::string_view words = text_.Of(share.source);
    const bool of_task = OfPromise(SaidOf(text_, share));
    const bool placed = !target.source.empty() && target.source.end <= text_.str().size();
    if (share.source == share.passage && !IsCell(m, *task) && TellsOfMore(*task, m)) return false;
    const bool same = placed && (SameMeasure(text_, m, target) || Neighbours(target, m));
    const bool told = of_task && (same || MentionsAny<"任务", "目标", "计划", "指标">(SaidOf(text_, share)));
    if (!column && !told && !((RateOf(share, m) || PartOf(share, m)) && NearBy(share, m, target))) return false;
    if (of_task && !column && MentionsAny<"开工", "启动", "签订", "签约", "招标", "申报", "摸排", "排查", "征集", "申请">(Before(text_, m.source, 60))) return false;
    const double exact = target.value > 0 ? m.value / target.value * 100 : 0;
    if (several && std::abs(exact - share.percent) > 0.35 * std::max(exact, share.percent)) return false;
    const bool far = std::abs(exact - share.percent) > 0.6 * std::max(exact, share.percent);
    if (exact <= 0 || (far && !(same && OfThisYear(words, *task)))) return false;
    Explain(share, only, &m, target);
    return true;
  }

  const Text& text_;
  ReadProject& project_;
};

}  // namespace

void BindProject(const Text& text, ReadProject* project) { Binder(text, project).Bind(); }

}  // namespace duban::documents
