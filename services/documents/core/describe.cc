#include "documents/core/describe.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "documents/core/figure_words.h"
#include "documents/core/figures.h"
#include "documents/core/numbering.h"
#include "documents/core/utf8.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

// As printed, without line breaks and the blanks that a page sets before its lines.
std::string Plain(const Text& text, Range range) {
  const std::string printed = PrintedName(text, range);
  std::string out(Trim(printed));
  if (out.find('\n') == std::string::npos && out.find('\r') == std::string::npos) return out;
  bool opens_line = false;
  std::erase_if(out, [&opens_line](char c) {
    const bool breaks = c == '\n' || c == '\r';
    opens_line = breaks || (opens_line && c == ' ');
    return opens_line;
  });
  return out;
}

// Without the numbers before it: 2.一是全区… is 全区….
std::string_view Unnumbered(std::string_view words) {
  while (const auto numbering = NumberingAt(words, 0)) {
    if (numbering->range.end == 0 || numbering->range.end >= words.size()) break;
    words.remove_prefix(numbering->range.end);
  }
  return Trim(words);
}

// The heading of the group, without its number and the count of its members: 一、办好教育(5件).
std::string CategoryOf(const Text& text, const ProjectNode& node) {
  if (node.category.empty()) return "";
  Range range = BehindNumbering(text.str(), node.category);
  for (const Range inner : Brackets(text.str(), range)) {
    const std::size_t open = inner.begin - CharBefore(text.str(), inner.begin).bytes;
    if (inner.end + 3 >= range.end && open > range.begin) range.end = open;
  }
  const std::string name = Plain(text, range);
  std::string_view words = name;
  DropTail<":", "：", "。">(&words);  // 教育类:1.… on one line; (一)社会保障类。
  return std::string(words);
}

// 已完成。 or 推进中。 at the head of a report.
Status OpeningStatus(const Dictionary& dictionary, std::string_view narrative) {
  const std::string_view opening = narrative.substr(0, 48);
  const std::size_t stop = std::min(Find(opening, "。"), opening.find('\n'));
  return stop > 45 ? Status::kNone : dictionary.CellStatus(opening.substr(0, stop), "");
}

std::string_view BeforeOutlook(std::string_view narrative) {
  const std::size_t outlook = OutlookIn(narrative);
  return outlook == std::string_view::npos || outlook == 0 ? narrative
                                                           : narrative.substr(0, outlook);
}

// A sentence of its own that says the state and nothing else: …。按序时进度推进。 The last one,
// before what 下一步 goes on to.
Status SentenceStatus(const Dictionary& dictionary, std::string_view narrative) {
  Status last = Status::kNone;
  while (!narrative.empty()) {
    const std::size_t stop =
        std::min({Find(narrative, "。"), narrative.find('\n'), narrative.size()});
    const std::string_view sentence = Trim(narrative.substr(0, stop));
    narrative.remove_prefix(std::min(
        narrative.size(), stop + (stop < narrative.size() && narrative[stop] == '\n' ? 1 : 3)));
    // 否 answers a question of its own, and 滞 后 is what a merged cell left of one.
    if (sentence.size() > 48 || CountChars(sentence) < 3 || Contains(sentence, " ")) continue;
    if (const Status said = dictionary.CellStatus(sentence, ""); said != Status::kNone) last = said;
  }
  return last;
}

std::string TaskTitle(const Text& text, const ReadTask& task, const Project& project) {
  for (const Role role : {Role::kTarget, Role::kContent, Role::kProgress}) {
    for (const Passage& passage : task.passages) {
      if (passage.role != role) continue;
      const std::string_view all = Unnumbered(text.Of(passage.range));
      std::size_t end = std::min<std::size_t>(
          kSetOf<"。", "；", ";", "，", ",", "\n">.First(all.substr(0, 123)), 120);
      while (end > 0 && end < all.size() && (static_cast<unsigned char>(all[end]) & 0xC0) == 0x80)
        --end;
      return std::string(all.substr(0, end));
    }
  }
  return project.title;
}

}  // namespace

