#include "documents/core/checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "documents/core/figure_words.h"
#include "documents/core/share_words.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

// The lines between a list and its title, those that close it, and those above the title of a short
// document's first list.
std::vector<Range> WordsAbout(const Text& text, const ReadProgramme& programme) {
  constexpr std::size_t kLead = 3'000;
  std::vector<Range> lines = programme.preface;
  lines.insert(lines.end(), programme.closing.begin(), programme.closing.end());
  if (programme.range.begin > kLead) return lines;
  for (std::size_t begin = 0; begin < programme.range.begin;) {
    const std::size_t end = std::min(text.str().find('\n', begin), programme.range.begin);
    const Range line{begin, end};
    begin = end + 1;
    const auto holds = [&](Range other) { return other.Contains(line.begin); };
    if (!line.empty() && std::ranges::none_of(programme.others, holds) &&
        std::ranges::none_of(programme.preface, holds))
      lines.push_back(line);
  }
  return lines;
}

}  // namespace

bool ShareAgrees(double percent, int decimals, double value, double base) {
  if (base <= 0) return false;
  const double exact = value / base * 100.0;
  const double unit = std::pow(10.0, -decimals);
  return std::abs(exact - percent) <= unit / 2 + 1e-9 ||
         (percent <= exact + 1e-9 && exact - percent < unit);
}

bool SameNumber(double a, double b) {
  return std::abs(a - b) <= 1e-6 * std::max({1.0, std::abs(a), std::abs(b)});
}

std::string Join(const std::vector<double>& values) {
  std::string out;
  for (const double value : values) out += (out.empty() ? "" : " + ") + Number(value);
  return out;
}

// True when a total holds for its parts: equal, or past a bound that the wording leaves open.
bool Holds(Comparator comparator, double total, double sum) {
  switch (comparator) {
    case Comparator::kAtLeast:
    case Comparator::kMoreThan:
      return sum >= total - 1e-6;
    case Comparator::kAtMost:
      return sum <= total + 1e-6;
    case Comparator::kAbout:
      return std::abs(sum - total) <= 0.05 * total;
    case Comparator::kEqual:
      break;
  }
  return SameNumber(total, sum);
}

std::string Number(double value) {
  constexpr double kExact = 1e15;  // whole numbers below it have no more digits than they print
  if (value > 0 && value < kExact && value == std::floor(value))
    return std::to_string(static_cast<std::int64_t>(value));
  std::string digits = fmt::format("{:.4f}", value);
  while (digits.ends_with('0')) digits.pop_back();
  if (digits.ends_with('.')) digits.pop_back();
  return digits;
}

Checker::Checker(const Text& text, const TextFigures& figures, const ReadProgramme& programme,
                 Draft* draft)
    : text_(text),
      figures_(figures),
      programme_(programme),
      draft_(*draft),
      words_about_(WordsAbout(text, programme)) {
  for (std::size_t i = 0; i < draft_.checks.size(); ++i) Know(i);
}

void Checker::Know(std::size_t check) {
  const Check& known = draft_.checks[check];
  checks_.emplace(known.source.begin, check);
  if (known.kind == CheckKind::kSum) sums_.emplace(known.project, known.stated);
}

void Checker::AddCheck(CheckKind kind, Subject subject, double stated, double recomputed, bool ok,
                       Range source, std::string formula) {
  const auto [first, last] = checks_.equal_range(source.begin);
  for (auto it = first; it != last; ++it) {
    const Check& known = draft_.checks[it->second];
    if (known.kind == kind && known.year == programme_.occasion.year &&
        known.project == subject.project && known.source == source && known.stated == stated) {
      return;
    }
  }
  draft_.checks.push_back({.kind = kind,
                           .year = programme_.occasion.year,
                           .project = subject.project,
                           .task = subject.task,
                           .stated = stated,
                           .recomputed = recomputed,
                           .ok = ok,
                           .source = source,
                           .formula = std::move(formula)});
  Know(draft_.checks.size() - 1);
}

void Checker::AddFinding(FindingKind kind, Subject subject, std::string message,
                         std::string message_en, std::vector<Evidence> evidence) {
  draft_.findings.push_back({.kind = kind,
                             .year = programme_.occasion.year,
                             .project = subject.project,
                             .task = subject.task,
                             .message = std::move(message),
                             .message_en = std::move(message_en),
                             .evidence = std::move(evidence)});
}

