#include "registry/core/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "common/names.h"
#include "registry/core/programme_tree.h"
#include "runtime/wire.h"

namespace duban::registry {
namespace {

using type::v1::Indicator;
using type::v1::Milestone;
using type::v1::PlannedValue;
using type::v1::Programme;
using type::v1::Project;
using type::v1::Task;

// Collects violations while it walks the tree; `path` is the field path of the part in hand.
class Validator {
 public:
  explicit Validator(const TreeLimits& limits) : limits_(limits) {}

  std::vector<FieldViolation> Take() {
    if (left_out_ > 0) {
      found_.push_back({"programme", "TOO_MANY_VIOLATIONS",
                        fmt::format("and {} more problems; fix these first", left_out_)});
    }
    return std::move(found_);
  }

  void Check(const Programme& programme, const std::string& path) {
    const auto name = ParseProgrammeName(path + ".name", programme.name());
    if (!name.ok()) {
      for (const FieldViolation& violation : ViolationsOf(name.status())) Push(violation);
    } else {
      year_ = name->year;
      if (programme.year() != 0 && programme.year() != year_)
        Add(path + ".year", "YEAR_MISMATCH",
            fmt::format("got {}, but the name says {}; leave it out or make them equal",
                        programme.year(), year_));
    }
    Text(path + ".title", programme.title(), 200);
    if (programme.projects().empty())
      Add(path + ".projects", "PROJECTS_MISSING", "got none, want at least one project");
    if (!SizeFits(programme, path)) return;
    Numbers(programme.projects(), path + ".projects");
    for (int i = 0; i < programme.projects_size(); ++i)
      Check(programme.projects(i), fmt::format("{}.projects[{}]", path, i));
  }

 private:
  void Push(FieldViolation violation) {
    if (found_.size() < static_cast<size_t>(limits_.max_violations)) {
      found_.push_back(std::move(violation));
    } else {
      ++left_out_;
    }
  }

  void Add(std::string field, std::string_view reason, std::string message) {
    Push({std::move(field), std::string(reason), std::move(message)});
  }

  // An oversize tree is refused before it is walked.
  bool SizeFits(const Programme& programme, const std::string& path) {
    const TreeSize size = SizeOf(programme);
    if (size.projects <= limits_.max_projects && size.tasks <= limits_.max_tasks) return true;
    Add(path + ".projects", "TREE_TOO_LARGE",
        fmt::format("got {} projects and {} tasks, want at most {} and {}", size.projects,
                    size.tasks, limits_.max_projects, limits_.max_tasks));
    return false;
  }

  void Text(const std::string& field, const std::string& text, int most) {
    if (const int length = CodePoints(text); length > most)
      Add(field, "TEXT_TOO_LONG", fmt::format("got {} characters, want at most {}", length, most));
    if (HasControl(text))
      Add(field, "TEXT_CONTROL", "holds a control character; only tab and line breaks are text");
  }

  template <typename List>
  void Names(const std::string& field, const List& names) {
    if (names.size() > limits_.max_units)
      Add(field, "LIST_TOO_LONG",
          fmt::format("got {} entries, want at most {}", names.size(), limits_.max_units));
    for (int i = 0; i < std::min(names.size(), limits_.max_units); ++i)
      Text(fmt::format("{}[{}]", field, i), names.Get(i), 200);
  }

  // Numbers are 0 (to be given) or 1..999, each once.
  template <typename Parts>
  void Numbers(const Parts& parts, const std::string& field) {
    std::map<int, int> first;
    int previous = 0;
    for (int i = 0; i < parts.size(); ++i) {
      const int number = parts.Get(i).number() == 0 ? previous + 1 : parts.Get(i).number();
      previous = number;
      const std::string path = fmt::format("{}[{}].number", field, i);
      if (number < 1 || number > 999) {
        Add(path, "NUMBER_OUT_OF_RANGE",
            fmt::format("got {}, want 1..999, or 0 to be given the next one", number));
      } else if (const auto [at, fresh] = first.emplace(number, i); !fresh) {
        Add(path, "NUMBER_DUPLICATE",
            fmt::format("{} is already the number of {}[{}]; give it another", number, field,
                        at->second));
      }
    }
  }

