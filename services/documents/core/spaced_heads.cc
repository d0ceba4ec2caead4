#include "documents/core/spaced_heads.h"

#include <algorithm>
#include <string>

#include "documents/core/names.h"
#include "documents/core/table_rows.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxHead = 14;  // characters
constexpr std::size_t kMaxPiece = 4;  // of one that breaks off at the end of its line

// Whether the only word of a line is a head: one to the letter, or one of figures. 城建项目 names a
// group.
bool IsHeadAlone(const Dictionary& dictionary, std::string_view word) {
  const Role role = dictionary.HeadRole(word);
  return role == Role::kPlanned || role == Role::kReached || role == Role::kRatio ||
         dictionary.LabelRole(word) != Role::kNone;
}

// Whether a word is the rest of the head above it: 单位 below 责任. 进展情况 below 责任单位 is a
// head by itself.
bool GoesOn(const Dictionary& dictionary, std::string_view head, std::string_view rest) {
  if (rest.starts_with("(") || rest.starts_with("（")) return true;
  const std::string whole = Normal(head) + Normal(rest);
  if (dictionary.HeadRole(rest) == Role::kNone) return dictionary.LabelRole(whole) != Role::kNone;
  return dictionary.IsHead(whole) &&
         !(dictionary.IsHead(head) && HasMoreThan(2, head) && HasMoreThan(2, rest));
}

}  // namespace

bool AddHeadLine(const Text& text, const Dictionary& dictionary, const std::vector<Range>& words,
                 std::vector<Range>* heads) {
  if (words.empty() || heads->empty()) return false;
  const bool rest = GoesOn(dictionary, text.Of(heads->back()), text.Of(words.front()));
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = text.Of(words[i]);
    if (HasMoreThan(kMaxHead, word) || BareNumber(word) > 0 || IsTotal(word)) return false;
    const bool head =
        words.size() > 1 ? dictionary.HeadRole(word) != Role::kNone : IsHeadAlone(dictionary, word);
    const bool breaks_off = i > 0 && i + 1 == words.size() && !HasMoreThan(kMaxPiece, word);
    if (!head && !breaks_off && !(rest && i == 0)) return false;
  }
  if (rest) heads->back().end = words.front().end;
  heads->insert(heads->end(), words.begin() + (rest ? 1 : 0), words.end());
  return true;
}

}  // namespace duban::documents
