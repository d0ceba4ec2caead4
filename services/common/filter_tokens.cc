#include "common/filter_tokens.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/error.h"

namespace duban {
namespace {

using Kind = FilterToken::Kind;

bool IsWordEnd(char c) {
  return static_cast<unsigned char>(c) <= ' ' ||
         std::string_view("()=<>!:\"'").find(c) != std::string_view::npos;
}

}  // namespace

absl::Status FilterTokens::Problem(std::size_t at, std::string_view what) const {
  const auto before = text_.substr(0, at);
  const auto column = 1 + std::count_if(before.begin(), before.end(), [](char c) {
                        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
                      });
  return InvalidField("filter", "FILTER_INVALID", fmt::format("at character {}: {}", column, what));
}

absl::StatusOr<FilterToken> FilterTokens::Next(bool value_wanted) {
  while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) <= ' ') ++at_;
  FilterToken token{.at = at_};
  if (at_ == text_.size()) return token;
  const char c = text_[at_];
  if (c == '"' || c == '\'') return Quoted(c);
  if (c == '(' || c == ')') return Single(c == '(' ? Kind::kOpen : Kind::kClose);
  // A minus directly before something negates it; inside a word it is part of it.
  if (c == '-' && at_ + 1 < text_.size() && !IsWordEnd(text_[at_ + 1]) && !value_wanted)
    return Single(Kind::kMinus);
  for (const std::string_view op : {"<=", ">=", "!=", "=", "<", ">", ":"}) {
    if (!text_.substr(at_).starts_with(op)) continue;
    token.kind = Kind::kOperator;
    token.text = std::string(op);
    at_ += op.size();
    return token;
  }
  if (c == '!') return Problem(at_, "\"!\" alone means nothing; use NOT or !=");
  token.kind = Kind::kWord;
  while (at_ < text_.size() && !IsWordEnd(text_[at_])) token.text += text_[at_++];
  return token;
}

FilterToken FilterTokens::Single(Kind kind) {
  FilterToken token{.kind = kind, .at = at_};
  token.text = std::string(1, text_[at_++]);
  return token;
}

absl::StatusOr<FilterToken> FilterTokens::Quoted(char quote) {
  FilterToken token{.kind = Kind::kQuoted, .at = at_};
  for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
    if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
    token.text += text_[at_];
  }
  if (at_ == text_.size()) return Problem(token.at, "the quote is never closed");
  ++at_;
  return token;
}

}  // namespace duban
