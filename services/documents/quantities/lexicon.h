#pragma once

#include <cstdint>
#include <vector>

#include "documents/quantities/line.h"

// The words of the grammar. They live in services/documents/data/*.txt; the build turns the files
// into constant tables (lexicon_gen.cc), so that looking a word up needs no file, no start-up work
// and no shared state.
namespace duban::quantities {

// One data file each; which fields of Entry mean what is said beside it.
enum class Category : std::uint8_t {
  kUnit,      // units.txt: flags = UnitFlag
  kUnitTrap,  // units.txt `trap`: begins like a unit and is another word (户籍); value = characters
              // of unit kept
  kBefore,        // comparators.txt before a figure: kind = Comparator, flags = CompareFlag
  kAfter,         // comparators.txt after a figure: the same
  kWord,          // idioms.txt: holds numerals and is no figure (统一): kind = Kind
  kAsideBefore,   // set_aside.txt: kind = Kind, flags = AsideFlag, value = largest value it holds
                  // for (0: any)
  kAsideAfter,    // set_aside.txt, after a figure in digits: the same
  kAsideChinese,  // set_aside.txt, after a Chinese numeral: the same
  kPerson,        // nouns.txt: a noun that counts people without a unit (8万多农村居民)
  kPer,           // nouns.txt: 每月, 年均: kind = 0 day, 1 week, 2 month, 3 quarter, 4 year
  kVerb,          // nouns.txt: 新增, before a figure
  kDateWord,      // dates.txt: kind = DateWord
  kMarker,        // markers.txt: kind = MarkerKind
};
constexpr unsigned CategoryBit(Category category) { return 1U << static_cast<unsigned>(category); }

enum UnitFlag : std::uint8_t {
  kWhole = 1,  // counts whole things: a decimal without 万/亿 before it is list numbering (1.3家
               // = 1. 3家)
  kDigitsOnly = 2,  // counts only after digits or a long Chinese numeral (一期, 二线 are names)
  kLength = 4,      // length of time that usually names a plan (三年行动)
  kPercentUnit = 8,
  kPermilleUnit = 16,
  kTenthUnit = 32,  // 成, 折: tenths
  kModelUnit = 64,  // names a class of equipment (110千伏)
  kNear = 128,      // only with no space between the figure and it
};

enum CompareFlag : std::uint8_t {
  kExclusive = 1,
  kFeeble = 2,  // yields to any other comparator (达, 共, 约 beside 以上)
  kReach = 8,   // a verb may stand between it and the figure (至少举行150场)
  kNone = 4,    // ends like a comparator and is none (签约, 附近)
};

enum AsideFlag : std::uint8_t {
  kOnlyDigits = 1,      // after a figure in digits only
  kOnlyChinese = 2,     // after a Chinese numeral only
  kUnlessCompared = 4,  // an explicit comparator makes it a quantity
  kNoUnit = 8,          // only when no unit follows the figure
  kAcross = 16,         // looked for after the unit, within the next few characters
};

struct Entry {
  Category category;
  std::uint8_t kind;
  std::uint8_t flags;
  std::uint16_t value;
};

struct WordMatch {
  int length = 0;  // characters of the line, spaces inside included; 0: no match
  Entry entry{};
  explicit operator bool() const { return length > 0; }
};

// What one character can begin. Bits of CharClass().
enum CharFlag : std::uint8_t {
  kDigitChar = 1,    // 0-9
  kNumeralChar = 2,  // 一 … 九 十 百 千 万 亿 兆 零 半 几 数 壹 …
  kWordChar = 4,     // begins a word of idioms.txt
  kDateChar = 8,     // begins a word of dates.txt
  kMarkerChar = 16,  // begins a word of markers.txt
  kPartChar = 32,    // begins a word of dates.txt for a part of a year (上半年, 第二季度)
  kStopChar = 64,    // ends a sentence
  kQuoteChar = 128,  // opens a quotation or a title
};
extern const std::uint8_t kPages[256];      // by the high byte of a character, the row of kClasses
extern const std::uint8_t kClasses[][256];  // by the low byte
inline std::uint8_t CharClass(char32_t c) {
  return c < 0x10000 ? kClasses[kPages[c >> 8]][c & 0xFF] : std::uint8_t{0};
}

// The places of a line where a figure or a date may begin, a sentence end or a quotation open, in order: of the characters with
// any flag but kMarkerChar. The memory of `places` is used again.
void FindSigns(const Line& line, std::vector<int>* places);

// Longest word of the category that starts at `pos`. Single spaces inside a word are passed over.
WordMatch MatchForward(const Line& line, int pos, Category category);
// Longest word of the category that ends just before `end`.
WordMatch MatchBackward(const Line& line, int end, Category category);

}  // namespace duban::quantities
