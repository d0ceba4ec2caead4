#pragma once

#include <string>

#include "documents/core/reader.h"

// What the reader did, for a person at a terminal. Pure; UTF-8 out, every line ends with a line
// break.
namespace duban::documents {

struct RenderOptions {
  bool colour = false;          // ANSI colours, for a terminal
  bool english = false;         // words in English rather than Chinese
  std::size_t max_aside = 200;  // figures left aside that are listed; the rest is counted
};

// The document's text with every recognised figure marked and what it was taken for, then what was
// left aside with the reason, and what the reader is unsure of. Plain marks read
// 【3648户|完成 1.1】: the kind, project and task; of a file that is no plain text also the place,
// 【3648户|完成 1.1 @第2页】. A text that is no original is said to be none, with the signs.
std::string RenderDocument(const Reading& reading, const RenderOptions& options = {});

// "12 of 12 figures verified", then a line for each check with its arithmetic, and each finding
// with its quotes.
std::string RenderChecks(const Reading& reading, const RenderOptions& options = {});

}  // namespace duban::documents
