#include "documents/core/occasion.h"

#include <algorithm>
#include <map>
#include <vector>

#include "documents/core/announced_lists.h"
#include "documents/core/clause_words.h"
#include "documents/core/years.h"
#include "documents/quantities/dates.h"

namespace duban::documents {
namespace {

using quantities::DateKind;
using quantities::DatePrecision;

constexpr std::size_t kDateSample = 60'000;  // bytes of a list that are read for its date

bool HasProgress(const Listing& listing) {
  if (listing.told) return true;
  for (const Item& item : listing.items) {
    for (const Part& part : item.parts) {
      for (const Field& field : part.fields) {
        if (field.role == Role::kProgress || field.role == Role::kReached || field.role == Role::kStatus ||
            field.role == Role::kRegion || field.role == Role::kRatio) {
          return true;
        }
      }
    }
  }
  return false;
}

// Whether the items of a list tell what was done (已建成, 截至…, 累计…) rather than what will be. They are read once, when it is
// first asked.
class Telling {
 public:
  Telling(const Text& text, const Listing& listing) : text_(text), listing_(listing) {}

  // Whether most do; where the list is announced as a report, a quarter is enough.
  bool Reports(bool announced) {
    if (!read_) Read();
    const std::size_t items = listing_.items.size();
    if (announced && planned_ * 3 <= items) return reported_ * 4 >= items;
    return reported_ * 2 >= items && reported_ > 2 * planned_;
  }

  // Whether hardly any item tells what will be.
  bool LooksBack() {
    if (!read_) Read();
    return planned_ * 5 <= listing_.items.size();
  }

 private:
  void Read() {
    read_ = true;
    for (const Item& item : listing_.items) {
      bool done = false;
      bool ahead = false;
      const auto read = [&](Range range) {
        const Searched said(text_.Of(range).substr(0, 2000));
        done = done || said.HoldsAny({"已", "累计", "截至", "截止", "竣工", "完工", "投用", "全年共", "上半年,", "目前", "均按计划",
                                      "超额完成", "完成投资", "共开展", "获得", "占年度", "为计划的", "年度计划的", "全年计划的", "年度目标的",
                                      "占全年", "占计划", "完成率", "正在", "完成了", "投入使用", "全部完成", "全部建成", "完成年度任务", "完成全年任务"});
        ahead = ahead || said.HoldsAny({"将", "计划", "确保", "力争", "年内", "底前", "不少于", "拟"});
      };
      read(item.title);
      for (const Field& field : item.fields) read(field.range);
      for (const Part& part : item.parts) {
        for (const Field& field : part.fields) {
          if (!field.inherited && !done) read(field.range);
        }
      }
      reported_ += done;
      planned_ += ahead && !done;
    }
  }

