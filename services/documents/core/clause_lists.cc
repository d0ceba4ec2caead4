#include "documents/core/clause_lists.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "documents/core/numbering.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMostMemberChars = 260;

// The count of projects that a statement names (5项, 2个项目, 子项目7个); 0 when it names none.
int ProjectCount(std::string_view words) {
  int found = 0;
  std::size_t last = 0;
  for (const std::string_view unit : {"项", "个", "件"}) {
    for (std::size_t at = Find(words, unit); at != std::string_view::npos; at = Find(words, unit, at + unit.size())) {
      std::size_t begin = at;
      while (begin > 0) {
        const Char c = CharBefore(words, begin);
        if (!IsDigit(c.code) && !IsChineseDigit(c.code)) break;
        begin -= c.bytes;
      }
      const std::string_view before = words.substr(0, begin);
      const std::string_view after = words.substr(at + unit.size());
      const bool project = unit != "个" || after.starts_with("项目") || after.starts_with("子项目") || after.starts_with("事项") ||
                           before.ends_with("项目") || before.ends_with("事项");
      const int value = NumeralValue(words.substr(begin, at - begin));
      if (project && value > 0 && value <= 200 && !before.ends_with("第") && at >= last) {
        found = value;
        last = at;
      }
    }
  }
  return found;
}

// Parts of a range at one of the marks, outside brackets and quotes; trimmed, empty ones dropped.
std::vector<Range> SplitAt(std::string_view text, Range range, std::u32string_view marks) {
  std::vector<Range> parts;
  int depth = 0;
  std::size_t begin = range.begin;
  for (std::size_t at = range.begin; at < range.end;) {
    const Char c = CharAt(text, at);
    if (c.code == '(' || c.code == U'（' || c.code == U'“' || c.code == U'《') ++depth;
    if (c.code == ')' || c.code == U'）' || c.code == U'”' || c.code == U'》') depth = std::max(0, depth - 1);
    if (depth == 0 && marks.find(c.code) != std::u32string_view::npos) {
      parts.push_back(Trim(text, {begin, at}));
      begin = at + c.bytes;
    }
    at += c.bytes;
  }
  parts.push_back(Trim(text, {begin, range.end}));
  std::erase_if(parts, [](Range part) { return part.empty(); });
  return parts;
}

// A list's members, at the outermost mark that it uses.
std::vector<Range> Members(std::string_view text, Range list) {
  for (const std::u32string_view marks : {std::u32string_view(U";；"), std::u32string_view(U",，"), std::u32string_view(U"、")}) {
    std::vector<Range> parts = SplitAt(text, list, marks);
    if (parts.size() >= 2) {
      // 其他项目正按序时推进 closes a list and belongs to none.
      std::erase_if(parts, [&](Range part) {
        const std::string_view words = text.substr(part.begin, part.size());
        return words.starts_with("其他") || words.starts_with("其余");
      });
      return parts;
    }
  }
  return {list};
}

bool IsMember(std::string_view words) {
  const std::size_t chars = CountChars(words);
  return chars >= 4 && chars <= kMostMemberChars && !IsDigit(CharAt(words, 0).code);
}

// Where the name of a project ends in the clause that tells of it: at its quote, or before the verb.
std::size_t NameEnd(std::string_view clause) {
  if (clause.starts_with("“")) {
    int depth = 0;
    for (std::size_t at = 0; at < clause.size();) {
      const Char c = CharAt(clause, at);
      at += c.bytes;
      if (c.code == U'“') ++depth;
      if (c.code == U'”' && --depth == 0) return at;
    }
  }
  std::size_t end = clause.size();
  for (const std::string_view verb : {"完成投", "完成率", "已", "正在", "原计划", "计划", "预计", "累计", "截至", "截止", "未启动", "正着手",
                                      "全部", "推进顺利", "，", ",", "(第", "（第"}) {
    const std::size_t at = Find(clause, verb);
    if (at != std::string_view::npos && at >= 12) end = std::min(end, at);
  }
  return end;
}

// The number that a bracket gives a member: (第二十三项).
int BracketNumber(std::string_view words) {
  for (const std::string_view open : {"(第", "（第"}) {
    const std::size_t at = Find(words, open);
    if (at == std::string_view::npos) continue;
    const std::string_view rest = words.substr(at + open.size());
    for (const std::string_view unit : {"项", "件"}) {
      const std::size_t end = Find(rest, unit);
      if (end == std::string_view::npos || end > 15) continue;
      if (const int value = NumeralValue(rest.substr(0, end)); value > 0) return value;
    }
  }
  return 0;
}

