#include "documents/core/unit_items.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "documents/core/outline_heads.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMostFieldChars = 16;  // 交通出行方面

// Where the field that opens a paragraph ends: 交通出行方面,…, 教育类:…, 聚焦出行难,…; 0 when none
// does.
std::size_t FieldEnd(std::string_view words) {
  std::size_t end = words.size();
  for (const std::string_view mark : kWordsOf<",", "，", ":", "：">)
    end = std::min(end, Find(words, mark));
  if (end == words.size()) return 0;
  const std::string_view field = words.substr(0, end);
  const bool named = EndsWithAny(field, {"方面", "领域", "类", "类项目", "类实事", "”项目"}) ||
                     StartsWithAny(field, {"聚焦", "围绕"});
  return named && CountChars(field) <= kMostFieldChars ? end : 0;
}

}  // namespace

UnitItems::UnitItems(const Text& text, std::span<const Units> lines) : text_(text), lines_(lines) {
  std::size_t telling = 0;
  std::size_t slogans = 0;
  for (const Units& line : lines_) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (!line[i].tells) continue;
      ++telling;
      slogans += i > 0 && IsSlogan(text_, line[i - 1]);
    }
  }
  slogans_ = slogans * 5 >= telling * 4;
  fields_ = !slogans_ && AllOpenWithFields();
}

Candidate UnitItems::Make() {
  for (const Units& line : lines_) AddLine(line);
  candidate_.end = candidate_.made.size();
  return std::move(candidate_);
}

bool UnitItems::AllOpenWithFields() {
  std::size_t openings = 0;
  std::size_t telling = 0;
  for (const Units& line : lines_) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      telling += line[i].tells;
      if (line[i].heads) return false;
      if (!line[i].opens) continue;
      ++openings;
      const std::string_view words = text_.Of(line[i].range);
      const bool slogan = IsSlogan(text_, line[i]) && i + 1 < line.size() && line[i + 1].tells;
      const std::size_t end = FieldEnd(words);
      if (!slogan && end == 0) return false;
      kinds_ = kinds_ && end > 0 && words.substr(0, end).ends_with("类");
    }
  }
  return openings >= 2 && telling >= 2 * openings;
}

void UnitItems::Push(Range range) { candidate_.made.push_back(MadeLine(text_, range)); }

void UnitItems::PushGroup(Range range) {
  for (const std::string_view word : kWordsOf<"在", "聚焦", "围绕">) {
    if (text_.Of(range).starts_with(word)) range.begin += word.size();
  }
  for (const std::string_view word : kWordsOf<"方面", "领域">) {
    if (text_.Of(range).ends_with(word)) range.end -= word.size();
  }
  // 培训服务类项目进展顺利: the kind, and how it goes on.
  const std::string_view of_kind = "类项目";
  if (const std::size_t at = Find(text_.Of(range), of_kind); at < range.size())
    range.end = range.begin + at + of_kind.size();
  candidate_.groups.push_back(candidate_.made.size());
  Push(range);
}

void UnitItems::PushHead(Range range) {
  candidate_.heads.push_back(candidate_.made.size());
  Push(range);
}

void UnitItems::AddLine(const Units& line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    const Unit& unit = line[i];
    if (unit.heads) {
      PushGroup(unit.range);
      continue;
    }
    const bool leads = i + 1 < line.size() && line[i + 1].tells && IsSlogan(text_, unit);
    if (slogans_ && unit.tells && i > 0 && IsSlogan(text_, line[i - 1])) {
      Push(unit.range);  // below its slogan
    } else if (slogans_ && leads) {
      PushHead(unit.range);
    } else if (unit.tells) {
      const std::size_t field = fields_ && unit.opens ? FieldEnd(text_.Of(unit.range)) : 0;
      if (field > 0) PushGroup({unit.range.begin, unit.range.begin + field});
      const std::size_t comma = field > 0 ? CharAt(text_.str(), unit.range.begin + field).bytes : 0;
      PushHead(Trim(text_.str(), {unit.range.begin + field + comma, unit.range.end}));
    } else if (fields_ && unit.opens) {
      PushGroup(unit.range);
    } else if (!candidate_.heads.empty() && !unit.opens) {
      Push(unit.range);  // more of the item before
    }
  }
}

}  // namespace duban::documents
