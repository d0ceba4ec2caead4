#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "documents/core/utf8.h"

namespace duban::documents {

// How an item of a list is numbered, from the outside in.
enum class NumberStyle {
  kChapter,       // 第一章
  kChinese,       // 一、
  kChineseParen,  // (一)
  kBare,          // 1 at the start of a line, where others count on
  kArabic,        // 1. 1、
  kArabicParen,   // (1) 1)
  kCircled,       // ①
  kFirst,         // 第一, 其一
  kOne,           // 一是
};

struct Numbering {
  NumberStyle style = NumberStyle::kArabic;
  int value = 0;
  Range range;  // the numbering with its punctuation and the blanks behind it
};

// The numbering that starts at byte `at` of `text` (no blanks skipped), below 1000. "1.64万",
// "24小时" and "2022年" are none; "1.2023年1月" is number 1.
std::optional<Numbering> NumberingAt(std::string_view text, std::size_t at);

// Whether a character opens the lines of a list without numbers: ●, ◆, —.
bool IsBullet(char32_t c);

// One piece of a numbered run: its number and its text, numbering excluded.
struct Piece {
  Numbering numbering;
  Range body;
};

// Pieces of `range` numbered upwards in one style: "1.… 2.… 3.…", each at the start of the range,
// of a line or of a sentence. Empty unless at least `least` pieces follow each other. `lead` (may
// be null) receives what stands before the first. `ones`: 一是…;二是… are pieces too.
std::vector<Piece> SplitNumbered(std::string_view text, Range range, Range* lead,
                                 std::size_t least = 2, bool ones = false);

}  // namespace duban::documents
