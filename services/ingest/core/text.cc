#include "ingest/core/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <map>
#include <utility>
#include <vector>

#include "common/utf8.h"

namespace duban::ingest {
namespace {

// The code point at the front of `text`, which it consumes; nullopt at a malformed sequence.
std::optional<char32_t> TakeCodePoint(std::string_view& text) {
  const size_t length = Utf8SequenceLength(text);
  if (length == 0) return std::nullopt;
  char32_t point =
      static_cast<unsigned char>(text[0]) & (length == 1 ? 0x7Fu : 0xFFu >> (length + 1));
  for (size_t i = 1; i < length; ++i)
    point = (point << 6) | (static_cast<unsigned char>(text[i]) & 0x3Fu);
  text.remove_prefix(length);
  return point;
}

bool IsFiller(char32_t point) {
  constexpr std::u32string_view kFiller =
      U" \t\r\n\u3000\u00a0，。、；：！？（）()“”\"'《》【】[],.;:!?-—";
  return kFiller.find(point) != std::u32string_view::npos;
}

std::u32string Letters(std::string_view text) {
  std::u32string out;
  while (!text.empty()) {
    const auto point = TakeCodePoint(text);
    if (!point) {
      text.remove_prefix(1);
    } else if (!IsFiller(*point)) {
      out.push_back(*point);
    }
  }
  return out;
}

std::map<std::pair<char32_t, char32_t>, int> Pairs(const std::u32string& text) {
  std::map<std::pair<char32_t, char32_t>, int> out;
  for (size_t i = 0; i + 1 < text.size(); ++i) ++out[{text[i], text[i + 1]}];
  return out;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kUnitForms = {{
    {"㎡", "平方米"},
    {"m²", "平方米"},
    {"m2", "平方米"},
    {"平米", "平方米"},
    {"平方", "平方米"},
    {"km", "公里"},
    {"㎞", "公里"},
    {"千米", "公里"},
    {"m", "米"},
    {"t", "吨"},
    {"％", "%"},
    {"人次数", "人次"},
    {"m³", "立方米"},
    {"立方", "立方米"},
}};

}  // namespace

std::optional<int> CountCodePoints(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080u;
  int count = 0;
  while (!text.empty()) {
    // Eight letters of ASCII at a time; Chinese characters and punctuation, but for the odd ranges,
    // by two looks.
    std::uint64_t word = kHighBits;
    if (text.size() >= sizeof(word)) std::memcpy(&word, text.data(), sizeof(word));
    if ((word & kHighBits) == 0) {
      text.remove_prefix(sizeof(word));
      count += static_cast<int>(sizeof(word));
      continue;
    }
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
    if (byte(0) < 0x80) {
      text.remove_prefix(1);
    } else if (byte(0) > 0xE0 && byte(0) < 0xF0 && byte(0) != 0xED && text.size() >= 3 &&
               (byte(1) & 0xC0u) == 0x80u && (byte(2) & 0xC0u) == 0x80u) {
      text.remove_prefix(3);
    } else if (const size_t length = Utf8SequenceLength(text); length > 0) {
      text.remove_prefix(length);
    } else {
      return std::nullopt;
    }
    ++count;
  }
  return count;
}

double Similarity(std::string_view a, std::string_view b) {
  const std::u32string left = Letters(a);
  const std::u32string right = Letters(b);
  if (left.empty() || right.empty()) return 0;
  if (left == right) return 1;
  const auto left_pairs = Pairs(left);
  const auto right_pairs = Pairs(right);
  int shared = 0;
  for (const auto& [pair, count] : left_pairs) {
    const auto found = right_pairs.find(pair);
    if (found != right_pairs.end()) shared += std::min(count, found->second);
  }
  const auto total = left.size() + right.size() - 2;
  return total == 0 ? 0 : 2.0 * shared / static_cast<double>(total);
}

std::string NormalUnit(std::string_view unit) {
  std::string out;
  for (const char c : unit) {
    if (c != ' ' && c != '\t') out.push_back(c);
  }
  for (const auto& [form, word] : kUnitForms) {
    if (out == form) return std::string(word);
  }
  return out;
}

int Decimals(double value) {
  const std::string text = fmt::format("{}", value);
  const size_t point = text.find('.');
  if (point == std::string::npos || text.find('e') != std::string::npos) return 0;
  const std::string digits = text.substr(point + 1);
  return digits == "0" ? 0 : static_cast<int>(digits.size());
}

}  // namespace duban::ingest
