#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "documents/core/clause_words.h"
#include "documents/core/figure_words.h"
#include "documents/core/figures.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_finder.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

std::string WithoutBrackets(std::string_view words) {
  std::string out;
  int depth = 0;
  for (std::size_t at = 0; at < words.size();) {
    const Char c = CharAt(words, at);
    const bool opens = c.code == '(' || c.code == U'\uFF08';
    const bool closes = c.code == ')' || c.code == U'\uFF09';
    if (opens) ++depth;
    if (depth == 0) out += words.substr(at, c.bytes);
    if (closes && depth > 0) --depth;
    at += c.bytes;
  }
  return out;
}

// 完成年度目标任务的55% says how far, not that all is done: true when a share below the whole
// follows.
bool IsPart(std::string_view narrative, std::size_t at) {
  // 完成年度目标(锅炉146台、管网40公里)的80.8%
  const std::string words = WithoutBrackets(narrative.substr(at, 240)).substr(0, 60);
  const std::string_view after = words;
  const std::size_t percent = after.find('%');
  if (percent == std::string_view::npos)
    return Contains(after.substr(0, 36), "的三分之") || Contains(after.substr(0, 36), "的一半");
  std::size_t begin = percent;
  while (begin > 0 &&
         ((after[begin - 1] >= '0' && after[begin - 1] <= '9') || after[begin - 1] == '.'))
    --begin;
  for (const std::string_view stop : kWordsOf<",", "，", "。", ";", "；">) {
    if (after.find(stop) < begin) return false;
  }
  return begin < percent &&
         std::strtod(std::string(after.substr(begin, percent - begin)).c_str(), nullptr) < 100;
}

constexpr std::size_t kClauseBytes = 120;

// What stands in the clause around `at`: before it, and from it on.
std::string_view ClauseBefore(std::string_view narrative, std::size_t at) {
  return BehindLast<"。", "，", ",", "；", ";", "\n">(Last(narrative.substr(0, at), kClauseBytes));
}

std::string_view ClauseFrom(std::string_view narrative, std::size_t at) {
  return BeforeFirst<"。", "，", ",", "；", ";", "\n">(narrative.substr(at, kClauseBytes));
}

// What words say of a state, each by itself: what a narrative holds of them is noted in one pass.
enum Saying : unsigned {
  kMore = 1,       // more than was asked
  kLate = 2,       // behind the plan
  kWhole = 4,      // the whole task is done
  kReached = 8,    // in a report on a year that is over: something is done
  kOpen = 16,      // there: something is not
  kFinished = 32,  // something is finished
  kAllOfIt = 64,   // all is
  kGoingOn = 128,  // something goes on
};

constexpr std::string_view kMoreWords[] = {"超额完成", "超额提前", "超额建设", "提前超额",
                                           "超额实现"};
constexpr std::string_view kLateWords[] = {
    "进度滞后",   "进展滞后", "严重滞后",     "相对滞后",       "进度偏慢",      "进展偏慢",
    "推进缓慢",   "进展缓慢", "进度缓慢",     "进度较慢",       "进展较慢",      "推进较慢",
    "实施较慢",   "未达序时", "未达到序时",   "未按期完成",     "慢于序时",      "落后序时",
    "落后于序时", "低于序时", "慢于时间进度", "落后于时间进度", "滞后于时间进度"};
constexpr std::string_view kWholeWords[] = {
    "完成全年",           "完成年度",       "完成了全年",   "完成了年度", "全年任务已完成",
    "全年目标任务已完成", "任务已完成",     "圆满完成",     "全面完成",   "提前完成",
    "完成率100%",         "完成率均为100%", "完成率达100%", "完成全部",   "任务全部完成",
    "目标任务100%",       "已完成任务",     "完成既定"};
constexpr std::string_view kReachedWords[] = {"已完成", "完成",   "已建成",   "建成",
                                              "竣工",   "完工",   "投入使用", "投入运营",
                                              "投用",   "已优化", "通过验收", "实现"};
constexpr std::string_view kOpenWords[] = {"正在", "推进中", "基本完成", "基本完工"};
constexpr std::string_view kFinishedWords[] = {
    "全部完工", "全部完成", "全部建成",     "全面完工", "全面竣工", "全面建成", "均已完工",
    "均已完成", "均已建成", "均已建设完成", "已全部",   "已完工",   "已竣工",   "已建成",
    "投入使用", "正式营业", "正常营业",     "已完成",   "完成"};
