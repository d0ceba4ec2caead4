#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <optional>
#include <utility>

#include "documents/core/checks.h"
#include "documents/core/figure_words.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {

// Places of a matrix or of columns against their total.
template <typename Figure>
void Checker::CheckPlaces(const std::vector<Figure>& figures, Subject subject) {
  double sum = 0;
  std::vector<double> parts;
  std::vector<Evidence> places;
  for (const Figure& m : figures) {
    if (!m.place) continue;
    sum += m.value;
    parts.push_back(m.value);
    places.push_back({m.source, "part"});
  }
  if (parts.size() < 2) return;
  const std::string formula = Join(parts);
  for (const Figure& m : figures) {
    if (m.place || m.unit == "%" || !m.total) continue;
    const bool equal = std::abs(sum - m.value) < 1e-6 * std::max(1.0, sum);
    AddCheck(CheckKind::kSum, subject, m.value, sum, equal, m.source, formula);
    if (equal) continue;
    std::vector<Evidence> evidence{{m.source, "total"}};
    evidence.insert(
        evidence.end(), places.begin(),
        places.begin() + static_cast<std::ptrdiff_t>(std::min(places.size(), kMostEvidence)));
    AddFinding(
        FindingKind::kSumMismatch, subject,
        fmt::format("各地相加为{}{},合计写{}{}。", Number(sum), m.unit, Number(m.value), m.unit),
        fmt::format("The places add up to {}, the total says {}.", Number(sum), Number(m.value)),
        evidence);
  }
}

void Checker::CheckSums() {
  for (const ReadProject& project : programme_.projects) {
    for (const ReadTask& task : project.tasks) {
      const Subject subject{project.project.number, task.task.number};
      struct Told {
        Range range;
        bool steps;
        Figures figures;
      };
      std::vector<Told> told;
      for (const Passage& passage : task.passages) {
        if (!passage.counts) continue;
        if (const Figures figures = In(passage.range); !figures.empty()) {
          told.push_back({passage.range, passage.role == Role::kSteps, figures});
        }
      }
      for (const Told& passage : told) {
        CheckClauses(passage.range, passage.figures, subject);
        CheckParts(passage.range, passage.figures, subject, /*lead=*/false);
        if (!passage.steps) CheckRest(passage.range, passage.figures, task, subject);
      }
      CheckPieces(task, subject);
      CheckPlaces(task.task.targets, subject);
      CheckPlaces(task.task.measurements, subject);
      for (const Told& passage : told) {
        if (!passage.steps) CheckStages(passage.range, passage.figures, &task, subject);
        CheckProducts(passage.range, passage.figures, subject);
        CheckExcess(passage.range, passage.figures, task, subject);
      }
    }
    CheckSteps(project);
  }
  for (const Range line : words_about_) {
    const Figures figures = In(line);
    CheckClauses(line, figures, SubjectOfWords());
    CheckParts(line, figures, SubjectOfWords(), /*lead=*/true);
    CheckStages(line, Counts(line), nullptr, SubjectOfWords());
  }
  for (const Range line : programme_.statements)
    CheckStages(line, Counts(line), nullptr, SubjectOfWords());
  CheckListTotal();
  CheckTotals();
}

namespace {

// How many members the clause before 其余4个 names: 盛世农园、雨露小区已完工.
std::size_t NamesBefore(std::string_view before) {
  std::size_t end = before.size();
  for (int marks = 0; end > 0;) {
    const Char c = CharBefore(before, end);
    if (c.code == ',' || c.code == U'，' || c.code == ';' || c.code == U'；' || c.code == U'。' ||
        c.code == '\n')
      ++marks;
    if (marks > 1) break;
    end -= c.bytes;
  }
  std::size_t names = 1;
  for (std::size_t at = Find(before, "、", end); at != std::string_view::npos;
       at = Find(before, "、", at + 3))
    ++names;
  return names;
}

}  // namespace

