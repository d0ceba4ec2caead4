#include "registry/core/programme_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "common/names.h"
#include "runtime/wire.h"

namespace duban::registry {
namespace {

using type::v1::Milestone;
using type::v1::Programme;
using type::v1::Project;
using type::v1::Task;

constexpr std::string_view kIdeographicSpace = "\u3000";

bool TrimFront(std::string_view& text) {
  if (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') {
    text.remove_prefix(1);
    return true;
  }
  if (!text.starts_with(kIdeographicSpace)) return false;
  text.remove_prefix(kIdeographicSpace.size());
  return true;
}

bool TrimBack(std::string_view& text) {
  if (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') {
    text.remove_suffix(1);
    return true;
  }
  if (!text.ends_with(kIdeographicSpace)) return false;
  text.remove_suffix(kIdeographicSpace.size());
  return true;
}

void Trim(std::string* text) {
  std::string_view view = *text;
  while (TrimFront(view) || TrimBack(view)) {
  }
  if (view.size() != text->size()) *text = std::string(view);
}

void Trim(google::protobuf::RepeatedPtrField<std::string>* items) {
  for (std::string& item : *items) Trim(&item);
  items->erase(std::remove(items->begin(), items->end(), ""), items->end());
}

template <typename Parts>
void Number(Parts* parts) {
  int previous = 0;
  for (auto& part : *parts) {
    if (part.number() == 0) part.set_number(previous + 1);
    previous = part.number();
  }
}

template <typename Parts>
void SortByNumber(Parts* parts) {
  std::stable_sort(parts->begin(), parts->end(),
                   [](const auto& a, const auto& b) { return a.number() < b.number(); });
}

void TidyTask(std::string_view project, Task& task) {
  task.set_name(TaskName(project, task.number()));
  Trim(task.mutable_title());
  Trim(task.mutable_content());
  Trim(task.mutable_lead_units());
  Trim(task.mutable_cooperating_units());
  if (task.weight() == 0) task.set_weight(1);
  SortByNumber(task.mutable_indicators());
  for (auto& indicator : *task.mutable_indicators()) {
    indicator.set_name(IndicatorName(task.name(), indicator.number()));
    Trim(indicator.mutable_measure());
    Trim(indicator.mutable_unit());
  }
  auto* milestones = task.mutable_milestones();
  std::stable_sort(milestones->begin(), milestones->end(),
                   [](const Milestone& a, const Milestone& b) {
                     return std::tuple(FromProto(a.due_date()), a.number()) <
                            std::tuple(FromProto(b.due_date()), b.number());
                   });
  for (Milestone& milestone : *milestones) {
    milestone.set_name(MilestoneName(task.name(), milestone.number()));
    Trim(milestone.mutable_title());
    for (auto& target : *milestone.mutable_targets()) {
      Trim(target.mutable_measure());
      Trim(target.mutable_unit());
    }
  }
}

void TidyProject(std::string_view programme, Project& project) {
  project.set_name(ProjectName(programme, project.number()));
  Trim(project.mutable_title());
  Trim(project.mutable_category());
  Trim(project.mutable_content());
  Trim(project.mutable_leaders());
  Trim(project.mutable_lead_units());
  Trim(project.mutable_cooperating_units());
  SortByNumber(project.mutable_tasks());
  for (Task& task : *project.mutable_tasks()) TidyTask(project.name(), task);
}

}  // namespace

void AssignNumbers(Programme& programme) {
  Number(programme.mutable_projects());
  for (Project& project : *programme.mutable_projects()) {
    Number(project.mutable_tasks());
    for (Task& task : *project.mutable_tasks()) {
      Number(task.mutable_indicators());
      Number(task.mutable_milestones());
    }
  }
}

Programme Canonical(Programme programme) {
  AssignNumbers(programme);
  const auto name = ParseProgrammeName("name", programme.name());
  if (name.ok()) programme.set_year(name->year);
  programme.clear_revision();
  programme.clear_etag();
  programme.clear_create_time();
  programme.clear_update_time();
  Trim(programme.mutable_title());
  SortByNumber(programme.mutable_projects());
  for (Project& project : *programme.mutable_projects()) TidyProject(programme.name(), project);
  return programme;
}

TreeSize SizeOf(const Programme& programme) {
  TreeSize size{.projects = programme.projects_size()};
  for (const Project& project : programme.projects()) size.tasks += project.tasks_size();
  return size;
}

std::string EtagOf(std::int64_t revision) { return fmt::format("\"{}\"", revision); }

}  // namespace duban::registry