constexpr std::string_view kAllOfItWords[] = {
    "已全部", "全部完工", "全面完工", "全面竣工", "全面建成", "均已完",
    "均已建", "均已竣",   "均已投",   "均已实",   "均已达",   "均已落",
    "均已通", "全部完成", "全部建成", "投入使用", "正常营业"};

// Words by which work goes on. Those that end in 中 are also the beginning of 中医, 中心, 中小学.
constexpr std::string_view kGoingOnWords[] = {
    "正在",     "推进中",   "有序推进",       "稳步推进", "按计划推进", "加快推进", "持续推进",
    "进行中",   "基本完工", "基本完成",       "尚未",     "待安装",     "施工中",   "建设中",
    "收尾",     "预计",     "将于",           "公示中",   "如期推进",   "有序开展", "正推进",
    "正积极",   "拟",       "已完成总工程量", "已启动",   "在建",       "正常进行", "推进顺利",
    "进展顺利", "顺利推进", "按序时",         "按时序",   "达序时",     "达到序时", "超序时",
    "符合序时", "快于序时", "按计划实施",     "扎实推进", "全力推进",   "正常推进"};

// Whether the work goes on by such a word, which begins at `at`.
bool GoesOn(std::string_view narrative, std::string_view word, std::size_t at) {
  const std::string_view after = narrative.substr(at + word.size());
  const std::string_view before =
      narrative.substr(at > 600 ? at - 600 : 0, std::min<std::size_t>(at, 600));
  if (word.ends_with("中") && StartsWithAny<"医", "心", "小", "学", "央", "华", "药">(after))
    return false;
  if (word == "拟" && (StartsWithAny<"定", "订">(after) || EndsWithAny<"模", "虚">(before)))
    return false;
  // 已全部完工,正在组织验收: what is left is paper.
  const bool paper = MentionsAny(ClauseFrom(narrative, at), {"验收", "结算", "决算", "审计"});
  return !paper || !MentionsAny(before, {"完工", "已完成", "竣工", "建成"}) ||
         MentionsAny(before, {"基本", "主体"});
}

unsigned SayingsOf(std::string_view narrative) {
  struct Known {
    std::vector<std::string_view> words;
    std::vector<unsigned> sayings;
  };
  static const Known kKnown = [] {
    Known known;
    const auto add = [&known](std::span<const std::string_view> words, unsigned saying) {
      known.words.insert(known.words.end(), words.begin(), words.end());
      known.sayings.resize(known.words.size(), saying);
    };
    add(kMoreWords, kMore);
    add(kLateWords, kLate);
    add(kWholeWords, kWhole);
    add(kReachedWords, kReached);
    add(kOpenWords, kOpen);
    add(kFinishedWords, kFinished);
    add(kAllOfItWords, kAllOfIt);
    add(kGoingOnWords, kGoingOn);
    return known;
  }();
  static const WordFinder kFinder(kKnown.words);
  unsigned said = 0;
  kFinder.ForEach(narrative, [&](std::size_t word, std::size_t at) {
    const unsigned saying = kKnown.sayings[word];
    if (saying != kGoingOn || ((said & kGoingOn) == 0 && GoesOn(narrative, kKnown.words[word], at)))
      said |= saying;
  });
  return said;
}

bool SaysWhole(std::string_view narrative) {
  constexpr std::size_t kDoubtBytes = 60;  // before it, in which it may be doubted
  for (const std::string_view word : kWholeWords) {
    for (std::size_t at = Find(narrative, word); at != std::string_view::npos;
         at = Find(narrative, word, at + 3)) {
      const std::string_view before = Last(ClauseBefore(narrative, at), kDoubtBytes);
      const bool doubtful =
          before.ends_with("未") || before.ends_with("可") ||
          MentionsAny<"确保", "力争", "争取", "将", "预计", "能够", "有望", "计划", "拟">(before);
      if (!doubtful && !IsPart(narrative, at)) return true;
    }
  }
  return false;
}

// More was done than the task asks; 超额完成9月份节点目标 says so of a step only.
bool SaysMore(std::string_view narrative) {
  for (const std::string_view word : kMoreWords) {
    for (std::size_t at = Find(narrative, word); at != std::string_view::npos;
         at = Find(narrative, word, at + 3)) {
      if (!MentionsAny<"节点", "序时", "阶段", "月份", "季度", "上半年">(ClauseFrom(narrative, at)))
        return true;
    }
  }
  return false;
}

