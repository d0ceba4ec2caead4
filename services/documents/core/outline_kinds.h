#pragma once

#include <cstddef>
#include <vector>

#include "documents/core/outline_lines.h"
#include "documents/core/text.h"

// Kinds of projects (交通出行, 教育养老方面) that head the paragraphs of an outline.
namespace duban::documents {

constexpr std::size_t kMostSloganChars = 24;  // 出行更加畅通。

// The kinds that head paragraphs, by line; empty ranges where none does.
struct Kinds {
  std::vector<Range> of_line;
  std::size_t count = 0;
  bool slogans = false;  // stand behind them
};

Kinds KindsOf(const Text& text, const std::vector<OutlineLine>& lines);

// Whether a line is numbered, but for 一是, which opens paragraphs of prose.
bool IsNumbered(const OutlineLine& line);

// Whether a line holds a kind and its projects: (一)交通出行。A;B。
bool OpensWithKind(const Text& text, const OutlineLine& line);

}  // namespace duban::documents
