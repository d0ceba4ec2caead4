#include <algorithm>
#include <array>
#include <map>

#include "documents/core/clause_lists.h"
#include "documents/core/labels.h"
#include "documents/core/listing.h"
#include "documents/core/names.h"
#include "documents/core/numbering.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

struct Line {
  Range range;
  Range body;  // without numbering
  std::optional<Numbering> numbering;
  Role label = Role::kNone;  // the line starts with "牵头单位:" or is a heading of that meaning
  bool preamble = false;     // a numbered heading about organising the work
  Range name;                // the project that an unnumbered paragraph starts with; may be empty
  bool named = false;        // 项目名称:… titles it
  std::size_t chars = 0;
};

bool NamesSomebody(Role role) {
  return role == Role::kLead || role == Role::kResponsible || role == Role::kCooperating || role == Role::kLeader;
}

bool Promises(Role role) { return role == Role::kTarget || role == Role::kContent; }

// A line that holds several pairs (任务目标:… 进展情况:…) is parted where each pair begins.
std::vector<Range> PartPairs(const Text& text, const Dictionary& dictionary, Range range) {
  std::vector<std::size_t> begins;
  Role last = Role::kNone;
  bool reported = false;
  for (const Label& label : FindLabels(text.str(), range, dictionary)) {
    if (Promises(label.role) && (begins.empty() || last == Role::kProgress)) begins.push_back(label.range.begin);
    reported = reported || label.role == Role::kProgress;
    last = label.role;
  }
  if (!reported || begins.size() < 2) return {range};
  if (begins.front() > range.begin) begins.insert(begins.begin(), range.begin);
  std::vector<Range> parts;
  for (std::size_t i = 0; i < begins.size(); ++i) {
    parts.push_back(Trim(text.str(), {begins[i], i + 1 < begins.size() ? begins[i + 1] : range.end}));
  }
  return parts;
}

std::vector<Line> MakeLines(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks) {
  std::vector<Line> lines;
  int last = 0;  // the arabic number of the line before
  const auto add = [&](Range range) {
    Line line{.range = range, .body = range, .numbering = NumberingAt(text.str(), range.begin)};
    // 2.50个小区 is item 2 where item 1 came before it.
    if (!line.numbering && last > 0) {
      const std::string next = std::to_string(last + 1) + ".";
      const std::string_view words = text.Of(range);
      if (words.starts_with(next) && words.size() > next.size() && IsDigit(CharAt(words, next.size()).code)) {
        line.numbering = Numbering{NumberStyle::kArabic, last + 1, {range.begin, range.begin + next.size()}};
      }
    }
    // 1,截至11月底…: a comma where the sequence says that it numbers.
    if (!line.numbering) {
      const std::string_view words = text.Of(range);
      for (const std::string_view comma : {",", "，"}) {
        const std::string next = std::to_string(last + 1) + std::string(comma);
        if (words.starts_with(next) && words.size() > next.size() + 12 && !IsDigit(CharAt(words, next.size()).code)) {
          line.numbering = Numbering{NumberStyle::kArabic, last + 1, {range.begin, range.begin + next.size()}};
        }
      }
    }
    if (line.numbering && line.numbering->style == NumberStyle::kArabic) last = line.numbering->value;
    if (line.numbering && line.numbering->range.end > range.end) line.numbering.reset();
    if (line.numbering) line.body = Trim(text.str(), {line.numbering->range.end, range.end});
    // 项目名称:农村饮水 is titled by what follows the label; so is 01 项目名称:农村饮水.
    const std::string_view words = text.Of(line.body);
    const std::size_t colon = std::min(words.find(':'), words.find("\uFF1A"));
    if (colon != std::string_view::npos && colon <= 24) {
      std::string_view label = words.substr(0, colon);
      while (!label.empty() && ((label[0] >= '0' && label[0] <= '9') || label[0] == ' ')) label.remove_prefix(1);
      line.named = dictionary.LabelRole(label) == Role::kTitle;
      if (line.named) line.body = Trim(text.str(), {line.body.begin + colon + (words[colon] == ':' ? 1 : 3), line.body.end});
    }
    line.chars = CountChars(text.Of(line.body));
    const std::vector<Label> labels = FindLabels(text.str(), line.body, dictionary);
    if (!labels.empty() && labels[0].range.begin == line.body.begin) line.label = labels[0].role;
    if (line.label == Role::kNone && line.chars <= 12) {
      Role role = dictionary.LabelRole(text.Of(line.body));
      if (role == Role::kNone && line.numbering && line.chars <= 8) {
        const std::string_view heading = text.Of(line.body);
        if (Contains(heading, "计划") || Contains(heading, "安排") || Contains(heading, "步骤")) role = Role::kSteps;
      }
      if (role == Role::kContent || role == Role::kSteps || role == Role::kTarget || role == Role::kProgress || NamesSomebody(role)) {
        line.label = role;
      }
    }
    line.preamble = line.numbering && line.chars <= 40 && dictionary.Mentions(Words::kPreamble, text.Of(line.body));
    lines.push_back(line);
  };
  for (const Block& block : blocks) {
    if (block.table >= 0) continue;
    // A whole list on one line is parted at its numbers.
    if (block.range.size() > 600 && blocks.size() < 12) {
      Range lead;
      const std::vector<Piece> pieces = SplitNumbered(text.str(), block.range, &lead, 3);
      if (!pieces.empty()) {
        if (!lead.empty()) add(lead);
        for (const Piece& piece : pieces) {
          add(Trim(text.str(), {piece.numbering.range.begin, piece.body.end}));
        }
        continue;
      }
    }
    for (const Range part : PartPairs(text, dictionary, block.range)) add(part);
  }
  return lines;
}

