#pragma once

#include <string_view>
#include <vector>

#include "documents/core/dictionary.h"
#include "documents/core/utf8.h"

namespace duban::documents {

// A labelled passage in prose: "牵头单位:区教育局".
struct Label {
  Role role = Role::kNone;
  Range name;   // 牵头单位
  Range range;  // from the name to the end of the value
  Range value;  // up to the next label, or to the bracket that closes around it; may be empty
};

// Words in brackets that may be a label (【牵头单位】): the words, and where the value begins,
// behind a colon too.
struct BracketedLabel {
  Range name;  // empty where none begins
  std::size_t end = 0;
};

BracketedLabel BracketedLabelAt(std::string_view text, std::size_t at);

// What 【任务】 and 【完成】 hold: as the head of a column 任务 names a project and 完成 counts.
Role RoleInBrackets(std::string_view name, const Dictionary& dictionary);

// Labels of `range` in order: known words, followed by a colon, at its start or behind a blank, a
// mark or a bracket; or in brackets of their own.
std::vector<Label> FindLabels(std::string_view text, Range range, const Dictionary& dictionary);

// What the label that opens `range` says that it holds; kNone where none opens it.
Role OpeningRole(std::string_view text, Range range, const Dictionary& dictionary);

}  // namespace duban::documents
