#include "documents/core/labels.h"

#include <algorithm>
#include <array>

#include "documents/core/byte_set.h"
#include "documents/core/names.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_set.h"
#include "documents/core/years.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxLabelChars = 12;
constexpr std::string_view kOpen = "【";
constexpr std::string_view kClose = "】";

bool Opens(char32_t c) { return c == '(' || c == U'\uFF08' || c == '[' || c == U'【'; }
bool Closes(char32_t c) { return c == ')' || c == U'\uFF09' || c == ']' || c == U'】'; }

bool IsLabelChar(char32_t c) { return IsHan(c) || c == '/' || c == U'\u3001'; }

// Where an office named in running text ends: 责任单位:市水利局。下一步,… goes on with another
// sentence. In a cell, offices may be parted by full stops.
std::size_t EndOfOffices(std::string_view text, Range value, const Dictionary& dictionary) {
  const std::size_t stop = Find(text.substr(value.begin, value.size()), "。");
  if (stop == std::string_view::npos) return value.end;
  const Range rest = Trim(text, {value.begin + stop + std::string_view("。").size(), value.end});
  const std::string_view words = text.substr(rest.begin, rest.size());
  const bool sentence = CountChars(words) > 6 && MentionsAny(words, {",", "，", "。"}) &&
                        !LooksLikeUnits(words, dictionary);
  return sentence ? value.begin + stop : value.end;
}

// Where the months begin that 月 at `at` counts: 8月进展, 1—8月进展.
std::size_t MonthsBegin(std::string_view text, std::size_t least, std::size_t at) {
  if (!text.substr(at).starts_with("月")) return at;
  return least + RunBegin(text.substr(least), at - least,
                          [](char32_t c) { return IsDigit(c) || Spans(c); });
}

// The longest known word that ends at `end`; a word of two characters must stand alone.
Range NameBefore(std::string_view text, Range range, std::size_t end, const Dictionary& dictionary,
                 Role* role) {
  std::array<std::size_t, kMaxLabelChars> starts{};
  std::size_t count = 0;
  for (std::size_t begin = end; begin > range.begin && count < starts.size();) {
    const Char c = CharBefore(text, begin);
    if (!IsLabelChar(c.code)) break;
    begin -= c.bytes;
    starts[count++] = begin;
  }
  for (std::size_t i = count; i-- > 0;) {
    const Range name{starts[i], end};
    const Range trimmed = Trim(text, name);
    if (trimmed.begin != name.begin) continue;
    const std::size_t chars = CountChars(text.substr(trimmed.begin, trimmed.size()));
    const bool alone = i + 1 == count;
    if (chars < 2 || (chars < 4 && !alone)) continue;
    *role = dictionary.LabelRole(text.substr(trimmed.begin, trimmed.size()));
    if (*role != Role::kNone && *role != Role::kNumber && *role != Role::kTitle)
      return {MonthsBegin(text, range.begin, trimmed.begin), end};
  }
  return {};
}

}  // namespace

Role RoleInBrackets(std::string_view name, const Dictionary& dictionary) {
  const Role role = dictionary.LabelRole(name);
  if (role == Role::kPlanned || (role == Role::kTitle && name.ends_with("任务")))
    return Role::kTarget;
  return role == Role::kReached ? Role::kProgress : role;
}

BracketedLabel BracketedLabelAt(std::string_view text, std::size_t at) {
  if (!text.substr(at).starts_with(kOpen)) return {};
  const std::size_t begin = at + kOpen.size();
  const std::size_t close =
      Find(text.substr(0, std::min(text.size(), begin + 3 * kMaxLabelChars + kClose.size())),
           kClose, begin);
  if (close == std::string_view::npos) return {};
  BracketedLabel label{.name = {begin, close}, .end = close + kClose.size()};
  for (const std::string_view colon : kWordsOf<":", "：">) {
    if (text.substr(label.end).starts_with(colon)) label.end += colon.size();
  }
  return label;
}

