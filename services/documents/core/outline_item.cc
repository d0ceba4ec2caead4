#include "documents/core/outline_item.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/core/labels.h"
#include "documents/core/names.h"
#include "documents/core/outline_titles.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_edges.h"
#include "documents/core/wording.h"
#include "documents/core/years.h"

namespace duban::documents {
namespace {

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

// (一)已新增…235个,整体完成率111.5%: a whole report in one sentence is no name.
bool TellsProgress(std::string_view words) {
  return words.starts_with("已") || Contains(words, "完成率") || Contains(words, "已完成") ||
         Contains(words, "已达") || (Contains(words, "已") && words.ends_with("完成")) ||
         words.starts_with("截至") || Contains(words, "共建成") || Contains(words, "完成数") ||
         Contains(words, "完成全年目标") || Contains(words, "完成年度目标");
}

// 工作进度:4月底前开工;10月底前完工。: what a report's word leads to may say how far the work is to
// be by when.
bool SchedulesWork(std::string_view label, std::string_view words) {
  return label.ends_with("进度") && MentionsAny<"底前", "月前", "日前">(words) &&
         !MentionsAny<"已", "目前", "正在", "截至", "截止">(words);
}

// Fills one item from its lines.
class ItemReader {
 public:
  ItemReader(const Text& text, const Dictionary& dictionary)
      : text_(text), dictionary_(dictionary) {}

  Item Read(std::span<const OutlineLine> lines) {
    const OutlineLine& first = lines.front();
    item_.title = TitleOf(text_, dictionary_, first);
    // 任务目标:… opens the item: its own label says what it holds.
    const bool labelled = Promises(first.label);
    if (!labelled) AddFirstLine(first, lines.size() == 1);
    for (const OutlineLine& line : lines.subspan(labelled ? 0 : 1)) AddLine(line);
    Flush();
    if (item_.parts.empty()) item_.parts.emplace_back();
    return std::move(item_);
  }

 private:
  static bool IsMark(char32_t c) {
    return IsSpace(c) || c == U'。' || c == ':' || c == U'\uFF1A' || c == ';' || c == U'\uFF1B' ||
           c == ',' || c == U'\uFF0C' || c == U'】';
  }

  void SkipMarks(Range* range) const {
    while (!range->empty() && IsMark(CharAt(text_.str(), range->begin).code))
      range->begin += CharAt(text_.str(), range->begin).bytes;
  }

  // The title and what stands behind it. `alone`: the item has no other line.
  void AddFirstLine(const OutlineLine& line, bool alone) {
    AddText(item_.title, /*head=*/true);
    Range rest{item_.title.end, line.body.end};
    SkipMarks(&rest);
    TakeOfficesInBrackets(alone, &rest);
    if (!Trim(text_.str(), rest).empty()) AddText(rest, /*head=*/false);
    if (!line.charge.empty()) AddText(line.charge, /*head=*/false);
  }

