#include "documents/render/render.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "documents/quantities/quantity.h"

namespace duban::documents {
namespace {

enum class Sort { kTarget, kStep, kReached, kExpected, kShare };

struct Mark {
  Range range;
  Sort sort = Sort::kTarget;
  int project = 0;
  int task = 0;
  int bound = 0;  // target that a measurement is bound to
};

std::string_view Word(Sort sort, bool english) {
  switch (sort) {
    case Sort::kTarget:
      return english ? "target" : "目标";
    case Sort::kStep:
      return english ? "step" : "节点";
    case Sort::kReached:
      return english ? "reached" : "完成";
    case Sort::kExpected:
      return english ? "expected" : "预计";
    case Sort::kShare:
      return english ? "share" : "占比";
  }
  return "";
}

std::string_view Colour(Sort sort) {
  switch (sort) {
    case Sort::kTarget:
      return "\x1b[34m";
    case Sort::kStep:
      return "\x1b[36m";
    case Sort::kReached:
      return "\x1b[32m";
    case Sort::kExpected:
      return "\x1b[33m";
    case Sort::kShare:
      return "\x1b[35m";
  }
  return "";
}

constexpr std::string_view kPlain = "\x1b[0m";
constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kRed = "\x1b[31m";

void AddTask(const Task& task, int project, std::vector<Mark>* marks) {
  for (const Target& target : task.targets)
    marks->push_back({target.source, Sort::kTarget, project, task.number});
  for (const Milestone& milestone : task.milestones) {
    for (const Target& target : milestone.targets)
      marks->push_back({target.source, Sort::kStep, project, task.number});
  }
  for (const Measurement& m : task.measurements) {
    const Sort sort = m.unit == "%" ? Sort::kShare : m.expected ? Sort::kExpected : Sort::kReached;
    marks->push_back({m.source, sort, project, task.number, m.target_index});
    if (m.stated_ratio && !m.share_source.empty()) {
      marks->push_back({m.share_source, Sort::kShare, project, task.number});
    }
  }
}

// Marks in order; of marks that overlap the first stays, of equal ones the target.
std::vector<Mark> MarksOf(const Draft& draft) {
  std::vector<Mark> marks;
  for (const Programme& programme : draft.programmes) {
    for (const Project& project : programme.projects) {
      for (const Task& task : project.tasks) AddTask(task, project.number, &marks);
    }
  }
  std::stable_sort(marks.begin(), marks.end(),
                   [](const Mark& a, const Mark& b) { return a.range.begin < b.range.begin; });
  std::vector<Mark> kept;
  for (const Mark& mark : marks) {
    if (!mark.range.empty() && (kept.empty() || mark.range.begin >= kept.back().range.end))
      kept.push_back(mark);
  }
  return kept;
}

std::string Where(int project, int task) {
  return project == 0 ? std::string("-")
         : task == 0  ? fmt::format("{}", project)
                      : fmt::format("{}.{}", project, task);
}

std::string OneLine(std::string_view text, std::size_t max_chars) {
  std::string out;
  std::size_t chars = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Char c = CharAt(text, at);
    if (chars++ == max_chars) return out + "…";
    out += c.code < 32 ? " " : text.substr(at, c.bytes);
    at += c.bytes;
  }
  return out;
}

std::string_view Name(CheckKind kind, bool english) {
  switch (kind) {
    case CheckKind::kPercent:
      return english ? "share" : "占比";
    case CheckKind::kSum:
      return english ? "total" : "合计";
    case CheckKind::kCount:
      return english ? "count" : "个数";
  }
  return "";
}

// " @第2页", or nothing for plain text.
std::string At(const Reading& reading, Range range, bool english) {
  const std::string place = Describe(reading.places.Of(reading.text.Printed(range)), english);
  return place.empty() ? "" : " @" + place;
}

// What speaks against the text being an original; nothing for an official one.
std::string RenderGrade(const Reading& reading, bool english) {
  if (reading.source.grade == SourceGrade::kOfficial) return "";
  const bool damaged = reading.source.grade == SourceGrade::kDamaged;
  std::string out = english
                        ? fmt::format("\nSource: {}\n",
                                      damaged ? "a damaged copy; check the original" : "a mirror")
                        : fmt::format("\n来源:{}\n", damaged ? "受损副本,须核对原件" : "转载");
  for (const Damage& sign : reading.source.signs) {
    out += fmt::format("  {:>7}  {}  {}  {}\n", reading.text.CodePointAt(sign.source.begin),
                       sign.reason, OneLine(reading.text.Quote(sign.source), 24), sign.message);
  }
  return out;
}

}  // namespace

