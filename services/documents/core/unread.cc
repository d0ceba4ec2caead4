#include "documents/core/unread.h"

#include <algorithm>

#include "documents/core/byte_set.h"
#include "documents/core/soft_breaks.h"

namespace duban::documents {
namespace {

constexpr std::size_t kLeastGlosses = 3;     // with a tone; one may explain a rare name
constexpr std::size_t kLongestSyllable = 6;  // zhuang

// Bytes that a vowel with its tone begins with. Chinese text hardly holds them.
constexpr ByteSet kMayBeginTone("\xC3\xC4\xC5\xC7");

bool HasTone(char32_t c) {
  return std::u32string_view(U"āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ").find(c) != std::u32string_view::npos;
}
bool IsPlainVowel(char32_t c) {
  return std::u32string_view(U"aeiouüɑê").find(c) != std::u32string_view::npos;
}
bool IsPlainLetter(char32_t c) { return (c >= 'a' && c <= 'z') || IsPlainVowel(c) || c == U'ɡ'; }

struct Gloss {
  Range range;
  bool tone = false;
};

// The syllable in a bracket that opens at `at`, right behind a Chinese character; an empty range
// when there is none.
Gloss GlossAt(std::string_view text, std::size_t at) {
  const Char opening = CharAt(text, at);
  if (at == 0 || (opening.code != '(' && opening.code != U'（') ||
      !IsHan(CharBefore(text, at).code))
    return {};
  bool tone = false;
  bool vowel = false;
  std::size_t end = at + opening.bytes;
  for (std::size_t letters = 0; end < text.size(); ++letters) {
    const Char c = CharAt(text, end);
    end += c.bytes;
    if (c.code == ')' || c.code == U'）') return tone || vowel ? Gloss{{at, end}, tone} : Gloss{};
    if (letters == kLongestSyllable || (!HasTone(c.code) && !IsPlainLetter(c.code))) return {};
    tone = tone || HasTone(c.code);
    vowel = vowel || IsPlainVowel(c.code);
  }
  return {};
}

bool HoldsTone(std::string_view text) {
  for (std::size_t at = kMayBeginTone.Next(text, 0, text.size()); at < text.size();
       at = kMayBeginTone.Next(text, at + 1, text.size())) {
    if (HasTone(CharAt(text, at).code)) return true;
  }
  return false;
}

// All glosses of a text; none where too few show their tone.
std::vector<Range> FindGlosses(std::string_view text) {
  constexpr ByteSet kMayOpen("(\xEF");
  if (!HoldsTone(text)) return {};
  std::vector<Range> glosses;
  std::size_t tones = 0;
  for (std::size_t at = kMayOpen.Next(text, 0, text.size()); at < text.size();
       at = kMayOpen.Next(text, at + 1, text.size())) {
    const Gloss gloss = GlossAt(text, at);
    if (gloss.range.empty()) continue;
    tones += gloss.tone;
    glosses.push_back(gloss.range);
  }
  if (tones < kLeastGlosses) glosses.clear();
  return glosses;
}

bool IsAsciiDigit(char byte) { return byte >= '0' && byte <= '9'; }
bool EndsInHan(std::string_view text, std::size_t end) {
  return end >= 3 && IsHan(CharBefore(text, end).code);
}
bool HanAt(std::string_view text, std::size_t at) {
  return at < text.size() && BeginsHan(text[at]) && IsHan(CharAt(text, at).code);
}

// Whether the number that ends at `end` opens its line, as those of rows do; longer ones are years
// and sums.
bool OpensLine(std::string_view text, std::size_t end) {
  constexpr std::size_t kLongest = 3;
  std::size_t begin = end;
  while (begin > 0 && (IsAsciiDigit(text[begin - 1]) || text[begin - 1] == '.')) --begin;
  return end - begin <= kLongest &&
         (begin == 0 || text[begin - 1] == '\n' || text[begin - 1] == '|');
}

// Whether the number that begins at `at` counts an item (2.新建) or stands in a row of numbers (300
// 320).
bool CountsOrStandsInRow(std::string_view text, std::size_t at) {
  while (at < text.size() && (IsAsciiDigit(text[at]) || text[at] == ',')) ++at;
  if (at + 1 < text.size() && text[at] == '.') return !IsAsciiDigit(text[at + 1]);
  return at + 1 < text.size() && text[at] == ' ' && IsAsciiDigit(text[at + 1]);
}

// The blanks between a number and Chinese words.
std::vector<Range> SettingOff(std::string_view text) {
  std::vector<Range> blanks;
  for (std::size_t at = text.find(' ', 1); at < text.size(); at = text.find(' ', at + 1)) {
    if (at + 1 == text.size()) break;
    const bool behind = IsAsciiDigit(text[at - 1]) && HanAt(text, at + 1) && !OpensLine(text, at);
    const bool before =
        IsAsciiDigit(text[at + 1]) && EndsInHan(text, at) && !CountsOrStandsInRow(text, at + 1);
    if (behind || before) blanks.push_back({at, at + 1});
  }
  return blanks;
}

// How often a number stands right beside a Chinese word.
std::size_t CountTouching(std::string_view text) {
  std::size_t touching = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!IsAsciiDigit(text[at])) continue;
    const std::size_t begin = at;
    while (at < text.size() && IsAsciiDigit(text[at])) ++at;
    touching += EndsInHan(text, begin);
    touching += HanAt(text, at) && !OpensLine(text, at);
  }
  return touching;
}

