#pragma once

#include <string>
#include <vector>

#include "documents/core/text.h"
#include "documents/core/utf8.h"

namespace duban::documents {

// How near a text is to what the government published.
enum class SourceGrade {
  kOfficial,  // nothing speaks against it
  kMirror,    // a site that took it over says so
  kDamaged,   // words, characters or marks were lost or doubled on the way
};

// One sign that a text is no original.
struct Damage {
  Range source;
  // MONTH_LOST (6底前), BRACKET_BROKEN, CHARACTER_LOST, CLAUSE_DOUBLED, SENTENCE_TORN, WORDING
  // (translated back), MIRROR.
  std::string reason;
  std::string message;  // in Chinese, for a person
};

struct GradedSource {
  SourceGrade grade = SourceGrade::kOfficial;
  std::vector<Damage> signs;  // in order of the text; at most 50
};

// Grades a text. One slip happens in originals too: damage is signs of different kinds, or many
// lost characters. Linear time; pure.
GradedSource GradeText(const Text& text);

}  // namespace duban::documents