std::string RenderDocument(const Reading& reading, const RenderOptions& options) {
  const std::string_view text = reading.text.Verbatim();
  std::string out;
  std::size_t at = 0;
  for (const Mark& mark : MarksOf(reading.draft)) {
    const Range printed = reading.text.Printed(mark.range);
    out += text.substr(at, printed.begin - at);
    const std::string_view quote = text.substr(printed.begin, printed.size());
    const std::string note =
        fmt::format("{} {}", Word(mark.sort, options.english), Where(mark.project, mark.task)) +
        (mark.bound > 0 ? fmt::format("→{}", mark.bound) : "") +
        At(reading, mark.range, options.english);
    if (options.colour) {
      out += fmt::format("{}{}{}{}[{}]{}", Colour(mark.sort), quote, kPlain, kDim, note, kPlain);
    } else {
      out += fmt::format("【{}|{}】", quote, note);
    }
    at = printed.end;
  }
  out += text.substr(at);
  if (out.empty() || out.back() != '\n') out += '\n';
  const auto& aside = reading.draft.set_aside;
  out +=
      fmt::format("\n{} {}\n", options.english ? "Left aside:" : "未作为指标的数字:", aside.size());
  for (std::size_t i = 0; i < aside.size() && i < options.max_aside; ++i) {
    out += fmt::format("  {:>7}  {}  {}\n", reading.text.CodePointAt(aside[i].source.begin),
                       OneLine(reading.text.Quote(aside[i].source), 24), aside[i].reason);
  }
  if (aside.size() > options.max_aside)
    out += fmt::format("  … {}\n", aside.size() - options.max_aside);
  if (!reading.draft.doubts.empty()) {
    out += fmt::format("\n{} {}\n",
                       options.english ? "Unsure:" : "存疑:", reading.draft.doubts.size());
    for (const Doubt& doubt : reading.draft.doubts) {
      out += fmt::format("  {}  {}  {}  {}\n", Where(doubt.project, doubt.task), doubt.reason,
                         OneLine(reading.text.Quote(doubt.source), 24), doubt.message);
    }
  }
  return out + RenderGrade(reading, options.english);
}

std::string RenderChecks(const Reading& reading, const RenderOptions& options) {
  const Draft& draft = reading.draft;
  const auto held =
      std::count_if(draft.checks.begin(), draft.checks.end(), [](const Check& c) { return c.ok; });
  std::string out = options.english
                        ? fmt::format("{} of {} figures verified\n", held, draft.checks.size())
                        : fmt::format("核对{}个数字,{}个成立 ({} of {} figures verified)\n",
                                      draft.checks.size(), held, held, draft.checks.size());
  for (const Check& check : draft.checks) {
    const std::string_view colour = !options.colour ? "" : check.ok ? "\x1b[32m" : kRed;
    out += fmt::format("{}  {} {:>6} {}  {:.6g} = {:.6g}  ({})  {}{}\n", colour,
                       check.ok ? "✓" : "✗", Where(check.project, check.task),
                       Name(check.kind, options.english), check.stated, check.recomputed,
                       OneLine(check.formula, 60), OneLine(reading.text.Quote(check.source), 50),
                       options.colour ? kPlain : std::string_view());
  }
  for (const Finding& finding : draft.findings) {
    out += fmt::format("{}! {} {}{}\n", options.colour ? kRed : std::string_view(),
                       Where(finding.project, finding.task),
                       options.english ? finding.message_en : finding.message,
                       options.colour ? kPlain : std::string_view());
    for (const Evidence& evidence : finding.evidence) {
      out += fmt::format("      {:>7}  {}{}\n", reading.text.CodePointAt(evidence.source.begin),
                         OneLine(reading.text.Quote(evidence.source), 60),
                         At(reading, evidence.source, options.english));
    }
  }
  return out + RenderGrade(reading, options.english);
}

}  // namespace duban::documents
