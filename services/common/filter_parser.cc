#include "common/filter_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <string>
#include <utility>

#include "common/error.h"
#include "common/filter_tokens.h"

namespace duban {
namespace {

using Node = Filter::Node;

constexpr size_t kMaxBytes = 2000;
constexpr int kMaxDepth = 30;

class Parser {
 public:
  Parser(std::string_view text, const std::vector<FilterField>& fields, const FilterFold& fold)
      : text_(text), tokens_(text), fields_(fields), fold_(fold) {}

  absl::StatusOr<FilterNodePtr> Parse() {
    if (text_.size() > kMaxBytes)
      return Problem(0, fmt::format("is longer than {} bytes", kMaxBytes));
    RETURN_IF_ERROR(Advance());
    if (token_.kind == FilterToken::Kind::kEnd) return FilterNodePtr();
    ASSIGN_OR_RETURN(FilterNodePtr root, Expression(0));
    if (token_.kind != FilterToken::Kind::kEnd) return Unexpected();
    return root;
  }

 private:
  absl::Status Unexpected() const {
    if (token_.kind == FilterToken::Kind::kEnd) return Problem(token_.at, "ends too early");
    return Problem(token_.at, fmt::format("\"{}\" does not belong here", token_.text));
  }

  absl::Status Problem(size_t at, std::string_view what) const { return tokens_.Problem(at, what); }

  absl::Status Advance(bool value_wanted = false) {
    ASSIGN_OR_RETURN(token_, tokens_.Next(value_wanted));
    return absl::OkStatus();
  }

  bool IsWord(std::string_view word) const {
    return token_.kind == FilterToken::Kind::kWord && token_.text == word;
  }

  // expression: factors, with AND between them or nothing.
  absl::StatusOr<FilterNodePtr> Expression(int depth) {
    if (depth > kMaxDepth) return Problem(token_.at, "is nested too deeply");
    auto node = std::make_shared<Node>();
    while (true) {
      ASSIGN_OR_RETURN(FilterNodePtr part, Factor(depth));
      node->parts.push_back(std::move(part));
      if (IsWord("AND")) {
        RETURN_IF_ERROR(Advance());
      } else if (token_.kind == FilterToken::Kind::kEnd ||
                 token_.kind == FilterToken::Kind::kClose) {
        break;
      }
    }
    return node->parts.size() == 1 ? node->parts.front() : FilterNodePtr(node);
  }

  // factor: terms with OR between them.
  absl::StatusOr<FilterNodePtr> Factor(int depth) {
    auto node = std::make_shared<Node>();
    node->kind = Node::Kind::kOr;
    while (true) {
      ASSIGN_OR_RETURN(FilterNodePtr part, Term(depth));
      node->parts.push_back(std::move(part));
      if (!IsWord("OR")) break;
      RETURN_IF_ERROR(Advance());
    }
    return node->parts.size() == 1 ? node->parts.front() : FilterNodePtr(node);
  }

  absl::StatusOr<FilterNodePtr> Term(int depth) {
    if (depth > kMaxDepth) return Problem(token_.at, "is nested too deeply");
    if (IsWord("NOT") || token_.kind == FilterToken::Kind::kMinus) {
      RETURN_IF_ERROR(Advance());
      auto node = std::make_shared<Node>();
      node->kind = Node::Kind::kNot;
      ASSIGN_OR_RETURN(FilterNodePtr part, Term(depth + 1));
      node->parts.push_back(std::move(part));
      return FilterNodePtr(node);
    }
    if (token_.kind == FilterToken::Kind::kOpen) {
      RETURN_IF_ERROR(Advance());
      ASSIGN_OR_RETURN(FilterNodePtr inner, Expression(depth + 1));
      if (token_.kind != FilterToken::Kind::kClose)
        return Problem(token_.at, "a parenthesis is never closed");
      RETURN_IF_ERROR(Advance());
      return inner;
    }
    return Restriction();
  }

  absl::StatusOr<FilterNodePtr> Restriction() {
    if ((token_.kind != FilterToken::Kind::kWord && token_.kind != FilterToken::Kind::kQuoted) ||
        IsWord("AND") || IsWord("OR")) {
      return Unexpected();
    }
    const FilterToken subject = token_;
    RETURN_IF_ERROR(Advance());
    if (token_.kind != FilterToken::Kind::kOperator) {
      auto node = std::make_shared<Node>();
      node->kind = Node::Kind::kText;
      node->text = Fold(subject.text);
      return FilterNodePtr(node);
    }
    const auto field = std::find_if(fields_.begin(), fields_.end(),
                                    [&](const FilterField& f) { return f.name == subject.text; });
    if (field == fields_.end() || subject.kind == FilterToken::Kind::kQuoted)
      return Problem(subject.at, fmt::format("there is no field \"{}\"; there are {}", subject.text,
                                             FieldNames()));
    const FilterToken op = token_;
    RETURN_IF_ERROR(Advance(/*value_wanted=*/true));
    if (token_.kind != FilterToken::Kind::kWord && token_.kind != FilterToken::Kind::kQuoted)
      return Problem(token_.at, fmt::format("\"{} {}\" wants a value", subject.text, op.text));
    const FilterToken value = token_;
    ASSIGN_OR_RETURN(FilterNodePtr node,
                     Compare(static_cast<size_t>(field - fields_.begin()), op, value));
    RETURN_IF_ERROR(Advance());
    return node;
  }

