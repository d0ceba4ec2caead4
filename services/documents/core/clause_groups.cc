#include <algorithm>

#include "documents/core/clause_finder.h"
#include "documents/core/clause_members.h"
#include "documents/core/numbering.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {

// “A”“B”“C”等3项已完成: names in quotes, one behind the other.
bool ListFinder::ReadQuoted(Range sentence) {
  const std::vector<Range> members = QuotedRun(text_.str(), sentence);
  if (members.size() < 3 || !AllMembers(text_, members)) return false;
  const Range behind{members.back().end, sentence.end};
  const std::vector<Range> clauses = SplitAt(text_.str(), behind, U",，;；");
  Status status = clauses.empty() ? Status::kNone : Said(text_.Of(clauses.front()));
  if (status == Status::kNone)
    status = Said(Last(text_.Of({sentence.begin, members.front().begin}), 60));
  if (status == Status::kNone) status = announced_.value_or(heading_);
  items_.Add(members, status);
  const Range statement =
      clauses.empty() ? Range{sentence.begin, members.front().begin} : clauses.front();
  TakeCount(statement, static_cast<int>(members.size()));
  return true;
}

// 共10大项18小项,其中“A”和“B”已完成,“C”已超额完成,其余…: clauses of quoted names and their state
// behind a count.
bool ListFinder::ReadQuotedStates(Range sentence) {
  if (Counts(text_.Of(sentence)).empty()) return false;
  bool found = false;
  for (Range clause : SplitAt(text_.str(), sentence, U",，;；")) {
    for (const std::string_view head : kWordsOf<"其中", "目前">) {
      if (text_.Of(clause).starts_with(head)) clause.begin += head.size();
    }
    std::vector<Range> members;
    while (text_.Of(clause).starts_with("“")) {
      const std::size_t end = NameEnd(text_.Of(clause));
      members.push_back({clause.begin, clause.begin + end});
      clause.begin += end;
      for (const std::string_view joint : kWordsOf<"项目", "工程", "以及", "和", "及", "、">) {
        if (text_.Of(clause).starts_with(joint)) clause.begin += joint.size();
      }
    }
    const Status status = Said(text_.Of(clause));
    const bool states = StartsWithAny(
        text_.Of(clause), {"已", "均", "全部", "正", "超额", "提前", "基本", "未", "推进", "进展"});
    if (members.empty() || !states || status == Status::kNone ||
        CountChars(text_.Of(clause)) > 20 || !AllMembers(text_, members))
      continue;
    items_.Add(members, status);
    found = true;
  }
  return found;
}

// …其中A、B、C3个子项已完成;D等22项正按序时推进; A,B,这2项预计10月底前完成: counted behind the
// members, of which 等 may leave some out.
bool ListFinder::ReadBehind(Range sentence) {
  bool found = false;
  for (const Range group : SplitAt(text_.str(), sentence, U";；")) {
    if (!HoldsCount(group)) continue;
    if (ReadStated(group)) {
      found = true;
      continue;
    }
    std::size_t from = group.begin;  // behind the clause of the last list
    for (const Count& count : Counts(text_.Of(group))) {
      const Range counted{group.begin + count.range.begin, group.begin + count.range.end};
      if (counted.begin < from) continue;
      Behind list{.list = {from, counted.begin},
                  .said = {counted.begin, ClauseEnd(counted.end, group.end)},
                  .count = count.value};
      for (const std::string_view word : kWordsOf<"这", "上述", "以上">)
        list.pointed = TakeEnd(word, &list.list) || list.pointed;
      list.some = TakeEnd("等", &list.list);
      const std::string_view noun = text_.Of({counted.end, std::min(counted.end + 15, group.end)});
      list.promises = StartsWithAny(noun, {"为民", "民生实事", "实事", "惠民"});
      // 完成了A、B、C9项民心工程的任务: what stands behind the verb is done.
      const std::vector<Range> clauses = SplitAt(text_.str(), list.list, U",，");
      const std::size_t done =
          clauses.empty() ? std::string_view::npos : Find(text_.Of(clauses.back()), "完成了");
      list.done = done != std::string_view::npos && done <= 18;
      if (list.done)
        list.list.begin = clauses.back().begin + done + std::string_view("完成了").size();
      // 会议以无记名投票方式票决产生了A、B、C等5件实事: what a vote chose stands behind the verb.
      for (const std::string_view verb : {"选出了", "产生了", "选出", "票决出", "产生"}) {
        const std::size_t at = list.done || clauses.empty() ? std::string_view::npos
                                                            : Find(text_.Of(clauses.back()), verb);
        if (at == std::string_view::npos) continue;
        list.chosen = true;
        list.list.begin = clauses.back().begin + at + verb.size();
        break;
      }
      // 就业、扶贫等十项民生工程 are the kinds of all projects.
      if ((!list.done && StartsWithAny(noun, {"民生工程", "民心工程", "惠民工程"})) ||
          !ReadMembers(list))
        continue;
      found = true;
      from = list.said.end;
    }
  }
  return found;
}

