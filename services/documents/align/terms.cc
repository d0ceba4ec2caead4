#include "documents/align/terms.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "documents/core/data_lines.h"
#include "documents/core/utf8.h"
#include "duban_documents_align_data.h"

namespace duban::documents {
namespace {

constexpr double kLeastWeight = 0.3;

std::u32string Wide(std::string_view text) {
  std::u32string out;
  for (size_t at = 0; at < text.size();) {
    const Char c = CharAt(text, at);
    if (!IsSpace(c.code)) out.push_back(c.code);
    at += c.bytes;
  }
  return out;
}

bool IsLetter(char32_t c) { return IsHan(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool EndsClause(char32_t c) {
  return std::u32string_view(U"，,：:；;、。").find(c) != std::u32string_view::npos;
}

void Tidy(Terms& terms) {
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
}

}  // namespace

TermReader::TermReader() {
  ForEachDataLine(kAlignWords, [this](std::string_view word) { common_.push_back(Wide(word)); });
  std::stable_sort(common_.begin(), common_.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

Terms TermReader::Read(std::string_view text) const {
  const std::u32string wide = Wide(text);
  Terms out;
  char32_t before = 0;
  for (size_t at = 0; at < wide.size();) {
    const auto common = std::find_if(
        common_.begin(), common_.end(),
        [&](const std::u32string& word) { return wide.compare(at, word.size(), word) == 0; });
    if (common != common_.end()) {
      before = 0;
      at += common->size();
      continue;
    }
    const char32_t c = wide[at++];
    if (!IsLetter(c)) {
      before = 0;
      continue;
    }
    if (before != 0) out.push_back((static_cast<Term>(before) << 32) | c);
    before = c;
  }
  Tidy(out);
  return out;
}

std::vector<Terms> TermReader::ReadClauses(std::string_view text) const {
  std::vector<Terms> out;
  size_t begin = 0;
  const auto add = [&](size_t end) {
    Terms terms = Read(text.substr(begin, end - begin));
    if (terms.size() >= 2) out.push_back(std::move(terms));
  };
  for (size_t at = 0; at < text.size();) {
    const Char c = CharAt(text, at);
    if (EndsClause(c.code)) {
      add(at);
      begin = at + c.bytes;
    }
    at += c.bytes;
  }
  add(text.size());
  return out;
}

Terms Join(const Terms& a, const Terms& b) {
  Terms out;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

Terms Shared(const Terms& a, const Terms& b) {
  Terms out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

TermWeights::TermWeights(const std::vector<Terms>& items)
    : items_(static_cast<double>(items.size())) {
  for (const Terms& terms : items) {
    for (const Term term : terms) ++count_[term];
  }
}

double TermWeights::Of(Term term) const {
  const auto found = count_.find(term);
  return std::log((items_ + 1) / (found == count_.end() ? 1 : found->second)) + kLeastWeight;
}

double TermWeights::Of(const Terms& terms) const {
  double sum = 0;
  for (const Term term : terms) sum += Of(term);
  return sum;
}

}  // namespace duban::documents
