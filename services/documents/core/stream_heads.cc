#include "documents/core/stream_heads.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "documents/core/align.h"
#include "documents/core/head_rows.h"
#include "documents/core/names.h"
#include "documents/core/numbering.h"
#include "documents/core/settle_columns.h"
#include "documents/core/table_rows.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// StreamHeads broken over two lines made whole: 牵头 + 责任单位, 完成目标 + (%). Only a piece that
// is no known word by itself is joined, as 项目 and 内容 may be two columns.
std::vector<Range> JoinBrokenHeads(const Text& text, const Dictionary& dictionary,
                                   const std::vector<Range>& heads) {
  std::vector<Range> out;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    const std::string_view word = text.Of(heads[i]);
    if (!out.empty() && (word.starts_with("(") || word.starts_with("（"))) {
      out.back().end = heads[i].end;
      continue;
    }
    // 主要举措 above 牵头单位 are two, 市级牵头 above 责任单位 is one.
    const Role role = dictionary.HeadRole(word);
    const bool whole = i + 1 < heads.size() && HasMoreThan(2, word) && role != Role::kNone &&
                       !NamesSomebody(role) &&
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
  return role == Role::kProgress || role == Role::kTarget || role == Role::kPlanned ||
         role == Role::kReached || role == Role::kRatio || role == Role::kSteps ||
         role == Role::kPeriod;
}

// The columns with two heads next to each other in one, where both together are a known head:
// 攻坚目标 above 任务. Empty where they are none.
std::vector<Column> Joined(const Dictionary& dictionary, const std::vector<Column>& columns,
                           std::size_t at) {
  const std::string name = columns[at].name + columns[at + 1].name;
  Role role = dictionary.LabelRole(name);
  if (role == Role::kNone && columns[at].role == Role::kNone) role = dictionary.HeadRole(name);
  if (role == Role::kNone || HasMoreThan(10, name)) return {};
  std::vector<Column> joined = columns;
  joined[at] = {
      .role = role, .head = {columns[at].head.begin, columns[at + 1].head.end}, .name = name};
  joined.erase(joined.begin() + static_cast<std::ptrdiff_t>(at) + 1);
  return joined;
}

// StreamHeads that line breaks parted, made whole: the lines from the head of numbers to record 1,
// as many of them in one as leaves `width` heads, of all ways the one in which most are known.
// Nothing where there are not more lines than heads.
std::vector<Column> HeadsInPieces(const Text& text, const Dictionary& dictionary,
                                  const std::vector<Block>& blocks, std::size_t first,
                                  std::size_t width) {
  constexpr std::size_t kMaxPieces = 3;  // of a head
  constexpr std::size_t kMaxHead = 14;   // characters
  constexpr double kPiece = -0.5;        // each piece more
  std::size_t begin = first;
  for (std::size_t at = first; at-- > 0 && first - at <= kMaxPieces * width;) {
    const std::string_view word = text.Of(blocks[at].range);
    if (blocks[at].table >= 0 || HasMoreThan(kMaxHead, word) || IsTotal(word)) return {};
    const bool pieces =
        Normal(word) == "序" && at + 1 < first && Normal(text.Of(blocks[at + 1].range)) == "号";
    if (dictionary.HeadRole(word) != Role::kNumber && !pieces) continue;
    begin = at;
    break;
  }
  const std::size_t lines = first - begin;
  if (lines <= width) return {};
  // 落实情况 above 牵头单位 are two heads; 年度 above 目标任务 may be one.
  const auto two_heads = [&](std::size_t from, std::size_t end) {
    std::size_t whole = 0;
    std::size_t longer = 0;
    for (std::size_t i = from; i < end; ++i) {
      const std::string_view word = text.Of(blocks[begin + i].range);
      whole += HasMoreThan(3, word) && dictionary.HeadRole(word) != Role::kNone;
      longer += HasMoreThan(2, word);
    }
    return whole > 0 && longer > 1;
  };
  struct Step {
    double score = 0;
    std::size_t pieces = 0;  // of the head that ends here; 0 where none does
    Column column;
  };
  std::vector<std::vector<Step>> steps(width + 1, std::vector<Step>(lines + 1));
  for (std::size_t head = 1; head <= width; ++head) {
    for (std::size_t end = head; end <= lines; ++end) {
      for (std::size_t pieces = 1; pieces <= std::min(kMaxPieces, end); ++pieces) {
        const std::size_t from = end - pieces;
        if ((head == 1 ? from != 0 : steps[head - 1][from].pieces == 0) ||
            (pieces > 1 && two_heads(from, end)))
          continue;
        Column column{
            .head = {blocks[begin + from].range.begin, blocks[begin + end - 1].range.end}};
        column.name = Normal(text.Of(column.head));
        if (HasMoreThan(kMaxHead, column.name)) continue;
        const bool exact = dictionary.LabelRole(column.name) != Role::kNone;
        if (head == 1 && pieces > 1 && dictionary.LabelRole(column.name) != Role::kNumber) continue;
        column.role =
            exact ? dictionary.LabelRole(column.name) : RoleOfHead(dictionary, column.name);
        const double score = steps[head - 1][from].score +
                             (exact                        ? 3.0
                              : column.role != Role::kNone ? 2.0
                                                           : 0.0) +
                             kPiece * static_cast<double>(pieces - 1);
        if (steps[head][end].pieces == 0 || score > steps[head][end].score)
          steps[head][end] = {.score = score, .pieces = pieces, .column = std::move(column)};
      }
    }
  }
  if (steps[width][lines].pieces == 0) return {};
  std::vector<Column> columns;
  for (std::size_t head = width, end = lines; head > 0; --head) {
    columns.push_back(steps[head][end].column);
    end -= steps[head][end].pieces;
  }
  std::ranges::reverse(columns);
  columns[0].role = Role::kNumber;
  return columns;
}

}  // namespace

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

