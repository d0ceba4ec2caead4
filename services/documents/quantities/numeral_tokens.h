#pragma once

#include <array>
#include <cstddef>

namespace duban::quantities {

// Longer runs of digits and magnitudes are cut: no number is written so.
inline constexpr int kMaxTokens = 40;

// One digit, one run of Arabic digits, or one magnitude (十 … 兆) of a numeral.
struct Token {
  double digit = -1;     // value of a digit or of an Arabic run; -1 for a magnitude
  double magnitude = 0;  // 10 … 1e12; 0 for a digit
  bool arabic = false;
  bool zero = false;
};

struct Tokens {
  std::array<Token, kMaxTokens> items{};
  int size = 0;
  int pair = -1;  // index of the first digit of 二三十, 十七八
  bool full() const { return size == kMaxTokens; }
  void Push(const Token& token) { items[static_cast<std::size_t>(size++)] = token; }
  const Token& operator[](int i) const { return items[static_cast<std::size_t>(i)]; }
};

// The number that the tokens write, leaving out the token `skip` (-1: none).
double Evaluate(const Tokens& tokens, int skip);

}  // namespace duban::quantities
