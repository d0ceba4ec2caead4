#include "common/filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "common/error.h"

namespace duban {

enum class Comparison { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual, kHas };

struct Filter::Node {
  enum class Kind { kAnd, kOr, kNot, kText, kCompare };
  Kind kind = Kind::kAnd;
  std::vector<std::shared_ptr<const Node>> parts;  // kAnd, kOr, kNot (one)
  // kText: the folded word. kCompare: the folded value without its stars.
  std::string text;
  size_t field = 0;
  FilterType type = FilterType::kText;
  Comparison comparison = Comparison::kEqual;
  bool open_start = false;  // "*x"
  bool open_end = false;    // "x*"
  double number = 0;
  Date date;
};

namespace {

using Node = Filter::Node;
using NodePtr = std::shared_ptr<const Node>;

constexpr size_t kMaxBytes = 2000;
constexpr int kMaxDepth = 30;

struct Token {
  enum class Kind { kEnd, kWord, kQuoted, kOperator, kOpen, kClose, kMinus };
  Kind kind = Kind::kEnd;
  std::string text;
  size_t at = 0;  // byte offset
};

std::string LowerAscii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

class Parser {
 public:
  Parser(std::string_view text, const std::vector<FilterField>& fields, const FilterFold& fold)
      : text_(text), fields_(fields), fold_(fold) {}

  absl::StatusOr<NodePtr> Parse() {
    if (text_.size() > kMaxBytes)
      return Problem(0, fmt::format("is longer than {} bytes", kMaxBytes));
    RETURN_IF_ERROR(Advance());
    if (token_.kind == Token::Kind::kEnd) return NodePtr();
    ASSIGN_OR_RETURN(NodePtr root, Expression(0));
    if (token_.kind != Token::Kind::kEnd) return Unexpected();
    return root;
  }

 private:
  absl::Status Problem(size_t at, std::string_view what) const {
    const auto before = text_.substr(0, at);
    const auto column = 1 + std::count_if(before.begin(), before.end(), [](char c) {
                          return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
                        });
    return InvalidField("filter", "FILTER_INVALID",
                        fmt::format("at character {}: {}", column, what));
  }

  absl::Status Unexpected() const {
    if (token_.kind == Token::Kind::kEnd) return Problem(token_.at, "ends too early");
    return Problem(token_.at, fmt::format("\"{}\" does not belong here", token_.text));
  }

  bool IsWordEnd(char c) const {
    return static_cast<unsigned char>(c) <= ' ' ||
           std::string_view("()=<>!:\"'").find(c) != std::string_view::npos;
  }

  absl::Status Advance() {
    while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) <= ' ') ++at_;
    token_ = {.at = at_};
    if (at_ == text_.size()) return absl::OkStatus();
    const char c = text_[at_];
    if (c == '"' || c == '\'') return Quoted(c);
    if (c == '(' || c == ')') return Single(c == '(' ? Token::Kind::kOpen : Token::Kind::kClose);
    // A minus directly before something negates it; inside a word it is part of it.
    if (c == '-' && at_ + 1 < text_.size() && !IsWordEnd(text_[at_ + 1]) && !value_follows_)
      return Single(Token::Kind::kMinus);
    for (const std::string_view op : {"<=", ">=", "!=", "=", "<", ">", ":"}) {
      if (!text_.substr(at_).starts_with(op)) continue;
      token_.kind = Token::Kind::kOperator;
      token_.text = std::string(op);
      at_ += op.size();
      return absl::OkStatus();
    }
    if (c == '!') return Problem(at_, "\"!\" alone means nothing; use NOT or !=");
    token_.kind = Token::Kind::kWord;
    while (at_ < text_.size() && !IsWordEnd(text_[at_])) token_.text += text_[at_++];
    return absl::OkStatus();
  }

  absl::Status Single(Token::Kind kind) {
    token_.kind = kind;
    token_.text = std::string(1, text_[at_++]);
    return absl::OkStatus();
  }