// How one style of numbering runs through the lines.
struct Run {
  std::vector<std::size_t> lines;
  bool resets = false;
};

Run RunOf(const std::vector<Line>& lines, NumberStyle style) {
  Run run;
  int last = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].numbering || lines[i].numbering->style != style || lines[i].label != Role::kNone) continue;
    const int value = lines[i].numbering->value;
    if (value <= last) run.resets = true;
    last = value;
    run.lines.push_back(i);
  }
  return run;
}

// The count that a title or preface announces: 十件民生实事, 20件实事.
int Announced(const Text& text, Range title, const std::vector<Line>& lines) {
  const auto in = [&](Range range) {
    const std::string_view all = text.Of(range);
    for (const std::string_view word : {"件", "大", "项", "个"}) {
      for (std::size_t at = all.find(word); at != std::string_view::npos; at = all.find(word, at + 3)) {
        const std::string_view after = all.substr(at + 3, 30);
        if (!Contains(after, "实事") && !Contains(after, "民生")) continue;
        std::size_t begin = at;
        while (begin > 0) {
          const Char c = CharBefore(all, begin);
          if (!IsDigit(c.code) && !IsChineseDigit(c.code)) break;
          begin -= c.bytes;
        }
        const int value = NumeralValue(all.substr(begin, at - begin));
        if (value >= 3 && value <= 200) return value;
      }
    }
    return 0;
  };
  if (const int value = in(title); value > 0) return value;
  for (std::size_t i = 0; i < lines.size() && i < 8; ++i) {
    if (const int value = in(lines[i].range); value > 0) return value;
  }
  return 0;
}

bool IsHeading(const Text& text, const Line& line, std::size_t max_chars) {
  if (line.chars == 0 || line.chars > max_chars) return false;
  const std::string_view all = text.Of(line.body);
  return !all.ends_with("。") || line.chars <= 30;
}

