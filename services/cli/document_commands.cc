#include "cli/document_commands.h"

#include <fmt/format.h>
#include <glob.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iostream>
#include <sstream>
#include <unordered_set>

#include "cli/import_command.h"
#include "cli/review_commands.h"
#include "cli/terminal.h"
#include "common/error.h"
#include "common/hash.h"
#include "documents/convert/convert.h"
#include "documents/formats/decode.h"
#include "documents/formats/read_file.h"
#include "documents/quantities/quantity.h"
#include "documents/render/render.h"
#include "documents/review/patch.h"
#include "runtime/wire.h"

namespace duban::cli {
namespace {

namespace fs = std::filesystem;

struct FreeGlob {
  glob_t matches{};
  ~FreeGlob() { globfree(&matches); }
};

// Hidden by its name, or what an office program leaves beside a document that is open
// (~$name.docx).
bool IsHidden(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.starts_with('.') || name.starts_with("~$");
}

void AddFolder(const std::string& folder, std::vector<std::string>& out) {
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied,
                                         error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const bool hidden = IsHidden(entry->path());
    std::error_code unknown;
    if (hidden && entry->is_directory(unknown)) entry.disable_recursion_pending();
    if (!hidden && entry->is_regular_file(unknown)) files.push_back(entry->path().string());
  }
  std::sort(files.begin(), files.end());
  out.insert(out.end(), files.begin(), files.end());
}

// What a reading holds, for a person: a line per list.
std::string Summarise(const ingest::v1::ImportDraft& draft) {
  const auto& district = draft.district();
  std::string out = district.code().empty() ? "  no district recognised\n"
                                            : fmt::format("  district {} {}\n", district.code(),
                                                          district.display_name());
  out +=
      fmt::format("  {}, {}{}\n", draft.document().mime_type(),
                  ingest::v1::SourceGrade_Name(draft.document().source_grade()),
                  draft.document().source_signs().empty()
                      ? ""
                      : fmt::format(" ({} signs of a copy)", draft.document().source_signs_size()));
  for (const auto& programme : draft.programmes()) {
    int tasks = 0;
    int targets = 0;
    int measurements = 0;
    for (const auto& project : programme.projects()) {
      for (const auto& task : project.tasks()) {
        ++tasks;
        targets += task.targets_size();
        measurements += task.measurements_size();
      }
    }
    out += fmt::format("  {} {}: {} projects, {} tasks, {} targets, {} measurements\n",
                       programme.year(), ingest::v1::ProgrammeKind_Name(programme.kind()),
                       programme.projects_size(), tasks, targets, measurements);
  }
  const auto held = std::count_if(draft.checks().begin(), draft.checks().end(),
                                  [](const auto& check) { return check.ok(); });
  out += fmt::format("  {} of {} stated figures verified, {} findings\n", held, draft.checks_size(),
                     draft.findings_size());
  return out;
}

// Reads every file that the paths name and hands each to `each`, with the number of files; goes on
// after one that cannot be read.
int ForEachDocument(
    const std::vector<std::string>& paths, const ReadFlags& flags,
    const std::function<void(const std::string& file, const DocumentFile&, size_t)>& each) {
  const auto files = ExpandPaths(paths);
  if (!files.ok()) return Fail(files.status());
  int worst = kOk;
  for (const std::string& file : *files) {
    const auto document = ReadDocumentFile(file, flags);
    if (!document.ok()) {
      fmt::print(stderr, "{}: ", file);
      worst = Fail(document.status());
      continue;
    }
    each(file, *document, files->size());
  }
  return worst;
}

int Parse(const std::vector<std::string>& paths, const ReadFlags& flags, bool json) {
  return ForEachDocument(paths, flags,
                         [&](const std::string& file, const DocumentFile& document, size_t count) {
                           const auto draft = documents::ToProto(document.reading, document.id);
                           if (!json) {
                             fmt::print("{}\n{}", file, Summarise(draft));
                             return;
                           }
                           // One document is printed for reading, several a line each.
                           std::string text = ToJson(draft, count == 1);
                           if (text.empty() || text.back() != '\n') text += '\n';
                           fmt::print("{}", text);
                         });
}

// Prints what `render` makes of each document, under its name when there are several.
template <typename Render>
int Show(const std::vector<std::string>& paths, const ReadFlags& flags, const Render& render) {
  return ForEachDocument(paths, flags,
                         [&](const std::string& file, const DocumentFile& document, size_t count) {
                           if (count > 1) fmt::print("== {}\n", file);
                           fmt::print("{}", render(document.reading));
                         });
}

void PrintQuantities(std::istream& lines, bool all) {
  for (std::string line; std::getline(lines, line);) {
    fmt::print("{}\n", quantities::QuantitiesToJson(line, all));
    std::fflush(stdout);
  }
}

absl::Status PrintQuantitiesOf(const std::string& file, bool all) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(file));
  ASSIGN_OR_RETURN(documents::DecodedDocument decoded, documents::Decode(bytes, {}));
  std::istringstream lines(std::move(decoded.text));
  PrintQuantities(lines, all);
  return absl::OkStatus();
}

