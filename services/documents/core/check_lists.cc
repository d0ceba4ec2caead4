#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "documents/core/checks.h"
#include "documents/core/figure_words.h"
#include "documents/core/numbering.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

// Members of a list: parted at 、 (or ; and line breaks), the last one also at 和, 及, 以及, 与.
struct Members {
  std::vector<std::string> names;
  std::size_t least = 0;  // joints such as 和 taken as part of a name
  std::size_t most = 0;   // taken as joints
  bool open = false;      // ends with 等 or 其中
};

Members ReadMembers(std::string_view list) {
  Members members;
  if (list.ends_with("等")) {
    members.open = true;
    list.remove_suffix(3);
  }
  std::size_t begin = 0;  // of the name
  int depth = 0;
  const auto add = [&](std::size_t end) {
    std::string bare = Normal(list.substr(begin, end - begin));
    if (!bare.empty()) members.names.push_back(std::move(bare));
  };
  for (std::size_t at = 0; at < list.size();) {
    const Char c = CharAt(list, at);
    if (c.code == '(' || c.code == U'\uFF08') ++depth;
    if (c.code == ')' || c.code == U'\uFF09') depth = std::max(0, depth - 1);
    const bool mark = depth == 0 && (c.code == U'、' || c.code == ';' || c.code == U'\uFF1B' ||
                                     c.code == ',' || c.code == U'\uFF0C');
    if (mark) add(at);
    at += c.bytes;
    if (mark) begin = at;
  }
  add(list.size());
  members.least = members.names.size();
  members.most = members.least;
  if (!members.names.empty()) {
    for (const std::string_view joint : kWordsOf<"以及", "和", "及", "与">) {
      for (const std::string& member : members.names) {
        const std::size_t at = Find(member, joint);
        const std::size_t least =
            static_cast<unsigned char>(member[0]) < 0x80 ? 2 : 6;  // 216和388, 沙湾和石楼
        if (at != std::string::npos && at >= least && at + joint.size() + least <= member.size())
          ++members.most;
      }
      if (members.most > members.least) break;
    }
  }
  return members;
}

std::size_t Distinct(const std::vector<std::string>& names) {
  return std::set<std::string>(names.begin(), names.end()).size();
}

bool IsNameLike(const std::vector<std::string>& names) {
  return std::all_of(names.begin(), names.end(), [](const std::string& name) {
    return CountChars(name) <= 22 && !Contains(name, "%") && !Contains(name, "。");
  });
}

// How many members end alike: roads with roads, schools with schools.
std::size_t MostCommonEnding(const std::vector<std::string>& names) {
  std::size_t most = 0;
  for (const std::string& a : names) {
    std::size_t count = 0;
    for (const std::string& b : names) {
      count += a.size() >= 3 && b.size() >= 3 && a.substr(a.size() - 3) == b.substr(b.size() - 3);
    }
    most = std::max(most, count);
  }
  return most;
}

// Whether a figure may announce how many are named.
bool IsCount(const quantities::Quantity& quantity) {
  return !quantity.percent && !quantity.unit.empty() && quantity.value >= 2 &&
         quantity.value <= 200 && quantity.decimals == 0 && !quantity.range;
}

}  // namespace

struct Checker::Listed {
  const Quantity& quantity;
  Range passage;
  Subject subject;
  bool may_accuse = true;  // else only what holds is told
  std::size_t count = static_cast<std::size_t>(quantity.value);
  Range figure = RangeOf(quantity.phrase);
};

// Lists in the words before: 教育、卫生、交通等三个方面. Only such as hold, and as no project holds
// as well.
void Checker::CheckListsBefore() {
  const auto known = [this](Range figure) {
    return std::ranges::any_of(draft_.checks,
                               [&](const Check& check) { return check.source.end == figure.end; });
  };
  for (const Range line : words_about_) {
    for (const Quantity* quantity : Counts(line)) {
      if (!IsCount(*quantity)) continue;
      const Listed listed{
          .quantity = *quantity, .passage = line, .subject = {}, .may_accuse = false};
      if (text_.Of({line.begin, listed.figure.begin}).ends_with("等") && !known(listed.figure))
        CheckListBefore(listed, {});
    }
  }
}

