#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

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

  int size() const { return static_cast<int>(size_); }
  // 0 outside the line.
  char32_t operator[](int i) const {
    return static_cast<std::size_t>(i) < size_ ? places_[static_cast<std::size_t>(i)].c : U'\0';
  }
  // Byte of the text where character i starts; i may be size().
  std::size_t Byte(int i) const { return first_byte_ + places_[static_cast<std::size_t>(i)].byte; }
  Span SpanOf(int start, int end) const {
    return {.start = first_character_ + start,
            .end = first_character_ + end,
            .start_byte = static_cast<std::int64_t>(Byte(start)),
            .end_byte = static_cast<std::int64_t>(Byte(end))};
  }
  std::string_view Text(int start, int end) const {
    return text_.substr(Byte(start), Byte(end) - Byte(start));
  }
  std::int64_t first_character() const { return first_character_; }
  std::size_t end_byte() const { return Byte(size()); }
  // The places where a figure or a date may begin, a sentence end or a quotation open, in order
  // (kSignChars of lexicon.h).
  std::span<const int> signs() const { return {signs_.get(), sign_count_}; }

 private:
  struct Place {
    char32_t c;
    std::uint32_t byte;  // where it begins, counted from first_byte_
  };

  std::string_view text_;
  std::int64_t first_character_ = 0;
  std::size_t first_byte_ = 0;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  std::unique_ptr<Place[]> places_;  // of each character and of the end
  std::unique_ptr<int[]> signs_;
  std::size_t sign_count_ = 0;
};

// Calls visit(line) for every line of `text`, in order.
template <typename Visit>
void ForEachLine(std::string_view text, const Visit& visit) {
  Line line;
  std::int64_t character = 0;
  for (std::size_t byte = 0; byte < text.size(); byte = line.end_byte() + 1) {
    line.Decode(text, byte, character);
    visit(line);
    character += line.size() + 1;
  }
}

// First position at or after `pos` that is no space, looking over at most `limit` spaces; `pos` if
// there are more.
int SkipOverSpaces(const Line& line, int pos, int limit);
inline int SkipSpaces(const Line& line, int pos, int limit = 4) {
  return line[pos] == U' ' ? SkipOverSpaces(line, pos, limit) : pos;
}
// One past the last non-space character before `end`, looking over at most `limit` spaces.
int SkipBackOverSpaces(const Line& line, int end, int limit);
inline int SkipSpacesBack(const Line& line, int end, int limit = 4) {
  return line[end - 1] == U' ' ? SkipBackOverSpaces(line, end, limit) : end;
}

}  // namespace duban::quantities