  void Check(const Project& project, const std::string& path) {
    if (project.title().empty())
      Add(path + ".title", "TITLE_MISSING", "is empty, want the promise");
    Text(path + ".title", project.title(), 500);
    Text(path + ".category", project.category(), 200);
    Text(path + ".content", project.content(), limits_.max_narrative);
    Names(path + ".leaders", project.leaders());
    Names(path + ".lead_units", project.lead_units());
    Names(path + ".cooperating_units", project.cooperating_units());
    if (project.tasks().empty())
      Add(path + ".tasks", "TASKS_MISSING", "got none, want at least one task to report on");
    Numbers(project.tasks(), path + ".tasks");
    for (int i = 0; i < project.tasks_size(); ++i)
      Check(project.tasks(i), fmt::format("{}.tasks[{}]", path, i));
  }

  void Check(const Task& task, const std::string& path) {
    Text(path + ".title", task.title(), 500);
    Text(path + ".content", task.content(), limits_.max_narrative);
    Names(path + ".lead_units", task.lead_units());
    Names(path + ".cooperating_units", task.cooperating_units());
    if (!std::isfinite(task.weight()) || task.weight() < 0 || task.weight() > 1000)
      Add(path + ".weight", "WEIGHT_INVALID",
          fmt::format("got {}, want 0 (= 1) up to 1000", task.weight()));
    Count(path + ".indicators", task.indicators_size(), limits_.max_indicators);
    Count(path + ".milestones", task.milestones_size(), limits_.max_milestones);
    Numbers(task.indicators(), path + ".indicators");
    Numbers(task.milestones(), path + ".milestones");
    for (int i = 0; i < std::min(task.indicators_size(), limits_.max_indicators); ++i)
      Check(task.indicators(i), fmt::format("{}.indicators[{}]", path, i));
    for (int i = 0; i < std::min(task.milestones_size(), limits_.max_milestones); ++i)
      Check(task.milestones(i), fmt::format("{}.milestones[{}]", path, i));
  }

  void Count(const std::string& field, int count, int most) {
    if (count > most)
      Add(field, "LIST_TOO_LONG", fmt::format("got {}, want at most {}", count, most));
  }

  template <typename Target>
  void CheckTarget(const Target& target, const std::string& path) {
    Text(path + ".measure", target.measure(), 200);
    Text(path + ".unit", target.unit(), 30);
    if (target.unit().empty())
      Add(path + ".unit", "UNIT_MISSING", "is empty, want the unit of measure, e.g. 户 or %");
    if (target.comparator() <= type::v1::COMPARATOR_UNSPECIFIED ||
        target.comparator() > type::v1::ABOUT)
      Add(path + ".comparator", "COMPARATOR_MISSING",
          "want AT_LEAST, EQUAL, AT_MOST, MORE_THAN or ABOUT");
    if (!std::isfinite(target.value()) || target.value() < 0) {
      Add(path + ".value", "VALUE_INVALID",
          fmt::format("got {}, want a finite number that is not negative", target.value()));
    }
    if (target.has_source() &&
        (target.source().start() < 0 || target.source().end() < target.source().start()))
      Add(path + ".source", "SOURCE_INVALID",
          fmt::format("got the span [{}, {}), want 0 <= start <= end", target.source().start(),
                      target.source().end()));
  }

  // A floor of nothing is no promise.
  void CheckContradiction(const Indicator& target, const std::string& path) {
    if (target.value() == 0 &&
        (target.comparator() == type::v1::AT_LEAST || target.comparator() == type::v1::ABOUT))
      Add(path + ".value", "COMPARATOR_CONTRADICTS",
          fmt::format("{} 0 promises nothing; want a value above 0, or AT_MOST or EQUAL",
                      type::v1::Comparator_Name(target.comparator())));
  }

  void Check(const Indicator& indicator, const std::string& path) {
    CheckTarget(indicator, path);
    CheckContradiction(indicator, path);
    if (indicator.has_due_date()) Due(indicator.due_date(), path + ".due_date");
  }

