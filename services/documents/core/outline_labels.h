#pragma once

#include <vector>

#include "documents/core/dictionary.h"
#include "documents/core/outline_lines.h"
#include "documents/core/text.h"

// Labels that only the lines around them tell.
namespace duban::documents {

// 项目名称 alone on its line announces the title below it, where it does so at least three times
// and heads no columns.
void MarkNames(const Text& text, const Dictionary& dictionary, std::vector<OutlineLine>* lines);

// The title that 项目名称: announces may stand on the next line: the two are made one.
void JoinNames(std::vector<OutlineLine>* lines);

// 总投资:…, 概算:… in item after item: words that open at least three lines behind the first label
// are labels, known or not.
void MarkFields(const Text& text, std::vector<OutlineLine>* lines);

// Promises behind a label (1.承诺:…), three or more, each with one plain line below it, half of
// which tell what is done: these lines report, though no label says so.
void MarkReports(const Text& text, std::vector<OutlineLine>* lines);

}  // namespace duban::documents
