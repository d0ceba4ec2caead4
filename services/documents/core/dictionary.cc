#include "documents/core/dictionary.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "documents/core/data_lines.h"
#include "documents/core/utf8.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_finder.h"
#include "documents/core/word_set.h"
#include "duban_documents_core_data.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxHeadChars = 16;

Role RoleOf(std::string_view name) {
  constexpr std::pair<std::string_view, Role> kRoles[] = {{"NUMBER", Role::kNumber},
                                                          {"CATEGORY", Role::kCategory},
                                                          {"TITLE", Role::kTitle},
                                                          {"CONTENT", Role::kContent},
                                                          {"TARGET", Role::kTarget},
                                                          {"LEAD", Role::kLead},
                                                          {"RESPONSIBLE", Role::kResponsible},
                                                          {"COOPERATING", Role::kCooperating},
                                                          {"LEADER", Role::kLeader},
                                                          {"STATUS", Role::kStatus},
                                                          {"PROGRESS", Role::kProgress},
                                                          {"DUE", Role::kDue},
                                                          {"STEPS", Role::kSteps},
                                                          {"PERIOD", Role::kPeriod},
                                                          {"PLANNED", Role::kPlanned},
                                                          {"REACHED", Role::kReached},
                                                          {"PERIOD_REACHED", Role::kPeriodReached},
                                                          {"RATIO", Role::kRatio},
                                                          {"PLACE", Role::kPlace},
                                                          {"MEASURE", Role::kMeasure},
                                                          {"MEASURE_UNIT", Role::kMeasureUnit},
                                                          {"NOTE", Role::kNote},
                                                          {"OTHER", Role::kOther}};
  for (const auto& [word, role] : kRoles) {
    if (word == name) return role;
  }
  return Role::kNone;
}

Words ListOf(std::string_view name) {
  constexpr std::pair<std::string_view, Words> kLists[] = {
      {"TITLE", Words::kTitle},
      {"PROGRESS", Words::kProgress},
      {"COMPLETION", Words::kCompletion},
      {"PLAN", Words::kPlan},
      {"TAIL", Words::kTail},
      {"MENU", Words::kMenu},
      {"META", Words::kMeta},
      {"FOOT", Words::kFoot},
      {"PREAMBLE", Words::kPreamble},
      {"FIRST", Words::kFirst},
      {"UNIT", Words::kUnit},
      {"STATUS_DELAYED", Words::kStatusDelayed},
      {"STATUS_NOT_STARTED", Words::kStatusNotStarted},
      {"STATUS_OVERFULFILLED", Words::kStatusOverfulfilled},
      {"STATUS_COMPLETED", Words::kStatusCompleted},
      {"STATUS_IN_PROGRESS", Words::kStatusInProgress},
      {"SURNAME", Words::kSurname}};
  for (const auto& [word, list] : kLists) {
    if (word == name) return list;
  }
  return Words::kCount;
}

// *计划*完成*: parts that stand in a head in this order.
struct Pattern {
  std::vector<std::string_view> parts;
  Role role = Role::kNone;
};

Pattern MakePattern(std::string_view word, Role role) {
  Pattern pattern{.role = role};
  while (!word.empty()) {
    const std::size_t star = std::min(word.find('*'), word.size());
    if (star > 0) pattern.parts.push_back(word.substr(0, star));
    word.remove_prefix(std::min(star + 1, word.size()));
  }
  return pattern;
}

constexpr std::size_t kListCount = static_cast<std::size_t>(Words::kCount);

// The states that words say, the one that wins first.
constexpr std::pair<Words, Status> kStates[] = {
    {Words::kStatusDelayed, Status::kDelayed},
    {Words::kStatusNotStarted, Status::kNotStarted},
    {Words::kStatusOverfulfilled, Status::kOverfulfilled},
    {Words::kStatusCompleted, Status::kCompleted},
    {Words::kStatusInProgress, Status::kInProgress}};

// The words of the data files in order.
struct Vocabulary {
  std::unordered_map<std::string_view, Role> heads;  // words that are heads as they stand
  std::vector<Pattern> patterns;
  std::optional<WordFinder> openings;  // of each pattern its first part
  std::array<std::vector<std::string_view>, kListCount>
      lists;                        // in each the words of more bytes first
  std::vector<WordFinder> finders;  // of each list
  std::array<std::vector<std::string_view>, 256>
      unit_endings;  // words of the list of units, by their last byte
  std::unordered_map<std::string_view, Status> states;  // of words that are a whole cell
  std::bitset<0x10000> surnames;                        // the characters that they begin with

