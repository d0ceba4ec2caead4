#pragma once

#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "documents/core/figures.h"

namespace duban::documents {

// One list with everything that was read of it.
struct ReadProgramme {
  Occasion occasion;
  Range range;
  std::vector<Range> preface;
  std::vector<NamedCount> counts;
  std::vector<std::vector<Field>> totals;  // rows of totals below a table
  std::vector<Range> statements;
  std::vector<Range> closing;
  std::string title;
  std::string layout;
  std::vector<Range> others;  // lists of the same document
  std::vector<ReadProject> projects;
};

// Works out again every share, total and count that the list states, and reports contradictions:
// adds to `draft`'s checks and findings. A finding accuses somebody: where the wording leaves room,
// there is none.
void CheckProgramme(const Text& text, const TextFigures& figures, ReadProgramme* programme,
                    Draft* draft);

// So many targets or measurements of a task are compared with each other: no task has as many, and
// a text that does takes no longer than its size asks.
constexpr std::size_t kMostCompared = 300;
// Figures before a share or a rest that are tried as what it is of.
constexpr std::size_t kMostBefore = 40;
// Parts of a total that are named as evidence of a finding; no government has as many places.
constexpr std::size_t kMostEvidence = 100;

struct PlannedStep;  // a step's figure and its target (check_steps.cc)
struct ColumnSum;    // what the cells of a column add up to (check_totals.cc)

// What the checks of one list share.
class Checker {
 public:
  using Quantity = quantities::Quantity;

  Checker(const Text& text, const TextFigures& figures, const ReadProgramme& programme,
          Draft* draft);

  // Shares of measurements in targets, in prose and in columns, and of the preface
  // (12项…已完成3项,完成率25%).
  void CheckShares();
  // Totals with their parts: 其中…, brackets, 其余N, milestones, so many of each, rates per month,
  // rows of totals, columns of places; by how much a target is exceeded.
  void CheckSums();
  // Announced counts with the lists that name their members.
  void CheckLists();
  // Two places that cannot both be true: columns, steps, states, periods.
  void CheckContradictions();

