#include "documents/core/placed_rows.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace duban::documents {
namespace {

constexpr double kRounding = 1e-9;  // of sums in another order

}  // namespace

PlacedRows::PlacedRows(DescribedCells* cells, std::size_t count, const std::vector<Column>& columns,
                       std::vector<std::size_t> at)
    : cells_(*cells),
      at_(std::move(at)),
      placed_(columns, at_),
      row_(placed_, /*may_share=*/false, /*overflow=*/false),
      shared_(placed_, /*may_share=*/true, /*overflow=*/true),
      fits_(count * at_.size()),
      scores_(count * at_.size()),
      scored_(count) {}

double PlacedRows::AtMost(std::size_t begin, std::size_t size) {
  const double* const first = FitsOf(begin);
  most_.assign(first, first + at_.size());
  for (std::size_t i = begin + 1; i < begin + size; ++i) {
    const double* const fits = FitsOf(i);
    const Traits& cell = cells_[i];
    const double announced = cells_.Announced(i) ? DescribedCells::kAnnounced : 0.0;
    double reach = -std::numeric_limits<double>::infinity();  // best of the columns further left
    for (std::size_t j = 0; j < at_.size(); ++j) {
      const double shared = most_[j] - placed_.LeastCost(j, cell) + announced;
      const double best = std::max(shared, reach);
      reach = std::max(reach, most_[j]);
      most_[j] = best + fits[j];
    }
  }
  return *std::ranges::max_element(most_) + kRounding;
}

std::vector<std::size_t> PlacedRows::Place(std::size_t begin, std::size_t size) {
  if (size == at_.size()) return at_;
  if (size < at_.size()) Add(begin, size, &row_);
  std::vector<std::size_t> place = size < at_.size() ? row_.Place() : Shared(begin).Place();
  for (std::size_t& column : place) column = at_[column];
  return place;
}

const double* PlacedRows::FitsOf(std::size_t cell) {
  for (; weighed_ <= cell; ++weighed_)
    placed_.Weigh(cells_[weighed_], &fits_[weighed_ * at_.size()]);
  return &fits_[cell * at_.size()];
}

void PlacedRows::Add(std::size_t begin, std::size_t size, RowPlacing* row) {
  row->Clear();
  for (std::size_t i = begin; i < begin + size; ++i) row->Add(&cells_, i, FitsOf(i));
}

// Rows that begin with one cell grow one out of the other.
void PlacedRows::ScoreFrom(std::size_t begin) {
  scored_[begin] = true;
  const std::size_t count = std::min(at_.size(), scored_.size() - begin);
  FitsOf(begin + count - 1);
  most_.resize(at_.size());
  placed_.ScoreInOrder(FitsOf(begin), count, most_.data(), &scores_[begin * at_.size()]);
}

const RowPlacing& PlacedRows::Shared(std::size_t begin) {
  if (std::exchange(shared_begin_, begin) != begin) Add(begin, at_.size() + 1, &shared_);
  return shared_;
}

}  // namespace duban::documents
