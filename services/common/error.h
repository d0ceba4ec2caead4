// One vocabulary for errors: absl::Status with a code (what the caller should do), a reason (which
// error; part of the API, UPPER_SNAKE, never renamed) and a message (for a person: what is wrong
// and the fix).
//
// Pure values; thread-safe.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace duban {

// One bad field of a request: its path ("report.measurements[0].value"), the reason and a sentence.
struct FieldViolation {
  std::string field;
  std::string reason;
  std::string message;
};

// Makes a status that carries a reason. `metadata` holds every dynamic value that the message
// shows.
absl::Status Error(absl::StatusCode code, std::string_view reason, std::string_view message,
                   const std::map<std::string, std::string>& metadata = {});

// Makes an INVALID_ARGUMENT about one field.
absl::Status InvalidField(std::string_view field, std::string_view reason,
                          std::string_view message);

// Makes one INVALID_ARGUMENT out of all violations; its reason is the first one's. OK when there
// are none.
absl::Status InvalidFields(const std::vector<FieldViolation>& violations);

// Returns `status` with advice to retry no sooner than `delay`.
absl::Status WithRetryAfter(absl::Status status, std::chrono::milliseconds delay);

// What a status made above carries; empty where it carries none.
std::string ReasonOf(const absl::Status& status);
std::string MessageOf(const absl::Status& status);
std::map<std::string, std::string> MetadataOf(const absl::Status& status);
std::vector<FieldViolation> ViolationsOf(const absl::Status& status);
std::optional<std::chrono::milliseconds> RetryAfterOf(const absl::Status& status);

// UPPER_SNAKE name of a code: "NOT_FOUND".
std::string CodeName(absl::StatusCode code);

}  // namespace duban

#define DUBAN_CONCAT_INNER(a, b) a##b
#define DUBAN_CONCAT(a, b) DUBAN_CONCAT_INNER(a, b)

// Returns from the enclosing function when `expr` is an error.
#define RETURN_IF_ERROR(expr)                                                        \
  do {                                                                               \
    if (absl::Status duban_status = (expr); !duban_status.ok()) return duban_status; \
  } while (false)

#define DUBAN_ASSIGN_OR_RETURN(result, lhs, expr) \
  auto result = (expr);                           \
  if (!result.ok()) return result.status();       \
  lhs = std::move(result).value()

// Assigns the value of a StatusOr to `lhs`, or returns its error.
#define ASSIGN_OR_RETURN(lhs, expr) \
  DUBAN_ASSIGN_OR_RETURN(DUBAN_CONCAT(duban_result_, __LINE__), lhs, expr)
