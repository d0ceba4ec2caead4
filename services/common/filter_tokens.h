// The words and signs of a filter, and where they stand. Internal to common/filter*.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace duban {

struct FilterToken {
  enum class Kind { kEnd, kWord, kQuoted, kOperator, kOpen, kClose, kMinus };
  Kind kind = Kind::kEnd;
  std::string text;    // of a kQuoted, without its quotes
  std::size_t at = 0;  // byte offset
};

// Reads the tokens of a text one after the other; behind the last one come kEnd. The text must
// outlive it.
class FilterTokens {
 public:
  explicit FilterTokens(std::string_view text) : text_(text) {}

  // Where a value is wanted, a minus belongs to it; elsewhere one before a word negates it. Errors:
  // as Problem.
  absl::StatusOr<FilterToken> Next(bool value_wanted);

  // INVALID_ARGUMENT FILTER_INVALID: what is wrong at the character (from 1) of a byte offset.
  absl::Status Problem(std::size_t at, std::string_view what) const;

 private:
  FilterToken Single(FilterToken::Kind kind);
  absl::StatusOr<FilterToken> Quoted(char quote);

  const std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace duban
