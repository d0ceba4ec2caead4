#include "documents/core/reporting_units.h"

#include <algorithm>
#include <cstdlib>
#include <span>
#include <string_view>

#include "documents/core/clause_words.h"
#include "documents/core/told.h"
#include "documents/core/unit_items.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// 其余2所正在装修, 据市交通局介绍,该项目…: goes on about the project before.
bool GoesOn(std::string_view words) {
  if (StartsWithAny(words, {"其中", "其余", "剩余", "另", "该项目", "该工程", "截至", "累计",
                            "目前", "已", "同时"}))
    return true;
  return words.starts_with("据") && MentionsAny<"该项目", "该工程">(words);
}

bool Reports(std::string_view words) {
  return TellsWhatIsDone(words) || MentionsAny<"完成", "建成", "新增", "发放", "资助">(words);
}

// Whether pieces of paragraphs below so many kinds report each by itself, three or more of a kind.
bool ReportEach(const Text& text, std::span<const Units> lines, std::size_t kinds) {
  std::size_t telling = 0;
  std::size_t silent = 0;
  std::size_t reports = 0;
  for (const Units& line : lines) {
    for (const Unit& unit : line) {
      const std::string_view words = text.Of(unit.range);
      telling += unit.tells;
      silent += !unit.tells && !unit.heads && !unit.opens && !GoesOn(words);
      reports += unit.tells && Reports(words);
    }
  }
  return telling >= kLeastOfField * kinds && silent * 5 <= telling && reports * 4 >= telling * 3;
}

// 农村饮水安全工程计划铺设管网62公里,已铺设51公里 is named before what is told of it; a piece that
// opens with its plan has no name.
Range NameOf(const Text& text, Range piece) {
  const std::string_view words = text.Of(piece);
  std::string_view name = words.substr(0, NameEnd(words));
  const bool named = name.size() < words.size() && CountChars(name) <= kMostSloganChars &&
                     !HoldsDigit(name) && !Contains(name, "计划") &&
                     !StartsWithAny(name, {"今年", "我", "全市", "全县", "全区"});
  while (DropTail<"发放", "累计", "完成">(&name)) {
  }
  return {piece.begin, piece.begin + (named ? name.size() : 0)};
}

}  // namespace

std::optional<Candidate> ReadReporting(const Text& text, const Counted& announced,
                                       const Kinds& kinds, std::vector<Told> gathered) {
  constexpr std::size_t kLeastKinds = 3;
  const int most = announced.promises.empty() ? 0 : *std::ranges::max_element(announced.promises);
  const auto off = [&](std::size_t items) { return std::abs(most - static_cast<int>(items)); };
  const bool chapters = kinds.count > 1;
  for (auto told = gathered.rbegin(); told != gathered.rend(); ++told) {
    const std::size_t groups = chapters ? kinds.count : told->lines.size();
    if (groups < kLeastKinds) return std::nullopt;
    for (Units& units : told->lines) {
      for (Unit& unit : units) {
        if (!unit.heads && GoesOn(text.Of(unit.range))) unit.opens = unit.tells = false;
      }
    }
    UnitItems items(text, told->lines);
    const bool by_kinds = chapters || items.least_of_field() > 0;
    if (!by_kinds || !ReportEach(text, told->lines, groups) ||
        off(Telling(told->lines)) >= off(groups))
      continue;
    Candidate candidate = items.Make();
    for (const std::size_t head : candidate.heads)
      candidate.names.push_back(NameOf(text, candidate.made[head].range));
    return candidate;
  }
  return std::nullopt;
}

}  // namespace duban::documents
