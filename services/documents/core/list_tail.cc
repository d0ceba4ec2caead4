#include "documents/core/list_tail.h"

#include <algorithm>
#include <string_view>

#include "documents/core/numbering.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// (此件公开发布) closes a notice; the list that it makes known stands below.
bool ClosesNotice(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks,
                  std::size_t at) {
  if (!Contains(text.Of(blocks[at].range), "此件")) return false;
  std::size_t heads = 0;
  for (std::size_t i = at + 1; i < std::min(at + 8, blocks.size()); ++i) {
    const std::string_view line = text.Of(blocks[i].range);
    heads += line.size() <= 36 && dictionary.HeadRole(line) != Role::kNone;
    if (blocks[i].table >= 0 || line.starts_with("附件") || heads >= 3) return true;
  }
  return false;
}

// 监督电话0535-… below a head of 监督电话 is a cell of its column.
bool BelowItsHead(const Text& text, const std::vector<Block>& blocks, std::size_t at) {
  const std::string_view line = text.Of(blocks[at].range);
  return std::any_of(blocks.begin(), blocks.begin() + static_cast<std::ptrdiff_t>(at),
                     [&](const Block& block) {
                       const std::string_view head = text.Of(block.range);
                       return head.size() >= 12 && head.size() <= 24 && line.size() > head.size() &&
                              line.starts_with(head);
                     });
}

bool IsTail(const Text& text, const Dictionary& dictionary, const Block& block) {
  if (block.table >= 0) return false;
  const std::string_view line = BehindAnnexNumber(text.Of(block.range));
  const bool closes =
      dictionary.StartsWith(Words::kTail, line) || dictionary.StartsWith(Words::kFoot, line);
  return closes && CountChars(line.substr(0, std::min<std::size_t>(line.size(), 400))) <= 60;
}

// Whether a line speaks of all promises at once: 截至9月底,10项民生实事中,…;
// 总体来看,12件实事已完成8件.
bool SumsUp(const Text& text, const Block& block) {
  if (block.table >= 0 || block.in_stream || block.lone_cell) return false;
  std::string_view line = text.Of(block.range);
  if (line.size() > 900 || NumberingAt(text.str(), block.range.begin)) return false;
  for (const std::string_view opening : kWordsOf<"总体来看", "总的来看", "总的来说", "综上",
                                                 "据统计", "目前", "截至目前", "截至", "截止">) {
    if (!line.starts_with(opening)) continue;
    const std::size_t comma = std::min(Find(line, ","), Find(line, "，"));
    if (comma > 45) return false;
    line = Trim(line.substr(comma + (line[comma] == ',' ? 1 : 3)));
    break;
  }
  for (const std::string_view whole : kWordsOf<"全区", "全县", "全市", "全镇", "以上", "上述",
                                               "今年", "区政府", "县政府", "市政府">) {
    if (line.starts_with(whole)) line.remove_prefix(whole.size());
  }
  std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  for (const std::string_view ten : kWordsOf<"十二", "十五", "二十", "十">) {
    if (digits == 0 && line.starts_with(ten)) digits = ten.size();
  }
  if (digits == 0 || digits > 6) return false;
  const std::string_view unit = line.substr(digits);
  if (!StartsWithAny(unit, {"项", "件", "个"})) return false;
  if (StartsWithAny(unit, {"项中", "件中"})) return true;
  return StartsWithAny(unit.substr(3), {"民生实事", "实事", "为民办实事", "为民实事", "惠民实事",
                                        "民生项目", "民生工程"});
}

}  // namespace

std::string_view BehindAnnexNumber(std::string_view line) {
  if (!line.starts_with("附")) return line;
  Strip({"附件", "附"}, &line);
  while (!line.empty()) {
    const Char c = CharAt(line, 0);
    const bool part = IsDigit(c.code) || IsChineseDigit(c.code) || IsSpace(c.code) ||
                      c.code == ':' || c.code == U'：';
    if (!part) break;
    line.remove_prefix(c.bytes);
  }
  return line;
}

std::vector<Range> TakeClosing(const Text& text, std::vector<Block>* blocks) {
  std::vector<Range> lines;
  const bool table =
      std::ranges::any_of(*blocks, [](const Block& block) { return block.table >= 0; });
  const std::size_t least = table ? 2 : 4;
  while (blocks->size() >= least && lines.size() < 2 && SumsUp(text, blocks->back())) {
    lines.insert(lines.begin(), blocks->back().range);
    blocks->pop_back();
  }
  return lines;
}

std::vector<Block> WithoutTail(const Text& text, const Dictionary& dictionary,
                               std::vector<Block> blocks) {
  bool begun = false;  // menus above a list hold the same words as those below it
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const std::string_view line = text.Of(blocks[i].range);
    begun = begun || blocks[i].table >= 0 || NumberingAt(text.str(), blocks[i].range.begin) ||
            (line.size() < 30 && dictionary.HeadRole(line) == Role::kNumber) ||
            CountChars(line) > 120;
    // 主办单位:… closes a page, or an item that others follow.
    const bool followed = line.starts_with("主办单位") && i + 1 < blocks.size() &&
                          NumberingAt(text.str(), blocks[i + 1].range.begin);
    if (begun && !followed && IsTail(text, dictionary, blocks[i]) &&
        !ClosesNotice(text, dictionary, blocks, i) && !BelowItsHead(text, blocks, i)) {
      blocks.resize(i);
      break;
    }
  }
  return blocks;
}

}  // namespace duban::documents
