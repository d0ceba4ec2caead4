#include <algorithm>
#include <utility>

#include "documents/core/clause_words.h"
#include "documents/core/group_status.h"
#include "documents/core/labels.h"
#include "documents/core/listing.h"
#include "documents/core/names.h"
#include "documents/core/outline_candidates.h"
#include "documents/core/outline_lines.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"
#include "documents/core/years.h"

namespace duban::documents {
namespace {

constexpr std::size_t kLeastTitle = 12;  // bytes before a label that may be a name
constexpr std::size_t kLabelBytes = 39;  // of a label and its colon, which a title may run on into

// The first sentence of an item's first line, or all of a short one; a label ends it.
Range TitleOf(const Text& text, const Dictionary& dictionary, const OutlineLine& line) {
  if (!line.name.empty()) return line.name;
  const std::string_view all = text.Of(line.body);
  // 【停车设施建设】新建…: the name has brackets of its own.
  constexpr std::size_t kMostNameBytes = 75;
  const BracketedLabel bracketed = BracketedLabelAt(all, 0);
  const std::size_t close =
      all.starts_with("【") ? Find(all.substr(0, kMostNameBytes), "】") : std::string_view::npos;
  if (close != std::string_view::npos &&
      (bracketed.name.empty() ||
       dictionary.LabelRole(all.substr(bracketed.name.begin, bracketed.name.size())) ==
           Role::kNone)) {
    return {line.body.begin + std::string_view("【").size(), line.body.begin + close};
  }
  std::size_t end = all.size();
  for (const std::string_view mark : kWordsOf<"。", "\n">) end = std::min(end, Find(all, mark));
  for (const Range inner : Brackets(text.str(), line.body)) {
    const std::string_view words = text.Of(inner);
    // 新建3个服务站(完成):… : what stands behind the state is the report.
    const std::size_t behind = inner.end - line.body.begin + CharAt(text.str(), inner.end).bytes;
    if (behind < all.size() && StartsWithAny(all.substr(behind), {":", "："}) &&
        dictionary.CellStatus(words, "") != Status::kNone) {
      return {line.body.begin, line.body.begin + behind};
    }
    // A bracket with units behind a title is no part of it: (牵头单位:区教育局).
    if (Contains(words, "单位") || Contains(words, "部门") || Contains(words, "领导") ||
        words.ends_with("负责") || words.ends_with("牵头") || words.ends_with("配合") ||
        (words.ends_with("局") && inner.end + 6 >= line.body.end)) {
      const std::size_t open =
          inner.begin - line.body.begin - CharBefore(text.str(), inner.begin).bytes;
      if (open > 0) end = std::min(end, open);
      break;
    }
  }
  // A short first clause before figures names the item: 老旧小区改造项目,计划改造12个….
  std::size_t comma = std::string_view::npos;
  for (const std::string_view mark : kWordsOf<"，", ",">) comma = std::min(comma, Find(all, mark));
  const auto digit = [](std::string_view part) { return HoldsDigit(part); };
  if (comma != std::string_view::npos && comma < end && CountChars(all.substr(0, comma)) <= 16 &&
      !digit(all.substr(0, comma)) && digit(all.substr(comma, end - comma))) {
    for (const std::string_view kind :
         kWordsOf<"项目", "工程", "方面", "工作", "行动", "任务", "建设", "改造", "提升">) {
      if (all.substr(0, comma).ends_with(kind)) end = comma;
    }
  }
  // 停车设施建设:新建泊位500个,已完成310个
  if (const std::size_t colon = FindColon(all.substr(0, end));
      colon != std::string_view::npos && colon < comma && colon >= 9) {
    const std::string_view name = all.substr(0, colon);
    if (CountChars(name) <= 20 && !digit(name) && digit(all.substr(colon, end - colon)) &&
        dictionary.LabelRole(name) == Role::kNone)
      end = colon;
  }
  if (CountChars(all.substr(0, end)) > 60) {
    for (const std::string_view mark : kWordsOf<"；", ";", "：", ":", "，", ",">) {
      const std::size_t at = Find(all, mark);
      const bool dated =
          all.starts_with("截至") || all.starts_with("截止") || all.starts_with("目前");
      if (at != std::string_view::npos && at >= 9 && at < end && !dated) end = at;
    }
  }
  // 老旧小区改造项目 建设内容:改造….
  const std::vector<Label> labels = FindLabels(
      text.str(), {line.body.begin, std::min(line.body.end, line.body.begin + end + kLabelBytes)},
      dictionary);
  if (!labels.empty() && labels.front().range.begin >= line.body.begin + kLeastTitle)
    end = std::min(end, labels.front().range.begin - line.body.begin);
  for (const std::string_view open : kWordsOf<"(", "（", "[", "【">) {
    if (all.substr(0, end).ends_with(open)) end -= open.size();
  }
  return Trim(text.str(), {line.body.begin, line.body.begin + end});
}

// “住有所居” is a kind called 住有所居, and so is 【住有所居】.
Range WithoutQuotes(const Text& text, Range range) {
  const std::string_view words = text.Of(range);
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"“", "”"}, {"【", "】"}}) {
    if (!words.starts_with(open) || Find(words, close) != words.size() - close.size()) continue;
    return {range.begin + open.size(), range.end - close.size()};
  }
  return range;
}

