#include "documents/formats/number_format.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>

namespace duban::documents {
namespace {

// What a format code says, its literal texts and conditions aside.
struct Shape {
  bool percent = false;
  bool thousands = false;
  bool date = false;
  bool year = false;
  bool day = false;
  bool hours = false;
  bool chinese = false;  // 年 月 日 are printed
  int decimals = -1;     // -1 = as many as there are
  std::string before;    // literal text, such as a sign of currency
  std::string after;
};

Shape ShapeOf(std::string_view format) {
  Shape out;
  format = format.substr(0, format.find(';'));
  bool seen_digit = false;
  for (std::size_t i = 0; i < format.size(); ++i) {
    const char c = format[i];
    if (c == '[') {
      while (i + 1 < format.size() && format[i] != ']') ++i;
    } else if (c == '"' || c == '\\') {
      const std::size_t begin = i + 1;
      const std::size_t end = c == '\\' ? std::min(begin + 1, format.size())
                                        : std::min(format.find('"', begin), format.size());
      (seen_digit ? out.after : out.before) += format.substr(begin, end - begin);
      i = c == '\\' ? end - 1 : end;
    } else if (c == '_' || c == '*') {
      ++i;  // a blank as wide as the next character
    } else if (c == '%') {
      out.percent = true;
    } else if (c == '0' || c == '#' || c == '?') {
      seen_digit = true;
      if (out.decimals < 0) out.decimals = 0;
      if (out.decimals > 0 || (i > 0 && format[i - 1] == '.')) ++out.decimals;
    } else if (c == ',' && seen_digit) {
      out.thousands = true;
    } else if (c == 'y' || c == 'Y' || c == 'e') {
      out.year = out.date = true;
    } else if (c == 'd' || c == 'D') {
      out.day = out.date = true;
    } else if (c == 'm' || c == 'M') {
      out.date = true;
    } else if (c == 'h' || c == 'H' || c == 's') {
      out.hours = true;
    } else if (format.substr(i, 3) == "年" || format.substr(i, 3) == "月" ||
               format.substr(i, 3) == "日") {
      out.chinese = true;
      i += 2;
    }
  }
  out.chinese = out.chinese || out.before.find("年") != std::string::npos ||
                out.after.find("年") != std::string::npos ||
                out.before.find("月") != std::string::npos;
  return out;
}

std::string General(double value) {
  if (std::abs(value) < 1e15 && value == std::floor(value)) return fmt::format("{:.0f}", value);
  return fmt::format("{:.15g}", value);
}

std::string Grouped(std::string digits) {
  const std::size_t sign = digits.starts_with("-") ? 1 : 0;
  std::size_t end = std::min(digits.find('.'), digits.size());
  while (end > sign + 3) {
    end -= 3;
    digits.insert(end, 1, ',');
  }
  return digits;
}

std::string Date(double serial, const Shape& shape, bool epoch_1904) {
  using std::chrono::days;
  // Day 60 of the old epoch is a 29 February that never was: later days count from one day earlier.
  const auto whole = static_cast<int>(std::floor(serial));
  const std::chrono::sys_days epoch =
      epoch_1904 ? std::chrono::sys_days{std::chrono::year{1904} / 1 / 1}
                 : std::chrono::sys_days{std::chrono::year{1899} / 12 / (whole < 60 ? 31 : 30)};
  const std::chrono::year_month_day date{epoch + days{whole}};
  const int year = static_cast<int>(date.year());
  const auto month = static_cast<unsigned>(date.month());
  const auto day = static_cast<unsigned>(date.day());
  if (shape.year && !shape.day) return fmt::format("{}年{}月", year, month);
  if (!shape.year) return fmt::format("{}月{}日", month, day);
  return shape.chinese ? fmt::format("{}年{}月{}日", year, month, day)
                       : fmt::format("{}-{:02}-{:02}", year, month, day);
}

}  // namespace

std::string_view BuiltInFormat(int id) {
  switch (id) {
    case 1:
      return "0";
    case 2:
      return "0.00";
    case 3:
      return "#,##0";
    case 4:
      return "#,##0.00";
    case 9:
      return "0%";
    case 10:
      return "0.00%";
    case 14:
    case 22:
      return "yyyy-mm-dd";
    case 15:
      return "d-mmm-yy";
    case 16:
    case 58:
      return "m月d日";
    case 17:
    case 27:
    case 36:
    case 50:
    case 57:
      return "yyyy年m月";
    case 31:
      return "yyyy年m月d日";
    case 30:
      return "yyyy-m-d";
    case 37:
    case 38:
      return "#,##0";
    case 39:
    case 40:
    case 43:
    case 44:
      return "#,##0.00";
    default:
      return "";
  }
}

std::string PrintNumber(std::string_view stored, std::string_view format, bool epoch_1904) {
  double value = 0;
  const auto [end, error] = std::from_chars(stored.data(), stored.data() + stored.size(), value);
  if (error != std::errc() || end != stored.data() + stored.size() || !std::isfinite(value))
    return std::string(stored);
  if (format.empty() || format == "General" || format == "@") return General(value);
  const Shape shape = ShapeOf(format);
  if (shape.date && value >= 1 && value < 2'958'466) return Date(value, shape, epoch_1904);
  if (shape.date || shape.hours) return General(value);
  if (shape.percent) value *= 100;
  std::string digits = shape.decimals < 0
                           ? General(value)
                           : fmt::format("{:.{}f}", value, std::min(shape.decimals, 15));
  if (shape.thousands) digits = Grouped(std::move(digits));
  return shape.before + digits + (shape.percent ? "%" : "") + shape.after;
}

}  // namespace duban::documents
