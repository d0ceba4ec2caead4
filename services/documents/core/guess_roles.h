#pragma once

#include <optional>
#include <vector>

#include "documents/core/columns.h"

namespace duban::documents {

// Gives a role to every column whose head says nothing, by what its cells hold: running numbers,
// offices, people, states, shares, dates, figures, names, reports. A column that shows none of
// these keeps Role::kNone. `rows` are the data rows; of them those as wide as the heads decide.
void GuessRoles(const Text& text, const Dictionary& dictionary,
                const std::vector<std::vector<Range>>& rows, std::vector<Column>* columns);

// Columns of a table without a row of known heads; `*first` receives the first row of data (a row
// of unknown heads stands above it). nullopt when its cells do not show a list of promises: texts
// beside running numbers or named offices.
std::optional<std::vector<Column>> GuessColumns(const Text& text, const Dictionary& dictionary,
                                                const std::vector<std::vector<Range>>& rows,
                                                std::size_t* first);

}  // namespace duban::documents