// The words before the table of one promise are about that one.
Checker::Subject Checker::SubjectOfWords() const {
  return programme_.projects.size() == 1 ? Subject{programme_.projects[0].project.number, 0}
                                         : Subject{};
}

void Checker::CheckShares() {
  for (const Range line : words_about_) {
    CheckPreface(line);
    CheckPartedShares(line);
    CheckCounts(line);
  }
  for (const Range line : programme_.statements) {
    CheckPartedShares(line);
    CheckCounts(line);
  }
  FindForeignShares();
  for (const ReadProject& project : programme_.projects) {
    for (const ReadTask& task : project.tasks) {
      const Subject subject{project.project.number, task.task.number};
      std::vector<const Measurement*> stated;  // with a share of their own, by its place
      for (const Measurement& m : task.task.measurements) {
        if (m.stated_ratio && m.target_index != 0) stated.push_back(&m);
      }
      constexpr auto kPlace = [](const Measurement* m) { return m->share_source.begin; };
      std::ranges::stable_sort(stated, {}, kPlace);
      for (const Share& share : task.shares) {
        const auto first = std::ranges::lower_bound(stated, share.source.begin, {}, kPlace);
        const auto last =
            std::ranges::upper_bound(first, stated.end(), share.source.begin, {}, kPlace);
        CheckShare(share, std::span<const Measurement* const>(first, last), task, subject);
      }
    }
  }
  CheckColumnShares();
  CheckOnlyShares();
}

void Checker::CheckShare(const Share& share, std::span<const Measurement* const> stated,
                         const ReadTask& task, Subject subject) {
  for (const Measurement* const one : stated) {
    const Measurement& m = *one;
    if (*m.stated_ratio != share.percent || m.share_source != share.source) continue;
    const Target& target = task.task.targets[static_cast<std::size_t>(m.target_index) - 1];
    const double exact = m.value / target.value * 100;
    const bool ok = ShareAgrees(share.percent, share.decimals, m.value, target.value);
    if (!ok && foreign_.contains(share.source.begin)) return;
    AddCheck(CheckKind::kPercent, subject, share.percent, exact, ok, share.source,
             fmt::format("{} / {}", Number(m.value), Number(target.value)));
    const bool capped =
        share.percent == 100 && exact > 100;  // more than all is often printed as all
    if (ok || capped) return;
    AddFinding(FindingKind::kPercentMismatch, subject,
               fmt::format("{}{}占目标{}{}为{:.2f}%,文中写{}%。", Number(m.value), m.unit,
                           Number(target.value), target.unit, exact, Number(share.percent)),
               fmt::format("{} of {} is {:.2f}%, the document says {}%.", Number(m.value),
                           Number(target.value), exact, Number(share.percent)),
               {{m.source, "reached"}, {target.source, "target"}, {share.source, "stated share"}});
    return;
  }
  if (!share.explained) return;
  const double exact = share.part->value / share.whole->value * 100;
  const bool ok = ShareAgrees(share.percent, share.decimals, share.part->value, share.whole->value);
  AddCheck(CheckKind::kPercent, subject, share.percent, exact, ok, share.source,
           fmt::format("{} / {}", Number(share.part->value), Number(share.whole->value)));
  if (ok) return;
  AddFinding(
      FindingKind::kPercentMismatch, subject,
      fmt::format("{}占{}{}为{:.2f}%,文中写{}%。", Number(share.part->value),
                  Number(share.whole->value), share.whole->unit, exact, Number(share.percent)),
      fmt::format("{} of {} is {:.2f}%, the document says {}%.", Number(share.part->value),
                  Number(share.whole->value), exact, Number(share.percent)),
      {{share.part->source, "part"},
       {share.whole->source, "whole"},
       {share.source, "stated share"}});
}

