#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

// Small pure helpers over valid UTF-8 (core/encoding.h sees to it). No function allocates unless it
// returns a string.
namespace duban::documents {

// Half-open [begin, end) in bytes of one text.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool empty() const { return begin >= end; }
  std::size_t size() const { return empty() ? 0 : end - begin; }
  bool Contains(std::size_t at) const { return begin <= at && at < end; }
  bool operator==(const Range&) const = default;
};

// The character that starts at byte `at` (< text.size()); a bad byte reads as U+FFFD of one byte.
struct Char {
  char32_t code = 0;
  std::size_t bytes = 1;
};
Char WideCharAt(std::string_view text, std::size_t at);
inline Char CharAt(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return {lead, 1};
  if (lead >= 0xE0 && lead < 0xF0 && at + 2 < text.size()) {
    const auto second = static_cast<unsigned char>(text[at + 1]);
    const auto third = static_cast<unsigned char>(text[at + 2]);
    if ((second & 0xC0) == 0x80 && (third & 0xC0) == 0x80) {
      return {(static_cast<char32_t>(lead & 0x0F) << 12) |
                  (static_cast<char32_t>(second & 0x3F) << 6) | (third & 0x3FU),
              3};
    }
  }
  return WideCharAt(text, at);
}
// The character that ends at byte `end` (> 0).
Char WideCharBefore(std::string_view text, std::size_t end);
inline Char CharBefore(std::string_view text, std::size_t end) {
  const auto last = static_cast<unsigned char>(text[end - 1]);
  if (last < 0x80) return {last, 1};
  if (end >= 3) {
    const auto lead = static_cast<unsigned char>(text[end - 3]);
    const auto second = static_cast<unsigned char>(text[end - 2]);
    if (lead >= 0xE0 && lead < 0xF0 && (second & 0xC0) == 0x80 && (last & 0xC0) == 0x80) {
      return {(static_cast<char32_t>(lead & 0x0F) << 12) |
                  (static_cast<char32_t>(second & 0x3F) << 6) | (last & 0x3FU),
              3};
    }
  }
  return WideCharBefore(text, end);
}

// True for bytes that three-byte ideographs begin with, and no marks, digits or blanks.
constexpr bool BeginsHan(char byte) { return byte >= '\xE4' && byte <= '\xE9'; }

// Some bits of the character at `*at`, which is moved behind it: below kCharKeys. Equal characters
// have equal keys.
constexpr std::size_t kCharKeys = 512;
constexpr std::size_t CharKey(std::string_view text, std::size_t* at) {
  const auto lead = static_cast<unsigned char>(text[*at]);
  if (lead < 0xE0 || *at + 2 >= text.size()) {
    ++*at;
    return lead;
  }
  const auto second = static_cast<unsigned char>(text[*at + 1]);
  const auto third = static_cast<unsigned char>(text[*at + 2]);
  *at += 3;
  return (second & 7U) << 6 | (third & 0x3FU);
}

// Characters in `text`.
std::size_t CountChars(std::string_view text);
// Those of them that fill two columns: all from U+2000 on.
std::size_t CountWide(std::string_view text);
// Control characters in any bytes, blanks and line breaks aside.
std::size_t CountControls(std::string_view bytes);

// ASCII and Unicode blanks, also U+3000, no-break and zero-width ones.
constexpr bool IsSpace(char32_t c) {
  if (c > 0x3000) return c == 0xFEFF;
  return c == ' ' || (c >= 9 && c <= 13) || c == 0xA0 || c == 0x3000 ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x202F || c == 0x1680 || c == 0x205F;
}
// False for bytes that no blank begins with.
constexpr bool MayBeginSpace(char byte) {
  return (byte >= 0 && byte <= ' ') || byte == '\xC2' || byte == '\xE1' || byte == '\xE2' ||
         byte == '\xE3' || byte == '\xEF';
}
// 0-9 in ASCII or full width.
constexpr bool IsDigit(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}
// True when `text` holds one of 0-9 in ASCII.
constexpr bool HoldsDigit(std::string_view text) {
  for (const char c : text) {
    if (c >= '0' && c <= '9') return true;
  }
  return false;
}
// 零一二…十两百千.
constexpr bool IsChineseDigit(char32_t c) {
  switch (c) {
    case U'零':
    case U'一':
    case U'二':
    case U'两':
    case U'三':
    case U'四':
    case U'五':
    case U'六':
    case U'七':
    case U'八':
    case U'九':
    case U'十':
    case U'百':
    case U'千':
      return true;
    default:
      return false;
  }
}
// CJK ideograph.
constexpr bool IsHan(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x20000 && c <= 0x2FFFF);
}

