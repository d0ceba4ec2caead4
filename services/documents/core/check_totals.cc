#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "documents/core/checks.h"
#include "documents/core/figure_words.h"
#include "documents/core/wording.h"

// Totals of the whole list: rows below a table, figures in the lines around it.
namespace duban::documents {

// What the cells of a column add up to.
struct ColumnSum {
  double sum = 0;
  std::size_t cells = 0;
  int project = -1;   // that they are all of; 0: they are of several
  bool alone = true;  // each project has one cell
};

namespace {

// Whether a figure stands in a line that sums up the list above it.
bool ClosesList(const Text& text, Range figure) {
  const std::size_t line =
      text.str().substr(0, figure.begin).rfind('\n') + 1;  // 0 where there is none
  return StartsWithAny(text.Of({line, figure.begin}), {"以上", "上述", "合计", "总计"});
}

// The only sum of money in a project, where it calls it an investment; null where there is another,
// or none. Sums in brackets are parts, and in the line below the list they are of all projects.
const quantities::Quantity* OnlyInvestment(const Text& text, const QuantityIndex& quantities,
                                           const ReadProject& project) {
  const quantities::Quantity* only = nullptr;
  for (const ReadTask& task : project.tasks) {
    for (const Passage& passage : task.passages) {
      if (!passage.counts) continue;
      const std::vector<Range> brackets = Brackets(text.str(), passage.range);
      const auto bracketed = [&](Range figure) {
        return std::ranges::any_of(brackets,
                                   [&](Range inside) { return inside.Contains(figure.begin); });
      };
      for (const quantities::Quantity* q : quantities.In(passage.range)) {
        if (q->unit != "元" || q == only || bracketed(RangeOf(q->span)) ||
            ClosesList(text, RangeOf(q->span)))
          continue;
        if (only != nullptr || q->hedged || q->range || q->comparator != Comparator::kEqual ||
            !q->noun_before.ends_with("投资"))
          return nullptr;
        only = q;
      }
    }
  }
  return only;
}

}  // namespace

// 以上10件实事总投资3460万元: the figure of the whole list, where each of as many projects names
// just one of that kind.
void Checker::CheckListTotal() {
  const std::size_t count = programme_.projects.size();
  if (count < 3) return;
  double sum = 0;
  double least = 1;  // what the coarsest last digit weighs
  std::vector<Evidence> evidence;
  for (const ReadProject& project : programme_.projects) {
    const Quantity* const only = OnlyInvestment(text_, figures_.quantities, project);
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

ColumnSum SumOf(const std::vector<ReadProject>& projects, const Field& total) {
  ColumnSum column;
  for (const ReadProject& project : projects) {
    const std::vector<double> values = CellsOf(project, total);
    double all = 0;
    for (const double value : values) all += value;
    // A row above its parts (其中:…) holds them already.
    const bool nested = values.size() >= 3 && SameNumber(all, 2 * values.front());
    column.sum += nested ? values.front() : all;
    column.cells += values.size();
    const int number = project.project.number;
    if (!values.empty())
      column.project = column.project < 0 || column.project == number ? number : 0;
    column.alone = column.alone && (values.size() == 1 || nested);
  }
  return column;
}

// The number in a cell, whatever stands around its digits; nullopt where there is none.
std::optional<double> NumberIn(std::string_view cell) {
  std::string digits;
  for (const char c : Normal(cell)) {
    if ((c >= '0' && c <= '9') || c == '.') digits.push_back(c);
  }
  if (digits.empty()) return std::nullopt;
  return std::strtod(digits.c_str(), nullptr);
}

// How many digits a share is stated with, at most 4: 69.5%.
int DecimalsOf(std::string_view cell) {
  const std::size_t dot = cell.find('.');
  const int decimals = dot == std::string::npos ? 0 : static_cast<int>(cell.find('%') - dot) - 1;
  return std::clamp(decimals, 0, 4);
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
        if (ShareAgrees(stated, DecimalsOf(cell), reached, planned)) {
          AddCheck(CheckKind::kPercent, subject, stated, reached / planned * 100, true, field.range,
                   fmt::format("{} / {}", Number(reached), Number(planned)));
        }
      }
      if (field.role != Role::kPlanned && field.role != Role::kReached &&
          field.role != Role::kPeriodReached)
        continue;
      const ColumnSum column = SumOf(programme_.projects, field);
      subject.project = column.project;
      if (column.cells < 2) continue;
      (field.role == Role::kPlanned ? planned : reached) = column.sum;
      CheckTotal(row, field, column, subject);
    }
  }
}

void Checker::CheckTotal(const std::vector<Field>& row, const Field& total, const ColumnSum& column,
                         Subject subject) {
  const std::optional<double> printed = NumberIn(text_.Of(total.range));
  if (!printed) return;
  const double sum = column.sum;
  const bool money = Contains(total.name, "投资") || Contains(total.name, "资金");
  const double scale = Contains(Normal(total.name), "(万元)") ? 1e4
                       : money                                ? programme_.occasion.money_scale
                                                              : 1;
  const double stated = *printed * scale;
  const bool ok = std::abs(stated - sum) <= 1e-6 * std::max(1.0, sum);
  // Rows that were not read, or cells that may hold each other: what they add up to says nothing.
  if (!ok && subject.project == 0 && !column.alone) return;
  // Another cell of the row says just that: the row has slipped.
  const bool slipped = !ok && std::ranges::any_of(row, [&](const Field& other) {
    return SameNumber(std::strtod(Normal(text_.Of(other.range)).c_str(), nullptr) * scale, sum);
  });
  if (slipped) return;
  AddCheck(CheckKind::kSum, subject, stated, sum, ok, total.range,
           fmt::format("sum of {} rows", column.cells));
  // Far from the sum, rows are missing from the copy or are of another table.
  if (ok || std::abs(stated - sum) > 0.2 * stated) return;
  AddFinding(
      FindingKind::kSumMismatch, subject,
      fmt::format("“{}”一列相加为{},合计写{}。", total.name, Number(sum), Number(stated)),
      fmt::format("The column adds up to {}, the total says {}.", Number(sum), Number(stated)),
      {{total.range, "total"}});
}

}  // namespace duban::documents
