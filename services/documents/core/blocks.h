#pragma once

#include <memory>
#include <string>
#include <vector>

#include "documents/core/text.h"

namespace duban::documents {

// How a table was printed.
enum class TableForm { kPipe, kTab, kHtml, kBlanks, kComma };

// One table: rows of cells, each a trimmed range of the text; an empty range is an empty or merged
// cell. Rows keep the cells that are printed, so merging may have left some rows short.
struct Table {
  TableForm form = TableForm::kPipe;
  Range range;
  std::vector<std::vector<Range>> rows;
};

// One piece of a document in reading order: a line of text, or a table.
struct Block {
  Range range;             // trimmed, never empty
  int table = -1;          // index into Page::tables, -1 for a line
  bool in_stream = false;  // the line stands between numbers alone on their lines that count on
                           // from 1: a cell of a table
  bool lone_cell = false;  // the line was one cell of a one-cell-per-line table ("区教委 |")
};

struct StreamRecords;  // stream_records.h

struct Page {
  std::vector<Block> blocks;
  std::vector<Table> tables;
  std::shared_ptr<const StreamRecords>
      stream;  // of cells on lines of their own below heads without numbers; may be null
};

constexpr std::size_t kMaxColumns = 64;

// Adds a table to a page, as its last block.
void AddTable(Table table, Page* page);

// Adds a cell, trimmed, to a row; beyond kMaxColumns it belongs to the last one.
void AddCell(std::string_view text, Range cell, std::vector<Range>* row);

// Lines and tables of a text, in order. Linear time; a table has at most 64 columns, further cells
// are kept in the last.
Page FindBlocks(const Text& text);

}  // namespace duban::documents