// The blanks by which typesetting sets off nearly all numbers of a text; none where they part
// cells.
std::vector<Range> FindBlanks(std::string_view text) {
  constexpr std::size_t kLeast = 12;
  std::vector<Range> blanks = SettingOff(text);
  if (blanks.size() < kLeast || CountTouching(text) * 10 > blanks.size()) blanks.clear();
  return blanks;
}

}  // namespace

Unread::Unread(std::string_view text) {
  struct Dropped {
    Range range;
    bool gloss;
  };
  std::vector<Dropped> all;
  for (const Range gloss : FindGlosses(text)) all.push_back({gloss, true});
  for (const Range blank : FindBlanks(text)) all.push_back({blank, false});
  for (const Range gap : SoftBreaks(text)) all.push_back({gap, false});
  std::ranges::sort(all, {}, [](const Dropped& one) { return one.range.begin; });
  pieces_.reserve(all.size());
  std::size_t bytes = 0;
  std::size_t end = 0;
  for (const Dropped& one : all) {
    if (one.range.end <= end) continue;  // a blank within the number of a page
    const std::size_t at = one.range.begin - bytes;
    bytes += one.range.size();
    end = one.range.end;
    pieces_.push_back({at, bytes, one.gloss});
  }
}

std::string Unread::Without(std::string_view text) const {
  std::string out;
  out.reserve(text.size());
  std::size_t dropped = 0;
  for (const Piece& piece : pieces_) {
    out += text.substr(out.size() + dropped, piece.at - out.size());
    dropped = piece.bytes;
  }
  return out += text.substr(out.size() + dropped);
}

std::size_t Unread::Before(std::size_t read) const {
  const auto next = std::ranges::upper_bound(pieces_, read, {}, &Piece::at);
  return next == pieces_.begin() ? 0 : std::prev(next)->bytes;
}

Range Unread::Found(Range read) const {
  const Range all{read.begin + Before(read.begin), read.end + Before(read.end)};
  if (read.empty()) return {all.begin, all.begin};
  // Of what is dropped right behind the range only a gloss belongs to it.
  const auto behind = std::ranges::lower_bound(pieces_, read.end, {}, &Piece::at);
  if (behind == pieces_.end() || behind->at != read.end || behind->gloss) return all;
  return {all.begin, read.end + (behind == pieces_.begin() ? 0 : std::prev(behind)->bytes)};
}

std::size_t Unread::Read(std::size_t printed) const {
  const auto next = std::ranges::partition_point(
      pieces_, [printed](const Piece& piece) { return piece.at + piece.bytes <= printed; });
  const std::size_t read = next == pieces_.begin() ? printed : printed - std::prev(next)->bytes;
  return next == pieces_.end() ? read : std::min(read, next->at);
}

}  // namespace duban::documents
