#include "documents/core/agents.h"

#include <algorithm>

#include "documents/core/clause_words.h"
#include "documents/core/names.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxReach = 180;  // bytes from 由 to the verb

std::size_t FirstOf(std::string_view text, std::initializer_list<std::string_view> words,
                    std::string_view* found) {
  std::size_t first = std::string_view::npos;
  for (const std::string_view word : words) {
    const std::size_t at = Find(text, word);
    if (at < first) {
      first = at;
      *found = word;
    }
  }
  return first;
}

void Add(std::string_view names, const Dictionary& dictionary, std::vector<std::string>* to) {
  AddNames(ReadNames(names, dictionary).units, to);
}

std::string_view WithoutMarks(std::string_view text) {
  for (bool changed = true; changed && !text.empty();) {
    changed = false;
    for (const std::string_view mark : kWordsOf<"、", ",", "，", "会同", "和", "由">) {
      if (text.starts_with(mark)) {
        text.remove_prefix(mark.size());
        changed = true;
      }
    }
  }
  return text;
}

// Who acts with whom: 区住建局会同各镇街.
void AddJointly(std::string_view who, const Dictionary& dictionary, Agents* agents) {
  const std::size_t with = kSetOf<"会同", "联合">.First(who);
  Add(who.substr(0, with), dictionary, &agents->lead);
  if (with < who.size())
    Add(WithoutMarks(who.substr(with + std::string_view("会同").size())), dictionary,
        &agents->cooperating);
}

// 由 … 牵头 / 负责, then … 配合.
void ReadBy(std::string_view sentence, const Dictionary& dictionary, Agents* agents) {
  for (std::size_t at = Find(sentence, "由"); at != std::string_view::npos;
       at = Find(sentence, "由", at + 3)) {
    std::string_view rest = sentence.substr(at + 3, kMaxReach);
    std::string_view verb;
    const std::size_t end =
        FirstOf(rest, {"牵头", "负责", "承办", "主办", "组织实施", "具体实施", "实施"}, &verb);
    if (end == std::string_view::npos || end == 0) continue;
    std::string_view who = rest.substr(0, end);
    DropTail<"共同", "联合">(&who);  // 由区建交委、区房管局共同牵头
    if (!LooksLikeUnits(who, dictionary)) continue;
    AddJointly(who, dictionary, agents);
    rest.remove_prefix(end + verb.size());
    if (rest.starts_with("负责")) rest.remove_prefix(6);
    rest = WithoutMarks(rest);
    std::string_view helps;
    const std::size_t help = FirstOf(rest, {"配合", "协助", "协同", "参与"}, &helps);
    if (help != std::string_view::npos && LooksLikeUnits(rest.substr(0, help), dictionary)) {
      Add(rest.substr(0, help), dictionary, &agents->cooperating);
    } else if (verb == "牵头") {
      // 由区司法局牵头各相关职能部门在… : who is led stands right behind.
      std::string_view stop;
      const std::size_t place = FirstOf(rest, {"在", "对", "开展", ",", "，", "。"}, &stop);
      if (place != std::string_view::npos && rest.starts_with("各") &&
          LooksLikeUnits(rest.substr(0, place), dictionary)) {
        Add(rest.substr(0, place), dictionary, &agents->cooperating);
      }
    }
  }
}

// 教育局承办的“新建学校4所”: whose a quoted promise is stands before it.
void ReadUndertaken(std::string_view sentence, const Dictionary& dictionary, Agents* agents) {
  for (const std::string_view verb : kWordsOf<"承办的“", "负责的“", "牵头的“">) {
    const std::size_t at = Find(sentence.substr(0, kMaxReach), verb);
    if (at == std::string_view::npos) continue;
    const std::string_view who = sentence.substr(0, at);
    if (!who.starts_with("由") && LooksLikeUnits(who, dictionary))
      Add(who, dictionary, &agents->lead);
  }
}

// A sentence or clause whose subject is one unit: 区城管局拟安装…, 区教育局发挥….
void ReadSubject(std::string_view clause, const Dictionary& dictionary, Agents* agents) {
  if (!clause.starts_with("区") && !clause.starts_with("县") && !clause.starts_with("市")) return;
  std::string_view verb;
  const std::size_t end =
      FirstOf(clause, {"拟", "发挥", "牵头", "负责", "将", "会同", "联合", "组织"}, &verb);
  if (end == std::string_view::npos || end > 45 || end < 9) return;
  const std::string_view who = clause.substr(0, end);
  if (who.ends_with("局") || who.ends_with("委") || who.ends_with("办"))
    Add(who, dictionary, &agents->lead);
}