// One pass over the sentences of the lines.
class ListFinder {
 public:
  ListFinder(const Text& text, const Dictionary& dictionary) : text_(text), dictionary_(dictionary) {}

  void Read(Range line) {
    announced_.reset();
    for (const Range sentence : SplitAt(text_.str(), line, U"。")) {
      if (sentence.begin < read_to_) continue;
      if (ReadColon(sentence, line)) continue;
      ReadSentence(sentence);
    }
  }

  const std::vector<NamedCount>& counts() const { return counts_; }

  std::vector<Item> Take() {
    int next = 1;
    std::set<int> taken;
    for (const Item& item : items_) taken.insert(item.number);
    for (Item& item : items_) {
      if (item.number > 0) continue;
      while (taken.contains(next)) ++next;
      item.number = next++;
    }
    return std::move(items_);
  }

 private:
  void ReadSentence(Range sentence) {
    const std::string_view words = text_.Of(sentence);
    if (ReadNamed(sentence) || ReadLabelled(sentence)) return;
    const bool bracketed = ReadBracketed(sentence);
    if (ReadShares(sentence) || ReadClauses(sentence) || bracketed) return;
    if (announced_ && ReadAnnounced(sentence)) return;
    announced_.reset();
    // 2项提前超额完成全年任务。 announces the next sentence.
    const std::string_view last = words.substr(words.size() > 150 ? words.size() - 150 : 0);
    if (ProjectCount(words) > 0 && GroupStatus(dictionary_, last) != Status::kNone) {
      announced_ = CountChars(words) <= 30 || MentionsAny(last, {"项目", "实事"}) ? std::optional(GroupStatus(dictionary_, last)) : std::nullopt;
    }
  }

  // 超额完成任务的已有10项:A;B。C…: as many members as were counted, up to the end of the line.
  bool ReadColon(Range sentence, Range line) {
    const std::string_view words = text_.Of(sentence);
    for (const std::string_view colon : {":", "："}) {
      const std::size_t at = words.find(colon);
      if (at == std::string_view::npos || CountChars(words.substr(0, at)) > 40) continue;
      const std::string_view said = words.substr(0, at);
      const int count = ProjectCount(said);
      if (count < 3 || !(said.ends_with("项") || said.ends_with("件") || said.ends_with("个") || said.ends_with("项目") || said.ends_with("事项"))) continue;
      for (const std::size_t end : {sentence.end, line.end}) {
        const Range list{sentence.begin + at + colon.size(), end};
        std::vector<Range> members = SplitAt(text_.str(), list, U";；。");
        if (static_cast<int>(members.size()) != count) continue;
        Count(count, members.size(), {sentence.begin, list.begin});
        Add(members, GroupStatus(dictionary_, said));
        read_to_ = end;
        return true;
      }
    }
    return false;
  }

  // 常态化开展的有3项(A;B;C), 有2项(A、B)推进缓慢: a bracket behind a count names as many. A name told before is the same one.
  bool ReadBracketed(Range sentence) {
    bool found = false;
    for (const Range inner : Brackets(text_.str(), sentence, 900)) {
      Range said{ClauseAround(text_.str(), sentence, inner.begin - 3).begin, inner.begin};
      said.end -= CharBefore(text_.str(), said.end).bytes;
      const std::string_view before = text_.Of(said);
      std::size_t begin = before.size();
      for (const std::string_view unit : {"项", "件", "个"}) {
        if (before.ends_with(unit)) begin -= unit.size();
      }
      const std::size_t unit_begin = begin;
      while (begin > 0) {
        const Char c = CharBefore(before, begin);
        if (!IsDigit(c.code) && !IsChineseDigit(c.code)) break;
        begin -= c.bytes;
      }
      const int count = NumeralValue(before.substr(begin, unit_begin - begin));
      if (count < 1 || count > 60 || !before.substr(0, begin).ends_with("有")) continue;
      std::vector<Range> members = Members(text_.str(), inner);
      if (count == 1) members = {inner};
      if (static_cast<int>(members.size()) != count) continue;
      if (std::any_of(members.begin(), members.end(), [&](Range m) { return CountChars(text_.Of(m)) < 4 || IsDigit(CharAt(text_.Of(m), 0).code); })) continue;
      // 有3项(…)推进缓慢 holds for a part of the places that the sentence is about; 推进缓慢的有3项(…) for all.
      const Status status = GroupStatus(dictionary_, before);
      Count(count, members.size(), {said.begin, inner.end});
      std::erase_if(members, [&](Range m) {
        return std::any_of(items_.begin(), items_.end(), [&](const Item& item) { return text_.Of(item.title) == text_.Of(m); });
      });
      Add(members, status);
      found = true;
    }
    return found;
  }