// Lines that open an item, where labelled lines (牵头单位:…) tell: each block of them follows its item's first line, or
// closes the item. `groups` receives headings above them.
std::vector<std::size_t> HeadsByLabels(const Text& text, const std::vector<Line>& lines,
                                       std::vector<std::size_t>* groups) {
  std::vector<std::size_t> blocks;  // first line of each block of labels
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!NamesSomebody(lines[i].label)) continue;
    if (i > 0 && NamesSomebody(lines[i - 1].label)) continue;
    blocks.push_back(i);
  }
  if (blocks.size() < 2) return {};
  std::vector<std::size_t> direct;
  for (const std::size_t block : blocks) {
    if (block == 0) continue;
    const Line& before = lines[block - 1];
    if (before.label == Role::kNone && (before.numbering || IsHeading(text, before, 50))) direct.push_back(block - 1);
  }
  // Items that open with their labels: the line above is a heading more often than not, and no sentence.
  const auto short_heads = std::count_if(direct.begin(), direct.end(), [&](std::size_t i) {
    return IsHeading(text, lines[i], 60) && !text.Of(lines[i].body).ends_with("。");
  });
  if (direct.size() * 10 >= blocks.size() * 8 && short_heads * 10 >= static_cast<std::ptrdiff_t>(direct.size()) * 7) {
    return direct;
  }
  // One promise, then its labels, again and again; short numbered lines between them are groups.
  std::vector<std::size_t> alternating;
  for (const std::size_t block : blocks) {
    std::size_t promises = 0;
    std::size_t head = 0;
    for (std::size_t i = block; i-- > 0 && lines[i].label == Role::kNone;) {
      const std::string_view words = text.Of(lines[i].body);
      const bool promise = words.ends_with("。") ||
                           std::any_of(words.begin(), words.end(), [](char c) { return c >= '0' && c <= '9'; });
      if (lines[i].numbering && lines[i].chars <= 12 && !promise) {
        groups->push_back(i);
        break;
      }
      ++promises;
      head = i;
    }
    if (promises == 1) alternating.push_back(head);
  }
  std::sort(groups->begin(), groups->end());
  if (alternating.size() * 10 >= blocks.size() * 8) return alternating;
  groups->clear();
  // Items closed by their labels: the first numbered line after each block, of the style that fits all of them.
  std::vector<std::size_t> best;
  for (const NumberStyle style : {NumberStyle::kChinese, NumberStyle::kChineseParen, NumberStyle::kArabic,
                                  NumberStyle::kArabicParen}) {
    const Run run = RunOf(lines, style);
    std::size_t fits = 0;
    for (std::size_t i = 0; i < run.lines.size(); ++i) {
      const std::size_t end = i + 1 < run.lines.size() ? run.lines[i + 1] : lines.size();
      fits += std::count_if(blocks.begin(), blocks.end(),
                            [&](std::size_t b) { return b > run.lines[i] && b < end; }) == 1;
    }
    if (fits * 10 >= run.lines.size() * 7 && fits * 10 >= blocks.size() * 7 && run.lines.size() > best.size()) {
      best = run.lines;
    }
  }
  return best;
}

// Lines outside the chapters that organise the work (总体情况, 下一步工作): what stays, in order.
std::vector<Line> WithoutPreamble(const std::vector<Line>& lines) {
  std::vector<Line> kept;
  constexpr int kNone = -1;
  int skipping = kNone;  // the style whose chapter is left out
  for (const Line& line : lines) {
    const int style = line.numbering ? static_cast<int>(line.numbering->style) : 99;
    if (skipping != kNone && style <= skipping) skipping = kNone;
    if (line.preamble && skipping == kNone && style <= static_cast<int>(NumberStyle::kChineseParen)) skipping = style;
    if (skipping == kNone) kept.push_back(line);
  }
  return kept;
}

