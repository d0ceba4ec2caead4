#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/core/outline_lines.h"
#include "documents/core/text.h"

// A text may be read as a list in many ways. Every way makes a candidate, evidence is counted of
// each, and the one with the highest score is read. Nothing here copies text: a candidate is
// indexes of lines.
namespace duban::documents {

// How a candidate found its items.
enum class Way {
  kTable,      // rows below known heads
  kTitles,     // a run of titles in one line (《…》《…》《…》《…》)
  kNames,      // lines that a label titles (项目名称:…)
  kNumbers,    // lines numbered in one style
  kLabels,     // the labelled lines (牵头单位:…) of each item
  kPairs,      // a promise and a report by their labels (任务目标:… 进展情况:…)
  kTurns,      // lines that promise and lines that report, by turns
  kOrdinals,   // paragraphs that an ordinal opens (实事一:…, 项目三)
  kForm,       // paragraphs of one form (●…, “…”项目…, NAME:…)
  kStates,     // paragraphs below headings that tell a state (已完成项目)
  kLength,     // short lines above long ones
  kPlain,      // neighbouring lines, each an item
  kParts,      // pieces of lines: 一是…;二是…, ①…②…
  kSentences,  // sentences that open alike: 就业工程…。教育工程…。
  kClauses,    // pieces of one line without numbers
  kCount
};

// What speaks for a candidate or against it, each between 0 and 1 where nothing else is said.
enum class Feature {
  kAnnounced,  // 1 as many as the words before announce (十件实事); less where one or two off, -1
               // far off; 0 none announced
  kRunsOn,        // share of the numbers that follow the one before, from 1
  kRestarts,      // share of the items at which the numbers begin anew
  kCrosses,       // the numbers go on from heading to heading
  kCrossed,       // the items are such headings
  kCoverage,      // share of the passage's figures inside of items
  kTelling,       // share of the items with a figure or a verb of work (新建, 改造, 完成)
  kFigures,       // share of the items with a figure
  kEven,          // items of like length
  kConcentrated,  // share of the figures that one item alone holds
  kLabelled,      // share of the items with one block of labels
  kOrganising,    // share of the items whose heads organise the work (组织领导)
  kGrouping,      // share of the items that are headings of numbered lines
  kFew,           // 1 for two items, less for three and four
  kMany,          // more than sixty items
  kIntroduced,  // 1 where the words right above lead to projects (主要项目进展情况如下:)
  kMixed,       // 1 where some items are numbered and others are not
  kCount
};

struct Signs {
  std::array<double, static_cast<std::size_t>(Feature::kCount)> of{};

  double& operator[](Feature feature) { return of[static_cast<std::size_t>(feature)]; }
  double operator[](Feature feature) const { return of[static_cast<std::size_t>(feature)]; }
};

// One way to read the lines of a passage.
struct Candidate {
  Way way = Way::kNumbers;
  std::vector<std::size_t> heads;   // lines that open an item, in order
  std::vector<std::size_t> groups;  // headings above items, in order
  std::vector<Range>
      names;  // of the items, in their first line or the one below it, where the way tells them; an
              // empty range where a sentence begins instead; no names where it does not
  bool bulleted = false;  // one mark opens each item
  bool counted = false;   // each heading counts what stands below it: 一、已完成(9件)
  std::size_t end = 0;    // the line behind the last item
  std::vector<OutlineLine>
      made;  // where the way parts a line: the lines that heads and groups index; else empty
  Signs signs;
  double score = 0;
};

// Where the figures of a text stand, in bytes, rising.
class FigureIndex {
 public:
  explicit FigureIndex(std::vector<std::size_t> begins) : begins_(std::move(begins)) {}
  // How many begin in `range`.
  std::size_t In(Range range) const;

 private:
  std::vector<std::size_t> begins_;
};

// Counts that the words before a list announce.
struct Counted {
  std::vector<int> promises;  // of promises: 十件民生实事
  std::vector<int> others;    // of projects, tasks, matters: 共12项
  std::vector<int> tasks;     // of what promises are parted into: 10件实事分解为30项任务
  std::vector<int> kinds;     // of kinds: 10大类52项
  bool grouped = false;       // by kinds: 10大类52项, 8个方面30件
};

// What the words announce, added to what `counted` holds.
void TakeCounts(std::string_view words, Counted* counted);

// Whether a paragraph introduces a list: it counts the projects (…10大类52项民生实事), or says who
// tells of them (记者获悉).
bool Introduces(std::string_view words);

// Whether the words hold a verb of public work: 新建, 改造, 完成.
bool TellsOfWork(std::string_view words);

// A candidate below this score is no list.
constexpr double kLeastScore = 3.0;
// Above this one no other need be looked for.
constexpr double kSureScore = 8.0;

// The sum of the weighted evidence and of what each way is worth by itself.
double Score(Way way, const Signs& signs);

}  // namespace duban::documents
