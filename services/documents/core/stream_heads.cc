#include "documents/core/stream_heads.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "documents/core/align.h"
#include "documents/core/table_rows.h"
#include "documents/core/word_set.h"

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
    // 主要举措 above 牵头单位 are two, 市级牵头 above 责任单位 is one.
    const Role role = dictionary.HeadRole(word);
    const bool whole = i + 1 < heads.size() && HasMoreThan(3, word) && role != Role::kNone && !NamesSomebody(role) &&
                       dictionary.LabelRole(text.Of(heads[i + 1])) != Role::kNone;
    if (i + 1 < heads.size() && !whole && dictionary.LabelRole(word) == Role::kNone) {
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

bool Reports(Role role) {
  return role == Role::kProgress || role == Role::kTarget || role == Role::kPlanned || role == Role::kReached || role == Role::kRatio ||
         role == Role::kSteps || role == Role::kPeriod;
}

// The columns with two heads next to each other in one, where both together are a known head: 攻坚目标 above 任务. Empty where
// they are none.
std::vector<Column> Joined(const Dictionary& dictionary, const std::vector<Column>& columns, std::size_t at) {
  const std::string name = columns[at].name + columns[at + 1].name;
  Role role = dictionary.LabelRole(name);
  if (role == Role::kNone && columns[at].role == Role::kNone) role = dictionary.HeadRole(name);
  if (role == Role::kNone || HasMoreThan(10, name)) return {};
  std::vector<Column> joined = columns;
  joined[at] = {.role = role, .head = {columns[at].head.begin, columns[at + 1].head.end}, .name = name};
  joined.erase(joined.begin() + static_cast<std::ptrdiff_t>(at) + 1);
  return joined;
}

}  // namespace

std::optional<StreamHeads> FindStreamHeads(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks) {
  StreamHeads found;
  std::vector<Range>& heads = found.words;
  for (std::size_t& begin = found.begin; begin < blocks.size(); ++begin) {
    heads.clear();
    std::size_t end = begin;
    std::size_t known = 0;
    while (end < blocks.size() && blocks[end].table < 0 && heads.size() < 24) {
      const std::string_view cell = text.Of(blocks[end].range);
      const bool word = RoleOfHead(dictionary, cell) != Role::kNone;
      if (heads.empty() && !word) break;
      // 任务分解表 and (截至8月底) belong to the title, and 1.城区改造项目 to the first record.
      const bool caption = cell.starts_with("(") || cell.starts_with("（") || EndsWithAny(cell, {"表", "清单", "台账"});
      if (heads.empty() && (caption || MentionsAny<"截至", "截止">(cell))) break;
      if (heads.size() >= 3 && NumberingAt(text.str(), blocks[end].range.begin)) break;
      // 开工 above 时间 and (万元) below 总投资 are pieces of one head.
      const auto piece = [&] {
        return known > 0 && CountChars(cell) <= 12 &&
               (cell.starts_with("(") || cell.starts_with("（") ||
                dictionary.LabelRole(Normal(text.Of(heads.back())) + Normal(cell)) != Role::kNone);
      };
      if (word || piece()) {
        ++known;
      } else if (known < 1 || heads.size() - known > 3 || CountChars(cell) > 12 || HoldsDigit(cell) || BareNumber(cell) > 0 ||
                 NumberingAt(cell, 0)) {
        break;
      }
      heads.push_back(blocks[end++].range);
    }
    if (heads.empty()) continue;
    const bool counted = end < blocks.size() && BareNumber(text.Of(blocks[end].range)) > 0;
    if (!counted) {
      while (!heads.empty() && RoleOfHead(dictionary, text.Of(heads.back())) == Role::kNone) heads.pop_back();
    }
    // 备注 is the last head: what follows it groups the records below.
    const auto note = std::find_if(heads.begin(), heads.end(), [&](Range head) { return Normal(text.Of(head)) == "备注"; });
    const bool grouped = note != heads.end() && std::all_of(note + 1, heads.end(), [&](Range head) {
                           return dictionary.HeadRole(text.Of(head)) == Role::kNone;
                         });
    if (grouped) heads.erase(note + 1, heads.end());
    if (known * 2 <= heads.size()) continue;
    if (heads.size() >= 3 || (heads.size() == 2 && dictionary.HeadRole(text.Of(heads[0])) == Role::kNumber)) break;
  }
  found.end = found.begin + heads.size();
  const std::size_t printed = heads.size();
  heads = JoinBrokenHeads(text, dictionary, heads);
  auto columns = found.begin < blocks.size() ? ReadHead(text, dictionary, heads) : std::nullopt;
  if (!columns) return std::nullopt;
  // What stands before the number (工程名称) holds for many rows and is printed once above them.
  if (heads.size() < printed) {
    while (columns->size() > 3 && columns->front().role != Role::kNumber) columns->erase(columns->begin());
  }
  // What stands before them and is no head (公开时限 | 长期公开) belongs to the form above the table.
  const auto number = std::find_if(columns->begin(), columns->end(), [](const Column& column) { return column.role == Role::kNumber; });
  if (number != columns->end()) {
    const auto stray = std::find_if(std::make_reverse_iterator(number), columns->rend(), [](const Column& column) { return column.role == Role::kNone; });
    columns->erase(columns->begin(), stray.base());
  }
  found.columns = *std::move(columns);
  // The head above the numbers may be a word of its own.
  const bool numbered = found.end < blocks.size() && BareNumber(text.Of(blocks[found.end].range)) > 0;
  const bool counted = std::any_of(found.columns.begin(), found.columns.end(), [](const Column& column) { return column.role == Role::kNumber; });
  if (numbered && !counted && found.begin > 0 && blocks[found.begin - 1].table < 0 && !HasMoreThan(6, text.Of(blocks[found.begin - 1].range))) {
    const Range head = blocks[--found.begin].range;
    found.columns.insert(found.columns.begin(), {.role = Role::kNumber, .head = head, .name = Normal(text.Of(head))});
    heads.insert(heads.begin(), head);
  } else if (numbered && !counted) {
    found.columns.insert(found.columns.begin(), {.role = Role::kNumber});
  }
  return found;
}

