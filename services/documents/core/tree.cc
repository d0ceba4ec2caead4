#include "documents/core/tree.h"

#include <algorithm>

#include "documents/core/agents.h"
#include "documents/core/clause_words.h"
#include "documents/core/labels.h"
#include "documents/core/names.h"
#include "documents/core/numbering.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"
#include "documents/quantities/dates.h"

namespace duban::documents {
namespace {

void AddAll(const std::vector<std::string>& names, std::vector<std::string>* to) {
  for (const std::string& name : names) {
    if (std::find(to->begin(), to->end(), name) == to->end()) to->push_back(name);
  }
}

bool IsPlan(Role role) { return role == Role::kTitle || role == Role::kContent || role == Role::kTarget; }

// A bracket that ends a promise without a word such as 负责 names an office for certain: (餐厅) does not.
bool IsOffice(std::string_view words) {
  for (const std::string_view place : kWordsOf<"区", "县", "市", "省", "州", "各", "镇", "乡">) {
    if (words.starts_with(place)) return true;
  }
  for (const std::string_view end : kWordsOf<"局", "委", "办", "政府", "公司", "集团", "街道", "委员会", "管委会", "联", "办公室">) {
    if (words.ends_with(end)) return true;
  }
  return false;
}

// Who is named by a field, whatever its role says of single cells: a unit cell may hold a person, a leader's a unit.
struct Named {
  std::vector<std::string> leaders;
  std::vector<std::string> lead;
  std::vector<std::string> cooperating;
};

class ProjectBuilder {
 public:
  ProjectBuilder(const Text& text, const Dictionary& dictionary, const ItemReading& reading)
      : text_(text), dictionary_(dictionary), plain_(reading.plain), results_(reading.results), done_(reading.done), first_leads_(reading.first_leads) {}

  ProjectNode Build(const Item& item) {
    node_.number = item.number;
    node_.title = item.title;
    node_.category = item.category;
    node_.group_status = item.group_status;
    leads_ = HasLead(item);
    Named named;
    for (const Field& field : item.fields) ReadNamed(field, &named);
    TakeNames(named);
    const bool streams = item.parts.size() > 1;
    for (const Part& part : item.parts) AddPart(part, streams);
    if (node_.tasks.empty()) node_.tasks.emplace_back();
    JoinOverview();
    TitleThatReports();
    for (TaskNode& task : node_.tasks) PartPromise(&task);
    if (node_.tasks.size() == 1) SplitOnly();
    for (std::size_t i = 0; i < node_.tasks.size(); ++i) {
      TaskNode& task = node_.tasks[i];
      if (task.number == 0) task.number = static_cast<int>(i) + 1;
      ReadBrackets(&task);
    }
    MakeNumbersUnique();
    if (NoLead()) ReadHeading();
    if (NoLead()) ReadAgents();
    for (const TaskNode& task : node_.tasks) {
      for (const Passage& passage : task.passages) {
        if (node_.content.empty() && passage.role == Role::kContent) node_.content = passage.range;
      }
    }
    return std::move(node_);
  }

 private:
  static bool HasLead(const Item& item) {
    const auto lead = [](const Field& field) { return field.role == Role::kLead; };
    return std::any_of(item.fields.begin(), item.fields.end(), lead) ||
           std::any_of(item.parts.begin(), item.parts.end(), [&](const Part& part) {
             return std::any_of(part.fields.begin(), part.fields.end(), lead);
           });
  }

  void ReadNamed(const Field& field, Named* named) {
    // One cell may hold labels of its own: "牵头单位:… 配合单位:…".
    const std::vector<Label> labels = FindLabels(text_.str(), field.range, dictionary_);
    if (!labels.empty() && field.head.begin != labels.front().name.begin) {
      const Range lead = Trim(text_.str(), {field.range.begin, labels.front().name.begin});
      if (!lead.empty()) ReadNames1(field.role, lead, named);
      for (const Label& label : labels) ReadNames1(label.role, label.value, named);
      return;
    }
    ReadNames1(field.role, field.range, named);
  }

