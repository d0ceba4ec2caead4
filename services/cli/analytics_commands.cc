#include "cli/analytics_commands.h"

#include <duban/analytics/v1/analytics_service.grpc.pb.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "cli/analytics_render.h"
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

// What all these commands take.
struct Question {
  ProgrammeOptions programme;
  Date as_of;          // unset = as the board's default
  std::string task;    // "4", "4.1" or empty: project or task, where a command takes one
  std::string filter;  // where a command takes one
  bool json = false;
};

template <class Request, class Response>
absl::StatusOr<Response> Ask(const Context& context, const std::string& district,
                             grpc::Status (AnalyticsService::Stub::*method)(grpc::ClientContext*,
                                                                            const Request&,
                                                                            Response*),
                             const Request& request) {
  const auto stub = AnalyticsService::NewStub(runtime::MakeChannel(context.analytics_address));
  grpc::ClientContext call;
  runtime::PrepareContext(call, context.timeout, district);
  Response response;
  const grpc::Status status = (stub.get()->*method)(&call, request, &response);
  if (!status.ok()) return runtime::FromGrpc(status);
  return response;
}

// The same with all pages in one, where the answer comes in pages.
template <class Request, class Response>
absl::StatusOr<Response> AskAll(const Context& context, const std::string& district,
                                grpc::Status (AnalyticsService::Stub::*method)(grpc::ClientContext*,
                                                                               const Request&,
                                                                               Response*),
                                Request request) {
  if constexpr (requires { request.set_page_size(0); }) {
    Response all;
    request.set_page_size(1000);
    do {
      ASSIGN_OR_RETURN(const Response page, Ask(context, district, method, request));
      all.MergeFrom(page);
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    all.clear_next_page_token();
    return all;
  } else {
    return Ask(context, district, method, request);
  }
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

// Prints an answer as JSON or as `text` says.
template <class Answer, class Render>
int Print(const absl::StatusOr<Answer>& answer, bool json, Render text) {
  if (!answer.ok()) return Fail(answer.status());
  fmt::print("{}", json ? ToJson(*answer, true) + "\n" : text(*answer));
  if constexpr (requires { answer->basis().stale_seconds(); }) {
    if (!json && answer->basis().stale_seconds() > 0)
      fmt::print("{}", StaleNote("", answer->basis().stale_seconds()));
  }
  return kOk;
}

// "" for the number of a project or of a task, as in "4" or "4.1"; else what is wrong.
std::string IsPart(const std::string& text) {
  const auto digits = [](std::string_view number) {
    return !number.empty() && number.size() <= 3 &&
           std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  const std::size_t dot = text.find('.');
  const std::string_view all = text;
  const bool good = dot == std::string::npos
                        ? digits(all)
                        : digits(all.substr(0, dot)) && digits(all.substr(dot + 1));
  return good ? ""
              : fmt::format("got \"{}\", want a project such as 4, or a task such as 4.1", text);
}

// A command about one programme, or a part of it: fills the request and prints what comes.
template <class Request, class Response>
void AddQuestion(CLI::App& app, Context& context, const std::string& name, const std::string& help,
                 bool takes_part, void (*set_name)(Request&, std::string),
                 grpc::Status (AnalyticsService::Stub::*method)(grpc::ClientContext*,
                                                                const Request&, Response*),
                 std::function<std::string(const Response&)> text) {
  CLI::App* command = app.add_subcommand(name, help);
  command->footer(fmt::format("Example: duban {} --district 440113 --year 2022{}", name,
                              takes_part ? " --task 4" : ""));
  auto question = std::make_shared<Question>();
  AddProgrammeOptions(*command, question->programme, true);
  AddDateOption(*command, "--as-of", question->as_of, "judge at this date (default: as the board)");
  if (takes_part) {
    command
        ->add_option("--task", question->task,
                     "a project (4) or task (4.1) instead of the programme")
        ->type_name("P[.T]")
        ->check(IsPart);
  }
  if constexpr (requires(Request request) { request.set_filter(""); }) {
    command->add_option(
        "--filter", question->filter,
        "only these: by kind, severity, state, unit, subject or text, as kind = \"STALLED\"");
  }
  command->add_flag("--json", question->json, "print the answer as JSON");
  command->callback([&context, question, set_name, method, text] {
    context.run = [&context, question, set_name, method, text] {
      const auto as_of = AsOf(context, *question);
      if (!as_of.ok()) return Fail(as_of.status());
      Request request;
      set_name(request, NameOf(*question));
      *request.mutable_as_of() = *as_of;
      if constexpr (requires { request.set_filter(""); }) request.set_filter(question->filter);
      return Print(AskAll(context, question->programme.district, method, request), question->json,
                   text);
    };
  });
}

void AddCompare(CLI::App& app, Context& context) {
  CLI::App* command =
      app.add_subcommand("compare", "Compare districts over their programmes of a year");
  command->footer("Example: duban compare 440113 440103 --year 2022 --as-of 2022-06-30");
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
      return Print(AskAll(context, "", &AnalyticsService::Stub::CompareDistricts, request),
                   question->json,
                   [](const auto& answer) { return RenderComparison(answer, ThisScreen()); });
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
  const auto bulletin =
      Ask(context, question.programme.district, &AnalyticsService::Stub::GenerateBulletin, request);
  if (!bulletin.ok()) return Fail(bulletin.status());
  if (path == "-") {
    const bool binary = format == analytics::v1::GenerateBulletinRequest::XLSX ||
                        format == analytics::v1::GenerateBulletinRequest::DOCX;
    if (binary && isatty(STDOUT_FILENO) != 0) {
      return Fail(
          Error(absl::StatusCode::kInvalidArgument, "OUTPUT_BINARY",
                "a terminal cannot show this format; leave --output out, or send it into a file"));
    }
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
                                                                  {"xlsx", Request::XLSX},
                                                                  {"docx", Request::DOCX}};
  CLI::App* command = app.add_subcommand("bulletin", "Write the periodical report of a programme");
  command->footer(
      "Example: duban bulletin --district 440113 --year 2022 --as-of 2022-06-30 --format docx");
  auto question = std::make_shared<Question>();
  auto format = std::make_shared<std::string>("markdown");
  auto path = std::make_shared<std::string>();
  AddProgrammeOptions(*command, question->programme, true);
  AddDateOption(*command, "--as-of", question->as_of, "judge at this date (default: as the board)");
  command->add_option("--format", *format, "markdown, html, csv, xlsx or docx")
      ->check(CLI::IsMember(kFormats))
      ->capture_default_str();
  command->add_option("--output,-o", *path,
                      "file to write, - for standard output (default: a name of its own)");
  command->callback([&context, question, format, path] {
    context.run = [&context, question, format, path] {
      return WriteBulletin(context, *question, kFormats.at(*format), *path);
    };
  });
}

}  // namespace

void AddAnalyticsCommands(CLI::App& app, Context& context) {
  using analytics::v1::GetForecastRequest;
  using analytics::v1::GetTrendRequest;
  using analytics::v1::ListFindingsRequest;
  using analytics::v1::RankUnitsRequest;
  AddQuestion<ListFindingsRequest, analytics::v1::ListFindingsResponse>(
      app, context, "findings", "List contradictions, gaps and risks of a programme", false,
      [](ListFindingsRequest& request, std::string name) { request.set_parent(std::move(name)); },
      &AnalyticsService::Stub::ListFindings,
      [](const auto& answer) { return RenderFindings(answer, ThisScreen()); });
  AddQuestion<RankUnitsRequest, analytics::v1::RankUnitsResponse>(
      app, context, "rank", "Rank the units of a programme, every term explained", false,
      [](RankUnitsRequest& request, std::string name) { request.set_parent(std::move(name)); },
      &AnalyticsService::Stub::RankUnits,
      [](const auto& answer) { return RenderRanks(answer, ThisScreen()); });
  AddQuestion<GetTrendRequest, analytics::v1::Trend>(
      app, context, "trend", "Show completion over time beside the schedule", true,
      [](GetTrendRequest& request, std::string name) { request.set_name(std::move(name)); },
      &AnalyticsService::Stub::GetTrend,
      [](const auto& answer) { return RenderTrend(answer, ThisScreen()); });
  AddQuestion<GetForecastRequest, analytics::v1::Forecast>(
      app, context, "forecast", "Say when it will be done, and how sure that is", true,
      [](GetForecastRequest& request, std::string name) { request.set_name(std::move(name)); },
      &AnalyticsService::Stub::GetForecast,
      [](const auto& answer) { return RenderForecast(answer, ThisScreen()); });
  AddCompare(app, context);
  AddBulletin(app, context);
}

}  // namespace duban::cli