// 3项进展较快,A完成率35%、B完成率50%、C已开工: as many names as the clause before them counts, each
// with what is told of it; or all names, then a share of each (A、B、C完成率分别为35%、50%、20%).
bool ListFinder::ReadStated(Range group) {
  constexpr std::size_t kMostStateChars = 14;
  const std::vector<Range> clauses = SplitAt(text_.str(), group, U",，");
  for (std::size_t i = 0; i < 2 && i + 1 < clauses.size(); ++i) {
    if (!HoldsCount({clauses[i].begin, clauses[i].begin + 1})) continue;
    const std::string_view stated = text_.Of(clauses[i]);
    const std::vector<Count> counts = Counts(stated);
    if (counts.size() != 1 || counts[0].range.begin > 0 || counts[0].value < 2 ||
        CountChars(stated) > kMostStateChars)
      continue;
    if (!EndsWithAny(stated, {"较快", "完成", "推进", "实施", "施工", "建设", "进行", "工作",
                              "任务", "开工", "启动", "滞后", "缓慢", "较慢"}))
      continue;
    Range list{clauses[i + 1].begin, group.end};
    const std::size_t each = Find(text_.Of(list), "分别");
    if (each != std::string_view::npos) {
      list.end = list.begin + each;
      for (const std::string_view word : kWordsOf<"完成率", "开工率", "进度">) TakeEnd(word, &list);
    }
    std::vector<Range> members = SplitAt(text_.str(), list, U"、");
    if (static_cast<int>(members.size()) + 1 == counts[0].value) PartAtConjunction(text_, &members);
    const bool names = std::ranges::none_of(members, [&](Range member) {
      return IsDigit(CharAt(text_.Of(member), 0).code) || ProjectCount(text_.Of(member)) > 0;
    });
    if (static_cast<int>(members.size()) != counts[0].value || !names ||
        !AllMembers(text_, members))
      continue;
    items_.Add(members, Said(stated));
    TakeCount(clauses[i], counts[0].value);
    return true;
  }
  return false;
}