// 设备购进中, 初步设计编制中: a clause that ends in what is being done.
bool EndsGoingOn(std::string_view narrative) {
  for (std::size_t at = Find(narrative, "中"); at != std::string_view::npos;
       at = Find(narrative, "中", at + 3)) {
    const std::string_view after = narrative.substr(at + 3);
    const bool ends =
        after.empty() || StartsWithAny<"。", "，", ",", "；", ";", "\n", ")", "）">(after);
    const std::string_view before = narrative.substr(0, at);
    if (!ends || CountChars(ClauseBefore(narrative, at)) < 3 ||
        !IsHan(CharBefore(before, before.size()).code))
      continue;
    if (!EndsWithAny<"其", "当", "集", "高", "初", "年", "期", "之", "空", "途", "手", "心", "环",
                     "过程", "名单", "工作", "活动", "一", "二", "三">(before))
      return true;
  }
  return false;
}

// 新增泊位1536个,项目已完成: the clause that closes a sentence says it of all before, by naming it
// or by saying nothing else.
bool ClosesDone(std::string_view sentence) {
  std::string_view last = Trim(BehindLast<"，", ",", "；", ";">(sentence));
  if (last.size() == sentence.size()) return false;
  Strip({"该", "此", "本", "项目", "项", "民生", "实事", "工程", "任务", "均", "现"}, &last);
  if (!Strip({"已"}, &last)) return false;
  Strip({"全部", "全面", "如期", "按期", "提前"}, &last);
  return last == "完成" || last == "办结" || last == "完工";
}

// 10家农贸市场改造提升已完成, 该项目已于10月底完成: a sentence of one clause that says it of the
// whole.
bool SaysDone(std::string_view narrative) {
  for (std::size_t begin = 0; begin < narrative.size();) {
    std::size_t end = std::min(Find(narrative, "。", begin), narrative.find('\n', begin));
    end = std::min(end, narrative.size());
    const std::string_view sentence = Trim(narrative.substr(begin, end - begin));
    begin = end + (end < narrative.size() && narrative[end] == '\n' ? 1 : 3);
    if (!EndsWithAny<"完成", "完工", "办结">(sentence)) continue;
    if (ClosesDone(sentence)) return true;
    if (MentionsAny<"，", ",", "；", ";", "%", "未", "将", "阶段", "前期">(sentence)) continue;
    const std::size_t already = FindLast(sentence, "已");
    if (already == std::string_view::npos) continue;
    const std::string_view between = sentence.substr(already + 3);
    if (CountChars(between) <= 10 && !MentionsAny(between, {"基本", "部分", "主体"})) return true;
  }
  return false;
}

}  // namespace

Status NarrativeStatus(std::string_view narrative, Kind kind) {
  // 下一步,…完成全部选址 is still to come.
  if (const std::size_t outlook = OutlookIn(narrative);
      outlook != std::string_view::npos && outlook > 0)
    narrative = narrative.substr(0, outlook);
  const unsigned said = SayingsOf(narrative);
  const auto says = [said](Saying saying) { return (said & saying) != 0; };
  if (says(kMore) && SaysMore(narrative)) return Status::kOverfulfilled;
  if (says(kLate)) return Status::kDelayed;
  if (says(kWhole) && !Contains(narrative, "阶段") && SaysWhole(narrative))
    return Status::kCompleted;
  const bool open = says(kGoingOn);
  if (kind == Kind::kCompletion) {
    if (!says(kReached)) return Status::kNone;
    return open && says(kOpen) ? Status::kInProgress : Status::kCompleted;
  }
  if (open) return Status::kInProgress;
  if (SaysDone(narrative)) return Status::kCompleted;
  if (says(kFinished)) {
    // A share below the whole says that the rest is still to come.
    if (says(kAllOfIt)) return Status::kCompleted;
    // 已完工 of the whole; 已完工16台 counts a part.
    for (const std::string_view word : kWordsOf<"已竣工", "已完工">) {
      for (std::size_t at = Find(narrative, word); at != std::string_view::npos;
           at = Find(narrative, word, at + 3)) {
        const std::string_view after = narrative.substr(at + word.size());
        if (after.empty() || !IsDigit(CharAt(after, 0).code)) return Status::kCompleted;
      }
    }
    return Status::kNone;
  }
  return EndsGoingOn(narrative) ? Status::kInProgress : Status::kNone;
}

}  // namespace duban::documents
