#include "cli/import_questions.h"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

#include "cli/review_commands.h"
#include "common/error.h"
#include "documents/review/patch.h"

namespace duban::cli {
namespace {

// One letter of `letters`, asked for on the terminal; the last of them where there is none.
char Ask(const std::string& question, const std::string& letters) {
  if (isatty(STDIN_FILENO) == 0) return letters.back();
  fmt::print("{} ", question);
  std::fflush(stdout);
  std::string answer;
  std::getline(std::cin, answer);
  return !answer.empty() && letters.find(answer[0]) != std::string::npos ? answer[0]
                                                                         : letters.back();
}

// Asks of each figure that may be of several targets, or of none, which it measures. Returns how
// many doubts stay open.
int AskWhichTarget(const std::string& author, ImportRow& row) {
  int open = 0;
  for (const auto& doubt : row.draft.doubts()) {
    const bool asks = doubt.reason() == "TWO_CANDIDATES" || doubt.reason() == "NO_TARGET";
    std::string answer;
    if (asks) {
      fmt::print("  “{}” {}.{}: {}\n  Number of the target, 0 for none, Enter to leave it open: ",
                 doubt.source().quote(), doubt.project_number(), doubt.task_number(),
                 doubt.message());
      std::fflush(stdout);
      std::getline(std::cin, answer);
    }
    if (answer.empty() || answer.size() > 2 ||
        answer.find_first_not_of("0123456789") != std::string::npos) {
      ++open;
      continue;
    }
    row.patch.set_author(author);
    auto& correction = *row.patch.add_corrections();
    correction.set_project(doubt.project_number());
    correction.set_task(doubt.task_number());
    correction.set_quote(doubt.source().quote());
    correction.set_occurrence(documents::OccurrenceOf(doubt, row.draft));
    correction.set_target(std::stoi(answer));
  }
  return open;
}

// The answers come after what was corrected before, which they would replace otherwise.
absl::Status KeepEarlierCorrections(const Context& context, ImportRow& row) {
  if (row.patch.corrections().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(ingest::v1::ReviewPatch stored, FetchPatch(context, row.draft.document().id()));
  for (auto& correction : *stored.mutable_corrections()) {
    if (correction.author().empty()) correction.set_author(stored.author());
  }
  stored.mutable_corrections()->MergeFrom(row.patch.corrections());
  row.patch.mutable_corrections()->Swap(stored.mutable_corrections());
  return absl::OkStatus();
}

}  // namespace

absl::Status SettleUnsure(const Context& context, const std::string& author,
                          std::vector<ImportRow>& rows) {
  bool all = false;
  const bool terminal = isatty(STDIN_FILENO) != 0;
  for (ImportRow& row : rows) {
    if (row.outcome != Outcome::kPending || row.draft.doubts().empty() || all) continue;
    const std::vector<std::string> lines = UnsureLines(row.draft);
    if (terminal) {
      fmt::print("{}: {} unsure\n", row.path, lines.size());
      for (const std::string& line : lines) fmt::print("    {}\n", line);
      const int open = AskWhichTarget(author, row);
      RETURN_IF_ERROR(KeepEarlierCorrections(context, row));
      if (open == 0) continue;
    }
    const char answer = Ask(
        "Import it with the rest left open, bound to no target? [y]es, [a]ll files, [N]o:", "yan");
    all = answer == 'a';
    if (answer != 'n') continue;
    row.outcome = Outcome::kRefused;
    row.reasons.push_back(
        fmt::format("{} unsure: correct it (duban review {} > patch.yaml, then duban import "
                    "--patch patch.yaml {}), or "
                    "take it as it is with --accept-unsure",
                    lines.size(), row.path, row.path));
    row.reasons.insert(row.reasons.end(), lines.begin(), lines.end());
  }
  return absl::OkStatus();
}

}  // namespace duban::cli