// 其余8个: what is left of an earlier figure once the part before it is taken away.
void Checker::CheckRest(Range passage, Figures figures, const ReadTask& task, Subject subject) {
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Quantity& rest = *figures[i];
    if (rest.percent || rest.unit.empty()) continue;
    const Range figure = RangeOf(rest.phrase);
    const std::string_view before = text_.Of({passage.begin, figure.begin});
    if (!CountsRest(before)) continue;
    // The whole: a target, or an earlier figure of the passage; the parts: the figures in between.
    std::vector<double> wholes;
    const auto& targets = task.task.targets;
    for (std::size_t t = 0; t < std::min(targets.size(), kMostCompared); ++t) {
      if (SameUnit(targets[t].unit, rest.unit) && targets[t].value > rest.value)
        wholes.push_back(targets[t].value);
    }
    std::vector<double> done;
    for (std::size_t j = i - std::min(i, kMostBefore); j < i; ++j) {
      if (figures[j]->percent || !SameUnit(figures[j]->unit, rest.unit)) continue;
      if (figures[j]->value > rest.value) wholes.push_back(figures[j]->value);
      done.push_back(figures[j]->value);
    }
    // 2个 in a cell beside 其余4个.
    for (const Measurement& m : task.task.measurements) {
      if (!done.empty()) break;
      if (SameUnit(m.unit, rest.unit) && !passage.Contains(m.source.begin) && m.value != rest.value)
        done.push_back(m.value);
    }
    std::erase_if(wholes, [&](double whole) { return HasSum(subject, whole); });
    if (wholes.empty()) continue;
    bool found = false;
    // 东街大厅已建成,其余4个: members are named, not counted.
    double named = 0;
    if (done.empty() || SameNumber(done.back(), wholes.back()))
      named = static_cast<double>(NamesBefore(before));
    for (const double whole : wholes) {
      double all = 0;
      for (std::size_t j = done.size(); j-- > 0 && !found;) {
        if (SameNumber(done[j], whole)) continue;
        all += done[j];
        if (SameNumber(whole - done[j], rest.value) || SameNumber(whole - all, rest.value)) {
          AddCheck(CheckKind::kSum, subject, whole, whole, true, figure,
                   fmt::format("{} + {}", Number(whole - rest.value), Number(rest.value)));
          found = true;
        }
      }
      if (!found && named > 0 && SameNumber(whole - named, rest.value)) {
        // One that is named is taken away; several are counted, and added.
        const double stated = named > 1 ? whole : rest.value;
        AddCheck(CheckKind::kSum, subject, stated, stated, true, figure,
                 named > 1 ? fmt::format("{} + {}", Number(named), Number(rest.value))
                           : fmt::format("{} - 1", Number(whole)));
        found = true;
      }
      if (found) break;
    }
  }
}

// Whether parts were found before that add up to a total: 5座完工,其余3座 is told one time.
bool Checker::HasSum(Subject subject, double total) const {
  return sums_.contains({subject.project, total});
}

// Measurements or targets of one task that add up to its target: 1350 + 1665 + 1665 of 4680.
void Checker::CheckPieces(const ReadTask& task, Subject subject) {
  const std::vector<Measurement>& all = task.task.measurements;
  if (all.size() < 2 || task.task.targets.empty()) return;
  std::vector<std::optional<Pairs>> sentences(all.size());  // of those that were compared
  for (std::size_t t = 0; t < std::min(task.task.targets.size(), kMostCompared); ++t) {
    const Target& target = task.task.targets[t];
    const auto may_be_part = [&](const Measurement& m) {
      return m.value > 0 && m.unit == target.unit && !SameNumber(m.value, target.value);
    };
    double most = 0;
    std::size_t several = 0;
    for (std::size_t i = 0; i < std::min(all.size(), kMostCompared); ++i) {
      if (!may_be_part(all[i])) continue;
      most += all[i].value;
      ++several;
    }
    if (several < 2 || (most < target.value && !SameNumber(most, target.value)) ||
        HasSum(subject, target.value))
      continue;
    std::vector<double> parts;
    double sum = 0;
    std::optional<Pairs> measure;
    for (std::size_t i = 0; i < std::min(all.size(), kMostCompared); ++i) {
      const Measurement& m = all[i];
      if (!may_be_part(m)) continue;
      if (!measure) measure.emplace(target.measure);
      if (!sentences[i])
        sentences[i].emplace(
            text_.Of(SentenceAround(text_, {0, text_.str().size()}, m.source.begin)));
      if (sentences[i]->Alikeness(*measure) < 0.4) continue;
      parts.push_back(m.value);
      sum += m.value;
    }
    if (parts.size() < 2 || !SameNumber(sum, target.value)) continue;
    AddCheck(CheckKind::kSum, subject, target.value, sum, true, target.source, Join(parts));
  }
  for (std::size_t first = 0, last = 0; first < std::min(all.size(), kMostCompared); first = last) {
    const Range sentence = SentenceAround(text_, {0, text_.str().size()}, all[first].source.begin);
    for (last = first + 1; last < all.size() && sentence.Contains(all[last].source.begin);) ++last;
    CheckSentence({all.begin() + static_cast<std::ptrdiff_t>(first),
                   all.begin() + static_cast<std::ptrdiff_t>(last)},
                  task, subject);
  }
}

