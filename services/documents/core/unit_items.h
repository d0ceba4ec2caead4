#pragma once

#include <cstddef>
#include <span>

#include "documents/core/candidate.h"
#include "documents/core/prose_units.h"
#include "documents/core/text.h"

namespace duban::documents {

// Sentences of a paragraph that its kind opens, at least, where nothing is announced.
constexpr std::size_t kLeastOfField = 3;

// Makes one item of each unit that tells.
class UnitItems {
 public:
  // Both must outlive it.
  UnitItems(const Text& text, std::span<const Units> lines);

  // How many sentences that tell stand below each kind at least, where kinds open all paragraphs
  // (交通出行类,…) and nothing is announced; 方面 may be the project itself. 0 where they do not.
  std::size_t least_of_field() const { return !fields_ ? 0 : kinds_ ? 2 : kLeastOfField; }

  // The items with their groups. Once only.
  Candidate Make();

 private:
  bool AllOpenWithFields();
  void Push(Range range);
  void PushGroup(Range range);
  void PushHead(Range range);
  void AddLine(const Units& line);

  const Text& text_;
  std::span<const Units> lines_;
  bool slogans_ = false;  // a short sentence stands before each that tells
  bool fields_ = false;   // a kind opens each paragraph
  bool kinds_ = true;     // which ends with 类
  Candidate candidate_{.way = Way::kSentences};
};

}  // namespace duban::documents
