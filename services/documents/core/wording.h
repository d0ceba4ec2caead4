#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "documents/core/text.h"
#include "documents/core/utf8.h"

namespace duban::documents {

// The pairs of neighbouring ideographs of a text's first 400 characters, by which wordings are
// compared.
class Pairs {
 public:
  explicit Pairs(std::string_view text);
  // Of two texts that do not touch.
  Pairs(std::string_view first, std::string_view second);

  // Shared pairs over those of the shorter text, 0..1.
  double Alikeness(const Pairs& other) const;

 private:
  void Add(std::string_view text);
  void Order();

  std::vector<std::uint64_t> pairs_;  // in order, without repeats
};

// How alike two wordings are, by their pairs.
double Alikeness(std::string_view a, std::string_view b);

// True when two printed units of measure count the same: equal, or one is the end or the start of
// the other (个公共停车位 and 个), or both are plain counting words that governments use for one
// another (个, 处, 座).
bool SameUnit(std::string_view a, std::string_view b);
// Equal or one decorates the other; counting words are kept apart.
bool CloseUnit(std::string_view a, std::string_view b);

// True when two figures measure the same by their nearest words: the noun right before or right
// behind.
template <typename A, typename B>
bool SameMeasure(const Text& text, const A& a, const B& b);
bool SameNouns(const Text& text, Range a, Range b);
// Stricter: four characters in common right before both, or one's noun behind ends the other's
// (公共停车位, 停车位).
bool NamesSameThing(const Text& text, Range a, Range b);

// The nouns around a figure, to be held against those of many others. The text must outlive them.
class Nouns {
 public:
  Nouns(const Text& text, Range figure);

  // As SameNouns.
  bool Same(const Nouns& other) const;
  // How near the nouns of two figures are; 0 = nothing shared, above 1 = the same thing.
  double Score(const Nouns& other) const;

 private:
  std::string_view before_;
  std::string_view far_;  // further back
  std::string_view after_;
  Pairs pairs_;
};

// The first member's kind of thing stands behind the figure: 中山西路 4条道路.
bool StartsWithKind(const std::vector<std::string>& names, std::string_view after);

// The sentence, or the clause, around byte `at` of a text, inside `within` (marks.h).
inline Range SentenceAround(const Text& text, Range within, std::size_t at) {
  return text.marks().SentenceAround(text.str(), within, at);
}
inline Range ClauseAround(const Text& text, Range within, std::size_t at) {
  return text.marks().ClauseAround(text.str(), within, at);
}

template <typename A, typename B>
bool SameMeasure(const Text& text, const A& a, const B& b) {
  return SameNouns(text, a.source, b.source);
}

// Insides of outermost brackets in `range`, in order; at most `longest` bytes each.
std::vector<Range> Brackets(std::string_view text, Range range, std::size_t longest = 200);

}  // namespace duban::documents
