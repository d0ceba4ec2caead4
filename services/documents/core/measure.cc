#include "documents/core/measure.h"

#include <algorithm>
#include <string_view>

#include "documents/core/numbering.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"
#include "documents/quantities/dates.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMostChars = 16;

// 2.一是开展… counts what follows its numbers.
bool DropNumbering(std::string_view* text) {
  const auto numbering = NumberingAt(*text, 0);
  if (!numbering || numbering->range.end >= text->size()) return false;
  text->remove_prefix(numbering->range.end);
  return true;
}

bool DropDate(std::string_view* text) {
  if (text->empty()) return false;
  const Char first = CharAt(*text, 0);
  if (!IsDigit(first.code) && !IsChineseDigit(first.code) && first.code != U'第' &&
      first.code != U'上' && first.code != U'截') {
    return false;
  }
  const auto dates = quantities::FindDates(*text, {});
  if (dates.empty() || dates.front().span.start_byte != 0) return false;
  text->remove_prefix(static_cast<std::size_t>(dates.front().span.end_byte));
  return true;
}

std::string_view CleanBefore(std::string_view text) {
  text = Trim(text);
  for (bool changed = true; changed && !text.empty();) {
    changed =
        DropNumbering(&text) || DropDate(&text) ||
        DropHead<"年内", "全年", "目前", "已经", "已", "累计", "共计", "合计", "其中", "并先后",
                 "先后", "并", "在", "的", "上半年", "年度", "、", "和", "及">(&text);
    text = Trim(text);
  }
  while (DropTail<"共计", "合计", "累计", "达到", "达", "共", "合", "约", "为", "了", "至少",
                  "不少于", "的", "有", "中", "(", "\uFF08">(&text)) {
    text = Trim(text);
  }
  return text;
}

// The noun right behind a figure, up to the verb that goes on.
std::string_view CleanAfter(std::string_view text) {
  text = Trim(text);
  while (DropHead<"的", "以上", "左右">(&text)) {
  }
  static constexpr std::string_view kVerbs[] = {
      "提供", "进行", "完成", "正在", "正",   "已",   "分别", "均",   "并",   "参与",   "用于",
      "捐赠", "开展", "开工", "投入", "实现", "派发", "全部", "最少", "至少", "不少于", "内"};
  static constexpr WordSet kAnyVerb(kVerbs);
  if (kAnyVerb.In(text)) {
    for (const std::string_view verb : kVerbs) {
      const std::size_t at = Find(text, verb);
      if (at != std::string_view::npos && at >= 6) text = text.substr(0, at);
    }
  }
  while (DropTail<"中", "内", "等", "的", "共", "约", "达", "至少">(&text)) {
  }
  return text;
}

std::string_view LastChars(std::string_view text, std::size_t most) {
  std::size_t begin = text.size();
  for (std::size_t i = 0; i < most && begin > 0; ++i) begin -= CharBefore(text, begin).bytes;
  return text.substr(begin);
}

std::string_view FirstChars(std::string_view text, std::size_t most) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < most && end < text.size(); ++i) end += CharAt(text, end).bytes;
  return text.substr(0, end);
}

// Words before a bracket that stands right before the figure: 社区卫生服务中心(站)达43个.
std::string_view BeforeBracket(const Text& text, const quantities::Quantity& quantity) {
  const auto end = static_cast<std::size_t>(quantity.phrase.start_byte);
  const std::string_view all =
      text.str().substr(end > 120 ? end - 120 : 0, std::min<std::size_t>(end, 120));
  if (!all.ends_with(")") && !all.ends_with("\uFF09")) return {};
  const std::size_t open = std::max(all.rfind("(") + 1, all.rfind("\uFF08") + 1);
  if (open == 0) return {};
  const std::string_view noun = all.substr(0, open - 1);
  return LastChars(noun.substr(RunBegin(noun, noun.size(), IsHan)), kMostChars);
}

}  // namespace

std::string MeasureName(const Text& text, const quantities::Quantity& quantity) {
  const std::string_view after = CleanAfter(quantity.noun_after);
  if (CountChars(after) >= 2 && CountChars(after) <= kMostChars) return std::string(after);
  std::string_view before = CleanBefore(quantity.noun_before);
  if (CountChars(before) < 2) before = CleanBefore(BeforeBracket(text, quantity));
  // A lone verb (建成) names nothing where a noun follows.
  if (CountChars(before) > 2 || after.empty()) return std::string(before);
  return std::string(FirstChars(after, kMostChars));
}

}  // namespace duban::documents
