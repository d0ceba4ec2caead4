#include "documents/core/list_titles.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "documents/core/announced_lists.h"
#include "documents/core/numbering.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxTitleChars = 70;

bool HasYear(std::string_view line) {
  for (std::size_t at = line.find("年"); at != std::string_view::npos;
       at = line.find("年", at + 3)) {
    if (at >= 1 && (IsDigit(CharBefore(line, at).code) || IsSpace(CharBefore(line, at).code)))
      return true;
    if (at >= 3 && IsChineseDigit(CharBefore(line, at).code)) return true;
  }
  return false;
}

// Whether a line is a sentence, or goes on below.
bool EndsWithMark(std::string_view line) {
  return EndsWithAny(line, {"。", ";", "；", ":", "：", ",", "，", "、", "!", "！"});
}

bool SaysKind(const Dictionary& dictionary, std::string_view line) {
  return dictionary.Mentions(Words::kProgress, line) ||
         dictionary.Mentions(Words::kCompletion, line) || dictionary.Mentions(Words::kPlan, line);
}

// An entry of a table of contents as its heading stands below: without the number of the entry (4
// 四、…) and of its page (…… 12).
std::string_view HeadingOf(std::string_view entry) {
  const auto counts = [](char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == ' ' || c == '\t';
  };
  while (!entry.empty() && counts(entry.back())) entry.remove_suffix(1);
  entry = BeforeFirst<"…", "···", "...", "．．">(entry);
  const std::size_t number =
      static_cast<std::size_t>(std::ranges::find_if_not(entry, counts) - entry.begin());
  if (number > 0 && (entry[number - 1] == ' ' || entry[number - 1] == '\t'))
    entry.remove_prefix(number);
  return Trim(entry);
}

// The blocks of a table of contents (目录 above lines that come again below), which titles nothing;
// both 0 where there is none.
std::pair<std::size_t, std::size_t> TableOfContents(const Text& text,
                                                    const std::vector<Block>& blocks) {
  constexpr std::size_t kDeepest = 60;  // lines above it
  constexpr std::size_t kMostEntries = 60;
  const auto is_head = [&](const Block& block) {
    std::string line(text.Of(block.range).substr(0, 30));
    std::erase(line, ' ');
    return line == "目录" || line == "目次";
  };
  const std::size_t above = std::min(blocks.size(), kDeepest);
  const std::size_t head = static_cast<std::size_t>(
      std::find_if(blocks.begin(), blocks.begin() + static_cast<std::ptrdiff_t>(above), is_head) -
      blocks.begin());
  if (head == above) return {};
  const auto comes_again = [&](std::size_t entry) {
    const std::string_view heading = HeadingOf(text.Of(blocks[entry].range));
    return !heading.empty() && std::any_of(blocks.begin() + static_cast<std::ptrdiff_t>(entry) + 1,
                                           blocks.end(), [&](const Block& block) {
                                             return text.Of(block.range).starts_with(heading);
                                           });
  };
  std::size_t end = head + 1;
  while (end < std::min(blocks.size(), head + kMostEntries) && comes_again(end)) ++end;
  return {head, end};
}

// 2023年2月3日 alone dates a document.
bool IsDate(std::string_view line) {
  while (!line.empty()) {
    const Char c = CharAt(line, 0);
    const bool part =
        IsDigit(c.code) || IsChineseDigit(c.code) || IsSpace(c.code) ||
        std::u32string_view(U"〇○年月日()（）").find(c.code) != std::u32string_view::npos;
    if (!part) return false;
    line.remove_prefix(c.bytes);
  }
  return true;
}

}  // namespace

bool IsTitle(const Text& text, const Dictionary& dictionary, const Block& block) {
  if (block.table >= 0 || block.in_stream) return false;
  const std::string_view line = text.Of(block.range);
  if (line.size() > kMaxTitleChars * 4 || CountChars(line) > kMaxTitleChars || EndsWithMark(line))
    return false;
  if (!dictionary.Mentions(Words::kTitle, line)) return false;
  const bool promises = dictionary.NamesPromises(line);
  const bool year = HasYear(line);
  if (!promises && !(year && Contains(line, "民生") && SaysKind(dictionary, line))) return false;
  // 27项实事项目具体完成情况 is no head of a column.
  const auto counts = [&] {
    return FindAnnouncement(line).count > 0 && SaysKind(dictionary, line);
  };
  if (!year && dictionary.HeadRole(line) != Role::kNone && !counts()) return false;
  for (const std::string_view menu :
       kWordsOf<"。", "|", ">", "\u3000>", "当前位置", "首页", "来源:", "来源：">) {
    if (Contains(line, menu)) return false;
  }
  const auto numbering = NumberingAt(text.str(), block.range.begin);
  if (numbering && !(year && SaysKind(dictionary, line))) return false;
  if (year || SaysKind(dictionary, line)) return true;
  // …,并完成民生实事系统销号 is a sentence of a report.
  return CountChars(line) <= 30 && !Contains(line, ",") && !Contains(line, "，");
}

std::vector<std::size_t> FindTitles(const Text& text, const Dictionary& dictionary,
                                    const std::vector<Block>& blocks) {
  std::vector<std::size_t> titles;
  const auto [contents, body] = TableOfContents(text, blocks);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (contents <= i && i < body) continue;
    if (IsTitle(text, dictionary, blocks[i])) titles.push_back(i);
  }
  return titles;
}

Range FirstHeading(const Text& text, const std::vector<Block>& blocks) {
  for (std::size_t i = 0; i < std::min<std::size_t>(blocks.size(), 12); ++i) {
    const std::string_view line = text.Of(blocks[i].range);
    if (blocks[i].table >= 0 || CountChars(line) > kMaxTitleChars ||
        NumberingAt(text.str(), blocks[i].range.begin))
      break;
    if (HasYear(line) && !IsDate(line) &&
        !MentionsAny<">", "|", "时间", "日期", "来源", "发布", "浏览", "编辑", "。">(line))
      return blocks[i].range;
  }
  const bool titled = blocks[0].table < 0 && !blocks[0].lone_cell &&
                      !NumberingAt(text.str(), blocks[0].range.begin) &&
                      CountChars(text.Of(blocks[0].range)) <= kMaxTitleChars;
  return titled ? blocks[0].range : Range{};
}

}  // namespace duban::documents
