#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "documents/core/dictionary.h"
#include "documents/core/draft.h"
#include "documents/core/quantity_index.h"
#include "documents/core/text.h"
#include "documents/core/tree.h"
#include "documents/quantities/dates.h"
#include "documents/quantities/quantity.h"

namespace duban::documents {

// What the figures of one list are read against.
struct Occasion {
  int year = 0;
  Kind kind = Kind::kUnknown;
  std::optional<Date> as_of;
  bool all_done = false;  // the words before the list say that everything is completed
  std::string unit;       // of bare numbers whose row and head name none; may be empty
  double money_scale = 1;  // of bare numbers under heads such as 计划投资: 1e4 below "单位:万元"
};

// A figure that is neither a target nor a measurement, or one of either.
struct Figure {
  double value = 0;
  std::string unit;
  Range source;
};

// A stated share, held until the measurements around it are bound.
struct Share {
  double percent = 0;
  int decimals = 0;
  Range source;
  Range passage;
  std::string measure;
  bool of_plan = false;  // the wording says it is a share of the task (占年度任务, 完成率)
  int measurement =
      -1;  // index in the task of the measurement right before it in the same sentence
  std::optional<Date> as_of;
  bool cumulative = true;
  bool expected = false;
  std::size_t times = 1;  // rates that the one figure is said of
  std::optional<Figure> part;  // by the words (完成3亿元,占总投资8亿元的39%) or explained by other
                               // figures than targets: part of whole
  std::optional<Figure> whole;
  bool explained = false;  // percent is part of whole
  bool bound = false;      // to a measurement and its target, before the other shares of its task
};

// A task with what later stages need beside it.
struct ReadTask {
  Task task;
  std::vector<Passage> passages;
  std::vector<Share> shares;
  bool in_cell = false;  // the status is that of a cell of its own
  bool said = false;     // the status is the document's own: a cell's, a heading's, or strong words
};

struct ReadProject {
  Project project;  // its tasks are in `tasks` until the end
  std::vector<ReadTask> tasks;
};

// Whether the passage of a period in a report (一季度 | 二季度 above columns, 8月:…) says what was
// done in it: no other passage does, and its head does not look ahead.
bool SaysWhatWasDone(std::span<const Passage> passages, const Passage& passage);

// Whether one of a project's targets is of the value and unit of a figure.
bool Promises(const ReadProject& project, const quantities::Quantity& figure);

// Reads the figures of projects: which are promised, planned for a date, or reached.
class FigureReader {
 public:
  // `quantities` are those of the whole text that count, and `dates` its dates; all must outlive
  // the reader.
  FigureReader(const Text& text, const QuantityIndex& quantities,
               const quantities::DateIndex& dates, const Occasion& occasion);

  ReadProject Read(const ProjectNode& node) const;

 private:
  using Quantity = quantities::Quantity;
  struct Date1 {
    quantities::DateSpan date;
    Range range;  // in bytes of the text
  };

  Figures In(Range range) const { return quantities_.In(range); }
  std::vector<Date1> DatesIn(Range range) const;
  bool IsDatedThroughout(Range passage, const std::vector<Date1>& dates) const;
  std::vector<Range> DatedPlans(Range passage, const std::vector<Date1>& dates) const;
  void ReadPlan(const Passage& passage, std::size_t task, ReadProject* project) const;
  std::vector<Range> DatedSteps(Range passage, const std::vector<Date1>& dates,
                                const std::vector<ReadTask>& known) const;
  void ReadDeadlines(const Passage& passage, const std::vector<Date1>& dates,
                     const std::vector<Range>& plans, ReadTask* task) const;
  // The date that a sentence without figures gives to all that stands before it; null when none
  // does.
  const Date1* DueOfAll(Range passage, const std::vector<Date1>& dates) const;
  void ReadSteps(const Passage& passage, ReadTask* task) const;
  // The figures of `words` are what the step is to reach by its day.
  void AddStepTargets(Range words, Range passage, Milestone* step) const;
  void ReadDue(const Passage& passage, ReadTask* task) const;
  // Whether a step does all that is promised: 10月20日前全部完工, 10月底前累计完工9个 of nine.
  bool FulfilsAll(const Milestone& step, const std::vector<Target>& promised) const;
  // A plan whose last step does all is due with it.
  void TakeDueOfSteps(Task* task) const;
  void ReadPeriod(const Passage& passage, ReadTask* task) const;
  void ReadProgress(const Passage& passage, std::size_t task, ReadProject* project) const;
  void ReadNumbers(const Passage& passage, std::size_t task, ReadProject* project) const;
  std::string UnitOfRow(const ReadTask& task) const;
  double ScaleBeside(const Target& target, double number) const;
  void ReadForecasts(const Passage& passage, const std::vector<Date1>& dates, ReadTask* task) const;
  // Whether a date in a report is by when something is still to be done.
  bool IsForecast(const Date1& date, Range passage, std::size_t outlook) const;
  void ReadAllOf(const Passage& passage, const Quantity& quantity, const Target& target,
                 ReadTask* task) const;
  std::optional<Date> DueBehind(std::span<const Date1> dates, Range passage, Role role) const;
  // By when a figure is to be reached; nullopt where neither its sentence nor the list says.
  std::optional<Date> DueOf(Range figure, Range passage, const std::vector<Date1>& dates,
                            Role role) const;
  // In a passage of role kProgress a month is when something was done, not by when it is due.
  std::vector<Target> TargetsOf(const Quantity& quantity, Range passage,
                                const std::vector<Date1>& dates, Role role) const;
  void AddTarget(Target target, const Passage& passage, std::size_t task,
                 ReadProject* project) const;
  bool IsPlanned(const Quantity& quantity, Range passage) const;
  bool IsWhole(const Quantity& quantity, Range clause, Range sentence) const;
  bool ReadStage(const Passage& passage, const Quantity& quantity, const std::vector<Date1>& dates,
                 ReadTask* task) const;
  bool TellsHowManyOf(const Quantity& quantity, Range rest) const;
  bool NextTellsOf(const Quantity& quantity, Range rest) const;

  const Text& text_;
  const QuantityIndex& quantities_;
  const quantities::DateIndex& dates_;
  const Occasion& occasion_;
};

// Status that a narrative says in its own words; kNone when it says none.
Status NarrativeStatus(std::string_view narrative, Kind kind);

}  // namespace duban::documents
