#include "documents/core/figures.h"

#include <algorithm>
#include <utility>

#include "documents/core/figure_words.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"

namespace duban::documents {
FigureReader::FigureReader(const Text& text, const QuantityIndex& quantities,
                           const quantities::DateIndex& dates, const Occasion& occasion)
    : text_(text), quantities_(quantities), dates_(dates), occasion_(occasion) {}

std::vector<FigureReader::Date1> FigureReader::DatesIn(Range range) const {
  quantities::DateOptions options{.default_year = occasion_.year, .reference = occasion_.as_of};
  std::vector<Date1> dates;
  for (quantities::DateSpan& date : dates_.In(range.begin, range.end, options)) {
    const Range own = RangeOf(date.span);
    // What was done in a year may be told in the next: 截至去年12月底 is then of the list's own
    // year.
    const bool looks_back = occasion_.kind == Kind::kCompletion &&
                            date.kind == quantities::DateKind::kAsOf && date.resolved &&
                            date.end.year + 1 == occasion_.year &&
                            MentionsAny(date.text, {"去年", "上年", "上一年"});
    if (looks_back) {
      ++date.start.year;
      ++date.end.year;
    }
    dates.push_back({std::move(date), {range.begin + own.begin, range.begin + own.end}});
  }
  return dates;
}

bool SaysWhatWasDone(std::span<const Passage> passages, const Passage& passage) {
  return !MentionsAny<"目标", "计划", "要求", "安排", "任务", "节点", "下">(passage.name) &&
         std::ranges::none_of(passages, [](const Passage& other) {
           return other.role == Role::kProgress || other.role == Role::kReached;
         });
}

ReadProject FigureReader::Read(const ProjectNode& node) const {
  ReadProject out;
  out.tasks.reserve(node.tasks.size());
  for (const TaskNode& task : node.tasks) {
    ReadTask read{.passages = task.passages};
    read.task.number = task.number;
    read.task.status = task.status;
    read.said = task.status != Status::kNone;
    read.in_cell = read.said;
    read.task.lead_units = task.lead_units;
    read.task.cooperating_units = task.cooperating_units;
    if (!task.title.empty()) read.task.title = std::string(Trim(text_.Of(task.title)));
    out.tasks.push_back(std::move(read));
  }
  for (std::size_t i = 0; i < node.tasks.size(); ++i) {
    for (const Passage& passage : node.tasks[i].passages) {
      if (!passage.counts) continue;
      switch (passage.role) {
        case Role::kTitle:
        case Role::kContent:
        case Role::kTarget:
          // 工作措施:3月底前选址,5月底前招标: how the promise is kept, by when.
          if (occasion_.kind == Kind::kPlan && passage.name.ends_with("措施") &&
              DatesIn(passage.range).size() > 1) {
            ReadSteps(passage, &out.tasks[i]);
          } else {
            ReadPlan(passage, i, &out);
          }
          break;
        case Role::kSteps:
          ReadSteps(passage, &out.tasks[i]);
          break;
        case Role::kPeriod:
          if (occasion_.kind != Kind::kPlan && SaysWhatWasDone(node.tasks[i].passages, passage)) {
            ReadProgress(passage, i, &out);
          } else {
            ReadPeriod(passage, &out.tasks[i]);
          }
          break;
        case Role::kProgress:
          ReadProgress(passage, i, &out);
          break;
        case Role::kNote:
          // 下一步措施: what a report goes on to, in a column of its own.
          if (StartsWithAny<"下一步", "下步", "下阶段">(passage.name))
            ReadForecasts(passage, DatesIn(passage.range), &out.tasks[i]);
          break;
        default:
          break;
      }
    }
    for (const Passage& passage : node.tasks[i].passages) ReadNumbers(passage, i, &out);
    for (const Passage& passage : node.tasks[i].passages) {
      if (passage.role == Role::kDue) ReadDue(passage, &out.tasks[i]);
    }
    TakeDueOfSteps(&out.tasks[i].task);
  }
  return out;
}

}  // namespace duban::documents
