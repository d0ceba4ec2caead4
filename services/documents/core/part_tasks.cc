#include "documents/core/part_tasks.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "documents/core/numbering.h"
#include "documents/core/word_cuts.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

Passage Copy(const Passage& passage, Range range) {
  Passage copy = passage;
  copy.range = range;
  return copy;
}

// What several texts say, to find the one that another speaks of.
class Wordings {
 public:
  void Add(std::string_view words) { wordings_.emplace_back(words); }

  // The text whose wording is most like `words`; the first where none is like it.
  std::size_t Closest(std::string_view words) const {
    const Pairs own(words);
    std::size_t best = 0;
    double top = 0;
    for (std::size_t i = 0; i < wordings_.size(); ++i) {
      const double alike = wordings_[i].Alikeness(own);
      if (alike > top) {
        top = alike;
        best = i;
      }
    }
    return best;
  }

 private:
  std::vector<Pairs> wordings_;
};

std::vector<Piece> NumberedPromise(const Text& text, const TaskNode& task) {
  for (const Role role : {Role::kTarget, Role::kContent}) {
    for (const Passage& passage : task.passages) {
      if (passage.role != role) continue;
      std::vector<Piece> pieces = SplitNumbered(text.str(), passage.range, nullptr);
      if (!pieces.empty() && pieces.front().numbering.value == 1) return pieces;
    }
  }
  return {};
}

// The clauses of what a task promises, each as a passage: 改造危房950户;改造棚户区1200户.
std::vector<Passage> PromisedClauses(const Text& text, const TaskNode& task) {
  std::vector<Passage> clauses;
  for (const Passage& passage : task.passages) {
    if (!IsPlan(passage.role)) continue;
    for (std::size_t at = passage.range.begin; at < passage.range.end;) {
      const std::string_view rest = text.Of({at, passage.range.end});
      const std::size_t end = at + std::min({Find(rest, ";"), Find(rest, "；"), rest.size()});
      if (const Range clause = Trim(text.str(), {at, end}); !clause.empty())
        clauses.push_back(Copy(passage, clause));
      at = end < passage.range.end ? end + CharAt(text.str(), end).bytes : end;
    }
  }
  return clauses;
}

std::vector<TaskNode> PartByPromise(const Text& text, const TaskNode& only,
                                    const std::vector<Piece>& pieces) {
  std::vector<TaskNode> tasks(pieces.size());
  Wordings wordings;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    tasks[i].number = pieces[i].numbering.value;
    tasks[i].status = only.status;
    wordings.Add(text.Of(pieces[i].body));
  }
  const auto closest = [&](Range range) -> std::vector<Passage>& {
    return tasks[wordings.Closest(text.Of(range))].passages;
  };
  for (const Passage& passage : only.passages) {
    Range lead;
    const std::vector<Piece> own = SplitNumbered(text.str(), passage.range, &lead);
    if (own.size() == pieces.size()) {
      if (!lead.empty()) tasks.front().passages.push_back(Copy(passage, lead));
      for (std::size_t i = 0; i < own.size(); ++i)
        tasks[i].passages.push_back(Copy(passage, own[i].body));
    } else if (own.empty()) {
      closest(passage.range).push_back(passage);
    } else {
      if (!lead.empty()) closest(lead).push_back(Copy(passage, lead));
      for (const Piece& piece : own) closest(piece.body).push_back(Copy(passage, piece.body));
    }
  }
  return tasks;
}

// Empty where the report is not numbered, or numbers other things than the promise has clauses.
std::vector<TaskNode> PartByReport(const Text& text, const TaskNode& only) {
  const auto report = std::ranges::find_if(only.passages, [](const Passage& passage) {
    return passage.role == Role::kProgress && !passage.head.empty();
  });
  if (report == only.passages.end()) return {};
  Range lead;
  const std::vector<Piece> pieces = SplitNumbered(text.str(), report->range, &lead);
  if (pieces.empty() || pieces.front().numbering.value != 1) return {};
  const std::vector<Passage> clauses = PromisedClauses(text, only);
  if (clauses.size() != pieces.size()) return {};
  Wordings wordings;
  for (const Passage& clause : clauses) wordings.Add(text.Of(clause.range));
  std::vector<TaskNode> tasks(pieces.size());
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (wordings.Closest(text.Of(pieces[i].body)) != i) return {};
    tasks[i].number = pieces[i].numbering.value;
    tasks[i].status = only.status;
    tasks[i].passages.push_back(clauses[i]);
  }
  for (const Passage& passage : only.passages) {
    if (IsPlan(passage.role)) continue;
    if (&passage != &*report) {
      tasks[wordings.Closest(text.Of(passage.range))].passages.push_back(passage);
      continue;
    }
    if (!lead.empty()) tasks.front().passages.push_back(Copy(passage, lead));
    for (std::size_t i = 0; i < pieces.size(); ++i)
      tasks[i].passages.push_back(Copy(passage, pieces[i].body));
  }
  return tasks;
}

}  // namespace

void PartTasks(const Text& text, ProjectNode* project) {
  if (project->tasks.size() != 1) return;
  const TaskNode& only = project->tasks.front();
  const std::vector<Piece> pieces = NumberedPromise(text, only);
  std::vector<TaskNode> tasks =
      pieces.empty() ? PartByReport(text, only) : PartByPromise(text, only, pieces);
  if (!tasks.empty()) project->tasks = std::move(tasks);
}

}  // namespace duban::documents
