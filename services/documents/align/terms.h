// Pairs of neighbouring characters as terms of Chinese text. Internal to documents/align.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace duban::documents {

using Term = std::uint64_t;       // two characters
using Terms = std::vector<Term>;  // sorted, each once

// The terms of a text without digits, signs and the words that say nothing (data/align_words.txt).
class TermReader {
 public:
  TermReader();
  Terms Read(std::string_view text) const;
  // The same of every clause, those of fewer than two terms left out.
  std::vector<Terms> ReadClauses(std::string_view text) const;

 private:
  std::vector<std::u32string> common_;  // longest first
};

Terms Join(const Terms& a, const Terms& b);
Terms Shared(const Terms& a, const Terms& b);

// How much a term tells: the fewer of the items have it, the more.
class TermWeights {
 public:
  // One set of terms per item.
  explicit TermWeights(const std::vector<Terms>& items);
  double Of(Term term) const;
  double Of(const Terms& terms) const;

 private:
  std::map<Term, int> count_;
  double items_ = 0;
};

}  // namespace duban::documents