// Where the last bracket of `range` opens that it does not close; its end where none does.
std::size_t OpenBracket(std::string_view text, Range range) {
  int depth = 0;
  for (std::size_t at = range.end; at > range.begin;) {
    const Char c = CharBefore(text, at);
    at -= c.bytes;
    if (c.code == ')' || c.code == U'\uFF09') ++depth;
    if ((c.code == '(' || c.code == U'\uFF08') && depth-- == 0) return at;
  }
  return range.end;
}

// Fills one item from its lines.
class ItemReader {
 public:
  ItemReader(const Text& text, const Dictionary& dictionary)
      : text_(text), dictionary_(dictionary) {}

  Item Read(const std::vector<OutlineLine>& lines, std::size_t begin, std::size_t end) {
    item_ = Item{};
    item_.title = TitleOf(text_, dictionary_, lines[begin]);
    part_ = Part{};
    part_style_.reset();
    headed_.reset();
    role_ = Role::kNone;
    if (Promises(lines[begin].label)) {
      // 任务目标:… opens the item: its own label says what it holds.
      for (std::size_t i = begin; i < end; ++i) AddLine(lines[i]);
      return Finish();
    }
    AddText(item_.title, /*head=*/true);
    Range rest{item_.title.end, lines[begin].body.end};
    const auto skip_marks = [&] {
      while (!rest.empty() && IsMark(CharAt(text_.str(), rest.begin).code))
        rest.begin += CharAt(text_.str(), rest.begin).bytes;
    };
    skip_marks();
    // 教室照明(市教体局牵头)。为96所学校…: the bracket is no part of what the text tells.
    const std::vector<Range> brackets =
        rest.empty() ? std::vector<Range>{} : Brackets(text_.str(), rest);
    if (!brackets.empty() && brackets.front().begin <= rest.begin + 3 &&
        EndsWithAny(text_.Of(brackets.front()), {"牵头", "负责", "配合"})) {
      const Range bracket{rest.begin,
                          brackets.front().end + CharAt(text_.str(), brackets.front().end).bytes};
      rest.begin = std::min(bracket.end, rest.end);
      skip_marks();
      // Alone behind a heading, its offices are those of all pieces below.
      if (rest.empty() && end > begin + 1 && NamesOffices(brackets.front())) {
        item_.fields.push_back({.role = Role::kLead, .range = brackets.front()});
      } else {
        AddText(bracket, /*head=*/false);
      }
    }
    if (!Trim(text_.str(), rest).empty()) AddText(rest, /*head=*/false);
    if (!lines[begin].charge.empty()) AddText(lines[begin].charge, /*head=*/false);
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
    return IsSpace(c) || c == U'。' || c == ':' || c == U'\uFF1A' || c == ';' || c == U'\uFF1B' ||
           c == ',' || c == U'\uFF0C' || c == U'】';
  }

