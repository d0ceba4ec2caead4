#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "documents/core/utf8.h"

// What the words of a sentence say of projects: counts of them, where one name ends and the next
// begins.
namespace duban::documents {

// A count of projects that a statement names: 5项, 2个项目, 8小项, 子项目7个.
struct Count {
  int value = 0;
  Range range;  // in bytes of the statement
};

// Every such count, in order.
std::vector<Count> Counts(std::string_view words);
// The last of them; 0 when there is none.
int ProjectCount(std::string_view words);

// Parts of a range at one of the marks (commas, colons, semicolons, stops), outside brackets and
// quotes; trimmed, empty ones dropped.
std::vector<Range> SplitAt(std::string_view text, Range range, std::u32string_view marks);

// Where the name of a project ends in the clause that tells of it: at its quote, or before the
// verb.
std::size_t NameEnd(std::string_view clause);
// How many 3件, 12项 or 十个 count; 0 for other words.
int CountIn(std::string_view words);
// How many promises a heading says stand below it: 一、促进就业(3项). `range` is what the bracket
// holds.
std::optional<Count> GroupCount(std::string_view text, Range heading);
// The same of a heading that ends with a bracket; 0 where it counts nothing.
std::size_t ClosingCount(std::string_view text, Range heading);

// The number that a bracket gives a member: (第二十三项); 0 when there is none.
int BracketNumber(std::string_view words);
// Whether a clause opens with a short name that says it is a project.
bool NamesProjectFirst(std::string_view clause);

// The last characters of `words`, at most so many bytes.
std::string_view Last(std::string_view words, std::size_t bytes);

}  // namespace duban::documents
