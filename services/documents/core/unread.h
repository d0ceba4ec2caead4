#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "documents/core/utf8.h"

namespace duban::documents {

// What is printed in a text and not read: glosses, which copies in traditional characters print in
// a bracket behind each character that they changed (項(xiàng)目), the blanks that typesetting puts
// between numbers and words (新建 3 所), and soft line breaks. Finds them and leads from places in
// the text to places in the text without them. Empty where there are none.
class Unread {
 public:
  explicit Unread(std::string_view text);

  bool empty() const { return pieces_.empty(); }
  // `text`, which must be the one they were found in, without them.
  std::string Without(std::string_view text) const;
  // Where a range of the text without them stands in the text: with the gloss behind its last
  // character, without blanks at either end. Logarithmic time.
  Range Printed(Range read) const { return empty() ? read : Found(read); }
  // Where a place of the text comes to stand without them; one inside of such a piece where that
  // was. Logarithmic time.
  std::size_t Read(std::size_t printed) const;

 private:
  struct Piece {
    std::size_t at;     // in the text without them
    std::size_t bytes;  // of all up to here, this one counted
    bool gloss;         // belongs to the character before it
  };

  // The bytes dropped before place `read`, and those of them that end right there.
  std::size_t Before(std::size_t read) const;
  Range Found(Range read) const;

  std::vector<Piece> pieces_;  // in order of the text
};

}  // namespace duban::documents
