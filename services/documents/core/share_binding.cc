#include "documents/core/share_binding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "documents/core/binding.h"
#include "documents/core/checks.h"
#include "documents/core/figure_words.h"
#include "documents/core/share_words.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

std::string_view SaidOf(const Text& text, const Share& share) {
  return WordsOfShare(text.Of(share.source));
}

class ShareBinder {
 public:
  ShareBinder(const Text& text, ReadTask* read) : text_(text), read_(*read), task_(read->task) {}

  void Bind() {
    BindApart();
    for (Share& share : read_.shares) Take(share);
  }

 private:
  // 新增岗位30个、学位2557个,分别占年度任务的81%、80.7%: as many shares as figures before them,
  // each of its own, where one at least agrees with its target.
  void BindApart() {
    for (std::size_t first = 0, last = 0; first < read_.shares.size(); first = last) {
      const Share& head = read_.shares[first];
      for (last = first + 1;
           last < read_.shares.size() && read_.shares[last].source.begin == head.source.begin;)
        ++last;
      const std::size_t count = last - first;
      if (count < 2 || !Contains(text_.Of(head.source), "分别") ||
          head.measurement + 1 < static_cast<int>(count))
        continue;
      const std::size_t begin = static_cast<std::size_t>(head.measurement) + 1 - count;
      const auto target_of = [&](std::size_t i) -> const Target* {
        const Measurement& m = task_.measurements[begin + i];
        return m.target_index > 0 && !m.stated_ratio && !m.expected
                   ? &task_.targets[static_cast<std::size_t>(m.target_index) - 1]
                   : nullptr;
      };
      std::size_t agree = 0;
      std::size_t bound = 0;
      for (std::size_t i = 0; i < count; ++i) {
        const Share& share = read_.shares[first + i];
        const Target* target = target_of(i);
        if (target == nullptr) continue;
        ++bound;
        agree += ShareAgrees(share.percent, share.decimals, task_.measurements[begin + i].value,
                             target->value);
      }
      if (bound < count || agree == 0 || (agree < count && !OfPromise(SaidOf(text_, head))))
        continue;
      for (std::size_t i = 0; i < count; ++i) {
        Measurement& m = task_.measurements[begin + i];
        Explain(read_.shares[first + i], m.target_index - 1, &m, *target_of(i));
        read_.shares[first + i].bound = true;
      }
    }
  }

  void Take(Share& share) {
    if (share.bound) return;
    const std::string_view said = SaidOf(text_, share);
    if (IsVague(share, said)) {
      AddRate(share);
      return;
    }
    const bool growth = IsGrowth(said);
    // The figure that the share is of: a measurement of the same sentence, nearest first, whose
    // target explains it.
    for (int i = share.measurement; !growth && i >= 0 && i >= share.measurement - 6; --i) {
      Measurement& m = task_.measurements[static_cast<std::size_t>(i)];
      if (m.stated_ratio || !MayBe(share, said, m)) continue;
      for (std::size_t t = 0; t < std::min(task_.targets.size(), kMostTargets); ++t) {
        const Target& target = task_.targets[t];
        if (!SameUnit(m.unit, target.unit) ||
            !ShareAgrees(share.percent, share.decimals, m.value, target.value))
          continue;
        Explain(share, static_cast<int>(t), &m, target);
        return;
      }
    }
    if (share.whole &&
        ShareAgrees(share.percent, share.decimals, share.part->value, share.whole->value)) {
      share.explained = true;
      return;
    }
    if (!growth && ExplainedNearby(said, &share)) return;
    if (Excess(said, &share)) return;
    // Named parts that are not what it says; far off, one of them is another's.
    if (share.whole && share.percent <= 1.5 * Exact(share) && share.percent >= 0.5 * Exact(share)) {
      share.explained = true;
      return;
    }
    if (share.of_plan && Contradicted(share, said)) return;
    const auto& all = task_.measurements;
    const auto at = static_cast<std::size_t>(std::max(share.measurement, 0));
    if (at > 0 && share.passage.Contains(all[at - 1].source.begin) &&
        RateOfPart(share, said, all[at], all[at - 1])) {
      ExplainBy(all[at], all[at - 1], &share);
      return;
    }
    for (std::size_t i = 0; i < share.times; ++i) AddRate(share);
  }

