#pragma once

#include <cstddef>
#include <string_view>

#include "documents/core/text.h"
#include "documents/quantities/quantity.h"

// The words around a figure, as far as several readers of figures look at them. Pure functions.
namespace duban::documents {

// A span of the quantity grammar as a range of bytes.
Range RangeOf(const quantities::Span& span);

// The figure with `bytes` of text on either side, inside `within`, whole characters.
std::string_view Around(const Text& text, Range within, Range figure, std::size_t bytes);

// The words of its clause right before a figure, so many bytes at most.
std::string_view WordsBefore(const Text& text, Range figure, std::size_t bytes);

// How many rates one share is said of: 核实率和解决率, 两项任务完成率均为.
std::size_t RatesNamed(const quantities::Quantity& quantity);

// 由3000元提高到4200元, 从3.5米拓宽至6米: true for the first figure, which is what was before.
bool IsBase(const Text& text, Range passage, Range figure);

// Whether `later` says what `earlier`, the figure before it, became: 由20眼改为19眼.
bool Becomes(const Text& text, const quantities::Quantity& earlier,
             const quantities::Quantity& later);

// Whether the words before a figure say that it counts what is left of a whole: 其余4个, 尚有2所.
bool CountsRest(std::string_view before);

// What stands behind a time of the year that opens the words: 截至9月底已完成310个, 今年以来,…,
// 1—8月完成…. All of them where none does.
std::string_view BehindTime(std::string_view words);

// Where a report turns to what comes next (下一步,…): the start of that sentence, else the end of
// the passage.
std::size_t OutlookOf(const Text& text, Range passage);
// The same of words of their own; npos where they do not.
std::size_t OutlookIn(std::string_view words);

}  // namespace duban::documents
