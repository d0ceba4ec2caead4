#include "documents/core/cell_traits.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "documents/core/names.h"
#include "documents/core/table_rows.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// `wide`: it holds characters of more than one byte.
bool LooksLikeDate(std::string_view normal, bool wide) {
  if (normal.size() > 45) return false;
  const bool digit = HoldsDigit(normal);
  if (wide && (digit || CountChars(normal) <= 8) &&
      MentionsAny<"月", "年底", "年内", "季度", "上半年", "全年", "长期">(normal))
    return true;
  return digit &&
         ((wide && Contains(normal, "年")) || std::count(normal.begin(), normal.end(), '.') == 2 ||
          std::count(normal.begin(), normal.end(), '-') == 2);
}

bool IsYear(std::string_view words) {
  return words.size() == 4 && words.starts_with("20") && IsDigit(CharAt(words, 2).code) &&
         IsDigit(CharAt(words, 3).code);
}

// 2022, 2021-2023.
bool NamesYears(std::string_view normal) {
  if (normal.size() != 9) return IsYear(normal);
  return IsYear(normal.substr(0, 4)) && (normal[4] == '-' || normal[4] == '~') &&
         IsYear(normal.substr(5));
}

// Offices with the people behind them: 区教育局 王敏;区住建局 李强.
bool NamesSome(std::string_view cell, const Dictionary& dictionary) {
  if (HoldsDigit(cell) || !MentionsAny<" ", "、", "\n", "\u3000">(cell) || HasMoreThan(40, cell))
    return false;
  const Names names = ReadNames(cell, dictionary);
  return !names.people.empty() && !names.units.empty() &&
         std::all_of(names.units.begin(), names.units.end(),
                     [&](const std::string& unit) { return LooksLikeUnits(unit, dictionary); });
}

}  // namespace

bool IsNumeric(std::string_view normal, std::size_t most_unit) {
  bool digit = false;
  std::size_t other = 0;
  for (std::size_t at = 0; at < normal.size();) {
    const Char c = CharAt(normal, at);
    at += c.bytes;
    if (IsDigit(c.code)) {
      digit = true;
    } else if (c.code != '.' && c.code != '%' && c.code != ',' && c.code != '-' &&
               c.code != U'万' && c.code != U'亿') {
      if (++other > most_unit) return false;
    }
  }
  return digit;
}

std::optional<quantities::Comparator> TakeBound(std::string_view* normal) {
  constexpr std::pair<std::string_view, quantities::Comparator> kBefore[] = {
      {"不低于", quantities::Comparator::kAtLeast}, {"不少于", quantities::Comparator::kAtLeast},
      {"至少", quantities::Comparator::kAtLeast},   {"≥", quantities::Comparator::kAtLeast},
      {"不超过", quantities::Comparator::kAtMost},  {"不高于", quantities::Comparator::kAtMost},
      {"≤", quantities::Comparator::kAtMost}};
  for (const auto& [word, comparator] : kBefore) {
    if (!normal->starts_with(word)) continue;
    normal->remove_prefix(word.size());
    return comparator;
  }
  constexpr std::pair<std::string_view, quantities::Comparator> kBehind[] = {
      {"以上", quantities::Comparator::kAtLeast}, {"以内", quantities::Comparator::kAtMost}};
  for (const auto& [word, comparator] : kBehind) {
    if (!normal->ends_with(word)) continue;
    normal->remove_suffix(word.size());
    return comparator;
  }
  return std::nullopt;
}

bool SaysStatus(std::string_view cell, std::string_view normal, const Dictionary& dictionary) {
  for (const std::string_view tick : std::initializer_list<std::string_view>{
           "是", "否", "√", "×", "达序", "达序时", "已达序", "符合序时", "按序时"}) {
    if (normal == tick) return true;
  }
  return cell.size() <= 60 && dictionary.NormalCellStatus(normal) != Status::kNone;
}

Traits Describe(std::string_view cell, const Dictionary& dictionary) {
  Traits traits;
  traits.chars = CountChars(cell);
  const bool wide =
      traits.chars < cell.size();  // words are of such characters: a figure is not looked up as one
  if (wide) {
    traits.promise = StartsWithAny<"新增", "新建", "新改", "改建", "改扩建", "扩建", "改造", "开展",
                                   "实施", "推进">(cell);
    const bool share =
        cell.find('%') != std::string_view::npos &&
        MentionsAny<"占年度目标", "占年度任务", "占年度计划", "占全年", "完成率", "年度任务的">(
            cell);
    traits.done = share || MentionsAny<"已", "目前", "截至", "截止", "正在">(cell.substr(0, 15));
    traits.promise = traits.promise && !share;
  }
  const auto numbering = NumberingAt(cell, 0);
  if (numbering) {
    traits.numbered = numbering->style;
    traits.number_value = numbering->value;
  }
  if (traits.chars > kMaxDescribed) {
    traits.sentence = true;
    return traits;
  }
  std::string storage;
  const std::string_view normal = NormalIn(cell, &storage);
  traits.blank = IsBlankCell(cell);
  traits.numeric = IsNumeric(normal);
  traits.percent = normal.ends_with("%");
  traits.years = NamesYears(normal);
  traits.rate = normal.find('/') != std::string::npos;
  traits.number = BareNumber(cell);
  if (wide) {
    traits.status = SaysStatus(cell, normal, dictionary);
    traits.people = LooksLikePeople(cell, dictionary);
    traits.units =
        LooksLikeUnits(cell, dictionary) || (!traits.people && NamesSome(cell, dictionary));
    traits.everybody = traits.units && MentionsAny<"各", "有关", "相关">(cell);
  }
  traits.date = LooksLikeDate(normal, wide);
  traits.sentence = MentionsAny<",", "，", "。", ";", "；">(cell);
  traits.counts = HoldsDigit(numbering ? cell.substr(numbering->range.end) : cell);
  return traits;
}

}  // namespace duban::documents