  const Text& text_;
  const Listing& listing_;
  bool read_ = false;
  std::size_t reported_ = 0;
  std::size_t planned_ = 0;
};

// Whether the head of a text says that all was done: 全部完成, but not 确保…圆满完成.
bool SaysAllDone(std::string_view head) {
  for (const std::string_view word : {"全部完成", "全面完成", "全面落实", "圆满完成", "如期完成", "如期全部", "高质量完成", "超额完成年度", "超额完成全年", "完成情况公布", "全完成了", "均已完成", "均完成", "均已提前完成", "均已全面完成"}) {
    for (std::size_t at = Find(head, word); at != std::string_view::npos; at = Find(head, word, at + 3)) {
      std::string_view before = head.substr(0, at);
      if (before.size() > 90) before.remove_prefix(before.size() - 90);
      for (const std::string_view mark : {"。", "；", "，", ",", "\n"}) {
        const std::size_t end = before.rfind(mark);
        if (end != std::string_view::npos) before.remove_prefix(end + mark.size());
      }
      if (!MentionsAny(before, {"确保", "力争", "争取", "将", "预计", "底前", "月前", "保证"})) return true;
    }
  }
  return false;
}

// Whether the lines above a list count projects that are done: 36个子项已完成, 97件实事均已完成.
bool CountsDone(const Text& text, const Listing& listing) {
  for (const Range line : listing.preface) {
    const std::string_view words = text.Of(line).substr(0, 1500);
    for (const Count& count : Counts(words)) {
      std::string_view behind = words.substr(count.range.end, 36);
      for (const std::string_view mark : {"。", "，", ",", "；", ";"}) behind = behind.substr(0, Find(behind, mark));
      if (MentionsAny(behind, {"已完成", "均已", "已全部", "已经完成"})) return true;
    }
  }
  return false;
}

// 截至目前 in a text that says when it was published.
std::optional<Date> PublishedNow(const Text& text, const Listing& listing, int year) {
  std::string words(text.Of(listing.title));
  for (const Range line : listing.preface) words += text.Of(line).substr(0, 1500);
  if (words.size() < 600) words += text.str().substr(0, 1500);
  if (!MentionsAny(words, {"截至目前", "截止目前", "截至发稿", "截止到目前", "截至到目前"})) return std::nullopt;
  const auto date = FirstDate(text.str());
  return date && date->year == year ? date : std::nullopt;
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

// What a title says of its list. Its head is its last noun: 目标任务…实施进度通报 reports, 完成情况…推进计划 plans.
struct TitleWords {
  bool progress = false;
  bool completion = false;
  bool plan = false;
};

TitleWords WordsOfTitle(const Text& text, const Dictionary& dictionary, const Listing& listing, Telling* telling) {
  std::string title(text.Of(listing.title));
  // An annex whose own title says nothing (附:2021年…项目一览) is of what the document's title says.
  const auto says = [&](std::string_view words) {
    return dictionary.Mentions(Words::kProgress, words) || dictionary.Mentions(Words::kCompletion, words) || dictionary.Mentions(Words::kPlan, words);
  };
  if (!says(title) && FirstYear(title) == FirstYear(text.Of(listing.heading))) title = text.Of(listing.heading);
  // 完成情况及下一步工作安排 reports.
  for (const std::string_view next : {"下一步", "下步", "下阶段"}) {
    if (const std::size_t at = title.find(next); at != std::string::npos && at > 12) title.resize(at);
  }
  // 扎实推进十件实事 may as well open a plan: there the items decide.
  const std::size_t verb = title.find("推进");
  const bool noun = verb != std::string::npos && MentionsAny(title.substr(verb), {"推进情况", "推进计划", "推进方案"});
  if (verb != std::string::npos && !noun && !telling->Reports(true)) title.erase(verb, std::string_view("推进").size());
  TitleWords said{.progress = dictionary.Mentions(Words::kProgress, title),
                  .completion = dictionary.Mentions(Words::kCompletion, title),
                  .plan = dictionary.Mentions(Words::kPlan, title)};
  if (!said.plan) return said;
  const std::size_t plan = LastEnd(dictionary, Words::kPlan, title);
  const std::size_t report = std::max(LastEnd(dictionary, Words::kProgress, title), LastEnd(dictionary, Words::kCompletion, title));
  if (report > plan) {
    said.plan = false;
  } else if (report > 0 && plan > report) {
    // 提前完成目标任务 is what was done.
    const std::string_view before = std::string_view(title).substr(0, plan);
    if (MentionsAny(before.substr(before.size() > 36 ? before.size() - 36 : 0), {"完成年度", "完成全年", "完成目标", "完成任务"})) said.plan = false;
  }
  return said;
}

// Whether the words before `at` look ahead: 预计年底.
bool IsForecast(std::string_view words, std::size_t at) {
  const std::size_t near = std::min<std::size_t>(at, 24);
  return MentionsAny(words.substr(at - near, near), {"预计", "计划", "力争", "确保"});
}

// The date that a title or a head names: (三季度), 1-9月, 上半年, 截至6月底.
std::optional<Date> NamedDate(std::string_view words, int year) {
  std::optional<Date> found;
  for (const auto& date : quantities::FindDates(words, {.default_year = year})) {
    if (!date.resolved || date.precision == DatePrecision::kYears || date.precision == DatePrecision::kYear) continue;
    if (IsForecast(words, static_cast<std::size_t>(date.span.start_byte))) continue;
    found = date.end;
  }
  return found;
}

// The date that most of a list's figures are said to be of.
std::optional<Date> CommonDate(const Text& text, const Listing& listing, int year, bool completed) {
  std::map<Date, int> votes;
  std::map<Date, int> periods;  // 上半年 says as much where no 截至… is printed
  std::size_t read = 0;
  for (const Item& item : listing.items) {
    for (const Part& part : item.parts) {
      for (const Field& field : part.fields) {
        // A report may open with its date: 截至11月底,新增….
        if (field.role != Role::kProgress && field.role != Role::kNone && field.role != Role::kTitle) continue;
        if (field.inherited || read > kDateSample) continue;
        read += field.range.size();
        const std::string_view words = text.Of(field.range);
        for (const auto& date : quantities::FindDates(words, {.default_year = year})) {
          if (IsForecast(words, static_cast<std::size_t>(date.span.start_byte))) continue;
          if (date.resolved && date.kind == DateKind::kAsOf && date.end.year == year) ++votes[date.end];
          const bool whole = date.precision == DatePrecision::kYear || date.precision == DatePrecision::kYears;
          if (date.resolved && date.kind == DateKind::kPeriod && !whole && date.start == Date{year, 1, 1}) ++periods[date.end];
        }
      }
    }
  }
  if (votes.empty() && !periods.empty() && listing.items.size() >= 3 && periods.rbegin()->second * 2 > static_cast<int>(listing.items.size())) {
    votes = std::move(periods);
  }
  // One item of a year's report that is dated 12月25日 dates that item alone.
  if (completed && !votes.empty() && votes.rbegin()->first.month == 12 && votes.rbegin()->second * 3 < static_cast<int>(listing.items.size())) {
    return std::nullopt;
  }
  std::optional<Date> best;
  int most = 0;
  for (const auto& [date, count] : votes) {
    if (count >= most) {
      most = count;
      best = date;
    }
  }
  return best;
}

}  // namespace

Occasion FindOccasion(const Text& text, const Dictionary& dictionary, const Listing& listing, int document_year) {
  Occasion occasion;
  Telling telling(text, listing);
  const std::string_view title = text.Of(listing.title);
  std::string context;
  std::size_t lines = 0;
  for (auto line = listing.preface.rbegin(); line != listing.preface.rend() && lines < 12; ++line, ++lines) {
    context += text.Of(*line).substr(0, 400);
    context += '\n';
  }
  occasion.year = FirstYear(title);
  if (occasion.year == 0 && MentionsAny(title, {"去年", "上年度"})) occasion.year = std::max(0, DatedYear(text.str()) - 1);
  if (occasion.year == 0) occasion.year = ListYear(text, listing.preface, HasProgress(listing) || telling.Reports(false));
  if (occasion.year == 0 && !listing.items.empty()) {
    occasion.year = MostNamedYear(text.Of({std::min(listing.items.front().title.begin, listing.range.end), listing.range.end}));
  }
  if (occasion.year == 0) occasion.year = AnnouncedYear(text, listing.preface);
  if (occasion.year == 0) occasion.year = MostNamedYear(text.Of(listing.range));
  if (occasion.year == 0) occasion.year = FirstYear(context);
  if (occasion.year == 0) occasion.year = document_year;
  if (occasion.year == 0) occasion.year = IssueYear(text.str());
  if (occasion.year == 0) occasion.year = DatedYear(text.str());

  if (const std::size_t at = context.find("单位"); at != std::string::npos) {
    const std::string note = Normal(std::string_view(context).substr(at, 40));
    if (Contains(note, "万元")) occasion.money_scale = 1e4;
    if (Contains(note, "亿元")) occasion.money_scale = 1e8;
  }
  const bool told = HasProgress(listing);
  const TitleWords said_title = WordsOfTitle(text, dictionary, listing, &telling);
  const bool title_progress = said_title.progress;
  const bool title_completion = said_title.completion;
  // 进展顺利…提前完成目标任务 is no plan where the items report.
  const bool title_plan = said_title.plan && !(title_progress && !told && telling.Reports(false));
  // A title without such a word: the lines below it may say that this is a report.
  const bool announced = !title_plan && !dictionary.Mentions(Words::kPlan, context) &&
                         (title_progress || dictionary.Mentions(Words::kProgress, context) ||
                          dictionary.Mentions(Words::kCompletion, context));
  const bool reports = !told && !title_plan && (telling.Reports(announced) || (CountsDone(text, listing) && telling.LooksBack()));
  const bool progress = told || reports;
  std::optional<Date> date = NamedDate(title, occasion.year);
  if (!date) {
    for (const auto& found : quantities::FindDates(context, {.default_year = occasion.year})) {
      if (!found.resolved || found.end.year != occasion.year) continue;
      const std::size_t at = static_cast<std::size_t>(found.span.start_byte);
      const std::string_view before = std::string_view(context).substr(at > 24 ? at - 24 : 0, std::min<std::size_t>(at, 24));
      bool said = found.kind == DateKind::kAsOf;
      for (const std::string_view word : {"统计时间", "截止时间", "截止日期", "统计日期", "数据截", "填报时间", "报送时间"}) {
        said = said || Contains(before, word);
      }
      // 现将1—6月份进展情况予以公示
      const std::string_view behind = std::string_view(context).substr(static_cast<std::size_t>(found.span.end_byte), 24);
      said = said || (found.kind == DateKind::kPeriod && found.start == Date{occasion.year, 1, 1} &&
                      MentionsAny(behind, {"进展", "进度", "完成情况", "推进情况", "落实情况", "实施情况"}));
      if (said && !MentionsAny(before, {"预计", "计划", "力争", "确保"})) date = found.end;
    }
  }
  if (!date) {
    // Heads such as 三季度进展 or 1-9月完成情况; the last of several.
    for (const Item& item : listing.items) {
      for (const Part& part : item.parts) {
        for (const Field& field : part.fields) {
          if (field.role != Role::kProgress && field.role != Role::kReached) continue;
          const auto named = NamedDate(field.name, occasion.year);
          if (named && (!date || *named > *date)) date = named;
        }
      }
      if (&item != &listing.items.front()) break;  // heads repeat
    }
  }
  if (!date) date = PublishedNow(text, listing, occasion.year);
  const Date year_end{occasion.year, 12, 31};
  if (title_completion || (progress && !title_progress && !title_plan)) {
    if (!date) date = CommonDate(text, listing, occasion.year, title_completion);
    occasion.kind = title_completion && (!date || *date >= year_end) ? Kind::kCompletion : Kind::kProgress;
    if (occasion.kind == Kind::kProgress && title_completion && date->month == 12) occasion.kind = Kind::kCompletion;
    // A report without a title of its own: its lead-in says whether the year is over.
    const bool untold = reports || (!title_progress && !title_completion);
    if (untold && occasion.kind == Kind::kProgress &&
        (date ? *date >= year_end : SaysAllDone(text.str().substr(0, 1500)))) {
      occasion.kind = Kind::kCompletion;
    }
  } else if (title_plan || (!progress && !title_progress)) {
    occasion.kind = progress && title_progress ? Kind::kProgress : Kind::kPlan;
  } else {
    occasion.kind = progress || title_progress ? Kind::kProgress : Kind::kPlan;
  }
  if (occasion.kind == Kind::kPlan && progress) occasion.kind = Kind::kProgress;
  // 一、…项目完成情况 above every item, and no date but the year.
  if (occasion.kind == Kind::kProgress && !date && !listing.items.empty() &&
      std::all_of(listing.items.begin(), listing.items.end(),
                  [&](const Item& item) { return text.Of(item.title).ends_with("完成情况"); })) {
    occasion.kind = Kind::kCompletion;
  }
  if (occasion.kind == Kind::kProgress && listing.past && reports) occasion.kind = Kind::kCompletion;
  // 10件民生实事全部完成 before a list of no earlier date.
  if (occasion.kind == Kind::kProgress && (!date || date->month == 12)) {
    for (const Range line : listing.preface) {
      if (FindAnnouncement(text.Of(line)).count > 0 && SaysAllDone(text.Of(line).substr(0, 1500))) occasion.kind = Kind::kCompletion;
    }
  }
  // A report of a year that was published in the next one, and is of no earlier date.
  if (occasion.kind == Kind::kProgress && !date) {
    const std::optional<Date> published = FirstDate(text.str());
    const std::optional<Date> common = CommonDate(text, listing, occasion.year, false);
    if (published && published->year == occasion.year + 1 && published->month <= 6 && (!common || common->month == 12)) {
      occasion.kind = Kind::kCompletion;
    }
  }
  if (occasion.kind == Kind::kCompletion) {
    for (const Range line : listing.preface) occasion.all_done = occasion.all_done || SaysAllDone(text.Of(line).substr(0, 1500));
    // What was done by the end of the year is told in the next.
    occasion.as_of = date && *date <= year_end ? date : year_end;
  } else if (occasion.kind == Kind::kProgress) {
    // 10月份…进度 whose only project is dated 10月7日: the closer date.
    const std::optional<Date> common = CommonDate(text, listing, occasion.year, false);
    if (!date || (listing.items.size() == 1 && common && *common < *date && common->month == date->month)) date = common ? common : date;
    occasion.as_of = date;
  }
  return occasion;
}

}  // namespace duban::documents
