#include "documents/core/furniture.h"

#include <algorithm>
#include <initializer_list>

#include "documents/core/numbering.h"
#include "documents/core/table_rows.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxHead = 80;    // blocks above a document that may be menus
constexpr std::size_t kLongLine = 120;  // characters of a line that is no furniture for sure
constexpr std::size_t kMaxLine = 60;    // characters of a line that may be furniture

// What a block prints first: its line, or the first row of its table.
std::string_view FirstLine(const Text& text, const Block& block) {
  const std::string_view all = text.Of(block.range);
  return Trim(all.substr(0, std::min(all.find('\n'), all.size())));
}

bool IsShort(std::string_view line) {
  return CountChars(line.substr(0, 4 * kMaxLine + 4)) <= kMaxLine;
}

// Without the brackets and bars that buttons are drawn with: 【打印本页】, | 关闭.
std::string_view Bare(std::string_view line) {
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view mark : std::initializer_list<std::string_view>{
             "【", "[", "〖", "|", "｜", "·", "•", "<", "《", "（", "(", " ", "\u3000"}) {
      if (!StartsWith(line, mark)) continue;
      line.remove_prefix(mark.size());
      more = true;
    }
  }
  return line;
}

// Where the document has begun: its first numbered line, first table of several rows, first
// paragraph.
bool Begins(const Text& text, const Dictionary& dictionary, const Block& block) {
  const std::string_view all = text.Of(block.range);
  if (block.table >= 0) return Contains(all, "\n");
  if (NumberingAt(text.str(), block.range.begin)) return true;
  if (all.size() < 30 && dictionary.HeadRole(all) == Role::kNumber) return true;
  // 1 城镇新增就业 人 2800 2539: a row of words at single blanks.
  const std::size_t word = all.find(' ');
  if (word <= 6 && BareNumber(all.substr(0, word)) > 0) return true;
  return CountChars(all.substr(0, 4 * kLongLine + 4)) > kLongLine || all.ends_with("。");
}

// Whether the heads of a table follow each other, each on a line: 项目名称, 年度目标, 责任单位.
bool HeadsBegin(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks,
                std::size_t at) {
  constexpr std::size_t kHeads = 3;
  constexpr std::size_t kMaxBytes = 30;
  if (at + kHeads > blocks.size()) return false;
  return std::all_of(blocks.begin() + static_cast<std::ptrdiff_t>(at),
                     blocks.begin() + static_cast<std::ptrdiff_t>(at + kHeads),
                     [&](const Block& block) {
                       return block.table < 0 && block.range.size() <= kMaxBytes &&
                              dictionary.HeadRole(text.Of(block.range)) != Role::kNone;
                     });
}

// The arrow behind a step of a path, which may stand on a line of its own; empty where the line
// ends with none.
std::string_view ArrowOf(std::string_view line) {
  for (const std::string_view arrow : kWordsOf<">", "＞", "»">) {
    if (line.ends_with(arrow)) return arrow;
  }
  return {};
}

bool IsMenu(const Dictionary& dictionary, std::string_view line) {
  return !ArrowOf(line).empty() || (IsShort(line) && dictionary.StartsWith(Words::kMenu, line));
}

// 2022-02-10 or 13:51:10 alone.
bool IsStamp(std::string_view line) {
  return line.size() >= 4 && line.find_first_not_of("0123456789-/:. ") == std::string_view::npos &&
         line.find_first_of(":-/") != std::string_view::npos;
}

// 上海徐汇 2022-01-12: who published it and when.
bool IsByline(std::string_view line) {
  const std::size_t stamp = line.find_last_not_of("0123456789-/:. ");
  const std::string_view date =
      stamp == std::string_view::npos ? std::string_view() : line.substr(stamp + 1);
  return date.size() >= 8 && std::ranges::count(date, '-') + std::ranges::count(date, '/') == 2 &&
         CountChars(line.substr(0, stamp + 1)) <= 12;
}

// 成文日期: with its value behind it, or on the next line.
bool IsMeta(const Dictionary& dictionary, std::string_view line) {
  return IsStamp(line) || IsByline(line) ||
         (IsShort(line) && dictionary.StartsWith(Words::kMeta, Bare(line)));
}

// 2022年…民生实事…: what the page is about, also where its path repeats it.
bool NamesPromises(const Dictionary& dictionary, std::string_view line) {
  return Contains(line, "20") && dictionary.Mentions(Words::kTitle, line) && !Contains(line, ">") &&
         !Contains(line, "当前位置");
}

}  // namespace

Range RemoveFurniture(const Text& text, const Dictionary& dictionary, std::vector<Block>* blocks) {
  std::size_t begin = 0;
  while (begin < blocks->size() && begin < kMaxHead &&
         !Begins(text, dictionary, (*blocks)[begin]) &&
         !HeadsBegin(text, dictionary, *blocks, begin))
    ++begin;
  std::size_t menu_end = 0;  // behind the last line of a menu
  for (std::size_t i = 0; i < begin; ++i) {
    const std::string_view line = FirstLine(text, (*blocks)[i]);
    if (!IsMenu(dictionary, line)) continue;
    menu_end = i + 1;
    // The last step of a path stands on a line of its own behind its arrow.
    if (line == ArrowOf(line) && i + 1 < begin && IsShort(FirstLine(text, (*blocks)[i + 1])))
      menu_end = i + 2;
  }
  std::vector<Block> kept;
  bool value = false;  // the line above is a label without its value
  for (std::size_t i = 0; i < begin; ++i) {
    const Block& block = (*blocks)[i];
    const std::string_view line = FirstLine(text, block);
    const bool meta = IsMeta(dictionary, line);
    const bool furniture = i < menu_end || meta || (value && IsShort(line));
    value = meta && EndsWithColon(line) && !Contains(line, " ");
    if (!furniture || (!meta && NamesPromises(dictionary, line))) kept.push_back(block);
  }
  // Links may stand above a document too: what closes a page has the longer part of it above.
  const auto closes = [&](const Block& block) {
    const std::string_view line = FirstLine(text, block);
    return block.range.begin * 2 > text.str().size() && IsShort(line) &&
           dictionary.StartsWith(Words::kFoot, Bare(line));
  };
  for (std::size_t i = begin; i < blocks->size() && !closes((*blocks)[i]); ++i)
    kept.push_back((*blocks)[i]);
  *blocks = std::move(kept);
  return blocks->empty() ? Range{} : Range{blocks->front().range.begin, blocks->back().range.end};
}

}  // namespace duban::documents