void DropSpanningHeads(const Text& text, const Dictionary& dictionary, const std::vector<std::vector<Range>>& rows,
                       std::vector<Column>* columns) {
  constexpr double kWhole = 0.1;  // of a row; a head in pieces is likelier than one too many
  if (rows.size() < 3) return;
  std::vector<const std::vector<Range>*> filled;
  std::size_t longest = 0;
  for (const auto& row : rows) {
    if (filled.size() < 30) filled.push_back(&row);
    longest = std::max(longest, row.size());
  }
  // A few records hold cells of several lines.
  std::vector<std::size_t> sizes;
  for (const auto& row : rows) sizes.push_back(row.size());
  std::sort(sizes.begin(), sizes.end());
  const std::size_t usual = sizes[sizes.size() * 3 / 4];
  while (columns->size() > usual && columns->size() > 4) {
    const double now = FitRows(text, dictionary, filled, *columns).score;
    std::size_t drop = columns->size();
    std::vector<Column> whole;  // two pieces of a broken head in one
    double best = now + kWhole * static_cast<double>(filled.size());
    for (std::size_t i = 1; i + 1 < columns->size(); ++i) {
      std::vector<Column> fewer = Joined(dictionary, *columns, i);
      if (fewer.empty()) continue;
      const double score = FitRows(text, dictionary, filled, fewer).score;
      if (score <= best) continue;
      best = score;
      whole = std::move(fewer);
    }
    best = std::max(best, now + 0.5 * static_cast<double>(filled.size()));
    for (std::size_t i = 1; i + 1 < columns->size() && columns->size() > longest; ++i) {
      if (!Reports((*columns)[i].role) || !Reports((*columns)[i + 1].role)) continue;
      std::vector<Column> fewer = *columns;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      const double score = FitRows(text, dictionary, filled, fewer).score;
      if (score <= best) continue;
      best = score;
      drop = i;
    }
    if (drop == columns->size() && whole.empty()) return;
    if (drop == columns->size()) {
      *columns = std::move(whole);
      continue;
    }
    columns->erase(columns->begin() + static_cast<std::ptrdiff_t>(drop));
  }
}

}  // namespace duban::documents
