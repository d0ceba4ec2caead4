// Text in the form that names and queries are compared in: traditional and simplified characters,
// full and half width, upper and lower case are alike. Pure functions; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace duban::registry {

// Folds UTF-8 code point by code point, so that positions in code points stay the same. Broken
// bytes become U+FFFD.
std::string FoldText(std::string_view utf8);

// The same as code points.
std::u32string FoldToCodePoints(std::string_view utf8);

// Code points <-> UTF-8.
std::u32string ToCodePoints(std::string_view utf8);
std::string ToUtf8(std::u32string_view code_points);

// A name of a-z and 0-9 that sounds like the text: 区水务局 -> qushuiwuju. At most `limit`
// characters; may be empty.
std::string Romanize(std::string_view utf8, size_t limit);

// Which pairs of neighbouring characters a text holds, as a set of fixed size that answers
// "perhaps" or "no".
class BigramSignature {
 public:
  // Adds the pairs of one folded field.
  void Add(std::u32string_view folded);
  // False only when the text that was added does not hold `folded`; true for a single character.
  bool MayHold(std::u32string_view folded) const;

 private:
  static constexpr size_t kBits =
      1 << 15;  // 4 KiB: about one false "perhaps" in ten for a tree of 30 tasks
  static size_t BitOf(char32_t first, char32_t second);
  std::vector<unsigned char> bits_ = std::vector<unsigned char>(kBits / 8);
};

}  // namespace duban::registry
