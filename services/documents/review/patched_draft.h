// A draft under correction: where a correction points, what it settles, and what is said of it.
// Internal to documents/review.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "documents/review/patch.h"
#include "duban/ingest/v1/draft.pb.h"
#include "duban/ingest/v1/review.pb.h"

namespace duban::documents {

// Takes corrections one after the other; all that it finds and says is about the one at hand.
// `text` and `draft` must outlive it. Not thread-safe.
class PatchedDraft {
 public:
  PatchedDraft(std::string_view text, ingest::v1::ImportDraft& draft)
      : text_(text), draft_(draft) {}

  // Turns to the correction at this index of its patch, which must outlive it.
  void Begin(int index, const ingest::v1::Correction& correction, const std::string& author);

  const ingest::v1::Correction& correction() const { return *correction_; }
  std::string_view text() const { return text_; }
  ingest::v1::ImportDraft& draft() { return draft_; }
  const std::string& author() const { return author_; }

  // The part that the correction names, for a person: "2022 project 3, task 1".
  std::string Where() const;
  // The project or task that the correction names; null, with a problem, when there is none. Where
  // no task is named, the only one is meant.
  ingest::v1::DraftProject* FindProject();
  ingest::v1::DraftTask* FindTask();

  // The correction does not fit, because of this field.
  void Problem(std::string_view field, std::string_view reason, std::string message);
  // The correction was applied: a line for `reviewed`.
  void Note(const std::string& what);
  // To be kept for the district; nothing where either is empty.
  void Learn(ingest::v1::LearnedWord::Kind kind, const std::string& text,
             const std::string& meaning);

  // Nothing about this place is open any more; what was worked out from its value goes too where
  // that changed.
  void Settle(const type::v1::Source& source, bool value_changed);
  template <typename Predicate>
  void RemoveDoubts(const Predicate& predicate) {
    RemoveIf(*draft_.mutable_doubts(), predicate);
  }

  PatchResult TakeResult() { return std::move(result_); }

 private:
  template <typename Field, typename Predicate>
  static void RemoveIf(Field& field, const Predicate& predicate) {
    field.erase(std::remove_if(field.begin(), field.end(), predicate), field.end());
  }

  const std::string_view text_;
  ingest::v1::ImportDraft& draft_;
  PatchResult result_;
  const ingest::v1::Correction* correction_ = nullptr;
  int index_ = 0;
  std::string author_;
};

}  // namespace duban::documents
