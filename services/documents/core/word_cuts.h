#pragma once

#include <initializer_list>
#include <string_view>

#include "documents/core/numbering.h"
#include "documents/core/utf8.h"
#include "documents/core/word_set.h"

// What stands before or behind a place, a mark or a numbering. Pure functions.
namespace duban::documents {

// Where the characters right before `end` begin for which belongs(code) is true; `end` where the
// last is none.
template <typename Belongs>
std::size_t RunBegin(std::string_view text, std::size_t end, Belongs belongs) {
  while (end > 0) {
    const Char c = CharBefore(text, end);
    if (!belongs(c.code)) break;
    end -= c.bytes;
  }
  return end;
}
// Where the digits right before `end` begin, Arabic and Chinese ones alike; `end` where none stands
// there.
inline std::size_t NumeralBegin(std::string_view text, std::size_t end) {
  return RunBegin(text, end, [](char32_t c) { return IsDigit(c) || IsChineseDigit(c); });
}

// What stands in `text` behind the last of the words, such as the marks of a clause; all of it
// where none occurs.
template <Literal... kWords>
std::string_view BehindLast(std::string_view text) {
  for (const std::string_view word : kWordsOf<kWords...>) {
    if (const std::size_t at = FindLast(text, word); at != std::string_view::npos)
      text.remove_prefix(at + word.size());
  }
  return text;
}
// What stands before the first of them.
template <Literal... kWords>
std::string_view BeforeFirst(std::string_view text) {
  return text.substr(0, kSetOf<kWords...>.First(text));
}

// Removes every one of the words that `text` starts with, again and again; true when one was there.
inline bool Strip(std::initializer_list<std::string_view> words, std::string_view* text) {
  bool stripped = false;
  for (bool changed = true; changed;) {
    changed = false;
    for (const std::string_view word : words) {
      if (!text->starts_with(word)) continue;
      text->remove_prefix(word.size());
      changed = stripped = true;
    }
  }
  return stripped;
}

// `range` without the numbering that it opens with; whole where none does, or where nothing stands
// behind it.
inline Range BehindNumbering(std::string_view text, Range range) {
  const auto numbering = NumberingAt(text, range.begin);
  return numbering && numbering->range.end < range.end ? Range{numbering->range.end, range.end}
                                                       : range;
}

}  // namespace duban::documents
