// A path template of google.api.http: "/v1/{name=districts/*/programmes/*}:bulletin".
// Pure values; thread-safe once made.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace duban::gateway {

// PathTemplate matches request paths and names what the wildcards caught.
//
// Supported: literals, "*" (one segment), "**" (the rest, at least one segment, only at the end),
// variables over them, and a ":verb" at the end.
class PathTemplate {
 public:
  // A variable's field path ("programme.name") and the decoded text that it caught
  // ("districts/440113/programmes/2022").
  using Bindings = std::vector<std::pair<std::string, std::string>>;

  // One step between slashes.
  struct Segment {
    enum class Kind { kLiteral, kOne, kRest };
    Kind kind = Kind::kLiteral;
    std::string literal;
  };
  // Variable over segments [first .. first + count).
  struct Variable {
    std::string field;
    size_t first = 0;
    size_t count = 0;
  };

  // Errors: INVALID_ARGUMENT TEMPLATE_INVALID, naming the template.
  static absl::StatusOr<PathTemplate> Parse(std::string_view text);

  // `path` starts with "/", has no query, and is still percent-encoded. Nothing when it does not
  // match, or when a percent sign is not followed by two hex digits.
  std::optional<Bindings> Match(std::string_view path) const;

  const std::vector<Segment>& segments() const { return segments_; }
  const std::vector<Variable>& variables() const { return variables_; }
  const std::string& verb() const { return verb_; }

  // True when this template must be tried before `other`: a verb, then more literals, then no "**".
  bool IsMoreSpecificThan(const PathTemplate& other) const;

 private:
  bool ParseSegment(std::string_view text);
  int literals() const;
  bool has_rest() const;

  std::vector<Segment> segments_;
  std::vector<Variable> variables_;
  std::string verb_;
};

// Decodes %XX; with `plus_is_space` also "+". Nothing when a percent sign is not followed by two
// hex digits.
std::optional<std::string> PercentDecode(std::string_view text, bool plus_is_space);

}  // namespace duban::gateway
