#include "documents/align/items.h"

namespace duban::documents {
namespace {

namespace v1 = duban::ingest::v1;

}  // namespace

std::vector<AlignItem> ItemsOf(const v1::DraftProgramme& programme) {
  std::vector<AlignItem> out;
  for (const v1::DraftProject& project : programme.projects()) {
    AlignItem& item = out.emplace_back();
    item.number = project.number();
    item.title = project.title();
    item.texts.push_back(project.content());
    for (const v1::DraftTask& task : project.tasks()) {
      item.texts.insert(item.texts.end(), {task.title(), task.content(), task.narrative()});
      for (const v1::DraftTarget& target : task.targets())
        item.targets.push_back(
            {target.measure(), target.value(), target.unit(), task.number(), target.source()});
    }
  }
  return out;
}

std::vector<AlignItem> ItemsOf(const type::v1::Programme& programme) {
  std::vector<AlignItem> out;
  for (const type::v1::Project& project : programme.projects()) {
    AlignItem& item = out.emplace_back();
    item.number = project.number();
    item.title = project.title();
    item.texts.push_back(project.content());
    for (const AlignItem& task : ItemsOf(project)) {
      item.texts.push_back(task.title);
      item.texts.insert(item.texts.end(), task.texts.begin(), task.texts.end());
      item.targets.insert(item.targets.end(), task.targets.begin(), task.targets.end());
    }
  }
  return out;
}

std::vector<AlignItem> ItemsOf(const type::v1::Project& project) {
  std::vector<AlignItem> out;
  for (const type::v1::Task& task : project.tasks()) {
    AlignItem& item = out.emplace_back();
    item.number = task.number();
    item.title = task.title();
    item.texts.push_back(task.content());
    for (const type::v1::Indicator& indicator : task.indicators())
      item.targets.push_back({indicator.measure(), indicator.value(), indicator.unit(),
                              task.number(), indicator.source()});
  }
  return out;
}

}  // namespace duban::documents