// 12项民生实事,已完成3项,完成率25%: figures of the list as a whole.
void Checker::CheckPreface(Range line) {
  const Figures figures = Counts(line);
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const std::string_view before = text_.Of({line.begin, RangeOf(figures[i]->span).begin});
    if (CountsRest(before)) {
      for (std::size_t part = 1; part < i; ++part) {
        const double whole = figures[0]->value;
        if (figures[0]->unit != figures[i]->unit || figures[part]->unit != figures[i]->unit)
          continue;
        if (whole - figures[part]->value != figures[i]->value) continue;
        AddCheck(CheckKind::kSum, SubjectOfWords(), figures[i]->value, figures[i]->value, true,
                 RangeOf(figures[i]->span),
                 fmt::format("{} - {}", Number(whole), Number(figures[part]->value)));
        break;
      }
    }
    const auto share = figures.begin() + static_cast<std::ptrdiff_t>(i);
    if (figures[i]->percent)
      CheckPrefaceShare(*figures[i],
                        {share - static_cast<std::ptrdiff_t>(std::min(i, kMostBefore)), share},
                        line);
  }
}

// 16件,其中工程类10件,占62.5%,服务类6件,占37.5%: counts that add up to the one before them, each
// with its share of it.
void Checker::CheckPartedShares(Range line) {
  struct Shared {
    const Quantity* count;
    const Quantity* share;
  };
  const Figures figures = Counts(line);
  const auto counts = [](const Quantity& q) {
    return q.kind == quantities::Kind::kItemCount || q.unit == "项" || q.unit == "件" ||
           q.unit == "个";
  };
  for (std::size_t i = 0; i + 4 < figures.size(); ++i) {
    if (figures[i]->percent || !counts(*figures[i])) continue;
    const double whole = figures[i]->value;
    std::vector<Shared> parts;
    double sum = 0;
    for (std::size_t j = i + 1; j + 1 < figures.size() && sum < whole; j += 2) {
      const Quantity& count = *figures[j];
      const Quantity& share = *figures[j + 1];
      if (count.percent || !counts(count) || !share.percent || share.hedged || share.range) break;
      const std::string_view between =
          text_.Of({RangeOf(count.span).end, RangeOf(share.span).begin});
      if (!Contains(between, "占") || HasMoreThan(16, between) || Contains(between, "。") ||
          Contains(between, "同比"))
        break;
      parts.push_back({&count, &share});
      sum += count.value;
    }
    if (parts.size() < 2 || sum != whole) continue;
    double all = 0;
    std::size_t agree = 0;
    for (const Shared& part : parts) {
      all += part.share->value;
      agree += ShareAgrees(part.share->value, part.share->decimals, part.count->value, whole);
    }
    if (agree == 0) continue;  // shares of something else
    for (const Shared& part : parts) {
      const Quantity& share = *part.share;
      const double exact = part.count->value / whole * 100;
      const bool ok = ShareAgrees(share.value, share.decimals, part.count->value, whole);
      // One of them may be rounded the other way so that all of them make 100.
      const bool balanced =
          SameNumber(all, 100) && std::abs(exact - share.value) < std::pow(10, -share.decimals);
      AddCheck(CheckKind::kPercent, SubjectOfWords(), share.value, exact, ok, RangeOf(share.span),
               fmt::format("{} / {}", Number(part.count->value), Number(whole)));
      if (ok || balanced) continue;
      AddFinding(FindingKind::kPercentMismatch, SubjectOfWords(),
                 fmt::format("{}项中的{}项占{:.2f}%,文中写{}%。", Number(whole),
                             Number(part.count->value), exact, Number(share.value)),
                 fmt::format("{} of {} is {:.2f}%, the document says {}%.",
                             Number(part.count->value), Number(whole), exact, Number(share.value)),
                 {{RangeOf(part.count->span), "part"},
                  {RangeOf(figures[i]->span), "whole"},
                  {RangeOf(share.span), "stated share"}});
    }
    return;
  }
}

