#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "documents/core/blocks.h"
#include "documents/core/dictionary.h"
#include "documents/core/numbering.h"
#include "documents/core/text.h"

namespace duban::documents {

// One line of an outline, with what its start says of it.
struct OutlineLine {
  Range range;
  Range body;  // without numbering
  std::optional<Numbering> numbering;
  Role label = Role::kNone;  // the line starts with "牵头单位:" or is a heading of that meaning
  bool preamble = false;     // a numbered heading about organising the work
  Range name;                // the project that an unnumbered paragraph starts with; may be empty
  Range charge;  // who has charge of that project, before its name (由区教育局牵头的“…”); may be
                 // empty
  bool named = false;    // 项目名称:… titles it
  bool reports = false;  // on the labelled promise above it, though no label says so
  bool field = false;  // words that open other lines too open it (总投资:…), and are no known label
  std::size_t chars = 0;

  // Whether a label says what the line holds: it opens no project.
  bool labelled() const { return field || label != Role::kNone; }
};

// True for labels of units and people.
bool NamesSomebody(Role role);
// True for labels of what is promised.
bool Promises(Role role);

// The lines of the blocks, tables left out: pairs of labels (任务目标:… 进展情况:…) and a whole
// list on one line are parted.
std::vector<OutlineLine> MakeLines(const Text& text, const Dictionary& dictionary,
                                   const std::vector<Block>& blocks);

}  // namespace duban::documents