  absl::StatusOr<FilterNodePtr> Compare(size_t index, const FilterToken& op,
                                        const FilterToken& value) {
    static constexpr std::pair<std::string_view, Comparison> kOperators[] = {
        {"=", Comparison::kEqual},   {"!=", Comparison::kNotEqual},
        {"<", Comparison::kLess},    {"<=", Comparison::kLessEqual},
        {">", Comparison::kGreater}, {">=", Comparison::kGreaterEqual},
        {":", Comparison::kHas}};
    const FilterField& field = fields_[index];
    auto node = std::make_shared<Node>();
    node->kind = Node::Kind::kCompare;
    node->field = index;
    node->type = field.type;
    for (const auto& [text, comparison] : kOperators) {
      if (text == op.text) node->comparison = comparison;
    }
    const bool ordered =
        node->comparison != Comparison::kEqual && node->comparison != Comparison::kNotEqual;
    const bool has = node->comparison == Comparison::kHas;
    const bool is_text = field.type == FilterType::kText;
    const bool is_word = field.type == FilterType::kWord;
    if ((is_text && ordered && !has) || (is_word && ordered) || (!is_text && has))
      return Problem(op.at, fmt::format("field {} takes {}", field.name,
                                        is_text   ? "=, != and :"
                                        : is_word ? "= and !="
                                                  : "=, !=, <, <=, > and >="));
    RETURN_IF_ERROR(SetValue(*node, field, value));
    return FilterNodePtr(node);
  }

  absl::Status SetValue(Node& node, const FilterField& field, const FilterToken& value) const {
    switch (field.type) {
      case FilterType::kText:
        SetText(node, value);
        return absl::OkStatus();
      case FilterType::kWord:
        return SetWord(node, field, value);
      case FilterType::kNumber: {
        const char* end = value.text.data() + value.text.size();
        const auto [stop, error] = std::from_chars(value.text.data(), end, node.number);
        if (error == std::errc() && stop == end && std::isfinite(node.number))
          return absl::OkStatus();
        return Problem(value.at,
                       fmt::format("field {} wants a number, got \"{}\"", field.name, value.text));
      }
      case FilterType::kDate: {
        const auto date = ParseDate(value.text);
        if (!date)
          return Problem(value.at, fmt::format("field {} wants a date like 2022-06-30, got \"{}\"",
                                               field.name, value.text));
        node.date = *date;
        return absl::OkStatus();
      }
    }
    return absl::OkStatus();
  }

  void SetText(Node& node, const FilterToken& value) const {
    std::string_view text = value.text;
    const bool equality = node.comparison != Comparison::kHas;
    if (equality && text.starts_with('*')) {
      node.open_start = true;
      text.remove_prefix(1);
    }
    if (equality && text.ends_with('*')) {
      node.open_end = true;
      text.remove_suffix(1);
    }
    node.text = Fold(text);
  }

  absl::Status SetWord(Node& node, const FilterField& field, const FilterToken& value) const {
    node.text = LowerAscii(value.text);
    for (const std::string& word : field.words) {
      if (LowerAscii(word) == node.text) return absl::OkStatus();
    }
    return Problem(value.at, fmt::format("field {} knows {}; got \"{}\"", field.name,
                                         fmt::join(field.words, ", "), value.text));
  }

  std::string FieldNames() const {
    std::string out;
    for (const FilterField& field : fields_) out += (out.empty() ? "" : ", ") + field.name;
    return out;
  }

  std::string Fold(std::string_view text) const { return fold_ ? fold_(text) : std::string(text); }

  const std::string_view text_;
  FilterTokens tokens_;
  const std::vector<FilterField>& fields_;
  const FilterFold& fold_;
  FilterToken token_;
};

}  // namespace

absl::StatusOr<FilterNodePtr> ParseFilter(std::string_view text,
                                          const std::vector<FilterField>& fields,
                                          const FilterFold& fold) {
  return Parser(text, fields, fold).Parse();
}

}  // namespace duban