  void ReadNames1(Role role, Range range, Named* named) {
    const Names names = ReadNames(text_.Of(range), dictionary_);
    if (role == Role::kLeader) {
      AddAll(names.people, &named->leaders);
      // A leader may be printed with an office (副区长王强): the cell says who leads all the same.
      for (const std::string& name : names.units) {
        AddAll({name}, LooksLikeUnits(name, dictionary_) ? &named->lead : &named->leaders);
      }
      return;
    }
    AddAll(names.people, &named->leaders);
    const bool cooperates = role == Role::kCooperating || (role == Role::kResponsible && leads_);
    if (role == Role::kResponsible && first_leads_ && !cooperates && !names.units.empty()) {
      AddAll({names.units.front()}, &named->lead);
      AddAll({names.units.begin() + 1, names.units.end()}, &named->cooperating);
      return;
    }
    AddAll(names.units, cooperates ? &named->cooperating : &named->lead);
  }

  void TakeNames(const Named& named) {
    AddAll(named.leaders, &node_.leaders);
    AddAll(named.lead, &node_.lead_units);
    AddAll(named.cooperating, &node_.cooperating_units);
  }

  void AddPart(const Part& part, bool streams) {
    TaskNode task{.number = part.number, .title = part.heading};
    Named named;
    for (const Field& field : part.fields) {
      switch (field.role) {
        case Role::kLead:
        case Role::kResponsible:
        case Role::kCooperating:
        case Role::kLeader:
          if (!field.inherited) ReadNamed(field, &named);
          break;
        case Role::kStatus:
          task.status = dictionary_.CellStatus(text_.Of(field.range), field.name);
          if (task.status == Status::kNone && CountChars(text_.Of(field.range)) > 8) AddPassage(Role::kNote, field, &task);
          break;
        default:
          AddPassage(field.role == Role::kNone ? plain_ : field.role, field, &task);
      }
    }
    AddAll(named.leaders, &node_.leaders);
    if (node_.tasks.empty() && !streams) {
      TakeNames(named);
    } else if (node_.tasks.empty()) {
      TakeNames(named);
    } else {
      if (named.lead != node_.lead_units) task.lead_units = named.lead;
      if (named.cooperating != node_.cooperating_units) task.cooperating_units = named.cooperating;
    }
    if (task.number == 0) {
      for (const Passage& passage : task.passages) {
        if (!IsPlan(passage.role) || !passage.counts) continue;
        const auto numbering = NumberingAt(text_.str(), passage.range.begin);
        if (numbering && numbering->style != NumberStyle::kOne) task.number = numbering->value;
      }
    }
    node_.tasks.push_back(std::move(task));
  }

  static void AddPassage(Role role, const Field& field, TaskNode* task) {
    task->passages.push_back({role, field.range, field.head, field.name, !field.inherited});
  }

  // The first part of an outline's item is its title and overview; where streams or numbered pieces follow, its passages
  // belong to them.
  void JoinOverview() {
    if (node_.tasks.size() < 2) return;
    TaskNode& first = node_.tasks.front();
    const bool overview = first.number == 0 && first.title.empty() && first.status == Status::kNone &&
                          std::all_of(first.passages.begin(), first.passages.end(),
                                      [](const Passage& p) { return p.head.empty(); }) &&
                          std::all_of(node_.tasks.begin() + 1, node_.tasks.end(),
                                      [](const TaskNode& t) { return t.number > 0 || !t.title.empty(); });
    if (!overview) return;
    std::vector<Passage> passages = std::move(first.passages);
    node_.tasks.erase(node_.tasks.begin());
    TaskNode& target = node_.tasks.front();
    target.passages.insert(target.passages.begin(), passages.begin(), passages.end());
  }

  // An item of one sentence in a report (新增停车位500个,已完成420个) reports in its title; so does every one of a list that is
  // done (十件实事全面完成:新建幼儿园6所;…).
  void TitleThatReports() {
    if (plain_ != Role::kProgress || node_.tasks.size() != 1) return;
    auto& passages = node_.tasks.front().passages;
    if (passages.size() != 1 || passages[0].role != Role::kTitle || !passages[0].head.empty()) return;
    const std::string_view words = text_.Of(passages[0].range);
    const auto says = [&](std::initializer_list<std::string_view> some) {
      return std::any_of(some.begin(), some.end(), [&](std::string_view word) { return Contains(words, word); });
    };
    const bool reached = (done_ && IsClause(passages[0].range)) || says({"已", "完成", "目前", "累计", "实际", "建成", "为计划的", "占计划", "占年度", "占全年", "占目标"});
    if (reached) passages[0].role = Role::kProgress;
  }