// A share in the words before a list is of two figures before it: of a whole and a part, nearest
// first, or in one sentence as 执行A元,占安排B元的119.6%.
void Checker::CheckPrefaceShare(const Quantity& share, Figures figures, Range line) {
  const auto hold = [&](const Quantity& part, const Quantity& whole) {
    if (part.percent || whole.percent || part.unit != whole.unit) return false;
    if (!ShareAgrees(share.value, share.decimals, part.value, whole.value)) return false;
    AddCheck(CheckKind::kPercent, SubjectOfWords(), share.value, part.value / whole.value * 100,
             true, RangeOf(share.span),
             fmt::format("{} / {}", Number(part.value), Number(whole.value)));
    return true;
  };
  for (std::size_t part = figures.size(); part-- > 0;) {
    for (std::size_t whole = part; whole-- > 0;) {
      if (hold(*figures[part], *figures[whole])) return;
    }
  }
  if (figures.size() < 2) return;
  if (hold(*figures[figures.size() - 2], *figures.back())) return;
  const std::optional<NamedParts> said =
      PartsNamed(text_, figures, share, SentenceAround(text_, line, RangeOf(share.span).begin));
  if (!said || share.hedged || share.range) return;
  const double exact = said->part->value / said->whole->value * 100;
  // Far off, it is of something else; one that is off by its last digit may be rounded so that all
  // of them make 100.
  const double off = std::abs(exact - share.value);
  if (share.value >= 100 || off > 0.35 * std::max(exact, share.value) ||
      off <= std::pow(10, -share.decimals))
    return;
  AddCheck(CheckKind::kPercent, SubjectOfWords(), share.value, exact, false, RangeOf(share.span),
           fmt::format("{} / {}", Number(said->part->value), Number(said->whole->value)));
  AddFinding(FindingKind::kPercentMismatch, SubjectOfWords(),
             fmt::format("{}占{}{}为{:.2f}%,文中写{}%。", Number(said->part->value),
                         Number(said->whole->value), said->whole->unit, exact, Number(share.value)),
             fmt::format("{} of {} is {:.2f}%, the document says {}%.", Number(said->part->value),
                         Number(said->whole->value), exact, Number(share.value)),
             {{RangeOf(said->part->span), "part"},
              {RangeOf(said->whole->span), "whole"},
              {RangeOf(share.span), "stated share"}});
}

// 39个项目。其中,11个已完成,25个按计划推进,3个调整: counts of projects that add up to the one
// before them; 3项,占任务的30% of ten. Others are left alone: prose counts projects in more ways
// than one.
void Checker::CheckCounts(Range line) {
  struct Said {
    double value;
    Range range;
  };
  std::vector<Said> counts;
  const auto projects = [this](const Quantity& quantity) {
    for (const std::string_view unit : kWordsOf<"项", "件", "小项", "大项">) {
      if (quantity.unit == unit) return true;
    }
    const std::string_view noun =
        text_.str().substr(RangeOf(quantity.span).end, 18);  // 7个考核项目
    return quantity.kind == quantities::Kind::kItemCount ||
           (quantity.unit == "个" && (Contains(noun, "项目") || Contains(noun, "事项") ||
                                      StartsWithAny(noun, {"小项", "大项", "子项"})));
  };
  double announced = 0;
  for (const Quantity* figure : Counts({0, line.begin})) {
    if (figure->kind == quantities::Kind::kItemCount && announced == 0) announced = figure->value;
  }
  for (const Quantity* figure : Counts(line)) {
    const Range range = RangeOf(figure->span);
    if (!figure->percent && projects(*figure)) {
      counts.push_back({figure->value, range});
      continue;
    }
    if (!figure->percent || counts.empty() || announced <= 0) continue;
    const std::string_view between = text_.Of({counts.back().range.end, range.begin});
    const bool near = CountChars(between) <= 40 && Contains(between, "占") &&
                      !Contains(between, ";") && !Contains(between, "。");
    if (!near || !ShareAgrees(figure->value, figure->decimals, counts.back().value, announced))
      continue;
    AddCheck(CheckKind::kPercent, {}, figure->value, counts.back().value / announced * 100, true,
             range, fmt::format("{} / {}", Number(counts.back().value), Number(announced)));
  }
  std::size_t known = 0;  // the end of the last counts that were added up
  for (std::size_t total = 0; total + 2 < counts.size(); ++total) {
    double sum = 0;
    for (std::size_t part = total + 1; part < counts.size() && sum < counts[total].value; ++part) {
      sum += counts[part].value;
      if (part == total + 1 || sum != counts[total].value) continue;
      // 8项中,已完工4项,正常推进2项,滞后2项: parts that happen to add up to another part say
      // nothing.
      if (part >= known)
        AddCheck(CheckKind::kSum, {}, sum, sum, true, counts[total].range,
                 fmt::format("{} counts", part - total));
      known = std::max(known, part + 1);
    }
  }
}

void CheckProgramme(const Text& text, const TextFigures& figures, ReadProgramme* programme,
                    Draft* draft) {
  Checker checker(text, figures, *programme, draft);
  checker.CheckShares();
  checker.CheckSums();
  checker.CheckLists();
  checker.CheckContradictions();
}

}  // namespace duban::documents
