#pragma once

#include "documents/core/tree.h"

namespace duban::documents {

// An item of one sentence in a report (新增停车位500个,已完成420个) reports in its title; so does
// every one of a list that is done (十件实事全面完成:新建幼儿园6所;…). Where a good part of a list
// does so, its items that look at nothing ahead do as well.
void ReadTitleAsReport(const Text& text, const ItemReading& reading, ProjectNode* project);

// Whether enough items of one sentence report for all such to do so. Where a closed year has no
// others, nothing else can be meant.
bool TitlesReport(const Text& text, const std::vector<Item>& items, bool closed);

// A report may first say what was promised: the rest of a heading that fills its line
// (一、新增就业,培训2万人次。), and the sentences before it tells of anything done
// (全年改造8166户。…截至4月底,已改造1078户).
void PartPromise(const Text& text, const ItemReading& reading, Range title, TaskNode* task);

}  // namespace duban::documents
