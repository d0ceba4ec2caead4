#include "documents/core/glued_names.h"

#include <algorithm>
#include <initializer_list>

#include "documents/core/names.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxUnitChars = 16;
constexpr std::string_view kShortEndings[] = {"局", "委", "办", "镇", "乡"};
// What a task begins with, never a name.
const std::initializer_list<std::string_view> kVerbs = {
    "实施", "完成", "新建", "新增", "改造", "建设", "推进", "开展",     "落实", "提升",
    "全面", "组织", "启动", "建成", "加强", "为",   "对",   "确保",     "支持", "优化",
    "完善", "举办", "打造", "推动", "扩建", "开放", "整治", "城镇新增", "筹集", "投放",
    "打通", "评估", "新辟", "发放", "增设", "布设", "修建", "扩大",     "制定"};
// Of them, those that close a name as well: 中小学教室照明改造.
const std::initializer_list<std::string_view> kNouns = {"改造", "开放", "提升", "优化",
                                                        "建设", "整治", "扩建", "推进"};
// The first of several numbered pieces.
const std::initializer_list<std::string_view> kFirstPiece = {"(1)", "\uFF081\uFF09", "①",
                                                             "1.",  "1、",           "1\uFF0E"};
// What offices are for: 菁民政局 is a given name before 民政局.
const std::initializer_list<std::string_view> kStems = {
    "教育", "教体", "民政", "人社", "人力", "住建", "住房", "文旅", "文广", "文体", "文化", "财政",
    "公安", "交通", "水利", "水务", "卫健", "卫生", "农业", "城管", "城市", "司法", "环保", "生态",
    "市场", "应急", "商务", "发改", "发展", "科技", "工信", "残联", "自然", "国土", "规划", "体育",
    "医保", "退役", "信访", "林业", "园林", "乡村", "市政", "妇联", "团委", "总工"};

bool IsBracket(char32_t c, bool open) {
  return open ? c == '(' || c == U'\uFF08' : c == ')' || c == U'\uFF09';
}

// The unit that starts at `at`: the shortest with a known ending, longer where the ending goes on
// (街 of 街道).
Range UnitAt(std::string_view text, std::size_t at, std::size_t end, const Dictionary& dictionary) {
  if (StartsWithAny(text.substr(at), kVerbs)) return {};
  std::size_t chars = 0;
  for (std::size_t to = at; to < end && chars < kMaxUnitChars;) {
    const Char c = CharAt(text, to);
    if (!IsHan(c.code) && !IsBracket(c.code, true) && !IsBracket(c.code, false) &&
        !(IsSpace(c.code) && chars > 0))
      return {};
    to += c.bytes;
    ++chars;
    if (chars < 2 || !EndsWithUnit(text.substr(at, to - at), dictionary)) continue;
    for (std::size_t more = to, extra = 0; more < end && extra < 3; ++extra) {
      more += CharAt(text, more).bytes;
      const std::string_view longer = text.substr(at, std::min(more, end) - at);
      const std::string_view tail = text.substr(to, std::min(more, end) - to);
      const auto& words = dictionary.List(Words::kUnit);
      const bool goes_on = std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return longer.ends_with(word) && word.size() >= tail.size() &&
               (word.size() > tail.size() || tail == "局" || tail == "街道" || tail == "办事处" ||
                tail == "分局" || tail == "大队" || tail == "支队");
      });
      if (goes_on) to = more;
    }
    if (to < end && IsBracket(CharAt(text, to).code, true)) {
      std::size_t close = to;
      while (close < end && close - to < 60 && !IsBracket(CharAt(text, close).code, false))
        close += CharAt(text, close).bytes;
      if (close < end && close - to < 60) to = close + CharAt(text, close).bytes;
    }
    return {at, to};
  }
  return {};
}

}  // namespace

bool EndsWithUnit(std::string_view words, const Dictionary& dictionary) {
  const std::size_t chars = CountChars(words);
  for (const std::string_view end : kShortEndings) {
    if (chars >= 3 && words.ends_with(end)) return true;
  }
  const auto& units = dictionary.List(Words::kUnit);
  return std::any_of(units.begin(), units.end(), [&](std::string_view unit) {
    return unit.size() >= 6 && words.ends_with(unit);
  });
}

GluedNames ReadGluedNames(std::string_view text, std::size_t at, std::size_t end,
                          const Dictionary& dictionary) {
  GluedNames names;
  const auto skip = [&] {
    while (at < end) {
      const Char c = CharAt(text, at);
      if (!IsSpace(c.code) && c.code != U'、' && c.code != ',' && c.code != U'，') break;
      at += c.bytes;
    }
  };
  // People come first, and a unit of a known kind tells where the last of them ends.
  for (skip(); names.people.size() < 3; skip()) {
    // 卫生健康委 is nobody called 卫生健, and 区人社局 nobody called 区人社.
    if (StartsWithAny(text.substr(at), kStems)) break;
    if (StartsWithAny(text.substr(at), {"区", "市"}) &&
        StartsWithAny(text.substr(at + CharAt(text, at).bytes), kStems))
      break;
    Range person;
    for (const std::size_t chars : {3U, 2U}) {
      std::size_t to = at;
      for (std::size_t i = 0; i < chars && to < end; ++i) to += CharAt(text, to).bytes;
      const std::string_view called = text.substr(at, to - at);
      // 何静区教育局: a given name does not end so.
      const bool placed = chars == 3 && EndsWithAny(called, {"区", "县", "市"});
      if (to >= end || placed || !LooksLikePeople(called, dictionary)) continue;
      const Range unit = UnitAt(text, to, end, dictionary);
      if (unit.empty()) continue;
      std::string_view name = text.substr(unit.begin, unit.size());
      for (const std::string_view place : kWordsOf<"区", "县", "市", "州", "省">) {
        if (name.starts_with(place)) name.remove_prefix(place.size());
      }
      if (person.empty() || StartsWithAny(name, kStems)) person = {at, to};
      if (StartsWithAny(name, kStems)) break;
    }
    if (person.empty()) break;
    names.people.push_back(person);
    at = person.end;
    if (!UnitAt(text, at, end, dictionary).empty()) break;
  }
  for (skip(); at < end; skip()) {
    const Range unit = UnitAt(text, at, end, dictionary);
    if (unit.empty()) break;
    names.units.push_back(unit);
    names.end = at = unit.end;
  }
  return names;
}

std::size_t TaskOpens(std::string_view words) {
  std::size_t chars = 0;
  for (std::size_t at = 0; at < words.size() && chars <= 24; ++chars) {
    const std::string_view rest = words.substr(at);
    if (chars >= 4 && StartsWithAny(rest, kFirstPiece)) return at;
    if (chars >= 4 && chars <= 20) {
      const auto verb = std::find_if(kVerbs.begin(), kVerbs.end(),
                                     [&](std::string_view each) { return rest.starts_with(each); });
      if (verb != kVerbs.end()) {
        // 教室照明改造 | 对32所…: of two verbs in a row the first closes the title.
        const std::string_view next = rest.substr(verb->size());
        if (!StartsWithAny(rest, kNouns)) return at;
        return StartsWithAny(next, kVerbs) || StartsWithAny(next, kFirstPiece) ? at + verb->size()
                                                                               : at;
      }
    }
    const Char c = CharAt(words, at);
    if (c.code == U'。' || c.code == U'，' || c.code == ',') break;
    at += c.bytes;
  }
  return std::string_view::npos;
}

}  // namespace duban::documents
