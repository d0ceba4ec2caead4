#pragma once

#include "documents/core/tree.h"

namespace duban::documents {

// Parts the one task of a project into as many as its text numbers:
//
//   目标任务:1.新建幼儿园6所。2.改造公厕30座。进展:1.已完工4所。2.已完成。
//
// or as its report numbers, where the promise has one clause for each:
//
//   改造危房950户;改造棚户区1200户。进展:1.危房改造已竣工。2.棚户区改造已开工1240户。
//
// Passages numbered alike go along, others are told apart by their wording.
void PartTasks(const Text& text, ProjectNode* project);

}  // namespace duban::documents
