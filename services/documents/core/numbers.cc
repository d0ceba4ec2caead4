// Columns of bare numbers: 计划数 | 完成数 | 完成率, places of a matrix, quarters below a shared
// head.
#include <algorithm>
#include <cstdlib>

#include "documents/core/cell_traits.h"
#include "documents/core/figures.h"
#include "documents/core/word_set.h"

namespace duban::documents {

namespace {

struct CellNumber {
  double value = 0;
  int decimals = 0;
  bool percent = false;
  std::optional<Comparator> bound = std::nullopt;
  std::string unit = {};
};

std::optional<CellNumber> NumberOf(std::string_view cell) {
  const std::string printed = Normal(cell);
  std::string_view normal = printed;
  const std::optional<Comparator> bound = TakeBound(&normal);
  std::string digits;
  std::size_t at = 0;
  for (; at < normal.size(); ++at) {
    const char c = normal[at];
    if (c == ',') continue;
    if ((c >= '0' && c <= '9') || (c == '.' && !digits.empty())) {
      digits.push_back(c);
    } else {
      break;
    }
  }
  if (digits.empty() || digits.size() > 15) return std::nullopt;
  const std::size_t point = digits.find('.');
  CellNumber number{
      .value = std::strtod(digits.c_str(), nullptr),
      .decimals = point == std::string::npos ? 0 : static_cast<int>(digits.size() - point - 1),
      .bound = bound};
  std::string_view rest = normal.substr(at);
  if (rest.starts_with("万")) {
    number.value *= 1e4;
    rest.remove_prefix(3);
  } else if (rest.starts_with("亿")) {
    number.value *= 1e8;
    rest.remove_prefix(3);
  }
  if (rest.starts_with("%")) {
    number.percent = true;
    rest.remove_prefix(1);
  }
  if (CountChars(rest) > 4) return std::nullopt;
  number.unit = std::string(rest);
  return number;
}

std::string BracketUnit(std::string_view head) {
  const std::string normal = Normal(head);
  const std::size_t open = normal.rfind('(');
  const std::size_t close = normal.find(')', open == std::string::npos ? 0 : open);
  // 自然村通水泥(沥青)路 and (37个村) name no unit; 新(改)建农村户厕(座) does.
  if (open == std::string::npos || close == std::string::npos || close + 1 != normal.size())
    return "";
  if (close > open + 1 && IsDigit(CharAt(normal, open + 1).code)) return "";
  std::string unit = normal.substr(open + 1, close - open - 1);
  if (unit.starts_with("单位:")) unit.erase(0, std::string("单位:").size());
  return CountChars(unit) <= 5 ? unit : "";
}

bool IsMoney(std::string_view head) {
  return MentionsAny<"投资", "投(筹)资", "资金", "金额", "经费">(head);
}

// 形象进度 says how far the work looks, 完成率 which share of the task is done.
bool IsState(std::string_view head) {
  return Contains(head, "进度") && !Contains(head, "率") && !Contains(head, "占") &&
         !Contains(head, "比");
}

}  // namespace

// The unit of a figure in the words that name the row: 新增15万户用户 counts 户.
std::string FigureReader::UnitOfRow(const ReadTask& task) const {
  for (const Passage& passage : task.passages) {
    if (passage.role != Role::kTitle && passage.role != Role::kContent &&
        passage.role != Role::kMeasure)
      continue;
    for (const Quantity* quantity : In(passage.range)) {
      if (!quantity->percent && !quantity->unit.empty()) return quantity->unit;
    }
  }
  return "";
}

// What a number without a unit counts by that of `target`: 万元 where 7965 stands beside
// 征收10000万元, 人 where 11860 stands beside 新增1.2万人.
double FigureReader::ScaleBeside(const Target& target, double number) const {
  constexpr double kLeast =
      0.05;  // of what is promised; what is printed at another scale is a thousandth of it or less
  constexpr double kMost = 2;
  const Figures printed = In(target.source);
  if (printed.size() != 1 || printed.front()->scale <= 1 || number >= kLeast * target.value)
    return 1;
  const double share = number * printed.front()->scale / target.value;
  return share >= kLeast && share <= kMost ? printed.front()->scale : 1;
}

void FigureReader::ReadNumbers(const Passage& passage, std::size_t index,
                               ReadProject* project) const {
  const bool place = passage.role == Role::kRegionPlanned;
  const bool planned = passage.role == Role::kPlanned || place;
  const bool reached = passage.role == Role::kReached || passage.role == Role::kPeriodReached ||
                       passage.role == Role::kRegion;
  if ((!planned && !reached && passage.role != Role::kRatio) || !passage.counts) return;
  auto number = NumberOf(text_.Of(passage.range));
  if (!number) {
    // 不低于60元 in a column of numbers is read like prose.
    if (planned) ReadPlan(passage, index, project);
    if (passage.role == Role::kReached) ReadProgress(passage, index, project);
    return;
  }
  ReadTask& task = project->tasks[index];
  // 67千米 is read as it is in prose.
  if (const auto printed = In(passage.range);
      !number->unit.empty() && printed.size() == 1 && !printed.front()->unit.empty()) {
    number->value = printed.front()->value;
    number->unit = printed.front()->unit;
  }
  std::string unit = number->percent ? "%" : number->unit;
  std::string measure;
  // What the row counts is no unit of its money: 拨付资金 beside 计量单位 公里.
  const bool money = IsMoney(passage.name);
  const auto fits = [money](std::string_view counted) { return !money || counted.ends_with("元"); };
  for (const Passage& other : task.passages) {
    if (other.role != Role::kMeasureUnit || !unit.empty()) continue;
    // A dash, or a sentence that slipped into the column, counts nothing.
    const std::string cell = Normal(text_.Of(other.range));
    const bool digit = HoldsDigit(cell);
    if (CountChars(cell) <= 6 && !digit && cell != "-" && cell != "—" && fits(cell)) unit = cell;
  }
  for (const Passage& other : task.passages) {
    const bool names =
        other.role == Role::kMeasure || other.role == Role::kContent || other.role == Role::kTitle;
    if (names && unit.empty()) {
      unit = BracketUnit(text_.Of(other.range));
      if (!fits(unit)) unit.clear();
    }
    if (other.role == Role::kMeasure || (other.role == Role::kTitle && measure.empty())) {
      measure = std::string(text_.Of(other.range));
    }
  }
  double scale = 1;
  if (unit.empty()) unit = BracketUnit(passage.name);
  if (unit.empty() && money) {
    unit = "元";
    scale = occasion_.money_scale;
  }
  if (unit == "万元" || unit == "亿元") {
    scale = unit == "万元" ? 1e4 : 1e8;
    unit = "元";
  }
  if (unit.starts_with("万") && unit.size() > 3) {
    scale = 1e4;
    unit.erase(0, 3);
  }
  if (passage.role == Role::kRatio) {
    const bool of_work = Contains(passage.name, "工作量");  // no figure of the row counts that
    task.shares.push_back(
        {.percent = number->value,
         .decimals = number->decimals,
         .source = passage.range,
         .passage = passage.range,
         .measure = measure,
         .of_plan = !IsState(passage.name),
         .measurement = of_work ? -1 : static_cast<int>(task.task.measurements.size()) - 1,
         .as_of = occasion_.as_of});
    return;
  }
  if (unit.empty() && !task.task.targets.empty()) {
    unit = task.task.targets.front().unit;
    scale = ScaleBeside(task.task.targets.front(), number->value);
  }
  if (unit.empty()) unit = UnitOfRow(task);
  if (unit.empty()) unit = occasion_.unit;
  std::optional<quantities::DateSpan> period;
  for (auto& date : quantities::FindDates(passage.name, {.default_year = occasion_.year})) {
    const bool whole = date.precision == quantities::DatePrecision::kYear ||
                       date.precision == quantities::DatePrecision::kYears;
    if (date.resolved && !whole && !period) period = std::move(date);
  }
  if (planned && period) {
    // 一季度计划: a step with its value.
    Target step{.measure = measure,
                .value = number->value * scale,
                .unit = unit,
                .due = period->end,
                .source = passage.range};
    task.task.milestones.push_back({.start = period->start,
                                    .due = period->end,
                                    .title = std::string(passage.name),
                                    .targets = {step},
                                    .source = passage.range});
    return;
  }
  if (planned) {
    Target target{
        .measure = measure, .value = number->value * scale, .unit = unit, .source = passage.range};
    const std::string name =
        Normal(measure.substr(0, std::min(measure.find('('), measure.find("（"))));
    for (const std::string_view bound : kWordsOf<"低于", "不超过", "控制在">) {
      if (name.ends_with(bound) && !name.ends_with("不低于"))
        target.comparator = Comparator::kAtMost;
    }
    if (name.ends_with("不低于") || name.ends_with("不少于"))
      target.comparator = Comparator::kAtLeast;
    if (number->bound) target.comparator = *number->bound;
    if (occasion_.year > 0) target.due = Date{occasion_.year, 12, 31};
    target.place = place;
    target.total = !place && std::ranges::any_of(task.passages, [](const Passage& other) {
      return other.role == Role::kRegionPlanned;
    });
    if (place) {
      task.task.targets.push_back(std::move(target));  // two places may have to reach the same
    } else {
      AddTarget(std::move(target), passage, index, project);
    }
    return;
  }
  task.task.measurements.push_back(
      {.measure = measure,
       .value = number->value * scale,
       .unit = unit,
       .as_of = period && reached ? std::optional<Date>(period->end) : occasion_.as_of,
       .cumulative = passage.role != Role::kPeriodReached &&
                     (!period || Contains(passage.name, "累计") || period->start.month == 1),
       .source = passage.range,
       .place = passage.role == Role::kRegion,
       .total = passage.role == Role::kReached});
}

}  // namespace duban::documents