std::string PrintedName(const Text& text, Range range) {
  const Range printed = text.Printed(range);
  // Nothing of most names is left unread.
  if (printed.size() == range.size() && !Contains(text.Of(range), std::string_view(&kPageBreak, 1)))
    return std::string(text.Verbatim().substr(printed.begin, printed.size()));
  std::string out;
  const auto add_unread = [&](std::size_t begin, std::size_t end) {
    const std::string_view unread = text.Verbatim().substr(begin, end - begin);
    if (!Contains(unread, "\n")) out += unread;
  };
  std::size_t next = printed.begin;
  for (std::size_t at = range.begin; at < range.end; ++at) {
    const std::size_t own = text.Printed({at, at}).begin;
    add_unread(next, own);
    if (text.str()[at] != kPageBreak) out += text.Verbatim()[own];
    next = own + 1;
  }
  add_unread(next, std::max(next, printed.end));
  return out;
}

std::string TitleText(const Text& text, Range range) {
  std::string title = Plain(text, range);
  for (const std::string_view end : kWordsOf<"。", "；", ";", "：", ":">) {
    if (title.ends_with(end)) title.resize(title.size() - end.size());
  }
  return title;
}

void Describe(const Text& text, const Dictionary& dictionary, const ProjectNode& node,
              const Occasion& occasion, ReadProject* project) {
  Project& out = project->project;
  out.number = node.number;
  out.title = TitleText(text, node.title);
  out.category = CategoryOf(text, node);
  out.leaders = node.leaders;
  out.lead_units = node.lead_units;
  out.cooperating_units = node.cooperating_units;
  if (!node.content.empty()) out.content = Plain(text, node.content);
  for (ReadTask& task : project->tasks) {
    for (const Passage& passage : task.passages) {
      std::string* to = passage.role == Role::kProgress ? &task.task.narrative
                        : passage.role == Role::kTarget || passage.role == Role::kContent
                            ? &task.task.content
                            : nullptr;
      if (to == nullptr) continue;
      if (!to->empty()) *to += '\n';
      *to += Plain(text, passage.range);
    }
    // Of several periods the last one says how far the work is.
    if (task.task.narrative.empty() && occasion.kind != Kind::kPlan) {
      const auto last =
          std::find_if(task.passages.rbegin(), task.passages.rend(), [&](const Passage& passage) {
            return passage.role == Role::kPeriod && SaysWhatWasDone(task.passages, passage);
          });
      if (last != task.passages.rend()) task.task.narrative = Plain(text, last->range);
    }
    if (task.task.title.empty()) task.task.title = TaskTitle(text, task, out);
    if (task.task.status == Status::kNone) {
      task.task.status = node.group_status;
      task.said = node.group_status != Status::kNone;
    }
    if (task.task.status == Status::kNone && occasion.kind != Kind::kPlan) {
      task.task.status = OpeningStatus(dictionary, task.task.narrative);
      const Status told = NarrativeStatus(task.task.narrative, Kind::kProgress);
      if (task.task.status == Status::kNone)
        task.task.status = SentenceStatus(dictionary, BeforeOutlook(task.task.narrative));
      if (task.task.status == Status::kNone) {
        task.task.status = occasion.kind == Kind::kProgress
                               ? told
                               : NarrativeStatus(task.task.narrative, occasion.kind);
      }
      task.said = told == Status::kCompleted;
    }
  }
}

void StatusFromShares(Kind kind, ReadProject* project) {
  if (kind == Kind::kPlan) return;
  for (ReadTask& task : project->tasks) {
    if (task.task.status != Status::kNone || task.shares.empty()) continue;
    double least = 1e9;
    for (const Share& share : task.shares) {
      if (share.of_plan) least = std::min(least, share.percent);
    }
    if (least < 1e9 && least >= 100)
      task.task.status = least > 100 ? Status::kOverfulfilled : Status::kCompleted;
  }
}

void CategoriesFromTitles(std::vector<ReadProject>* projects) {
  std::size_t prefixed = 0;
  const auto prefix = [](const std::string& title) {
    const std::size_t at = FindColon(title);
    return at == std::string::npos || CountChars(title.substr(0, at)) > 6 ? std::string()
                                                                          : title.substr(0, at);
  };
  for (const ReadProject& project : *projects) {
    if (!project.project.category.empty()) return;
    prefixed += !prefix(project.project.title).empty();
  }
  if (prefixed * 5 < projects->size() * 4) return;
  for (ReadProject& project : *projects) project.project.category = prefix(project.project.title);
}

}  // namespace duban::documents
