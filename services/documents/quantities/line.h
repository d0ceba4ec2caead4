#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "documents/quantities/quantity.h"

namespace duban::quantities {

// One line of text as code points, normalised one to one so that positions stay: full-width forms
// become ASCII, every dash '-', every tilde '~', every space ' ', traditional numeral characters
// simplified.
class Line {
 public:
  // Decodes the line of `text` that starts at `byte` (which is character `character` of the text)
  // and ends before the next newline. Reuses its memory; the text must outlive the line. Bad bytes
  // become U+FFFD, one each.
  void Decode(std::string_view text, std::size_t byte, std::int64_t character);

  int size() const { return static_cast<int>(chars_.size()); }
  // 0 outside the line.
  char32_t operator[](int i) const {
    return i >= 0 && i < size() ? chars_[static_cast<std::size_t>(i)] : U'\0';
  }
  // Byte of the text where character i starts; i may be size().
  std::size_t Byte(int i) const { return first_byte_ + bytes_[static_cast<std::size_t>(i)]; }
  Span SpanOf(int start, int end) const;
  std::string_view Text(int start, int end) const;
  std::int64_t first_character() const { return first_character_; }
  std::size_t end_byte() const { return first_byte_ + bytes_.back(); }

 private:
  std::string_view text_;
  std::int64_t first_character_ = 0;
  std::vector<char32_t> chars_;
  std::size_t first_byte_ = 0;
  std::vector<std::uint32_t> bytes_;  // size() + 1 entries, counted from first_byte_
};

// First position at or after `pos` that is no space, looking over at most `limit` spaces; `pos` if
// there are more.
int SkipSpaces(const Line& line, int pos, int limit = 4);
// One past the last non-space character before `end`, looking over at most `limit` spaces.
int SkipSpacesBack(const Line& line, int end, int limit = 4);

}  // namespace duban::quantities
