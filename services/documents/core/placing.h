#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "documents/core/cell_traits.h"
#include "documents/core/columns.h"

namespace duban::documents {

// How well a cell fits a column; about -8 … 6. `status_column`: the table has a column for states.
double Fit(const Traits& cell, const Column& column, bool status_column);

// Cells in the order of the text, each described when it is first asked for.
class DescribedCells {
 public:
  // The cells must outlive this.
  DescribedCells(const Text& text, const Dictionary& dictionary, const std::vector<Range>& cells)
      : text_(text), dictionary_(dictionary), cells_(cells), traits_(cells.size()), again_(cells.size()) {}

  std::size_t size() const { return cells_.size(); }
  bool empty(std::size_t i) const { return cells_[i].empty(); }
  Range At(std::size_t i) const { return cells_[i]; }
  const Traits& operator[](std::size_t i);

  // Whether the cell above announces this one: 全市竣工2860户,其中:
  bool Announced(std::size_t i) const { return i > 0 && EndsWithColon(text_.Of(cells_[i - 1])); }
  // Whether a cell says nearly the same as the one before it: what is promised, and what came of it.
  bool SaysAgain(std::size_t i);

 private:
  const Text& text_;
  const Dictionary& dictionary_;
  const std::vector<Range>& cells_;
  std::vector<std::optional<Traits>> traits_;
  std::vector<std::optional<bool>> again_;
};

// Columns as rows are placed below them: what it costs to leave each empty, and what they say together.
class PlacedColumns {
 public:
  // The columns must outlive this.
  explicit PlacedColumns(const std::vector<Column>& columns);

  std::size_t size() const { return columns_.size(); }
  // Puts how well a cell fits each column into size() numbers from `fits` on.
  void Weigh(const Traits& cell, double* fits) const;

 private:
  friend class RowPlacing;

  const std::vector<Column>& columns_;
  std::vector<double> skip_;  // cost of leaving the first so many columns empty
  bool states_ = false;
  bool substance_ = false;  // one of them says what is promised
  bool reports_ = false;
  bool promises_ = false;
  bool cooperates_ = false;
};

// The best way to place cells, added one after another, below columns in their order. `may_share`: a cell further left than
// the one before it may begin a row below that. `overflow`: several cells may fall into one column.
class RowPlacing {
 public:
  RowPlacing(const PlacedColumns& columns, bool may_share, bool overflow) : columns_(columns), may_share_(may_share), overflow_(overflow) {}

  void Clear() { cells_ = 0; }
  // Adds cell `i` of `cells`, `fits` being what Weigh says of it. Without `overflow` there are no more cells than columns.
  void Add(DescribedCells* cells, std::size_t i, const double* fits);
  // How well the cells added so far, at least one, are placed.
  double Score() const;
  // The column of each of them.
  std::vector<std::size_t> Place() const;

 private:
  struct Step {
    double best;
    std::size_t from;
  };

  // The first column in which the last cell may stand: cells before it need one each where none is shared.
  std::size_t First() const { return overflow_ ? 0 : cells_ - 1; }
  // How well the cells are placed where the last one stands in a column.
  double AtEnd(std::size_t column) const;

  const PlacedColumns& columns_;
  const bool may_share_;
  const bool overflow_;
  std::size_t cells_ = 0;
  std::vector<Step> steps_;  // of each cell in each column
};

}  // namespace duban::documents
