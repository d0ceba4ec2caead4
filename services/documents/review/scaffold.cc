#include <fmt/format.h>

#include "documents/core/utf8.h"
#include "documents/review/doubts.h"
#include "documents/review/figure_refs.h"
#include "documents/review/patch.h"

namespace duban::documents {
namespace {

namespace v1 = duban::ingest::v1;

std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n' || c == '\r' || c == '\t') {
      out += ' ';
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string AnswersTo(const v1::Doubt& doubt) {
  if (doubt.reason() == "TWO_CANDIDATES")
    return "    target: 0          # the number of the target that it measures; 0 = none\n"
           "    # learn: true      # the same wording means the same target from now on\n";
  if (doubt.reason() == "NO_TARGET")
    return "    confirm: true      # it measures none of them; or target: N\n";
  if (doubt.reason() == "UNIT_UNKNOWN")
    return "    figure: NOTHING    # or TARGET or MEASUREMENT, with unit: 单位\n"
           "    # learn: true      # the word is a unit of measure from now on\n";
  return "    confirm: true\n";
}

}  // namespace

int OccurrenceOf(const v1::Doubt& doubt, const v1::ImportDraft& given) {
  v1::ImportDraft draft = given;
  int which = 0;
  int count = 0;
  int last = -1;
  for (const FigureRef& figure : FiguresOf(draft, 0, doubt.project_number(), doubt.task_number())) {
    if (Normal(figure.source().quote()) != Normal(doubt.source().quote()) ||
        figure.source().start() == last)
      continue;
    last = figure.source().start();
    ++count;
    if (last == doubt.source().start()) which = count;
  }
  return count > 1 ? which : 0;
}

std::string ScaffoldPatch(const v1::ImportDraft& draft) {
  std::string out = fmt::format(
      "# Corrections to {}\n# docs/review.md says what can be corrected.\nauthor: \"\"  # your "
      "name\n",
      draft.document().file_name());
  std::string items;
  for (const v1::Doubt& doubt : draft.doubts()) {
    const std::string reason = fmt::format("# {}: {}\n", doubt.reason(), doubt.message());
    if (doubt.reason() == "AS_OF_UNKNOWN") {
      items += "  " + reason + "  # - asOf: 2022-06-30\n";
    } else if (doubt.project_number() == 0 || doubt.source().quote().empty()) {
      items += "  " + reason + "  # give it on the command line\n";
    } else {
      items += "  " + reason;
      items += fmt::format("  - project: {}\n    task: {}\n    quote: {}\n", doubt.project_number(),
                           doubt.task_number(), Quoted(doubt.source().quote()));
      if (const int which = OccurrenceOf(doubt, draft); which > 0)
        items += fmt::format("    occurrence: {}\n", which);
      items += AnswersTo(doubt);
    }
  }
  if (items.empty()) return out + "# Nothing is unsure.\ncorrections: []\n";
  return out + "corrections:\n" + items;
}

std::string RenderReview(const v1::ImportDraft& given) {
  if (given.reviewed().empty()) return "";
  v1::ImportDraft draft = given;
  std::string out =
      fmt::format("\n经人工复核 (corrected by a person): {}\n", given.reviewed_size());
  for (const FigureRef& figure : FiguresOf(draft, 0, 0, 0)) {
    if (figure.source().corrected_by().empty()) continue;
    const bool is_target = figure.target != nullptr;
    out += fmt::format("  {:>7}  {}.{}  {}  {} {}{}{}  ({})\n", figure.source().start(),
                       figure.project->number(), figure.task->number(), figure.source().quote(),
                       is_target ? "目标" : "完成",
                       is_target ? figure.target->value() : figure.measurement->value(),
                       is_target ? figure.target->unit() : figure.measurement->unit(),
                       !is_target && figure.measurement->target_index() > 0
                           ? fmt::format("→{}", figure.measurement->target_index())
                           : "",
                       figure.source().corrected_by());
  }
  for (const std::string& line : given.reviewed()) out += fmt::format("  {}\n", line);
  return out;
}

}  // namespace duban::documents
