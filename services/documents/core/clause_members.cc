#include "documents/core/clause_members.h"

#include <algorithm>

#include "documents/core/clause_words.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMostMemberChars = 260;
constexpr std::u32string_view kListMarks[] = {U";；", U",，", U"、", U"、;；"};

}  // namespace

void PartAtConjunction(const Text& text, std::vector<Range>* members) {
  for (std::size_t i = members->size(); i-- > 0;) {
    const Range member = (*members)[i];
    for (const std::string_view joint : kWordsOf<"以及", "及", "和">) {
      const std::size_t at = Find(text.Of(member), joint);
      // A name has at least four characters.
      if (at == std::string_view::npos || at < 12 || at + joint.size() + 12 > member.size())
        continue;
      (*members)[i].end = member.begin + at;
      members->insert(members->begin() + static_cast<std::ptrdiff_t>(i) + 1,
                      Range{member.begin + at + joint.size(), member.end});
      return;
    }
  }
}

std::vector<Range> MembersAt(std::string_view text, Range list, std::u32string_view marks) {
  std::vector<Range> parts = SplitAt(text, list, marks);
  std::erase_if(parts, [&](Range part) {
    const std::string_view words = text.substr(part.begin, part.size());
    return words.starts_with("其他") || words.starts_with("其余") || words.starts_with("其它");
  });
  return parts;
}

bool IsMember(std::string_view words) {
  const std::size_t chars = CountChars(words);
  return chars >= 4 && chars <= kMostMemberChars;
}

bool AllMembers(const Text& text, const std::vector<Range>& members) {
  return std::all_of(members.begin(), members.end(), [&](Range m) { return IsMember(text.Of(m)); });
}

std::vector<Range> CountedMembers(const Text& text, Range list, const std::vector<int>& announced,
                                  int* count) {
  for (const std::u32string_view marks : kListMarks) {
    std::vector<Range> members = MembersAt(text.str(), list, marks);
    if (members.size() < 2 || !AllMembers(text, members)) continue;
    for (const int value : announced) {
      if (static_cast<int>(members.size()) + 1 == value) PartAtConjunction(text, &members);
      if (static_cast<int>(members.size()) != value) continue;
      *count = value;
      return members;
    }
  }
  return {};
}

std::vector<Range> MembersBefore(const Text& text, Range list, Range* lead) {
  std::vector<Range> members = SplitAt(text.str(), list, U"、");
  // 第二、三水厂 is one name.
  for (std::size_t i = 0; i + 1 < members.size();) {
    const std::string_view words = text.Of(members[i]);
    const bool ordinal = words.size() >= 6 &&
                         IsChineseDigit(CharBefore(words, words.size()).code) &&
                         words.substr(0, words.size() - 3).ends_with("第");
    if (ordinal) {
      members[i].end = members[i + 1].end;
      members.erase(members.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    } else {
      ++i;
    }
  }
  if (members.empty()) return members;
  if (const std::vector<Range> clauses = SplitAt(text.str(), members.front(), U",，:：");
      clauses.size() > 1) {
    members.front() = clauses.back();
    *lead = clauses[clauses.size() - 2];
  }
  for (const std::string_view head :
       kWordsOf<"其中", "目前", "主要有", "已有", "包括", "确定实施", "确定了", "确定">) {
    if (text.Of(members.front()).starts_with(head)) members.front().begin += head.size();
  }
  return members;
}

std::vector<SharedMembers> MembersSharing(const Text& text, Range list) {
  std::vector<SharedMembers> groups;
  for (const Range member : MembersAt(text.str(), list, U";；")) {
    SharedMembers group{.members = {member}};
    const std::vector<Range> clauses = SplitAt(text.str(), member, U",，");
    for (std::size_t i = 2; i < clauses.size(); ++i) {
      const bool points = StartsWithAny(text.Of(clauses[i]), {"这", "上述", "以上"});
      if (!points || ProjectCount(text.Of(clauses[i])) != static_cast<int>(i)) continue;
      group.members.assign(clauses.begin(), clauses.begin() + static_cast<std::ptrdiff_t>(i));
      group.shared = {clauses[i].begin, member.end};
      break;
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

std::vector<Range> QuotedRun(std::string_view text, Range range) {
  std::vector<Range> best;
  std::vector<Range> run;
  std::size_t last = range.begin;
  text = text.substr(0, range.end);  // what stands behind it is not searched
  for (std::size_t at = Find(text, "“", range.begin); at < range.end; at = Find(text, "“", last)) {
    int depth = 0;
    std::size_t end = at;
    while (end < range.end) {
      const Char c = CharAt(text, end);
      end += c.bytes;
      if (c.code == U'“') ++depth;
      if (c.code == U'”' && --depth == 0) break;
    }
    if (depth != 0) break;
    const std::string_view gap = text.substr(last, at - last);
    bool joined = gap.size() <= 18;
    for (const std::string_view mark : kWordsOf<"，", ",", "。", "；", ";">)
      joined = joined && !Contains(gap, mark);
    if (!gap.empty() && gap != "、" && !gap.ends_with("、"))
      joined = joined && MentionsAny(gap, {"项目", "工程", "行动"});
    if (!joined) run.clear();
    run.push_back({at, end});
    if (run.size() > best.size()) best = run;
    last = end;
  }
  return best;
}

void PartNames(const Text& text, std::vector<Range>* members) {
  std::vector<Range> parted;
  for (const Range member : *members) {
    const std::vector<Range> names = SplitAt(text.str(), member, U"、");
    const bool bare = std::all_of(names.begin(), names.end() - (names.empty() ? 0 : 1),
                                  [&](Range name) { return !HoldsDigit(text.Of(name)); });
    if (bare) {
      parted.insert(parted.end(), names.begin(), names.end());
    } else {
      parted.push_back(member);
    }
  }
  *members = std::move(parted);
}

void JoinName(const Text& text, std::vector<Range>* members) {
  for (std::size_t i = 1; i < members->size(); ++i) {
    if (!MentionsAny(text.Of((*members)[i]), {"及", "和", "与"})) continue;
    (*members)[i - 1].end = (*members)[i].end;
    members->erase(members->begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

}  // namespace duban::documents
