#include "documents/core/field_names.h"

#include <string_view>
#include <utility>

#include "documents/core/labels.h"
#include "documents/core/names.h"

namespace duban::documents {
namespace {

// The names without the stars that mark some of them; `marked` receives those.
std::vector<std::string> WithoutStars(std::vector<std::string> names,
                                      std::vector<std::string>* marked) {
  std::vector<std::string> plain;
  for (std::string& name : names) {
    bool star = false;
    for (const std::string_view mark : {"★", "☆", "▲", "*"}) {
      if (name.size() <= mark.size() || !(name.starts_with(mark) || name.ends_with(mark))) continue;
      name.erase(name.starts_with(mark) ? 0 : name.size() - mark.size(), mark.size());
      star = true;
    }
    (star ? *marked : plain).push_back(std::move(name));
  }
  return plain;
}

// The names of one cell or labelled value.
void ReadValue(const Text& text, const Dictionary& dictionary, Role role, Range range,
               Responsible responsible, Named* named) {
  Names names = ReadNames(text.Of(range), dictionary);
  // ★区教育局、区财政局: the star marks who leads.
  std::vector<std::string> marked;
  names.units = WithoutStars(std::move(names.units), &marked);
  if (!marked.empty() && (role == Role::kLead || role == Role::kResponsible)) {
    AddNames(names.people, &named->leaders);
    AddNames(marked, &named->lead);
    AddNames(names.units, &named->cooperating);
    return;
  }
  names.units.insert(names.units.begin(), marked.begin(), marked.end());
  AddNames(names.people, &named->leaders);
  if (role == Role::kLeader) {
    // A leader may be printed with an office (副区长王强): the cell says who leads all the same.
    for (const std::string& name : names.units) {
      AddNames({name}, LooksLikeUnits(name, dictionary) ? &named->lead : &named->leaders);
    }
    return;
  }
  const bool cooperates = role == Role::kCooperating ||
                          (role == Role::kResponsible && responsible == Responsible::kCooperates);
  if (role == Role::kResponsible && responsible == Responsible::kFirstLeads &&
      !names.units.empty()) {
    AddNames({names.units.front()}, &named->lead);
    AddNames({names.units.begin() + 1, names.units.end()}, &named->cooperating);
  } else {
    AddNames(names.units, cooperates ? &named->cooperating : &named->lead);
  }
  AddNames(names.cooperating, &named->cooperating);
}

}  // namespace

void ReadNamed(const Text& text, const Dictionary& dictionary, const Field& field,
               Responsible responsible, Named* named) {
  const auto read = [&](Role role, Range range) {
    ReadValue(text, dictionary, role, range, responsible, named);
  };
  const std::vector<Label> labels = FindLabels(text.str(), field.range, dictionary);
  if (labels.empty() || field.head.begin == labels.front().name.begin)
    return read(field.role, field.range);
  const Range lead = Trim(text.str(), {field.range.begin, labels.front().name.begin});
  if (!lead.empty()) read(field.role, lead);
  for (const Label& label : labels) read(label.role, label.value);
}

}  // namespace duban::documents