  // 剩余8项中,A已完成1个(50%)、B已完成8个(53%),C正在施工中(93%),…: clauses that end in a share, each a project.
  bool ReadShares(Range sentence) {
    const std::string_view words = text_.Of(sentence);
    const std::size_t among = words.find("项中,") != std::string_view::npos ? words.find("项中,") : words.find("项中，");
    if (among == std::string_view::npos) return false;
    std::vector<Range> members;
    for (Range clause : SplitAt(text_.str(), {sentence.begin + among + 6, sentence.end}, U",，;；")) {
      const std::string_view told = text_.Of(clause);
      const std::size_t percent = std::max(told.rfind("%)") + 2, told.rfind("%）") + 4);
      const bool share = told.rfind("%)") != std::string_view::npos || told.rfind("%）") != std::string_view::npos;
      if (!share || !MentionsAny(told, {"完成", "施工", "推进", "建设", "已"})) continue;
      clause.end = clause.begin + percent;
      members.push_back(clause);
    }
    if (members.size() < 3) return false;
    Add(members, Status::kNone);
    return true;
  }

  // 其中8件圆满完成任务,A,B,C…: as many clauses as were counted.
  bool ReadClauses(Range sentence) {
    const std::vector<Range> clauses = SplitAt(text_.str(), sentence, U",，");
    for (std::size_t i = 0; i + 3 < clauses.size(); ++i) {
      const std::string_view said = text_.Of(clauses[i]);
      const int count = ProjectCount(said);
      const Status status = GroupStatus(dictionary_, said);
      if (count < 3 || status == Status::kNone || clauses.size() - i - 1 != static_cast<std::size_t>(count)) continue;
      const std::vector<Range> members(clauses.begin() + static_cast<std::ptrdiff_t>(i) + 1, clauses.end());
      const bool told = std::none_of(members.begin(), members.end(), [&](Range m) {
        return text_.Of(m).starts_with("占") || !IsMember(text_.Of(m)) || ProjectCount(text_.Of(m)) > 0;
      });
      if (!told) continue;
      Count(count, members.size(), clauses[i]);
      Add(members, status);
      return true;
    }
    return false;
  }

  // …5项已完成,分别是:A、B、C.
  bool ReadNamed(Range sentence) {
    const std::string_view words = text_.Of(sentence);
    for (const std::string_view marker : {"分别是", "分别为", "依次为", "具体为", "具体是"}) {
      const std::size_t at = Find(words, marker);
      if (at == std::string_view::npos) continue;
      const int count = ProjectCount(words.substr(0, at));
      Range list{sentence.begin + at + marker.size(), sentence.end};
      for (const std::string_view colon : {":", "："}) {
        if (text_.Of(list).starts_with(colon)) list.begin += colon.size();
      }
      std::vector<Range> members = Members(text_.str(), list);
      if (count == 0 || members.size() < 3 || static_cast<int>(members.size()) != count) continue;
      if (!std::all_of(members.begin(), members.end(), [&](Range m) { return IsMember(text_.Of(m)); })) continue;
      const std::string_view said = words.substr(0, at);
      Count(count, members.size(), {sentence.begin, list.begin});
      Add(members, GroupStatus(dictionary_, said.substr(said.size() > 60 ? said.size() - 60 : 0)));
      return true;
    }
    return false;
  }

  // 滞后项目:一是…;二是….
  bool ReadLabelled(Range sentence) {
    const std::string_view words = text_.Of(sentence);
    const std::size_t colon = std::min(words.find(':'), words.find("："));
    if (colon == std::string_view::npos || CountChars(words.substr(0, colon)) > 12) return false;
    const std::string_view label = words.substr(0, colon);
    const Status status = GroupStatus(dictionary_, label);
    if (!MentionsAny(label, {"项目", "事项", "任务"}) || status == Status::kNone) return false;
    const std::vector<Range> members =
        SplitAt(text_.str(), {sentence.begin + colon + (words[colon] == ':' ? 1 : 3), sentence.end}, U";；");
    if (members.size() < 2 || !std::all_of(members.begin(), members.end(), [&](Range m) { return IsMember(text_.Of(m)); })) {
      return false;
    }
    Add(members, status);
    return true;
  }