bool ListFinder::ReadMembers(const Behind& behind) {
  const auto count = static_cast<std::size_t>(behind.count);
  Range group;
  std::vector<Range> members = MembersBefore(text_, behind.list, &group);
  if (members.size() > count) {
    // 对17件实事疏理,细分为30项,A、B2项已完成: what stands before the last comma leads to the list.
    const std::vector<Range> clauses = SplitAt(text_.str(), behind.list, U",，");
    if (clauses.size() > 1) members = MembersBefore(text_, clauses.back(), &group);
  }
  if (members.size() + 1 == count) PartAtConjunction(text_, &members);
  if (members.size() == count + 1 && count >= 2 && behind.some) JoinName(text_, &members);
  const bool counted = members.size() == count && count >= 2;
  if (!counted && !behind.pointed && !(behind.some && count > members.size())) return false;
  Status status = Said(text_.Of(behind.said));
  if (status == Status::kNone && behind.done) status = Status::kCompleted;
  const bool follows = !items_.all().empty();
  const bool said = behind.some || behind.pointed || status != Status::kNone || follows;
  const bool whole = counted && (said || (count >= 3 && behind.promises));
  const bool part = behind.some && count > members.size() &&
                    (status != Status::kNone || follows || (behind.chosen && members.size() >= 3));
  if (!whole && !part && behind.pointed) {
    members = MembersAt(text_.str(), behind.list, U",，");
    if (members.size() == count + 1 && ProjectCount(text_.Of(members.front())) > 0)
      members.erase(members.begin());
  }
  if (!part && (members.size() != count || count < 2)) return false;
  if (!whole && !part && !behind.pointed) return false;
  // 助行 is a name where as many as are counted stand around it.
  const auto short_names =
      std::ranges::count_if(members, [&](Range m) { return !IsMember(text_.Of(m)); });
  if (short_names * 4 > (whole ? static_cast<std::ptrdiff_t>(members.size()) : 0)) return false;
  std::vector<Item>& items = items_.all();
  const std::size_t first = items.size();
  items_.Add(members, status, behind.pointed ? behind.said : Range{});
  const bool category =
      !group.empty() && NumberingAt(text_.str(), group.begin) && text_.Of(group).ends_with("类");
  for (std::size_t i = first; i < items.size() && category; ++i) items[i].category = group;
  if (!part) TakeCount(behind.said, behind.count);
  chosen_ = chosen_ || behind.chosen;
  return true;
}

// 剩余8项中,A已完成1个(50%)、B已完成8个(53%),C正在施工中(93%),…: clauses that end in a share, each
// a project.
bool ListFinder::ReadShares(Range sentence) {
  const std::string_view words = text_.Of(sentence);
  const std::size_t among = std::min(Find(words, "项中,"), Find(words, "项中，"));
  if (among == std::string_view::npos) return false;
  std::vector<Range> members = MembersAt(
      text_.str(), {sentence.begin + among + std::string_view("项中,").size(), sentence.end},
      U",，;；");
  std::erase_if(members, [&](Range member) {
    const std::string_view told = text_.Of(member);
    return !(told.ends_with("%)") || told.ends_with("%）")) ||
           !MentionsAny<"完成", "施工", "推进", "建设", "已">(told);
  });
  if (members.size() < 3) return false;
  items_.Add(members, Status::kNone);
  return true;
}

// 推进缓慢的有3项(A、B、C); 东城区有2项(A、B)推进缓慢 says it of one place only.
bool ListFinder::ReadBracketed(Range sentence) {
  bool found = false;
  for (const Range inner : Brackets(text_.str(), sentence)) {
    const std::size_t open = inner.begin - CharBefore(text_.str(), inner.begin).bytes;
    if (open <= sentence.begin) continue;  // nothing stands before it
    const Range clause = ClauseAround(text_, sentence, open - 1);
    const Range said{clause.begin, open};
    std::string_view words = text_.Of(said);
    DropTail<"小项", "项目", "项", "件", "个">(&words);
    DropTail<"个">(&words);
    const std::string_view before = words.substr(0, NumeralBegin(words, words.size()));
    const int count = NumeralValue(words.substr(before.size()));
    if (count <= 0) continue;
    int matched = count;
    std::vector<Range> members =
        count == 1 ? std::vector<Range>{inner} : CountedMembers(text_, inner, {count}, &matched);
    const bool names = std::none_of(members.begin(), members.end(),
                                    [&](Range m) { return IsDigit(CharAt(text_.Of(m), 0).code); });
    const std::size_t closed = inner.end + CharAt(text_.str(), inner.end).bytes;
    const Range behind{closed, ClauseAround(text_, sentence, closed).end};
    Status status = Said(text_.Of(said));
    if (status == Status::kNone) status = Said(text_.Of(behind));
    if (members.empty() || !names || !AllMembers(text_, members) ||
        (count < 3 && status == Status::kNone && !before.ends_with("有")))
      continue;
    bool place = false;
    for (const std::string_view end :
         kWordsOf<"区有", "县有", "市有", "镇有", "乡有", "州有", "旗有">)
      place = place || before.ends_with(end);
    items_.Add(members, place ? Status::kNone : status);
    counts_.push_back({count, count, {said.begin + before.size(), closed}});
    found = true;
  }
  return found;
}