  // Whether a passage is a clause among others: names are parted by 、 or stand on lines of their own.
  bool IsClause(Range range) const {
    return range.begin > 0 && text_.str()[range.begin - 1] != '\n' && StartsWithAny(text_.str().substr(range.end), {"；", ";", "。"});
  }

  // A report may first say what was promised: the rest of a heading that fills its line (一、新增就业,培训2万人次。), and the
  // sentences before it tells of anything done (全年改造8166户。…截至4月底,已改造1078户).
  void PartPromise(TaskNode* task) const {
    if (plain_ != Role::kProgress) return;
    const auto first = std::find_if(task->passages.begin(), task->passages.end(), [](const Passage& passage) {
      return passage.role == Role::kProgress && passage.head.empty() && passage.counts;
    });
    if (first == task->passages.end()) return;
    const std::string_view all = text_.Of(first->range);
    const std::string_view between = text_.str().substr(node_.title.end, std::max(first->range.begin, node_.title.end) - node_.title.end);
    bool heading = !node_.title.empty() && (between == "," || between == "，");
    std::size_t end = 0;
    while (end < all.size()) {
      const std::size_t stop = std::min({Find(all, "。", end), Find(all, "\n", end), all.size()});
      const std::size_t next = std::min(all.size(), stop + (stop < all.size() && all[stop] == '\n' ? 1 : 3));
      const bool fills = next >= all.size() || all[next] == '\n' || all[stop] == '\n';
      const std::string_view sentence = all.substr(end, stop - end);
      if (!Promises(sentence, (heading && fills) || (end == 0 && !results_ && PlansOnly(sentence) && TurnsToReport(all.substr(next))))) break;
      heading = false;
      end = next;
    }
    const std::string_view rest = all.substr(end);
    const bool more = std::next(first) != task->passages.end();
    if (end == 0 || (!more && !MentionsAny<"截至", "截止", "目前", "推进情况", "进展情况", "已", "累计">(rest))) return;
    Passage content = Copy(*first, Trim(text_.str(), {first->range.begin, first->range.begin + end}));
    content.role = Role::kContent;
    const Range report = Trim(text_.str(), {first->range.begin + end, first->range.end});
    if (report.empty()) {
      *first = content;
    } else {
      first->range = report;
      task->passages.insert(first, content);
    }
  }

  // A sentence that looks ahead, or the rest of a heading that tells of works, and nothing done.
  static bool Promises(std::string_view sentence, bool heading) {
    if (MentionsAny<"已", "累计", "截至", "截止", "目前", "正在", "竣工", "投用", "实际", "超额", "完工", "其中", "提前", "顺利", "有序", "投入使用", "同比", "情况", "现", "%", "支出", "下达">(sentence)) {
      return false;
    }
    return MentionsAny<"全年", "年内", "年底前", "不少于", "确保", "力争", "主要内容">(sentence) || (heading && TellsOfWork(sentence));
  }

  // Whether a sentence that tells of nothing done may promise: what was paid or reaches somebody is told, not promised.
  static bool PlansOnly(std::string_view sentence) {
    return TellsOfWork(sentence) && !MentionsAny<"惠及", "发放", "投入", "投资", "进行", "月">(sentence);
  }

  // Whether words tell of a time of the year, up to now: 上半年,…; 目前,…; 截至6月底….
  static bool TurnsToReport(std::string_view words) {
    if (StartsWithAny(words, {"上半年", "目前", "截至", "截止", "据统计", "一季度", "前三季度", "今年以来", "年初以来", "一是"})) return true;
    const auto dates = quantities::FindDates(words.substr(0, 60), {.default_year = 2000});
    return !dates.empty() && dates.front().span.start_byte == 0 && dates.front().kind == quantities::DateKind::kPeriod;
  }

