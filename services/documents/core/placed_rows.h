#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "documents/core/placing.h"

namespace duban::documents {

// Rows of a run of cells, each placed below some of the columns. Rows that begin with one cell are
// scored together when the first of them is asked for.
class PlacedRows {
 public:
  // Of the first `count` cells; `at`: the columns that are taken, rising. Cells and columns must
  // outlive this.
  PlacedRows(DescribedCells* cells, std::size_t count, const std::vector<Column>& columns,
             std::vector<std::size_t> at);
  PlacedRows(const PlacedRows&) = delete;
  PlacedRows& operator=(const PlacedRows&) = delete;

  // How many columns are taken.
  std::size_t size() const { return at_.size(); }

  // How well so many cells from `begin` on, at most one more than columns, are placed, one to a
  // column where there are enough.
  double Score(std::size_t begin, std::size_t size) {
    if (size > at_.size()) return Shared(begin).Score();
    if (!scored_[begin]) ScoreFrom(begin);
    return scores_[begin * at_.size() + size - 1];
  }
  // No placing of them in their order scores more than this: where no column that is left empty
  // costs anything.
  double AtMost(std::size_t begin, std::size_t size);
  // The column of each of them; as many cells as columns stand one below each.
  std::vector<std::size_t> Place(std::size_t begin, std::size_t size);

 private:
  // What Weigh says of a cell. Cells are asked for nearly in their order.
  const double* FitsOf(std::size_t cell);
  void Add(std::size_t begin, std::size_t size, RowPlacing* row);
  void ScoreFrom(std::size_t begin);
  // The row from `begin` on that is one cell longer than the columns.
  const RowPlacing& Shared(std::size_t begin);

  DescribedCells& cells_;
  const std::vector<std::size_t> at_;
  const PlacedColumns placed_;
  RowPlacing row_;
  RowPlacing shared_;
  std::optional<std::size_t> shared_begin_;  // of the row in `shared_`
  std::vector<double> fits_;                 // of each cell in each column
  std::size_t weighed_ = 0;                  // of so many cells
  std::vector<double> most_;                 // of rows that end in each column
  std::vector<double> scores_;               // of the rows that begin with each cell, by their size
  std::vector<bool> scored_;
};

}  // namespace duban::documents