std::vector<Label> FindLabels(std::string_view text, Range range, const Dictionary& dictionary) {
  std::vector<Label> labels;
  // (一)目标任务。新建…, (二)实施步骤。8月底前…: a heading of one word that a full stop closes.
  const std::string_view opening =
      text.substr(range.begin, std::min<std::size_t>(range.size(), 3 * kMaxLabelChars));
  const std::size_t stop = Find(opening, "。");
  Role headed = Role::kNone;
  if (stop != std::string_view::npos) headed = dictionary.LabelRole(opening.substr(0, stop));
  if (headed != Role::kTarget && headed != Role::kProgress && headed != Role::kDue &&
      headed != Role::kSteps)
    headed = Role::kNone;
  const std::string_view words = text.substr(range.begin, range.size());
  if (headed == Role::kNone && FindColon(words) == std::string_view::npos &&
      !Contains(words, kOpen))
    return labels;
  std::vector<int> depths;  // of brackets around each label
  int depth = 0;
  if (headed != Role::kNone) {
    const Range name{range.begin, range.begin + stop};
    labels.push_back({headed,
                      name,
                      {name.begin, range.end},
                      {name.end + std::string_view("。").size(), range.end}});
    depths.push_back(0);
  }
  static constexpr ByteSet kMatters("()[]:\xE3\xEF");  // begin a bracket or a colon
  for (std::size_t at = range.begin; (at = kMatters.Next(text, at, range.end)) < range.end;) {
    const BracketedLabel label = text[at] == kOpen.front()
                                     ? BracketedLabelAt(text.substr(0, range.end), at)
                                     : BracketedLabel{};
    if (!label.name.empty()) {
      const Role role =
          RoleInBrackets(text.substr(label.name.begin, label.name.size()), dictionary);
      if (role != Role::kNone && role != Role::kNumber && role != Role::kTitle) {
        labels.push_back({role, label.name, {at, range.end}, {label.end, range.end}});
        depths.push_back(depth);
      } else if (FindColon(text.substr(label.name.begin, label.name.size())) !=
                 std::string_view::npos) {
        at += kOpen.size();  // 【责任单位:区民政局】 holds its label
        ++depth;
        continue;
      }
      at = label.end;
      continue;
    }
    const Char c = CharAt(text, at);
    if (Opens(c.code)) ++depth;
    if (Closes(c.code) && depth > 0) --depth;
    if (c.code == ':' || c.code == U'\uFF1A') {
      Role role = Role::kNone;
      const Range name = NameBefore(text, range, at, dictionary, &role);
      if (!name.empty()) {
        labels.push_back({role, name, {name.begin, range.end}, {at + c.bytes, range.end}});
        depths.push_back(depth);
      }
    }
    at += c.bytes;
  }
  for (std::size_t i = 0; i < labels.size(); ++i) {
    Label& label = labels[i];
    if (i + 1 < labels.size()) label.value.end = labels[i + 1].range.begin;
    // Inside a bracket the value ends where it closes.
    if (depth = depths[i]; depth > 0) {
      for (std::size_t at = label.value.begin; at < label.value.end;) {
        const Char c = CharAt(text, at);
        if (Opens(c.code)) ++depth;
        if (Closes(c.code) && --depth == 0) {
          label.value.end = at;
          break;
        }
        at += c.bytes;
      }
    }
    label.value = Trim(text, label.value);
    const bool office = label.role == Role::kLead || label.role == Role::kResponsible ||
                        label.role == Role::kCooperating;
    if (office) label.value.end = EndOfOffices(text, label.value, dictionary);
    for (;;) {
      if (label.value.empty()) break;
      const Char c = CharBefore(text, label.value.end);
      if (c.code != ';' && c.code != U'\uFF1B' && c.code != '(' && c.code != U'\uFF08' &&
          c.code != ',' && c.code != U'\uFF0C')
        break;
      label.value.end -= c.bytes;
    }
    label.value = Trim(text, label.value);
    label.range.end = std::max(label.value.end, label.value.begin);
  }
  return labels;
}

Role OpeningRole(std::string_view text, Range range, const Dictionary& dictionary) {
  constexpr std::size_t kMostBytes =
      4 * kMaxLabelChars + 2 * kOpen.size() + kClose.size();  // of a name and the marks around it
  const std::vector<Label> labels =
      FindLabels(text, {range.begin, std::min(range.end, range.begin + kMostBytes)}, dictionary);
  return labels.empty() || labels.front().range.begin != range.begin ? Role::kNone
                                                                     : labels.front().role;
}

}  // namespace duban::documents