  // One task whose target is numbered is as many tasks; passages numbered alike go along, others are told apart by
  // their wording.
  void SplitOnly() {
    TaskNode& only = node_.tasks.front();
    std::vector<Piece> pieces;
    std::size_t driver = 0;
    for (const Role role : {Role::kTarget, Role::kContent}) {
      for (std::size_t i = 0; i < only.passages.size() && pieces.empty(); ++i) {
        if (only.passages[i].role != role) continue;
        pieces = SplitNumbered(text_.str(), only.passages[i].range, nullptr);
        if (pieces.empty() || pieces.front().numbering.value != 1) pieces.clear();
        driver = i;
      }
    }
    if (pieces.empty()) return;
    std::vector<TaskNode> tasks(pieces.size());
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      tasks[i].number = pieces[i].numbering.value;
      tasks[i].status = only.status;
    }
    for (std::size_t p = 0; p < only.passages.size(); ++p) {
      const Passage& passage = only.passages[p];
      Range lead;
      const std::vector<Piece> own = p == driver ? SplitNumbered(text_.str(), passage.range, &lead)
                                                 : SplitNumbered(text_.str(), passage.range, &lead);
      if (own.size() == pieces.size()) {
        if (!lead.empty()) tasks.front().passages.push_back(Copy(passage, lead));
        for (std::size_t i = 0; i < own.size(); ++i) tasks[i].passages.push_back(Copy(passage, own[i].body));
      } else if (own.empty()) {
        tasks[Closest(pieces, passage.range)].passages.push_back(passage);
      } else {
        if (!lead.empty()) tasks[Closest(pieces, lead)].passages.push_back(Copy(passage, lead));
        for (const Piece& piece : own) tasks[Closest(pieces, piece.body)].passages.push_back(Copy(passage, piece.body));
      }
    }
    node_.tasks = std::move(tasks);
  }

  static Passage Copy(const Passage& passage, Range range) {
    Passage copy = passage;
    copy.range = range;
    return copy;
  }

  std::size_t Closest(const std::vector<Piece>& pieces, Range range) const {
    std::size_t best = 0;
    double top = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const double alike = Alikeness(text_.Of(pieces[i].body), text_.Of(range));
      if (alike > top) {
        top = alike;
        best = i;
      }
    }
    return best;
  }

  // "(区交通运输局负责)" inside a task's promise names who leads it.
  void ReadBrackets(TaskNode* task) {
    std::vector<std::string> lead;
    for (const Passage& passage : task->passages) {
      // Below a title that reports, a bracket of its own says who is in charge: (市教育局负责).
      const std::vector<Range> brackets = Brackets(text_.str(), passage.range);
      const bool alone = brackets.size() == 1 && brackets[0].begin <= passage.range.begin + 3 && brackets[0].end + 3 >= passage.range.end;
      if (!passage.counts) continue;
      for (const Range inner : brackets) {
        std::string_view words = text_.Of(inner);
        // (县水务局 已完成) closes a report.
        if (!IsPlan(passage.role) && !alone) {
          const std::size_t blank = words.rfind(' ');
          const bool closes = inner.end + 6 >= passage.range.end && blank != std::string_view::npos;
          if (!closes || dictionary_.CellStatus(words.substr(blank + 1), "") == Status::kNone) continue;
          words = words.substr(0, blank);
        }
        if (!FindLabels(text_.str(), inner, dictionary_).empty()) continue;
        bool says = false;
        for (const std::string_view end : kWordsOf<"负责", "牵头", "承办", "落实", "牵头负责", "牵头落实">) {
          if (words.ends_with(end)) {
            words.remove_suffix(end.size());
            says = true;
            break;
          }
        }
        if (ReadLedBracket(words)) continue;
        const bool closes = inner.end + 6 >= passage.range.end && IsOffice(words);
        if ((says || closes) && LooksLikeUnits(words, dictionary_)) {
          AddAll(ReadNames(words, dictionary_).units, &lead);
        }
      }
    }
    if (lead.empty()) return;
    if (node_.lead_units.empty() && node_.tasks.size() == 1) {
      node_.lead_units = lead;
    } else if (lead != node_.lead_units) {
      task->lead_units = lead;
    }
  }