  void AddLine(const OutlineLine& line) {
    // (三)资金筹措。… behind (二)实施步骤。… is no more of the steps.
    const bool next = line.numbering && headed_ && line.numbering->style == headed_->style &&
                      line.numbering->value == headed_->value + 1;
    if (next && line.label == Role::kNone && role_ == Role::kSteps) role_ = Role::kContent;
    if (next || (line.numbering && line.label != Role::kNone)) headed_ = line.numbering;
    if (line.label != Role::kNone && FindLabels(text_.str(), line.body, dictionary_).empty()) {
      role_ = line.label;  // a heading such as (二)项目推进计划
      return;
    }
    // A work stream: a line that ends with a colon, or starts with a short heading and a colon, and
    // has no number.
    if (role_ == Role::kSteps && !line.numbering && line.label == Role::kNone) {
      const std::string_view all = text_.Of(line.body);
      const std::size_t colon = FindColon(all);
      if (colon != std::string_view::npos && CountChars(all.substr(0, colon)) <= 40) {
        Flush();
        part_.heading = {line.body.begin, line.body.begin + colon};
        const Range rest = Trim(
            text_.str(), {line.body.begin + colon + (all[colon] == ':' ? 1 : 3), line.body.end});
        if (!rest.empty()) part_.fields.push_back({.role = Role::kSteps, .range = rest});
        return;
      }
    }
    if (line.numbering && line.label == Role::kNone && part_style_ &&
        *part_style_ == line.numbering->style && line.numbering->value == part_.number + 1) {
      role_ = Role::kNone;  // the next piece of the item starts afresh
    }
    if (role_ == Role::kNone && line.numbering && line.label == Role::kNone) {
      Flush();
      part_.number = line.numbering->value;
      part_style_ = line.numbering->style;
    }
    if (AddPeriod(line)) return;
    const bool office = NamesSomebody(role_) && line.label == Role::kNone;
    AddText(role_ == Role::kSteps ? line.range : line.body, /*head=*/false);
    if (office) role_ = Role::kNone;  // an office fills one line
  }

  // 8月:…, 1-6月:…: what is told or planned of a period, as below a column's head. Below a heading
  // for steps it is one of them.
  bool AddPeriod(const OutlineLine& line) {
    constexpr std::size_t kMostBytes = 24;  // of months and their marks
    const std::string_view words = text_.Of(line.body);
    const std::size_t colon = FindColon(words.substr(0, kMostBytes));
    if (role_ == Role::kSteps || line.numbering || line.label != Role::kNone ||
        colon == std::string_view::npos)
      return false;
    std::string_view months = words.substr(0, colon);
    if (!DropTail<"月", "月份", "月底">(&months) || months.empty()) return false;
    if (RunBegin(months, months.size(),
                 [](char32_t c) { return IsDigit(c) || Spans(c) || c == U'月'; }) > 0)
      return false;
    const Range told =
        Trim(text_.str(), {line.body.begin + colon + CharAt(words, colon).bytes, line.body.end});
    if (told.empty()) return false;
    const Role role = role_ == Role::kProgress ? Role::kProgress : Role::kPeriod;
    part_.fields.push_back({.role = role,
                            .range = told,
                            .head = {line.body.begin, line.body.begin + colon},
                            .name = Normal(words.substr(0, colon))});
    return true;
  }

