#include "common/filter.h"

#include <algorithm>
#include <utility>

#include "common/error.h"
#include "common/filter_node.h"
#include "common/filter_parser.h"

namespace duban {
namespace {

using Node = Filter::Node;

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
  const auto matches = [&](const FilterNodePtr& part) { return Matches(*part, subject, fold); };
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
  for (const FilterNodePtr& part : node.parts) CollectRequired(*part, fields, out);
}

bool UsesField(const Node& node, size_t field) {
  if (node.kind == Node::Kind::kCompare) return node.field == field;
  return std::any_of(node.parts.begin(), node.parts.end(),
                     [&](const FilterNodePtr& part) { return UsesField(*part, field); });
}

}  // namespace

absl::StatusOr<Filter> Filter::Parse(std::string_view text, const std::vector<FilterField>& fields,
                                     FilterFold fold) {
  Filter filter;
  filter.fold_ = std::move(fold);
  ASSIGN_OR_RETURN(filter.root_, ParseFilter(text, fields, filter.fold_));
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
