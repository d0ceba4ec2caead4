#include "documents/core/reporting_clauses.h"

#include <algorithm>
#include <utility>

#include "documents/core/clause_items.h"
#include "documents/core/clause_words.h"
#include "documents/core/figure_words.h"
#include "documents/core/wording.h"

namespace duban::documents {

bool ReportingClauses::Read(Range sentence) { return ReadFigures(sentence) || ReadTopic(sentence) || ReadHeaded(sentence); }

bool ReportingClauses::ReadFigures(Range sentence) {
  std::vector<Range> members = SplitAt(text_.str(), sentence, U";；");
  if (members.size() < 3) return false;
  for (const std::string_view head : {"其中:", "其中：", "其中,", "其中，", "其中"}) {
    const std::size_t at = Find(text_.Of(members.front()), head);
    if (at == std::string_view::npos) continue;
    members.front().begin += at + head.size();
    break;
  }
  std::size_t shares = 0;
  // 公厕改造项目已开工;菜场提升项目3家…: each begins with its name.
  const bool named = std::all_of(members.begin(), members.end(), [&](Range member) { return NamesProjectFirst(text_.Of(member)); });
  for (const Range member : members) {
    const std::string_view words = text_.Of(member);
    const bool figures = HoldsDigit(words);
    if (!(figures || named) || IsDigit(CharAt(words, 0).code) || !IsMember(words)) return false;
    // 截至9月8日,…;累计…;满意率… go on about one project.
    if (StartsWithAny(words, {"截至", "截止", "累计", "目前", "满意", "已", "今年", "同时", "共"})) return false;
    if (words.substr(0, NameEnd(words)).ends_with("率") && CountChars(words.substr(0, NameEnd(words))) < 6) return false;
    shares += MentionsAny(words, {"率", "完工", "竣工", "已", "累计", "完成"});
  }
  if (shares * 4 < members.size() * 3) return false;
  for (const Range member : members) items_.push_back(ReportingItem(text_, member));
  return true;
}

bool ReportingClauses::ReadTopic(Range sentence) {
  const std::vector<Range> clauses = SplitAt(text_.str(), sentence, U",，");
  for (std::size_t i = 0; i + 1 < clauses.size() && i < 2; ++i) {
    const std::string_view name = text_.Of(clauses[i]);
    const bool project = name.ends_with("工程") || name.ends_with("项目") || name.ends_with("行动");
    if (!project || CountChars(name) < 5 || CountChars(name) > 26 || HoldsDigit(name)) continue;
    const Range rest{clauses[i + 1].begin, sentence.end};
    const std::string_view words = text_.Of(rest);
    if (!HoldsDigit(words) || !MentionsAny(words, {"已", "占", "完成", "完工", "竣工", "累计"})) {
      return false;
    }
    Add(clauses[i], rest);
    return true;
  }
  return false;
}

bool ReportingClauses::ReadHeaded(Range sentence) {
  const std::string_view words = text_.Of(sentence);
  const std::size_t colon = FindColon(words);
  if (colon == std::string_view::npos) return false;
  const Range name{sentence.begin, sentence.begin + colon};
  const Range rest = Trim(text_.str(), {name.end + (words[colon] == ':' ? 1 : 3), sentence.end});
  const std::size_t chars = CountChars(text_.Of(name));
  if (chars < 4 || chars > 22 || MentionsAny(text_.Of(name), {",", "，", "情况", "如下", "来源", "时间", "记者", "其中", "年"})) return false;
  if (HoldsDigit(text_.Of(name))) return false;
  if (dictionary_.LabelRole(text_.Of(name)) != Role::kNone || dictionary_.HeadRole(text_.Of(name)) != Role::kNone) return false;
  const std::string_view told = text_.Of(rest);
  if (!HoldsDigit(told)) return false;
  if (items_.empty() && !MentionsAny(told, {"完成", "完工", "竣工", "累计", "已", "率"})) return false;
  Add(name, rest);
  return true;
}

void ReportingClauses::Add(Range name, Range report) {
  Item item{.title = name};
  item.parts.emplace_back().fields = {{.role = Role::kTitle, .range = name}, {.role = Role::kProgress, .range = report}};
  items_.push_back(std::move(item));
}

}  // namespace duban::documents
