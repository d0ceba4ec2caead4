#include "documents/review/doubts.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "documents/core/utf8.h"
#include "documents/review/figure_refs.h"

namespace duban::documents {
namespace {

namespace v1 = duban::ingest::v1;

constexpr int kContextBefore = 3;
constexpr int kContextAfter = 6;
// Each is looked for in all tasks, so that a text of numbers must not cost its square.
constexpr int kMostUnknownUnits = 50;
constexpr int kLongestFigure = 40;
constexpr int kNearDamage = 2;  // characters between a figure and what is damaged
constexpr int kMostNamedCandidates = 6;
// A text of nothing but doubts is no document; the further ones keep the reader's message.
constexpr int kMostExplained = 2000;

// Code points of the text by number, in order: asking for ascending places costs one walk.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}
  // Byte offset of code point `at`, or of the end.
  size_t ByteAt(int at) {
    if (at < point_) Back(at);
    while (point_ < at && byte_ < text_.size()) byte_ += CharAt(text_, byte_).bytes, ++point_;
    return byte_;
  }
  std::string_view Between(int start, int end) {
    const size_t from = ByteAt(std::max(start, 0));
    return text_.substr(from, ByteAt(end) - from);
  }

 private:
  void Back(int at) {
    for (; point_ > at; --point_) byte_ -= CharBefore(text_, byte_).bytes;
  }

