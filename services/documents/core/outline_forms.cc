#include <algorithm>
#include <initializer_list>
#include <map>
#include <string_view>

#include "documents/core/labels.h"
#include "documents/core/outline_heads.h"
#include "documents/core/utf8.h"

namespace duban::documents {
namespace {

// How a paragraph without a number names its project at its start.
enum class Form { kNone, kOrdinal, kBullet, kAspect, kQuoted, kColon, kSentence };

std::size_t EndOf(std::string_view line, std::initializer_list<std::string_view> marks, std::size_t from = 0) {
  std::size_t end = std::string_view::npos;
  for (const std::string_view mark : marks) end = std::min(end, Find(line, mark, from));
  return end;
}

bool EndsLikeProject(std::string_view name) {
  // X项目包括:…
  for (const std::string_view verb : {"包括", "主要包括", "内容为", "主要内容", "内容包括", "内容"}) {
    if (name.ends_with(verb)) {
      name.remove_suffix(verb.size());
      break;
    }
  }
  for (const std::string_view end : {"项目", "工程", "行动", "建设", "创建", "计划", "服务", "提升", "改造", "中心"}) {
    if (name.ends_with(end)) return true;
  }
  return false;
}

// The form of a line; `name` receives the bytes of the line that name the project.
Form FormOf(std::string_view line, Range* name) {
  std::size_t begin = 0;
  const Char first = line.empty() ? Char{} : CharAt(line, 0);
  if (std::u32string_view(U"●■◆•▪★◎○▶►▷➤☑✔√◇□☆✅◉▲△").find(first.code) != std::u32string_view::npos) begin = first.bytes;
  const std::size_t colon = EndOf(line, {":", "："}, begin);
  const std::size_t comma = EndOf(line, {",", "，"}, begin);
  const std::size_t stop = EndOf(line, {"。"}, begin);
  const auto chars = [&](std::size_t end) { return end == std::string_view::npos ? 999 : CountChars(line.substr(begin, end - begin)); };
  if (line.starts_with("实事") && colon != std::string_view::npos && chars(colon) <= 5 && chars(colon) >= 3) {
    const std::size_t from = colon + (line[colon] == ':' ? 1 : 3);
    *name = {from, std::min(EndOf(line, {"。", ";", "；"}, from), line.size())};
    return Form::kOrdinal;
  }
  // 项目三 on a line of its own: what follows tells of it.
  for (const std::string_view kind : {"实事", "项目", "事项", "任务"}) {
    if (line.starts_with(kind) && CountChars(line) <= 5 && NumeralValue(line.substr(kind.size())) > 0) {
      *name = {0, line.size()};
      return Form::kOrdinal;
    }
  }
  const std::size_t clause = std::min(colon, comma);
  if (chars(clause) <= 30 && line.substr(begin, clause - begin).ends_with("方面")) {
    *name = {begin, clause - std::string_view("方面").size()};
    return begin > 0 ? Form::kBullet : Form::kAspect;
  }
  if (begin > 0) {
    *name = {begin, std::min({clause, stop, line.size()})};
    return Form::kBullet;
  }
  // 【老旧小区改造】改造小区12个.
  if (line.starts_with("【")) {
    const std::size_t close = line.find("】");
    const std::size_t length = close == std::string_view::npos ? 0 : CountChars(line.substr(3, close - 3));
    if (length >= 4 && length <= 30 && close + 12 < line.size()) {
      *name = {3, close};
      return Form::kColon;
    }
  }
  if (line.starts_with("“")) {
    for (const std::string_view end : {"”项目", "”工程", "”行动"}) {
      const std::size_t at = line.find(end);
      if (at == std::string_view::npos || CountChars(line.substr(0, at)) > 40) continue;
      *name = {3, at};
      return Form::kQuoted;
    }
  }
  if (colon < comma && colon < stop && chars(colon) >= 4 && chars(colon) <= 30 && EndsLikeProject(line.substr(0, colon))) {
    *name = {0, colon};
    return Form::kColon;
  }
  if (stop < comma && stop < colon && chars(stop) >= 5 && chars(stop) <= 34 && stop + 30 < line.size()) {
    *name = {0, stop};
    return Form::kSentence;
  }
  return Form::kNone;
}

}  // namespace

std::vector<std::size_t> HeadsByForm(const Text& text, bool ordinals_only, std::vector<OutlineLine>* lines,
                                     std::vector<std::size_t>* groups) {
  std::map<Form, std::vector<std::size_t>> found;
  std::vector<Range> names(lines->size());
  for (std::size_t i = 0; i < lines->size(); ++i) {
    const OutlineLine& line = (*lines)[i];
    if (line.label != Role::kNone) continue;
    const Form form = FormOf(text.Of(line.range), &names[i]);
    if (form != Form::kNone && !(line.numbering && form != Form::kOrdinal)) found[form].push_back(i);
  }
  for (const Form form : {Form::kOrdinal, Form::kBullet, Form::kAspect, Form::kQuoted, Form::kColon, Form::kSentence}) {
    const std::vector<std::size_t>& heads = found[form];
    if (heads.size() < (form >= Form::kColon ? 3U : 2U)) continue;
    if (ordinals_only && form != Form::kOrdinal) break;
    for (const std::size_t i : heads) {
      OutlineLine& line = (*lines)[i];
      line.name = {line.range.begin + names[i].begin, line.range.begin + names[i].end};
      line.body = {line.name.begin, line.range.end};
    }
    // A bullet may open a heading, told of in the lines below: ☑新增停车泊位50个;提升休憩角1个.
    for (std::size_t h = 0; form == Form::kBullet && h < heads.size(); ++h) {
      const std::size_t next = heads[h] + 1;
      OutlineLine& line = (*lines)[heads[h]];
      const bool told = next < lines->size() && (h + 1 == heads.size() || heads[h + 1] > next);
      if (told && !text.Of(line.body).ends_with("。") && CountChars(text.Of(line.body)) <= 100) line.name = line.body;
    }
    // 4个项目完成全年目标 and 已完工项目 group the paragraphs below them.
    for (std::size_t i = 0; i < lines->size(); ++i) {
      const std::string_view words = text.Of((*lines)[i].range);
      const bool counted = CountChars(words) <= 30 && IsDigit(CharAt(words, 0).code) && Contains(words, "项目");
      const bool stated = CountChars(words) <= 14 && (words.ends_with("项目") || words.ends_with("事项")) &&
                          MentionsAny(words, {"完工", "完成", "推进", "启动", "在建", "滞后", "未开工", "缓慢"});
      if (counted || (stated && !std::binary_search(heads.begin(), heads.end(), i))) groups->push_back(i);
    }
    return heads;
  }
  return {};
}

std::vector<std::size_t> HeadsByNames(std::vector<OutlineLine>* lines) {
  std::vector<std::size_t> heads;
  for (std::size_t i = 0; i < lines->size(); ++i) {
    if (!(*lines)[i].named) continue;
    if ((*lines)[i].body.empty() && i + 1 < lines->size()) {
      OutlineLine& line = (*lines)[i];
      line.body = (*lines)[i + 1].body;
      line.range.end = line.body.end;
      line.chars = (*lines)[i + 1].chars;
      lines->erase(lines->begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
    heads.push_back(i);
  }
  return heads.size() >= 2 ? heads : std::vector<std::size_t>{};
}

std::vector<std::size_t> HeadsByPairs(const Text& text, const Dictionary& dictionary, std::vector<OutlineLine>* lines) {
  std::vector<std::size_t> heads;
  std::size_t reports = 0;
  bool open = false;
  for (std::size_t i = 0; i < lines->size(); ++i) {
    OutlineLine& line = (*lines)[i];
    if (Promises(line.label) && !open) {
      heads.push_back(i);
      open = true;
    }
    bool reported = line.label == Role::kProgress;
    const std::vector<Label> labels = FindLabels(text.str(), line.body, dictionary);
    for (const Label& label : labels) reported = reported || label.role == Role::kProgress;
    if (reported && open) {
      ++reports;
      open = false;
    }
  }
  if (heads.empty() || reports < heads.size()) return {};
  for (const std::size_t i : heads) {
    OutlineLine& line = (*lines)[i];
    const std::vector<Label> labels = FindLabels(text.str(), line.body, dictionary);
    Range name = labels.empty() || labels.front().value.empty()
                     ? i + 1 < lines->size() ? (*lines)[i + 1].body : Range{}
                     : labels.front().value;
    const std::string_view words = text.Of(name);
    name.end = name.begin + std::min(EndOf(words, {"。", ";", "；", "\n"}), words.size());
    line.name = name;
  }
  return heads;
}

std::vector<std::size_t> HeadsByTitles(const Text& text, std::vector<OutlineLine>* lines) {
  for (const OutlineLine& line : *lines) {
    const std::string_view words = text.Of(line.range);
    std::vector<Range> titles;
    std::size_t after = 0;
    for (std::size_t at = words.find("《"); at != std::string_view::npos; at = words.find("《", at + 3)) {
      const std::size_t end = words.find("》", at);
      if (end == std::string_view::npos) break;
      if (at != after && words.substr(after, at - after) != "、") titles.clear();
      titles.push_back({line.range.begin + at + 3, line.range.begin + end});
      after = end + 3;
      if (titles.size() >= 4 && !words.substr(after).starts_with("《") && !words.substr(after).starts_with("、《")) break;
    }
    if (titles.size() < 4) continue;
    std::vector<OutlineLine> made;
    std::vector<std::size_t> heads;
    for (const Range title : titles) {
      heads.push_back(made.size());
      made.push_back({.range = title, .body = title, .name = title, .chars = CountChars(text.Of(title))});
    }
    *lines = std::move(made);
    return heads;
  }
  return {};
}

}  // namespace duban::documents
