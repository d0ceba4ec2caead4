#include "analytics/core/filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "common/error.h"

namespace duban::analytics {
namespace {

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
  });
  return text;
}

absl::Status Bad(const std::string& what) {
  return InvalidField("filter", "FILTER_INVALID",
                      what + R"(; write terms like status = BEHIND AND unit = "区水务局")");
}

// Splits into words, "quoted texts" (with the quote in front as a mark) and operators.
std::optional<std::vector<std::string>> Tokens(std::string_view text) {
  std::vector<std::string> tokens;
  std::size_t i = 0;
  while (i < text.size()) {
    const char c = text[i];
    if (c == ' ' || c == '\t' || c == '\n') {
      ++i;
    } else if (c == '"') {
      const std::size_t end = text.find('"', i + 1);
      if (end == std::string_view::npos) return std::nullopt;
      tokens.emplace_back(text.substr(i, end - i));
      i = end + 1;
    } else if (c == '=' || c == ':') {
      tokens.emplace_back(1, c);
      ++i;
    } else if (c == '!' && text.substr(i).starts_with("!=")) {
      tokens.emplace_back("!=");
      i += 2;
    } else {
      const std::size_t end = std::min(text.find_first_of(" \t\n\"=:!", i + 1), text.size());
      tokens.emplace_back(text.substr(i, end - i));
      i = end;
    }
  }
  return tokens;
}

bool IsOperator(const std::string& token) { return token == "=" || token == "!=" || token == ":"; }

std::string Plain(const std::string& token) {
  return token.front() == '"' ? token.substr(1) : token;
}

}  // namespace

absl::StatusOr<Filter> Filter::Parse(std::string_view text,
                                     const std::vector<std::string>& fields) {
  Filter filter;
  if (text.size() > 1000) return Bad("the filter is longer than 1000 bytes");
  const auto tokens = Tokens(text);
  if (!tokens) return Bad("a quote is not closed");
  const auto known = [&](const std::string& field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
  };
  for (std::size_t i = 0; i < tokens->size();) {
    const std::string& token = (*tokens)[i];
    if (i > 0) {
      if (token != "AND") return Bad(fmt::format("AND is missing before {}", token));
      if (++i == tokens->size()) return Bad("a term is missing after AND");
    }
    const std::string& first = (*tokens)[i];
    if (IsOperator(first)) return Bad(fmt::format("a field is missing before {}", first));
    if (i + 1 < tokens->size() && IsOperator((*tokens)[i + 1])) {
      if (i + 2 >= tokens->size() || IsOperator((*tokens)[i + 2])) {
        return Bad(fmt::format("a value is missing after {}", (*tokens)[i + 1]));
      }
      if (!known(first)) return Bad(fmt::format("{} is no field here", first));
      const std::string& op = (*tokens)[i + 1];
      filter.terms_.push_back(
          {first, op == "=" ? Operator::kEqual : (op == ":" ? Operator::kHas : Operator::kNotEqual),
           Lower(Plain((*tokens)[i + 2]))});
      i += 3;
      continue;
    }
    if (!known("text")) return Bad(fmt::format("an operator is missing after {}", first));
    filter.terms_.push_back({"text", Operator::kHas, Lower(Plain(first))});
    ++i;
  }
  return filter;
}

bool Filter::Matches(const Values& values) const {
  for (const Term& term : terms_) {
    bool equal = false, has = false;
    for (const std::string& value : values(term.field)) {
      const std::string lower = Lower(value);
      equal = equal || lower == term.value;
      has = has || lower.find(term.value) != std::string::npos;
    }
    const bool holds = term.op == Operator::kHas ? has : (term.op == Operator::kEqual) == equal;
    if (!holds) return false;
  }
  return true;
}

bool Filter::Mentions(std::string_view field) const {
  return std::any_of(terms_.begin(), terms_.end(),
                     [&](const Term& term) { return term.field == field; });
}

}  // namespace duban::analytics
