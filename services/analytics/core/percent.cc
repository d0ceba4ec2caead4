#include "analytics/core/percent.h"

#include <fmt/format.h>

#include <cmath>

namespace duban::analytics {
namespace {

std::string WithoutTrailingZeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

}  // namespace

double RoundHalfUp(double value, int digits) {
  const double scale = std::pow(10.0, digits);
  const double scaled = std::abs(value) * scale;
  // 48.645 is 48.64499999999999602 in binary: a relative trifle puts it back on the half.
  const double rounded = std::floor(scaled + 0.5 + scaled * 1e-12) / scale;
  return value < 0 ? -rounded : rounded;
}

std::string FormatPercent(double ratio) {
  return WithoutTrailingZeros(fmt::format("{:.2f}", RoundHalfUp(ratio * 100.0, 2)));
}

std::string FormatNumber(double value) {
  return WithoutTrailingZeros(fmt::format("{:.4f}", RoundHalfUp(value, 4)));
}

}  // namespace duban::analytics
