#pragma once

#include <string>
#include <vector>

#include "documents/core/dictionary.h"
#include "documents/core/draft.h"
#include "documents/core/figures.h"
#include "documents/core/text.h"
#include "documents/core/tree.h"

namespace duban::documents {

// The words of a project whose figures are read: titles, categories, contents, narratives, units
// and states.

// A name as it stands, without the breaks and numbers of pages inside of it.
std::string PrintedName(const Text& text, Range range);

// The words of `range` on one line, without the mark that closes them.
std::string TitleText(const Text& text, Range range);

// Fills `project` from `node`. A state that no cell tells is read from the heading of its group,
// else from its narrative.
void Describe(const Text& text, const Dictionary& dictionary, const ProjectNode& node,
              const Occasion& occasion, ReadProject* project);

// A stated share of the plan of 100 % or more says the state where no word does.
void StatusFromShares(Kind kind, ReadProject* project);

// Where no heading groups the projects, most titles may carry a category of their own:
// 教育:促进教育均衡发展.
void CategoriesFromTitles(std::vector<ReadProject>* projects);

}  // namespace duban::documents
