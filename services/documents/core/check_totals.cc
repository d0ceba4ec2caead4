#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "documents/core/checks.h"
#include "documents/core/figure_words.h"
#include "documents/core/wording.h"

// Totals of the whole list: rows below a table, figures in the lines around it.
namespace duban::documents {
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
