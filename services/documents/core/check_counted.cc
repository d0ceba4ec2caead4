#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string_view>
#include <utility>

#include "documents/core/checks.h"
#include "documents/core/figure_words.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

constexpr std::size_t kLeastProjects = 4;  // of a list that is worth counting

// What a sentence may say of some of the projects.
enum class Said { kNothing, kDone, kExceeded, kGoingOn, kLate };

Said SaidIn(std::string_view clause) {
  if (MentionsAny<"滞后", "偏慢", "缓慢", "较慢", "未达序时", "未达到序时">(clause))
    return Said::kLate;
  if (MentionsAny<"推进", "正在", "实施", "序时", "进行", "基本完成", "在建">(clause))
    return Said::kGoingOn;
  if (MentionsAny<"未完成", "未启动", "未开工", "尚未">(clause)) return Said::kNothing;
  if (Contains(clause, "超额")) return Said::kExceeded;
  return MentionsAny<"完成", "完工", "办结", "竣工", "兑现">(clause) ? Said::kDone : Said::kNothing;
}

// What the pieces of a project say of it: the worst of them, and that all are done only where each
// says so.
Status StateOf(const ReadProject& project) {
  const auto any = [&](Status status) {
    return std::ranges::any_of(
        project.tasks, [status](const ReadTask& task) { return task.task.status == status; });
  };
  for (const Status status : {Status::kDelayed, Status::kInProgress, Status::kNotStarted,
                              Status::kNone, Status::kOverfulfilled}) {
    if (any(status)) return status;
  }
  return Status::kCompleted;
}

bool Agrees(Said said, Status status) {
  switch (said) {
    case Said::kDone:
      return status == Status::kCompleted || status == Status::kOverfulfilled;
    case Said::kExceeded:
      return status == Status::kOverfulfilled;
    case Said::kGoingOn:
      return status == Status::kInProgress;
    case Said::kLate:
      return status == Status::kDelayed;
    case Said::kNothing:
      break;
  }
  return false;
}

}  // namespace

// Whether a figure counts projects and nothing else: 12项, 12件民生实事, 6个项目, 7个已完成.
bool Checker::CountsProjects(const Quantity& quantity) const {
  if (quantity.percent || quantity.range || quantity.decimals > 0 || quantity.chinese) return false;
  if (quantity.kind == quantities::Kind::kItemCount || quantity.unit == "项" ||
      quantity.unit == "件")
    return true;
  if (quantity.unit != "个") return false;
  const std::string_view behind = text_.str().substr(RangeOf(quantity.span).end, 18);
  return StartsWithAny<"民生", "项目", "实事", "已", "正", ",", "，", "、", ";", "；", "。", ")",
                       "）">(behind) ||
         Contains(behind, "项目");
}

// 12项民生实事 above twelve of them; 已完成4项,推进缓慢2项 where as many of them say so of
// themselves. Only such as hold: the words may count pieces of projects, and the copy may lack
// some.
void Checker::CheckCounted() {
  const std::size_t all = programme_.projects.size();
  if (all < kLeastProjects) return;
  std::set<std::pair<Said, std::size_t>> told;      // once each, however often the words say it
  const auto named = [&](const Quantity& figure) {  // 等6个项目, whose list was counted
    return std::ranges::any_of(
        programme_.counts, [&](const NamedCount& count) { return figure.value == count.stated; });
  };
  const auto tell = [&](const Quantity& figure, Said said, std::size_t count,
                        std::string_view how) {
    if (figure.value != static_cast<double>(count) || !told.emplace(said, count).second) return;
    AddCheck(CheckKind::kCount, {}, figure.value, figure.value, true, RangeOf(figure.span),
             fmt::format("{} {}", count, how));
  };
  for (const Range line : words_about_) {
    for (const Quantity* const figure : Counts(line)) {
      if (!CountsProjects(*figure) || named(*figure)) continue;
      tell(*figure, Said::kNothing, all, "listed");
      const Said said = SaidIn(text_.Of(ClauseAround(text_, line, RangeOf(figure->span).begin)));
      const auto agreeing = std::ranges::count_if(
          programme_.projects,
          [said](const ReadProject& project) { return Agrees(said, StateOf(project)); });
      if (agreeing > 0) tell(*figure, said, static_cast<std::size_t>(agreeing), "said");
    }
  }
}

}  // namespace duban::documents