  void AddText(Range range, bool head) {
    const std::vector<Label> labels = FindLabels(text_.str(), range, dictionary_);
    Range lead{range.begin, labels.empty() ? range.end : labels.front().range.begin};
    if (!labels.empty()) TakeOffices(&lead);
    lead = TrimMarks(lead);
    // (一)已新增…235个,整体完成率111.5%: a whole report in one sentence is no name.
    const std::string_view words = text_.Of(lead);
    const bool told =
        head &&
        (words.starts_with("已") || Contains(words, "完成率") || Contains(words, "已完成") ||
         Contains(words, "已达") || (Contains(words, "已") && words.ends_with("完成")) ||
         words.starts_with("截至") || Contains(words, "共建成") || Contains(words, "完成数") ||
         Contains(words, "完成全年目标") || Contains(words, "完成年度目标"));
    if (!lead.empty())
      part_.fields.push_back({.role = told   ? Role::kProgress
                                      : head ? Role::kTitle
                                             : role_,
                              .range = lead});
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const Label& label = labels[i];
      if (label.value.empty()) {
        role_ = label.role;
        continue;
      }
      Field field{.role = label.role,
                  .range = label.value,
                  .head = label.range,
                  .name = Normal(text_.Of(label.name))};
      (NamesSomebody(label.role) && part_.number == 0 ? item_.fields : part_.fields)
          .push_back(std::move(field));
      // Prose behind 完成情况: goes on with the next line; a date or a note does not.
      if (label.role == Role::kProgress || label.role == Role::kContent ||
          label.role == Role::kTarget || label.role == Role::kSteps) {
        role_ = label.role;
      }
      // 责任单位:市水利局。下一步,… and (责任单位:市水利局)。下一步,…: the text goes on behind the
      // office.
      Range behind{label.range.end, i + 1 < labels.size() ? labels[i + 1].range.begin : range.end};
      const bool closed = SkipClosing(&behind);
      if (NamesSomebody(label.role) && (closed || text_.Of(behind).starts_with("。"))) {
        while (!behind.empty() && IsMark(CharAt(text_.str(), behind.begin).code))
          behind.begin += CharAt(text_.str(), behind.begin).bytes;
        const Range rest = TrimMarks(behind);
        if (!rest.empty()) part_.fields.push_back({.role = role_, .range = rest});
      }
    }
  }

  // …(区教育局牵头,区财政局配合,分管领导:…): offices between a bracket that opens and the first
  // label in it are no words of the item.
  void TakeOffices(Range* lead) {
    const std::size_t begin = OpenBracket(text_.str(), *lead);
    if (begin == lead->end) return;
    Range offices{begin + CharAt(text_.str(), begin).bytes, lead->end};
    while (!offices.empty() && IsMark(CharBefore(text_.str(), offices.end).code))
      offices.end -= CharBefore(text_.str(), offices.end).bytes;
    if (!NamesOffices(offices)) return;
    (part_.number == 0 ? item_.fields : part_.fields)
        .push_back({.role = Role::kLead, .range = offices});
    lead->end = begin;
  }

  // 区教育局牵头,区财政局配合, 区民政局负责
  bool NamesOffices(Range range) const {
    std::string_view names = text_.Of(range);
    if (names.ends_with("负责")) names.remove_suffix(std::string_view("负责").size());
    return LooksLikeUnits(names, dictionary_);
  }

  // Takes the bracket that closes around a label off; whether there was one.
  bool SkipClosing(Range* range) const {
    for (const std::string_view mark : {")", "）", "]", "】"}) {
      if (!text_.Of(*range).starts_with(mark)) continue;
      range->begin += mark.size();
      return true;
    }
    return false;
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
  std::optional<Numbering> headed_;        // of the last heading among them: (一)目标任务
  Role role_ = Role::kNone;
};

}  // namespace