// 其中8件圆满完成任务,A,B,C…: as many clauses as were counted.
bool ListFinder::ReadClauses(Range sentence) {
  const std::vector<Range> clauses = SplitAt(text_.str(), sentence, U",，");
  for (std::size_t i = 0; i + 3 < clauses.size(); ++i) {
    if (!HoldsCount(clauses[i])) continue;
    const int count = ProjectCount(text_.Of(clauses[i]));
    if (count < 3 || clauses.size() - i - 1 != static_cast<std::size_t>(count)) continue;
    const Status status = Said(text_.Of(clauses[i]));
    if (status == Status::kNone) continue;
    const std::vector<Range> members(clauses.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                     clauses.end());
    const bool told = std::none_of(members.begin(), members.end(), [&](Range m) {
      return text_.Of(m).starts_with("占") || ProjectCount(text_.Of(m)) > 0;
    });
    if (!told || !AllMembers(text_, members)) continue;
    items_.Add(members, status);
    TakeCount(clauses[i], count);
    return true;
  }
  return false;
}

// 已完成的有A、B、C;进展较慢的有D、E.
bool ListFinder::ReadHaving(Range sentence) {
  bool found = false;
  for (const Range group : SplitAt(text_.str(), sentence, U";；")) {
    const std::string_view words = text_.Of(group);
    for (const std::string_view marker : kHaving) {
      const std::size_t at = Find(words, marker);
      if (at == std::string_view::npos || CountChars(words.substr(0, at)) > 30) continue;
      const Status status = Said(words.substr(0, at));
      Range list{group.begin + at + marker.size(), group.end};
      if (const std::vector<Range> clauses = SplitAt(text_.str(), list, U",，:：");
          !clauses.empty())
        list = clauses.front();
      for (const std::string_view rest : kWordsOf<"等项目", "等事项", "等实事", "等">)
        TakeEnd(rest, &list);
      const std::vector<Range> members = SplitAt(text_.str(), list, U"、");
      // 基本达到节点要求的实事有:A、B goes on where others were named before.
      // 进度滞后的项目为A: one may make a group of its own behind others.
      const std::size_t least = items_.all().empty() || !marker.starts_with("的项目") ? 2 : 1;
      if ((status == Status::kNone && items_.all().empty()) || members.size() < least ||
          !AllMembers(text_, members) || IsDigit(CharAt(text_.Of(list), 0).code))
        continue;
      items_.Add(members, status);
      found = true;
      break;
    }
  }
  return found;
}

// 其中,A、B、C等项目进度缓慢: at least three names before 等, and a state behind it.
bool ListFinder::ReadSuchAs(Range sentence) {
  if (!Contains(text_.Of(sentence), "、")) return false;
  bool found = false;
  for (const Range clause : SplitAt(text_.str(), sentence, U",，;；:：")) {
    const std::string_view words = text_.Of(clause);
    const std::size_t at = Find(words, "等");
    if (at == std::string_view::npos || words.size() - at > 120 ||
        !Contains(words.substr(0, at), "、"))
      continue;
    Range lead;
    const std::vector<Range> members =
        MembersBefore(text_, {clause.begin, clause.begin + at}, &lead);
    if (members.size() < 3) continue;
    const Status status = Said(words.substr(at));
    const bool names = std::none_of(members.begin(), members.end(), [&](Range m) {
      return HoldsDigit(text_.Of(m)) || CountChars(text_.Of(m)) > 30;
    });
    const std::string_view behind = words.substr(at + 3);
    const bool projects = MentionsAny(behind, {"项目", "工程", "事项"}) ||
                          behind.starts_with("全部") || behind.starts_with("均") ||
                          behind.starts_with("已");
    if (status == Status::kNone || !names || !projects || !AllMembers(text_, members)) continue;
    items_.Add(members, status);
    found = true;
  }
  return found;
}

}  // namespace duban::documents
