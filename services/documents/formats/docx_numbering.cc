#include "documents/formats/docx_numbering.h"

#include <algorithm>
#include <string_view>

#include "documents/formats/package.h"

namespace duban::documents {
namespace {

constexpr int kLevels = 9;

std::string Chinese(int value) {
  static constexpr std::string_view kDigits[] = {"",   "一", "二", "三", "四",
                                                 "五", "六", "七", "八", "九"};
  if (value <= 0 || value >= 1000) return std::to_string(value);
  std::string out;
  const int hundreds = value / 100;
  const int tens = value / 10 % 10;
  if (hundreds > 0) out += std::string(kDigits[hundreds]) + "百";
  if (tens > 0) {
    out += (tens == 1 && hundreds == 0 ? std::string() : std::string(kDigits[tens])) + "十";
  } else if (hundreds > 0 && value % 10 > 0) {
    out += "〇";
  }
  return out + std::string(kDigits[value % 10]);
}

std::string Roman(int value) {
  static constexpr std::pair<int, std::string_view> kSteps[] = {{100, "C"}, {90, "XC"}, {50, "L"},
                                                                {40, "XL"}, {10, "X"},  {9, "IX"},
                                                                {5, "V"},   {4, "IV"},  {1, "I"}};
  std::string out;
  for (const auto& [step, letters] : kSteps) {
    for (; value >= step && out.size() < 30; value -= step) out += letters;
  }
  return out;
}

std::string Printed(int value, std::string_view format) {
  if (format.find("hinese") != std::string_view::npos || format.starts_with("ideograph") ||
      format.starts_with("japanese")) {
    return Chinese(value);
  }
  if (format.starts_with("decimalEnclosedCircle") && value >= 1 && value <= 20) {
    const int code = 0x2460 + value - 1;  // ① …
    return {static_cast<char>(0xE2), static_cast<char>(0x80 | (code >> 6 & 0x3F)),
            static_cast<char>(0x80 | (code & 0x3F))};
  }
  if (format.ends_with("Roman")) return Roman(value);
  if (format.ends_with("Letter"))
    return {static_cast<char>((format.starts_with("lower") ? 'a' : 'A') + (value - 1) % 26)};
  return std::to_string(value);
}

int Value(const pugi::xml_node& parent, std::string_view name, int otherwise) {
  return IntAttribute(Child(parent, name), "val", otherwise);
}

}  // namespace

WordNumbering::WordNumbering(const pugi::xml_document& numbering,
                             const pugi::xml_document& styles) {
  for (const pugi::xml_node& node : numbering.document_element().children()) {
    if (LocalName(node) == "abstractNum") {
      std::vector<Level>& levels = definitions_[IntAttribute(node, "abstractNumId", -1)];
      levels.resize(kLevels);
      for (const pugi::xml_node& level : node.children()) {
        const int at = IntAttribute(level, "ilvl", -1);
        if (LocalName(level) != "lvl" || at < 0 || at >= kLevels) continue;
        levels[static_cast<std::size_t>(at)] = {
            std::string(Attribute(Child(level, "numFmt"), "val")),
            std::string(Attribute(Child(level, "lvlText"), "val")), Value(level, "start", 1)};
      }
    } else if (LocalName(node) == "num") {
      List& list = lists_[IntAttribute(node, "numId", -1)];
      list.definition = Value(node, "abstractNumId", -1);
      for (const pugi::xml_node& change : node.children()) {
        const int start = Value(change, "startOverride", -1);
        if (LocalName(change) == "lvlOverride" && start >= 0)
          list.starts[IntAttribute(change, "ilvl", 0)] = start;
      }
    }
  }
  for (const pugi::xml_node& style : styles.document_element().children()) {
    const pugi::xml_node properties = Child(Child(style, "pPr"), "numPr");
    if (!properties) continue;
    styles_[std::string(Attribute(style, "styleId"))] = {Value(properties, "numId", 0),
                                                         Value(properties, "ilvl", 0)};
  }
}

std::string WordNumbering::Next(const pugi::xml_node& paragraph) {
  const pugi::xml_node properties = Child(paragraph, "pPr");
  const pugi::xml_node own = Child(properties, "numPr");
  std::pair<int, int> at{0, 0};
  if (const auto style = styles_.find(std::string(Attribute(Child(properties, "pStyle"), "val")));
      style != styles_.end())
    at = style->second;
  if (own) at = {Value(own, "numId", at.first), Value(own, "ilvl", at.second)};
  const auto found = lists_.find(at.first);
  if (at.first <= 0 || at.second < 0 || at.second >= kLevels || found == lists_.end()) return "";
  List& list = found->second;
  const auto definition = definitions_.find(list.definition);
  if (definition == definitions_.end()) return "";
  std::vector<int>& counts = counts_[list.definition];
  counts.resize(kLevels, 0);
  if (!list.started) {
    for (const auto& [level, start] : list.starts) {
      if (level >= 0 && level < kLevels)
        counts[static_cast<std::size_t>(level)] = start == 0 ? 0 : start - 1;
    }
    list.started = true;
  }
  const auto level = static_cast<std::size_t>(at.second);
  int& count = counts[level];
  count =
      count == 0 && !list.starts.contains(at.second) ? definition->second[level].start : count + 1;
  std::fill(counts.begin() + static_cast<std::ptrdiff_t>(level) + 1, counts.end(), 0);
  const Level& shape = definition->second[level];
  if (shape.format == "bullet" || shape.format == "none") return "";
  std::string out;
  for (std::size_t i = 0; i < shape.text.size(); ++i) {
    const bool number = shape.text[i] == '%' && i + 1 < shape.text.size() &&
                        shape.text[i + 1] >= '1' && shape.text[i + 1] <= '9';
    if (!number) {
      out += shape.text[i];
      continue;
    }
    const auto other = static_cast<std::size_t>(shape.text[++i] - '1');
    out += Printed(std::max(counts[other], 1), definition->second[other].format);
  }
  return out;
}

}  // namespace duban::documents
