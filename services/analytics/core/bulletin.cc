#include "analytics/core/bulletin.h"

#include <fmt/format.h>

#include <algorithm>

#include "analytics/core/findings.h"
#include "analytics/core/percent.h"
#include "analytics/core/summary.h"
#include "common/names.h"

namespace duban::analytics {
namespace {

template <typename Texts>
std::string Join(const Texts& texts, std::string_view separator) {
  std::string joined;
  for (const auto& text : texts) {
    if (!joined.empty()) joined += separator;
    joined += text;
  }
  return joined;
}

std::string Percent(double ratio) { return FormatPercent(ratio) + "%"; }

std::string Sign(type::v1::Comparator comparator) {
  switch (comparator) {
    case type::v1::AT_LEAST:
      return "≥";
    case type::v1::AT_MOST:
      return "≤";
    case type::v1::MORE_THAN:
      return ">";
    case type::v1::ABOUT:
      return "约";
    default:
      return "";
  }
}

std::string DateInChinese(Day day) {
  const Date date = FromDayNumber(day);
  return fmt::format("{}年{}月{}日", date.year, date.month, date.day);
}

std::string Label(const TaskView& task) {
  return fmt::format("{}.{} {}", task.project->number(), task.task->number(), task.task->title());
}

BulletinSource SourceOf(std::string figure, std::string report, const type::v1::Source& source) {
  BulletinSource row{std::move(figure), std::move(report), source.document_id(), "",
                     source.quote()};
  if (source.end() > source.start()) row.span = fmt::format("{}-{}", source.start(), source.end());
  return row;
}

// Adds a source to the annex and its number to the row.
void Cite(BulletinContent& content, BulletinRow& row, BulletinSource source) {
  content.sources.push_back(std::move(source));
  row.sources.push_back(static_cast<int>(content.sources.size()));
}

void AddIndicators(const TaskView& task, const v1::TaskProgress& progress, BulletinContent& content,
                   BulletinRow& row) {
  std::vector<std::string> targets, reached;
  const std::string number = fmt::format("{}.{}", task.project->number(), task.task->number());
  for (const v1::IndicatorProgress& i : progress.indicators()) {
    const std::string target = fmt::format("{} {}{}{}", i.measure(), Sign(i.comparator()),
                                           FormatNumber(i.target()), i.unit());
    targets.push_back(target);
    if (i.has_target_source())
      Cite(content, row, SourceOf(number + " 目标 " + target, "目录", i.target_source()));
    if (!i.has_value()) continue;
    const std::string value = FormatNumber(i.value()) + i.unit();
    std::string share = Percent(i.completion());
    if (i.has_stated_percent()) share += fmt::format(",自报{}%", FormatNumber(i.stated_percent()));
    reached.push_back(fmt::format("{} {}({})", i.measure(), value, share));
    Cite(content, row,
         SourceOf(fmt::format("{} {} {}", number, i.measure(), value), i.report(), i.source()));
  }
  row.targets = Join(targets, ";");
  row.reached = Join(reached, ";");
}

BulletinRow RowOf(const ProgrammeView& view, const TaskView& task, BulletinContent& content) {
  const v1::TaskProgress progress = BuildTaskProgress(view, task);
  BulletinRow row;
  row.project_number = std::to_string(task.project->number());
  row.project = task.project->title();
  row.task = Label(task);
  row.leaders = Join(task.project->leaders(), "、");
  row.lead_units = Join(task.lead_units, "、");
  row.cooperating_units =
      Join(task.task->cooperating_units().empty() ? task.project->cooperating_units()
                                                  : task.task->cooperating_units(),
           "、");
  AddIndicators(task, progress, content, row);
  row.completion = task.measure.completion ? Percent(*task.measure.completion) : "—";
  row.scheduled = Percent(task.measure.scheduled);
  row.status = StatusInChinese(task.verdict.status);
  row.narrative = progress.narrative();
  return row;
}

std::string Overview(const ProgrammeView& view, const v1::DistrictSummary& summary) {
  const v1::Counts& c = summary.counts();
  std::string text = fmt::format("截至{},{}{}年民生实事共{}个项目、{}项任务",
                                 DateInChinese(view.viewpoint().as_of), summary.display_name(),
                                 view.year(), c.projects(), c.tasks());
  const v1::Progress& p = summary.progress();
  if (p.has_completion()) {
    text += fmt::format(",有数据的{}项任务平均完成{},序时进度{}", p.known_tasks(),
                        Percent(p.completion()), Percent(p.scheduled()));
  } else {
    text += ",尚无可计算的完成数据";
  }
  text += "。";
  std::vector<std::string> parts;
  const auto part = [&](int count, const char* name) {
    if (count > 0) parts.push_back(fmt::format("{}{}项", name, count));
  };
  part(c.completed() + c.overfulfilled(), "已完成");
  part(c.overfulfilled(), "其中超额完成");
  part(c.ahead(), "超序时");
  part(c.on_schedule(), "达序时");
  part(c.behind(), "滞后");
  part(c.overdue(), "逾期");
  part(c.not_started(), "未启动");
  part(c.unreported(), "未按期报送");
  part(c.no_data(), "无可判断数据");
  text += Join(parts, ",") + "。";
  if (c.open_findings() > 0) text += fmt::format("数据核查发现问题{}项。", c.open_findings());
  return text;
}

void AddHighlights(const ProgrammeView& view, BulletinContent& content) {
  for (const TaskView& task : view.tasks()) {
    if (!task.measure.done) continue;
    content.highlights.push_back(fmt::format("{}({}):{}", Label(task), Join(task.lead_units, "、"),
                                             StatusInChinese(task.verdict.status)));
  }
}

void AddLagging(const ProgrammeView& view, BulletinContent& content) {
  std::vector<const TaskView*> lagging;
  for (const TaskView& task : view.tasks()) {
    const v1::ScheduleStatus status = task.verdict.status;
    if (status == v1::BEHIND || status == v1::OVERDUE || status == v1::UNREPORTED ||
        task.verdict.light == v1::RED) {
      lagging.push_back(&task);
    }
  }
  std::stable_sort(lagging.begin(), lagging.end(), [](const TaskView* a, const TaskView* b) {
    return a->verdict.points_behind.value_or(-1000) > b->verdict.points_behind.value_or(-1000);
  });
  for (const TaskView* task : lagging) {
    std::string text = fmt::format("{}:{}", Label(*task), StatusInChinese(task->verdict.status));
    if (task->measure.completion) text += ",完成" + Percent(*task->measure.completion);
    if (task->verdict.points_behind.value_or(0) > 0) {
      text += fmt::format(",落后序时{}个百分点",
                          FormatNumber(RoundHalfUp(*task->verdict.points_behind, 2)));
    }
    content.lagging.push_back(text + fmt::format("。责任单位:{}", Join(task->lead_units, "、")));
  }
}

std::string SeverityInChinese(type::v1::Severity severity) {
  switch (severity) {
    case type::v1::ERROR:
      return "矛盾";
    case type::v1::WARNING:
      return "关注";
    default:
      return "提示";
  }
}

void AddFindings(const ProgrammeView& view, BulletinContent& content) {
  for (const v1::Finding& finding : FindFindings(view)) {
    if (!IsOpen(finding)) continue;
    BulletinFinding row;
    row.severity = SeverityInChinese(finding.severity());
    row.units = Join(finding.lead_units(), "、");
    row.message = finding.message_zh();
    row.subject = finding.subject();
    for (const TaskView& task : view.tasks()) {
      if (finding.subject() == task.name || finding.subject().starts_with(task.name + "/")) {
        row.subject = Label(task);
      }
    }
    for (const type::v1::Evidence& evidence : finding.evidence()) {
      if (!evidence.source().quote().empty()) row.quotes.push_back(evidence.source().quote());
    }
    content.findings.push_back(std::move(row));
  }
}

}  // namespace

std::string StatusInChinese(v1::ScheduleStatus status) {
  switch (status) {
    case v1::COMPLETED:
      return "已完成";
    case v1::OVERFULFILLED:
      return "超额完成";
    case v1::AHEAD:
      return "超序时";
    case v1::ON_SCHEDULE:
      return "达序时";
    case v1::BEHIND:
      return "滞后";
    case v1::OVERDUE:
      return "逾期";
    case v1::NOT_STARTED:
      return "未启动";
    case v1::UNREPORTED:
      return "未按期报送";
    default:
      return "无数据";
  }
}

BulletinContent BulletinOf(const ProgrammeView& view) {
  const v1::DistrictSummary summary = BuildDistrictSummary(view);
  BulletinContent content;
  content.title = fmt::format("{}{}年民生实事推进情况通报", summary.display_name(), view.year());
  content.date = FormatDay(view.viewpoint().as_of);
  content.overview = Overview(view, summary);
  for (const TaskView& task : view.tasks()) content.rows.push_back(RowOf(view, task, content));
  AddHighlights(view, content);
  AddLagging(view, content);
  AddFindings(view, content);
  content.basis = fmt::format("目录版本 {},台账位置 {}", summary.basis().catalog_revision(),
                              summary.basis().position());
  return content;
}

std::vector<std::string> BulletinHeadings() {
  return {"序号",     "项目",     "任务",   "分管领导", "牵头单位", "配合单位",
          "目标任务", "完成情况", "完成率", "序时进度", "状态",     "落实情况"};
}

std::vector<std::string> BulletinCells(const BulletinRow& row) {
  return {row.project_number, row.project,           row.task,    row.leaders,
          row.lead_units,     row.cooperating_units, row.targets, row.reached,
          row.completion,     row.scheduled,         row.status,  row.narrative};
}

}  // namespace duban::analytics
