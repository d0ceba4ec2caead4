#pragma once

#include <string>
#include <vector>

#include "documents/core/dictionary.h"
#include "documents/core/listing.h"
#include "documents/core/text.h"

namespace duban::documents {

// Who is named by fields, whatever their roles say of single cells: a unit cell may hold a person,
// a leader's a unit.
struct Named {
  std::vector<std::string> leaders;
  std::vector<std::string> lead;
  std::vector<std::string> cooperating;
};

// How the offices of a field that is responsible (Role::kResponsible) take part.
enum class Responsible { kLeads, kFirstLeads, kCooperates };

// Adds those whom a field names, by its role or by the labels that it holds (牵头单位:…
// 配合单位:…).
void ReadNamed(const Text& text, const Dictionary& dictionary, const Field& field,
               Responsible responsible, Named* named);

}  // namespace duban::documents
