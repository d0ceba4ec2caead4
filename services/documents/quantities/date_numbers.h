#pragma once

#include "documents/quantities/numeral.h"

// The numbers that dates are made of, and the marks between them.
namespace duban::quantities {

constexpr int kEarliestYear = 1900;
constexpr int kLatestYear = 2100;

struct Int {
  int value = -1;
  int end = 0;     // one past the last character
  int digits = 0;  // Arabic digits; 0 when Chinese
  explicit operator bool() const { return value >= 0; }
};

// 2022, 2 0 2 2: at most four digits, not part of a longer number.
Int ReadArabic(const Line& line, int pos);
// The same of at most two digits.
Int ReadArabic2(const Line& line, int pos);
// Digits or a plain Chinese numeral up to 9999.
Int ReadInt(const Line& line, int pos);

inline bool IsYear(int value) { return value >= kEarliestYear && value <= kLatestYear; }
// Past the blanks that may stand between the parts of a date.
inline int SkipBlanks(const Line& line, int pos) { return SkipSpaces(line, pos, 2); }
// Past a range mark at `mark` and the blanks behind it; a dash may be printed twice.
int AfterRangeMark(const Line& line, int mark);

}  // namespace duban::quantities
