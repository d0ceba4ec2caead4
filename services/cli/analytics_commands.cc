#include "cli/analytics_commands.h"

#include <duban/analytics/v1/analytics_service.grpc.pb.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fstream>
#include <map>

#include "cli/board.h"
#include "cli/terminal.h"
#include "common/error.h"
#include "common/names.h"
#include "runtime/client.h"
#include "runtime/rpc_status.h"
#include "runtime/wire.h"

namespace duban::cli {
namespace {

using analytics::v1::AnalyticsService;
using analytics::v1::Progress;

// What all these commands take.
struct Question {
  ProgrammeOptions programme;
  Date as_of;        // unset = as the board's default
  std::string task;  // "4", "4.1" or empty: project or task, where a command takes one
  bool json = false;
};

template <class Request, class Response>
absl::StatusOr<Response> Ask(const Context& context, const std::string& district,
                             grpc::Status (AnalyticsService::Stub::*method)(grpc::ClientContext*,
                                                                            const Request&, Response*),
                             const Request& request) {
  const auto stub = AnalyticsService::NewStub(runtime::MakeChannel(context.analytics_address));
  grpc::ClientContext call;
  runtime::PrepareContext(call, context.timeout, district);
  Response response;
  const grpc::Status status = (stub.get()->*method)(&call, request, &response);
  if (!status.ok()) return runtime::FromGrpc(status);
  return response;
}

// The date asked for, else the one that the board of the programme stands at.
absl::StatusOr<google::type::Date> AsOf(const Context& context, const Question& question) {
  if (question.as_of.IsSet()) return ToProto(question.as_of);
  const auto board = FetchBoard(context, {.programme = question.programme});
  if (!board.ok()) return board.status();
  return board->basis().as_of();
}

std::string NameOf(const Question& question) {
  std::string name = ProgrammeName(question.programme.district, question.programme.year);
  if (question.task.empty()) return name;
  const size_t dot = question.task.find('.');
  name += "/projects/" + question.task.substr(0, dot);
  return dot == std::string::npos ? name : name + "/tasks/" + question.task.substr(dot + 1);
}

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

// Prints an answer as JSON or as `text` says.
template <class Answer, class Render>
int Print(const absl::StatusOr<Answer>& answer, bool json, Render text) {
  if (!answer.ok()) return Fail(answer.status());
  fmt::print("{}", json ? ToJson(*answer, true) + "\n" : text(*answer));
  return kOk;
}

// A command about one programme, or a part of it: fills the request and prints what comes.
template <class Request, class Response>
void AddQuestion(CLI::App& app, Context& context, const std::string& name, const std::string& help,
                 bool takes_part, void (*set_name)(Request&, std::string),
                 grpc::Status (AnalyticsService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                Response*),
                 std::function<std::string(const Response&)> text) {
  CLI::App* command = app.add_subcommand(name, help);
  auto question = std::make_shared<Question>();
  AddProgrammeOptions(*command, question->programme, true);
  AddDateOption(*command, "--as-of", question->as_of, "judge at this date (default: as the board)");
  if (takes_part) {
    command->add_option("--task", question->task, "a project (4) or task (4.1) instead of the programme")
        ->type_name("P[.T]");
  }
  command->add_flag("--json", question->json, "print the answer as JSON");
  command->callback([&context, question, set_name, method, text] {
    context.run = [&context, question, set_name, method, text] {
      const auto as_of = AsOf(context, *question);
      if (!as_of.ok()) return Fail(as_of.status());
      Request request;
      set_name(request, NameOf(*question));
      *request.mutable_as_of() = *as_of;
      return Print(Ask(context, question->programme.district, method, request), question->json, text);
    };
  });
}

// All pages in one.
absl::StatusOr<analytics::v1::CompareDistrictsResponse> CompareAll(
    Context& context, analytics::v1::CompareDistrictsRequest request) {
  analytics::v1::CompareDistrictsResponse all;
  request.set_page_size(1000);
  do {
    ASSIGN_OR_RETURN(const auto page,
                     Ask(context, "", &AnalyticsService::Stub::CompareDistricts, request));
    all.MergeFrom(page);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  all.clear_next_page_token();
  return all;
}

void AddCompare(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("compare", "Compare districts over their programmes of a year");
  auto question = std::make_shared<Question>();
  auto districts = std::make_shared<std::vector<std::string>>();
  command->add_option("DISTRICT", *districts, "six-digit codes (default: all)");
  command->add_option("--year", question->programme.year, "year of the programmes")->required();
  AddDateOption(*command, "--as-of", question->as_of, "judge at this date (default: today)");
  command->add_flag("--json", question->json, "print the answer as JSON");
  command->callback([&context, question, districts] {
    context.run = [&context, question, districts] {
      analytics::v1::CompareDistrictsRequest request;
      for (const std::string& code : *districts) request.add_districts(DistrictName(code));
      request.set_year(question->programme.year);
      if (question->as_of.IsSet()) *request.mutable_as_of() = ToProto(question->as_of);
      return Print(CompareAll(context, request), question->json, [](const auto& answer) {
        return RenderComparison(answer, ColoursWanted());
      });
    };
  });
}

int WriteBulletin(const Context& context, const Question& question,
                  analytics::v1::GenerateBulletinRequest::Format format, const std::string& path) {
  const auto as_of = AsOf(context, question);
  if (!as_of.ok()) return Fail(as_of.status());
  analytics::v1::GenerateBulletinRequest request;
  request.set_name(NameOf(question));
  *request.mutable_as_of() = *as_of;
  request.set_format(format);
  const auto bulletin = Ask(context, question.programme.district,
                            &AnalyticsService::Stub::GenerateBulletin, request);
  if (!bulletin.ok()) return Fail(bulletin.status());
  if (path == "-") {
    fmt::print("{}", bulletin->content());
    return kOk;
  }
  const std::string target = path.empty() ? bulletin->file_name() : path;
  std::ofstream file(target, std::ios::binary);
  file << bulletin->content();
  file.close();
  if (!file) {
    return Fail(Error(absl::StatusCode::kUnavailable, "FILE_NOT_WRITTEN",
                      fmt::format("cannot write {}; choose another place with --output", target)));
  }
  fmt::print("{} ({} bytes)\n", target, bulletin->content().size());
  return kOk;
}

void AddBulletin(CLI::App& app, Context& context) {
  using Request = analytics::v1::GenerateBulletinRequest;
  static const std::map<std::string, Request::Format> kFormats = {{"markdown", Request::MARKDOWN},
                                                                  {"html", Request::HTML},
                                                                  {"csv", Request::CSV},
                                                                  {"xlsx", Request::XLSX}, {"docx", Request::DOCX}};
  CLI::App* command = app.add_subcommand("bulletin", "Write the periodical report of a programme");
  auto question = std::make_shared<Question>();
  auto format = std::make_shared<std::string>("markdown");
  auto path = std::make_shared<std::string>();
  AddProgrammeOptions(*command, question->programme, true);
  AddDateOption(*command, "--as-of", question->as_of, "judge at this date (default: as the board)");
  command->add_option("--format", *format, "markdown, html, csv, xlsx or docx")
      ->check(CLI::IsMember(kFormats))
      ->capture_default_str();
  command->add_option("--output,-o", *path, "file to write, - for standard output (default: a name of its own)");
  command->callback([&context, question, format, path] {
    context.run = [&context, question, format, path] {
      return WriteBulletin(context, *question, kFormats.at(*format), *path);
    };
  });
}

}  // namespace

std::string RenderFindings(const analytics::v1::ListFindingsResponse& answer, bool colours) {
  if (answer.findings().empty()) return "没有核查发现。\n";
  std::string out;
  for (const auto& finding : answer.findings()) {
    out += Paint(type::v1::FindingKind_Name(finding.kind()), ColourOf(finding.severity()), colours);
    out += fmt::format("  {}  {}  自 {}  {}\n  {}\n", finding.id(),
                       analytics::v1::Finding::State_Name(finding.state()), Day(finding.since()),
                       fmt::join(finding.lead_units(), "、"), finding.message_zh());
    for (const auto& evidence : finding.evidence()) {
      if (!evidence.source().quote().empty())
        out += Paint(fmt::format("    “{}”\n", evidence.source().quote()), Colour::kGrey, colours);
    }
  }
  return out;
}

std::string RenderRanks(const analytics::v1::RankUnitsResponse& answer, bool colours) {
  Table table;
  table.header = {"名次", "单位", "得分", "任务", "完成", "得分构成"};
  table.align_right = {true, false, true, true, true};
  for (const auto& unit : answer.units()) {
    std::string terms;
    for (const auto& term : unit.terms())
      terms += fmt::format("{}{} {:.2f}", terms.empty() ? "" : ", ", term.term(), term.points());
    table.rows.push_back({{std::to_string(unit.rank()), Colour::kBold},
                          {unit.unit()},
                          {fmt::format("{:.2f}", unit.score())},
                          {std::to_string(unit.tasks())},
                          {Percent(CompletionOf(unit.progress()))},
                          {terms, Colour::kGrey}});
  }
  return Render(table, colours);
}

std::string RenderTrend(const analytics::v1::Trend& answer, bool colours) {
  Table table;
  table.header = {"日期", "完成", "序时", "完成 █ 序时 │"};
  table.align_right = {false, true, true};
  for (const auto& point : answer.points()) {
    const auto completion = point.has_completion() ? std::optional(point.completion()) : std::nullopt;
    const bool behind = completion && *completion < point.scheduled();
    table.rows.push_back({{Day(point.date())},
                          {Percent(completion)},
                          {Percent(point.scheduled())},
                          {Bar(completion, point.scheduled(), 40),
                           behind ? Colour::kYellow : Colour::kGreen}});
  }
  return Render(table, colours);
}

std::string RenderForecast(const analytics::v1::Forecast& answer) {
  std::string out = fmt::format("{}\n预计完成 {}  应完成 {}  方法 {}  依据 {} 次进展\n", answer.name(),
                                Day(answer.finish_date()), Day(answer.due_date()),
                                analytics::v1::Forecast::Method_Name(answer.method()),
                                answer.reports_used());
  if (answer.has_earliest_date())
    out += fmt::format("区间 {} 至 {}\n", Day(answer.earliest_date()), Day(answer.latest_date()));
  if (answer.has_completion_at_due())
    out += fmt::format("到期时预计完成 {}\n", Percent(answer.completion_at_due()));
  if (answer.has_backtest_error_days())
    out += fmt::format("回测平均误差 {:.1f} 天\n", answer.backtest_error_days());
  return out;
}

std::string RenderComparison(const analytics::v1::CompareDistrictsResponse& answer, bool colours) {
  Table table;
  table.header = {"区县", "完成", "序时", "进度", "任务", "滞后+逾期", "核查发现"};
  table.align_right = {false, true, true, false, true, true, true};
  for (const auto& district : answer.districts()) {
    const auto completion = CompletionOf(district.progress());
    const auto& counts = district.counts();
    table.rows.push_back({{district.display_name().empty() ? district.name() : district.display_name(),
                           Colour::kBold},
                          {Percent(completion)},
                          {Percent(district.progress().scheduled())},
                          {Bar(completion, district.progress().scheduled(), 20)},
                          {std::to_string(counts.tasks())},
                          {std::to_string(counts.behind() + counts.overdue())},
                          {std::to_string(counts.open_findings())}});
  }
  return Render(table, colours);
}

void AddAnalyticsCommands(CLI::App& app, Context& context) {
  using analytics::v1::GetForecastRequest;
  using analytics::v1::GetTrendRequest;
  using analytics::v1::ListFindingsRequest;
  using analytics::v1::RankUnitsRequest;
  AddQuestion<ListFindingsRequest, analytics::v1::ListFindingsResponse>(
      app, context, "findings", "List contradictions, gaps and risks of a programme", false,
      [](ListFindingsRequest& request, std::string name) { request.set_parent(std::move(name)); }, &AnalyticsService::Stub::ListFindings,
      [](const auto& answer) { return RenderFindings(answer, ColoursWanted()); });
  AddQuestion<RankUnitsRequest, analytics::v1::RankUnitsResponse>(
      app, context, "rank", "Rank the units of a programme, every term explained", false,
      [](RankUnitsRequest& request, std::string name) { request.set_parent(std::move(name)); }, &AnalyticsService::Stub::RankUnits,
      [](const auto& answer) { return RenderRanks(answer, ColoursWanted()); });
  AddQuestion<GetTrendRequest, analytics::v1::Trend>(
      app, context, "trend", "Show completion over time beside the schedule", true,
      [](GetTrendRequest& request, std::string name) { request.set_name(std::move(name)); }, &AnalyticsService::Stub::GetTrend,
      [](const auto& answer) { return RenderTrend(answer, ColoursWanted()); });
  AddQuestion<GetForecastRequest, analytics::v1::Forecast>(
      app, context, "forecast", "Say when it will be done, and how sure that is", true,
      [](GetForecastRequest& request, std::string name) { request.set_name(std::move(name)); }, &AnalyticsService::Stub::GetForecast,
      [](const auto& answer) { return RenderForecast(answer); });
  AddCompare(app, context);
  AddBulletin(app, context);
}

}  // namespace duban::cli
