#include "documents/core/tree.h"

#include <algorithm>

#include "documents/core/agents.h"
#include "documents/core/candidate.h"
#include "documents/core/field_names.h"
#include "documents/core/item_offices.h"
#include "documents/core/names.h"
#include "documents/core/numbering.h"
#include "documents/core/part_tasks.h"
#include "documents/core/promise_part.h"
#include "documents/core/told.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

class ProjectBuilder {
 public:
  ProjectBuilder(const Text& text, const Dictionary& dictionary, const ItemReading& reading)
      : text_(text), dictionary_(dictionary), reading_(reading) {}

  ProjectNode Build(const Item& item) {
    node_.number = item.number;
    node_.title = item.title;
    node_.category = item.category;
    node_.group_status = item.group_status;
    const Responsible alone = reading_.first_leads ? Responsible::kFirstLeads : Responsible::kLeads;
    responsible_ = HasLead(item) ? Responsible::kCooperates : alone;
    Named named;
    for (const Field& field : item.fields)
      ReadNamed(text_, dictionary_, field, responsible_, &named);
    TakeNames(named);
    const bool own = responsible_ == Responsible::kCooperates && PartsSpeakForThemselves(item);
    for (const Part& part : item.parts) {
      const bool leads = own && std::ranges::none_of(part.fields, IsLead);
      AddPart(part, leads ? alone : responsible_);
    }
    if (node_.tasks.empty()) node_.tasks.emplace_back();
    JoinOverview();
    ReadTitleAsReport(text_, reading_, &node_);
    for (TaskNode& task : node_.tasks) PartPromise(text_, reading_, node_.title, &task);
    PartTasks(text_, &node_);
    for (std::size_t i = 0; i < node_.tasks.size(); ++i) {
      TaskNode& task = node_.tasks[i];
      if (task.number == 0) task.number = static_cast<int>(i) + 1;
      ReadBrackets(text_, dictionary_, &task, &node_);
    }
    MakeNumbersUnique();
    if (NoLead()) ReadHeading(text_, dictionary_, &node_);
    if (NoLead()) ReadAgents();
    for (const TaskNode& task : node_.tasks) {
      for (const Passage& passage : task.passages) {
        if (node_.content.empty() && passage.role == Role::kContent) node_.content = passage.range;
      }
    }
    return std::move(node_);
  }

 private:
  static bool IsLead(const Field& field) { return field.role == Role::kLead; }

  static bool HasLead(const Item& item) {
    return std::ranges::any_of(item.fields, IsLead) ||
           std::ranges::any_of(item.parts, [](const Part& part) {
             return std::ranges::any_of(part.fields, IsLead);
           });
  }

  // Where a part says both who leads and who is responsible, each part speaks for itself: those
  // responsible for a part that names no lead, not even that of a merged cell, lead it.
  static bool PartsSpeakForThemselves(const Item& item) {
    return std::ranges::none_of(item.fields, IsLead) &&
           std::ranges::any_of(item.parts, [](const Part& part) {
             return std::ranges::any_of(part.fields, IsLead) &&
                    std::ranges::any_of(part.fields, [](const Field& field) {
                      return field.role == Role::kResponsible && !field.inherited;
                    });
           });
  }

  void TakeNames(const Named& named) {
    AddNames(named.leaders, &node_.leaders);
    AddNames(named.lead, &node_.lead_units);
    AddNames(named.cooperating, &node_.cooperating_units);
  }

