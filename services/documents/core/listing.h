#pragma once

#include <optional>
#include <string>
#include <vector>

#include "documents/core/blocks.h"
#include "documents/core/candidate.h"
#include "documents/core/columns.h"
#include "documents/core/dictionary.h"
#include "documents/core/text.h"

namespace duban::documents {

// One cell or labelled passage of an item, and what it holds.
struct Field {
  Role role = Role::kNone;
  Range range;
  Range head;        // of the column or label; may be empty
  std::string name;  // the head without blanks
  bool inherited =
      false;  // a merged cell's value from the row above: it holds here too, its figures count once
};

// One numbered promise as printed, before its figures are read. A part is a row of a table or a
// work stream of an outline; an item has at least one.
struct Part {
  int number = 0;  // as printed, 0 when not
  Range heading;   // of a work stream; may be empty
  std::vector<Field> fields;
};

struct Item {
  int number = 0;
  bool counted = false;  // the number is not printed: it is the place in its table
  Range title;
  Range category;  // may be empty
  Status group_status =
      Status::kNone;          // said by the heading that the item stands under (已完成项目)
  std::vector<Field> fields;  // of the item as a whole: units, leaders
  std::vector<Part> parts;
};

// A count of projects that a sentence announces, and how many it then names.
struct NamedCount {
  int stated = 0;
  int named = 0;
  Range source;
};

// One list of promises: the passage that holds it and its items.
struct Listing {
  Range title;    // may be empty
  Range heading;  // the title above, of a document that the list is annexed to; may be empty
  Range range;    // from the title to the end of the last item
  std::vector<Range> preface;  // lines between the title and the first item
  std::vector<Item> items;
  std::vector<std::vector<Field>> totals;  // rows of totals below a table, by column
  std::vector<NamedCount> counts;          // of lists within sentences
  std::vector<Range> statements;           // lines of prose that count or name the items
  std::vector<Range> closing;              // lines behind the last item that sum up the list
  std::string layout;     // PIPE_TABLE, TAB_TABLE, HTML_TABLE, LINE_TABLE, OUTLINE, PROSE
  double score = 0;       // how much speaks for the way in which an outline was read (candidate.h)
  bool labelled = false;  // fields come from heads or labels, not from the order of sentences
  bool chosen = false;    // a sentence says that a vote chose them
  bool told = false;      // sentences say how far the items are
  bool past = false;      // stands above the list of a later year: its year is over
  bool followed = false;  // the document holds the plan of the year after as well
};

// Finds the lists of promises of a document; everything else (the body of a report, menus,
// glossaries) is left out.
std::vector<Listing> FindListings(const Text& text, const Dictionary& dictionary,
                                  const FigureIndex& figures, const Page& page);

// Items of a table; its columns are told by their heads and by what they hold (guess_roles.h),
// empty when they are not. `columns`, when not empty, are the heads of the table that this one
// continues, and receive this table's.
std::vector<Item> ReadTable(const Text& text, const Dictionary& dictionary, const Table& table,
                            std::vector<Column>* columns, std::vector<std::vector<Field>>* totals);

// The text of a column's head without its numbering and its unit: 1.改厕(户).
Range TitleOfHead(const Text& text, Range head);

// Items of a matrix: promises in the head, places below each other, a number where they meet (乡镇
// | 1.改厕(户) | …). Empty when the table is none. `plan`: the numbers are what is to be reached,
// not what was.
std::vector<Item> ReadMatrix(const Text& text, const Dictionary& dictionary, const Table& table,
                             bool plan);

// Whether the head of a table names places first (also behind 序号) and then nothing but what is
// counted in them.
bool IsPlaceMatrix(const Text& text, const Dictionary& dictionary, const Table& table);

// The matrices of places that a table holds below each other, each from its heads on; none when its
// first row names none.
std::vector<Table> PlaceMatrices(const Text& text, const Dictionary& dictionary,
                                 const Table& table);

// The next matrix of places that is printed one cell after another at or behind cell `*at`, which
// moves behind it. Every row has as many cells as there are heads; none when a cell lacks.
std::optional<Table> NextPlaceMatrix(const Text& text, const Dictionary& dictionary,
                                     const std::vector<Range>& cells, std::size_t* at);

// Items of a table that is printed one cell per block: a run of heads, then cells, each record
// opened by its number. `known`, when not null, are the records that were found for the whole page.
// `first` and `last` receive the blocks consumed, from the first head to behind the last cell.
// Empty when there is no such run.
std::vector<Item> ReadCellStream(const Text& text, const Dictionary& dictionary,
                                 const std::vector<Block>& blocks, const StreamRecords* known,
                                 std::size_t* first, std::size_t* last,
                                 std::vector<std::vector<Field>>* totals);

// Marks the lines between numbers that stand alone and count on from 1 to 3 or further, and those
// below heads that fit as records, which the page keeps.
void MarkCellStreams(const Text& text, const Dictionary& dictionary, Page* page);

// Whether the name of a place stands for all of them: 全市, 合计.
bool IsWholePlace(std::string_view place);

// Items of tables of places with several promises beside each other, each with the same columns of
// numbers. `cells` are the cells in reading order, empty ones of rows among them; `before` receives
// what stands above the first table. Empty when there is none.
std::vector<Item> ReadPlaceGroups(const Text& text, const Dictionary& dictionary,
                                  const std::vector<Range>& cells, Range* before,
                                  std::vector<std::vector<Field>>* totals);

// Items of an outline or of numbered prose, read in the way that most speaks for (candidate.h);
// `score` receives how much.
std::vector<Item> ReadOutline(const Text& text, const Dictionary& dictionary,
                              const FigureIndex& figures, const std::vector<Block>& blocks,
                              Range title, Range passage, std::vector<Range>* preface,
                              double* score);

// One item of each line.
std::vector<Item> ReadPlainLines(const Text& text, const Dictionary& dictionary,
                                 const std::vector<Block>& blocks);

// Makes tables of lines whose cells are set apart by single blanks: below a line of known heads, or
// where lines of several words count on from 1. A line of a word or two goes on with the cell above
// it, or is what merging left of a row.
void PartSpacedTables(const Text& text, const Dictionary& dictionary, Page* page);

// Makes tables of lines in which all cells run together (序号项目名称主要内容牵头单位1…2…): the
// heads tell the columns, the sequence of numbers the rows, and names of people and units the
// cells.
void PartGluedTables(const Text& text, const Dictionary& dictionary, Page* page);

// The same where each row stands on a line of its own below the line of heads.
void PartGluedRows(const Text& text, const Dictionary& dictionary, Page* page);

// Blocks with lines that run several cells together parted: "序号 项目 内容 1 … 2 …" on one line.
std::vector<Block> PartRunOnTables(const Text& text, const Dictionary& dictionary,
                                   const std::vector<Block>& blocks);

}  // namespace duban::documents