// 12座已建成,15座施工中,8座尚在选址 of 35座: all that one sentence measures in the target's unit.
void Checker::CheckSentence(std::span<const Measurement> measured, const ReadTask& task,
                            Subject subject) {
  for (const Target& target : task.task.targets) {
    if (target.unit == "%" || target.unit.ends_with("元") || target.value < 2) continue;
    std::vector<double> parts;
    double sum = 0;
    for (const Measurement& m : measured) {
      if (m.unit != target.unit || m.value <= 0 || m.value >= target.value) continue;
      parts.push_back(m.value);
      sum += m.value;
    }
    if (parts.size() < 2 || !SameNumber(sum, target.value)) continue;
    if (!HasSum(subject, target.value))
      AddCheck(CheckKind::kSum, subject, target.value, sum, true, target.source, Join(parts));
    return;
  }
}

namespace {

// Whether a figure stands in a line that sums up the list above it.
bool ClosesList(const Text& text, Range figure) {
  const std::size_t line =
      text.str().substr(0, figure.begin).rfind('\n') + 1;  // 0 where there is none
  return StartsWithAny(text.Of({line, figure.begin}), {"以上", "上述", "合计", "总计"});
}

}  // namespace

// 以上10件实事总投资3460万元: the figure of the whole list, where each of as many projects names
// just one of that kind.
void Checker::CheckListTotal() {
  const std::size_t count = programme_.projects.size();
  if (count < 3) return;
  // Of each project the only sum of money that it calls an investment.
  double sum = 0;
  double least = 1;  // what the coarsest last digit weighs
  std::vector<Evidence> evidence;
  for (const ReadProject& project : programme_.projects) {
    const Quantity* only = nullptr;
    for (const ReadTask& task : project.tasks) {
      for (const Passage& passage : task.passages) {
        if (!passage.counts) continue;
        const std::vector<Range> brackets = Brackets(text_.str(), passage.range);
        const auto bracketed = [&](Range figure) {
          return std::ranges::any_of(brackets,
                                     [&](Range inside) { return inside.Contains(figure.begin); });
        };
        for (const Quantity* q : In(passage.range)) {
          if (q->unit != "元" || q == only || bracketed(RangeOf(q->span)) ||
              ClosesList(text_, RangeOf(q->span)))
            continue;
          if (only != nullptr || q->hedged || q->range || q->comparator != Comparator::kEqual ||
              !q->noun_before.ends_with("投资"))
            return;
          only = q;
        }
      }
    }
    if (only == nullptr) return;
    sum += only->value;
    least = std::max(least, only->scale / std::pow(10, only->decimals));
    evidence.push_back({RangeOf(only->span), "part"});
  }
  constexpr std::size_t kBehind = 300;  // bytes behind the list
  std::vector<Range> lines = words_about_;
  lines.push_back({programme_.range.end > kBehind ? programme_.range.end - kBehind : 0,
                   std::min(programme_.range.end + kBehind, text_.str().size())});
  for (const Range line : lines) {
    const Figures figures = Counts(line);
    for (std::size_t i = 0; i + 1 < figures.size(); ++i) {
      const Quantity& total = *figures[i + 1];
      const bool counts =
          figures[i]->value == static_cast<double>(count) &&
          (figures[i]->unit == "件" || figures[i]->unit == "项" || figures[i]->unit == "个");
      if (!counts || total.unit != "元" || !total.noun_before.ends_with("投资") || total.hedged)
        continue;
      const std::string_view between =
          text_.Of({RangeOf(figures[i]->span).end, RangeOf(total.span).begin});
      if (HasMoreThan(16, between) || Contains(between, "。")) continue;
      const double step = std::max(least, total.scale / std::pow(10, total.decimals));
      const bool equal = std::abs(sum - total.value) <= step / 2;
      if (!equal && std::abs(sum - total.value) > 0.2 * total.value) continue;
      AddCheck(CheckKind::kSum, {}, total.value, sum, equal, RangeOf(total.span),
               fmt::format("sum of {} projects", count));
      if (!equal) {
        evidence.insert(evidence.begin(), {RangeOf(total.span), "total"});
        AddFinding(FindingKind::kSumMismatch, {},
                   fmt::format("{}个项目的投资相加为{}元,合计写{}元。", count, Number(sum),
                               Number(total.value)),
                   fmt::format("The investments of {} projects add up to {}, the total says {}.",
                               count, Number(sum), Number(total.value)),
                   evidence);
      }
      return;
    }
  }
}

