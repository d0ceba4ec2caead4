#pragma once

// How lists printed for a test count their items.
#include <fmt/format.h>

#include <string>
#include <string_view>

namespace duban::documents {

inline constexpr std::string_view kNumerals[] = {"一", "二", "三", "四", "五", "六"};
inline constexpr std::string_view kCircles[] = {"①", "②", "③", "④", "⑤", "⑥"};

enum class Number {
  kChinese,
  kPoint,
  kComma,
  kBracket,
  kChineseBracket,
  kOrdinal,
  kChineseOrdinal,
  kCircle,
  kOnes,
  kBullet
};

// What stands before item `i` of at most six, from 0.
inline std::string NumberOf(Number style, std::size_t i) {
  switch (style) {
    case Number::kChinese:
      return fmt::format("{}、", kNumerals[i]);
    case Number::kPoint:
      return fmt::format("{}.", i + 1);
    case Number::kComma:
      return fmt::format("{}、", i + 1);
    case Number::kBracket:
      return fmt::format("({})", i + 1);
    case Number::kChineseBracket:
      return fmt::format("({})", kNumerals[i]);
    case Number::kOrdinal:
      return fmt::format("第{}件:", i + 1);
    case Number::kChineseOrdinal:
      return fmt::format("第{}件 ", kNumerals[i]);
    case Number::kCircle:
      return std::string(kCircles[i]);
    case Number::kOnes:
      return fmt::format("{}是", kNumerals[i]);
    case Number::kBullet:
      return "●";
  }
  return "";
}

}  // namespace duban::documents
