#pragma once

#include <string_view>
#include <vector>

#include "documents/core/dictionary.h"
#include "documents/core/listing.h"

namespace duban::documents {

// Projects that sentences name, and the counts that announced them.
struct ClauseLists {
  std::vector<Item> items;
  std::vector<NamedCount> counts;
  std::vector<Range> lines;  // that count or name projects
  bool chosen = false;       // a vote chose some of them: 票决选出了A、B、C等10个项目
};

// Projects that prose lists within its sentences: 其中5项已完成,分别是:A、B、C(第三项)…;
// 滞后项目:一是…;二是…; 2项提前完成。“A”…;“B”…; 推进缓慢的有3项(A、B、C);
// A,B,这2项预计10月底前完成; “A”“B”“C”等3项已完成; 其中A、B、C等项目进展较慢; where there is none
// of these, clauses that each report figures (A完工478处,完成率100%;B…) and sentences that name
// their project first (A工程,改造3057个,…). In order; a project named again is the same one.
// Numbers in brackets (第三项) are kept, others go on from 1. Empty below three projects.
ClauseLists ReadClauseLists(const Text& text, const Dictionary& dictionary,
                            const std::vector<Block>& blocks);

}  // namespace duban::documents
