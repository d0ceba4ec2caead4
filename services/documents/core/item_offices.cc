#include "documents/core/item_offices.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/core/labels.h"
#include "documents/core/names.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

// An office and no place: what a promise is about may stand in a bracket, too (城关街道).
bool IsBureau(std::string_view words) {
  if (EndsWithAny<"街道办", "督办", "交办", "主办", "承办", "协办">(words)) return false;
  return EndsWithAny<"局", "委", "办", "委员会", "管委会", "总工会", "办公室", "联">(words);
}

// A bracket that ends a promise without a word such as 负责 names an office for certain: (餐厅)
// does not.
bool IsOffice(std::string_view words) {
  return StartsWithAny<"区", "县", "市", "省", "州", "各", "镇", "乡">(words) ||
         EndsWithAny<"局", "委", "办", "政府", "公司", "集团", "街道", "委员会", "管委会", "联",
                     "办公室">(words);
}

// Of each bracket whether nothing but brackets stands before or behind it in its passage:
// (区民政局)(正在推进)建设….
std::vector<bool> AtEdges(const std::vector<Range>& brackets, Range passage) {
  constexpr std::size_t kMarks = 4;  // bytes of a mark that closes and one that opens
  std::vector<bool> edges(brackets.size());
  for (std::size_t i = 0; i < brackets.size(); ++i) {
    if (brackets[i].begin > (i == 0 ? passage.begin : brackets[i - 1].end + 1) + kMarks) break;
    edges[i] = true;
  }
  for (std::size_t i = brackets.size(); i-- > 0;) {
    if (i + 1 < brackets.size() ? brackets[i + 1].begin > brackets[i].end + kMarks
                                : brackets[i].end + 6 < passage.end)
      break;
    edges[i] = true;
  }
  return edges;
}

// (区教育局牵头,区住建局、各街道配合): false where the words say no such thing.
bool ReadLed(std::string_view words, const Dictionary& dictionary, ProjectNode* project) {
  const std::size_t at = Find(words, "牵头");
  if (at == std::string_view::npos) return false;
  // 由省卫生厅、省公安厅分别牵头,会同省工商局等单位负责落实
  std::string_view lead = words.substr(0, at);
  if (lead.starts_with("由")) lead.remove_prefix(std::string_view("由").size());
  if (lead.ends_with("分别") || lead.ends_with("共同"))
    lead.remove_suffix(std::string_view("分别").size());
  if (!LooksLikeUnits(lead, dictionary)) return false;
  std::string_view rest = words.substr(at + std::string_view("牵头").size());
  for (bool changed = true; changed;) {
    changed = false;
    for (const std::string_view mark :
         kWordsOf<",", "，", ";", "；", "、", "负责", "由", "会同", "会", "商">) {
      if (!rest.starts_with(mark)) continue;
      rest.remove_prefix(mark.size());
      changed = true;
    }
  }
  while (DropTail<"配合", "参与", "协同", "协助", "协办", "落实", "负责", "共同", "等单位",
                  "等部门", "等">(&rest)) {
  }
  AddNames(ReadNames(lead, dictionary).units, &project->lead_units);
  if (LooksLikeUnits(rest, dictionary))
    AddNames(ReadNames(rest, dictionary).units, &project->cooperating_units);
  return true;
}

// Reads what one task's words say of who leads it.
class OfficeReader {
 public:
  OfficeReader(const Text& text, const Dictionary& dictionary, TaskNode* task, ProjectNode* project)
      : text_(text), dictionary_(dictionary), task_(*task), project_(*project) {}

  void Read() {
    for (const Passage& passage : task_.passages) {
      if (!passage.counts) continue;
      const std::vector<Range> brackets = Brackets(text_.str(), passage.range);
      const std::vector<bool> edges = AtEdges(brackets, passage.range);
      for (std::size_t i = 0; i < brackets.size(); ++i) ReadBracket(passage, brackets[i], edges[i]);
    }
    for (const Passage& passage : task_.passages) {
      if (passage.counts) ReadDash(text_.Of(passage.range));
    }
    if (lead_.empty()) return;
    if (project_.lead_units.empty() && project_.tasks.size() == 1) {
      project_.lead_units = std::move(lead_);
    } else if (lead_ != project_.lead_units) {
      task_.lead_units = std::move(lead_);
    }
  }

 private:
  void ReadBracket(const Passage& passage, Range inner, bool edge) {
    std::string_view words = text_.Of(inner);
    if (const Status said = edge ? dictionary_.CellStatus(words, "") : Status::kNone;
        said != Status::kNone) {
      if (task_.status == Status::kNone) task_.status = said;
      return;
    }
    const bool plan = IsPlan(passage.role);
    bool leads = false;  // says that the offices are in charge
    // (县水务局 已完成) closes a report.
    if (!plan) {
      if (!edge) return;
      const std::size_t blank = words.rfind(' ');
      leads = blank != std::string_view::npos &&
              dictionary_.CellStatus(words.substr(blank + 1), "") != Status::kNone;
      if (leads) words = words.substr(0, blank);
    }
    if (!FindLabels(text_.str(), inner, dictionary_).empty()) return;
    leads = DropTail<"负责", "牵头", "承办", "落实", "牵头负责", "牵头落实">(&words) || leads;
    if (ReadLed(words, dictionary_, &project_)) return;
    const bool closes = plan && inner.end + 6 >= passage.range.end;
    if (!leads &&
        !(closes ? IsOffice(words) : edge && IsBureau(words.substr(0, Find(words, "、")))))
      return;  // 县住建局、县热力公司
    if (!LooksLikeUnits(words, dictionary_)) return;
    const Names names = ReadNames(words, dictionary_);
    AddNames(names.units, &lead_);
    AddNames(names.cooperating, &project_.cooperating_units);
  }

  // …,年底前投用——区教育局: behind a dash that closes the item.
  void ReadDash(std::string_view words) {
    constexpr std::string_view kDash = "——";
    constexpr std::size_t kMostChars = 30;
    const std::size_t tail =
        words.size() -
        std::min(words.size(), kDash.size() + 4 * kMostChars + std::string_view("。").size());
    const std::size_t dash = FindLast(words.substr(tail), kDash);
    if (dash == std::string_view::npos || tail + dash == 0) return;
    std::string_view office = words.substr(tail + dash + kDash.size());
    if (office.ends_with("。")) office.remove_suffix(std::string_view("。").size());
    if (MentionsAny<",", "，">(office) || !IsOffice(office) || CountChars(office) > kMostChars)
      return;
    if (LooksLikeUnits(office, dictionary_)) AddNames(ReadNames(office, dictionary_).units, &lead_);
  }

  const Text& text_;
  const Dictionary& dictionary_;
  TaskNode& task_;
  ProjectNode& project_;
  std::vector<std::string> lead_;
};

}  // namespace

void ReadBrackets(const Text& text, const Dictionary& dictionary, TaskNode* task,
                  ProjectNode* project) {
  OfficeReader(text, dictionary, task, project).Read();
}

void ReadHeading(const Text& text, const Dictionary& dictionary, ProjectNode* project) {
  std::string_view heading = text.Of(project->category);
  heading = Trim(heading.substr(0, std::min(heading.find('('), Find(heading, "（"))));
  if (heading.empty() || CountChars(heading) > 16 || !IsOffice(heading) ||
      !LooksLikeUnits(heading, dictionary))
    return;
  AddNames(ReadNames(heading, dictionary).units, &project->lead_units);
  project->category = {};
}

}  // namespace duban::documents
