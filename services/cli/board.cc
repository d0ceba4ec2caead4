#include "cli/board.h"

#include <duban/analytics/v1/analytics_service.grpc.pb.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/analytics_render.h"
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
    case analytics::v1::COMPLETED:
      return {"已完成", Colour::kGreen};
    case analytics::v1::OVERFULFILLED:
      return {"超额完成", Colour::kGreen};
    case analytics::v1::AHEAD:
      return {"超序时", Colour::kGreen};
    case analytics::v1::ON_SCHEDULE:
      return {"达序时", Colour::kGreen};
    case analytics::v1::BEHIND:
      return {"滞后", Colour::kYellow};
    case analytics::v1::OVERDUE:
      return {"逾期", Colour::kRed};
    case analytics::v1::NOT_STARTED:
      return {"未启动", Colour::kYellow};
    case analytics::v1::UNREPORTED:
      return {"未报送", Colour::kYellow};
    default:
      return {"无数据", Colour::kGrey};
  }
}

std::optional<double> CompletionOf(const Progress& progress) {
  return progress.has_completion() ? std::optional(progress.completion()) : std::nullopt;
}

std::string Units(const google::protobuf::RepeatedPtrField<std::string>& units) {
  return fmt::format("{}", fmt::join(units, "、"));
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

// `first`: of the task, whose status it then shows.
std::vector<Cell> FigureRow(const ProjectSummary& project, const TaskProgress& task,
                            const IndicatorProgress& figure, bool first) {
  std::string stated;
  if (figure.has_stated_percent())
    stated = fmt::format("自报 {}%", Number(figure.stated_percent()));
  const StatusLook look = first ? LookOf(task.progress().status()) : StatusLook{"", Colour::kNone};
  const std::string value = figure.has_value() ? Number(figure.value()) : "—";
  return {{""},
          {fmt::format("{}.{} {}", project.number(), task.number(),
                       figure.measure().empty() ? task.title() : figure.measure()),
           Colour::kGrey, fmt::format(" {}/{} {}", value, Number(figure.target()), figure.unit())},
          {Percent(figure.has_completion() ? std::optional(figure.completion()) : std::nullopt)},
          {Percent(figure.scheduled()), Colour::kGrey},
          {""},
          {look.text, look.colour},
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
  std::string weakest;
  for (const ProjectSummary& project : summary.projects()) {
    if (project.name() == summary.weakest_project() && summary.has_weakest_completion()) {
      weakest = fmt::format("最慢 {}. {} {}\n", project.number(), project.title(),
                            Percent(summary.weakest_completion()));
    }
  }
  return fmt::format("{}  截至 {}\n完成 {}  序时 {}  {}\n{}", title,
                     FormatDate(FromProto(summary.basis().as_of())),
                     Percent(CompletionOf(progress)), Percent(progress.scheduled()),
                     LookOf(progress.status()).text, weakest);
}

Date NewestReport(const ProgrammeSummary& summary) {
  Date newest;
  for (const ProjectSummary& project : summary.projects()) {
    for (const TaskProgress& task : project.tasks())
      newest = std::max(newest, FromProto(task.last_report_date()));
  }
  return newest;
}

std::string Footer(const ProgrammeSummary& summary, int width) {
  const auto& counts = summary.counts();
  std::string tasks;
  for (const auto& [name, count] :
       {std::pair("已完成", counts.completed()), std::pair("超额", counts.overfulfilled()),
        std::pair("超序时", counts.ahead()), std::pair("达序时", counts.on_schedule()),
        std::pair("滞后", counts.behind()), std::pair("逾期", counts.overdue()),
        std::pair("未启动", counts.not_started()), std::pair("未报送", counts.unreported()),
        std::pair("无数据", counts.no_data())}) {
    if (count > 0) tasks += fmt::format("{}{} {}", tasks.empty() ? ": " : ", ", name, count);
  }
  std::string out;
  const auto say = [&](const std::string& text) {
    for (const std::string& line : Wrap(text, width)) out += line + "\n";
  };
  say(fmt::format("{} 个项目, {} 项任务{}", counts.projects(), counts.tasks(), tasks));
  if (counts.open_findings() > 0) {
    say(fmt::format(
        "核查发现 {} 条: duban findings --district {} --year {} 列出", counts.open_findings(),
        summary.name().substr(std::string_view("districts/").size(), 6), summary.year()));
  }
  if (!NewestReport(summary).IsSet()) {
    say("还没有进展: 用 duban import 读入进展文件, 或用 duban report 报送一条");
  }
  if (summary.basis().stale_seconds() > 0) out += StaleNote("", summary.basis().stale_seconds());
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

}  // namespace

absl::StatusOr<ProgrammeSummary> FetchBoard(const Context& context, const BoardQuery& query) {
  auto summary = Fetch(context, query, query.as_of);
  const Date today = DateAt(context.clock.Now());
  if (!summary.ok() || query.as_of.IsSet() || query.programme.year >= today.year) return summary;
  // A past programme judged by today is overdue wherever it was not reported to the end; what its
  // reports say is the answer that a person asks for.
  const Date newest = NewestReport(*summary);
  return newest.IsSet() && newest < today ? Fetch(context, query, newest) : summary;
}

std::string RenderBoard(const ProgrammeSummary& summary, const Screen& screen) {
  constexpr std::size_t kTitle = 1, kBar = 4, kUnits = 6;
  Table table;
  table.header = {"#", "项目 / 指标", "完成", "序时", "进度", "状态", "牵头单位"};
  table.align_right = {true, false, true, true};
  table.max_widths = {0, 64, 0, 0, 0, 0, 28};
  table.yielding = {{kUnits, 14}, {kTitle, 28}, {kUnits, 8}, {kTitle, 12}};
  for (const ProjectSummary& project : summary.projects()) {
    table.rows.push_back(ProjectRow(project));
    for (const TaskProgress& task : project.tasks()) {
      for (int i = 0; i < task.indicators_size(); ++i)
        table.rows.push_back(FigureRow(project, task, task.indicators(i), i == 0));
      if (task.indicators().empty() && project.tasks_size() > 1)
        table.rows.push_back(TaskRow(project, task));
    }
  }
  if (screen.width > 0 && screen.width < 100) {
    table.header.erase(table.header.begin() + kBar);
    for (auto& row : table.rows) row.erase(row.begin() + kBar);
    table.max_widths.erase(table.max_widths.begin() + kBar);
    for (Yielding& yielding : table.yielding) yielding.column -= yielding.column == kUnits ? 1 : 0;
  }
  return Headline(summary) + "\n" + Render(table, screen) + "\n" + Footer(summary, screen.width);
}

void AddBoardCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("board", "Show a programme: completion against schedule");
  command->footer("Example: duban board --district 440113 --year 2022 --as-of 2022-06-30");
  auto query = std::make_shared<BoardQuery>();
  auto json = std::make_shared<bool>(false);
  AddProgrammeOptions(*command, query->programme, true);
  AddDateOption(*command, "--as-of", query->as_of,
                "judge at this date (default: today; for a past year the newest report)");
  command->add_option("--at-least", query->at_least,
                      "wait until this journal position is included");
  command->add_flag("--json", *json, "print the answer as JSON");
  command->callback([&context, query, json] {
    context.run = [&context, query, json] {
      const auto summary = FetchBoard(context, *query);
      if (!summary.ok()) return Fail(summary.status());
      if (*json) {
        fmt::print("{}\n", ToJson(*summary, true));
      } else {
        fmt::print("{}", RenderBoard(*summary, ThisScreen()));
      }
      return kOk;
    };
  });
}

}  // namespace duban::cli