namespace {

// The values in a project's cells of the column of `total`, in order.
std::vector<double> CellsOf(const ReadProject& project, const Field& total) {
  std::vector<double> values;
  for (const ReadTask& task : project.tasks) {
    for (const Passage& passage : task.passages) {
      if (passage.name != total.name || passage.role != total.role || !passage.counts) continue;
      if (passage.range == total.range) continue;  // the row of totals itself
      for (const Target& target : task.task.targets) {
        if (target.source == passage.range) values.push_back(target.value);
      }
      for (const Measurement& m : task.task.measurements) {
        if (m.source == passage.range) values.push_back(m.value);
      }
    }
  }
  return values;
}

}  // namespace

// Rows of totals below a table: each column of numbers against its sum.
void Checker::CheckTotals() {
  Subject subject{0, 0};  // the one project that a column adds up, else the whole list
  for (const auto& row : programme_.totals) {
    double planned = 0;
    double reached = 0;
    for (const Field& field : row) {
      if (field.role == Role::kRatio && planned > 0 && reached > 0) {
        const std::string cell = Normal(text_.Of(field.range));
        const double stated = std::strtod(cell.c_str(), nullptr);
        const std::size_t dot = cell.find('.');
        const int decimals =
            dot == std::string::npos ? 0 : static_cast<int>(cell.find('%') - dot) - 1;
        if (ShareAgrees(stated, std::clamp(decimals, 0, 4), reached, planned)) {
          AddCheck(CheckKind::kPercent, subject, stated, reached / planned * 100, true, field.range,
                   fmt::format("{} / {}", Number(reached), Number(planned)));
        }
      }
      if (field.role != Role::kPlanned && field.role != Role::kReached &&
          field.role != Role::kPeriodReached)
        continue;
      double sum = 0;
      double scale = 1;
      std::size_t cells = 0;
      subject.project = -1;
      const auto of_project = [&](const ReadProject& project) {
        const int number = project.project.number;
        subject.project = subject.project < 0 || subject.project == number ? number : 0;
      };
      bool alone = true;  // each project has one cell
      for (const ReadProject& project : programme_.projects) {
        const std::vector<double> values = CellsOf(project, field);
        double all = 0;
        for (const double value : values) all += value;
        // A row above its parts (其中:…) holds them already.
        const bool nested = values.size() >= 3 && SameNumber(all, 2 * values.front());
        sum += nested ? values.front() : all;
        cells += values.size();
        if (!values.empty()) of_project(project);
        alone = alone && (values.size() == 1 || nested);
      }
      if (cells < 2) continue;
      (field.role == Role::kPlanned ? planned : reached) = sum;
      std::string digits;
      for (const char c : Normal(text_.Of(field.range))) {
        if ((c >= '0' && c <= '9') || c == '.') digits.push_back(c);
      }
      if (digits.empty()) continue;
      double stated = std::strtod(digits.c_str(), nullptr);
      if (Contains(field.name, "投资") || Contains(field.name, "资金"))
        scale = programme_.occasion.money_scale;
      if (Contains(Normal(field.name), "(万元)")) scale = 1e4;
      stated *= scale;
      const bool ok = std::abs(stated - sum) <= 1e-6 * std::max(1.0, sum);
      // Rows that were not read, or cells that may hold each other: what they add up to says
      // nothing.
      if (!ok && subject.project == 0 && !alone) continue;
      // Another cell of the row says just that: the row has slipped.
      const bool slipped = !ok && std::ranges::any_of(row, [&](const Field& other) {
        return SameNumber(std::strtod(Normal(text_.Of(other.range)).c_str(), nullptr) * scale, sum);
      });
      if (slipped) continue;
      AddCheck(CheckKind::kSum, subject, stated, sum, ok, field.range,
               fmt::format("sum of {} rows", cells));
      // Far from the sum, rows are missing from the copy or are of another table.
      if (ok || std::abs(stated - sum) > 0.2 * stated) continue;
      AddFinding(
          FindingKind::kSumMismatch, subject,
          fmt::format("“{}”一列相加为{},合计写{}。", field.name, Number(sum), Number(stated)),
          fmt::format("The column adds up to {}, the total says {}.", Number(sum), Number(stated)),
          {{field.range, "total"}});
    }
  }
}

}  // namespace duban::documents