namespace {

// What closes a document stands below its last item: where the other items, at least four, are of
// so many lines at most, plain lines behind as many of the last one are no more of it.
void EndLast(const std::vector<OutlineLine>& lines, std::vector<ItemLines>* parts) {
  if (parts->size() < 5) return;
  std::size_t most = 0;
  for (std::size_t i = 0; i + 1 < parts->size(); ++i)
    most = std::max(most, (*parts)[i].end - (*parts)[i].begin);
  ItemLines& last = parts->back();
  if (last.end - last.begin <= most || most > 3) return;
  const bool plain = std::all_of(
      lines.begin() + static_cast<std::ptrdiff_t>(last.begin + most),
      lines.begin() + static_cast<std::ptrdiff_t>(last.end),
      [](const OutlineLine& line) { return !line.numbering && line.label == Role::kNone; });
  if (plain) last.end = last.begin + most;
}

// 区教育局(2件) above two items, then 区民政局(3件) above three: short lines without numbers that
// all count what stands below them group the items.
void AddCountedGroups(const Text& text, const std::vector<OutlineLine>& lines, Candidate* best) {
  constexpr std::size_t kMostChars = 24;
  std::vector<std::size_t> groups;
  std::size_t wanted = 0;  // heads before the next group
  std::size_t head = 0;
  for (std::size_t i = 0; i < best->end; ++i) {
    if (head < best->heads.size() && best->heads[head] == i) {
      if (!groups.empty() && wanted-- == 0) return;
      ++head;
      continue;
    }
    const OutlineLine& line = lines[i];
    if (line.numbering || line.label != Role::kNone || line.chars > kMostChars) continue;
    const std::size_t count = ClosingCount(text.str(), line.range);
    if (count == 0) continue;
    if (wanted > 0 || (groups.empty() && head > 0)) return;
    groups.push_back(i);
    wanted = count;
  }
  if (groups.size() >= 2 && wanted == 0 && head == best->heads.size())
    best->groups = std::move(groups);
}

// 【就业保障】 above one item, 【养老助残】 above the next two: names in brackets alone on their
// lines, from the first item on.
void AddBracketedGroups(const Text& text, const std::vector<OutlineLine>& lines, Candidate* best) {
  constexpr std::size_t kMostChars = 16;
  std::vector<std::size_t> groups;
  for (const std::size_t head : best->heads) {
    if (head == 0) continue;
    const OutlineLine& line = lines[head - 1];
    const std::string_view words = text.Of(line.range);
    const bool bracketed = line.chars <= kMostChars && words.starts_with("【") &&
                           Find(words, "】") + std::string_view("】").size() == words.size();
    if (bracketed && !line.labelled() && !HoldsDigit(words)) groups.push_back(head - 1);
    if (groups.empty()) return;
  }
  if (groups.size() >= 2) best->groups = std::move(groups);
}

// The words before the first comma or colon of a line where figures stand only behind it:
// 停车设施建设有序推进,建成…; empty for others.
Range OpeningOf(const Text& text, const Dictionary& dictionary, const OutlineLine& line,
                bool colon) {
  constexpr std::size_t kLeastChars = 4;
  constexpr std::size_t kMostChars = 18;
  const std::string_view words = text.Of(line.body);
  const std::size_t end = kSetOf<",", "，", ":", "：", "。", ";", "；">.First(words);
  const std::string_view name = words.substr(0, end);
  const bool fits = end < words.size() &&
                    (CharAt(words, end).code == ':' || CharAt(words, end).code == U'：') == colon &&
                    words[end] != ';' && !words.substr(end).starts_with("。") &&
                    !words.substr(end).starts_with("；");
  const std::size_t chars = CountChars(name);
  if (!fits || chars < kLeastChars || chars > kMostChars || HoldsDigit(name) ||
      MentionsAny<"(", "（">(name) || !HoldsDigit(words.substr(end)))
    return {};
  if (StartsWithAny(name, {"截至", "截止", "目前", "已", "其中", "今年", "全年"})) return {};
  const std::vector<Label> labels = FindLabels(
      text.str(), {line.body.begin, std::min(line.body.end, line.body.begin + end + kLabelBytes)},
      dictionary);
  if (!labels.empty() && labels.front().range.begin <= line.body.begin + end) return {};
  return {line.body.begin, line.body.begin + end};
}

// Names the items of one line each that all open alike, with a few words before a comma or a colon.
void NameByOpenings(const Text& text, const Dictionary& dictionary,
                    const std::vector<OutlineLine>& lines, Candidate* best) {
  constexpr std::size_t kLeastItems = 4;
  const std::vector<ItemLines> items = ItemsOf(*best);
  if (!best->names.empty() || items.size() < kLeastItems) return;
  for (const bool colon : {true, false}) {
    std::vector<Range> names;
    std::size_t kinds = 0;
    std::size_t alone = 0;
    std::size_t opened = 0;
    for (const ItemLines& item : items) {
      const Range name = OpeningOf(text, dictionary, lines[item.begin], colon);
      opened += !name.empty();
      alone += item.end == item.begin + 1;
      const std::string_view words = text.Of(name);
      kinds += EndsWithAny(words, {"项目", "工程", "行动", "建设", "改造", "提升", "服务", "计划",
                                   "推进", "保障", "方面", "完成", "任务"}) ||
               StartsWithAny(words, {"聚焦", "围绕"});
      names.push_back(name.empty() ? Range{} : name);
    }
    if (opened < items.size() || alone + 1 < items.size() || (!colon && kinds * 3 < items.size()))
      continue;
    best->names = std::move(names);
    return;
  }
}

// Whether the name of item `h` stands on the line below its head.
bool NamedBelow(const std::vector<OutlineLine>& lines, const Candidate& candidate, std::size_t h) {
  const std::size_t head = candidate.heads[h];
  return head + 1 < lines.size() && candidate.names[h].begin >= lines[head + 1].range.begin;
}

}  // namespace

