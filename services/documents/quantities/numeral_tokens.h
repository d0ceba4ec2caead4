#pragma once

#include <array>
#include <cstddef>

namespace duban::quantities {

// Longer runs of digits and magnitudes are cut: no number is written so.
inline constexpr int kMaxTokens = 40;

// One digit, one run of Arabic digits, or one magnitude (十 … 兆) of a numeral.
struct Token {
  double digit;      // value of a digit or of an Arabic run
  double magnitude;  // 10 … 1e12; 0 for a digit
  bool arabic;
  bool zero;
};

struct Tokens {
  std::array<Token, kMaxTokens> items;  // the first `size` are set
  int size = 0;
  int pair = -1;  // index of the first digit of 二三十, 十七八
  bool full() const { return size == kMaxTokens; }
  void PushDigit(double value, bool arabic = false) { Push({value, 0, arabic, value == 0}); }
  void PushMagnitude(double magnitude) { Push({0, magnitude, false, false}); }
  const Token& operator[](int i) const { return items[static_cast<std::size_t>(i)]; }

 private:
  void Push(const Token& token) { items[static_cast<std::size_t>(size++)] = token; }
};

// The number that the tokens write, leaving out the token `skip` (-1: none).
double Evaluate(const Tokens& tokens, int skip);

}  // namespace duban::quantities
