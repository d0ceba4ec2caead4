#include "documents/core/tree.h"

#include <algorithm>

#include "documents/core/agents.h"
#include "documents/core/labels.h"
#include "documents/core/names.h"
#include "documents/core/numbering.h"
#include "documents/core/promise_part.h"
#include "documents/core/told.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

void AddAll(const std::vector<std::string>& names, std::vector<std::string>* to) {
  for (const std::string& name : names) {
    if (std::find(to->begin(), to->end(), name) == to->end()) to->push_back(name);
  }
}

bool IsPlan(Role role) { return role == Role::kTitle || role == Role::kContent || role == Role::kTarget; }

// An office and no place: what a promise is about may stand in a bracket, too (城关街道).
bool IsBureau(std::string_view words) { return EndsWithAny(words, {"局", "委", "委员会", "管委会", "总工会", "办公室", "联"}); }

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
      : text_(text), dictionary_(dictionary), reading_(reading) {}

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
    ReadTitleAsReport(text_, reading_, &node_);
    for (TaskNode& task : node_.tasks) PartPromise(text_, reading_, node_.title, &task);
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

  // The names without the stars that mark some of them; `marked` receives those.
  static std::vector<std::string> WithoutStars(std::vector<std::string> names, std::vector<std::string>* marked) {
    std::vector<std::string> plain;
    for (std::string& name : names) {
      bool star = false;
      for (const std::string_view mark : {"★", "☆", "▲", "*"}) {
        if (name.size() <= mark.size() || !(name.starts_with(mark) || name.ends_with(mark))) continue;
        name.erase(name.starts_with(mark) ? 0 : name.size() - mark.size(), mark.size());
        star = true;
      }
      (star ? *marked : plain).push_back(std::move(name));
    }
    return plain;
  }

  void ReadNames1(Role role, Range range, Named* named) {
    Names names = ReadNames(text_.Of(range), dictionary_);
    // ★区教育局、区财政局: the star marks who leads.
    std::vector<std::string> marked;
    names.units = WithoutStars(std::move(names.units), &marked);
    if (!marked.empty() && (role == Role::kLead || role == Role::kResponsible)) {
      AddAll(names.people, &named->leaders);
      AddAll(marked, &named->lead);
      AddAll(names.units, &named->cooperating);
      return;
    }
    names.units.insert(names.units.begin(), marked.begin(), marked.end());
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
    if (role == Role::kResponsible && reading_.first_leads && !cooperates && !names.units.empty()) {
      AddAll({names.units.front()}, &named->lead);
      AddAll({names.units.begin() + 1, names.units.end()}, &named->cooperating);
      AddAll(names.cooperating, &named->cooperating);
      return;
    }
    AddAll(names.units, cooperates ? &named->cooperating : &named->lead);
    AddAll(names.cooperating, &named->cooperating);
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
          AddStatus(field, &task);
          break;
        case Role::kTarget:
        case Role::kContent:
          AddPromise(field, /*reported=*/Reports(part), &task);
          break;
        default:
          AddPassage(field.role == Role::kNone ? reading_.plain : field.role, field, &task);
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

  // 进展状态:正在推进。下一步,… goes on with a report.
  void AddStatus(const Field& field, TaskNode* task) const {
    const std::string_view words = text_.Of(field.range);
    task->status = dictionary_.CellStatus(words, field.name);
    if (task->status != Status::kNone || CountChars(words) <= 8) return;
    const std::size_t stop = Find(words, "。");
    if (stop < words.size()) task->status = dictionary_.CellStatus(words.substr(0, stop), field.name);
    if (task->status == Status::kNone) return AddPassage(Role::kNote, field, task);
    Field rest = field;
    rest.range = Trim(text_.str(), {field.range.begin + stop + std::string_view("。").size(), field.range.end});
    AddPassage(Role::kProgress, rest, task);
  }

  static bool Reports(const Part& part) {
    return std::ranges::any_of(part.fields, [](const Field& field) { return field.role == Role::kProgress; });
  }

  // 目标任务:新建500个。截至6月底,已完成310个: what a report's label promises ends where a sentence tells what is done.
  void AddPromise(const Field& field, bool reported, TaskNode* task) const {
    const std::string_view words = text_.Of(field.range);
    std::size_t at = words.size();
    if (reading_.plain == Role::kProgress && field.head.Contains(field.range.begin) && !field.inherited && !reported) {
      for (std::size_t stop = Find(words, "。"); stop < words.size(); stop = Find(words, "。", at)) {
        at = stop + std::string_view("。").size();
        for (const std::string_view mark : kWordsOf<"”", "\n">) {
          if (words.substr(at).starts_with(mark)) at += mark.size();
        }
        const std::string_view sentence = words.substr(at, Find(words.substr(at), "。"));
        if (StartsWithAny(sentence, {"截至", "截止", "目前", "已完成", "已建成", "实际完成"}) && TellsWhatIsDone(sentence)) break;
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

  // Whether nothing but brackets stands before or behind a bracket in its passage: (区民政局)(正在推进)建设….
  bool AtEdge(const std::vector<Range>& brackets, std::size_t index, Range passage) const {
    const auto open = [](Range inner) { return inner.begin - 3; };  // or one byte more, of a narrow one
    const auto near = [](std::size_t begin, std::size_t end) { return end <= begin + 4; };
    bool first = near(passage.begin, brackets[0].begin);
    for (std::size_t i = 0; i < index; ++i) first = first && near(brackets[i].end, brackets[i + 1].begin - 1);
    if (first) return true;
    bool last = brackets.back().end + 6 >= passage.end;
    for (std::size_t i = index; i + 1 < brackets.size(); ++i) last = last && open(brackets[i + 1]) <= brackets[i].end + 1;
    return last;
  }

  // "(区交通运输局负责)" inside a task's promise names who leads it, (正在推进) at its edge says how far it is.
  void ReadBrackets(TaskNode* task) {
    std::vector<std::string> lead;
    for (const Passage& passage : task->passages) {
      // Below a title that reports, a bracket of its own says who is in charge: (市教育局负责).
      const std::vector<Range> brackets = Brackets(text_.str(), passage.range);
      if (!passage.counts) continue;
      for (std::size_t i = 0; i < brackets.size(); ++i) {
        const Range inner = brackets[i];
        std::string_view words = text_.Of(inner);
        const bool edge = AtEdge(brackets, i, passage.range);
        if (const Status said = edge ? dictionary_.CellStatus(words, "") : Status::kNone; said != Status::kNone) {
          if (task->status == Status::kNone) task->status = said;
          continue;
        }
        bool says = false;
        // (县水务局 已完成) closes a report.
        if (!IsPlan(passage.role)) {
          const std::size_t blank = words.rfind(' ');
          const bool stated = edge && blank != std::string_view::npos && dictionary_.CellStatus(words.substr(blank + 1), "") != Status::kNone;
          if (!stated && !edge) continue;
          if (stated) words = words.substr(0, blank);
          says = stated;
        }
        if (!FindLabels(text_.str(), inner, dictionary_).empty()) continue;
        for (const std::string_view end : kWordsOf<"负责", "牵头", "承办", "落实", "牵头负责", "牵头落实">) {
          if (words.ends_with(end)) {
            words.remove_suffix(end.size());
            says = true;
            break;
          }
        }
        if (ReadLedBracket(words)) continue;
        const bool closes = inner.end + 6 >= passage.range.end && IsPlan(passage.role);
        if ((says || (closes ? IsOffice(words) : edge && IsBureau(words))) && LooksLikeUnits(words, dictionary_)) {
          const Names names = ReadNames(words, dictionary_);
          AddAll(names.units, &lead);
          AddAll(names.cooperating, &node_.cooperating_units);
        }
      }
    }
    ReadClosingDash(*task, &lead);
    if (lead.empty()) return;
    if (node_.lead_units.empty() && node_.tasks.size() == 1) {
      node_.lead_units = lead;
    } else if (lead != node_.lead_units) {
      task->lead_units = lead;
    }
  }

  // …,年底前投用——区教育局: who is in charge, behind a dash that closes the item.
  void ReadClosingDash(const TaskNode& task, std::vector<std::string>* lead) const {
    constexpr std::string_view kDash = "——";
    for (const Passage& passage : task.passages) {
      const std::string_view words = text_.Of(passage.range);
      const std::size_t dash = words.rfind(kDash);
      if (!passage.counts || dash == std::string_view::npos || dash == 0) continue;
      std::string_view office = words.substr(dash + kDash.size());
      if (office.ends_with("。")) office.remove_suffix(std::string_view("。").size());
      if (MentionsAny<",", "，">(office)) continue;
      if (IsOffice(office) && CountChars(office) <= 30 && LooksLikeUnits(office, dictionary_)) AddAll(ReadNames(office, dictionary_).units, lead);
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
  const ItemReading& reading_;
  ProjectNode node_;
  bool leads_ = false;
};

}  // namespace

ProjectNode BuildProject(const Text& text, const Dictionary& dictionary, const Item& item, const ItemReading& reading) {
  return ProjectBuilder(text, dictionary, reading).Build(item);
}

}  // namespace duban::documents
