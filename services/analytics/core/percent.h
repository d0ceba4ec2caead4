// Rounding, which happens only where a figure is shown. Pure; thread-safe.
#pragma once

#include <string>

namespace duban::analytics {

// `value` rounded half away from zero to `digits` (0..6) decimals. A value that lies on the half in
// decimal counts as on it, although its binary form may fall short of it by a trifle.
double RoundHalfUp(double value, int digits);

// A ratio as a percentage with two decimals, without trailing zeros: 0.4864 -> "48.64", 3.25 ->
// "325".
std::string FormatPercent(double ratio);

// A figure as a person writes it: no exponent, at most four decimals, no trailing zeros: 7500 ->
// "7500".
std::string FormatNumber(double value);

}  // namespace duban::analytics