  // 4家进度50%以上 tells how far four of them are, and is no share of anything counted here.
  bool IsVague(const Share& share, std::string_view said) const {
    if (share.source == share.passage || OfPromise(said)) return false;
    const std::string_view words = text_.Of(share.source);
    // 实际培训72人(120%): alone in a bracket it is of the figure before it.
    const std::size_t open = words.find_last_of('(');
    if (open != std::string_view::npos &&
        words.find_first_not_of("0123456789.%", open + 1) == std::string_view::npos)
      return false;
    const std::size_t figure = words.find_first_of("0123456789");
    const bool counts = figure != std::string_view::npos && figure + 12 < words.size();
    return counts && !Contains(words, "占") && !Contains(words, "率") && !Contains(words, "完成") &&
           !Contains(words, "比") && !Contains(words, "达");
  }

  // 新增学位990个,超额完成10%: by how much the target was exceeded.
  bool Excess(std::string_view said, Share* share) const {
    if (share->measurement < 0 ||
        !MentionsAny<"超额", "超过", "超目标", "超任务", "超年度", "超计划", "超出">(said))
      return false;
    const Measurement& m = task_.measurements[static_cast<std::size_t>(share->measurement)];
    for (std::size_t t = 0; t < std::min(task_.targets.size(), kMostTargets); ++t) {
      const Target& target = task_.targets[t];
      if (!CloseUnit(m.unit, target.unit) ||
          !ShareAgrees(share->percent, share->decimals, m.value - target.value, target.value))
        continue;
      share->part = {m.value - target.value, m.unit, m.source};
      share->whole = {target.value, target.unit, target.source};
      return share->explained = true;
    }
    return false;
  }

  static double Exact(const Share& share) { return share.part->value / share.whole->value * 100; }

  void AddRate(const Share& share) {
    task_.measurements.push_back({.measure = share.measure.empty() ? "完成进度" : share.measure,
                                  .value = share.percent,
                                  .unit = "%",
                                  .as_of = share.as_of,
                                  .cumulative = share.cumulative,
                                  .expected = share.expected,
                                  .source = share.source});
  }

  static void Explain(const Share& share, int target_index, Measurement* m, const Target& target) {
    m->stated_ratio = share.percent;
    m->share_source = share.source;
    m->target_index = target_index + 1;
    m->binding_evidence =
        fmt::format("unit; stated share {}% of {}", Number(share.percent), Number(target.value));
  }

  // Whether a share names a rate that the words of a figure's clause may hold, or none.
  bool MayBe(const Share& share, std::string_view said, const Measurement& m) const {
    if (share.source == share.passage || m.source.empty()) return true;
    return MayBeOf(said, text_.Of(ClauseAround(text_, {0, text_.str().size()}, m.source.begin)));
  }

  static bool ExplainBy(const Measurement& part, const Measurement& whole, Share* share) {
    share->part = {part.value, part.unit, part.source};
    share->whole = {whole.value, whole.unit, whole.source};
    share->explained = true;
    return true;
  }

  // Figures of its own sentence that are no target explain it too: 106户,已完成80户,占75.5%.
  bool ExplainedNearby(std::string_view said, Share* share) const {
    const auto& all = task_.measurements;
    // 累计完成投资3.12亿元,占总投资8亿元的39%: the whole stands right before its share.
    if (share->measurement > 0) {
      const Measurement& base = all[static_cast<std::size_t>(share->measurement)];
      const std::string_view between = base.source.end < share->source.end
                                           ? text_.Of({base.source.end, share->source.end})
                                           : std::string_view();
      for (int part = share->measurement - 1; between.starts_with("的") && between.size() <= 20 &&
                                              part >= 0 && part >= share->measurement - 3;
           --part) {
        const Measurement& m = all[static_cast<std::size_t>(part)];
        if (m.unit != base.unit ||
            !ShareAgrees(share->percent, share->decimals, m.value, base.value))
          continue;
        return ExplainBy(m, base, share);
      }
    }
    for (int part = share->measurement; part > 0; --part) {
      for (int from = part - 1; from >= 0 && from >= part - 4; --from) {
        const Measurement& m = all[static_cast<std::size_t>(part)];
        const Measurement& base = all[static_cast<std::size_t>(from)];
        // 需求32402人,参与32402人,参与率100%.
        const bool whole = share->percent == 100 && m.value == base.value;
        if (!MayBe(*share, said, m)) break;
        if (m.unit != base.unit || m.unit == "%" || (m.value >= base.value && !whole)) continue;
        if (!ShareAgrees(share->percent, share->decimals, m.value, base.value)) continue;
        return ExplainBy(m, base, share);
      }
      if (part <= share->measurement - 3) break;
    }
    return false;
  }

