#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "documents/core/dictionary.h"
#include "documents/core/text.h"

namespace duban::documents {

// Units that prose names as acting.
struct Agents {
  std::vector<std::string> lead;
  std::vector<std::string> cooperating;
};

// "由区教育局牵头、区财政局配合", "责任单位为区教育局", and a sentence whose subject is a unit
// ("区城管局拟安装…").
Agents FindAgents(const Text& text, Range range, const Dictionary& dictionary);

// The office that reports on its own projects, where the words above a list of `count` say so:
// 区城管局共承办民生实事7项. Empty else.
std::vector<std::string> FindUndertaker(const Text& text, Range line, const Dictionary& dictionary,
                                        std::size_t count);

// Whether a note of the document says so: 责任单位列第一位的为牵头单位.
bool FirstOfficeLeads(const Text& text, const Dictionary& dictionary);

}  // namespace duban::documents
