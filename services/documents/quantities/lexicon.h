#pragma once

#include <cstdint>

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

// What one character is, in CharClass(); the bits below are those of the categories, of which a
// word begins with it (or ends, where words are matched backward).
enum CharFlag : std::uint32_t {
  kDigitChar = 1 << 16,    // 0-9
  kNumeralChar = 1 << 17,  // 一 … 九 十 百 千 万 亿 兆 零 半 几 数 廿 卅
  kDateChar = 1 << 18,     // begins a word that a date may begin with
  kPartChar = 1 << 19,     // begins a word for a part of a year (上半年, 第二季度)
  kClauseChar = 1 << 20,   // ends a clause
  kStopChar = 1 << 21,     // ends a sentence
  kQuoteChar = 1 << 22,    // opens a quotation or a title
  kVariantChar = 1 << 23,  // reads as another one (reads_as.h)
};
// Those of a character at which a figure or a date may begin, a sentence end or a quotation open.
constexpr std::uint32_t kSignChars = kDigitChar | kNumeralChar | kDateChar | kPartChar | kStopChar |
                                     kQuoteChar | CategoryBit(Category::kWord);

extern const std::uint8_t kPages[256];       // by the high byte of a character, the row of kClasses
extern const std::uint32_t kClasses[][256];  // by the low byte
inline std::uint32_t CharClass(char32_t c) {
  return c < 0x10000 ? kClasses[kPages[c >> 8]][c & 0xFF] : 0;
}

// Longest word of the category that starts at `pos`. Single spaces inside a word are passed over.
WordMatch LongestForward(const Line& line, int pos, Category category);
inline WordMatch MatchForward(const Line& line, int pos, Category category) {
  return (CharClass(line[pos]) & CategoryBit(category)) != 0 ? LongestForward(line, pos, category)
                                                             : WordMatch{};
}
// Longest word of the category that ends just before `end`.
WordMatch LongestBackward(const Line& line, int end, Category category);
inline WordMatch MatchBackward(const Line& line, int end, Category category) {
  return (CharClass(line[end - 1]) & CategoryBit(category)) != 0
             ? LongestBackward(line, end, category)
             : WordMatch{};
}

}  // namespace duban::quantities
