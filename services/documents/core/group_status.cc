#include "documents/core/group_status.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "documents/core/word_finder.h"

namespace duban::documents {

Status GroupStatus(const Dictionary& dictionary, std::string_view heading) {
  // The words that say a state; where several stand in a heading, the one that is listed first
  // decides.
  struct States {
    std::vector<std::string_view> words;
    std::vector<Status> status;
  };
  static const States kStates = [&] {
    constexpr std::pair<Words, Status> kOrder[] = {
        {Words::kStatusDelayed, Status::kDelayed},
        {Words::kStatusNotStarted, Status::kNotStarted},
        {Words::kStatusOverfulfilled, Status::kOverfulfilled},
        {Words::kStatusInProgress, Status::kInProgress},
        {Words::kStatusCompleted, Status::kCompleted}};
    States states;
    for (const auto& [words, status] : kOrder) {
      for (const std::string_view word : dictionary.List(words)) {
        if (word.size() <= 3) continue;
        states.words.push_back(word);
        states.status.push_back(status);
      }
    }
    return states;
  }();
  static const WordFinder kFinder(kStates.words);
  std::size_t first = kStates.words.size();
  kFinder.ForEach(heading, [&](std::size_t word, std::size_t) { first = std::min(first, word); });
  if (first == kStates.words.size()) return Status::kNone;
  const Status status = kStates.status[first];
  const bool stage = MentionsAny(heading, {"节点", "序时", "阶段"});
  const bool done = status == Status::kCompleted || status == Status::kOverfulfilled;
  return stage && done ? Status::kInProgress : status;
}

}  // namespace duban::documents
