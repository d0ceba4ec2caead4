#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "documents/core/clause_items.h"
#include "documents/core/clause_lists.h"
#include "documents/core/clause_words.h"
#include "documents/core/dictionary.h"
#include "documents/core/text.h"

namespace duban::documents {

// Words that name a list behind them: 分别是:A、B.
inline constexpr std::string_view kNaming[] = {"分别是", "分别为", "依次为",   "具体为", "具体是",
                                               "主要为", "主要是", "项目是",   "事项是", "项目为",
                                               "即:",    "即：",   "其中包括", "包括"};
// Words that stand before the names of a group: 已完成的有A、B.
inline constexpr std::string_view kHaving[] = {"的有",     "项目有",   "事项有",    "实事有",
                                               "的项目为", "的项目是", "的项目包括"};

// Finds the projects that sentences list, in one pass over the lines of a text. clause_finder.cc
// goes through the sentences, clause_announced.cc reads lists behind the words that announce them,
// clause_groups.cc those before or around the words that tell of them.
class ListFinder {
 public:
  ListFinder(const Text& text, const Dictionary& dictionary)
      : text_(text), dictionary_(dictionary), items_(text) {}

  void Read(Range line);
  // What all lines hold; the finder is of no use after.
  ClauseLists Take();

 private:
  // A list that stands before what is said of it.
  struct Behind {
    Range list;
    Range said;             // of the members, from their count or from 等 on
    int count = 0;          // 0 where none is printed
    bool pointed = false;   // 这3项
    bool some = false;      // A、B等
    bool promises = false;  // …10件为民实事
    bool done = false;      // 完成了…
    bool chosen = false;    // 选出了…
  };

  void ReadSentence(Range before, Range sentence, std::size_t line_end);
  bool ReadDetails(Range sentence, bool parted);
  bool ReadDetail(Range clause);
  bool ReadTold(Range sentence);
  void ReadSubject(Range line);
  void ReadJudged(Range line);
  void AddJudged();
  // Lists behind the words that announce them.
  bool ReadNamed(Range before, Range sentence, std::size_t line_end);
  bool ReadCounted(Range sentence, std::size_t line_end);
  bool ReadAmong(Range sentence);
  bool ReadLabelled(Range sentence);
  bool ReadAnnounced(Range sentence);
  bool ReadAsMany(Range list);
  // Lists before or around the words that tell of them.
  bool ReadQuoted(Range sentence);
  bool ReadQuotedStates(Range sentence);
  bool ReadBehind(Range sentence);
  bool ReadStated(Range group);
  bool ReadMembers(const Behind& behind);
  bool ReadShares(Range sentence);
  bool ReadBracketed(Range sentence);
  bool ReadClauses(Range sentence);
  bool ReadHaving(Range sentence);
  bool ReadSuchAs(Range sentence);

  // What a group says of its members; a forecast (预计10月底前全部完成) says no state.
  Status Said(std::string_view words) const;
  Status StatusBehind(Range said) const;
  void TakeCount(Range said, int count);
  // Whether a count of projects begins in a range of the line that is read. What stands behind the
  // range may make a count of a figure; one that the words of the range make stands there in any
  // case.
  bool HoldsCount(Range range) const;
  bool TakeEnd(std::string_view word, Range* range) const;
  std::size_t ClauseEnd(std::size_t from, std::size_t end) const;

  const Text& text_;
  const Dictionary& dictionary_;
  ClauseItems items_;
  std::vector<Item> told_;    // where no statement names a list
  std::vector<Item> judged_;  // of paragraphs that say how their field goes on
  std::vector<Range> judged_in_;
  int announced_in_all_ = 0;  // the most projects that a sentence counts
  std::vector<NamedCount> counts_;
  std::vector<Count> counted_;  // in the line that is read, in order
  std::vector<Range> lines_;
  std::optional<Status> announced_;  // by the sentence before
  int announced_count_ = 0;          // projects of that sentence, 0 when it says more
  Range announced_in_;               // where that count stands
  Status heading_ = Status::kNone;   // said by the line before
  bool chosen_ = false;              // a vote chose some of the projects
  std::size_t taken_ = 0;            // where the last list ended
};

}  // namespace duban::documents