  Vocabulary() {
    ForEachDataPair(kHeaders, [this](std::string_view word, std::string_view role) {
      if (word.front() == '*') {
        patterns.push_back(MakePattern(word, RoleOf(role)));
      } else {
        heads.emplace(word, RoleOf(role));
      }
    });
    ForEachDataPair(kWords, [this](std::string_view name, std::string_view word) {
      if (const Words list = ListOf(name); list != Words::kCount)
        lists[static_cast<std::size_t>(list)].push_back(word);
    });
    for (auto& list : lists) {
      std::ranges::stable_sort(
          list, [](std::string_view a, std::string_view b) { return a.size() > b.size(); });
      finders.emplace_back(list);
    }
    for (const std::string_view word : lists[static_cast<std::size_t>(Words::kUnit)]) {
      unit_endings[static_cast<unsigned char>(word.back())].push_back(word);
    }
    std::vector<std::string_view> parts;
    for (const Pattern& pattern : patterns) parts.push_back(pattern.parts.front());
    openings.emplace(std::move(parts));
    for (const std::string_view all : lists[static_cast<std::size_t>(Words::kSurname)]) {
      for (std::size_t at = 0; at < all.size();) {
        const Char c = CharAt(all, at);
        at += c.bytes;
        surnames.set(c.code & 0xFFFF);
      }
    }
    for (const auto& [words, status] : kStates) {
      for (const std::string_view word : lists[static_cast<std::size_t>(words)])
        states.emplace(word, status);
    }
  }
};

// Put in order once, as every document needs it.
const Vocabulary& TheVocabulary() {
  static const Vocabulary kVocabulary;
  return kVocabulary;
}

Role ExactRole(std::string_view word) {
  const auto found = TheVocabulary().heads.find(word);
  return found == TheVocabulary().heads.end() ? Role::kNone : found->second;
}

bool Matches(const Pattern& pattern, std::string_view head) {
  std::size_t at = 0;
  for (const std::string_view part : pattern.parts) {
    at = Find(head, part, at);
    if (at == std::string_view::npos) return false;
    at += part.size();
  }
  return true;
}

// A head without its trailing bracket: 完成数(个) -> 完成数.
std::string_view WithoutBracket(std::string_view head) {
  const std::size_t open = head.find('(');
  return open != std::string_view::npos && open > 0 ? head.substr(0, open) : head;
}

}  // namespace

std::span<const std::string_view> Dictionary::List(Words words) const {
  return TheVocabulary().lists[static_cast<std::size_t>(words)];
}

Role Dictionary::HeadRole(std::string_view head) const {
  if (head.empty() || head.size() > 3 * kMaxHeadChars + 12) return Role::kNone;
  if (head[0] >= '0' && head[0] <= '9' && head.size() < 8) return Role::kNone;  // a bare number
  std::string storage;
  const std::string_view normal = NormalIn(head, &storage);
  const std::string_view bare = WithoutBracket(normal);
  if (const Role role = ExactRole(normal); role != Role::kNone) return role;
  if (bare.size() < normal.size()) {
    if (const Role role = ExactRole(bare); role != Role::kNone) return role;
  }
  if (bare.empty() || CountChars(bare) > kMaxHeadChars) return Role::kNone;
  if (MentionsAny<",", "。", ";", ":", "、">(bare)) return Role::kNone;
  const std::vector<Pattern>& patterns = TheVocabulary().patterns;
  std::size_t first = patterns.size();
  TheVocabulary().openings->ForEach(bare, [&](std::size_t pattern, std::size_t) {
    if (pattern < first && Matches(patterns[pattern], bare)) first = pattern;
  });
  return first < patterns.size() ? patterns[first].role : Role::kNone;
}

bool Dictionary::IsHead(std::string_view head) const { return ExactRole(head) != Role::kNone; }

