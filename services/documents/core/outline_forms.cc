#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <map>
#include <string_view>

#include "documents/core/announced_lists.h"
#include "documents/core/labels.h"
#include "documents/core/outline_heads.h"
#include "documents/core/utf8.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// How a paragraph without a number names its project at its start.
enum class Form {
  kNone,
  kBullet,
  kAspect,
  kQuoted,
  kBracket,
  kColon,
  kSentence,
  kShort,
  kPlainColon
};

std::size_t EndOf(std::string_view line, std::initializer_list<std::string_view> marks,
                  std::size_t from = 0) {
  std::size_t end = std::string_view::npos;
  for (const std::string_view mark : marks) end = std::min(end, Find(line, mark, from));
  return end;
}

// A noun and its number at the start of a line: 实事一:…, 礼包1:…, 项目三.
struct Ordinal {
  std::string_view noun;
  int value = 0;          // 0 when the line opens otherwise
  std::size_t begin = 0;  // of what is numbered so; the end of the line where that stands below
};

Ordinal OrdinalOf(std::string_view line) {
  std::size_t at = 0;
  std::size_t chars = 0;
  while (at < line.size() && chars < 4 && IsHan(CharAt(line, at).code) &&
         !IsChineseDigit(CharAt(line, at).code)) {
    at += CharAt(line, at).bytes;
    ++chars;
  }
  const std::string_view noun = line.substr(0, at);
  if (chars < 2 || MentionsAny<"附件", "附表", "第", "表", "图">(noun)) return {};
  const std::size_t digits = at;
  while (at < line.size() && at < digits + 9 &&
         (IsDigit(CharAt(line, at).code) || IsChineseDigit(CharAt(line, at).code))) {
    at += CharAt(line, at).bytes;
  }
  const int value = at > digits ? NumeralValue(line.substr(digits, at - digits)) : 0;
  if (value <= 0) return {};
  if (at == line.size()) return {noun, value, at};
  const Char mark = CharAt(line, at);
  if (mark.code != ':' && mark.code != U'：' && mark.code != U'、' && mark.code != '.' &&
      mark.code != U'｜' && !IsSpace(mark.code))
    return {};
  at += mark.bytes;
  while (at < line.size() && IsSpace(CharAt(line, at).code)) at += CharAt(line, at).bytes;
  return {noun, value, at};
}

// A name without the bracket behind it: 停车设施建设(区城管局牵头).
std::string_view WithoutBracket(std::string_view name) {
  if (!EndsWithAny(name, {")", "）"})) return name;
  const std::size_t open = std::max(name.rfind("(") + 1, name.rfind("（") + 1);
  return open > 1 ? name.substr(0, open - 1) : name;
}

// The first colon that stands in no bracket.
std::size_t ColonOf(std::string_view words, std::size_t from) {
  int depth = 0;
  for (std::size_t at = from; at < words.size();) {
    const Char c = CharAt(words, at);
    depth += c.code == '(' || c.code == U'（' ? 1 : c.code == ')' || c.code == U'）' ? -1 : 0;
    if (depth <= 0 && (c.code == ':' || c.code == U'：')) return at;
    at += c.bytes;
  }
  return std::string_view::npos;
}

bool EndsLikeProject(std::string_view name) {
  // X项目包括:…
  DropTail<"包括", "主要包括", "内容为", "主要内容", "内容包括", "内容">(&name);
  for (const std::string_view end :
       kWordsOf<"项目", "工程", "行动", "建设", "创建", "计划", "服务", "提升", "改造", "中心">) {
    if (name.ends_with(end)) return true;
  }
  return false;
}

// 今年20项民心工程进展出炉 speaks of all projects.
bool CountsAll(std::string_view name) {
  return FindAnnouncement(name).count > 0 || (Contains(name, "民心工程") && HoldsDigit(name));
}

