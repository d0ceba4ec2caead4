#include "cli/analytics_render.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "common/date.h"
#include "runtime/wire.h"

namespace duban::cli {
namespace {

using analytics::v1::Finding;
using analytics::v1::Forecast;
using analytics::v1::Progress;

std::optional<double> CompletionOf(const Progress& progress) {
  return progress.has_completion() ? std::optional(progress.completion()) : std::nullopt;
}

std::string Day(const google::type::Date& date) {
  const std::string text = FormatDate(FromProto(date));
  return text.empty() ? "—" : text;
}

Colour ColourOf(type::v1::Severity severity) {
  if (severity == type::v1::ERROR) return Colour::kRed;
  return severity == type::v1::WARNING ? Colour::kYellow : Colour::kGrey;
}

const char* NameOf(type::v1::Severity severity) {
  if (severity == type::v1::ERROR) return "矛盾";
  return severity == type::v1::WARNING ? "关注" : "提示";
}

std::string NameOf(type::v1::FindingKind kind) {
  switch (kind) {
    case type::v1::PERCENT_MISMATCH:
      return "完成率与数字不符";
    case type::v1::SUM_MISMATCH:
      return "合计不符";
    case type::v1::TARGET_MISMATCH:
      return "目标前后不一";
    case type::v1::TARGET_CHANGED:
      return "目标被调整";
    case type::v1::STATUS_CONTRADICTION:
      return "称完成但未达标";
    case type::v1::REGRESSION:
      return "累计值倒退";
    case type::v1::UNCOVERED:
      return "分类未覆盖全部项目";
    case type::v1::STALLED:
      return "长期无进展";
    case type::v1::IMPLAUSIBLE_JUMP:
      return "增长异常";
    case type::v1::OVERDUE_MILESTONE:
      return "节点逾期";
    case type::v1::LATE_REPORT:
      return "报送迟到";
    case type::v1::UNIT_MISMATCH:
      return "计量单位不符";
    case type::v1::UNMEASURED:
      return "有目标无数字";
    case type::v1::HIDDEN_BASE:
      return "百分比基数不明";
    default:
      return type::v1::FindingKind_Name(kind);
  }
}

const char* NameOf(Finding::State state) {
  switch (state) {
    case Finding::ANSWERED:
      return "已答复";
    case Finding::RESOLVED:
      return "已解决";
    case Finding::DISPUTED:
      return "有异议";
    case Finding::DISMISSED:
      return "已排除";
    case Finding::CLOSED:
      return "已消除";
    default:
      return "待答复";
  }
}

const char* NameOf(Forecast::Method method) {
  switch (method) {
    case Forecast::EARNED_SCHEDULE:
      return "挣得进度";
    case Forecast::THEIL_SEN:
      return "稳健趋势 (Theil-Sen)";
    case Forecast::DONE:
      return "已完成";
    default:
      return "无";
  }
}

// The text in lines that fit, each behind `indent`.
std::string Block(std::string_view text, std::string_view indent, Colour colour,
                  const Screen& screen) {
  const int width =
      screen.width > 0 ? std::max(screen.width - static_cast<int>(indent.size()), 20) : 0;
  std::string out;
  for (const std::string& line : Wrap(text, width)) {
    out += fmt::format("{}{}\n", indent, Paint(line, colour, screen.colours));
  }
  return out;
}

std::string TermOf(const analytics::v1::ScoreTerm& term) {
  const std::string name = term.term() == "completion"    ? "完成"
                           : term.term() == "punctuality" ? "准时"
                           : term.term() == "overdue"     ? "逾期"
                           : term.term() == "findings"    ? "核查"
                                                          : "";
  // Explanations in words come in both languages: "无数据,计0分 / no figures: 0".
  const std::string chinese = term.explanation().substr(0, term.explanation().find(" / "));
  return name.empty() ? chinese : fmt::format("{} {}", name, chinese);
}

}  // namespace

std::string StaleNote(const std::string& district, double seconds) {
  return fmt::format("注意: {}数据源 {:.0f} 秒未更新\n", district.empty() ? "" : district + "的",
                     seconds);
}

std::string RenderFindings(const analytics::v1::ListFindingsResponse& answer,
                           const Screen& screen) {
  const std::string day = Day(answer.basis().as_of());
  if (answer.findings().empty()) return fmt::format("没有核查发现 (截至 {})。\n", day);
  std::string out;
  std::array<int, 3> counts{};
  for (const Finding& finding : answer.findings()) {
    const std::string head =
        fmt::format("{} {}", NameOf(finding.severity()), NameOf(finding.kind()));
    out += fmt::format("{}  {}  自 {}  {}\n",
                       Paint(head, ColourOf(finding.severity()), screen.colours),
                       NameOf(finding.state()), Day(finding.since()),
                       Paint(finding.id(), Colour::kGrey, screen.colours));
    if (!finding.lead_units().empty())
      out += Block(fmt::format("{}", fmt::join(finding.lead_units(), "、")), "  ", Colour::kBold,
                   screen);
    out += Block(finding.message_zh(), "  ", Colour::kNone, screen);
    for (const auto& evidence : finding.evidence()) {
      if (!evidence.source().quote().empty())
        out += Block(fmt::format("“{}”", evidence.source().quote()), "    ", Colour::kGrey, screen);
    }
    ++counts[finding.severity() == type::v1::ERROR     ? 0
             : finding.severity() == type::v1::WARNING ? 1
                                                       : 2];
  }
  return out + fmt::format("共 {} 条 (截至 {}): 矛盾 {}, 关注 {}, 提示 {}\n",
                           answer.findings_size(), day, counts[0], counts[1], counts[2]);
}

std::string RenderRanks(const analytics::v1::RankUnitsResponse& answer, const Screen& screen) {
  if (answer.units().empty()) return "没有牵头单位可以排名。\n";
  Table table;
  table.header = {"名次", "单位", "得分", "任务", "完成"};
  table.align_right = {true, false, true, true, true};
  table.yielding = {{1, 12}};
  for (const auto& unit : answer.units()) {
    std::string terms;
    for (const auto& term : unit.terms()) {
      const bool deduction = term.term() == "overdue" || term.term() == "findings";
      if (!deduction || term.points() != 0) terms += (terms.empty() ? "" : "; ") + TermOf(term);
    }
    table.rows.push_back({{std::to_string(unit.rank()), Colour::kBold},
                          {unit.unit()},
                          {fmt::format("{:.2f}", unit.score())},
                          {std::to_string(unit.tasks())},
                          {Percent(CompletionOf(unit.progress()))}});
    table.rows.push_back({{""}, {terms, Colour::kGrey, "", true}});
  }
  return fmt::format("截至 {}\n\n", Day(answer.basis().as_of())) + Render(table, screen);
}

std::string RenderTrend(const analytics::v1::Trend& answer, const Screen& screen) {
  Table table;
  table.header = {"日期", "完成", "序时", "完成 █ 序时 │"};
  table.align_right = {false, true, true};
  const int bar = screen.width > 0 ? std::clamp(screen.width - 34, 10, 60) : 40;
  bool known = false;
  for (const auto& point : answer.points()) {
    const auto completion =
        point.has_completion() ? std::optional(point.completion()) : std::nullopt;
    const bool behind = completion && *completion < point.scheduled();
    known = known || completion;
    table.rows.push_back(
        {{Day(point.date())},
         {Percent(completion)},
         {Percent(point.scheduled())},
         {Bar(completion, point.scheduled(), bar), behind ? Colour::kYellow : Colour::kGreen}});
  }
  return Render(table, screen) + (known ? ""
                                        : "还没有可以计算的完成值: 用 duban import 读入进展文件, "
                                          "或用 duban report 报送一条\n");
}

std::string RenderForecast(const Forecast& answer, const Screen& screen) {
  std::string out = Paint(answer.name(), Colour::kBold, screen.colours) + "\n";
  if (answer.method() == Forecast::NONE) {
    return out + fmt::format("应完成 {}\n无法预测: 已有 {} 次进展, 至少要有一次带完成值的进展\n",
                             Day(answer.due_date()), answer.reports_used());
  }
  const bool late =
      answer.has_due_date() && FromProto(answer.due_date()) < FromProto(answer.finish_date());
  out += fmt::format(
      "预计完成 {}  应完成 {}\n",
      Paint(Day(answer.finish_date()), late ? Colour::kRed : Colour::kGreen, screen.colours),
      Day(answer.due_date()));
  if (answer.has_earliest_date())
    out += fmt::format("区间 {} 至 {}\n", Day(answer.earliest_date()), Day(answer.latest_date()));
  if (answer.has_completion_at_due())
    out += fmt::format("到期时预计完成 {}\n", Percent(answer.completion_at_due()));
  out += fmt::format("方法 {}, 依据 {} 次进展", NameOf(answer.method()), answer.reports_used());
  if (answer.has_backtest_error_days())
    out += fmt::format(", 回测平均误差 {:.1f} 天", answer.backtest_error_days());
  return out + "\n";
}

std::string RenderComparison(const analytics::v1::CompareDistrictsResponse& answer,
                             const Screen& screen) {
  if (answer.districts().empty())
    return "没有区县有这一年的民生实事: duban registry list programmes --district 440113 "
           "列出一个区县的\n";
  Table table;
  table.header = {"区县", "完成", "序时", "进度", "任务", "滞后+逾期", "核查发现"};
  table.align_right = {false, true, true, false, true, true, true};
  std::map<std::string, std::string> names;
  for (const auto& district : answer.districts()) {
    const auto completion = CompletionOf(district.progress());
    const auto& counts = district.counts();
    std::string& name = names[district.name()];
    name = district.display_name().empty() ? district.name() : district.display_name();
    table.rows.push_back({{name, Colour::kBold},
                          {Percent(completion)},
                          {Percent(district.progress().scheduled())},
                          {Bar(completion, district.progress().scheduled(), 20)},
                          {std::to_string(counts.tasks())},
                          {std::to_string(counts.behind() + counts.overdue())},
                          {std::to_string(counts.open_findings())}});
  }
  std::string out =
      fmt::format("截至 {}\n\n", Day(answer.districts(0).basis().as_of())) + Render(table, screen);
  for (const auto& district : answer.districts()) {
    if (district.basis().stale_seconds() > 0)
      out += StaleNote(names[district.name()], district.basis().stale_seconds());
  }
  if (answer.targets().empty()) return out;
  Table targets;
  targets.header = {"同类目标", "区县", "目标", "每万人", "完成"};
  targets.align_right = {false, false, true, true, true};
  targets.yielding = {{0, 16}};
  std::string last;
  for (const auto& target : answer.targets()) {
    const std::string measure = fmt::format("{} ({})", target.measure(), target.unit());
    targets.rows.push_back(
        {{measure == last ? "" : measure},
         {names.contains(target.district()) ? names[target.district()] : target.district()},
         {Number(target.target())},
         {target.has_target_per_10000() ? fmt::format("{:.2f}", target.target_per_10000()) : "—"},
         {Percent(target.has_completion() ? std::optional(target.completion()) : std::nullopt)}});
    last = measure;
  }
  return out + "\n" + Render(targets, screen);
}

}  // namespace duban::cli
