#include "documents/quantities/numeral_tokens.h"

#include "documents/quantities/numeral.h"

namespace duban::quantities {

// 四百五 is 450: a lone last digit after a magnitude counts in tenths of it.
double Evaluate(const Tokens& tokens, int skip) {
  double total = 0;
  double section = 0;
  double current = -1;
  double last = 0;
  double last_big = 0;
  bool zero = false;
  for (int i = 0; i < tokens.size; ++i) {
    if (i == skip) continue;
    const Token& token = tokens[i];
    if (token.magnitude == 0) {
      zero = zero || token.zero;
      if (!token.zero || token.arabic)
        current = current > 0 && !token.arabic ? current * 10 + token.digit : token.digit;
      continue;
    }
    if (token.magnitude < 1e4) {
      section += (current < 0 ? 1 : current) * token.magnitude;
    } else {
      double base = section + (current < 0 ? 0 : current);
      if (base == 0 && total == 0) base = 1;
      if (total > 0 && (base == 0 || last_big < token.magnitude)) {
        total = (total + base) * token.magnitude;
      } else {
        total += base * token.magnitude;
      }
      section = 0;
      last_big = token.magnitude;
    }
    current = -1;
    last = token.magnitude;
    zero = false;
  }
  if (current >= 0) {
    const bool shorthand = last >= 100 && !zero && current < 10 &&
                           !tokens[tokens.size - 1].arabic &&
                           tokens[tokens.size - 1].magnitude == 0;
    section += shorthand ? current * last / 10 : current;
  }
  return total + section;
}

int DigitOfNumeral(char32_t c) {
  switch (c) {
    case U'零':
      return 0;
    case U'一':
      return 1;
    case U'二':
    case U'两':
      return 2;
    case U'三':
      return 3;
    case U'四':
      return 4;
    case U'五':
      return 5;
    case U'六':
      return 6;
    case U'七':
      return 7;
    case U'八':
      return 8;
    case U'九':
      return 9;
    default:
      return -1;
  }
}

double MagnitudeOfNumeral(char32_t c) {
  switch (c) {
    case U'十':
      return 10;
    case U'百':
      return 100;
    case U'千':
      return 1000;
    case U'万':
      return 1e4;
    case U'亿':
      return 1e8;
    case U'兆':
      return 1e12;
    default:
      return 0;
  }
}

}  // namespace duban::quantities