// The form of a line; `name` receives the bytes of the line that name the project.
Form FormOf(std::string_view line, Range* name) {
  std::size_t begin = 0;
  const Char first = line.empty() ? Char{} : CharAt(line, 0);
  if (IsBullet(first.code)) begin = first.bytes;
  while (begin > 0 && begin < line.size() &&
         (CharAt(line, begin).code == U'—' || IsSpace(CharAt(line, begin).code)))
    begin += CharAt(line, begin).bytes;
  if (begin > 0 && begin >= line.size()) return Form::kNone;  // a dash and no more
  constexpr std::size_t kLongestName = 160;  // bytes, and more than any name without a bullet
  const std::string_view opening = begin > 0 ? line : line.substr(0, kLongestName);
  const std::size_t colon = ColonOf(opening, begin);
  std::size_t comma = EndOf(opening, {",", "，"}, begin);
  // 停车设施建设(区城管局牵头,各街道配合):…
  if (colon != std::string_view::npos && comma < colon &&
      WithoutBracket(opening.substr(0, colon)).size() < comma)
    comma = colon + 1;
  const std::size_t stop = EndOf(opening, {"。"}, begin);
  const auto chars = [&](std::size_t end) {
    return end == std::string_view::npos ? 999 : CountChars(line.substr(begin, end - begin));
  };
  const std::size_t clause = std::min(colon, comma);
  if (chars(clause) <= 30 && line.substr(begin, clause - begin).ends_with("方面")) {
    *name = {begin, clause - std::string_view("方面").size()};
    return begin > 0 ? Form::kBullet : Form::kAspect;
  }
  // 就业促进工程中,包括…
  if (begin == 0 && chars(clause) <= 30 && !HoldsDigit(line.substr(0, clause)) &&
      EndsWithAny<"工程中", "行动中", "项目中", "类中", "领域中">(line.substr(0, clause))) {
    const std::size_t in = line.starts_with("在") ? std::string_view("在").size() : 0;
    *name = {in, clause - std::string_view("中").size()};
    return Form::kAspect;
  }
  if (begin > 0) {
    *name = {begin, std::min({clause, stop, line.size()})};
    return Form::kBullet;
  }
  // 【老旧小区改造】改造小区12个.
  if (line.starts_with("【")) {
    const std::size_t close = line.find("】");
    const std::size_t length =
        close == std::string_view::npos ? 0 : CountChars(line.substr(3, close - 3));
    if (length >= 4 && length <= 30 && close + 12 < line.size()) {
      *name = {3, close};
      return Form::kBracket;
    }
  }
  if (line.starts_with("“")) {
    for (const std::string_view end : kWordsOf<"”项目", "”工程", "”行动">) {
      const std::size_t at = line.find(end);
      if (at == std::string_view::npos || CountChars(line.substr(0, at)) > 40) continue;
      *name = {3, at};
      return Form::kQuoted;
    }
  }
  const std::size_t named =
      colon < comma && colon < stop ? WithoutBracket(line.substr(0, colon)).size() : 0;
  if (named > 0 && chars(named) >= 4 && chars(named) <= 30 &&
      EndsLikeProject(line.substr(0, named))) {
    *name = {0, named};
    return Form::kColon;
  }
  // 学前教育扩容:新增…: a name like others, where most end as projects do.
  if (named > 0 && chars(named) >= 4 && chars(named) <= 16 && !HoldsDigit(line.substr(0, named)) &&
      HoldsDigit(line.substr(colon)) && !CountsAll(line)) {
    *name = {0, named};
    return Form::kPlainColon;
  }
  // A short sentence behind the name tells enough where it counts.
  const bool told =
      stop != std::string_view::npos &&
      (stop + 30 < line.size() || (stop + 15 < line.size() && HoldsDigit(line.substr(stop)) &&
                                   !HoldsDigit(line.substr(0, stop))));
  if (stop < comma && stop < colon && chars(stop) >= 4 && chars(stop) <= 34 && told &&
      !CountsAll(line.substr(0, stop))) {
    *name = {0, stop};
    return chars(stop) >= 5 || EndsLikeProject(line.substr(0, stop)) ? Form::kSentence
                                                                     : Form::kShort;
  }
  return Form::kNone;
}

// Short headings of kinds right above items, from the first item on: “住有所居” above
// 还迁房建设。…; none where there is but one.
std::vector<std::size_t> KindsAbove(const Text& text, const std::vector<OutlineLine>& lines,
                                    const std::vector<std::size_t>& heads) {
  std::vector<std::size_t> kinds;
  for (const std::size_t head : heads) {
    if (head == 0 || std::ranges::binary_search(heads, head - 1)) continue;
    const OutlineLine& line = lines[head - 1];
    const std::string_view words = text.Of(line.range);
    const bool kind = !line.labelled() && line.chars >= 2 && line.chars <= 14 &&
                      !HoldsDigit(words) &&
                      !EndsWithAny(words, {"。", "；", ";", "，", ",", "、", "：", ":", ")", "）"});
    if (kind) kinds.push_back(head - 1);
    if (!kind && head == heads.front()) return {};
  }
  return kinds.size() >= 2 ? kinds : std::vector<std::size_t>{};
}

// A numbered line behind the last item goes on with the document where none stands between the
// items.
std::size_t EndAtNumbers(const std::vector<OutlineLine>& lines,
                         const std::vector<std::size_t>& heads) {
  const auto numbered = [](const OutlineLine& line) { return line.numbering.has_value(); };
  const auto at = [&](std::size_t line) {
    return lines.begin() + static_cast<std::ptrdiff_t>(line);
  };
  if (std::any_of(at(heads.front()), at(heads.back()), numbered)) return lines.size();
  return static_cast<std::size_t>(std::find_if(at(heads.back()), lines.end(), numbered) -
                                  lines.begin());
}

