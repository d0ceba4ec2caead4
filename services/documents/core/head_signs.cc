#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/core/clause_words.h"
#include "documents/core/kind_signs.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_finder.h"
#include "documents/core/word_set.h"
#include "documents/core/years.h"

// What speaks for a report or against it above a list: its title, the lines that lead to it, dates.
namespace duban::documents {
namespace {

constexpr std::size_t kLeadBytes = 1'500;  // of a line before the list

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
      {"岁末年初", KindSign::kLeadLooksBack},
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

void ReadHeadSigns(const Text& text, const Dictionary& dictionary, const Listing& listing, int year,
                   std::optional<Date> date, std::optional<Date> issued, KindSigns* signs) {
  ReadTitle(dictionary, TitleOf(text, dictionary, listing), (*signs)[KindSign::kItemsReport],
            signs);
  ReadLead(text, dictionary, listing, signs);
  ReadDates(year, date, issued, signs);
}

}  // namespace duban::documents
