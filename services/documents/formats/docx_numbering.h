#pragma once

#include <map>
#include <pugixml.hpp>
#include <string>
#include <vector>

namespace duban::documents {

// The numbers that Word counts and does not store: 一、 (一) 1. as the lists of word/numbering.xml
// define them.
class WordNumbering {
 public:
  // Trees of word/numbering.xml and word/styles.xml, either may be empty.
  WordNumbering(const pugi::xml_document& numbering, const pugi::xml_document& styles);

  // What stands before the text of this paragraph (w:p), counted from the one before; empty for
  // most. Bullets give nothing.
  std::string Next(const pugi::xml_node& paragraph);

 private:
  struct Level {
    std::string format;  // decimal, chineseCounting …
    std::string text;    // "%1.", "(%2)"
    int start = 1;
  };
  struct List {
    int definition = 0;         // lists of one definition count on
    std::map<int, int> starts;  // a level that this list starts anew
    bool started = false;
  };

  std::map<int, std::vector<Level>> definitions_;
  std::map<int, List> lists_;
  std::map<std::string, std::pair<int, int>> styles_;  // list and level of a paragraph style
  std::map<int, std::vector<int>> counts_;             // by definition; 0 = not begun
};

}  // namespace duban::documents
