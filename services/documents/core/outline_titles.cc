#include "documents/core/outline_titles.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "documents/core/labels.h"
#include "documents/core/outline_candidates.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

constexpr std::size_t kLeastName = 9;    // bytes of a name before a mark
constexpr std::size_t kLeastTitle = 12;  // bytes before a label that may be a name
constexpr std::size_t kLabelBytes = 39;  // of a label and its colon, which a title may run on into

// The labels of a line as far as one that begins in its first `bytes` bytes may reach.
std::vector<Label> LabelsUpTo(const Text& text, const Dictionary& dictionary, Range body,
                              std::size_t bytes) {
  return FindLabels(text.str(), {body.begin, std::min(body.end, body.begin + bytes + kLabelBytes)},
                    dictionary);
}

// Whether a bracket holds the offices of an item: 牵头单位:区教育局. `last`: nothing but a mark
// stands behind it.
bool HoldsOffices(std::string_view words, bool last) {
  return Contains(words, "单位") || Contains(words, "部门") || Contains(words, "领导") ||
         words.ends_with("负责") || words.ends_with("牵头") || words.ends_with("配合") ||
         (words.ends_with("局") && last);
}

// Finds where the title of a line ends, one sign after another: each may only make it shorter.
class TitleReader {
 public:
  TitleReader(const Text& text, const Dictionary& dictionary, Range body)
      : text_(text), dictionary_(dictionary), body_(body), all_(text.Of(body)), end_(all_.size()) {}

  Range Read() {
    if (const std::optional<Range> name = NameInBrackets()) return *name;
    for (const std::string_view mark : kWordsOf<"。", "\n">)
      end_ = std::min(end_, Find(all_, mark));
    if (EndAtBracket()) return {body_.begin, body_.begin + end_};
    std::size_t comma = std::string_view::npos;
    for (const std::string_view mark : kWordsOf<"，", ",">)
      comma = std::min(comma, Find(all_, mark));
    EndAtFirstClause(comma);
    EndAtColon(comma);
    EndWhereLong();
    EndAtLabel();
    for (const std::string_view open : kWordsOf<"(", "（", "[", "【">) {
      if (all_.substr(0, end_).ends_with(open)) end_ -= open.size();
    }
    return Trim(text_.str(), {body_.begin, body_.begin + end_});
  }

 private:
  // 【停车设施建设】新建…: the name has brackets of its own.
  std::optional<Range> NameInBrackets() const {
    constexpr std::size_t kMostNameBytes = 75;
    if (!all_.starts_with("【")) return std::nullopt;
    const std::size_t close = Find(all_.substr(0, kMostNameBytes), "】");
    if (close == std::string_view::npos) return std::nullopt;
    const Range label = BracketedLabelAt(all_, 0).name;
    if (!label.empty() &&
        dictionary_.LabelRole(all_.substr(label.begin, label.size())) != Role::kNone)
      return std::nullopt;
    return Range{body_.begin + std::string_view("【").size(), body_.begin + close};
  }

  // Ends the title before the first bracket with offices, which is no part of it
  // (牵头单位:区教育局). True where a state in brackets with a colon ends it for certain: what
  // stands behind 新建3个服务站(完成): is the report.
  bool EndAtBracket() {
    for (const Range inner : Brackets(text_.str(), body_)) {
      const std::string_view words = text_.Of(inner);
      const std::size_t behind = inner.end - body_.begin + CharAt(text_.str(), inner.end).bytes;
      if (behind < all_.size() && StartsWithAny(all_.substr(behind), {":", "："}) &&
          dictionary_.CellStatus(words, "") != Status::kNone) {
        end_ = behind;
        return true;
      }
      constexpr std::size_t kMarkBytes = 6;  // of the closing bracket and a full stop
      if (!HoldsOffices(words, inner.end + kMarkBytes >= body_.end)) continue;
      const std::size_t open =
          inner.begin - body_.begin - CharBefore(text_.str(), inner.begin).bytes;
      if (open > 0) end_ = std::min(end_, open);
      return false;
    }
    return false;
  }

  // A short first clause before figures names the item: 老旧小区改造项目,计划改造12个….
  void EndAtFirstClause(std::size_t comma) {
    constexpr std::size_t kMostChars = 16;
    if (comma == std::string_view::npos || comma >= end_) return;
    const std::string_view clause = all_.substr(0, comma);
    if (CountChars(clause) > kMostChars || HoldsDigit(clause) ||
        !HoldsDigit(all_.substr(comma, end_ - comma)))
      return;
    for (const std::string_view kind :
         kWordsOf<"项目", "工程", "方面", "工作", "行动", "任务", "建设", "改造", "提升">) {
      if (clause.ends_with(kind)) end_ = comma;
    }
  }

  // 停车设施建设:新建泊位500个,已完成310个
  void EndAtColon(std::size_t comma) {
    constexpr std::size_t kMostChars = 20;
    const std::size_t colon = FindColon(all_.substr(0, end_));
    if (colon == std::string_view::npos || colon >= comma || colon < kLeastName) return;
    const std::string_view name = all_.substr(0, colon);
    if (CountChars(name) <= kMostChars && !HoldsDigit(name) &&
        HoldsDigit(all_.substr(colon, end_ - colon)) && dictionary_.LabelRole(name) == Role::kNone)
      end_ = colon;
  }

  // A sentence too long for a title ends at its first mark, unless it opens with a date.
  void EndWhereLong() {
    constexpr std::size_t kMostChars = 60;
    if (CountChars(all_.substr(0, end_)) <= kMostChars ||
        StartsWithAny(all_, {"截至", "截止", "目前"}))
      return;
    for (const std::string_view mark : kWordsOf<"；", ";", "：", ":", "，", ",">) {
      const std::size_t at = Find(all_, mark);
      if (at >= kLeastName && at < end_) end_ = at;
    }
  }

  // 老旧小区改造项目 建设内容:改造….
  void EndAtLabel() {
    const std::vector<Label> labels = LabelsUpTo(text_, dictionary_, body_, end_);
    if (!labels.empty() && labels.front().range.begin >= body_.begin + kLeastTitle)
      end_ = std::min(end_, labels.front().range.begin - body_.begin);
  }

  const Text& text_;
  const Dictionary& dictionary_;
  const Range body_;
  const std::string_view all_;  // the words of the body
  std::size_t end_;             // of the title, in bytes from the body's begin
};

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
  const std::vector<Label> labels = LabelsUpTo(text, dictionary, line.body, end);
  if (!labels.empty() && labels.front().range.begin <= line.body.begin + end) return {};
  return {line.body.begin, line.body.begin + end};
}

// Whether an opening ends or begins as the names of projects do.
bool NamesKind(std::string_view words) {
  return EndsWithAny(words, {"项目", "工程", "行动", "建设", "改造", "提升", "服务", "计划", "推进",
                             "保障", "方面", "完成", "任务"}) ||
         StartsWithAny(words, {"聚焦", "围绕"});
}

}  // namespace

Range TitleOf(const Text& text, const Dictionary& dictionary, const OutlineLine& line) {
  return line.name.empty() ? TitleReader(text, dictionary, line.body).Read() : line.name;
}

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
      kinds += NamesKind(text.Of(name));
      names.push_back(name);
    }
    if (opened < items.size() || alone + 1 < items.size() || (!colon && kinds * 3 < items.size()))
      continue;
    best->names = std::move(names);
    return;
  }
}

}  // namespace duban::documents
