#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "documents/core/broken_heads.h"
#include "documents/core/fitting_heads.h"
#include "documents/core/guess_roles.h"
#include "documents/core/labels.h"
#include "documents/core/listing.h"
#include "documents/core/numbering.h"
#include "documents/core/settle_columns.h"
#include "documents/core/stream_heads.h"
#include "documents/core/stream_records.h"
#include "documents/core/table_rows.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// Whether a cell says what it or the one below it holds: 建设内容:新建…, 【建设内容】新建…,
// 建设内容.
bool OpensWithLabel(const Dictionary& dictionary, std::string_view cell) {
  if (!BracketedLabelAt(cell, 0).name.empty()) return true;
  const std::size_t colon = FindColon(cell.substr(0, 39));
  if (colon != std::string_view::npos) return colon >= 6 && !HoldsDigit(cell.substr(0, colon));
  return cell.size() <= 24 && dictionary.LabelRole(cell) != Role::kNone;
}

// Cells that say themselves what they hold, or that are the same in each record, are the lines of
// an outline, whose numbers may have lines of their own.
bool SayWhatTheyHold(const Text& text, const Dictionary& dictionary,
                     const std::vector<std::vector<Range>>& rows) {
  std::size_t cells = 0;
  std::size_t labelled = 0;
  for (const std::vector<Range>& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string_view cell = text.Of(row[i]);
      if (i == 0 && BareNumber(cell) > 0) continue;
      const auto same = [&](const std::vector<Range>& other) {
        return i < other.size() && text.Of(other[i]) == cell;
      };
      ++cells;
      labelled += OpensWithLabel(dictionary, cell) ||
                  (rows.size() >= 3 && cell.size() <= 24 && !HoldsDigit(cell) &&
                   std::all_of(rows.begin(), rows.begin() + 3, same));
    }
  }
  return labelled * 5 > cells * 2;
}

// The records below the heads, as they were found for the whole page where they end within these
// blocks.
StreamRecords KnownOrFitting(const Text& text, const Dictionary& dictionary,
                             const std::vector<Block>& blocks, const StreamHeads& heads,
                             const StreamRecords* known) {
  const Range range{blocks[heads.begin].range.begin, blocks[heads.end - 1].range.end};
  if (known == nullptr || !(known->heads == range))
    return FittingRecords(text, dictionary, blocks, heads);
  std::size_t end = range.end;
  for (const Range cell : known->rows.empty() ? std::vector<Range>() : known->rows.back())
    end = std::max(end, cell.end);
  if (end > blocks.back().range.end) return FittingRecords(text, dictionary, blocks, heads);
  StreamRecords records = *known;
  records.end = static_cast<std::size_t>(
      std::ranges::partition_point(blocks,
                                   [&](const Block& block) { return block.range.begin < end; }) -
      blocks.begin());
  return records;
}

// 二、城建 above 交通, in front of 老旧小区改造, is the name of one group: its column is narrow.
void JoinBrokenCategory(const Text& text, const std::vector<Column>& columns,
                        std::vector<Range>* row) {
  constexpr std::size_t kMostPiece = 3;   // characters
  constexpr std::size_t kMostTitle = 20;  // of the name behind it
  const auto at = static_cast<std::size_t>(
      std::ranges::find(columns, Role::kCategory, &Column::role) - columns.begin());
  if (at + 1 >= columns.size() || columns[at + 1].role != Role::kTitle || row->size() < at + 3)
    return;
  const auto numbering = NumberingAt(text.str(), (*row)[at].begin);
  const std::string_view piece = text.Of((*row)[at + 1]);
  const std::string_view title = text.Of((*row)[at + 2]);
  if (!numbering || numbering->style != NumberStyle::kChinese || HasMoreThan(kMostPiece, piece) ||
      HasMoreThan(kMostTitle, title))
    return;
  if (HoldsDigit(piece) || HoldsDigit(title) || MentionsAny<"。", "，", ",", "；", ";">(title))
    return;
  (*row)[at].end = (*row)[at + 1].end;
  row->erase(row->begin() + static_cast<std::ptrdiff_t>(at) + 1);
}

}  // namespace

