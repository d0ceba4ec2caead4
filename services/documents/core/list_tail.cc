#include "documents/core/list_tail.h"

#include <algorithm>
#include <string_view>

#include "documents/core/numbering.h"

namespace duban::documents {
namespace {

// (此件公开发布) closes a notice; the list that it makes known stands below.
bool ClosesNotice(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks, std::size_t at) {
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
  return std::any_of(blocks.begin(), blocks.begin() + static_cast<std::ptrdiff_t>(at), [&](const Block& block) {
    const std::string_view head = text.Of(block.range);
    return head.size() >= 12 && head.size() <= 24 && line.size() > head.size() && line.starts_with(head);
  });
}

bool IsTail(const Text& text, const Dictionary& dictionary, const Block& block) {
  if (block.table >= 0) return false;
  const std::string_view line = text.Of(block.range);
  const bool closes = dictionary.StartsWith(Words::kTail, line) || dictionary.StartsWith(Words::kFoot, line);
  return closes && CountChars(line.substr(0, std::min<std::size_t>(line.size(), 400))) <= 60;
}

}  // namespace

std::vector<Block> WithoutTail(const Text& text, const Dictionary& dictionary, std::vector<Block> blocks) {
  bool begun = false;  // menus above a list hold the same words as those below it
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const std::string_view line = text.Of(blocks[i].range);
    begun = begun || blocks[i].table >= 0 || NumberingAt(text.str(), blocks[i].range.begin) ||
            (line.size() < 30 && dictionary.HeadRole(line) == Role::kNumber) || CountChars(line) > 120;
    // 主办单位:… closes a page, or an item that others follow.
    const bool followed = line.starts_with("主办单位") && i + 1 < blocks.size() && NumberingAt(text.str(), blocks[i + 1].range.begin);
    if (begun && !followed && IsTail(text, dictionary, blocks[i]) && !ClosesNotice(text, dictionary, blocks, i) &&
        !BelowItsHead(text, blocks, i)) {
      blocks.resize(i);
      break;
    }
  }
  return blocks;
}

}  // namespace duban::documents