// Lines that open an item, by numbering alone. `groups` receives the headings above them.
std::vector<std::size_t> HeadsByNumbers(const Text& text, const Dictionary& dictionary, const std::vector<Line>& lines,
                                        int announced, std::vector<std::size_t>* groups) {
  std::vector<NumberStyle> order;
  for (const Line& line : lines) {
    if (!line.numbering || line.label != Role::kNone) continue;
    if (std::find(order.begin(), order.end(), line.numbering->style) == order.end()) {
      order.push_back(line.numbering->style);
    }
  }
  std::vector<Run> runs;
  for (const NumberStyle style : order) runs.push_back(RunOf(lines, style));
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (announced > 0 && static_cast<int>(runs[i].lines.size()) == announced) {
      if (i > 0) *groups = runs[i - 1].lines;
      return runs[i].lines;
    }
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const bool has_inner = i + 1 < runs.size() && runs[i + 1].lines.size() >= runs[i].lines.size();
    const bool grouping = std::all_of(runs[i].lines.begin(), runs[i].lines.end(), [&](std::size_t line) {
      return lines[line].chars <= 40 && line + 1 < lines.size() && lines[line + 1].numbering;
    });
    const auto statuses = std::count_if(runs[i].lines.begin(), runs[i].lines.end(), [&](std::size_t line) {
      const std::string_view all = text.Of(lines[line].body);
      // 一、食堂改造项目完成情况 names its project.
      if (lines[line].chars > 10 && all.ends_with("情况")) return false;
      return lines[line].chars <= 30 && (dictionary.Mentions(Words::kStatusInProgress, all) ||
                                         dictionary.Mentions(Words::kStatusCompleted, all) ||
                                         dictionary.Mentions(Words::kStatusDelayed, all));
    });
    const bool by_status = statuses * 2 > static_cast<std::ptrdiff_t>(runs[i].lines.size());
    if (by_status && !has_inner && runs[i].lines.size() >= 2) {
      // Paragraphs grouped by state, each a promise of its own.
      std::vector<std::size_t> paragraphs;
      for (std::size_t line = runs[i].lines.front(); line < lines.size(); ++line) {
        if (!lines[line].numbering && lines[line].label == Role::kNone && lines[line].chars >= 14) paragraphs.push_back(line);
      }
      if (paragraphs.size() >= runs[i].lines.size()) {
        *groups = runs[i].lines;
        return paragraphs;
      }
    }
    if (has_inner && ((grouping && !runs[i + 1].resets) || by_status)) {
      *groups = runs[i].lines;
      return runs[i + 1].lines;
    }
    if (runs[i].lines.size() >= 2) return runs[i].lines;
  }
  return {};
}

// Short lines, each followed by a long one: headings without numbers.
std::vector<std::size_t> HeadsByLength(const Text& text, const std::vector<Line>& lines) {
  std::vector<std::size_t> heads;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    const bool heading = IsHeading(text, lines[i], 32) && !text.Of(lines[i].body).ends_with("。") &&
                         lines[i].label == Role::kNone;
    if (heading && (lines[i + 1].chars > 32 || lines[i + 1].label != Role::kNone)) heads.push_back(i);
  }
  return heads.size() >= 3 ? heads : std::vector<std::size_t>{};
}

// How a paragraph without a number names its project at its start.
enum class Form { kNone, kOrdinal, kBullet, kAspect, kQuoted, kColon, kSentence };

std::size_t EndOf(std::string_view line, std::initializer_list<std::string_view> marks, std::size_t from = 0) {
  std::size_t end = std::string_view::npos;
  for (const std::string_view mark : marks) end = std::min(end, line.find(mark, from));
  return end;
}

bool EndsLikeProject(std::string_view name) {
  for (const std::string_view end : {"项目", "工程", "行动", "建设", "创建", "计划", "服务", "提升", "改造", "中心"}) {
    if (name.ends_with(end)) return true;
  }
  return false;
}