  // The one target of just this unit, else of one that counts the same; -1 where there is none, or
  // several.
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

  // 培训4000人 完成736人,完成率…, 培训736人,年度任务4000人,完成率…: a few words with no other
  // figure stand between what is promised and what is reached.
  bool Neighbours(const Target& target, const Measurement& m) const {
    const bool promised_first = target.source.begin < m.source.begin;
    const Range first = promised_first ? target.source : m.source;
    const Range second = promised_first ? m.source : target.source;
    if (first.end >= second.begin || second.begin - first.end > 60) return false;
    const std::string_view between = text_.Of({first.end, second.begin});
    if (between.find_first_of("0123456789\n%") != std::string_view::npos ||
        MentionsAny<"。", "；", ";">(between))
      return false;
    return promised_first || MentionsAny<"任务", "计划", "目标">(between);
  }

  // 已竣工71户,竣工率86%: the rate of what was said right before it.
  bool RateOf(const Share& share, const Measurement& m) const {
    if (m.source.end >= share.source.begin || share.source.begin - m.source.end > 3) return false;
    const std::string_view rate = text_.Of(share.source);
    const std::string_view said = WordsBefore(text_, m.source, 60);
    for (const std::string_view verb : kWordsOf<"竣工", "完工", "完成">) {
      if (rate.starts_with(std::string(verb) + "率") && Contains(said, verb)) return true;
    }
    return false;
  }

  // 抽检1200批次,合格1188批次,合格率98%: the rate of the part right before it in the whole before
  // that.
  bool RateOfPart(const Share& share, std::string_view said, const Measurement& part,
                  const Measurement& whole) const {
    if (part.unit != whole.unit || part.value >= whole.value || share.percent >= 100 ||
        part.source.end + 3 < share.source.begin)
      return false;
    if (!MentionsAny<"合格率", "办结率">(said) || CountChars(said) != 3) return false;
    const std::string_view words = WordsBefore(text_, part.source, 30);
    return words.ends_with(said.substr(0, said.size() - 3)) && !Contains(words, "不") &&
           std::abs(part.value / whole.value * 100 - share.percent) <= 0.15 * share.percent;
  }

  // 完工11处,占47.1%: the share of what was said right before it, which is of no whole number of
  // things. Where it is of one, that one may be meant: 11 of 24 that were begun.
  bool PartOf(const Share& share, const Measurement& m) const {
    if (m.source.end >= share.source.begin || share.source.begin - m.source.end > 3 ||
        share.percent <= 0 || share.percent > 100)
      return false;
    if (m.value < 1 || m.value != std::floor(m.value) || m.unit.ends_with("元")) return false;
    if (!HoldsDigit(text_.Of(share.source).substr(0, 4)) ||
        !text_.Of(share.source).starts_with("占"))
      return false;
    const double whole = std::floor(m.value / share.percent * 100);
    return !ShareAgrees(share.percent, share.decimals, m.value, whole) &&
           !ShareAgrees(share.percent, share.decimals, m.value, whole + 1);
  }

  // 实际纳入936家,占117%,抽检2476批次,占108.2%: the share before it in its sentence, in the same
  // words, is of what was promised.
  bool LikeSharesBefore(const Share& share, std::string_view said, const Measurement& m) const {
    if (m.source.end >= share.source.begin || share.source.begin - m.source.end > 3) return false;
    const Range sentence = SentenceAround(text_, {0, text_.str().size()}, share.source.begin);
    return std::ranges::any_of(read_.shares, [&](const Share& other) {
      if (!sentence.Contains(other.source.begin) || other.source.begin >= share.source.begin ||
          SaidOf(text_, other) != said)
        return false;
      return std::ranges::any_of(task_.measurements, [&](const Measurement& of) {
        return of.target_index > 0 && of.stated_ratio && of.share_source == other.source;
      });
    });
  }

  // Far off, another whole is meant, or another promise.
  static bool NearBy(const Share& share, const Measurement& m, const Target& target) {
    const double exact = target.value > 0 ? m.value / target.value * 100 : 0;
    return share.percent <= 100 && std::abs(exact - share.percent) <= 0.15 * share.percent;
  }