  void AddPart(const Part& part, Responsible responsible) {
    TaskNode task{.number = part.number, .title = part.heading};
    Named named;
    for (const Field& field : part.fields) {
      switch (field.role) {
        case Role::kLead:
        case Role::kResponsible:
        case Role::kCooperating:
        case Role::kLeader:
          if (!field.inherited) ReadNamed(text_, dictionary_, field, responsible, &named);
          break;
        case Role::kStatus:
          AddStatus(field, &task);
          break;
        case Role::kTarget:
        case Role::kContent:
          AddPromise(field, /*reported=*/Reports(part), &task);
          break;
        case Role::kNone:
          AddPassage(OpensPromise(part, field) ? Role::kContent : reading_.plain, field, &task);
          break;
        default:
          AddPassage(field.role, field, &task);
      }
    }
    if (node_.tasks.empty()) {
      TakeNames(named);
    } else {
      AddNames(named.leaders, &node_.leaders);
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

  // 进展状态:正在推进。下一步,… goes on with a report.
  void AddStatus(const Field& field, TaskNode* task) const {
    const std::string_view words = text_.Of(field.range);
    task->status = dictionary_.CellStatus(words, field.name);
    if (task->status != Status::kNone || CountChars(words) <= 8) return;
    const std::size_t stop = Find(words, "。");
    if (stop < words.size())
      task->status = dictionary_.CellStatus(words.substr(0, stop), field.name);
    if (task->status == Status::kNone) return AddPassage(Role::kNote, field, task);
    Field rest = field;
    rest.range = Trim(text_.str(),
                      {field.range.begin + stop + std::string_view("。").size(), field.range.end});
    AddPassage(Role::kProgress, rest, task);
  }

  static bool Reports(const Part& part) {
    return std::ranges::any_of(part.fields,
                               [](const Field& field) { return field.role == Role::kProgress; });
  }

  // 为14200户实施清洁取暖改造。 above or before 项目进展:…: what opens a part and tells of nothing
  // done is the promise that the label's words report on.
  bool OpensPromise(const Part& part, const Field& field) const {
    const std::string_view words = text_.Of(field.range);
    return std::ranges::any_of(part.fields,
                               [&](const Field& other) {
                                 return other.role == Role::kProgress && !other.head.empty() &&
                                        other.head.begin >= field.range.end;
                               }) &&
           TellsOfWork(words) &&
           !MentionsAny<"已", "目前", "累计", "截至", "截止", "正在", "完成">(words);
  }

  // Whether a sentence behind a `promise` tells what is done: 截至6月底,…; 因征迁缓慢,仅完成14公里;
  // 完成5.2公里.
  static bool TurnsToReport(std::string_view promise, std::string_view sentence) {
    if (StartsWithAny<"截至", "截止", "目前", "已完成", "已建成", "实际完成">(sentence) &&
        TellsWhatIsDone(sentence))
      return true;
    // 主体已完工,正在安装设备,预计12月20日前投用: what comes next may close the report.
    const std::string_view told = BeforeFirst<"预计", "力争", "确保">(sentence);
    if (MentionsAny<"底前", "月前", "日前", "年内", "计划", "将", "拟">(told)) return false;
    if (StartsWithAny<"完成", "建成">(told)) return !MentionsAny<"完成", "建成">(promise);
    return HoldsDigit(sentence) &&
           (StatesShare(told) || MentionsAny<"已", "目前", "仅完成", "完成率", "投运", "投用",
                                             "竣工", "完工", "正在", "占任务", "占目标">(told));
  }

  // 1—10月,为7316名老人发放812.4万元,占84.6%.
  static bool StatesShare(std::string_view sentence) {
    const std::size_t at = Find(sentence, "占");
    if (at == std::string_view::npos) return false;
    const std::string_view share = sentence.substr(at + std::string_view("占").size());
    return !share.empty() && IsDigit(CharAt(share, 0).code) && Contains(share, "%");
  }

  // 目标任务:新建500个。截至6月底,已完成310个: what a report's label promises ends where a sentence
  // tells what is done.
  void AddPromise(const Field& field, bool reported, TaskNode* task) const {
    const std::string_view words = text_.Of(field.range);
    std::size_t at = words.size();
    if (reading_.plain == Role::kProgress && field.head.Contains(field.range.begin) &&
        !field.inherited && !reported) {
      for (std::size_t stop = Find(words, "。"); stop < words.size();
           stop = Find(words, "。", at)) {
        at = stop + std::string_view("。").size();
        for (const std::string_view mark : kWordsOf<"”", "\n">) {
          if (words.substr(at).starts_with(mark)) at += mark.size();
        }
        const std::string_view sentence = words.substr(at, Find(words.substr(at), "。"));
        if (TurnsToReport(words.substr(0, at), sentence)) break;
        if (at >= words.size()) break;
      }
      at = std::min(at, words.size());
    }
    Field promise = field;
    promise.range = Trim(text_.str(), {field.range.begin, field.range.begin + at});
    AddPassage(field.role, promise, task);
    if (at >= words.size()) return;
    Field report = field;
    report.range = Trim(text_.str(), {field.range.begin + at, field.range.end});
    report.head = {};
    report.name.clear();
    if (!report.range.empty()) AddPassage(Role::kProgress, report, task);
  }

  static void AddPassage(Role role, const Field& field, TaskNode* task) {
    task->passages.push_back({role, field.range, field.head, field.name, !field.inherited});
  }

  // The first part of an outline's item is its title and overview; where streams or numbered pieces
  // follow, its passages belong to them.
  void JoinOverview() {
    if (node_.tasks.size() < 2) return;
    TaskNode& first = node_.tasks.front();
    const bool overview =
        first.number == 0 && first.title.empty() && first.status == Status::kNone &&
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

  bool NoLead() const {
    return node_.lead_units.empty() &&
           std::all_of(node_.tasks.begin(), node_.tasks.end(),
                       [](const TaskNode& task) { return task.lead_units.empty(); });
  }

  void ReadAgents() {
    for (const TaskNode& task : node_.tasks) {
      for (const Passage& passage : task.passages) {
        if (!IsPlan(passage.role) && passage.role != Role::kProgress) continue;
        const Agents agents = FindAgents(text_, passage.range, dictionary_);
        AddNames(agents.lead, &node_.lead_units);
        AddNames(agents.cooperating, &node_.cooperating_units);
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
    for (std::size_t i = 0; i < node_.tasks.size(); ++i)
      node_.tasks[i].number = static_cast<int>(i) + 1;
  }

  const Text& text_;
  const Dictionary& dictionary_;
  const ItemReading& reading_;
  ProjectNode node_;
  Responsible responsible_ = Responsible::kLeads;
};

}  // namespace

ProjectNode BuildProject(const Text& text, const Dictionary& dictionary, const Item& item,
                         const ItemReading& reading) {
  return ProjectBuilder(text, dictionary, reading).Build(item);
}

}  // namespace duban::documents