// Lists that a sentence announces and names, and groups counted in their headings.
void Checker::CheckNamedCounts() {
  for (const NamedCount& count : programme_.counts) {
    AddCheck(CheckKind::kCount, {}, count.stated, count.named, count.stated == count.named,
             count.source, fmt::format("{} named", count.named));
  }
}

void Checker::CheckLists() {
  CheckNamedCounts();
  CheckCounted();
  for (const ReadProject& project : programme_.projects) {
    int pieces = 0;
    for (const ReadTask& task : project.tasks) {
      const Subject subject{project.project.number, task.task.number};
      for (const Passage& passage : task.passages) {
        if (!passage.counts) continue;
        for (const Quantity* quantity : Counts(passage.range)) {
          if (IsCount(*quantity)) CheckList(*quantity, passage.range, subject, pieces);
        }
      }
      ++pieces;
    }
  }
  CheckListsBefore();
}

void Checker::HoldList(const Listed& listed, std::size_t members, Range source) {
  AddCheck(CheckKind::kCount, listed.subject, listed.quantity.value, static_cast<double>(members),
           members == listed.count, source, fmt::format("{} named", members));
}

void Checker::AccuseList(const Listed& listed, std::size_t members, Range source,
                         std::string_view why) {
  if (!listed.may_accuse) return;
  HoldList(listed, members, source);
  AddFinding(FindingKind::kSumMismatch, listed.subject,
             fmt::format("文中称{}{},列出的是{}{}{}。", listed.count, listed.quantity.unit, members,
                         listed.quantity.unit, why),
             fmt::format("The document says {}, its list names {}.", listed.count, members),
             {{source, "list and count"}});
}

void Checker::CheckList(const Quantity& quantity, Range passage, Subject subject,
                        int pieces_before) {
  const Listed listed{.quantity = quantity, .passage = passage, .subject = subject};
  const Range sentence = SentenceAround(text_, passage, listed.figure.begin);
  const std::string_view before =
      text_.Of({sentence.begin, std::max(listed.figure.begin, sentence.begin)});
  const std::string_view after =
      text_.Of({listed.figure.end, std::max(sentence.end, listed.figure.end)});
  if (before.ends_with("上述") || before.ends_with("以上")) {
    if (pieces_before == static_cast<int>(listed.count))
      HoldList(listed, listed.count, listed.figure);
    return;
  }
  if (CheckListInBrackets(listed, after) || CheckListBefore(listed, after)) return;
  CheckListBehind(listed, after);
}

// The bracket right behind the figure and its noun names the members. True where there is one.
bool Checker::CheckListInBrackets(const Listed& listed, std::string_view after) {
  const std::size_t count = listed.count;
  const Range figure = listed.figure;
  const std::size_t open = std::min(after.find("("), Find(after, "\uFF08"));
  const bool apart = open != std::string_view::npos && Contains(after.substr(open, 12), "分别");
  if (open == std::string_view::npos || open > 54 || Contains(after.substr(0, open), "、"))
    return false;
  if (!apart && Contains(after.substr(0, open), ",")) return false;
  const std::size_t mark = after[open] == '(' ? 1 : 3;
  // The bracket may hold line-ending marks of its own: look in the passage, not in the sentence.
  const std::string_view rest = text_.Of({figure.end, listed.passage.end}).substr(0, 1500);
  int depth = 0;
  std::size_t close = std::string_view::npos;
  for (std::size_t at = open; at < rest.size();) {
    const Char c = CharAt(rest, at);
    if (c.code == '(' || c.code == U'\uFF08') ++depth;
    if ((c.code == ')' || c.code == U'\uFF09') && --depth == 0) {
      close = at;
      break;
    }
    at += c.bytes;
  }
  if (close == std::string_view::npos) return false;
  std::string_view inside = rest.substr(open + mark, close - open - mark);
  for (const std::string_view lead :
       kWordsOf<"分别位于", "分别为", "分别是", "位于", "包括", "即", "分别在", "为">) {
    if (inside.starts_with(lead)) {
      inside.remove_prefix(lead.size());
      break;
    }
  }
  // A bracket closed too early (damage) goes on to the next closing mark.
  const std::string_view tail = rest.substr(close + 1);
  const std::size_t second = std::min(tail.find(")"), Find(tail, "\uFF09"));
  const bool damaged = second != std::string_view::npos && second < 40 &&
                       std::min(tail.find("("), Find(tail, "\uFF08")) > second;
  const Members members = ReadMembers(inside);
  const Range source{figure.begin, figure.end + close + (rest[close] == ')' ? 1 : 3)};
  const bool figures = !In({figure.end + open, figure.end + close}).empty();
  if (members.least < 2 || !IsNameLike(members.names) || Contains(inside, "其中") || figures)
    return true;
  const std::size_t distinct = Distinct(members.names);
  if (distinct < members.names.size() && members.names.size() >= 5 && !members.open) {
    AccuseList(listed, distinct, source, "(有重复)");
  } else if (count >= members.least && count <= members.most) {
    HoldList(listed, count, source);
  } else if (damaged && count == members.least + 1) {
    HoldList(listed, count, source);
  } else if (!members.open && !damaged && members.least >= 3 && members.most == members.least &&
             MostCommonEnding(members.names) * 2 >= members.least &&
             (count > members.least ? count - members.least : members.least - count) <= 2) {
    AccuseList(listed, members.least, source, "");
  }
  return true;
}