// False for bytes that no blank ends with.
constexpr bool MayEndSpace(char byte) {
  const auto last = static_cast<unsigned char>(byte);
  return last <= ' ' || (last >= 0x80 && last <= 0x8B) || last == 0x9F || last == 0xA0 ||
         last == 0xAF || last == 0xBF;
}

// Where the first blank at or behind `at` begins; `end` when there is none before it.
inline std::size_t NextBlank(std::string_view text, std::size_t at, std::size_t end) {
  while (at < end) {
    if (BeginsHan(text[at])) {
      at += 3;
    } else if (!MayBeginSpace(text[at])) {
      ++at;
    } else {
      const Char c = CharAt(text, at);
      if (IsSpace(c.code)) return at;
      at += c.bytes;
    }
  }
  return end;
}

// `range` of `text` without blanks at either end.
Range TrimBlanks(std::string_view text, Range range);
inline Range Trim(std::string_view text, Range range) {
  const bool whole =
      !range.empty() && !MayBeginSpace(text[range.begin]) && !MayEndSpace(text[range.end - 1]);
  return whole ? range : TrimBlanks(text, range);
}
inline std::string_view Trim(std::string_view text) {
  const Range range = Trim(text, {0, text.size()});
  return text.substr(range.begin, range.size());
}

// Blanks dropped, full-width ASCII made half-width, 〔〕【】made (): the form that dictionaries
// hold.
std::string Normal(std::string_view text);
// The same: `text` itself where nothing changes, as in most words, else `*storage`.
std::string_view NormalIn(std::string_view text, std::string* storage);

// Where `word` begins in `text` at or behind `from`; npos when nowhere. Chinese characters share
// their first bytes, on which std::string_view::find stops again and again: this looks for the
// third byte of the word and the last.
std::size_t Find(std::string_view text, std::string_view word, std::size_t from = 0);
// Where the first colon of either width stands; npos when there is none.
std::size_t FindColon(std::string_view text);
inline bool EndsWithColon(std::string_view text) {
  return text.ends_with(":") || text.ends_with("：");
}
// Where the last `word` in `text` begins; npos when nowhere.
std::size_t FindLast(std::string_view text, std::string_view word);
inline bool Contains(std::string_view text, std::string_view word) {
  return Find(text, word) != std::string_view::npos;
}

// Whether `text` begins or ends with `word`: most words are told by their last byte.
inline bool StartsWith(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && !word.empty() && text[word.size() - 1] == word.back() &&
         text.starts_with(word);
}
inline bool EndsWith(std::string_view text, std::string_view word) {
  return !text.empty() && !word.empty() && text.back() == word.back() && text.ends_with(word);
}
// Whether it begins or ends with one of the words.
inline bool StartsWithAny(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [text](std::string_view word) { return StartsWith(text, word); });
}
inline bool EndsWithAny(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [text](std::string_view word) { return EndsWith(text, word); });
}

// True when one of the few words occurs in `text`; word_set.h looks for many.
inline bool MentionsAny(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [text](std::string_view word) { return Contains(text, word); });
}

// True when `text` has more than `most` characters that are no blanks.
bool HoldsMoreThan(std::size_t most, std::string_view text);
inline bool HasMoreThan(std::size_t most, std::string_view text) {
  return text.size() > most && HoldsMoreThan(most, text);
}

// The value of an Arabic (also full-width) or Chinese numeral below 1000 that fills `text`; -1 when
// it is none.
int NumeralValue(std::string_view text);

}  // namespace duban::documents
