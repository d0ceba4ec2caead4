#pragma once

#include <string_view>
#include <vector>

#include "documents/core/text.h"

// The members of a list within a sentence: where one ends and the next begins. Ranges are in bytes
// of the text.
namespace duban::documents {

// A list's members at one kind of mark. 其他项目正按序时推进 closes a list and belongs to none.
std::vector<Range> MembersAt(std::string_view text, Range list, std::u32string_view marks);
// Whether the words are as long as a project that a sentence names.
bool IsMember(std::string_view words);
bool AllMembers(const Text& text, const std::vector<Range>& members);

// A、B以及C: the last member that holds a conjunction between two names becomes two.
void PartAtConjunction(const Text& text, std::vector<Range>* members);

// A有5个;B、C、D均已完成: the names that one of the clauses holds become members.
void PartNames(const Text& text, std::vector<Range>* members);
// 油烟、噪声及异味整治 is one name: the first member that holds a conjunction is joined with the
// one before it.
void JoinName(const Text& text, std::vector<Range>* members);

// The members at the mark that makes as many as one of `announced`, which `count` receives; the
// last two may stand around 以及. Empty when none does.
std::vector<Range> CountedMembers(const Text& text, Range list, const std::vector<int>& announced,
                                  int* count);

// The names before a count, parted at 、. What leads to the first of them (…共30个子项,其中) is
// left out; its last clause goes to `lead`.
std::vector<Range> MembersBefore(const Text& text, Range list, Range* lead);

// Members of a list, and what is said of all of them behind the last:
// A已完成3公里,B已完成8公里,这2项预计9月底前完工.
struct SharedMembers {
  std::vector<Range> members;
  Range shared;  // empty where each speaks for itself
};
// The members at the semicolons of a list; one that counts those before it shares what it says with
// them.
std::vector<SharedMembers> MembersSharing(const Text& text, Range list);

// Quoted names that follow each other at once (“A”“B”, “A”、“B”, “A”项目、“B”工程): the longest
// such run; a name that the end of the text cuts off is left out.
std::vector<Range> QuotedRun(std::string_view text, Range range);

}  // namespace duban::documents