// Moves the heads of pairs to the short lines right above them that name the projects, where nearly
// all have one.
bool OpenAtHeadings(const Text& text, const std::vector<OutlineLine>& lines,
                    std::vector<std::size_t>* heads) {
  constexpr std::size_t kMostChars = 30;
  const auto named = [&](std::size_t head) {
    if (head == 0) return false;
    const OutlineLine& above = lines[head - 1];
    return !above.labelled() && above.chars > 0 && above.chars <= kMostChars &&
           !EndsWithAny(text.Of(above.body), {"。", ":", "：", "；", ";"});
  };
  const auto with_name = static_cast<std::size_t>(std::ranges::count_if(*heads, named));
  if (heads->size() < 3 || with_name * 10 < heads->size() * 8) return false;
  for (std::size_t& head : *heads) head -= named(head) ? 1 : 0;
  return true;
}

// 民生实事关乎百姓福祉: what opens a paragraph on all of them, above those on each.
bool NamesAll(std::string_view name) { return Contains(name, "实事") && !HoldsDigit(name); }

}  // namespace

void AddByForm(const Text& text, const std::vector<OutlineLine>& lines,
               std::vector<Candidate>* out) {
  std::map<Form, std::vector<std::size_t>> found;
  std::vector<Range> names(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const OutlineLine& line = lines[i];
    if (line.labelled() || line.numbering) continue;
    const Form form = FormOf(text.Of(line.range), &names[i]);
    const bool first = found[Form::kSentence].empty() && found[Form::kShort].empty();
    if (form == Form::kNone || (first && NamesAll(text.Of(line.range).substr(0, names[i].end))))
      continue;
    found[form].push_back(i);
  }
  // 免费筛查。…: a short name tells nothing by itself, and is one among longer ones, or among many.
  constexpr std::size_t kMany = 6;
  if (std::vector<std::size_t>& heads = found[Form::kSentence];
      heads.size() >= 3 || found[Form::kShort].size() >= kMany) {
    const std::vector<std::size_t>& few = found[Form::kShort];
    heads.insert(heads.end(), few.begin(), few.end());
    std::ranges::sort(heads);
  }
  found.erase(Form::kShort);
  if (std::vector<std::size_t>& heads = found[Form::kColon]; !heads.empty()) {
    const std::vector<std::size_t>& plain = found[Form::kPlainColon];
    heads.insert(heads.end(), plain.begin(), plain.end());
    std::ranges::sort(heads);
  }
  found.erase(Form::kPlainColon);
  for (const auto& [form, heads] : found) {
    if (heads.size() < (form >= Form::kColon ? 3U : 2U)) continue;
    Candidate candidate{.way = Way::kForm,
                        .heads = heads,
                        .bulleted = form == Form::kBullet && heads.size() >= 4,
                        .end = lines.size()};
    for (std::size_t h = 0; h < heads.size(); ++h) {
      const OutlineLine& line = lines[heads[h]];
      Range name{line.range.begin + names[heads[h]].begin, line.range.begin + names[heads[h]].end};
      // A bullet may open a heading, told of in the lines below: ☑新增停车泊位50个;提升休憩角1个.
      const std::size_t next = heads[h] + 1;
      // Below the last one only where the one before it is told of so.
      const bool below =
          h + 1 < heads.size() ? heads[h + 1] > next : h == 0 || heads[h - 1] + 1 < heads[h];
      const bool told = form == Form::kBullet && next < lines.size() && below;
      const Range body{name.begin, line.range.end};
      if (told && !text.Of(body).ends_with("。") && CountChars(text.Of(body)) <= 100) {
        name = body;
      } else if (form == Form::kBullet && HoldsDigit(text.Of(name))) {
        name.end =
            name.begin;  // ●改造公厕31座,全部开放: a sentence, which is titled as a numbered one is
      }
      candidate.names.push_back(name);
    }
    // 4个项目完成全年目标 and 已完工项目 group the paragraphs below them.
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::string_view words = text.Of(lines[i].range);
      const bool counted =
          IsDigit(CharAt(words, 0).code) && CountChars(words) <= 30 && Contains(words, "项目");
      const bool stated =
          EndsWithAny(words, {"项目", "事项"}) && CountChars(words) <= 14 &&
          MentionsAny<"完工", "完成", "推进", "启动", "在建", "滞后", "未开工", "缓慢">(words);
      if (counted || (stated && !std::binary_search(heads.begin(), heads.end(), i)))
        candidate.groups.push_back(i);
    }
    if (candidate.groups.empty()) candidate.groups = KindsAbove(text, lines, heads);
    candidate.end = EndAtNumbers(lines, heads);
    out->push_back(std::move(candidate));
  }
}

