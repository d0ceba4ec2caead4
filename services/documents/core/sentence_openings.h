#pragma once

#include <string_view>

#include "documents/core/utf8.h"

// How the sentences of prose open that tell of one project each. Pure functions.
namespace duban::documents {

// How a sentence of prose opens that tells of one project. Sentences of one list open alike.
enum class Opening {
  kNone,
  kWork,   // 就业工程…, 校舍改造项目…
  kField,  // 就业方面,…
  kColon,  // 就业创业:…
  kShare,  // …,占目标任务的102.61%: whatever it opens with
};

struct Named {
  Opening opening = Opening::kNone;
  Range name;          // in bytes of the sentence; empty where the opening tells none
  bool among = false;  // 其中,供水工程…
};

// How a sentence opens; kNone where no project is named at its start.
Named OpeningOf(std::string_view sentence);

// The name in quotes that a sentence opens with, perhaps behind who has charge of it
// (由区教育局牵头的“…”), without its quotes; empty where there is none. What somebody is quoted
// with is no name.
Range QuotedName(std::string_view sentence);

}  // namespace duban::documents
