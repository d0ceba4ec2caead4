#pragma once

#include <string_view>
#include <vector>

#include "documents/core/text.h"

namespace duban::documents {

// One line of a text and what parts its cells.
struct TableLine {
  Range range;  // trimmed
  bool piped = false;
  bool tabbed = false;
  bool open = false;  // piped, but does not end with a pipe
};

// The lines of a text that are not blank. A line with tabs keeps those at its ends, which are empty
// cells.
std::vector<TableLine> FindLines(std::string_view text);

// The cells of one line, trimmed: between pipes, tabs, or columns that two blanks or one wide blank
// set apart (but not the two characters of a name). `framed`: a pipe at the head of the line stands
// around its cells; else an empty cell stands before it.
std::vector<Range> SplitPipes(std::string_view text, Range line, bool framed);
std::vector<Range> SplitTabs(std::string_view text, Range line);
std::vector<Range> SplitBlanks(std::string_view text, Range line);

// How many columns SplitBlanks finds; 1 where each opens with a label: 责任领导:甲  牵头单位:乙.
std::size_t BlankColumns(std::string_view text, Range line);

// A row of dashes between a head and its rows.
bool IsRule(std::string_view text, const std::vector<Range>& row);

}  // namespace duban::documents