void AddByOrdinals(const Text& text, const std::vector<OutlineLine>& lines,
                   std::vector<Candidate>* out) {
  std::map<std::string_view, Candidate> found;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view words = text.Of(lines[i].range);
    const Ordinal ordinal = OrdinalOf(words);
    if (ordinal.value == 0) continue;
    Candidate& candidate = found[ordinal.noun];
    if (ordinal.value != static_cast<int>(candidate.heads.size()) + 1) continue;
    candidate.heads.push_back(i);
    // 项目三 alone stands above the name.
    const bool below = ordinal.begin == words.size() && i + 1 < lines.size() &&
                       !lines[i + 1].labelled() &&
                       OrdinalOf(text.Of(lines[i + 1].range)).value == 0 &&
                       (lines[i + 1].named ||
                        (lines[i + 1].chars <= 40 && !text.Of(lines[i + 1].body).ends_with("。")));
    if (below) {
      candidate.names.push_back(lines[i + 1].body);
      continue;
    }
    const std::size_t begin = ordinal.begin < words.size() ? ordinal.begin : 0;
    candidate.names.push_back(
        {lines[i].range.begin + begin,
         lines[i].range.begin + std::min(EndOf(words, {"。", ";", "；"}, begin), words.size())});
  }
  for (auto& [noun, candidate] : found) {
    if (candidate.heads.size() < 2) continue;
    candidate.way = Way::kOrdinals;
    candidate.end = lines.size();
    out->push_back(std::move(candidate));
  }
}

void AddByNames(const std::vector<OutlineLine>& lines, std::vector<Candidate>* out) {
  Candidate candidate{.way = Way::kNames, .end = lines.size()};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].named) candidate.heads.push_back(i);
  }
  if (candidate.heads.size() >= 2) out->push_back(std::move(candidate));
}

void AddByPairs(const Text& text, const Dictionary& dictionary,
                const std::vector<OutlineLine>& lines, std::vector<Candidate>* out) {
  Candidate candidate{.way = Way::kPairs, .end = lines.size()};
  std::size_t reports = 0;
  bool open = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const OutlineLine& line = lines[i];
    if (Promises(line.label) && !open) {
      candidate.heads.push_back(i);
      open = true;
    }
    if (!open) continue;
    bool reported = line.reports || line.label == Role::kProgress;
    for (const Label& label : FindLabels(text.str(), line.body, dictionary))
      reported = reported || label.role == Role::kProgress;
    if (reported) {
      ++reports;
      open = false;
    }
  }
  if (candidate.heads.empty() || reports < candidate.heads.size()) return;
  if (OpenAtHeadings(text, lines, &candidate.heads)) {
    out->push_back(std::move(candidate));
    return;
  }
  for (const std::size_t i : candidate.heads) {
    const std::vector<Label> labels = FindLabels(text.str(), lines[i].body, dictionary);
    Range name = labels.empty() || labels.front().value.empty()
                     ? i + 1 < lines.size() ? lines[i + 1].body : Range{}
                     : labels.front().value;
    const std::string_view words = text.Of(name);
    name.end = name.begin + std::min(EndOf(words, {"。", ";", "；", "\n"}), words.size());
    candidate.names.push_back(name);
  }
  out->push_back(std::move(candidate));
}

void AddByTitles(const Text& text, const std::vector<OutlineLine>& lines,
                 std::vector<Candidate>* out) {
  for (const OutlineLine& line : lines) {
    const std::string_view words = text.Of(line.range);
    std::vector<Range> titles;
    std::size_t after = 0;
    for (std::size_t at = Find(words, "《"); at != std::string_view::npos;
         at = Find(words, "《", at + 3)) {
      const std::size_t end = Find(words, "》", at);
      if (end == std::string_view::npos) break;
      if (at != after && words.substr(after, at - after) != "、") titles.clear();
      titles.push_back({line.range.begin + at + 3, line.range.begin + end});
      after = end + 3;
      if (titles.size() >= 4 && !words.substr(after).starts_with("《") &&
          !words.substr(after).starts_with("、《"))
        break;
    }
    if (titles.size() < 4) continue;
    Candidate candidate{.way = Way::kTitles, .end = titles.size()};
    for (const Range title : titles) {
      candidate.heads.push_back(candidate.made.size());
      candidate.made.push_back(MadeLine(text, title));
      candidate.made.back().name = title;
    }
    out->push_back(std::move(candidate));
    return;
  }
}

}  // namespace duban::documents
