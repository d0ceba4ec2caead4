#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "documents/core/utf8.h"

namespace duban::documents {

// Whether a character ends a sentence: 。;!? a bar or a line break, in either width.
bool IsSentenceMark(char32_t c);

// Whether a line is at its end a whole sentence, or one that announces what stands below it (:).
bool ClosesSentence(std::string_view line);

// Where the sentences and clauses of a text end, noted once for all that ask about its figures. A
// sentence ends at 。;!? a bar or a line break, a clause also at a comma or colon. Immutable,
// thread-safe.
class Marks {
 public:
  // `text` is valid UTF-8.
  explicit Marks(std::string_view text);

  // The sentence or clause around byte `at` of the text, which is handed in again, inside `within`,
  // without its marks. It reaches about 3000 bytes either way at most.
  Range SentenceAround(std::string_view text, Range within, std::size_t at) const;
  Range ClauseAround(std::string_view text, Range within, std::size_t at) const;

 private:
  using Bits =
      std::vector<std::uint64_t>;  // one for each byte of the text: set where a mark begins

  Bits sentences_;
  Bits clauses_;
};

}  // namespace duban::documents
