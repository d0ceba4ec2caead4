#include <algorithm>

#include "documents/core/candidate.h"
#include "documents/core/clause_finder.h"
#include "documents/core/clause_members.h"
#include "documents/core/word_set.h"

namespace duban::documents {

// …5项已完成,分别是:A、B、C. The count may stand sentences before, and so may what is said of the
// members.
bool ListFinder::ReadNamed(Range before, Range sentence, std::size_t line_end) {
  const std::string_view words = text_.Of(sentence);
  for (const std::string_view marker : kNaming) {
    const std::size_t at = Find(words, marker);
    if (at == std::string_view::npos) continue;
    const Range said{before.begin, sentence.begin + at};
    Counted counted;
    TakeCounts(text_.Of(said), &counted);
    std::vector<int> announced(counted.others.rbegin(), counted.others.rend());
    announced.insert(announced.end(), counted.promises.rbegin(), counted.promises.rend());
    if (announced.empty()) continue;
    // 8件,包括A;B;…: of any other list the word may tell as well.
    if (marker == "包括" && ProjectCount(Last(text_.Of(said), 15)) == 0) continue;
    Range list{sentence.begin + at + marker.size(), sentence.end};
    for (const std::string_view colon : kWordsOf<":", "：">) {
      if (text_.Of(list).starts_with(colon)) list.begin += colon.size();
    }
    // 完成率分别为12.6%、14%: shares are no names.
    const std::string_view first = text_.Of(list).substr(0, Find(text_.Of(list), "、"));
    if (first.ends_with("%") && first.find_first_not_of("0123456789.%") == std::string_view::npos)
      continue;
    int count = 0;
    std::vector<Range> members = CountedMembers(text_, list, announced, &count);
    if (members.empty()) members = QuotedRun(text_.str(), list);
    if (members.size() < 2)
      members = CountedMembers(text_, {list.begin, line_end}, announced, &count);
    // A text that breaks off in its list, or a list of sentences that does not add up, is a list
    // all the same.
    if (members.empty() && marker != "包括") members = MembersAt(text_.str(), list, U";；");
    if (members.size() < 2 || (count == 0 && members.size() < 3) || !AllMembers(text_, members))
      continue;
    items_.Add(members, StatusBehind(said));
    TakeCount(said, count != 0 ? count : static_cast<int>(members.size()));
    taken_ = members.back().end;
    return true;
  }
  return false;
}

// 超额完成的有3项:A;B。C: the list may go on to the end of its paragraph.
bool ListFinder::ReadCounted(Range sentence, std::size_t line_end) {
  const std::string_view words = text_.Of(sentence);
  const std::size_t colon = FindColon(words);
  if (colon == std::string_view::npos) return false;
  const Range said{sentence.begin, sentence.begin + colon};
  const std::vector<Count> counts = Counts(text_.Of(said));
  if (counts.empty() || colon - counts.back().range.end > 36) return false;
  const Range list{said.end + (words[colon] == ':' ? 1 : 3), sentence.end};
  int count = 0;
  std::vector<Range> members = CountedMembers(text_, list, {counts.back().value}, &count);
  if (members.empty()) {
    members = MembersAt(text_.str(), {list.begin, line_end}, U";；。");
    if (static_cast<int>(members.size()) != counts.back().value) members.clear();
  }
  if (members.empty()) members = QuotedRun(text_.str(), list);
  if (members.size() < 2 || !AllMembers(text_, members)) return false;
  items_.Add(members, Said(Last(text_.Of(said), 90)));
  if (count > 0 || static_cast<int>(members.size()) == counts.back().value)
    TakeCount(said, counts.back().value);
  taken_ = members.back().end;
  return true;
}

// 正在推进的3项中,A;B;C, 3项正在推进,其中,A;B;C: as many members at semicolons as the state before
// them counts.
bool ListFinder::ReadAmong(Range sentence) {
  constexpr std::size_t kMostStateChars = 24;
  const std::vector<Range> clauses = SplitAt(text_.str(), sentence, U",，");
  for (std::size_t i = 0; i < 3 && i + 1 < clauses.size(); ++i) {
    if (!HoldsCount(clauses[i])) continue;
    const std::vector<Count> counts = Counts(text_.Of(clauses[i]));
    const Status status = Said(text_.Of(clauses[i]));
    if (counts.size() != 1 || counts[0].value < 2 || status == Status::kNone ||
        CountChars(text_.Of(clauses[i])) > kMostStateChars)
      continue;
    Range list{clauses[i + 1].begin, sentence.end};
    for (const std::string_view head : kWordsOf<"其中", "即", ",", "，">) {
      if (text_.Of(list).starts_with(head)) list.begin += head.size();
    }
    const std::vector<SharedMembers> groups = MembersSharing(text_, list);
    std::size_t named = 0;
    for (const SharedMembers& group : groups) named += group.members.size();
    const bool whole = std::ranges::all_of(
        groups, [&](const SharedMembers& group) { return AllMembers(text_, group.members); });
    if (named != static_cast<std::size_t>(counts[0].value) || !whole) continue;
    for (const SharedMembers& group : groups) items_.Add(group.members, status, group.shared);
    TakeCount(clauses[i], counts[0].value);
    return true;
  }
  return false;
}

// 滞后项目:一是…;二是….
bool ListFinder::ReadLabelled(Range sentence) {
  const std::string_view words = text_.Of(sentence);
  const std::size_t colon = FindColon(words);
  if (colon == std::string_view::npos || CountChars(words.substr(0, colon)) > 12) return false;
  const std::string_view label = words.substr(0, colon);
  const Status status = Said(label);
  if (!MentionsAny(label, {"项目", "事项", "任务"}) || status == Status::kNone ||
      ProjectCount(label) > 0)
    return false;
  const std::vector<Range> members = SplitAt(
      text_.str(), {sentence.begin + colon + (words[colon] == ':' ? 1 : 3), sentence.end}, U";；");
  if (members.size() < 2 || !AllMembers(text_, members)) return false;
  items_.Add(members, status);
  return true;
}

// “A”…;“B”… or 其中:A…;B… behind a sentence that announced them.
bool ListFinder::ReadAnnounced(Range sentence) {
  const std::string_view words = text_.Of(sentence);
  Range list = sentence;
  bool among = false;
  for (const std::string_view head : kWordsOf<"其中:", "其中：", "其中,", "其中，">) {
    if (!words.starts_with(head)) continue;
    list.begin += head.size();
    among = true;
  }
  if (ReadAsMany(list)) return true;
  if (among && *announced_ == Status::kNone) return false;  // a count alone announces just as many
  const std::vector<Range> members = SplitAt(text_.str(), list, U";；");
  const bool quoted = std::all_of(members.begin(), members.end(),
                                  [&](Range m) { return text_.Of(m).starts_with("“"); });
  if (members.empty() || !(quoted || (among && members.size() >= 2)) || !AllMembers(text_, members))
    return false;
  if (!quoted && std::any_of(members.begin(), members.end(),
                             [&](Range m) { return IsDigit(CharAt(text_.Of(m), 0).code); })) {
    return false;
  }
  items_.Add(members, *announced_);
  return true;
}

// 7项正在抓紧实施。A…;B…;C…。, 2项已完成。A、B等。: as many as the sentence before counts, however
// they are parted.
bool ListFinder::ReadAsMany(Range list) {
  if (announced_count_ < 2) return false;
  for (const std::u32string_view marks : {U";；", U"、", U",，"}) {
    Range named = list;
    if (marks == U"、") {
      const std::size_t such = text_.Of(list).rfind("等");
      if (such != std::string_view::npos) named.end = named.begin + such;
    }
    std::vector<Range> members = SplitAt(text_.str(), named, marks);
    const int missing = announced_count_ - static_cast<int>(members.size());
    if (marks == U";；" && members.size() >= 3 && missing > 0) PartNames(text_, &members);
    if (marks == U"、" && missing == -1) JoinName(text_, &members);
    if (static_cast<int>(members.size()) != announced_count_ || !AllMembers(text_, members))
      continue;
    // 截至6月底,项目有4项,其中省定3项: clauses that count go on about the whole group; two clauses
    // are any sentence.
    const bool counts =
        std::ranges::any_of(members, [&](Range member) { return HoldsCount(member); });
    if (marks == U",，" && (counts || announced_count_ == 2)) continue;
    items_.Add(members, *announced_);
    TakeCount(announced_in_, announced_count_);
    return true;
  }
  return false;
}

}  // namespace duban::documents
