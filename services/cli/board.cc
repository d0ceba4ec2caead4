#include "cli/board.h"

#include <duban/analytics/v1/analytics_service.grpc.pb.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/terminal.h"
#include "common/names.h"
#include "runtime/client.h"
#include "runtime/rpc_status.h"
#include "runtime/wire.h"

namespace duban::cli {
namespace {

using analytics::v1::IndicatorProgress;
using analytics::v1::ProgrammeSummary;
using analytics::v1::Progress;
using analytics::v1::ProjectSummary;
using analytics::v1::ScheduleStatus;
using analytics::v1::TaskProgress;

struct StatusLook {
  const char* text;
  Colour colour;
};

StatusLook LookOf(ScheduleStatus status) {
  switch (status) {
    case analytics::v1::COMPLETED: return {"已完成", Colour::kGreen};
    case analytics::v1::OVERFULFILLED: return {"超额完成", Colour::kGreen};
    case analytics::v1::AHEAD: return {"超序时", Colour::kGreen};
    case analytics::v1::ON_SCHEDULE: return {"达序时", Colour::kGreen};
    case analytics::v1::BEHIND: return {"滞后", Colour::kYellow};
    case analytics::v1::OVERDUE: return {"逾期", Colour::kRed};
    case analytics::v1::NOT_STARTED: return {"未启动", Colour::kYellow};
    case analytics::v1::UNREPORTED: return {"未报送", Colour::kYellow};
    default: return {"无数据", Colour::kGrey};
  }
}

std::optional<double> CompletionOf(const Progress& progress) {
  return progress.has_completion() ? std::optional(progress.completion()) : std::nullopt;
}

std::string Units(const google::protobuf::RepeatedPtrField<std::string>& units) {
  return fmt::format("{}", fmt::join(units, "、"));
}

std::string FigureText(const IndicatorProgress& figure) {
  const std::string value = figure.has_value() ? Number(figure.value()) : "—";
  return fmt::format("{} {}/{} {}", figure.measure(), value, Number(figure.target()), figure.unit());
}

std::vector<Cell> ProjectRow(const ProjectSummary& project) {
  const Progress& progress = project.progress();
  const StatusLook look = LookOf(progress.status());
  return {{std::to_string(project.number()), Colour::kBold},
          {project.title(), Colour::kBold},
          {Percent(CompletionOf(progress)), Colour::kBold},
          {Percent(progress.scheduled())},
          {Bar(CompletionOf(progress), progress.scheduled(), 12), look.colour},
          {look.text, look.colour},
          {Units(project.lead_units())}};
}

std::vector<Cell> FigureRow(const ProjectSummary& project, const TaskProgress& task,
                            const IndicatorProgress& figure) {
  std::string stated;
  if (figure.has_stated_percent()) stated = fmt::format("自报 {}%", Number(figure.stated_percent()));
  return {{""},
          {fmt::format("{}.{} {}", project.number(), task.number(), FigureText(figure)), Colour::kGrey},
          {Percent(figure.has_completion() ? std::optional(figure.completion()) : std::nullopt)},
          {Percent(figure.scheduled()), Colour::kGrey},
          {stated, Colour::kGrey}};
}

std::vector<Cell> TaskRow(const ProjectSummary& project, const TaskProgress& task) {
  const StatusLook look = LookOf(task.progress().status());
  return {{""},
          {fmt::format("{}.{} {}", project.number(), task.number(), task.title()), Colour::kGrey},
          {Percent(CompletionOf(task.progress()))},
          {Percent(task.progress().scheduled()), Colour::kGrey},
          {""},
          {look.text, look.colour}};
}

std::string Headline(const ProgrammeSummary& summary) {
  const Progress& progress = summary.progress();
  const std::string title =
      summary.title().empty() ? summary.district_display_name() + " 民生实事" : summary.title();
  return fmt::format("{}  截至 {}\n完成 {}  序时 {}  {}\n", title,
                     FormatDate(FromProto(summary.basis().as_of())), Percent(CompletionOf(progress)),
                     Percent(progress.scheduled()), LookOf(progress.status()).text);
}

std::string Footer(const ProgrammeSummary& summary) {
  const auto& counts = summary.counts();
  std::string out = fmt::format(
      "{} 个项目, {} 项任务: 已完成 {}, 超额 {}, 超序时 {}, 达序时 {}, 滞后 {}, 逾期 {}, 未启动 {}, 未报送 {}, 无数据 {}\n",
      counts.projects(), counts.tasks(), counts.completed(), counts.overfulfilled(), counts.ahead(),
      counts.on_schedule(), counts.behind(), counts.overdue(), counts.not_started(),
      counts.unreported(), counts.no_data());
  if (counts.open_findings() > 0)
    out += fmt::format("核查发现 {} 条: duban findings 列出\n", counts.open_findings());
  if (summary.basis().stale_seconds() > 0)
    out += fmt::format("注意: 数据源 {:.0f} 秒未更新\n", summary.basis().stale_seconds());
  return out;
}

absl::StatusOr<ProgrammeSummary> Fetch(const Context& context, const BoardQuery& query,
                                       const Date& as_of) {
  const auto stub =
      analytics::v1::AnalyticsService::NewStub(runtime::MakeChannel(context.analytics_address));
  analytics::v1::GetProgrammeSummaryRequest request;
  request.set_name(ProgrammeName(query.programme.district, query.programme.year));
  if (as_of.IsSet()) *request.mutable_as_of() = ToProto(as_of);
  request.set_at_least(query.at_least);
  grpc::ClientContext call;
  runtime::PrepareContext(call, context.timeout, query.programme.district);
  ProgrammeSummary summary;
  const grpc::Status status = stub->GetProgrammeSummary(&call, request, &summary);
  if (!status.ok()) return runtime::FromGrpc(status);
  return summary;
}

Date NewestReport(const ProgrammeSummary& summary) {
  Date newest;
  for (const ProjectSummary& project : summary.projects()) {
    for (const TaskProgress& task : project.tasks())
      newest = std::max(newest, FromProto(task.last_report_date()));
  }
  return newest;
}

}  // namespace

absl::StatusOr<ProgrammeSummary> FetchBoard(const Context& context, const BoardQuery& query) {
  auto summary = Fetch(context, query, query.as_of);
  const Date today = DateAt(context.clock.Now());
  if (!summary.ok() || query.as_of.IsSet() || query.programme.year >= today.year) return summary;
  // A past programme judged by today is overdue wherever it was not reported to the end; what its reports say is the
  // answer that a person asks for.
  const Date newest = NewestReport(*summary);
  return newest.IsSet() && newest < today ? Fetch(context, query, newest) : summary;
}

std::string RenderBoard(const ProgrammeSummary& summary, bool colours, int width) {
  Table table;
  table.header = {"#", "项目 / 指标", "完成", "序时", "进度", "状态", "牵头单位"};
  table.align_right = {true, false, true, true};
  // Titles give way first on a narrow terminal; 60 columns go to the other ones.
  table.max_widths = {0, width > 0 ? std::clamp(width - 72, 24, 64) : 64, 0, 0, 0, 0, 28};
  for (const ProjectSummary& project : summary.projects()) {
    table.rows.push_back(ProjectRow(project));
    for (const TaskProgress& task : project.tasks()) {
      for (const IndicatorProgress& figure : task.indicators())
        table.rows.push_back(FigureRow(project, task, figure));
      if (task.indicators().empty() && project.tasks_size() > 1)
        table.rows.push_back(TaskRow(project, task));
    }
  }
  return Headline(summary) + "\n" + Render(table, colours) + "\n" + Footer(summary);
}

void AddBoardCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("board", "Show a programme: completion against schedule");
  auto query = std::make_shared<BoardQuery>();
  auto json = std::make_shared<bool>(false);
  AddProgrammeOptions(*command, query->programme, true);
  AddDateOption(*command, "--as-of", query->as_of,
                "judge at this date (default: today; for a past year the newest report)");
  command->add_option("--at-least", query->at_least, "wait until this journal position is included");
  command->add_flag("--json", *json, "print the answer as JSON");
  command->callback([&context, query, json] {
    context.run = [&context, query, json] {
      const auto summary = FetchBoard(context, *query);
      if (!summary.ok()) return Fail(summary.status());
      if (*json) {
        fmt::print("{}\n", ToJson(*summary, true));
      } else {
        fmt::print("{}", RenderBoard(*summary, ColoursWanted(), TerminalWidth()));
      }
      return kOk;
    };
  });
}

}  // namespace duban::cli
