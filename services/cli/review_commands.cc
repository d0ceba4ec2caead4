#include "cli/review_commands.h"

#include <duban/ingest/v1/document_service.grpc.pb.h>
#include <fmt/format.h>

#include "cli/terminal.h"
#include "common/error.h"
#include "documents/convert/convert.h"
#include "documents/review/patch.h"
#include "runtime/client.h"
#include "runtime/rpc_status.h"
#include "runtime/wire.h"

namespace duban::cli {
namespace {

namespace v1 = ingest::v1;

std::unique_ptr<v1::DocumentService::Stub> Documents(const Context& context) {
  return v1::DocumentService::NewStub(runtime::MakeChannel(context.ingest_address));
}

std::string KindWord(v1::LearnedWord::Kind kind) {
  switch (kind) {
    case v1::LearnedWord::UNIT_OF_MEASURE:
      return "unit of measure";
    case v1::LearnedWord::WORDING:
      return "wording";
    case v1::LearnedWord::UNIT_NAME:
      return "unit's name";
    default:
      return "?";
  }
}

int Review(const std::string& path, const ReadFlags& flags) {
  const auto document = ReadDocumentFile(path, flags);
  if (!document.ok()) return Fail(document.status());
  fmt::print("{}", documents::ScaffoldPatch(documents::ToProto(document->reading, document->id)));
  return kOk;
}

int ListLearned(const Context& context, const std::string& district, bool all) {
  v1::ListLearnedWordsRequest request;
  request.set_parent("districts/" + district);
  request.set_show_forgotten(all);
  grpc::ClientContext call;
  runtime::PrepareContext(call, context.timeout, district);
  v1::ListLearnedWordsResponse response;
  const grpc::Status status = Documents(context)->ListLearnedWords(&call, request, &response);
  if (!status.ok()) return Fail(runtime::FromGrpc(status));
  if (response.words().empty()) {
    fmt::print("Nothing is learned for district {}.\n", district);
    return kOk;
  }
  Table table;
  table.header = {"name", "what", "words", "meaning", "by", "on", "document"};
  for (const v1::LearnedWord& word : response.words()) {
    std::string when = FormatDate(DateAt(FromProto(word.create_time())));
    if (word.has_forget_time())
      when += fmt::format(", forgotten {}", FormatDate(DateAt(FromProto(word.forget_time()))));
    table.rows.push_back({{word.name()},
                          {KindWord(word.kind())},
                          {word.text()},
                          {word.meaning()},
                          {word.author()},
                          {when},
                          {word.document_id().substr(0, 12)}});
  }
  fmt::print("{}", Render(table, ColoursWanted()));
  return kOk;
}

int ForgetLearned(const Context& context, const std::string& name) {
  v1::ForgetLearnedWordRequest request;
  request.set_name(name);
  constexpr size_t kCodeAt = 10;  // behind "districts/"
  grpc::ClientContext call;
  runtime::PrepareContext(call, context.timeout,
                          name.size() > kCodeAt + 6 ? name.substr(kCodeAt, 6) : "");
  v1::LearnedWord word;
  const grpc::Status status = Documents(context)->ForgetLearnedWord(&call, request, &word);
  if (!status.ok()) return Fail(runtime::FromGrpc(status));
  fmt::print("Forgotten: {} “{}” = {}. Documents are read without it from now on.\n",
             KindWord(word.kind()), word.text(), word.meaning());
  return kOk;
}

void AddReview(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("review",
                                         "Print a patch to begin with: what is unsure in a "
                                         "document, as corrections that need an answer");
  command->footer(
      "Answer, then: duban import --patch patch.yaml FILE. docs/review.md shows what can be "
      "corrected.");
  auto path = std::make_shared<std::string>();
  auto flags = std::make_shared<ReadFlags>();
  command->add_option("FILE", *path, "the document")->required();
  AddReadFlags(*command, *flags);
  command->callback(
      [&context, path, flags] { context.run = [path, flags] { return Review(*path, *flags); }; });
}

void AddLearned(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "learned", "What patches taught: units of measure, wordings, names of units");
  command->require_subcommand(1);
  CLI::App* list = command->add_subcommand("list", "What is learned for a district");
  auto district = std::make_shared<std::string>();
  auto all = std::make_shared<bool>(false);
  list->add_option("--district", *district, "six-digit GB/T 2260 code of the district")
      ->type_name("CODE")
      ->required();
  list->add_flag("--all", *all, "also what was forgotten");
  list->callback([&context, district, all] {
    context.run = [&context, district, all] { return ListLearned(context, *district, *all); };
  });
  CLI::App* forget = command->add_subcommand("forget", "Take a learned word back");
  auto name = std::make_shared<std::string>();
  forget->add_option("NAME", *name, "as listed: districts/440113/learnedWords/1")->required();
  forget->callback([&context, name] {
    context.run = [&context, name] { return ForgetLearned(context, *name); };
  });
}

}  // namespace

absl::StatusOr<v1::ReviewPatch> FetchPatch(const Context& context, const std::string& document_id) {
  v1::GetDocumentRequest request;
  request.set_name("documents/" + document_id);
  grpc::ClientContext call;
  runtime::PrepareContext(call, context.timeout);
  v1::Document document;
  const grpc::Status status = Documents(context)->GetDocument(&call, request, &document);
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) return v1::ReviewPatch();
  if (!status.ok()) return runtime::FromGrpc(status);
  return document.patch();
}

void AddReviewCommands(CLI::App& app, Context& context) {
  AddReview(app, context);
  AddLearned(app, context);
}

}  // namespace duban::cli
