#include "gateway/core/path_template.h"

#include <algorithm>
#include <tuple>

#include "common/error.h"

namespace duban::gateway {
namespace {

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  for (size_t at = 0;;) {
    const size_t end = text.find(separator, at);
    out.push_back(text.substr(at, end == std::string_view::npos ? end : end - at));
    if (end == std::string_view::npos) return out;
    at = end + 1;
  }
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

absl::Status Invalid(std::string_view text) {
  return Error(absl::StatusCode::kInvalidArgument, "TEMPLATE_INVALID",
               "not a path template that is understood: " + std::string(text),
               {{"template", std::string(text)}});
}

}  // namespace

std::optional<std::string> PercentDecode(std::string_view text, bool plus_is_space) {
  if (text.find('%') == std::string_view::npos &&
      (!plus_is_space || text.find('+') == std::string_view::npos))
    return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = HexValue(text[i + 1]);
      const int low = HexValue(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

bool PathTemplate::ParseSegment(std::string_view text) {
  if (text.empty() || has_rest()) return false;
  if (text == "*") {
    segments_.push_back({Segment::Kind::kOne, ""});
  } else if (text == "**") {
    segments_.push_back({Segment::Kind::kRest, ""});
  } else if (text.find_first_of("*{}=:") == std::string_view::npos) {
    segments_.push_back({Segment::Kind::kLiteral, std::string(text)});
  } else {
    return false;
  }
  return true;
}

absl::StatusOr<PathTemplate> PathTemplate::Parse(std::string_view text) {
  PathTemplate out;
  if (text.empty() || text[0] != '/') return Invalid(text);
  std::string_view rest = text.substr(1);
  const size_t last_colon = rest.rfind(':');
  if (last_colon != std::string_view::npos &&
      rest.find_first_of("/}", last_colon) == std::string_view::npos) {
    out.verb_ = rest.substr(last_colon + 1);
    if (out.verb_.empty()) return Invalid(text);
    rest = rest.substr(0, last_colon);
  }
  while (!rest.empty()) {
    const bool variable = rest[0] == '{';
    const size_t end = variable ? rest.find('}') : rest.find('/');
    if (variable && end == std::string_view::npos) return Invalid(text);
    std::string_view piece = rest.substr(variable ? 1 : 0, variable ? end - 1 : end);
    rest =
        end == std::string_view::npos ? std::string_view() : rest.substr(variable ? end + 1 : end);
    if (!rest.empty() && (rest[0] != '/' || rest.size() == 1)) return Invalid(text);
    if (!rest.empty()) rest.remove_prefix(1);
    const size_t first = out.segments_.size();
    std::string field;
    if (variable) {
      const size_t equals = piece.find('=');
      field = piece.substr(0, equals);
      piece = equals == std::string_view::npos ? "*" : piece.substr(equals + 1);
      if (field.empty()) return Invalid(text);
    }
    for (const std::string_view segment : Split(piece, '/'))
      if (!out.ParseSegment(segment)) return Invalid(text);
    if (variable) out.variables_.push_back({field, first, out.segments_.size() - first});
  }
  if (out.segments_.empty()) return Invalid(text);
  return out;
}

std::optional<PathTemplate::Bindings> PathTemplate::Match(std::string_view path) const {
  if (path.empty() || path[0] != '/') return std::nullopt;
  path.remove_prefix(1);
  if (!verb_.empty()) {
    if (path.size() <= verb_.size() || !path.ends_with(verb_)) return std::nullopt;
    path.remove_suffix(verb_.size());
    if (path.back() != ':') return std::nullopt;
    path.remove_suffix(1);
  }
  const std::vector<std::string_view> parts = Split(path, '/');
  if (has_rest() ? parts.size() < segments_.size() : parts.size() != segments_.size())
    return std::nullopt;
  // Most templates fail at a plain word; that is seen without a copy of anything.
  for (size_t i = 0; i < segments_.size(); ++i) {
    if (segments_[i].kind == Segment::Kind::kLiteral && parts[i] != segments_[i].literal &&
        parts[i].find('%') == std::string_view::npos) {
      return std::nullopt;
    }
  }
  std::vector<std::string> decoded;
  decoded.reserve(parts.size());
  for (size_t i = 0; i < parts.size(); ++i) {
    const Segment& segment = segments_[std::min(i, segments_.size() - 1)];
    auto text = PercentDecode(parts[i], false);
    // An encoded slash must not pass for a separator once the parts are joined again.
    if (!text || text->empty() || text->find('/') != std::string::npos) return std::nullopt;
    if (segment.kind == Segment::Kind::kLiteral && *text != segment.literal) return std::nullopt;
    decoded.push_back(*std::move(text));
  }
  Bindings bindings;
  for (const Variable& variable : variables_) {
    const bool to_the_end =
        segments_[variable.first + variable.count - 1].kind == Segment::Kind::kRest;
    const size_t end = to_the_end ? decoded.size() : variable.first + variable.count;
    std::string value = decoded[variable.first];
    for (size_t i = variable.first + 1; i < end; ++i) value += "/" + decoded[i];
    bindings.emplace_back(variable.field, std::move(value));
  }
  return bindings;
}

bool PathTemplate::IsMoreSpecificThan(const PathTemplate& other) const {
  return std::tuple(verb_.empty(), has_rest(), -literals()) <
         std::tuple(other.verb_.empty(), other.has_rest(), -other.literals());
}

int PathTemplate::literals() const {
  return static_cast<int>(std::count_if(segments_.begin(), segments_.end(), [](const Segment& s) {
    return s.kind == Segment::Kind::kLiteral;
  }));
}

bool PathTemplate::has_rest() const {
  return !segments_.empty() && segments_.back().kind == Segment::Kind::kRest;
}

}  // namespace duban::gateway