  const std::string_view text_;
  size_t byte_ = 0;
  int point_ = 0;
};

// The prose of every task, in the form that dictionaries hold.
struct Prose {
  int project = 0;
  int task = 0;
  std::string text;
};

std::vector<Prose> ProseOf(const v1::ImportDraft& draft) {
  std::vector<Prose> out;
  for (const v1::DraftProgramme& programme : draft.programmes()) {
    for (const v1::DraftProject& project : programme.projects()) {
      for (const v1::DraftTask& task : project.tasks())
        out.push_back(
            {project.number(), task.number(), Normal(task.narrative() + "\n" + task.content())});
    }
  }
  return out;
}

// The task in whose prose a passage stands; null when in none or several.
const Prose* TaskOf(const std::vector<Prose>& tasks, const std::string& passage) {
  const Prose* found = nullptr;
  for (const Prose& task : tasks) {
    if (task.text.find(passage) == std::string::npos) continue;
    if (found != nullptr) return nullptr;
    found = &task;
  }
  return found;
}

v1::Doubt MakeDoubt(const type::v1::Source& source, const char* reason, std::string message,
                    int project, int task) {
  v1::Doubt doubt;
  *doubt.mutable_source() = source;
  doubt.set_reason(reason);
  doubt.set_message(std::move(message));
  doubt.set_project_number(project);
  doubt.set_task_number(task);
  return doubt;
}

void AddUnknownUnits(std::string_view text, v1::ImportDraft& draft) {
  const auto unknown = [](const v1::SetAside& aside) { return aside.reason() == "UNIT_UNKNOWN"; };
  if (std::none_of(draft.set_aside().begin(), draft.set_aside().end(), unknown)) return;
  Walk walk(text);
  const std::vector<Prose> tasks = ProseOf(draft);
  int looked_at = 0;
  for (const v1::SetAside& aside : draft.set_aside()) {
    if (!unknown(aside)) continue;
    const type::v1::Source& source = aside.source();
    const size_t end = walk.ByteAt(source.end());
    if (end >= text.size() || !IsHan(CharAt(text, end).code)) continue;
    if (++looked_at > kMostUnknownUnits) return;
    const std::string passage =
        Normal(walk.Between(source.start() - kContextBefore, source.end() + kContextAfter));
    const Prose* task = TaskOf(tasks, passage);
    if (task == nullptr) continue;
    const std::string after(walk.Between(source.end(), source.end() + 4));
    *draft.add_doubts() =
        MakeDoubt(source, "UNIT_UNKNOWN",
                  fmt::format("“{}…” behind it is no unit of measure that is known", after),
                  task->project, task->task);
  }
}

// DAMAGED_TEXT for figures that stand at a place where the copy lost or doubled something.
void AddDamaged(v1::ImportDraft& draft) {
  if (draft.document().source_signs().empty()) return;
  const std::vector<FigureRef> figures = FiguresOf(draft, 0, 0, 0);
  std::vector<v1::Doubt> doubts;
  for (const v1::SourceSign& sign : draft.document().source_signs()) {
    if (sign.reason() == "MIRROR" || sign.reason() == "WORDING") continue;
    auto figure =
        std::lower_bound(figures.begin(), figures.end(), sign.source().start() - kLongestFigure,
                         [](const FigureRef& a, int start) { return a.source().start() < start; });
    for (; figure != figures.end() && figure->source().start() <= sign.source().end() + kNearDamage;
         ++figure) {
      if (figure->source().end() + kNearDamage < sign.source().start()) continue;
      doubts.push_back(MakeDoubt(figure->source(), "DAMAGED_TEXT",
                                 fmt::format("the text is damaged beside it: {} “{}”",
                                             sign.message(), sign.source().quote()),
                                 figure->project->number(), figure->task->number()));
    }
  }
  for (v1::Doubt& doubt : doubts) *draft.add_doubts() = std::move(doubt);
}

bool IsBare(const v1::DraftMeasurement& m) {
  return m.target_index() == 0 && m.cumulative() && !m.expected() && m.unit() != "%";
}

// `doubtful`: where doubts start that the reader raised.
void AddUnboundTask(const v1::DraftProject& project, const v1::DraftTask& task,
                    const std::set<int>& doubtful, v1::ImportDraft& draft) {
  const bool any_bound = std::any_of(task.measurements().begin(), task.measurements().end(),
                                     [](const auto& m) { return m.target_index() > 0; });
  if (task.targets().empty() || any_bound) return;
  for (const v1::DraftMeasurement& m : task.measurements()) {
    if (!IsBare(m)) continue;
    if (doubtful.count(m.source().start()) > 0) return;
    std::string targets;
    for (int i = 1; i <= std::min(task.targets_size(), kMostNamedCandidates); ++i)
      targets += (i > 1 ? "; " : "") + DescribeTarget(task, i);
    *draft.add_doubts() = MakeDoubt(
        m.source(), "NO_TARGET",
        fmt::format("it counts {} and measures none of the task's targets ({})", m.unit(), targets),
        project.number(), task.number());
    return;
  }
}

// The candidates for a figure: the task's targets of its unit.
std::string CandidatesFor(const FigureRef& figure) {
  std::string names;
  int count = 0;
  for (int i = 1; i <= figure.task->targets_size() && count < kMostNamedCandidates; ++i) {
    if (figure.task->targets(i - 1).unit() != figure.measurement->unit()) continue;
    names += (names.empty() ? "" : "; ") + DescribeTarget(*figure.task, i);
    ++count;
  }
  return names;
}

void NameCandidates(v1::ImportDraft& draft) {
  const auto explains = [](const v1::Doubt& doubt) { return doubt.reason() == "TWO_CANDIDATES"; };
  if (std::none_of(draft.doubts().begin(), draft.doubts().end(), explains)) return;
  const std::vector<FigureRef> figures = FiguresOf(draft, 0, 0, 0);
  int explained = 0;
  for (v1::Doubt& doubt : *draft.mutable_doubts()) {
    if (!explains(doubt) || ++explained > kMostExplained) continue;
    auto figure =
        std::lower_bound(figures.begin(), figures.end(), doubt.source().start(),
                         [](const FigureRef& a, int start) { return a.source().start() < start; });
    for (; figure != figures.end() && figure->source().start() == doubt.source().start();
         ++figure) {
      if (figure->measurement == nullptr || figure->task->number() != doubt.task_number()) continue;
      const std::string names = CandidatesFor(*figure);
      if (!names.empty()) doubt.set_message(fmt::format("it may measure target {}", names));
      break;
    }
  }
}

}  // namespace

std::string DescribeTarget(const v1::DraftTask& task, int index) {
  const v1::DraftTarget& target = task.targets(index - 1);
  return fmt::format("{}: {} {}{}", index, target.measure(), target.value(), target.unit());
}

void CompleteDoubts(std::string_view text, v1::ImportDraft& draft) {
  NameCandidates(draft);
  std::set<int> doubtful;
  for (const v1::Doubt& doubt : draft.doubts()) doubtful.insert(doubt.source().start());
  for (const v1::DraftProgramme& programme : draft.programmes()) {
    if (programme.kind() != v1::PLAN && !programme.has_as_of()) {
      *draft.add_doubts() = MakeDoubt(
          {}, "AS_OF_UNKNOWN", "no date is printed that the progress is of; give --as-of", 0, 0);
    }
    for (const v1::DraftProject& project : programme.projects()) {
      for (const v1::DraftTask& task : project.tasks())
        AddUnboundTask(project, task, doubtful, draft);
    }
  }
  AddUnknownUnits(text, draft);
  AddDamaged(draft);
  std::stable_sort(draft.mutable_doubts()->begin(), draft.mutable_doubts()->end(),
                   [](const v1::Doubt& a, const v1::Doubt& b) {
                     return a.source().start() < b.source().start();
                   });
}

}  // namespace duban::documents
