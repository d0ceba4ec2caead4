#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/core/draft.h"

namespace duban::documents {

// What a column's cells or a labelled field hold.
enum class Role {
  kNone,
  kNumber,
  kCategory,
  kTitle,
  kContent,
  kTarget,
  kLead,
  kResponsible,  // leads where nothing is called lead, else cooperates
  kCooperating,
  kLeader,
  kStatus,
  kProgress,
  kDue,
  kSteps,          // dated steps in prose
  kPeriod,         // a quarter's or month's column: planned or reached, by its head
  kPlanned,        // one number: the target
  kReached,        // one number: reached so far
  kPeriodReached,  // one number: reached in this period
  kRatio,          // one number: the share
  kRegion,         // one number: reached in the place that the head names
  kRegionPlanned,  // one number: to be reached there
  kPlace,          // the place that a row is about: its cells are that place's part of one promise
  kMeasure,        // what is counted
  kMeasureUnit,
  kNote,
  kOther,
};

// Lists of words.tsv.
enum class Words {
  kTitle,
  kProgress,
  kCompletion,
  kPlan,
  kTail,
  kMenu,
  kMeta,
  kFoot,
  kPreamble,
  kFirst,  // says which of several stands first
  kUnit,
  kStatusDelayed,
  kStatusNotStarted,
  kStatusOverfulfilled,
  kStatusCompleted,
  kStatusInProgress,
  kSurname,  // one entry: the characters that surnames start with
  kCount
};

// A label that one document alone uses.
struct OwnLabel {
  std::string_view words;
  Role role = Role::kNone;
};

// The reader's vocabulary: the words of the data files, put in order at first use, and the labels
// of one document. Thread-safe.
class Dictionary {
 public:
  Dictionary() = default;
  // The words of the labels must outlive this.
  explicit Dictionary(std::vector<OwnLabel> own) : own_(std::move(own)) {}

  // The role of a table head or label; kNone when the words are not known. Blanks do not count.
  Role HeadRole(std::string_view head) const;
  // Whether these exact words are listed as a head.
  bool IsHead(std::string_view head) const;
  // The same, but only for words that are listed as such: prose holds too many 项目 and 计划.
  Role LabelRole(std::string_view label) const;

  // Words of more bytes first.
  std::span<const std::string_view> List(Words words) const;
  // True when one of the words occurs in `text`.
  bool Mentions(Words words, std::string_view text) const;
  // Whether `text` names promises (民生实事, 惠民工程): 民生 alone does not.
  bool NamesPromises(std::string_view text) const;
  // True when `text` starts with one of the words.
  bool StartsWith(Words words, std::string_view text) const;
  // True when `text` ends as the names of offices do (Words::kUnit).
  bool EndsLikeUnit(std::string_view text) const;

  // The status that a whole cell says (已完成, 是, 推进中…); kNone when it says something else.
  // `head` is the column's head: under 是否完成 a 是 means completed, under 是否达序 it means in
  // progress.
  Status CellStatus(std::string_view cell, std::string_view head) const;
  // The same of a cell without blanks (utf8.h, Normal) in a column that asks no question.
  Status NormalCellStatus(std::string_view normal) const;
  // Whether surnames begin with the character.
  bool BeginsSurname(char32_t c) const;

 private:
  std::vector<OwnLabel> own_;
};

}  // namespace duban::documents