// The list stands right before: A、B、C等N个, or A、B、C N个. True where there is one.
bool Checker::CheckListBefore(const Listed& listed, std::string_view after) {
  const std::size_t count = listed.count;
  const Range figure = listed.figure;
  const Range clause = ClauseAround(text_, listed.passage, figure.begin);
  std::string_view list = text_.Of({clause.begin, std::max(figure.begin, clause.begin)});
  const bool open_list = list.ends_with("等");
  if (!Contains(list, "、") && !Contains(list, "和")) return false;
  // What leads to the list ends at a verb; only the last run of members counts.
  for (const std::string_view verb :
       kWordsOf<"涉及", "包括", "开展", "完成", "新建", "建成", "改造", "打通", "治理", "在",
                "推动", "实施", "其中", "对", "为">) {
    const std::size_t at = FindLast(list, verb);
    if (at == std::string_view::npos) continue;
    const bool opens = EndsWithAny(list.substr(0, at), {"、", ",", "，"}) &&
                       CountChars(verb) > 1;  // 改造A、完成B、C2个
    if (at > 30 && !opens) continue;
    const std::string_view shorter = list.substr(at + verb.size());
    if (Contains(shorter, "、")) list = shorter;
  }
  const Members members = ReadMembers(list);
  const Range source{clause.begin, figure.end};
  const auto begin = static_cast<std::size_t>(list.data() - text_.str().data());
  const Figures inside = In({begin, figure.begin});
  const bool figures =
      std::ranges::any_of(inside, [](const Quantity* q) { return !q->unit.empty(); });
  if (members.least >= 2 && IsNameLike(members.names) && !figures) {
    const std::size_t distinct = Distinct(members.names);
    if (distinct < members.names.size() && members.names.size() >= 5 &&
        distinct * 10 >= count * 8) {
      AccuseList(listed, distinct, source, "(有重复)");
    } else if (count >= members.least && count <= members.most) {
      HoldList(listed, count, source);
    } else if (!open_list && members.least >= 3 && members.most == members.least &&
               count == members.least + 1 && MostCommonEnding(members.names) >= 2 && count <= 8 &&
               StartsWithKind(members.names, after)) {
      AccuseList(listed, members.least, source, "");
    }
  } else if (members.least == 1 && members.most == 2 && count == 2 && !figures &&
             members.names[0].size() < 120) {
    HoldList(listed, 2, source);
  }
  return members.least >= 2;
}

// The list stands right behind: 3家医院区中心医院、何贤纪念医院、区中医院均….
void Checker::CheckListBehind(const Listed& listed, std::string_view after) {
  const std::size_t joint = Find(after, "、");
  if (joint == std::string_view::npos) return;
  const std::size_t end =
      kSetOf<"均", "分别", "已", ",", "\uFF0C", "全部", "都", "正">.First(after);
  if (end < joint || end > 400) return;
  const std::string_view behind = after.substr(0, end);
  const Members members = ReadMembers(behind);
  const Range source{listed.figure.begin, listed.figure.end + end};
  if (members.least == listed.count && IsNameLike(members.names) &&
      MostCommonEnding(members.names) * 2 >= listed.count &&
      In({listed.figure.end, source.end}).empty()) {
    HoldList(listed, listed.count, source);
  }
}

}  // namespace duban::documents