void MarkCellStreams(const Text& text, const Dictionary& dictionary, Page* page) {
  std::vector<Block>* blocks = &page->blocks;
  constexpr std::size_t kMaxRecord = 60;  // cells
  std::vector<int> numbers;               // alone in each block
  for (const Block& block : *blocks)
    numbers.push_back(block.table < 0 && block.range.size() <= 12 ? BareNumber(text.Of(block.range))
                                                                  : 0);
  for (std::size_t at = 0; at < blocks->size(); ++at) {
    if (numbers[at] != 1) continue;
    std::size_t last = at;
    std::size_t record = 0;  // cells of the one before the last
    int expected = 2;
    for (std::size_t next = at + 2; next < blocks->size() && next <= last + kMaxRecord; ++next) {
      if (numbers[next] != expected || next < last + 2) continue;
      record = next - last;
      last = next;
      ++expected;
    }
    if (expected < 4) continue;
    for (; at < std::min(last + record, blocks->size()); ++at) (*blocks)[at].in_stream = true;
  }
  // Below heads the records need no numbers.
  const std::optional<StreamHeads> heads = FindStreamHeads(text, dictionary, *blocks);
  if (!heads || heads->end >= blocks->size() || (*blocks)[heads->end].in_stream) return;
  page->stream =
      std::make_shared<const StreamRecords>(FittingRecords(text, dictionary, *blocks, *heads));
  for (std::size_t at = heads->end; at < page->stream->end; ++at) (*blocks)[at].in_stream = true;
}

std::vector<Item> ReadCellStream(const Text& text, const Dictionary& dictionary,
                                 const std::vector<Block>& blocks, const StreamRecords* known,
                                 std::size_t* first, std::size_t* last,
                                 std::vector<std::vector<Field>>* totals) {
  std::optional<StreamHeads> heads = FindStreamHeads(text, dictionary, blocks);
  const StreamRecords numbered = CountedRecords(text, dictionary, blocks);
  if (std::optional<StreamHeads> whole = HeadsOfRecords(text, dictionary, blocks, numbered);
      whole &&
      (!heads || (heads->begin >= whole->begin && heads->columns.size() < whole->columns.size()))) {
    heads = std::move(whole);
  }
  StreamRecords records;
  bool counted = true;  // records are told by numbers, or by their size
  std::vector<Column> columns;
  if (heads) {
    DropGroupHead(text, dictionary, numbered, &*heads);
    records = NumberedRecords(text, dictionary, blocks, heads->end, &*heads);
    columns = heads->columns;
    *first = heads->begin;
    if (records.rows.size() < 2 && columns.size() < 4) records.rows.clear();
    if (records.rows.empty()) {
      counted = false;
      records = EqualRecords(text, dictionary, blocks, *heads);
      StreamRecords fitting = KnownOrFitting(text, dictionary, blocks, *heads, known);
      if (fitting.rows.size() > records.rows.size()) {
        records = std::move(fitting);
        columns = records.columns;
      }
    }
    PartHeads(text, dictionary, records.rows, &columns);
    DropSpanningHeads(text, dictionary, records.rows, &columns);
    JoinHeadsOverRecords(text, dictionary, records.rows, &columns);
    columns = WithWholeHeads(text, dictionary, blocks, numbered, std::move(columns));
  }
  if (records.rows.empty()) {
    counted = true;
    records = numbered.rows.empty() ? PeriodicRecords(text, dictionary, blocks) : numbered;
    *first = records.begin;
    if (SayWhatTheyHold(text, dictionary, records.rows)) return {};
    std::size_t top = 0;
    const auto guessed = GuessColumns(text, dictionary, records.rows, &top);
    if (!guessed || top > 0) return {};
    columns = *guessed;
  }
  for (std::vector<Range>& row : records.rows) JoinBrokenCategory(text, columns, &row);
  SettleColumns(text, dictionary, records.rows, &columns);
  RowReader reader(text, dictionary, columns);
  reader.InheritNames();
  if (TitlesNumber(text, columns, records.rows)) reader.TitlesNumber();
  for (std::size_t i = 0; i < records.rows.size(); ++i) {
    if (!records.categories[i].empty()) reader.SetCategory(records.categories[i]);
    reader.Add(records.rows[i], /*may_share=*/counted || records.rows[i].size() != columns.size());
  }
  *last = records.end;
  *totals = reader.totals();
  return reader.Take();
}

}  // namespace duban::documents