  absl::Status Quoted(char quote) {
    token_.kind = Token::Kind::kQuoted;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      token_.text += text_[at_];
    }
    if (at_ == text_.size()) return Problem(token_.at, "the quote is never closed");
    ++at_;
    return absl::OkStatus();
  }

  bool IsWord(std::string_view word) const {
    return token_.kind == Token::Kind::kWord && token_.text == word;
  }

  // expression: factors, with AND between them or nothing.
  absl::StatusOr<NodePtr> Expression(int depth) {
    if (depth > kMaxDepth) return Problem(token_.at, "is nested too deeply");
    auto node = std::make_shared<Node>();
    while (true) {
      ASSIGN_OR_RETURN(NodePtr part, Factor(depth));
      node->parts.push_back(std::move(part));
      if (IsWord("AND")) {
        RETURN_IF_ERROR(Advance());
      } else if (token_.kind == Token::Kind::kEnd || token_.kind == Token::Kind::kClose) {
        break;
      }
    }
    return node->parts.size() == 1 ? node->parts.front() : NodePtr(node);
  }

  // factor: terms with OR between them.
  absl::StatusOr<NodePtr> Factor(int depth) {
    auto node = std::make_shared<Node>();
    node->kind = Node::Kind::kOr;
    while (true) {
      ASSIGN_OR_RETURN(NodePtr part, Term(depth));
      node->parts.push_back(std::move(part));
      if (!IsWord("OR")) break;
      RETURN_IF_ERROR(Advance());
    }
    return node->parts.size() == 1 ? node->parts.front() : NodePtr(node);
  }

  absl::StatusOr<NodePtr> Term(int depth) {
    if (depth > kMaxDepth) return Problem(token_.at, "is nested too deeply");
    if (IsWord("NOT") || token_.kind == Token::Kind::kMinus) {
      RETURN_IF_ERROR(Advance());
      auto node = std::make_shared<Node>();
      node->kind = Node::Kind::kNot;
      ASSIGN_OR_RETURN(NodePtr part, Term(depth + 1));
      node->parts.push_back(std::move(part));
      return NodePtr(node);
    }
    if (token_.kind == Token::Kind::kOpen) {
      RETURN_IF_ERROR(Advance());
      ASSIGN_OR_RETURN(NodePtr inner, Expression(depth + 1));
      if (token_.kind != Token::Kind::kClose)
        return Problem(token_.at, "a parenthesis is never closed");
      RETURN_IF_ERROR(Advance());
      return inner;
    }
    return Restriction();
  }

  absl::StatusOr<NodePtr> Restriction() {
    if ((token_.kind != Token::Kind::kWord && token_.kind != Token::Kind::kQuoted) ||
        IsWord("AND") || IsWord("OR")) {
      return Unexpected();
    }
    const Token subject = token_;
    RETURN_IF_ERROR(Advance());
    if (token_.kind != Token::Kind::kOperator) {
      auto node = std::make_shared<Node>();
      node->kind = Node::Kind::kText;
      node->text = Fold(subject.text);
      return NodePtr(node);
    }
    const auto field = std::find_if(fields_.begin(), fields_.end(),
                                    [&](const FilterField& f) { return f.name == subject.text; });
    if (field == fields_.end() || subject.kind == Token::Kind::kQuoted)
      return Problem(subject.at, fmt::format("there is no field \"{}\"; there are {}", subject.text,
                                             FieldNames()));
    const Token op = token_;
    value_follows_ = true;
    RETURN_IF_ERROR(Advance());
    value_follows_ = false;
    if (token_.kind != Token::Kind::kWord && token_.kind != Token::Kind::kQuoted)
      return Problem(token_.at, fmt::format("\"{} {}\" wants a value", subject.text, op.text));
    const Token value = token_;
    ASSIGN_OR_RETURN(NodePtr node,
                     Compare(static_cast<size_t>(field - fields_.begin()), op, value));
    RETURN_IF_ERROR(Advance());
    return node;
  }

  absl::StatusOr<NodePtr> Compare(size_t index, const Token& op, const Token& value) {
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
    return NodePtr(node);
  }

  absl::Status SetValue(Node& node, const FilterField& field, const Token& value) const {
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

  void SetText(Node& node, const Token& value) const {
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

  absl::Status SetWord(Node& node, const FilterField& field, const Token& value) const {
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
  const std::vector<FilterField>& fields_;
  const FilterFold& fold_;
  size_t at_ = 0;
  bool value_follows_ = false;
  Token token_;
};

template <typename T>
bool Holds(Comparison comparison, const T& have, const T& want) {
  switch (comparison) {
    case Comparison::kEqual:
      return have == want;
    case Comparison::kNotEqual:
      return have != want;
    case Comparison::kLess:
      return have < want;
    case Comparison::kLessEqual:
      return have <= want;
    case Comparison::kGreater:
      return have > want;
    case Comparison::kGreaterEqual:
      return have >= want;
    case Comparison::kHas:
      return false;
  }
  return false;
}

bool TextEquals(const Node& node, std::string_view have) {
  if (node.open_start && node.open_end) return have.find(node.text) != std::string_view::npos;
  if (node.open_start) return have.ends_with(node.text);
  if (node.open_end) return have.starts_with(node.text);
  return have == node.text;
}

bool Compares(const Node& node, const FilterSubject& subject, const FilterFold& fold) {
  const FilterValues values = subject.Values(node.field);
  if (node.type == FilterType::kNumber || node.type == FilterType::kDate) {
    const bool is_number = node.type == FilterType::kNumber;
    if (is_number ? !values.number : !values.date) return node.comparison == Comparison::kNotEqual;
    return is_number ? Holds(node.comparison, *values.number, node.number)
                     : Holds(node.comparison, *values.date, node.date);
  }
  const bool equal = std::any_of(values.texts.begin(), values.texts.end(), [&](auto text) {
    if (node.type == FilterType::kWord) return LowerAscii(text) == node.text;
    const std::string have = fold ? fold(text) : std::string(text);
    return node.comparison == Comparison::kHas ? have.find(node.text) != std::string::npos
                                               : TextEquals(node, have);
  });
  return node.comparison == Comparison::kNotEqual ? !equal : equal;
}

bool Matches(const Node& node, const FilterSubject& subject, const FilterFold& fold) {
  const auto matches = [&](const NodePtr& part) { return Matches(*part, subject, fold); };
  switch (node.kind) {
    case Node::Kind::kAnd:
      return std::all_of(node.parts.begin(), node.parts.end(), matches);
    case Node::Kind::kOr:
      return std::any_of(node.parts.begin(), node.parts.end(), matches);
    case Node::Kind::kNot:
      return !matches(node.parts.front());
    case Node::Kind::kText:
      return subject.HasText(node.text);
    case Node::Kind::kCompare:
      return Compares(node, subject, fold);
  }
  return false;
}

bool IsRequiredText(const Node& node, const std::vector<size_t>& fields) {
  if (node.text.empty()) return false;
  if (node.kind == Node::Kind::kText) return true;
  return node.kind == Node::Kind::kCompare && node.type == FilterType::kText &&
         node.comparison != Comparison::kNotEqual &&
         std::find(fields.begin(), fields.end(), node.field) != fields.end();
}

void CollectRequired(const Node& node, const std::vector<size_t>& fields,
                     std::vector<std::string>& out) {
  if (IsRequiredText(node, fields)) out.push_back(node.text);
  if (node.kind != Node::Kind::kAnd) return;
  for (const NodePtr& part : node.parts) CollectRequired(*part, fields, out);
}

bool UsesField(const Node& node, size_t field) {
  if (node.kind == Node::Kind::kCompare) return node.field == field;
  return std::any_of(node.parts.begin(), node.parts.end(),
                     [&](const NodePtr& part) { return UsesField(*part, field); });
}

}  // namespace

absl::StatusOr<Filter> Filter::Parse(std::string_view text, const std::vector<FilterField>& fields,
                                     FilterFold fold) {
  Filter filter;
  filter.fold_ = std::move(fold);
  ASSIGN_OR_RETURN(filter.root_, Parser(text, fields, filter.fold_).Parse());
  return filter;
}

bool Filter::Matches(const FilterSubject& subject) const {
  return root_ == nullptr || duban::Matches(*root_, subject, fold_);
}

std::vector<std::string> Filter::RequiredTexts(const std::vector<size_t>& fields) const {
  std::vector<std::string> out;
  if (root_ != nullptr) CollectRequired(*root_, fields, out);
  return out;
}

bool Filter::Uses(size_t field) const { return root_ != nullptr && UsesField(*root_, field); }

}  // namespace duban
