#include "documents/core/clause_items.h"

#include <algorithm>
#include <utility>

#include "documents/core/clause_members.h"
#include "documents/core/clause_words.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

void AddWork(const Text& text, Range member, Range shared, Item* item) {
  const std::string_view words = text.Of(member);
  const std::size_t end = NameEnd(words);
  Range title{member.begin, member.begin + end};
  const std::string_view name = text.Of(title);
  const bool quoted = name.starts_with("“") && name.ends_with("”");
  if (quoted) title = {title.begin + 3, title.end - 3};
  if (item->title.empty()) item->title = title;
  // 完成4处信号灯 tells what is done. A quoted name with figures repeats the promise; said to be
  // done, and nothing more, it is done.
  const bool figures = HoldsDigit(name);
  const bool more = HoldsDigit(words.substr(end));
  const bool done = !more && (item->group_status == Status::kCompleted ||
                              item->group_status == Status::kOverfulfilled);
  Role role = Role::kTitle;
  if (figures && quoted) role = Role::kTarget;
  if (figures && done) role = Role::kProgress;
  if (figures && !quoted && !done && !IsDigit(CharAt(words, 0).code)) role = Role::kNone;
  Part part;
  part.fields.push_back({.role = role, .range = title});
  Range rest = Trim(text.str(), {member.begin + end, member.end});
  while (!rest.empty() && (text.Of(rest).starts_with("，") || text.Of(rest).starts_with(","))) {
    rest.begin += text.Of(rest).starts_with(",") ? 1 : 3;
  }
  // 打造2个公园正着手准备: a clause that reports nothing reached says what is to come.
  const bool ahead = MentionsAny<"未启动", "着手准备", "尚未", "未开工">(words) &&
                     !MentionsAny<"已", "完成">(words);
  const bool reported = item->group_status != Status::kNone ||
                        MentionsAny<"已", "完成率", "完工", "竣工", "累计">(words);
  if (!rest.empty()) {
    part.fields.push_back({.role = ahead      ? Role::kContent
                                   : reported ? Role::kProgress
                                              : Role::kNone,
                           .range = rest});
  }
  // 这5项由区水务局牵头,预计10月底前完成 is said of each of them.
  if (const std::vector<Count> counts = Counts(text.Of(shared)); !counts.empty())
    shared.begin += counts.front().range.end;
  const std::size_t told = text.Of(shared).starts_with("由") ? 0 : text.Of(shared).find("预计");
  if (told != std::string_view::npos)
    part.fields.push_back({.role = Role::kProgress, .range = {shared.begin + told, shared.end}});
  item->parts.push_back(std::move(part));
}

}  // namespace

std::vector<Item> ReportingItems(const Text& text, Range sentence) {
  std::vector<Range> members = SplitAt(text.str(), sentence, U";；");
  if (members.size() < 3) return {};
  for (const std::string_view head : kWordsOf<"其中:", "其中：", "其中,", "其中，", "其中">) {
    const std::size_t at = Find(text.Of(members.front()), head);
    if (at == std::string_view::npos) continue;
    members.front().begin += at + head.size();
    break;
  }
  std::size_t shares = 0;
  // 公厕改造项目已开工;菜场提升项目3家…: each begins with its name.
  const bool named = std::all_of(members.begin(), members.end(),
                                 [&](Range member) { return NamesProjectFirst(text.Of(member)); });
  for (const Range member : members) {
    const std::string_view words = text.Of(member);
    const bool figures = HoldsDigit(words);
    if (!(figures || named) || IsDigit(CharAt(words, 0).code) || !IsMember(words)) return {};
    // 截至9月8日,…;累计…;满意率… go on about one project.
    if (StartsWithAny(words, {"截至", "截止", "累计", "目前", "满意", "已", "今年", "同时", "共"}))
      return {};
    if (words.substr(0, NameEnd(words)).ends_with("率") &&
        CountChars(words.substr(0, NameEnd(words))) < 6)
      return {};
    shares += MentionsAny<"率", "完工", "竣工", "已", "累计", "完成">(words);
  }
  if (shares * 4 < members.size() * 3) return {};
  std::vector<Item> items;
  for (const Range member : members) AddWork(text, member, {}, &items.emplace_back());
  return items;
}

std::vector<Item> JudgedItems(const Text& text, Range line) {
  constexpr std::size_t kMostJudgementBytes = 75;
  const std::string_view opening = text.Of(line).substr(0, kMostJudgementBytes);
  const std::string_view judgement = opening.substr(0, Find(opening, "。"));
  if (judgement.size() == opening.size() || HoldsDigit(judgement) ||
      !EndsWithAny(judgement, {"顺利", "推进", "加快", "改善", "实施", "提速", "较快", "良好",
                               "有序", "提升", "成效"})) {
    return {};
  }
  const std::vector<Range> sentences = SplitAt(text.str(), line, U"。");
  std::vector<Range> members;
  for (auto sentence = sentences.begin() + 1; sentence != sentences.end(); ++sentence) {
    const std::vector<Range> clauses = SplitAt(text.str(), *sentence, U",，;；");
    const bool one = !clauses.empty() && text.Of(clauses.front()).ends_with("中");
    for (const Range part : one ? std::vector{*sentence} : SplitAt(text.str(), *sentence, U";；")) {
      const bool goes_on =
          StartsWithAny(text.Of(part), {"其中", "另", "截至", "累计", "目前", "已", "共", "其余"});
      if (goes_on && !members.empty()) {
        members.back().end = part.end;
      } else {
        members.push_back(part);
      }
    }
  }
  const bool told = std::ranges::all_of(members, [&](Range member) {
    return HoldsDigit(text.Of(member)) && IsMember(text.Of(member));
  });
  if (members.size() < 3 || !told) return {};
  std::vector<Item> items;
  for (const Range member : members) AddWork(text, member, {}, &items.emplace_back());
  return items;
}

void ClauseItems::Add(const std::vector<Range>& members, Status status, Range shared) {
  for (Range member : members) {
    member = BehindNumbering(text_.str(), member);
    // 2个养老院已建成1个(50%)、15个幸福院已建成8个(53%): two works of one project.
    std::vector<Range> works = SplitAt(text_.str(), member, U"、");
    const bool apart =
        works.size() >= 2 && std::all_of(works.begin(), works.end(), [&](Range work) {
          return text_.Of(work).ends_with("%)") || text_.Of(work).ends_with("%）");
        });
    if (!apart) works = {member};
    Item item{.number = BracketNumber(text_.Of(member)), .group_status = status};
    for (const Range work : works)
      AddWork(text_, work, work == works.front() ? shared : Range{}, &item);
    if (item.number == 0 && Known(item)) continue;
    items_.push_back(std::move(item));
  }
}

bool ClauseItems::Known(const Item& item) {
  const std::string name = Normal(text_.Of(item.title));
  for (Item& known : items_) {
    if (Normal(text_.Of(known.title)) != name) continue;
    if (known.group_status == Status::kNone) known.group_status = item.group_status;
    if (item.parts.front().fields.size() > 1) known.parts.push_back(item.parts.front());
    return true;
  }
  return false;
}

}  // namespace duban::documents