void PartHeads(const Text& text, const Dictionary& dictionary,
               const std::vector<std::vector<Range>>& rows, std::vector<Column>* columns) {
  constexpr double kBetter = 0.5;  // of a row
  constexpr std::size_t kMaxRows = 30;
  // 备注 is the last head of its row: those behind it are of a lower one.
  const auto note = std::ranges::find(*columns, Role::kNote, &Column::role);
  const double least = note != columns->end() && note + 1 != columns->end() ? -kBetter : kBetter;
  std::vector<const std::vector<Range>*> tried;
  for (const auto& row : rows) {
    if (row.size() + 1 == columns->size() && tried.size() < kMaxRows) tried.push_back(&row);
  }
  // Merging may have shortened nearly all of them.
  const bool merged = tried.size() < 2;
  for (const auto& row : rows) {
    if (merged && row.size() + 1 < columns->size() && row.size() * 2 > columns->size() &&
        tried.size() < kMaxRows)
      tried.push_back(&row);
  }
  if (tried.size() < 2) return;
  double best =
      FitRows(text, dictionary, tried, *columns).score + least * static_cast<double>(tried.size());
  std::vector<Column> parted;
  for (std::vector<Column>& way : PartedHeads(dictionary, *columns)) {
    const double score = FitRows(text, dictionary, tried, way).score;
    if (score <= best) continue;
    best = score;
    parted = std::move(way);
  }
  if (!parted.empty()) *columns = std::move(parted);
}

void DropSpanningHeads(const Text& text, const Dictionary& dictionary,
                       const std::vector<std::vector<Range>>& rows, std::vector<Column>* columns) {
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

void JoinHeadsOverRecords(const Text& text, const Dictionary& dictionary,
                          const std::vector<std::vector<Range>>& rows,
                          std::vector<Column>* columns) {
  const auto whole = [&](const std::vector<Column>& tried) {
    std::vector<std::vector<Range>> found;
    for (const std::vector<Range>& row : rows) {
      if (OpensWhole(text, dictionary, row, tried))
        found.emplace_back(row.begin(), row.begin() + std::ssize(tried));
    }
    return found;
  };
  if (rows.size() < 3) return;
  std::vector<Column> best;
  double most = 0;
  for (std::size_t i = 1; i + 1 < columns->size(); ++i) {
    std::vector<Column> fewer = Joined(dictionary, *columns, i);
    if (fewer.empty()) continue;
    if (best.empty() && !whole(*columns).empty()) return;
    const std::vector<std::vector<Range>> found = whole(fewer);
    if (found.size() * 2 <= rows.size()) continue;
    SettleColumns(text, dictionary, found, &fewer);
    std::vector<const std::vector<Range>*> filled;
    for (const std::vector<Range>& row : found) filled.push_back(&row);
    const double score = FitRows(text, dictionary, filled, fewer).score;
    if (score <= most) continue;
    most = score;
    best = std::move(fewer);
  }
  if (!best.empty()) *columns = std::move(best);
}

std::vector<Column> WithWholeHeads(const Text& text, const Dictionary& dictionary,
                                   const std::vector<Block>& blocks, const StreamRecords& counted,
                                   std::vector<Column> columns) {
  constexpr double kWhole = 0.5;  // of a row
  const std::size_t width = counted.rows.empty() ? 0 : UsualSize(counted);
  if (width < 4) return columns;
  const std::vector<Column> whole = HeadsInPieces(text, dictionary, blocks, counted.begin, width);
  if (whole.empty() || std::ranges::equal(whole, columns, {}, &Column::name, &Column::name))
    return columns;
  std::vector<const std::vector<Range>*> rows;
  for (const auto& row : counted.rows) {
    if (row.size() == width && rows.size() < 30) rows.push_back(&row);
  }
  const auto score = [&](std::vector<Column> tried) {
    SettleColumns(text, dictionary, counted.rows, &tried);
    return FitRows(text, dictionary, rows, tried).score;
  };
  const bool parted = std::ranges::all_of(whole, [&](const Column& column) {
    return column.head.empty() || column.role != Role::kNone;
  });
  return parted && score(whole) > score(columns) + kWhole * static_cast<double>(rows.size())
             ? whole
             : columns;
}

}  // namespace duban::documents
