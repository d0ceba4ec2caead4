#include "documents/review/learned.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "documents/core/utf8.h"
#include "documents/quantities/quantity.h"
#include "documents/review/figure_refs.h"

namespace duban::documents {
namespace {

namespace v1 = duban::ingest::v1;

std::string ByWhom(const v1::LearnedWord& word) {
  return fmt::format("learned from {}: {}", word.author(), word.name());
}

// The one target of the task that is worded `meaning` and has the unit; 0 when none or several.
int TargetWorded(const v1::DraftTask& task, const std::string& meaning, const std::string& unit) {
  int found = 0;
  for (int i = 1; i <= task.targets_size(); ++i) {
    const v1::DraftTarget& target = task.targets(i - 1);
    if (target.unit() != unit || Normal(target.measure()) != Normal(meaning)) continue;
    if (found != 0) return 0;
    found = i;
  }
  return found;
}

bool UseWording(const v1::LearnedWord& word, const v1::Doubt& doubt, v1::ImportDraft& draft) {
  if (doubt.reason() != "TWO_CANDIDATES") return false;
  for (const FigureRef& figure : FiguresOf(draft, 0, doubt.project_number(), doubt.task_number())) {
    v1::DraftMeasurement* m = figure.measurement;
    if (m == nullptr || m->target_index() != 0 || !Overlap(m->source(), doubt.source())) continue;
    if (Normal(m->measure()) != Normal(word.text())) continue;
    const int target = TargetWorded(*figure.task, word.meaning(), m->unit());
    if (target == 0) continue;
    m->set_target_index(target);
    m->set_binding_evidence(ByWhom(word));
    draft.add_reviewed(fmt::format("project {}: “{}” measures target {} ({})",
                                   doubt.project_number(), m->source().quote(), target,
                                   ByWhom(word)));
    return true;
  }
  return false;
}

v1::DraftTask* FindTask(v1::ImportDraft& draft, int project, int task, v1::ProgrammeKind& kind) {
  for (v1::DraftProgramme& programme : *draft.mutable_programmes()) {
    for (v1::DraftProject& of : *programme.mutable_projects()) {
      if (of.number() != project) continue;
      for (v1::DraftTask& part : *of.mutable_tasks()) {
        if (part.number() != task) continue;
        kind = programme.kind();
        return &part;
      }
    }
  }
  return nullptr;
}

size_t ByteOf(std::string_view text, int point) {
  size_t at = 0;
  while (point-- > 0 && at < text.size()) at += CharAt(text, at).bytes;
  return at;
}

// What stands before the number in its clause: what is counted.
std::string Before(std::string_view text, size_t at) {
  constexpr size_t kMost = 12;
  size_t begin = at;
  for (size_t i = 0; i < kMost && begin > 0; ++i) {
    const Char c = CharBefore(text, begin);
    if (!IsHan(c.code)) break;
    begin -= c.bytes;
  }
  return std::string(text.substr(begin, at - begin));
}

bool UseUnit(const v1::LearnedWord& word, const v1::Doubt& doubt, std::string_view text,
             v1::ImportDraft& draft) {
  if (doubt.reason() != "UNIT_UNKNOWN") return false;
  const size_t begin = ByteOf(text, doubt.source().start());
  const size_t end = begin + doubt.source().quote().size();
  if (text.substr(end, word.text().size()) != word.text()) return false;
  const auto numbers =
      quantities::FindQuantities(doubt.source().quote(), {.set_aside = true, .nouns = false});
  v1::ProgrammeKind kind = v1::PROGRAMME_KIND_UNSPECIFIED;
  v1::DraftTask* task = FindTask(draft, doubt.project_number(), doubt.task_number(), kind);
  if (task == nullptr || numbers.size() != 1) return false;
  type::v1::Source source = doubt.source();
  source.set_end(source.end() + static_cast<int>(CountChars(word.text())));
  source.set_quote(source.quote() + word.text());
  const bool reported =
      kind != v1::PLAN && Contains(Normal(task->narrative()), Normal(source.quote()));
  const auto fill = [&](auto& figure) {
    figure.set_measure(Before(text, begin));
    figure.set_value(numbers[0].value);
    figure.set_unit(word.meaning());
    *figure.mutable_source() = source;
  };
  if (reported) {
    v1::DraftMeasurement& added = *task->add_measurements();
    fill(added);
    added.set_cumulative(true);
  } else {
    v1::DraftTarget& added = *task->add_targets();
    fill(added);
    added.set_comparator(type::v1::EQUAL);
  }
  draft.add_reviewed(fmt::format("project {}: “{}” is a {} ({})", doubt.project_number(),
                                 source.quote(), reported ? "reached value" : "target",
                                 ByWhom(word)));
  return true;
}

template <typename Names>
int Rename(const v1::LearnedWord& word, Names* names) {
  int count = 0;
  for (std::string& name : *names) {
    if (name != word.text()) continue;
    name = word.meaning();
    ++count;
  }
  return count;
}

void UseName(const v1::LearnedWord& word, v1::ImportDraft& draft) {
  int count = 0;
  for (v1::DraftProgramme& programme : *draft.mutable_programmes()) {
    for (v1::DraftProject& project : *programme.mutable_projects()) {
      count += Rename(word, project.mutable_lead_units()) +
               Rename(word, project.mutable_cooperating_units());
      for (v1::DraftTask& task : *project.mutable_tasks())
        count += Rename(word, task.mutable_lead_units()) +
                 Rename(word, task.mutable_cooperating_units());
    }
  }
  if (count > 0)
    draft.add_reviewed(
        fmt::format("“{}” is {}, {} times ({})", word.text(), word.meaning(), count, ByWhom(word)));
}

}  // namespace

void ApplyLearned(const std::vector<v1::LearnedWord>& words, std::string_view text,
                  v1::ImportDraft& draft) {
  for (const v1::LearnedWord& word : words) {
    if (word.kind() == v1::LearnedWord::UNIT_NAME) UseName(word, draft);
  }
  v1::ImportDraft before;
  before.mutable_doubts()->Swap(draft.mutable_doubts());
  for (v1::Doubt& doubt : *before.mutable_doubts()) {
    const bool settled = std::any_of(words.begin(), words.end(), [&](const v1::LearnedWord& word) {
      if (word.kind() == v1::LearnedWord::WORDING) return UseWording(word, doubt, draft);
      return word.kind() == v1::LearnedWord::UNIT_OF_MEASURE && UseUnit(word, doubt, text, draft);
    });
    if (!settled) *draft.add_doubts() = std::move(doubt);
  }
}

}  // namespace duban::documents
