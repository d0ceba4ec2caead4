#include <algorithm>

#include "documents/core/listing.h"
#include "documents/core/names.h"
#include "documents/core/numbering.h"
#include "documents/core/table_rows.h"

namespace duban::documents {
namespace {

// Heads broken over two lines made whole: 牵头 + 责任单位, 完成目标 + (%). Only a piece that is no known word by itself is
// joined, as 项目 and 内容 may be two columns.
std::vector<Range> JoinBrokenHeads(const Text& text, const Dictionary& dictionary, const std::vector<Range>& heads) {
  std::vector<Range> out;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    const std::string_view word = text.Of(heads[i]);
    if (!out.empty() && (word.starts_with("(") || word.starts_with("（"))) {
      out.back().end = heads[i].end;
      continue;
    }
    if (i + 1 < heads.size() && dictionary.LabelRole(word) == Role::kNone) {
      const std::string joined = Normal(word) + Normal(text.Of(heads[i + 1]));
      if (dictionary.LabelRole(joined) != Role::kNone) {
        out.push_back({heads[i].begin, heads[i + 1].end});
        ++i;
        continue;
      }
    }
    out.push_back(heads[i]);
  }
  return out;
}

}  // namespace

std::vector<Item> ReadCellStream(const Text& text, const Dictionary& dictionary,
                                 const std::vector<Block>& blocks, std::size_t* first, std::size_t* last,
                                 std::vector<std::vector<Field>>* totals) {
  std::size_t begin = 0;
  std::vector<Range> heads;
  for (; begin < blocks.size(); ++begin) {
    heads.clear();
    std::size_t end = begin;
    // A head may hold words of its own: short cells between known heads belong to it.
    std::size_t known = 0;
    while (end < blocks.size() && blocks[end].table < 0 && heads.size() < 24) {
      const std::string_view cell = text.Of(blocks[end].range);
      if (heads.empty() && (cell.starts_with("(") || cell.starts_with("（"))) break;  // (截至8月底) belongs to the title
      if (dictionary.HeadRole(cell) != Role::kNone) {
        ++known;
      } else if (known < 1 || heads.size() - known > 3 || CountChars(cell) > 12 || BareNumber(cell) > 0 ||
                 NumberingAt(cell, 0)) {
        break;
      }
      heads.push_back(blocks[end++].range);
    }
    if (heads.empty()) continue;
    const bool counted = end < blocks.size() && BareNumber(text.Of(blocks[end].range)) > 0;
    if (!counted) {
      while (!heads.empty() && dictionary.HeadRole(text.Of(heads.back())) == Role::kNone) heads.pop_back();
    }
    // 备注 is the last head: what follows it groups the records below.
    const auto note = std::find_if(heads.begin(), heads.end(), [&](Range head) { return Normal(text.Of(head)) == "备注"; });
    const bool grouped = note != heads.end() && std::all_of(note + 1, heads.end(), [&](Range head) {
                           return dictionary.HeadRole(text.Of(head)) == Role::kNone;
                         });
    if (grouped) heads.erase(note + 1, heads.end());
    if (known * 2 <= heads.size()) continue;
    if (heads.size() >= 3 ||
        (heads.size() == 2 && dictionary.HeadRole(text.Of(heads[0])) == Role::kNumber)) {
      break;
    }
  }
  const std::size_t printed = heads.size();
  heads = JoinBrokenHeads(text, dictionary, heads);
  auto columns = begin < blocks.size() ? ReadHead(text, dictionary, heads) : std::nullopt;
  if (!columns) return {};
  // What stands before the number (工程名称) holds for many rows and is printed once above them.
  if (heads.size() < printed) {
    while (columns->size() > 3 && columns->front().role != Role::kNumber) columns->erase(columns->begin());
  }
  std::size_t at = begin + printed;
  // Records: each opened by the number that comes next.
  std::vector<std::vector<Range>> records;
  std::vector<Range> categories;
  Range category;
  int expected = 0;
  std::size_t end = at;
  for (; at < blocks.size() && blocks[at].table < 0; ++at) {
    const Range cell = blocks[at].range;
    const int number = cell.size() <= 12 ? BareNumber(text.Of(cell)) : 0;
    const bool opens = number > 0 && (expected == 0 ? number <= 200 : number == expected) && at + 1 < blocks.size() &&
                       BareNumber(text.Of(blocks[at + 1].range)) == 0 &&
                       (records.empty() || records.back().size() >= 2);
    if (opens) {
      // A heading of a group stands between two records, as the last cell of the one before.
      if (!records.empty() && records.back().size() > 2) {
        const Range tail = records.back().back();
        const auto numbering = NumberingAt(text.str(), tail.begin);
        if (numbering && numbering->style == NumberStyle::kChinese && CountChars(text.Of(tail)) <= 30) {
          category = tail;
          records.back().pop_back();
        }
      }
      records.push_back({text.Of(cell).ends_with("*") ? Range{cell.begin, cell.end - 1} : cell});
      categories.push_back(category);
      expected = number + 1;
    } else if (!records.empty()) {
      if (dictionary.HeadRole(text.Of(cell)) != Role::kNone && text.Of(cell) == text.Of(heads[0])) {
        at += printed - 1;  // the heads again, on the next page
        continue;
      }
      records.back().push_back(cell);
    } else if (CountChars(text.Of(cell)) <= 30) {
      category = cell;
    }
    end = at + 1;
  }
  if (records.empty() || (records.size() < 2 && heads.size() < 4)) return {};
  SettleRoles(text, dictionary, records, &*columns);
  RowReader reader(text, dictionary, *columns);
  reader.InheritOffices();
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!categories[i].empty()) reader.SetCategory(categories[i]);
    reader.Add(records[i], /*may_share=*/true);
  }
  *first = begin;
  *last = end;
  *totals = reader.totals();
  return reader.Take();
}

}  // namespace duban::documents
