#include "documents/core/occasion.h"

#include <algorithm>
#include <string>

#include "documents/core/clause_words.h"
#include "documents/core/kind_signs.h"
#include "documents/core/list_dates.h"
#include "documents/core/list_year.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// 提前完成的8件实事包括: right before the first item.
bool LeadsToDone(const Text& text, const Listing& listing) {
  if (listing.items.empty()) return false;
  const std::size_t at = listing.items.front().title.begin;
  constexpr std::size_t kLeadBytes = 120;
  const std::string_view lead =
      BehindLast<"。", "\n">(Trim(Last(text.str().substr(0, at), kLeadBytes)));
  const bool opens = EndsWithAny(lead, {":", "：", "包括", "分别是", "分别为"});
  return opens &&
         MentionsAny<"提前完成的", "已完成的", "全部完成的", "完成年度任务的", "完成全年任务的">(
             lead) &&
         !MentionsAny(lead, {"未完成", "将", "尚"});
}

// What bare numbers of money are counted in: 单位:万元 above the table.
double MoneyScale(const Text& text, const Listing& listing) {
  for (const Range line : listing.preface) {
    const std::string_view words = text.Of(line).substr(0, 400);
    const std::size_t at = Find(words, "单位");
    if (at == std::string_view::npos) continue;
    const std::string note = Normal(words.substr(at, 40));
    if (Contains(note, "亿元")) return 1e8;
    if (Contains(note, "万元")) return 1e4;
  }
  // The line that dates the page may say it as well: 发布日期:… 单位:万元.
  if (listing.items.empty() || listing.items[0].title.begin <= listing.title.end) return 1;
  const std::size_t length =
      std::min<std::size_t>(listing.items[0].title.begin - listing.title.end, 600);
  const std::string between = Normal(text.str().substr(listing.title.end, length));
  return MentionsAny(between, {"单位:万元", "单位：万元"}) ? 1e4 : 1;
}

// The day of a year's results: what was done by its end is told in the next; what is published in
// its last months tells of no later day.
Date DayOfResults(std::optional<Date> stated, int year, std::optional<Date> issued) {
  const Date year_end{year, 12, 31};
  // What a year brought is not told in its first half: 1月 is when something of it was done.
  if (stated && *stated <= year_end && stated->year == year && stated->month >= 7) return *stated;
  return issued && issued->year == year && issued->month >= 10 && *issued < year_end ? *issued
                                                                                     : year_end;
}

}  // namespace

Occasion FindOccasion(const Text& text, const Dictionary& dictionary,
                      const quantities::DateIndex& dates, const Listing& listing, int document_year,
                      std::optional<Date> issued) {
  Occasion occasion;
  KindSigns signs = ReadItemSigns(text, listing);
  if (!issued) issued = FirstDay(text, dates, listing);
  occasion.year = YearOfList(text, listing, TellsProgress(signs), issued);
  if (occasion.year == 0) occasion.year = document_year;
  if (!issued) issued = UnsureDay(text, dates, listing, occasion.year);
  occasion.money_scale = MoneyScale(text, listing);
  const std::optional<Date> stated = StatedDate(text, dates, listing, occasion.year);
  std::optional<CommonDates> of_figures;
  if (!stated || listing.items.size() == 1) of_figures.emplace(text, dates, listing, occasion.year);
  const std::optional<Date> common = of_figures ? of_figures->Of(false) : std::nullopt;
  std::optional<Date> date = stated ? stated : common;
  ReadHeadSigns(text, dictionary, listing, occasion.year, date, issued, &signs);
  occasion.kind = KindOf(signs);
  if (occasion.kind == Kind::kCompletion) {
    for (const Range line : listing.preface)
      occasion.all_done = occasion.all_done || SaysAllDone(text.Of(line).substr(0, 1500));
    if (!stated) date = of_figures->Of(true);
    occasion.as_of = stated ? std::nullopt : LaterDate(text, dates, listing, occasion.year);
    if (!occasion.as_of) occasion.as_of = DayOfResults(date, occasion.year, issued);
  } else if (occasion.kind == Kind::kProgress) {
    // 10月份…进度 whose only project is dated 10月7日: the closer date.
    const bool closer = date && listing.items.size() == 1 && common && *common < *date &&
                        common->month == date->month;
    occasion.as_of = closer ? common : date;
    if (!occasion.as_of) occasion.as_of = DayOfNow(text, listing, occasion.year, issued);
    occasion.all_done = LeadsToDone(text, listing);
  }
  return occasion;
}

}  // namespace duban::documents
