#include "documents/core/broken_heads.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "documents/core/align.h"
#include "documents/core/head_rows.h"
#include "documents/core/names.h"
#include "documents/core/settle_columns.h"
#include "documents/core/table_rows.h"

namespace duban::documents {
namespace {

// Heads that line breaks parted, made whole: the lines from the head of numbers to record 1,
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
