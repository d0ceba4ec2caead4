#include "documents/core/outline_lines.h"

#include <optional>
#include <string_view>

#include "documents/core/bare_numbers.h"
#include "documents/core/labels.h"
#include "documents/core/lost_breaks.h"
#include "documents/core/outline_labels.h"
#include "documents/core/outline_parts.h"
#include "documents/core/outline_preamble.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// The body of a line behind the label that titles it: 项目名称:农村饮水, 01 项目名称:农村饮水,
// 【项目名称】农村饮水; empty where none does.
std::optional<Range> NamedBody(const Text& text, const Dictionary& dictionary, Range body) {
  constexpr std::size_t kTitleLabel = 24;  // bytes of a label that titles a line
  const std::string_view words = text.Of(body);
  const auto titles = [&](std::string_view label) {
    return dictionary.LabelRole(label) == Role::kTitle;
  };
  if (const BracketedLabel name = BracketedLabelAt(words, 0); !name.name.empty()) {
    const std::string_view label = words.substr(name.name.begin, name.name.size());
    if (RoleInBrackets(label, dictionary) != Role::kTitle) return std::nullopt;
    return Trim(text.str(), {body.begin + name.end, body.end});
  }
  const std::size_t colon = FindColon(words.substr(0, kTitleLabel + 3));
  if (colon > kTitleLabel) return std::nullopt;
  std::string_view label = words.substr(0, colon);
  while (!label.empty() && ((label[0] >= '0' && label[0] <= '9') || label[0] == ' '))
    label.remove_prefix(1);
  if (!titles(label)) return std::nullopt;
  return Trim(text.str(), {body.begin + colon + (words[colon] == ':' ? 1 : 3), body.end});
}

// What a line holds by the label that opens it, or by the heading that it is.
Role LabelOf(const Text& text, const Dictionary& dictionary, const OutlineLine& line) {
  const Role opening = OpeningRole(text.str(), line.body, dictionary);
  if (opening != Role::kNone || line.chars > 12) return opening;
  const std::string_view heading = text.Of(line.body);
  const Role role = dictionary.LabelRole(heading);
  if (role == Role::kNone && line.numbering && line.chars <= 8 &&
      MentionsAny<"计划", "安排", "步骤">(heading))
    return Role::kSteps;
  const bool tells = role == Role::kContent || role == Role::kSteps || role == Role::kTarget ||
                     role == Role::kProgress || role == Role::kDue || NamesSomebody(role);
  return tells ? role : Role::kNone;
}

// `last`: the arabic number of the line before; becomes that of this one, where it has one.
OutlineLine MakeLine(const Text& text, const Dictionary& dictionary, Range range, int* last) {
  OutlineLine line{
      .range = range, .body = range, .numbering = NumberingAt(text.str(), range.begin)};
  if (!line.numbering) line.numbering = CountedOn(text, range, *last);
  if (line.numbering && line.numbering->style == NumberStyle::kArabic)
    *last = line.numbering->value;
  if (line.numbering && line.numbering->range.end > range.end) line.numbering.reset();
  if (line.numbering) line.body = Trim(text.str(), {line.numbering->range.end, range.end});
  if (const std::optional<Range> body = NamedBody(text, dictionary, line.body)) {
    line.named = true;
    line.body = *body;
  }
  line.chars = CountChars(text.Of(line.body));
  line.label = LabelOf(text, dictionary, line);
  line.preamble = line.numbering && line.chars <= 40 &&
                  dictionary.Mentions(Words::kPreamble, text.Of(line.body));
  return line;
}

}  // namespace

bool NamesSomebody(Role role) {
  return role == Role::kLead || role == Role::kResponsible || role == Role::kCooperating ||
         role == Role::kLeader;
}

bool Promises(Role role) { return role == Role::kTarget || role == Role::kContent; }

std::vector<OutlineLine> MakeLines(const Text& text, const Dictionary& dictionary,
                                   const std::vector<Block>& printed) {
  const std::vector<Block> blocks = WithLostBreaks(text, printed);
  const OutlineParts parts(text, dictionary, blocks);
  std::vector<OutlineLine> lines;
  lines.reserve(blocks.size());
  int last = 0;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    if (blocks[b].table >= 0) continue;
    for (const Range part : parts.Of(b, last))
      lines.push_back(MakeLine(text, dictionary, part, &last));
  }
  MarkNames(text, dictionary, &lines);
  JoinNames(&lines);
  NumberBareLines(text, &lines);
  MarkFields(text, &lines);
  MarkReports(text, &lines);
  SettlePreamble(text, &lines);
  return lines;
}

}  // namespace duban::documents