  void Check(const Milestone& milestone, const std::string& path) {
    Text(path + ".title", milestone.title(), 2000);
    if (!milestone.has_due_date()) {
      Add(path + ".due_date", "DUE_MISSING", "is unset, want the last day of the step");
    } else {
      Due(milestone.due_date(), path + ".due_date");
    }
    if (milestone.has_start_date() && Calendar(milestone.start_date(), path + ".start_date") &&
        milestone.has_due_date() &&
        FromProto(milestone.due_date()) < FromProto(milestone.start_date()))
      Add(path + ".due_date", "DUE_BEFORE_START",
          fmt::format("{} is before the start {}; swap them or correct one",
                      FormatDate(FromProto(milestone.due_date())),
                      FormatDate(FromProto(milestone.start_date()))));
    Count(path + ".targets", milestone.targets_size(), limits_.max_indicators);
    for (int i = 0; i < std::min(milestone.targets_size(), limits_.max_indicators); ++i)
      CheckTarget(milestone.targets(i), fmt::format("{}.targets[{}]", path, i));
  }

  bool Calendar(const google::type::Date& date, const std::string& field) {
    if (IsValid(FromProto(date))) return true;
    Add(field, "DATE_INVALID",
        fmt::format("got {}-{}-{}, want a day that the calendar has", date.year(), date.month(),
                    date.day()));
    return false;
  }

  // Promises of one year may be due in it, or spill into the year after; never outside of both.
  void Due(const google::type::Date& date, const std::string& field) {
    if (!Calendar(date, field) || year_ == 0) return;
    if (date.year() < year_ || date.year() > year_ + 1)
      Add(field, "DUE_OUTSIDE_YEAR",
          fmt::format("{} is outside the programme's year {} and the one after",
                      FormatDate(FromProto(date)), year_));
  }

  const TreeLimits& limits_;
  std::vector<FieldViolation> found_;
  int left_out_ = 0;
  int year_ = 0;
};

void OddWeights(const Project& project, std::vector<std::string>& out) {
  double least = 1000;
  double most = 0;
  for (const Task& task : project.tasks()) {
    least = std::min(least, task.weight());
    most = std::max(most, task.weight());
  }
  if (most > 100 * least)
    out.push_back(fmt::format("{}: weights differ more than a hundredfold ({} to {})",
                              project.name(), least, most));
}

void OddTitles(const Project& project, std::vector<std::string>& out) {
  std::set<std::string> seen;
  for (const Task& task : project.tasks()) {
    if (!task.title().empty() && !seen.insert(task.title()).second)
      out.push_back(
          fmt::format("{}: another task of this project has the same title", task.name()));
  }
}

void OddTargets(const Task& task, std::vector<std::string>& out) {
  std::map<std::pair<std::string, std::string>, double> values;
  for (const Indicator& indicator : task.indicators()) {
    if (indicator.measure().empty() || indicator.has_due_date()) continue;
    const auto [at, fresh] =
        values.emplace(std::pair(indicator.measure(), indicator.unit()), indicator.value());
    if (!fresh && at->second != indicator.value())
      out.push_back(fmt::format("{}: {} is promised as {} and as {} {}", indicator.name(),
                                indicator.measure(), at->second, indicator.value(),
                                indicator.unit()));
  }
}

void LateMilestones(const Task& task, int year, std::vector<std::string>& out) {
  for (const Milestone& milestone : task.milestones()) {
    if (milestone.due_date().year() > year)
      out.push_back(fmt::format("{}: is due on {}, after the programme's year", milestone.name(),
                                FormatDate(FromProto(milestone.due_date()))));
  }
}

}  // namespace

std::vector<FieldViolation> Validate(const Programme& programme, std::string_view prefix,
                                     const TreeLimits& limits) {
  Validator validator(limits);
  validator.Check(programme, std::string(prefix));
  return validator.Take();
}

std::vector<std::string> Oddities(const Programme& programme) {
  std::vector<std::string> out;
  for (const Project& project : programme.projects()) {
    const bool tasks_lead =
        std::all_of(project.tasks().begin(), project.tasks().end(),
                    [](const Task& task) { return !task.lead_units().empty(); });
    if (project.lead_units().empty() && !tasks_lead)
      out.push_back(fmt::format("{}: no lead unit", project.name()));
    OddWeights(project, out);
    OddTitles(project, out);
    for (const Task& task : project.tasks()) {
      OddTargets(task, out);
      LateMilestones(task, programme.year(), out);
    }
  }
  return out;
}

int CodePoints(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < ' ' && c != '\t' && c != '\n' && c != '\r') || byte == 0x7f;
  });
}

}  // namespace duban::registry
