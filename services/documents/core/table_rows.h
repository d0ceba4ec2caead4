#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "documents/core/columns.h"
#include "documents/core/listing.h"

namespace duban::documents {

// The number that a cell prints alone: 3, 3., 3*, (三), ③, 第三件; 0 when it is none.
int BareNumber(std::string_view cell);

// Whether a cell names a total (合计, 全市) in place of a project.
bool IsTotal(std::string_view cell);

// Whether the titles of whole rows are numbered in another style than the rows, and fewer than
// these.
bool TitlesNumber(const Text& text, const std::vector<Column>& columns,
                  const std::vector<std::vector<Range>>& rows);

// Turns aligned rows into items. One instance reads one table.
class RowReader {
 public:
  RowReader(const Text& text, const Dictionary& dictionary, std::vector<Column> columns);

  void SetCategory(Range category) { category_ = category; }

  // The titles carry the numbers of the projects (一、…), and hold for the rows below them: these
  // are parts of a project.
  void TitlesNumber() { titles_number_ = name_ == Role::kTitle; }

  // Empty cells leave no trace here: who is not printed is the one of the record above.
  void InheritNames() { inherit_names_ = true; }

  // Reads the next row. `may_share`: several cells may fall into one column, and one row may hold
  // two (AlignRow).
  void Add(const std::vector<Range>& row, bool may_share);

  // Reads a row whose cells stand below their heads, empty ones where merging took some.
  void AddPlaced(const std::vector<Range>& cells) { AddCells(cells); }

  // The items read so far, each with a title where its cells give one. To be called once, last.
  std::vector<Item> Take();

  // Rows of totals, by column.
  const std::vector<std::vector<Field>>& totals() const { return totals_; }

 private:
  Range CellOf(const std::vector<Range>& cells, Role role) const;

  // Whether a row has fewer cells than there are heads, and no empty one; one that has few of them,
  // or ends with the text, broke off.
  bool LostCells(const std::vector<Range>& row) const;

  // Whether a column names somebody whom a project that lacks the cell takes from the one above: in
  // front of the numbers a merged cell holds for the projects below it, elsewhere where merging
  // left no empty cell and nobody of the kind is printed.
  bool Inherits(const std::vector<Range>& cells, std::size_t column) const;

  bool Opens(int number, Range title) const;

  void AddCells(const std::vector<Range>& cells);

  Role RoleOfCell(Role role, std::string_view cell) const;

  void AddPart(const std::vector<Range>& cells);

  // Adds what each place has of a figure that a cell shares out; false for any other cell.
  bool AddShares(Range cell, Role column, Part* part) const;

  int NextNumber() const { return items_.empty() ? 1 : items_.back().number + 1; }

  Range FallbackTitle(const Item& item) const;

  const Text& text_;
  const Dictionary& dictionary_;
  std::vector<Column> columns_;
  std::vector<Item> items_;
  std::vector<std::vector<Field>> totals_;
  std::vector<Range> above_;  // the last printed cell of each column inside the current item
  Range category_;
  bool numbered_ = false;
  bool plainly_numbered_ = false;  // a row above is numbered without brackets
  Role name_ = Role::kTitle;       // of the column that names a project
  bool counts_ = false;            // a column holds what was reached, in numbers
  bool titles_number_ = false;
  bool places_ = false;  // rows are places, and all of them report on one promise
  bool inherit_names_ = false;
  bool lost_ = false;  // merging took cells of this row
};

}  // namespace duban::documents