  // 4座已完工,东大河招标进行中 beside a cell of 70%: the cell tells of more than the figure, as it
  // does of several figures.
  bool TellsOfMore(const Measurement& m) const {
    if (task_.targets.size() > 1 || task_.measurements.size() > 1) return true;
    return std::ranges::any_of(read_.passages, [&](const Passage& passage) {
      return passage.range != m.source && passage.range.Contains(m.source.begin) &&
             MentionsAny(text_.Of(passage.range),
                         {"预计", "正在", "进行中", "下一步", "启动", "收尾", "其余"});
    });
  }

  bool IsCell(const Measurement& m) const {
    return std::ranges::any_of(read_.passages,
                               [&](const Passage& passage) { return passage.range == m.source; });
  }

  // 占年度目标的8%: of the one target of a task that has one figure more, its share. Elsewhere a
  // share far off is of another whole.
  bool OfThisYear(std::string_view words) const {
    return task_.targets.size() == 1 && task_.measurements.size() == 1 &&
           read_.shares.size() == 1 &&
           MentionsAny<"占年度目标", "占全年目标", "占年度任务", "占全年任务", "占年度计划">(words);
  }

  // A share of the task with one measurement before it and one target it can be of, and they
  // disagree.
  bool Contradicted(const Share& share, std::string_view said) {
    if (share.measurement < 0) return false;
    Measurement& m = task_.measurements[static_cast<std::size_t>(share.measurement)];
    if (m.stated_ratio || m.unit == "%" || m.expected || !m.cumulative) return false;
    int only = OnlyTarget(m.unit, task_.targets);
    const bool several = only < 0;
    const bool named =
        m.target_index > 0 &&
        SameMeasure(text_, m, task_.targets[static_cast<std::size_t>(m.target_index) - 1]);
    if (named) only = m.target_index - 1;
    if (only < 0 || Contains(text_.Of(share.source), "分别"))
      return false;  // 分别完成…的112%、115%: one of several shares
    const Target& target = task_.targets[static_cast<std::size_t>(only)];
    if (!CloseUnit(m.unit, target.unit)) return false;
    const bool column = m.source == share.passage || share.source == share.passage;
    std::size_t alike = 0;  // measurements that could as well be meant
    for (const Measurement& other : task_.measurements) {
      if (column || alike > 1) break;
      // One sentence later counts too: 区科委32803人次…, 红十字会3930人… of 3.5万人次.
      const bool elsewhere = other.target_index > 0 && other.target_index != only + 1 &&
                             (named || m.target_index == only + 1);
      alike += share.passage.Contains(other.source.begin) && !other.stated_ratio && !elsewhere &&
               other.unit != "%" && SameUnit(other.unit, target.unit) &&
               !CountsRest(WordsBefore(text_, other.source, 30));
    }
    if (alike > 1 && !column) return false;
    const std::string_view words = text_.Of(share.source);
    const bool of_task = OfPromise(said);
    const bool placed = !target.source.empty() && target.source.end <= text_.str().size();
    if (share.source == share.passage && !IsCell(m) && TellsOfMore(m)) return false;
    const bool same = placed && (SameMeasure(text_, m, target) || Neighbours(target, m));
    const double exact = target.value > 0 ? m.value / target.value * 100 : 0;
    const bool told = of_task && (same || MentionsAny<"任务", "目标", "计划", "指标">(said));
    const bool alike_shares = named && LikeSharesBefore(share, said, m) &&
                              std::abs(exact - share.percent) <= 0.15 * share.percent;
    if (!column && !told && !alike_shares &&
        !((RateOf(share, m) || PartOf(share, m)) && NearBy(share, m, target)))
      return false;
    if (of_task && !column &&
        MentionsAny<"开工", "启动", "签订", "签约", "招标", "申报", "摸排", "排查", "征集", "申请">(
            WordsBefore(text_, m.source, 60)))
      return false;
    if (several && std::abs(exact - share.percent) > 0.35 * std::max(exact, share.percent))
      return false;
    const bool far = std::abs(exact - share.percent) > 0.6 * std::max(exact, share.percent);
    if (exact <= 0 || (far && !(same && OfThisYear(words)))) return false;
    Explain(share, only, &m, target);
    return true;
  }

  const Text& text_;
  ReadTask& read_;
  Task& task_;
};

}  // namespace

void BindShares(const Text& text, ReadTask* task) { ShareBinder(text, task).Bind(); }

}  // namespace duban::documents