 private:
  struct Subject {
    int project = 0;
    int task = 0;
  };
  Figures In(Range range) const { return figures_.quantities.In(range); }
  // Figures that announce a count: quantities, and those that only refer back (上述2个, 两项任务).
  Figures Counts(Range range) const { return figures_.counts.In(range); }
  // Notes a check of the draft by what others ask of it.
  void Know(std::size_t check);
  void AddCheck(CheckKind kind, Subject subject, double stated, double recomputed, bool ok,
                Range source, std::string formula);
  void AddFinding(FindingKind kind, Subject subject, std::string message, std::string message_en,
                  std::vector<Evidence> evidence);
  // `stated`: measurements of the task that stand where the share does and have one.
  void CheckShare(const Share& share, std::span<const Measurement* const> stated,
                  const ReadTask& task, Subject subject);
  Subject SubjectOfWords() const;
  void CheckPreface(Range line);
  void CheckPartedShares(Range line);
  // Where nearly all rows of a table print the share of one column in another, a row that does not
  // is wrong.
  void CheckColumnShares();
  // 铺设13.6公里 beside 铺设20.5公里 and 69%: where most shares of their column hold, one of a row
  // with one promise and one figure of its unit that does not is wrong.
  void CheckOnlyShares();
  // The check of the share that stands at `source`; null where there is none.
  const Check* ShareCheckAt(Range source) const;
  void AddColumnShare(int project, int task, const Share& share, const Measurement& reached,
                      const Target& planned);
  // Where most rows print another share than that of the columns beside it, it is of something
  // else.
  void FindForeignShares();
  void CheckPrefaceShare(const Quantity& share, Figures figures, Range line);
  void CheckNamedCounts();
  bool CountsProjects(const Quantity& quantity) const;
  void CheckCounted();
  void CheckListsBefore();
  void CheckCounts(Range line);
  Range SentenceWithParts(Range passage, std::size_t at) const;
  // `figures` are those in the passage. `lead`: above a list, where 其中 may name some of the
  // parts.
  void CheckParts(Range passage, Figures figures, Subject subject, bool lead);
  bool CheckJoinedParts(const Quantity& total, Figures parts, Subject subject);
  void CheckClauses(Range passage, Figures figures, Subject subject);
  bool MayOverlap(Range parts) const;
  // Two values that are promised of one thing.
  void AccuseTargets(Subject subject, double a, double b, std::string_view unit,
                     std::vector<Evidence> evidence);
  void AccuseParts(const Quantity& total, double sum, Subject subject,
                   std::vector<Evidence> evidence);
  struct Stages {  // parts of one total that say how far they are
    Range source;  // from the total to the last of them
    std::vector<Evidence> evidence;
    std::vector<double> values;
    double sum = 0;
    int done = 0;
    int under_way = 0;
    bool terse = true;  // each is a state and a figure and little else
  };
  Stages StagesBehind(Figures figures, std::size_t first, Range passage, bool of_list,
                      double own) const;
  bool CheckStagesOfWhole(Figures figures, std::size_t at, const Stages& others,
                          const ReadTask& task, Range passage, Subject subject);
  // `task` is null for words about the whole list.
  void CheckStages(Range passage, Figures figures, const ReadTask* task, Subject subject);
  void CheckListTotal();
  void CheckPartsBefore(Figures figures, std::size_t at, Range passage, Range sentence,
                        Subject subject);
  bool CheckPartsBehind(Figures figures, std::size_t at, Range sentence, Subject subject);
  void CheckProducts(Range passage, Figures figures, Subject subject);
  void CheckExcess(Range passage, Figures figures, const ReadTask& task, Subject subject);
  void CheckRest(Range passage, Figures figures, const ReadTask& task, Subject subject);
  void CheckSteps(const ReadProject& project);
  void CheckSeries(Subject subject, const Target& target, const std::vector<PlannedStep>& steps);
  void CheckMonths(const ReadProject& project, const std::vector<PlannedStep>& steps);
  // A step that says another value than the target that it is to reach.
  void AccuseStep(Subject subject, const Target& target, const Target& step);
  void CheckPieces(const ReadTask& task, Subject subject);
  bool HasSum(Subject subject, double total) const;
  void CheckSentence(std::span<const Measurement> measured, const ReadTask& task, Subject subject);
  void CheckTotals();
  // `total` is a cell of the row of totals `row`.
  void CheckTotal(const std::vector<Field>& row, const Field& total, const ColumnSum& column,
                  Subject subject);
  template <typename Figure>
  void CheckPlaces(const std::vector<Figure>& figures, Subject subject);
  struct Listed;  // a figure that announces how many members a list has
  void HoldList(const Listed& listed, std::size_t members, Range source);
  void AccuseList(const Listed& listed, std::size_t members, Range source, std::string_view why);
  void CheckList(const Quantity& quantity, Range passage, Subject subject, int pieces_before);
  bool CheckListInBrackets(const Listed& listed, std::string_view after);
  bool CheckListBefore(const Listed& listed, std::string_view after);
  void CheckListBehind(const Listed& listed, std::string_view after);
  void CheckBody();
  void CheckNotice();
  void CheckColumns(const ReadProject& project);
  void CheckState(const ReadTask& task, Subject subject);
  void CheckPeriods(const ReadTask& task, Subject subject);
  void CheckChanged(Range passage, const ReadProject& project, Subject subject);

  const Text& text_;
  const TextFigures& figures_;
  const ReadProgramme& programme_;
  Draft& draft_;
  std::vector<Range> words_about_;  // lines about the list as a whole, above and below it
  std::unordered_multimap<std::size_t, std::size_t>
      checks_;                             // of the draft, by the start of their source
  std::set<std::size_t> foreign_;          // cells with shares of what stands in no column
  std::set<std::pair<int, double>> sums_;  // projects and the totals that were added up of them
};

// True when a share stated with `decimals` digits is value / base, rounded or cut at its last
// digit.
bool ShareAgrees(double percent, int decimals, double value, double base);

// Equal but for rounding in the last bits.
bool SameNumber(double a, double b);
// True when a total holds for its parts: equal, or past a bound that the wording leaves open.
bool Holds(Comparator comparator, double total, double sum);
// 1350 + 1665.
std::string Join(const std::vector<double>& values);

// A number without needless digits: 3648, 24.494.
std::string Number(double value);

}  // namespace duban::documents
