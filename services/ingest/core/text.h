// Small questions about UTF-8 text. Pure functions; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace duban::ingest {

// Number of code points; nullopt when `text` is not valid UTF-8 (overlong forms and surrogates are
// not).
std::optional<int> CountCodePoints(std::string_view text);

// How alike two short texts are, 0..1: shared pairs of neighbouring characters against all pairs
// (Dice). Blanks and common punctuation do not count. 1 for equal texts, 0 when one is empty.
double Similarity(std::string_view a, std::string_view b);

// One spelling per unit of measure: blanks go, full-width and symbol forms become the usual word
// (㎡ -> 平方米).
std::string NormalUnit(std::string_view unit);

// Decimals of the shortest decimal text that reads back as `value`: 48.64 -> 2, 80 -> 0.
int Decimals(double value);

}  // namespace duban::ingest
