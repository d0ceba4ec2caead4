#pragma once

#include <cstddef>
#include <vector>

#include "documents/core/outline_lines.h"

// Ways to tell which lines of an outline open an item. Each returns their indexes in order, none where the way does not
// apply; `groups`, where asked for, receives the headings above the items.
namespace duban::documents {

// By the labelled lines (牵头单位:…) of each item: they follow its first line, or close it.
std::vector<std::size_t> HeadsByLabels(const Text& text, const std::vector<OutlineLine>& lines,
                                       std::vector<std::size_t>* groups);

// By numbering alone: the style whose count the title or preface announces (十件实事), else the outermost that is no grouping.
std::vector<std::size_t> HeadsByNumbers(const Text& text, const Dictionary& dictionary, Range title,
                                        const std::vector<OutlineLine>& lines, std::vector<std::size_t>* groups);

// Short lines, each followed by a long one: headings without numbers.
std::vector<std::size_t> HeadsByLength(const Text& text, const std::vector<OutlineLine>& lines);

// Paragraphs of one form (实事一:…, ●…方面:…, “…”项目…, NAME项目:…, NAME。…), at least two of a telling form or three of a plain one;
// their names are set. `ordinals_only`: only the first of these forms.
std::vector<std::size_t> HeadsByForm(const Text& text, bool ordinals_only, std::vector<OutlineLine>* lines,
                                     std::vector<std::size_t>* groups);

// Lines that a label titles (项目名称:…); the title may stand on the next line, which then joins it.
std::vector<std::size_t> HeadsByNames(std::vector<OutlineLine>* lines);

// Lines that open a promise by its label (任务目标:…) where a report by its label (进展情况:…) follows each.
std::vector<std::size_t> HeadsByPairs(const Text& text, const Dictionary& dictionary, std::vector<OutlineLine>* lines);

// A run of titles in one line (《…》《…》《…》), each a promise; `lines` receives them instead of the line.
std::vector<std::size_t> HeadsByTitles(const Text& text, std::vector<OutlineLine>* lines);

}  // namespace duban::documents