Role Dictionary::LabelRole(std::string_view label) const {
  if (label.size() > 3 * kMaxHeadChars) return Role::kNone;
  std::string storage;
  const std::string_view normal = WithoutBracket(NormalIn(label, &storage));
  if (const Role role = ExactRole(normal); role != Role::kNone) return role;
  for (const OwnLabel& own : own_) {
    if (normal == own.words) return own.role;
  }
  if (const std::size_t chars = CountChars(normal); chars > 8 || chars < 3) return Role::kNone;
  if (EndsWithAny<"见成效", "显成效", "出成效", "现成效">(normal))
    return Role::kNone;  // 厕所革命见成效 is a headline
  // Offices invent names for the same few things: 第一责任人, 挂联领导, 牵头市直单位.
  if (EndsWithAny<"领导", "责任人", "负责人">(normal)) return Role::kLeader;
  if (EndsWithAny<"进展情况", "完成情况", "落实情况", "推进情况", "实施情况", "办理情况",
                  "办结情况", "工作进展", "目前进展", "本月进展", "当月进展", "月进展", "月底进展",
                  "季度进展", "半年进展", "成效">(normal))
    return Role::kProgress;
  if (EndsWithAny<"定任务", "年度任务", "目标任务", "年度目标">(normal)) {
    // 超出目标任务。 opens what was reached.
    return MentionsAny<"超出", "超额", "完成", "达到", "实现">(normal) ? Role::kProgress
                                                                       : Role::kTarget;
  }
  if (!normal.ends_with("单位") && !normal.ends_with("部门")) return Role::kNone;
  if (documents::Contains(normal, "牵头") || documents::Contains(normal, "主办"))
    return Role::kLead;
  if (documents::Contains(normal, "配合") || documents::Contains(normal, "协办"))
    return Role::kCooperating;
  return documents::Contains(normal, "责任") || documents::Contains(normal, "负责")
             ? Role::kResponsible
             : Role::kNone;
}

bool Dictionary::Mentions(Words words, std::string_view text) const {
  return TheVocabulary().finders[static_cast<std::size_t>(words)].In(text);
}

bool Dictionary::NamesPromises(std::string_view text) const {
  return Mentions(Words::kTitle, text) &&
         std::ranges::any_of(List(Words::kTitle), [&](std::string_view word) {
           return word != "民生" && documents::Contains(text, word);
         });
}

bool Dictionary::StartsWith(Words words, std::string_view text) const {
  return TheVocabulary().finders[static_cast<std::size_t>(words)].AtStartOf(text);
}

bool Dictionary::EndsLikeUnit(std::string_view text) const {
  if (text.empty()) return false;
  const auto& endings = TheVocabulary().unit_endings[static_cast<unsigned char>(text.back())];
  return std::ranges::any_of(endings,
                             [text](std::string_view word) { return text.ends_with(word); });
}

