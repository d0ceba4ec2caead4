#include "documents/core/kind_signs.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "documents/core/clause_words.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_finder.h"
#include "documents/core/word_set.h"
#include "documents/core/years.h"

namespace duban::documents {
namespace {

constexpr std::size_t kItemBytes = 2'000;  // of a field that are read for its tense
constexpr std::size_t kLeadBytes = 1'500;  // of a line before the list

bool HasRole(const Listing& listing, std::initializer_list<Role> roles) {
  for (const Item& item : listing.items) {
    for (const Part& part : item.parts) {
      for (const Field& field : part.fields) {
        if (std::find(roles.begin(), roles.end(), field.role) != roles.end()) return true;
      }
    }
  }
  return false;
}

// What the items of a list tell, as shares of them.
struct Tenses {
  double done = 0;   // 已建成, 截至…, 累计…
  double ahead = 0;  // 将, 确保, and nothing done
  double going = 0;  // 正在, 推进中
  double whole = 0;  // 已全部完成, 超额完成
};

enum Tense : std::size_t {
  kDone = 1,
  kAhead = 2,
  kGoing = 4,
  kWhole = 8,
  kEvery = 15,
  kEnd = 16
};  // kEnd: ahead where a date says by when

constexpr std::pair<std::string_view, std::size_t> kTenseWords[] = {
    {"已", kDone},
    {"累计", kDone},
    {"截至", kDone},
    {"截止", kDone},
    {"竣工", kDone | kEnd},
    {"完工", kDone | kEnd},
    {"投用", kDone | kEnd},
    {"全年共", kDone},
    {"上半年,", kDone},
    {"目前", kDone},
    {"均按计划", kDone},
    {"完成投资", kDone},
    {"共开展", kDone},
    {"获得", kDone},
    {"占年度", kDone},
    {"为计划的", kDone},
    {"年度计划的", kDone},
    {"全年计划的", kDone},
    {"年度目标的", kDone},
    {"占全年", kDone},
    {"占计划", kDone},
    {"完成率", kDone},
    {"完成了", kDone},
    {"投入使用", kDone | kEnd},
    {"实际完成", kDone},
    {"将", kAhead},
    {"计划", kAhead},
    {"确保", kAhead},
    {"力争", kAhead},
    {"年内", kAhead},
    {"底前", kAhead},
    {"不少于", kAhead},
    {"拟", kAhead},
    {"正在", kDone | kGoing},
    {"推进中", kGoing},
    {"按序时", kDone | kGoing},
    {"施工中", kGoing},
    {"有序推进", kGoing},
    {"稳步推进", kGoing},
    {"加快推进", kGoing},
    {"进行中", kGoing},
    {"收尾", kGoing},
    {"扫尾", kGoing},
    {"建设中,", kGoing},
    {"基本完工", kGoing},
    {"已全部", kWhole},
    {"全部完成", kDone | kWhole | kEnd},
    {"全部完工", kWhole | kEnd},
    {"均已完成", kWhole},
    {"均已完工", kWhole},
    {"已完成。", kWhole},
    {"超额完成", kDone | kWhole},
    {"完成年度任务", kDone | kWhole},
    {"完成全年任务", kDone | kWhole},
    {"100%", kWhole},
    {"全部建成", kDone | kWhole | kEnd},
    {"全面完成", kWhole | kEnd},
    {"圆满完成", kWhole},
    {"完成目标任务", kWhole},
    {"完成年度目标", kWhole}};

// Whether a date stands before what is to be done by then, in the same clause or as the one before
// it: 8月底前,全部竣工.
bool IsDue(std::string_view words, std::size_t at) {
  constexpr std::size_t kMostBytes = 30;
  std::string_view before = Last(words.substr(0, at), kMostBytes);
  DropTail<",", "，">(&before);
  before = BehindLast<"。", "；", ";", "，", ",", "\n">(before);
  if (Contains(before, "已")) return false;
  if (MentionsAny<"底前", "月前">(before)) return true;
  const std::size_t day = Find(before, "日前");  // 日前竣工: the other day
  return day != std::string_view::npos && day > 0 && IsDigit(CharBefore(before, day).code);
}

// The tenses that words are in.
std::size_t TensesOf(std::string_view words) {
  static const WordFinder kFinder = [] {
    std::vector<std::string_view> all;
    for (const auto& [word, tense] : kTenseWords) all.push_back(word);
    return WordFinder(std::move(all));
  }();
  std::size_t found = 0;
  kFinder.ForEach(words, [&](std::size_t word, std::size_t at) {
    const std::size_t tense = kTenseWords[word].second;
    found |= (tense & kEnd) != 0 && IsDue(words, at) ? kAhead : tense & ~kEnd;
  });
  return found;
}

Tenses ReadTenses(const Text& text, const Listing& listing) {
  Tenses tenses;
  if (listing.items.empty()) return tenses;
  for (const Item& item : listing.items) {
    std::size_t said = 0;
    const auto read = [&](Range range) {
      if (said != kEvery) said |= TensesOf(text.Of(range).substr(0, kItemBytes));
    };
    read(item.title);
    for (const Field& field : item.fields) read(field.range);
    for (const Part& part : item.parts) {
      for (const Field& field : part.fields) {
        // 四季度投入使用 among the dated steps of a plan is still to come, and so is 全部完成 below
        // 四季度.
        const bool ahead = field.role == Role::kSteps ||
                           (field.role == Role::kPeriod &&
                            !MentionsAny<"已", "目前", "截至">(text.Of(field.range)));
        if (!field.inherited && !ahead && field.range != item.title) read(field.range);
      }
    }
    tenses.done += (said & kDone) != 0;
    tenses.ahead += (said & kAhead) != 0 && (said & kDone) == 0;
    tenses.going += (said & kGoing) != 0;
    tenses.whole += (said & kWhole) != 0 && (said & kGoing) == 0;
  }
  const auto items = static_cast<double>(listing.items.size());
  return {tenses.done / items, tenses.ahead / items, tenses.going / items, tenses.whole / items};
}

// Where the last of the list's words in `words` ends; 0 when there is none.
std::size_t LastEnd(const Dictionary& dictionary, Words list, std::string_view words) {
  std::size_t last = 0;
  for (const auto& word : dictionary.List(list)) {
    const std::size_t at = FindLast(words, word);
    if (at != std::string_view::npos) last = std::max(last, at + word.size());
  }
  return last;
}

// 现将…民生实事完成情况汇报如下: says what is reported where no title does; empty for
// 现将有关情况通报如下.
std::string SaidToFollow(const Text& text, const Listing& listing) {
  for (auto line = listing.preface.rbegin(); line != listing.preface.rend(); ++line) {
    const std::string_view words = text.Of(*line).substr(0, kLeadBytes);
    const std::size_t end = FindLast(words, "如下");
    if (end == std::string_view::npos) continue;
    const std::size_t begin = std::max(FindLast(words.substr(0, end), "现将") + 1,
                                       FindLast(words.substr(0, end), "现就") + 1);
    if (begin == 0) continue;
    const std::string_view said = words.substr(begin - 1, end - begin + 1);
    if (CountChars(said) <= 70 && MentionsAny<"实事", "民生", "民心">(said) &&
        MentionsAny<"完成情况", "落实情况", "办理情况", "办结情况", "进展情况", "推进情况",
                    "实施情况">(said))
      return std::string(said);
  }
  return "";
}

// The words without the clauses that say what else was done: 在圆满完成省定实事的同时,再办6件.
std::string WithoutBesides(std::string_view words) {
  std::string kept;
  std::size_t from = 0;
  kSetOf<"的同时", "基础上">.ForEach(words, [&](std::size_t word, std::size_t at) {
    const std::string_view before = words.substr(from, at - from);
    kept += before.substr(
        0, before.size() - BehindLast<"。", "；", ";", "，", ",", "\n">(before).size());
    from = at + kWordsOf<"的同时", "基础上">[word].size();
    return true;
  });
  return kept.append(words.substr(from));
}

// The words that title a list: its own, else those of the document.
std::string TitleOf(const Text& text, const Dictionary& dictionary, const Listing& listing) {
  const auto says = [&](std::string_view words) {
    return dictionary.Mentions(Words::kProgress, words) ||
           dictionary.Mentions(Words::kCompletion, words) ||
           dictionary.Mentions(Words::kPlan, words);
  };
  std::string title = WithoutBesides(text.Of(listing.title));
  // An annex whose own title says nothing (附:2021年…项目一览) is of what the document's title
  // says.
  const int year = FirstYear(text.Of(listing.heading));
  if (!says(title) && (year == 0 || year == FirstYear(title))) title = text.Of(listing.heading);
  if (!says(title)) {
    if (std::string said = SaidToFollow(text, listing); !said.empty()) title = std::move(said);
  }
  // 完成情况及下一步工作安排 reports.
  for (const std::string_view next : kWordsOf<"下一步", "下步", "下阶段">) {
    if (const std::size_t at = title.find(next); at != std::string::npos && at > 12)
      title.resize(at);
  }
  return title;
}

// A title's head is its last noun: 目标任务…实施进度通报 reports, 完成情况…推进计划 plans.
void ReadTitle(const Dictionary& dictionary, std::string title, double reported, KindSigns* signs) {
  // 扎实推进十件实事 may as well open a plan: there the items decide.
  const std::size_t verb = title.find("推进");
  const bool noun = verb != std::string::npos && MentionsAny(std::string_view(title).substr(verb),
                                                             {"推进情况", "推进计划", "推进方案"});
  if (verb != std::string::npos && !noun && reported < 0.25)
    title.erase(verb, std::string_view("推进").size());
  const bool completion = dictionary.Mentions(Words::kCompletion, title);
  (*signs)[KindSign::kTitleOfPart] =
      MentionsAny<"上半年", "季度", "月份", "过半", "半年", "期中", "截至", "1-", "1—", "中期">(
          title);
  // 完成情况的通报 of a whole year: that somebody reports says nothing of how far it is.
  bool progress = dictionary.Mentions(Words::kProgress, title);
  if (progress && completion && (*signs)[KindSign::kTitleOfPart] == 0) {
    for (const std::string_view genre :
         kWordsOf<"情况的通报", "情况通报", "情况的报告", "情况报告", "结果的通报", "结果通报",
                  "结果的报告", "结果报告">) {
      const std::size_t at = title.find(genre);
      if (at != std::string::npos &&
          EndsWithAny(std::string_view(title).substr(0, at), {"完成", "考核", "考评", "验收"}))
        progress = dictionary.Mentions(Words::kProgress,
                                       title.substr(0, at) + title.substr(at + genre.size()));
    }
  }
  bool plan = dictionary.Mentions(Words::kPlan, title);
  const std::size_t planned = LastEnd(dictionary, Words::kPlan, title);
  const std::size_t told = std::max(LastEnd(dictionary, Words::kProgress, title),
                                    LastEnd(dictionary, Words::kCompletion, title));
  if (plan && told > planned) plan = false;
  if (plan && told > 0) {
    // 提前完成目标任务 is what was done.
    const std::string_view before = std::string_view(title).substr(0, planned);
    if (MentionsAny(before.substr(before.size() > 36 ? before.size() - 36 : 0),
                    {"完成年度", "完成全年", "完成目标", "完成任务"}))
      plan = false;
  }
  (*signs)[KindSign::kTitleReports] = progress && !plan;
  (*signs)[KindSign::kTitleCompletes] = completion && !plan;
  (*signs)[KindSign::kTitlePlans] = plan;
  (*signs)[KindSign::kTitleDone] =
      !plan && MentionsAny<"完成", "落实", "落地", "兑现", "办结", "办好了", "建成">(title) &&
      !MentionsAny<"确保", "将", "力争", "情况", "完成投资", "完成率">(title);
}

// Whether the lines above a list count projects that are done: 36个子项已完成, 97件实事均已完成.
bool CountsDone(const Text& text, const Listing& listing) {
  for (const Range line : listing.preface) {
    const std::string_view words = text.Of(line).substr(0, kLeadBytes);
    for (const Count& count : Counts(words)) {
      const std::string_view behind =
          BeforeFirst<"。", "，", ",", "；", ";">(words.substr(count.range.end, 36));
      if (MentionsAny(behind, {"已完成", "均已", "已全部", "已经完成"})) return true;
    }
  }
  return false;
}

void ReadLead(const Text& text, const Dictionary& dictionary, const Listing& listing,
              KindSigns* signs) {
  std::string lead;
  std::size_t lines = 0;
  for (auto line = listing.preface.rbegin(); line != listing.preface.rend() && lines < 12;
       ++line, ++lines) {
    lead += WithoutBesides(text.Of(*line).substr(0, kLeadBytes));
    lead += '\n';
  }
  // The lead of an article, above the line that titles its list.
  if (listing.range.begin <= 3'000) lead += WithoutBesides(text.Of({0, listing.range.begin}));
  (*signs)[KindSign::kLeadDone] = SaysAllDone(lead);
  (*signs)[KindSign::kLeadCounts] = CountsDone(text, listing);
  (*signs)[KindSign::kLeadReports] =
      !dictionary.Mentions(Words::kPlan, lead) && (dictionary.Mentions(Words::kProgress, lead) ||
                                                   dictionary.Mentions(Words::kCompletion, lead));
  constexpr std::pair<std::string_view, KindSign> kLeadWords[] = {
      {"将实施", KindSign::kLeadPlans},
      {"将继续", KindSign::kLeadPlans},
      {"将集中", KindSign::kLeadPlans},
      {"将重点", KindSign::kLeadPlans},
      {"将办", KindSign::kLeadPlans},
      {"确定", KindSign::kLeadPlans},
      {"票决", KindSign::kLeadPlans},
      {"印发", KindSign::kLeadPlans},
      {"决定", KindSign::kLeadPlans},
      {"候选", KindSign::kLeadPlans},
      {"认真组织实施", KindSign::kLeadPlans},
      {"抓好落实", KindSign::kLeadPlans},
      {"要办好", KindSign::kLeadPlans},
      {"办好以下", KindSign::kLeadPlans},
      {"做好以下", KindSign::kLeadPlans},
      {"一年来", KindSign::kLeadLooksBack},
      {"过去一年", KindSign::kLeadLooksBack},
      {"过去的一年", KindSign::kLeadLooksBack},
      {"去年", KindSign::kLeadLooksBack},
      {"上年度", KindSign::kLeadLooksBack},
      {"即将结束", KindSign::kLeadLooksBack},
      {"年工作回顾", KindSign::kLeadLooksBack},
      {"收官", KindSign::kLeadLooksBack},
      {"年终", KindSign::kLeadLooksBack},
      {"全年落实情况", KindSign::kLeadLooksBack},
      {"全年完成情况", KindSign::kLeadLooksBack},
      {"全年办理情况", KindSign::kLeadLooksBack},
      {"今年以来", KindSign::kLeadSoFar},
      {"截至目前", KindSign::kLeadSoFar},
      {"截止目前", KindSign::kLeadSoFar},
      {"半年来", KindSign::kLeadSoFar},
      {"进展顺利", KindSign::kLeadSoFar},
      {"总体进展", KindSign::kLeadSoFar}};
  static const WordFinder kFinder = [&] {
    std::vector<std::string_view> all;
    for (const auto& [word, sign] : kLeadWords) all.push_back(word);
    return WordFinder(std::move(all));
  }();
  kFinder.ForEach(lead,
                  [&](std::size_t word, std::size_t) { (*signs)[kLeadWords[word].second] = 1; });
}

void ReadDates(int year, std::optional<Date> date, std::optional<Date> issued, KindSigns* signs) {
  if (year > 0 && issued) {
    const bool own = issued->year == year;
    (*signs)[KindSign::kIssuedBefore] = issued->year < year || (own && issued->month <= 3);
    (*signs)[KindSign::kIssuedWithin] = own && issued->month > 3 && issued->month <= 10;
    (*signs)[KindSign::kIssuedAtEnd] = own && issued->month > 10;
    (*signs)[KindSign::kIssuedAfter] = issued->year == year + 1;
  }
  (*signs)[KindSign::kIssuedAfterAll] =
      (*signs)[KindSign::kIssuedAfter] > 0 && !date && (*signs)[KindSign::kTitleOfPart] == 0;
  // 完成情况 of November closes the year.
  const int last = (*signs)[KindSign::kTitleCompletes] > 0 &&
                           (*signs)[KindSign::kTitleReports] == 0 &&
                           (*signs)[KindSign::kTitleOfPart] == 0
                       ? 11
                       : 12;
  if (date) {
    (*signs)[KindSign::kDatedWithin] = date->month < last;
    (*signs)[KindSign::kDatedAtEnd] = date->month == 12;
    // Figures of its last day tell that the year is over, as a later day of publication does.
    if (year > 0 && *date == Date{year, 12, 31}) (*signs)[KindSign::kIssuedAfter] = 1;
  }
}

struct Weight {
  KindSign sign;
  double weight;
};

// The weights are those that tell some two hundred published lists apart, rounded; a sum above 0 is
// a report.
constexpr double kReportBias = -2.5;
constexpr Weight kReport[] = {{KindSign::kTold, 2.3},
                              {KindSign::kTitleReports, 2.6},
                              {KindSign::kTitleCompletes, 2.9},
                              {KindSign::kTitlePlans, -1.0},
                              {KindSign::kTitleDone, 0.2},
                              {KindSign::kTitleOfPart, 0.7},
                              {KindSign::kLeadDone, 1.1},
                              {KindSign::kLeadReports, 0.7},
                              {KindSign::kLeadCounts, 2.0},
                              {KindSign::kLeadPlans, -0.9},
                              {KindSign::kLeadLooksBack, 0.8},
                              {KindSign::kLeadSoFar, 0.6},
                              {KindSign::kItemsReport, 3.5},
                              {KindSign::kItemsPlan, -0.2},
                              {KindSign::kItemsGoOn, 0.6},
                              {KindSign::kItemsDone, 0.7},
                              {KindSign::kSteps, -0.3},
                              {KindSign::kIssuedBefore, -1.1},
                              {KindSign::kIssuedAtEnd, 0.4},
                              {KindSign::kIssuedAfter, 0.5},
                              {KindSign::kDatedWithin, 1.9},
                              {KindSign::kDatedAtEnd, 1.0},
                              {KindSign::kPast, 1.0}};
// Of a year that is over rather than of one that goes on.
constexpr double kClosingBias = 0.7;
constexpr Weight kClosing[] = {{KindSign::kTold, -1.4},          {KindSign::kTitleReports, -1.4},
                               {KindSign::kTitleCompletes, 2.0}, {KindSign::kTitlePlans, -0.2},
                               {KindSign::kTitleDone, 0.8},      {KindSign::kTitleOfPart, -0.8},
                               {KindSign::kLeadDone, 2.0},       {KindSign::kLeadPlans, 0.2},
                               {KindSign::kLeadLooksBack, 1.5},  {KindSign::kLeadSoFar, -0.9},
                               {KindSign::kHeadsComplete, 2.2},  {KindSign::kItemsReport, -0.6},
                               {KindSign::kItemsPlan, -0.3},     {KindSign::kItemsGoOn, -1.2},
                               {KindSign::kItemsDone, 0.3},      {KindSign::kIssuedWithin, -1.3},
                               {KindSign::kIssuedAtEnd, 0.4},    {KindSign::kIssuedAfter, 1.7},
                               {KindSign::kIssuedAfterAll, 1.5}, {KindSign::kDatedWithin, -2.0},
                               {KindSign::kDatedAtEnd, 0.3},     {KindSign::kPast, 1.0}};

template <std::size_t N>
double Sum(double bias, const Weight (&weights)[N], const KindSigns& signs) {
  double sum = bias;
  for (const Weight& weight : weights) sum += weight.weight * signs[weight.sign];
  return sum;
}

}  // namespace

bool SaysAllDone(std::string_view words) {
  constexpr std::size_t kMostBytes = 90;  // of a clause before it
  bool done = false;
  kSetOf<"全部完成", "全部办结", "全面完成", "全面落实", "圆满完成", "如期完成", "如期全部", "高质量完成", "超额完成年度", "超额完成全年", "完成情况公布", "全完成了", "全部兑现", "均已完成",
         "均完成", "均按时完成", "均按期完成", "均如期完成", "均已提前完成", "均已全面完成">.ForEach(words, [&](std::size_t, std::size_t at) {
    const std::string_view before = BehindLast<"。", "；", "，", ",", "\n">(Last(words.substr(0, at), kMostBytes));
    done = !MentionsAny<"确保", "力争", "争取", "将", "预计", "底前", "月前", "日前", "保证">(before);
    return !done;
  });
  return done;
}

KindSigns ReadItemSigns(const Text& text, const Listing& listing) {
  KindSigns signs;
  signs[KindSign::kTold] =
      listing.told || HasRole(listing, {Role::kProgress, Role::kReached, Role::kStatus,
                                        Role::kRegion, Role::kRatio});
  signs[KindSign::kSteps] = HasRole(listing, {Role::kSteps});
  signs[KindSign::kPast] = listing.past || listing.followed;
  signs[KindSign::kHeadsComplete] = std::ranges::all_of(
      listing.items, [&](const Item& item) { return text.Of(item.title).ends_with("完成情况"); });
  const Tenses tenses = ReadTenses(text, listing);
  signs[KindSign::kItemsReport] = tenses.done;
  signs[KindSign::kItemsPlan] = tenses.ahead;
  signs[KindSign::kItemsGoOn] = tenses.going;
  signs[KindSign::kItemsDone] = tenses.whole;
  return signs;
}

bool TellsProgress(const KindSigns& items) {
  const double done = items[KindSign::kItemsReport];
  return items[KindSign::kTold] > 0 || (done >= 0.5 && done > 2 * items[KindSign::kItemsPlan]);
}

void ReadHeadSigns(const Text& text, const Dictionary& dictionary, const Listing& listing, int year,
                   std::optional<Date> date, std::optional<Date> issued, KindSigns* signs) {
  ReadTitle(dictionary, TitleOf(text, dictionary, listing), (*signs)[KindSign::kItemsReport],
            signs);
  ReadLead(text, dictionary, listing, signs);
  ReadDates(year, date, issued, signs);
}

Kind KindOf(const KindSigns& signs) {
  if (Sum(kReportBias, kReport, signs) <= 0) return Kind::kPlan;
  return Sum(kClosingBias, kClosing, signs) > 0 ? Kind::kCompletion : Kind::kProgress;
}

}  // namespace duban::documents