// Each text is a line, unless it names files: then their lines are read.
int Quantities(const std::vector<std::string>& texts, bool all) {
  if (texts.empty()) {
    if (isatty(STDIN_FILENO) != 0) fmt::print(stderr, "Type a line of text; Ctrl-D ends.\n");
    PrintQuantities(std::cin, all);
  }
  int worst = kOk;
  for (const std::string& text : texts) {
    const auto files = ExpandPaths({text});
    if (!files.ok()) fmt::print("{}\n", quantities::QuantitiesToJson(text, all));
    for (const std::string& file : files.ok() ? *files : std::vector<std::string>{}) {
      if (texts.size() > 1 || files->size() > 1) fmt::print("== {}\n", file);
      const absl::Status printed = PrintQuantitiesOf(file, all);
      if (printed.ok()) continue;
      fmt::print(stderr, "{}: ", file);
      worst = Fail(printed);
    }
  }
  return worst;
}

void AddParse(CLI::App& app, Context& context) {
  CLI::App* command =
      app.add_subcommand("parse", "Read documents and show what they hold; stores nothing");
  auto paths = std::make_shared<std::vector<std::string>>();
  auto flags = std::make_shared<ReadFlags>();
  auto json = std::make_shared<bool>(false);
  command->add_option("FILE", *paths, "documents, folders or globs")->required();
  AddReadFlags(*command, *flags);
  command->add_flag("--json", *json, "print the whole draft as JSON");
  command->callback([&context, paths, flags, json] {
    context.run = [paths, flags, json] { return Parse(*paths, *flags, *json); };
  });
}

// Prints what corrections change in each document: those of a patch file, or those that ingest
// keeps.
int ShowReviewed(const Context& context, const std::vector<std::string>& paths,
                 const ReadFlags& flags, const std::string& patch_file) {
  int worst = kOk;
  const int read = ForEachDocument(
      paths, flags, [&](const std::string& file, const DocumentFile& document, size_t) {
        const auto patch =
            patch_file.empty() ? FetchPatch(context, document.id) : ReadPatch(patch_file);
        if (!patch.ok()) {
          worst = Fail(patch.status());
          return;
        }
        auto draft = documents::ToProto(document.reading, document.id);
        const auto result = documents::ApplyPatch(*patch, document.reading.text.Verbatim(), draft);
        const std::string shown = documents::RenderReview(draft);
        fmt::print("{}{}",
                   shown.empty() ? fmt::format("{}: no correction of it is kept\n", file) : "",
                   shown);
        for (const FieldViolation& problem : result.problems) {
          fmt::print(stderr, "{}: {}\n", problem.field, problem.message);
          worst = kFailed;
        }
      });
  return std::max(read, worst);
}

void AddShow(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "show", "Print documents with every recognised figure marked, and what was left aside");
  auto paths = std::make_shared<std::vector<std::string>>();
  auto flags = std::make_shared<ReadFlags>();
  auto patched = std::make_shared<bool>(false);
  auto patch = std::make_shared<std::string>();
  command->add_option("FILE", *paths, "documents, folders or globs")->required();
  AddReadFlags(*command, *flags);
  command->add_flag("--patched", *patched,
                    "also the corrections that ingest keeps, and what they change");
  command->add_option("--patch", *patch, "also the corrections of this file, and what they change")
      ->type_name("FILE");
  command->callback([&context, paths, flags, patched, patch] {
    context.run = [&context, paths, flags, patched, patch] {
      const int shown = Show(*paths, *flags, [](const documents::Reading& reading) {
        return documents::RenderDocument(reading, {.colour = ColoursWanted()});
      });
      if (!*patched && patch->empty()) return shown;
      return std::max(shown, ShowReviewed(context, *paths, *flags, *patch));
    };
  });
}

