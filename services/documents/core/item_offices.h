#pragma once

#include "documents/core/dictionary.h"
#include "documents/core/tree.h"

// Offices in charge that an item's own words name where they end: in brackets, behind a dash, in
// the heading above it.
namespace duban::documents {

// (区交通运输局负责) inside of a promise names who leads its task, as an office behind a closing
// dash does; (正在推进) at its edge says how far it is.
void ReadBrackets(const Text& text, const Dictionary& dictionary, TaskNode* task,
                  ProjectNode* project);

// 区教育局(2件) above the projects that it is in charge of leads them, and is no category.
void ReadHeading(const Text& text, const Dictionary& dictionary, ProjectNode* project);

}  // namespace duban::documents
