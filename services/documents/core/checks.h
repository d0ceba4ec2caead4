#pragma once

#include <string>
#include <vector>

#include "documents/core/figures.h"

namespace duban::documents {

// One list with everything that was read of it.
struct ReadProgramme {
  Occasion occasion;
  Range range;
  std::string title;
  std::string layout;
  std::vector<ReadProject> projects;
};

// Works out again every share, total and count that the list states, and reports contradictions: adds to `draft`'s
// checks and findings.
void CheckProgramme(const Text& text, const std::vector<quantities::Quantity>& quantities, ReadProgramme* programme,
                    Draft* draft);

}  // namespace duban::documents