// 责任单位为市教育局, 牵头单位县林业局, 配合单位是市总工会: a clause that opens with a label and no
// colon behind it.
void ReadStated(std::string_view clause, const Dictionary& dictionary, Agents* agents,
                std::string_view* responsible) {
  for (const std::string_view label :
       kWordsOf<"牵头单位", "责任单位", "负责单位", "配合单位", "协办单位">) {
    if (!clause.starts_with(label)) continue;
    std::string_view who = clause.substr(label.size());
    for (const std::string_view verb : kWordsOf<"为", "是">) {
      if (who.starts_with(verb)) who.remove_prefix(verb.size());
    }
    if (who.size() > kMaxReach || StartsWithAny(who, {":", "："}) ||
        !LooksLikeUnits(who, dictionary))
      return;
    if (label == "责任单位" || label == "负责单位") {
      *responsible = who;
    } else {
      Add(who, dictionary, label == "牵头单位" ? &agents->lead : &agents->cooperating);
    }
    return;
  }
}

}  // namespace

Agents FindAgents(const Text& text, Range range, const Dictionary& dictionary) {
  Agents agents;
  std::string_view responsible;  // they lead where nobody else does
  for (std::size_t at = range.begin; at < range.end;) {
    const Range sentence = SentenceAround(text, {at, range.end}, at);
    const std::string_view words = text.Of(sentence);
    ReadBy(words, dictionary, &agents);
    ReadUndertaken(words, dictionary, &agents);
    for (std::size_t start = sentence.begin; start < sentence.end;) {
      const Range clause = ClauseAround(text, {start, sentence.end}, start);
      ReadSubject(text.Of(clause), dictionary, &agents);
      ReadStated(text.Of(clause), dictionary, &agents, &responsible);
      start = clause.end < sentence.end ? clause.end + CharAt(text.str(), clause.end).bytes
                                        : sentence.end;
    }
    at = sentence.end < range.end ? sentence.end + CharAt(text.str(), sentence.end).bytes
                                  : range.end;
  }
  Add(responsible, dictionary, agents.lead.empty() ? &agents.lead : &agents.cooperating);
  return agents;
}

std::vector<std::string> FindUndertaker(const Text& text, Range line, const Dictionary& dictionary,
                                        std::size_t count) {
  constexpr std::size_t kMostBytes = 600;
  const std::string_view words = text.Of(line).substr(0, kMostBytes);
  for (const std::string_view verb : kWordsOf<"承办", "承担">) {
    const std::size_t at = Find(words, verb);
    if (at == std::string_view::npos) continue;
    const Range clause = ClauseAround(text, line, line.begin + at);
    std::string_view who = text.Of({clause.begin, line.begin + at});
    while (DropTail<"共", "主要", "牵头">(&who)) {
    }
    // 我局, 市政府 and 各部门 are no office of its own name.
    const bool office = EndsWithAny(who, {"局", "委", "办", "中心", "公司"}) &&
                        !StartsWithAny(who, {"我", "本", "各"});
    const std::vector<Count> counts = Counts(words.substr(at, Find(words.substr(at), "。")));
    const bool all = std::ranges::any_of(
        counts, [&](const Count& one) { return one.value == static_cast<int>(count); });
    if (office && all && !HoldsDigit(who) && LooksLikeUnits(who, dictionary))
      return ReadNames(who, dictionary).units;
  }
  return {};
}

bool FirstOfficeLeads(const Text& text, const Dictionary& dictionary) {
  const std::string_view all = text.str();
  for (std::size_t at = Find(all, "牵头"); at != std::string_view::npos;
       at = Find(all, "牵头", at + 3)) {
    const std::string_view sentence = text.Of(SentenceAround(text, {0, all.size()}, at));
    if (CountChars(sentence) > 60 ||
        !MentionsAny(sentence, {"责任单位", "责任部门", "单位", "部门"}))
      continue;
    if (dictionary.Mentions(Words::kFirst, sentence) &&
        MentionsAny<"为牵头", "为工作牵头", "是牵头", "为主牵头", "为总牵头", "牵头负责">(sentence))
      return true;
  }
  return false;
}

}  // namespace duban::documents