  // “A”…;“B”… or 其中:A…;B… behind a sentence that announced them.
  bool ReadAnnounced(Range sentence) {
    const std::string_view words = text_.Of(sentence);
    Range list = sentence;
    bool among = false;
    for (const std::string_view head : {"其中:", "其中：", "其中,", "其中，"}) {
      if (!words.starts_with(head)) continue;
      list.begin += head.size();
      among = true;
    }
    const std::vector<Range> members = SplitAt(text_.str(), list, U";；");
    const bool quoted = std::all_of(members.begin(), members.end(), [&](Range m) { return text_.Of(m).starts_with("“"); });
    if (members.empty() || !(quoted || (among && members.size() >= 2))) return false;
    if (!std::all_of(members.begin(), members.end(), [&](Range m) { return IsMember(text_.Of(m)); })) return false;
    Add(members, *announced_);
    return true;
  }

  void Count(int stated, std::size_t named, Range source) {
    counts_.push_back({.stated = stated, .named = static_cast<int>(named), .source = source});
  }

  void Add(const std::vector<Range>& members, Status status) {
    for (Range member : members) {
      if (const auto numbering = NumberingAt(text_.str(), member.begin); numbering && numbering->range.end < member.end) {
        member.begin = numbering->range.end;
      }
      const std::string_view words = text_.Of(member);
      Item item{.number = BracketNumber(words), .group_status = status};
      item.title = {member.begin, member.begin + NameEnd(words)};
      const std::string_view name = text_.Of(item.title);
      if (name.starts_with("“") && name.ends_with("”")) item.title = {item.title.begin + 3, item.title.end - 3};
      Part part;
      // Of what is done a title with a figure reports: 资助学生18710名,完成率115%.
      const bool done = status == Status::kCompleted || status == Status::kOverfulfilled;
      const bool told = done && std::any_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
      part.fields.push_back({.role = told ? Role::kProgress : Role::kTitle, .range = item.title});
      Range rest = Trim(text_.str(), {member.begin + NameEnd(words), member.end});
      while (!rest.empty() && (text_.Of(rest).starts_with("，") || text_.Of(rest).starts_with(","))) {
        rest.begin += text_.Of(rest).starts_with(",") ? 1 : 3;
      }
      // 打造2个公园正着手准备: a clause that reports nothing reached says what is to come.
      const bool ahead = MentionsAny(words, {"未启动", "着手准备", "尚未", "未开工"}) && !MentionsAny(words, {"已", "完成"});
      if (!rest.empty()) part.fields.push_back({.role = ahead ? Role::kContent : Role::kNone, .range = rest});
      item.parts.push_back(std::move(part));
      items_.push_back(std::move(item));
    }
  }

  const Text& text_;
  const Dictionary& dictionary_;
  std::vector<Item> items_;
  std::vector<NamedCount> counts_;
  std::optional<Status> announced_;  // by the sentence before
  std::size_t read_to_ = 0;          // where a list over several sentences ended
};

}  // namespace

Status GroupStatus(const Dictionary& dictionary, std::string_view heading) {
  constexpr std::pair<Words, Status> kOrder[] = {{Words::kStatusDelayed, Status::kDelayed},
                                                 {Words::kStatusNotStarted, Status::kNotStarted},
                                                 {Words::kStatusOverfulfilled, Status::kOverfulfilled},
                                                 {Words::kStatusInProgress, Status::kInProgress},
                                                 {Words::kStatusCompleted, Status::kCompleted}};
  const Searched said(heading);
  for (const auto& [words, status] : kOrder) {
    for (const std::string_view word : dictionary.List(words)) {
      if (word.size() <= 3 || !said.Holds(word)) continue;
      const bool stage = MentionsAny(heading, {"节点", "序时", "阶段"});
      const bool done = status == Status::kCompleted || status == Status::kOverfulfilled;
      return stage && done ? Status::kInProgress : status;
    }
  }
  return Status::kNone;
}

std::vector<Item> ReadClauseLists(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks,
                                  std::vector<NamedCount>* counts) {
  ListFinder finder(text, dictionary);
  for (const Block& block : blocks) {
    if (block.table < 0 && block.range.size() <= 20'000) finder.Read(block.range);
  }
  *counts = finder.counts();
  std::vector<Item> items = finder.Take();
  if (items.size() < 3) items.clear();
  return items;
}

}  // namespace duban::documents
