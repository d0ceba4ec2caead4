#include "ingest/core/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <map>
#include <utility>
#include <vector>

namespace duban::ingest {
namespace {

// The code point at the front of `text`, which it consumes; nullopt at a malformed sequence.
std::optional<char32_t> TakeCodePoint(std::string_view& text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  size_t length = 1;
  char32_t point = lead;
  char32_t least = 0;
  if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4, point = lead & 0x07u, least = 0x10000;
  } else if (lead >= 0xE0 && lead < 0xF0) {
    length = 3, point = lead & 0x0Fu, least = 0x800;
  } else if (lead >= 0xC2 && lead < 0xE0) {
    length = 2, point = lead & 0x1Fu, least = 0x80;
  } else if (lead >= 0x80) {
    return std::nullopt;
  }
  if (text.size() < length) return std::nullopt;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0u) != 0x80u) return std::nullopt;
    point = (point << 6) | (byte(i) & 0x3Fu);
  }
  if (point < least || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return std::nullopt;
  text.remove_prefix(length);
  return point;
}

bool IsFiller(char32_t point) {
  constexpr std::u32string_view kFiller = U" \t\r\n\u3000\u00a0，。、；：！？（）()“”\"'《》【】[],.;:!?-—";
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
    {"㎡", "平方米"}, {"m²", "平方米"}, {"m2", "平方米"}, {"平米", "平方米"}, {"平方", "平方米"},
    {"km", "公里"},   {"㎞", "公里"},   {"千米", "公里"}, {"m", "米"},        {"t", "吨"},
    {"％", "%"},      {"人次数", "人次"}, {"m³", "立方米"}, {"立方", "立方米"},
}};

}  // namespace

std::optional<int> CountCodePoints(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080u;
  int count = 0;
  while (!text.empty()) {
    // Eight letters of ASCII at a time; Chinese characters and punctuation, but for the odd ranges, by two looks.
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
    } else if (byte(0) > 0xE0 && byte(0) < 0xF0 && byte(0) != 0xED && text.size() >= 3 && (byte(1) & 0xC0u) == 0x80u &&
               (byte(2) & 0xC0u) == 0x80u) {
      text.remove_prefix(3);
    } else if (!TakeCodePoint(text)) {
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