std::vector<Item> ReadOutline(const Text& text, const Dictionary& dictionary,
                              const FigureIndex& figures, const std::vector<Block>& blocks,
                              Range title, Range passage, std::vector<Range>* preface,
                              double* score) {
  const std::vector<OutlineLine> all = MakeLines(text, dictionary, blocks);
  std::vector<OutlineLine> lines = WithoutPreamble(all);
  if (std::none_of(lines.begin(), lines.end(),
                   [](const OutlineLine& line) { return line.numbering.has_value(); }))
    lines = all;
  std::vector<Candidate> candidates =
      OutlineCandidates(text, dictionary, figures, title, passage, lines);
  if (candidates.empty() || candidates.front().score < kLeastScore) return {};
  Candidate& best = candidates.front();
  *score = best.score;
  if (!best.made.empty()) lines = std::move(best.made);
  NameByOpenings(text, dictionary, lines, &best);
  for (std::size_t h = 0; h < best.names.size(); ++h) {
    const bool below = NamedBelow(lines, best, h);
    OutlineLine& line = lines[best.heads[h] + (below ? 1 : 0)];
    line.name = best.names[h];
    if (best.way != Way::kPairs) line.body = {line.name.begin, line.range.end};
  }
  const std::vector<std::size_t>& heads = best.heads;
  for (const OutlineLine& line : all) {
    if (line.range.begin >= lines[heads.front()].range.begin) break;
    preface->push_back(line.range);
  }
  std::vector<Item> items;
  ItemReader reader(text, dictionary);
  if (best.groups.empty()) AddCountedGroups(text, lines, &best);
  if (best.groups.empty()) AddBracketedGroups(text, lines, &best);
  std::vector<ItemLines> parts = ItemsOf(best);
  EndLast(lines, &parts);
  for (std::size_t h = 0; h < heads.size(); ++h) {
    const auto group = std::lower_bound(best.groups.begin(), best.groups.end(), heads[h]);
    const Range category =
        group == best.groups.begin() ? Range{} : WithoutQuotes(text, lines[*(group - 1)].body);
    const bool alone = lines[heads[h]].body.empty() &&
                       parts[h].begin + 1 < parts[h].end;  // (一) above its promise
    const bool below = alone || (h < best.names.size() && NamedBelow(lines, best, h));
    Item item = reader.Read(lines, parts[h].begin + (below ? 1 : 0), parts[h].end);
    item.category = category;
    item.group_status = GroupStatus(dictionary, text.Of(category));
    if (item.group_status != Status::kNone) item.category = {};
    const auto& numbering = lines[heads[h]].numbering;
    const int expected = items.empty() ? 1 : items.back().number + 1;
    item.number = numbering && numbering->value >= expected ? numbering->value : expected;
    // A copy may start in the middle: 116, 117, 118.
    const auto& following = h + 1 < heads.size() ? lines[heads[h + 1]].numbering : std::nullopt;
    const bool counts_on =
        items.empty() && numbering && following && following->value == numbering->value + 1;
    if (numbering && numbering->value > expected + 20 && !counts_on) item.number = expected;
    items.push_back(std::move(item));
  }
  return items;
}

std::vector<Item> ReadPlainLines(const Text& text, const Dictionary& dictionary,
                                 const std::vector<Block>& blocks) {
  const std::vector<OutlineLine> lines = MakeLines(text, dictionary, blocks);
  std::vector<Item> items;
  ItemReader reader(text, dictionary);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    items.push_back(reader.Read(lines, i, i + 1));
    items.back().number = static_cast<int>(i) + 1;
  }
  return items;
}

}  // namespace duban::documents
