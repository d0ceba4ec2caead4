#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "documents/core/checks.h"
#include "documents/core/figure_words.h"
#include "documents/core/numbering.h"
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
    const bool mark = depth == 0 && (c.code == U'、' || c.code == ';' || c.code == U'\uFF1B' || c.code == ',' || c.code == U'\uFF0C');
    if (mark) add(at);
    at += c.bytes;
    if (mark) begin = at;
  }
  add(list.size());
  members.least = members.names.size();
  members.most = members.least;
  if (!members.names.empty()) {
    for (const std::string_view joint : {"以及", "和", "及", "与"}) {
      for (const std::string& member : members.names) {
        const std::size_t at = Find(member, joint);
        if (at != std::string::npos && at >= 6 && at + joint.size() + 6 <= member.size()) ++members.most;
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

}  // namespace

// Lists within sentences, and those before the list itself (教育、卫生、交通三个方面): only such as hold.
void Checker::CheckNamedCounts() {
  for (const NamedCount& count : programme_.counts) {
    AddCheck(CheckKind::kCount, {}, count.stated, count.named, count.stated == count.named, count.source,
             fmt::format("{} named", count.named));
  }
}

void Checker::CheckLists() {
  CheckNamedCounts();
  for (const ReadProject& project : programme_.projects) {
    int pieces = 0;
    for (const ReadTask& task : project.tasks) {
      const Subject subject{project.project.number, task.task.number};
      for (const Passage& passage : task.passages) {
        if (!passage.counts) continue;
        for (const Quantity* quantity : Counts(passage.range)) {
          if (quantity->percent || quantity->unit.empty() || quantity->value > 200 || quantity->value < 2 ||
              quantity->decimals > 0 || quantity->range) {
            continue;
          }
          CheckList(*quantity, passage.range, subject, pieces);
        }
      }
      ++pieces;
    }
  }
}

// Figures that announce a count: quantities, and those that only refer back (上述2个, 两项任务).
std::vector<const quantities::Quantity*> Checker::Counts(Range range) const {
  auto first = std::lower_bound(quantities_.begin(), quantities_.end(), range.begin,
                                [](const Quantity& q, std::size_t at) {
                                  return static_cast<std::size_t>(q.span.start_byte) < at;
                                });
  std::vector<const Quantity*> found;
  for (; first != quantities_.end() && static_cast<std::size_t>(first->span.end_byte) <= range.end; ++first) {
    if (first->kind == quantities::Kind::kQuantity || first->kind == quantities::Kind::kWord ||
        first->kind == quantities::Kind::kItemCount) {
      found.push_back(&*first);
    }
  }
  return found;
}

void Checker::CheckList(const Quantity& quantity, Range passage, Subject subject, int pieces_before) {
  const auto count = static_cast<std::size_t>(quantity.value);
  const Range figure = RangeOf(quantity.phrase);
  const Range sentence = SentenceAround(text_, passage, figure.begin);
  const std::string_view before = text_.Of({sentence.begin, std::max(figure.begin, sentence.begin)});
  const std::string_view after = text_.Of({figure.end, std::max(sentence.end, figure.end)});
  const auto hold = [&](std::size_t members, Range source) {
    AddCheck(CheckKind::kCount, subject, quantity.value, static_cast<double>(members), members == count, source,
             fmt::format("{} named", members));
  };
  const auto accuse = [&](std::size_t members, Range source, std::string_view why) {
    hold(members, source);
    AddFinding(FindingKind::kSumMismatch, subject,
               fmt::format("文中称{}{},列出的是{}{}{}。", count, quantity.unit, members, quantity.unit, why),
               fmt::format("The document says {}, its list names {}.", count, members), {{source, "list and count"}});
  };
  if (before.ends_with("上述") || before.ends_with("以上")) {
    if (pieces_before == static_cast<int>(count)) hold(count, figure);
    return;
  }
  // The bracket right behind the figure and its noun names the members.
  const std::size_t open = std::min(after.find("("), Find(after, "\uFF08"));
  const bool apart = open != std::string_view::npos && Contains(after.substr(open, 12), "分别");
  if (open != std::string_view::npos && open <= 54 && !Contains(after.substr(0, open), "、") &&
      (apart || !Contains(after.substr(0, open), ","))) {
    const std::size_t mark = after[open] == '(' ? 1 : 3;
    // The bracket may hold line-ending marks of its own: look in the passage, not in the sentence.
    const std::string_view rest = text_.Of({figure.end, passage.end}).substr(0, 1500);
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
    if (close != std::string_view::npos) {
      std::string_view inside = rest.substr(open + mark, close - open - mark);
      for (const std::string_view lead : {"分别位于", "分别为", "分别是", "位于", "包括", "即", "分别在", "为"}) {
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
      if (members.least >= 2 && IsNameLike(members.names) && !Contains(inside, "其中") && !figures) {
        const std::size_t distinct = Distinct(members.names);
        if (distinct < members.names.size() && members.names.size() >= 5 && !members.open) {
          accuse(distinct, source, "(有重复)");
        } else if (count >= members.least && count <= members.most) {
          hold(count, source);
        } else if (damaged && count == members.least + 1) {
          hold(count, source);
        } else if (!members.open && !damaged && members.least >= 3 && members.most == members.least &&
                   MostCommonEnding(members.names) * 2 >= members.least &&
                   (count > members.least ? count - members.least : members.least - count) <= 2) {
          accuse(members.least, source, "");
        }
      }
      return;
    }
  }
  // The list stands right before: A、B、C等N个, or A、B、C N个.
  const Range clause = ClauseAround(text_, passage, figure.begin);
  std::string_view list = text_.Of({clause.begin, std::max(figure.begin, clause.begin)});
  const bool open_list = list.ends_with("等");
  if (Contains(list, "、") || Contains(list, "和")) {
    // What leads to the list ends at a verb; only the last run of members counts.
    for (const std::string_view verb : {"涉及", "包括", "开展", "完成", "新建", "建成", "改造", "打通", "治理", "在", "推动", "实施",
                                        "其中", "对", "为"}) {
      const std::size_t at = FindLast(list, verb);
      if (at == std::string_view::npos || at > 30) continue;
      const std::string_view shorter = list.substr(at + verb.size());
      if (Contains(shorter, "、")) list = shorter;
    }
    const Members members = ReadMembers(list);
    const Range source{clause.begin, figure.end};
    const bool figures = !In({clause.begin, figure.begin}).empty();
    if (members.least >= 2 && IsNameLike(members.names) && !figures) {
      const std::size_t distinct = Distinct(members.names);
      if (distinct < members.names.size() && members.names.size() >= 5 && distinct * 10 >= count * 8) {
        accuse(distinct, source, "(有重复)");
      } else if (count >= members.least && count <= members.most) {
        hold(count, source);
      } else if (!open_list && members.least >= 3 && members.most == members.least && count == members.least + 1 &&
                 MostCommonEnding(members.names) >= 2 && count <= 8 && StartsWithKind(members.names, after)) {
        accuse(members.least, source, "");
      }
    } else if (members.least == 1 && members.most == 2 && count == 2 && !figures && members.names[0].size() < 120) {
      hold(2, source);
    }
    if (members.least >= 2) return;
  }
  // The list stands right behind: 3家医院区中心医院、何贤纪念医院、区中医院均….
  std::size_t end = after.size();
  for (const std::string_view stop : {"均", "分别", "已", ",", "\uFF0C", "全部", "都", "正"}) end = std::min(end, Find(after, stop));
  const std::string_view behind = after.substr(0, end);
  if (!Contains(behind, "、") || behind.size() > 400) return;
  const Members members = ReadMembers(behind);
  if (members.least == count && IsNameLike(members.names) && MostCommonEnding(members.names) * 2 >= count &&
      In({figure.end, figure.end + end}).empty()) {
    hold(count, {figure.begin, figure.end + end});
  }
}

}  // namespace duban::documents