// The form of a line; `name` receives the bytes of the line that name the project.
Form FormOf(std::string_view line, Range* name) {
  std::size_t begin = 0;
  for (const std::string_view bullet : {"●", "■", "◆", "•", "▪", "★", "◎", "○"}) {
    if (line.starts_with(bullet)) begin = bullet.size();
  }
  const std::size_t colon = EndOf(line, {":", "："}, begin);
  const std::size_t comma = EndOf(line, {",", "，"}, begin);
  const std::size_t stop = EndOf(line, {"。"}, begin);
  const auto chars = [&](std::size_t end) { return end == std::string_view::npos ? 999 : CountChars(line.substr(begin, end - begin)); };
  if (line.starts_with("实事") && colon != std::string_view::npos && chars(colon) <= 5 && chars(colon) >= 3) {
    const std::size_t from = colon + (line[colon] == ':' ? 1 : 3);
    *name = {from, std::min(EndOf(line, {"。", ";", "；"}, from), line.size())};
    return Form::kOrdinal;
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

// Paragraphs of one form, at least two of a telling form or three of a plain one, each a project.
std::vector<std::size_t> HeadsByForm(const Text& text, bool ordinals_only, std::vector<Line>* lines,
                                     std::vector<std::size_t>* groups) {
  std::map<Form, std::vector<std::size_t>> found;
  std::vector<Range> names(lines->size());
  for (std::size_t i = 0; i < lines->size(); ++i) {
    const Line& line = (*lines)[i];
    if (line.label != Role::kNone) continue;
    const Form form = FormOf(text.Of(line.range), &names[i]);
    if (form != Form::kNone && !(line.numbering && form != Form::kOrdinal)) found[form].push_back(i);
  }
  for (const Form form : {Form::kOrdinal, Form::kBullet, Form::kAspect, Form::kQuoted, Form::kColon, Form::kSentence}) {
    const std::vector<std::size_t>& heads = found[form];
    if (heads.size() < (form >= Form::kColon ? 3U : 2U)) continue;
    if (ordinals_only && form != Form::kOrdinal) break;
    for (const std::size_t i : heads) {
      Line& line = (*lines)[i];
      line.name = {line.range.begin + names[i].begin, line.range.begin + names[i].end};
      line.body = {line.name.begin, line.range.end};
    }
    // 4个项目完成全年目标 groups the paragraphs below it.
    for (std::size_t i = 0; i < lines->size(); ++i) {
      const std::string_view words = text.Of((*lines)[i].range);
      if (CountChars(words) <= 30 && IsDigit(CharAt(words, 0).code) && Contains(words, "项目")) groups->push_back(i);
    }
    return heads;
  }
  return {};
}

// Lines that a label titles (项目名称:…); the title may stand on the next line, which then joins it.
std::vector<std::size_t> HeadsByNames(std::vector<Line>* lines) {
  std::vector<std::size_t> heads;
  for (std::size_t i = 0; i < lines->size(); ++i) {
    if (!(*lines)[i].named) continue;
    if ((*lines)[i].body.empty() && i + 1 < lines->size()) {
      Line& line = (*lines)[i];
      line.body = (*lines)[i + 1].body;
      line.range.end = line.body.end;
      line.chars = (*lines)[i + 1].chars;
      lines->erase(lines->begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
    heads.push_back(i);
  }
  return heads.size() >= 2 ? heads : std::vector<std::size_t>{};
}

// Lines that open a promise by its label (任务目标:…) where a report by its label (进展情况:…) follows each.
std::vector<std::size_t> HeadsByPairs(const Text& text, const Dictionary& dictionary, std::vector<Line>* lines) {
  std::vector<std::size_t> heads;
  std::size_t reports = 0;
  bool open = false;
  for (std::size_t i = 0; i < lines->size(); ++i) {
    Line& line = (*lines)[i];
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
    Line& line = (*lines)[i];
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

// A run of titles in one line (《…》《…》《…》), each a promise; `lines` receives them instead of the line.
std::vector<std::size_t> HeadsByTitles(const Text& text, std::vector<Line>* lines) {
  for (const Line& line : *lines) {
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
    std::vector<Line> made;
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

// The first sentence of an item's first line, or all of a short one.
Range TitleOf(const Text& text, const Line& line) {
  if (!line.name.empty()) return line.name;
  const std::string_view all = text.Of(line.body);
  std::size_t end = all.size();
  for (const std::string_view mark : {"。", "\n"}) end = std::min(end, all.find(mark));
  for (const Range inner : Brackets(text.str(), line.body)) {
    // A bracket with units behind a title is no part of it: (牵头单位:区教育局).
    const std::string_view words = text.Of(inner);
    if (Contains(words, "单位") || Contains(words, "部门") || Contains(words, "领导") || words.ends_with("负责") ||
        words.ends_with("牵头") || (words.ends_with("局") && inner.end + 6 >= line.body.end)) {
      const std::size_t open = inner.begin - line.body.begin - CharBefore(text.str(), inner.begin).bytes;
      if (open > 0) end = std::min(end, open);
      break;
    }
  }
  // A short first clause before figures names the item: 老旧小区改造项目,计划改造12个….
  std::size_t comma = std::string_view::npos;
  for (const std::string_view mark : {"，", ","}) comma = std::min(comma, all.find(mark));
  const auto digit = [](std::string_view part) {
    return std::any_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (comma != std::string_view::npos && comma < end && CountChars(all.substr(0, comma)) <= 16 &&
      !digit(all.substr(0, comma)) && digit(all.substr(comma, end - comma))) {
    for (const std::string_view kind : {"项目", "工程", "方面", "工作", "行动", "任务", "建设", "改造", "提升"}) {
      if (all.substr(0, comma).ends_with(kind)) end = comma;
    }
  }
  if (CountChars(all.substr(0, end)) > 60) {
    for (const std::string_view mark : {"；", ";", "：", ":", "，", ","}) {
      const std::size_t at = all.find(mark);
      const bool dated = all.starts_with("截至") || all.starts_with("截止") || all.starts_with("目前");
      if (at != std::string_view::npos && at >= 9 && at < end && !dated) end = at;
    }
  }
  return {line.body.begin, line.body.begin + end};
}

// Fills one item from its lines.
class ItemReader {
 public:
  ItemReader(const Text& text, const Dictionary& dictionary) : text_(text), dictionary_(dictionary) {}

  Item Read(const std::vector<Line>& lines, std::size_t begin, std::size_t end) {
    item_ = Item{};
    item_.title = TitleOf(text_, lines[begin]);
    part_ = Part{};
    part_style_.reset();
    role_ = Role::kNone;
    if (Promises(lines[begin].label)) {
      // 任务目标:… opens the item: its own label says what it holds.
      for (std::size_t i = begin; i < end; ++i) AddLine(lines[i]);
      return Finish();
    }
    AddText(item_.title, /*head=*/true);
    Range rest{item_.title.end, lines[begin].body.end};
    while (!rest.empty() && IsMark(CharAt(text_.str(), rest.begin).code)) rest.begin += CharAt(text_.str(), rest.begin).bytes;
    if (!Trim(text_.str(), rest).empty()) AddText(rest, /*head=*/false);
    for (std::size_t i = begin + 1; i < end; ++i) AddLine(lines[i]);
    return Finish();
  }

 private:
  Item Finish() {
    Flush();
    if (item_.parts.empty()) item_.parts.emplace_back();
    return std::move(item_);
  }

  static bool IsMark(char32_t c) {
    return IsSpace(c) || c == U'。' || c == ':' || c == U'\uFF1A' || c == ';' || c == U'\uFF1B' || c == ',' || c == U'\uFF0C';
  }

  void AddLine(const Line& line) {
    if (line.label != Role::kNone && FindLabels(text_.str(), line.body, dictionary_).empty()) {
      role_ = line.label;  // a heading such as (二)项目推进计划
      return;
    }
    // A work stream: a line that ends with a colon, or starts with a short heading and a colon, and has no number.
    if (role_ == Role::kSteps && !line.numbering && line.label == Role::kNone) {
      const std::string_view all = text_.Of(line.body);
      const std::size_t colon = std::min(all.find(':'), all.find("："));
      if (colon != std::string_view::npos && CountChars(all.substr(0, colon)) <= 40) {
        Flush();
        part_.heading = {line.body.begin, line.body.begin + colon};
        const Range rest = Trim(text_.str(), {line.body.begin + colon + (all[colon] == ':' ? 1 : 3), line.body.end});
        if (!rest.empty()) part_.fields.push_back({.role = Role::kSteps, .range = rest});
        return;
      }
    }
    if (line.numbering && line.label == Role::kNone && part_style_ && *part_style_ == line.numbering->style &&
        line.numbering->value == part_.number + 1) {
      role_ = Role::kNone;  // the next piece of the item starts afresh
    }
    if (role_ == Role::kNone && line.numbering && line.label == Role::kNone) {
      Flush();
      part_.number = line.numbering->value;
      part_style_ = line.numbering->style;
    }
    AddText(role_ == Role::kSteps ? line.range : line.body, /*head=*/false);
  }

  void AddText(Range range, bool head) {
    const std::vector<Label> labels = FindLabels(text_.str(), range, dictionary_);
    Range lead{range.begin, labels.empty() ? range.end : labels.front().range.begin};
    lead = TrimMarks(lead);
    // (一)已新增…235个,整体完成率111.5%: a whole report in one sentence is no name.
    const std::string_view words = text_.Of(lead);
    const bool told = head && (words.starts_with("已") || Contains(words, "完成率") || Contains(words, "已完成") ||
                               Contains(words, "已达") || (Contains(words, "已") && words.ends_with("完成")) || words.starts_with("截至") || Contains(words, "共建成") ||
                               Contains(words, "完成全年目标") || Contains(words, "完成年度目标"));
    if (!lead.empty()) part_.fields.push_back({.role = told ? Role::kProgress : head ? Role::kTitle : role_, .range = lead});
    for (const Label& label : labels) {
      if (label.value.empty()) {
        role_ = label.role;
        continue;
      }
      Field field{.role = label.role, .range = label.value, .head = label.range,
                  .name = Normal(text_.Of(label.name))};
      (NamesSomebody(label.role) && part_.number == 0 ? item_.fields : part_.fields).push_back(std::move(field));
      // Prose behind 完成情况: goes on with the next line; a date or a note does not.
      if (label.role == Role::kProgress || label.role == Role::kContent || label.role == Role::kTarget ||
          label.role == Role::kSteps) {
        role_ = label.role;
      }
    }
  }

  Range TrimMarks(Range range) const {
    range = Trim(text_.str(), range);
    while (!range.empty()) {
      const Char c = CharBefore(text_.str(), range.end);
      if (c.code != '(' && c.code != U'\uFF08' && c.code != '[' && c.code != U'\u3010') break;
      range.end -= c.bytes;
    }
    return Trim(text_.str(), range);
  }

  void Flush() {
    if (!part_.fields.empty() || !part_.heading.empty()) item_.parts.push_back(std::move(part_));
    part_ = Part{};
  }

  const Text& text_;
  const Dictionary& dictionary_;
  Item item_;
  Part part_;
  std::optional<NumberStyle> part_style_;  // of the item's numbered pieces
  Role role_ = Role::kNone;
};

}  // namespace

std::vector<Item> ReadOutline(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks,
                              Range title, std::vector<Range>* preface) {
  const std::vector<Line> all = MakeLines(text, dictionary, blocks);
  std::vector<Line> lines = WithoutPreamble(all);
  if (std::none_of(lines.begin(), lines.end(), [](const Line& line) { return line.numbering.has_value(); })) lines = all;
  std::vector<std::size_t> groups;
  std::vector<std::size_t> heads = HeadsByTitles(text, &lines);
  if (heads.empty()) heads = HeadsByNames(&lines);
  if (heads.empty()) heads = HeadsByForm(text, /*ordinals_only=*/true, &lines, &groups);
  if (heads.empty()) heads = HeadsByLabels(text, lines, &groups);
  if (heads.empty()) heads = HeadsByNumbers(text, dictionary, lines, Announced(text, title, lines), &groups);
  bool pairs = false;
  if (heads.empty()) {
    heads = HeadsByPairs(text, dictionary, &lines);
    pairs = !heads.empty();
  }
  if (heads.empty()) heads = HeadsByForm(text, /*ordinals_only=*/false, &lines, &groups);
  if (heads.empty()) heads = HeadsByLength(text, lines);
  std::erase_if(heads, [&](std::size_t i) { return lines[i].preamble; });
  if (heads.size() < 2 && !pairs) return {};
  for (const Line& line : all) {
    if (line.range.begin >= lines[heads.front()].range.begin) break;
    preface->push_back(line.range);
  }
  std::vector<Item> items;
  ItemReader reader(text, dictionary);
  for (std::size_t h = 0; h < heads.size(); ++h) {
    std::size_t end = h + 1 < heads.size() ? heads[h + 1] : lines.size();
    Range category;
    for (const std::size_t group : groups) {
      if (group < heads[h]) category = lines[group].body;
      if (group > heads[h] && group < end) end = group;
    }
    Item item = reader.Read(lines, heads[h], end);
    item.category = category;
    item.group_status = GroupStatus(dictionary, text.Of(category));
    if (item.group_status != Status::kNone) item.category = {};
    const auto& numbering = lines[heads[h]].numbering;
    const int expected = items.empty() ? 1 : items.back().number + 1;
    item.number = numbering && numbering->value >= expected ? numbering->value : expected;
    if (numbering && numbering->value > expected + 20) item.number = expected;
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace duban::documents
