#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "documents/core/candidate.h"
#include "documents/core/outline_kinds.h"
#include "documents/core/outline_lines.h"
#include "documents/core/text.h"

// The sentences of an outline's paragraphs, or their pieces, and which of them tell of a project.
namespace duban::documents {

// A sentence of prose, or a piece of one.
struct Unit {
  Range range;
  bool opens = false;   // a line, or a paragraph that 一是 opens
  bool tells = false;   // it holds a figure, and counts no projects
  bool counts = false;  // it does: what is told behind it is of several
  bool heads = false;   // the heading of a kind above the line
};

// The units of one line.
using Units = std::vector<Unit>;

// What the lines tell, parted at marks.
struct Told {
  std::vector<Units> lines;  // that tell
  std::vector<Units> leads;  // that count all promises and tell as well
  std::size_t headings = 0;  // above those lines
  bool states =
      false;  // 9项中,3项进展较快,…;4项正在实施,…: sentences of states name their projects
};

// `marks` end a unit besides the line; `kinds` are those of the lines.
Told Gather(const Text& text, const FigureIndex& figures, const std::vector<OutlineLine>& lines,
            const Kinds& kinds, std::u32string_view marks);

// How many units tell.
std::size_t Telling(std::span<const Units> lines);

// Whether a unit is a short sentence that may stand above one that tells: 出行更加畅通。
bool IsSlogan(const Text& text, const Unit& unit);

}  // namespace duban::documents