namespace {

// 按序时进度推进, 达到序时进度, 滞后于时序进度: how the work keeps to its schedule.
Status ScheduleStatus(std::string_view phrase) {
  std::string_view schedule;
  for (const std::string_view word : kWordsOf<"序时", "时序", "时间进度", "节点进度">) {
    if (documents::Contains(phrase, word)) schedule = word;
  }
  if (schedule.empty()) return Status::kNone;
  const std::string_view before = phrase.substr(0, documents::Find(phrase, schedule));
  std::string_view after = phrase.substr(before.size() + schedule.size());
  if (MentionsAny<"未", "落后", "滞后", "慢于", "低于", "不", "晚于">(before))
    return Status::kDelayed;
  Strip({"进度", "任务", "要求", "目标", "计划", "正常", "有序", "顺利", "稳步", "同步", "推进",
         "实施", "进行", "开展", "建设", "施工", "中"},
        &after);
  if (!after.empty()) return Status::kNone;
  const bool keeps =
      before.empty() || EndsWithAny<"按", "按照", "达", "达到", "超", "超过", "快于", "高于",
                                    "符合", "与", "满足", "完成", "优于", "基本">(before);
  return keeps ? Status::kInProgress : Status::kNone;
}

// A status said in a phrase that no list holds: manner, verb, what is done (提前完成年度任务,
// 顺利推进).
Status PhraseStatus(std::string_view phrase) {
  if (CountChars(phrase) > 14) return Status::kNone;
  if (!MentionsAny<"推进", "序", "进度", "进展", "实施", "进行", "建设", "施工", "开展", "完成",
                   "建成", "完工", "竣工", "投用", "投入", "实现">(phrase))
    return Status::kNone;
  Strip({"目前", "现", "均", "已", "都", "该项目", "项目", "工程", "总体", "整体", "各项工作",
         "工作"},
        &phrase);
  if (const Status kept = ScheduleStatus(phrase); kept != Status::kNone) return kept;
  const bool partly = Strip({"基本", "部分", "大部分", "正在", "正"}, &phrase);
  const bool over = Strip({"提前超额", "超额"}, &phrase);
  Strip({"提前", "按时", "按期", "如期", "按计划", "按照计划", "按节点", "圆满",
         "全面", "全部", "顺利", "有序", "稳步",   "正常",     "加快",   "扎实",
         "持续", "积极", "抓紧", "全力", "平稳",   "高质量"},
        &phrase);
  for (const std::string_view noun : kWordsOf<"推进", "进展", "进度", "实施", "建设">) {
    if (!phrase.starts_with(noun)) continue;
    std::string_view manner = phrase.substr(noun.size());
    Strip({"情况", "总体", "较", "比较", "基本"}, &manner);
    if (manner == "顺利" || manner == "良好" || manner == "有序" || manner == "正常" ||
        manner == "平稳")
      return Status::kInProgress;
    Strip({"略有", "略", "相对", "严重", "稍", "有所"}, &manner);
    if (manner == "滞后" || manner == "缓慢" || manner == "偏慢" || manner == "慢" ||
        manner == "落后")
      return Status::kDelayed;
  }
  if (phrase == "推进" || phrase == "推进中" || phrase == "实施" || phrase == "进行中" ||
      phrase == "建设中" || phrase == "推进建设" || phrase == "施工" || phrase == "实施中" ||
      phrase == "开展中" || phrase == "推进之中") {
    return Status::kInProgress;
  }
  if (!Strip({"完成了", "完成", "建成", "完工", "竣工", "投用", "投入使用", "实现"}, &phrase))
    return Status::kNone;
  // 已完成二季度任务: the work goes on.
  for (const std::string_view part :
       kWordsOf<"一季度", "二季度", "三季度", "阶段性", "阶段", "序时">) {
    if (phrase == std::string(part) + "任务" || phrase == std::string(part) + "目标")
      return Status::kInProgress;
  }
  Strip({"年度", "全年", "本年", "既定", "目标",     "任务", "计划", "工作", "建设", "各项",
         "预期", "省定", "市定", "投用", "投入使用", "验收", "并",   "竣工", "的",   "指标"},
        &phrase);
  if (!phrase.empty()) return Status::kNone;
  return partly ? Status::kInProgress : over ? Status::kOverfulfilled : Status::kCompleted;
}

std::string_view WithoutStops(std::string_view words) {
  for (const std::string_view stop : kWordsOf<"。", ";", ".">) {
    if (EndsWith(words, stop)) return WithoutStops(words.substr(0, words.size() - stop.size()));
  }
  return words;
}

// What a whole cell says, without blanks and stops.
Status WordsStatus(std::string_view words) {
  const auto said = TheVocabulary().states.find(words);
  return said != TheVocabulary().states.end() ? said->second : PhraseStatus(words);
}

}  // namespace

Status Dictionary::CellStatus(std::string_view cell, std::string_view head) const {
  if (cell.size() > 60) return Status::kNone;
  std::string storage;
  const std::string_view words = WithoutStops(NormalIn(cell, &storage));
  const bool completion = documents::Contains(head, "完成") && !documents::Contains(head, "序");
  // On schedule is no state of the work: the narrative says whether it is done.
  if (words == "是" || words == "√") return completion ? Status::kCompleted : Status::kNone;
  if (words == "否" || words == "×") return completion ? Status::kInProgress : Status::kDelayed;
  return WordsStatus(words);
}

Status Dictionary::NormalCellStatus(std::string_view normal) const {
  const std::string_view words = WithoutStops(normal);
  if (words == "是" || words == "√") return Status::kNone;
  if (words == "否" || words == "×") return Status::kDelayed;
  return WordsStatus(words);
}

bool Dictionary::BeginsSurname(char32_t c) const {
  return c < 0x10000 && TheVocabulary().surnames[c];
}

}  // namespace duban::documents
