#pragma once

#include <cstddef>
#include <optional>
#include <span>
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
      : text_(text),
        dictionary_(dictionary),
        cells_(cells),
        traits_(cells.size()),
        again_(cells.size()) {}

  std::size_t size() const { return cells_.size(); }
  bool empty(std::size_t i) const { return cells_[i].empty(); }
  Range At(std::size_t i) const { return cells_[i]; }
  const Traits& operator[](std::size_t i);

  static constexpr double kAnnounced = 2.0;  // speaks for a cell below the one that announces it
  // Whether the cell above announces this one: 全市竣工2860户,其中:
  bool Announced(std::size_t i) const { return i > 0 && EndsWithColon(text_.Of(cells_[i - 1])); }
  // Whether a cell says nearly the same as the one before it: what is promised, and what came of
  // it.
  bool SaysAgain(std::size_t i);

 private:
  const Text& text_;
  const Dictionary& dictionary_;
  const std::vector<Range>& cells_;
  std::vector<std::optional<Traits>> traits_;
  std::vector<std::optional<bool>> again_;
};

// Columns as rows are placed below them: what it costs to leave each empty, and what they say
// together.
class PlacedColumns {
 public:
  // All columns, or those at the places `at`. They must outlive this.
  explicit PlacedColumns(const std::vector<Column>& columns);
  PlacedColumns(const std::vector<Column>& columns, std::span<const std::size_t> at);

  std::size_t size() const { return columns_.size(); }
  // Puts how well a cell fits each column into size() numbers from `fits` on.
  void Weigh(const Traits& cell, double* fits) const;
  // Puts how well the first one, two … of so many cells, at most size(), are placed one to a column
  // into `scores`. `fits` holds what Weigh says of each cell, `best` room for size() numbers.
  void ScoreInOrder(const double* fits, std::size_t cells, double* best, double* scores) const;
  // What it costs at least that a column takes a cell more.
  double LeastCost(std::size_t column, const Traits& cell) const {
    return sharing_[column].cost + (cell.numeric ? sharing_[column].figures : 0.0);
  }

 private:
  friend class RowPlacing;

  // What tells whether a column takes more than one cell, or the first one of a row below.
  struct Sharing {
    double cost = 0;     // of a cell more
    double promise = 0;  // more than that where another column reports,
    double leads = 0;    // where another one cooperates
    double figures = 0;  // and for a figure
    bool promises = false;
    bool names = false;
    bool begins = false;  // a row below
  };

  void Reserve(std::size_t columns);
  void Add(const Column& column);
  void AddSharing();

  std::vector<const Column*> columns_;
  std::vector<Sharing> sharing_;
  std::vector<double> skip_;  // cost of leaving the first so many columns empty
  bool states_ = false;
  bool substance_ = false;  // one of them says what is promised
  bool reports_ = false;
  bool promises_ = false;
  bool cooperates_ = false;
};

// The best way to place cells, added one after another, below columns in their order. `may_share`:
// a cell further left than the one before it may begin a row below that. `overflow`: several cells
// may fall into one column.
class RowPlacing {
 public:
  RowPlacing(const PlacedColumns& columns, bool may_share, bool overflow)
      : columns_(columns), may_share_(may_share), overflow_(overflow) {}

  void Clear() { cells_ = 0; }
  // Adds cell `i` of `cells`, `fits` being what Weigh says of it. Without `overflow` there are no
  // more cells than columns.
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

  // The cell behind those of `before` in each column, each column taking one cell; `first` is the
  // first that it may take.
  void AddInOrder(std::size_t first, const double* fits, const Step* before, Step* own) const;
  // The same where columns may take several cells.
  void AddSharing(DescribedCells* cells, std::size_t i, const double* fits, const Step* before,
                  Step* own) const;

  // The first column in which the last cell may stand: cells before it need one each where none is
  // shared.
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