void AddChecks(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "checks", "Work out the shares, totals and counts of documents again and say which hold");
  auto paths = std::make_shared<std::vector<std::string>>();
  auto flags = std::make_shared<ReadFlags>();
  command->add_option("FILE", *paths, "documents, folders or globs")->required();
  AddReadFlags(*command, *flags);
  command->callback([&context, paths, flags] {
    context.run = [paths, flags] {
      return Show(*paths, *flags, [](const documents::Reading& reading) {
        return documents::RenderChecks(reading, {.colour = ColoursWanted()});
      });
    };
  });
}

void AddQuantities(CLI::App& app, Context& context) {
  CLI::App* command =
      app.add_subcommand("quantities", "Find the quantities in text; one JSON array a line");
  auto texts = std::make_shared<std::vector<std::string>>();
  auto all = std::make_shared<bool>(false);
  command->add_option(
      "TEXT", *texts,
      "a line of text, or documents, folders or globs (default: lines of standard input)");
  command->add_flag("--all", *all, "also what was left aside, with the reason");
  command->callback(
      [&context, texts, all] { context.run = [texts, all] { return Quantities(*texts, *all); }; });
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ExpandPaths(const std::vector<std::string>& paths) {
  std::vector<std::string> out;
  for (const std::string& path : paths) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      AddFolder(path, out);
    } else if (fs::exists(path, error)) {
      out.push_back(path);
    } else {
      FreeGlob found;
      if (glob(path.c_str(), 0, nullptr, &found.matches) != 0) {
        return Error(absl::StatusCode::kNotFound, "FILE_NOT_FOUND",
                     fmt::format("{}: no such file or folder, and no file matches it", path));
      }
      for (size_t i = 0; i < found.matches.gl_pathc; ++i) {
        const std::string match = found.matches.gl_pathv[i];
        fs::is_directory(match, error) ? AddFolder(match, out) : out.push_back(match);
      }
    }
  }
  std::unordered_set<std::string> seen;
  std::erase_if(out, [&seen](std::string& file) {
    file = fs::path(file).lexically_normal().string();
    return !seen.insert(file).second;
  });
  return out;
}

void AddReadFlags(CLI::App& command, ReadFlags& flags) {
  AddProgrammeOptions(command, flags.programme, false);
  AddDateOption(command, "--as-of", flags.as_of, "the date that the progress is of");
  AddSourceGradeOption(command, flags.source_grade);
}

void AddSourceGradeOption(CLI::App& command, std::string& grade) {
  command
      .add_option("--source-grade", grade,
                  "how near the document is to what was published (default: found in its text)")
      ->check(CLI::IsMember({"official", "mirror", "damaged"}));
}

absl::StatusOr<DocumentFile> ReadDocumentFile(const std::string& path, const ReadFlags& flags) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  documents::ReadOptions options;
  options.file_name = fs::path(path).filename().string();
  options.district = flags.programme.district;
  if (flags.programme.year != 0) options.year = flags.programme.year;
  if (flags.as_of.IsSet()) options.as_of = flags.as_of;
  if (flags.source_grade == "official") options.grade = documents::SourceGrade::kOfficial;
  if (flags.source_grade == "mirror") options.grade = documents::SourceGrade::kMirror;
  if (flags.source_grade == "damaged") options.grade = documents::SourceGrade::kDamaged;
  ASSIGN_OR_RETURN(documents::Reading reading, documents::ReadFile(bytes, options));
  return DocumentFile{Sha256Hex(bytes), std::move(reading)};
}

void AddDocumentCommands(CLI::App& app, Context& context) {
  AddParse(app, context);
  AddShow(app, context);
  AddChecks(app, context);
  AddQuantities(app, context);
}

}  // namespace duban::cli