  // (区教育局牵头,区住建局、各街道配合)
  bool ReadLedBracket(std::string_view words) {
    const std::size_t at = words.find("牵头");
    if (at == std::string_view::npos) return false;
    // 由省卫生厅、省公安厅分别牵头,会同省工商局等单位负责落实
    std::string_view lead = words.substr(0, at);
    if (lead.starts_with("由")) lead.remove_prefix(std::string_view("由").size());
    if (lead.ends_with("分别") || lead.ends_with("共同")) lead.remove_suffix(std::string_view("分别").size());
    if (!LooksLikeUnits(lead, dictionary_)) return false;
    std::string_view rest = words.substr(at + std::string_view("牵头").size());
    for (bool changed = true; changed;) {
      changed = false;
      for (const std::string_view mark : kWordsOf<",", "，", ";", "；", "、", "负责", "由", "会同", "会", "商">) {
        if (rest.starts_with(mark)) {
          rest.remove_prefix(mark.size());
          changed = true;
        }
      }
    }
    for (const std::string_view end : kWordsOf<"配合", "参与", "协同", "协助", "协办", "落实", "负责", "共同", "等单位", "等部门", "等">) {
      if (rest.ends_with(end)) rest.remove_suffix(end.size());
    }
    AddAll(ReadNames(lead, dictionary_).units, &node_.lead_units);
    if (LooksLikeUnits(rest, dictionary_)) AddAll(ReadNames(rest, dictionary_).units, &node_.cooperating_units);
    return true;
  }

  bool NoLead() const {
    return node_.lead_units.empty() && std::all_of(node_.tasks.begin(), node_.tasks.end(), [](const TaskNode& task) {
             return task.lead_units.empty();
           });
  }

  // 区教育局(2件) above the projects that it is in charge of.
  void ReadHeading() {
    std::string_view heading = text_.Of(node_.category);
    heading = Trim(heading.substr(0, std::min(heading.find('('), Find(heading, "\uFF08"))));
    if (heading.empty() || CountChars(heading) > 16 || !IsOffice(heading) || !LooksLikeUnits(heading, dictionary_)) return;
    AddAll(ReadNames(heading, dictionary_).units, &node_.lead_units);
    node_.category = {};
  }

  void ReadAgents() {
    for (const TaskNode& task : node_.tasks) {
      for (const Passage& passage : task.passages) {
        if (!IsPlan(passage.role) && passage.role != Role::kProgress) continue;
        const Agents agents = FindAgents(text_, passage.range, dictionary_);
        AddAll(agents.lead, &node_.lead_units);
        AddAll(agents.cooperating, &node_.cooperating_units);
      }
    }
  }

  void MakeNumbersUnique() {
    int last = 0;
    bool rising = true;
    for (const TaskNode& task : node_.tasks) {
      rising = rising && task.number > last;
      last = task.number;
    }
    if (rising) return;
    for (std::size_t i = 0; i < node_.tasks.size(); ++i) node_.tasks[i].number = static_cast<int>(i) + 1;
  }

  const Text& text_;
  const Dictionary& dictionary_;
  const Role plain_;
  const bool results_;
  const bool done_;
  const bool first_leads_;
  ProjectNode node_;
  bool leads_ = false;
};

}  // namespace

bool FirstOfficeLeads(const Text& text, const Dictionary& dictionary) {
  const std::string_view all = text.str();
  for (std::size_t at = Find(all, "牵头"); at != std::string_view::npos; at = Find(all, "牵头", at + 3)) {
    const std::string_view sentence = text.Of(SentenceAround(text, {0, all.size()}, at));
    if (CountChars(sentence) > 60 || !MentionsAny(sentence, {"责任单位", "责任部门", "单位", "部门"})) continue;
    if (dictionary.Mentions(Words::kFirst, sentence) && MentionsAny<"为牵头", "为工作牵头", "是牵头", "为主牵头", "为总牵头", "牵头负责">(sentence)) return true;
  }
  return false;
}

ProjectNode BuildProject(const Text& text, const Dictionary& dictionary, const Item& item, const ItemReading& reading) {
  return ProjectBuilder(text, dictionary, reading).Build(item);
}

}  // namespace duban::documents
