#include "documents/core/stream_heads.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "documents/core/broken_heads.h"
#include "documents/core/head_rows.h"
#include "documents/core/numbering.h"
#include "documents/core/table_rows.h"
#include "documents/core/word_set.h"

namespace duban::documents {

std::optional<StreamHeads> FindStreamHeads(const Text& text, const Dictionary& dictionary,
                                           const std::vector<Block>& blocks) {
  constexpr std::size_t kMaxBytes = 200;  // of a head
  StreamHeads found;
  std::vector<Range>& heads = found.words;
  for (std::size_t& begin = found.begin; begin < blocks.size(); ++begin) {
    heads.clear();
    // One line above a table or prose is no run.
    if (begin + 1 >= blocks.size() || blocks[begin + 1].table >= 0 ||
        blocks[begin + 1].range.size() > kMaxBytes)
      continue;
    std::size_t end = begin;
    std::size_t known = 0;
    while (end < blocks.size() && blocks[end].table < 0 && heads.size() < 24) {
      const std::string_view cell = text.Of(blocks[end].range);
      const bool word = RoleOfHead(dictionary, cell) != Role::kNone;
      if (heads.empty() && !word) break;
      // 任务分解表 and (截至8月底) belong to the title, and 1.城区改造项目 to the first record.
      const bool caption = cell.starts_with("(") || cell.starts_with("（") ||
                           EndsWithAny(cell, {"表", "清单", "台账"});
      if (heads.empty() && (caption || MentionsAny<"截至", "截止">(cell))) break;
      if (heads.size() >= 3 && (IsTotal(cell) || NumberingAt(text.str(), blocks[end].range.begin)))
        break;
      // 开工 above 时间 and (万元) below 总投资 are pieces of one head.
      const auto piece = [&] {
        return known > 0 && CountChars(cell) <= 12 &&
               (cell.starts_with("(") || cell.starts_with("（") ||
                dictionary.LabelRole(Normal(text.Of(heads.back())) + Normal(cell)) != Role::kNone);
      };
      if (word || piece()) {
        ++known;
      } else if (known < 1 || heads.size() - known > 3 || CountChars(cell) > 12 ||
                 HoldsDigit(cell) || BareNumber(cell) > 0 || NumberingAt(cell, 0)) {
        break;
      }
      heads.push_back(blocks[end++].range);
    }
    if (heads.empty()) continue;
    const bool counted = end < blocks.size() && BareNumber(text.Of(blocks[end].range)) > 0;
    if (!counted) {
      while (!heads.empty() && RoleOfHead(dictionary, text.Of(heads.back())) == Role::kNone)
        heads.pop_back();
      // 平安小区 is no place where a word that is no head stands before it.
      const auto listed = std::find_if(heads.rbegin(), heads.rend(), [&](Range head) {
                            return dictionary.HeadRole(text.Of(head)) != Role::kNone;
                          }).base();
      const bool apart = std::any_of(listed, heads.end(), [&](Range head) {
        return RoleOfHead(dictionary, text.Of(head)) == Role::kNone;
      });
      if (apart) heads.erase(listed, heads.end());
    }
    // 备注 is the last head: what follows it groups the records below.
    const auto note = std::find_if(heads.begin(), heads.end(),
                                   [&](Range head) { return Normal(text.Of(head)) == "备注"; });
    const bool grouped = note != heads.end() && std::all_of(note + 1, heads.end(), [&](Range head) {
                           return dictionary.HeadRole(text.Of(head)) == Role::kNone;
                         });
    if (grouped) heads.erase(note + 1, heads.end());
    if (known * 2 <= heads.size()) continue;
    if (heads.size() >= 3 ||
        (heads.size() == 2 && dictionary.HeadRole(text.Of(heads[0])) == Role::kNumber))
      break;
  }
  found.end = found.begin + heads.size();
  const std::size_t printed = heads.size();
  heads = JoinBrokenHeads(text, dictionary, heads);
  auto columns = found.begin < blocks.size() ? ReadHead(text, dictionary, heads) : std::nullopt;
  if (!columns) return std::nullopt;
  // What stands before the number (工程名称) holds for many rows and is printed once above them.
  if (heads.size() < printed) {
    while (columns->size() > 3 && columns->front().role != Role::kNumber)
      columns->erase(columns->begin());
  }
  // What stands before them and is no head (公开时限 | 长期公开) belongs to the form above the
  // table.
  const auto number = std::find_if(columns->begin(), columns->end(), [](const Column& column) {
    return column.role == Role::kNumber;
  });
  if (number != columns->end()) {
    const auto stray =
        std::find_if(std::make_reverse_iterator(number), columns->rend(),
                     [](const Column& column) { return column.role == Role::kNone; });
    columns->erase(columns->begin(), stray.base());
  }
  found.columns = *std::move(columns);
  // The head above the numbers may be a word of its own.
  const bool numbered =
      found.end < blocks.size() && BareNumber(text.Of(blocks[found.end].range)) > 0;
  const bool counted =
      std::any_of(found.columns.begin(), found.columns.end(),
                  [](const Column& column) { return column.role == Role::kNumber; });
  if (numbered && !counted && found.begin > 0 && blocks[found.begin - 1].table < 0 &&
      !HasMoreThan(6, text.Of(blocks[found.begin - 1].range))) {
    const Range head = blocks[--found.begin].range;
    found.columns.insert(found.columns.begin(),
                         {.role = Role::kNumber, .head = head, .name = Normal(text.Of(head))});
    heads.insert(heads.begin(), head);
  } else if (numbered && !counted) {
    found.columns.insert(found.columns.begin(), {.role = Role::kNumber});
  }
  return found;
}

void DropGroupHead(const Text& text, const Dictionary& dictionary, const StreamRecords& counted,
                   StreamHeads* heads) {
  if (heads->columns.size() < 4 || heads->columns.back().role != Role::kNone ||
      heads->words.size() != heads->end - heads->begin)
    return;
  if (heads->columns.size() != heads->words.size() ||
      !HeadsGroup(dictionary, text.Of(heads->words.back())))
    return;
  if (counted.begin != heads->end) return;
  std::size_t shorter = 0;
  for (std::size_t i = 0; i + 1 < counted.rows.size(); ++i) {
    const std::vector<Range>& row = counted.rows[i];
    shorter += row.size() + 1 == heads->columns.size();
    if (row.size() == heads->columns.size() && !HeadsGroup(dictionary, text.Of(row.back()))) return;
  }
  if (shorter == 0) return;
  heads->columns.pop_back();
  heads->words.pop_back();
  --heads->end;
}

std::optional<StreamHeads> HeadsOfRecords(const Text& text, const Dictionary& dictionary,
                                          const std::vector<Block>& blocks,
                                          const StreamRecords& counted) {
  constexpr std::size_t kMaxHead = 14;  // characters
  if (counted.rows.empty()) return std::nullopt;
  const std::size_t first = counted.begin;
  const std::size_t width = UsualSize(counted);
  if (width < 4 || first < width) return std::nullopt;
  StreamHeads found{.begin = first - width, .end = first};
  // A total may stand between the heads and record 1.
  for (std::size_t back = 1; back <= 3 && back <= found.begin; ++back) {
    if (dictionary.HeadRole(text.Of(blocks[first - width - back].range)) != Role::kNumber) continue;
    found.begin -= back;
    break;
  }
  std::size_t known = 0;
  for (std::size_t i = found.begin; i < found.begin + width; ++i) {
    const std::string_view word = text.Of(blocks[i].range);
    const Role role = RoleOfHead(dictionary, word);
    const bool number = role == Role::kNumber || (role == Role::kNone && CountChars(word) <= 4);
    if (blocks[i].table >= 0 || HasMoreThan(kMaxHead, word) || BareNumber(word) > 0 ||
        word.starts_with("(") || word.starts_with("（"))
      return std::nullopt;
    if (i == found.begin && !number) return std::nullopt;
    const auto numbering = i + 1 == found.begin + width
                               ? NumberingAt(text.str(), blocks[i].range.begin)
                               : std::nullopt;
    if (numbering && numbering->style == NumberStyle::kChinese)
      return std::nullopt;  // 一、公共安全(2件)
    known += role != Role::kNone;
    found.words.push_back(blocks[i].range);
    found.columns.push_back({.role = i == found.begin ? Role::kNumber : role,
                             .head = blocks[i].range,
                             .name = Normal(word)});
  }
  return known >= 2 ? std::optional(std::move(found)) : std::nullopt;
}

}  // namespace duban::documents