  // 教室照明(市教体局牵头)。为96所学校…: the bracket is no part of what the text tells.
  void TakeOfficesInBrackets(bool alone, Range* rest) {
    if (rest->empty()) return;
    const std::vector<Range> brackets = Brackets(text_.str(), *rest);
    if (brackets.empty()) return;
    const Range inner = brackets.front();
    constexpr std::size_t kMostOpening = 3;  // bytes of an opening bracket
    if (inner.begin > rest->begin + kMostOpening ||
        !EndsWithAny(text_.Of(inner), {"牵头", "负责", "配合"}))
      return;
    const Range bracket{rest->begin, inner.end + CharAt(text_.str(), inner.end).bytes};
    rest->begin = std::min(bracket.end, rest->end);
    SkipMarks(rest);
    // Alone behind a heading, its offices are those of all pieces below.
    if (rest->empty() && !alone && NamesOffices(inner)) {
      item_.fields.push_back({.role = Role::kLead, .range = inner});
    } else {
      AddText(bracket, /*head=*/false);
    }
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
    if (AddWorkStream(line)) return;
    if (PromisesAgain(line)) {
      Flush();
      part_.number = line.numbering ? line.numbering->value : 0;
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
    if (line.reports) role_ = Role::kProgress;
    const bool office = NamesSomebody(role_) && line.label == Role::kNone;
    AddText(role_ == Role::kSteps ? line.range : line.body, /*head=*/false);
    if (office) role_ = Role::kNone;  // an office fills one line
  }

  // 2.承诺:… behind 1.承诺:…: the label of the promise before opens the next piece of the item.
  bool PromisesAgain(const OutlineLine& line) const {
    if (!Promises(line.label)) return false;
    const auto promise = std::ranges::find_if(part_.fields, [&](const Field& field) {
      return field.role == line.label && !field.head.empty();
    });
    if (promise == part_.fields.end()) return false;
    const std::vector<Label> labels = FindLabels(text_.str(), line.body, dictionary_);
    return !labels.empty() && Normal(text_.Of(labels.front().name)) == promise->name;
  }

  // A work stream below a heading for steps: a line that ends with a colon, or starts with a short
  // heading and a colon, and has no number.
  bool AddWorkStream(const OutlineLine& line) {
    constexpr std::size_t kMostChars = 40;
    if (role_ != Role::kSteps || line.numbering || line.label != Role::kNone) return false;
    const std::string_view all = text_.Of(line.body);
    const std::size_t colon = FindColon(all);
    if (colon == std::string_view::npos || CountChars(all.substr(0, colon)) > kMostChars)
      return false;
    Flush();
    part_.heading = {line.body.begin, line.body.begin + colon};
    const Range rest =
        Trim(text_.str(), {line.body.begin + colon + CharAt(all, colon).bytes, line.body.end});
    if (!rest.empty()) part_.fields.push_back({.role = Role::kSteps, .range = rest});
    return true;
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
    if (!lead.empty()) part_.fields.push_back({.role = RoleOfLead(lead, head), .range = lead});
    for (std::size_t i = 0; i < labels.size(); ++i) {
      AddLabel(labels[i], i + 1 < labels.size() ? labels[i + 1].range.begin : range.end);
    }
  }

  // Of the words before the first label; `head`: they are the item's title.
  Role RoleOfLead(Range lead, bool head) const {
    if (!head) return role_;
    return TellsProgress(text_.Of(lead)) ? Role::kProgress : Role::kTitle;
  }

  // A label and its value. The words between it and `end`, where the next one begins, may go on.
  void AddLabel(const Label& label, std::size_t end) {
    if (label.value.empty()) {
      role_ = label.role;
      return;
    }
    const bool office = NamesSomebody(label.role);
    const bool steps =
        label.role == Role::kProgress && SchedulesWork(text_.Of(label.name), text_.Of(label.value));
    const Role role = steps ? Role::kSteps : label.role;
    (office ? FieldsOfOffices() : part_.fields)
        .push_back({.role = role,
                    .range = label.value,
                    .head = label.range,
                    .name = Normal(text_.Of(label.name))});
    // Prose behind 完成情况: goes on with the next line; a date or a note does not.
    if (role == Role::kProgress || role == Role::kContent || role == Role::kTarget ||
        role == Role::kSteps) {
      role_ = role;
    }
    if (office) AddBehindOffice({label.range.end, end});
  }

  // 责任单位:市水利局。下一步,… and (责任单位:市水利局)。下一步,…: the text goes on behind the
  // office.
  void AddBehindOffice(Range behind) {
    const bool closed = SkipClosing(&behind);
    if (!closed && !text_.Of(behind).starts_with("。")) return;
    SkipMarks(&behind);
    const Range rest = TrimMarks(behind);
    if (!rest.empty()) part_.fields.push_back({.role = role_, .range = rest});
  }

  // Offices before the first numbered piece are those of the whole item.
  std::vector<Field>& FieldsOfOffices() { return part_.number == 0 ? item_.fields : part_.fields; }

  // …(区教育局牵头,区财政局配合,分管领导:…): offices between a bracket that opens and the first
  // label in it are no words of the item.
  void TakeOffices(Range* lead) {
    const std::size_t begin = OpenBracket(text_.str(), *lead);
    if (begin == lead->end) return;
    Range offices{begin + CharAt(text_.str(), begin).bytes, lead->end};
    while (!offices.empty() && IsMark(CharBefore(text_.str(), offices.end).code))
      offices.end -= CharBefore(text_.str(), offices.end).bytes;
    if (!NamesOffices(offices)) return;
    FieldsOfOffices().push_back({.role = Role::kLead, .range = offices});
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

Item ReadItem(const Text& text, const Dictionary& dictionary, std::span<const OutlineLine> lines) {
  return ItemReader(text, dictionary).Read(lines);
}

}  // namespace duban::documents
