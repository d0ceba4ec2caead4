#pragma once

#include <array>
#include <optional>

#include "common/date.h"
#include "documents/core/dictionary.h"
#include "documents/core/draft.h"
#include "documents/core/listing.h"
#include "documents/core/text.h"

// Whether a list promises, reports or closes a year. Many things say so, each a little: what they
// say is counted, weighed and added up.
namespace duban::documents {

// What speaks for a report or against it; each 0 or 1, or a share of the items.
enum class KindSign {
  kTold,            // columns, labels or sentences hold progress
  kTitleReports,    // the title's last noun is 进展情况, 通报, …
  kTitleCompletes,  // 完成情况, 兑现, …
  kTitlePlans,      // 实施方案, 任务清单, …
  kTitleDone,       // its verb is 完成, 落实, without 确保 or 将
  kTitleOfPart,     // names a part of the year: 上半年, 三季度, 10月份
  kLeadDone,        // the words before the list: 已全部完成
  kLeadCounts,      // 36个子项已完成
  kLeadReports,     // 进展, 完成情况, 截至, 累计
  kLeadPlans,       // 将实施, 确定, 票决, 印发
  kLeadLooksBack,   // 一年来, 过去一年, 去年
  kLeadSoFar,       // 今年以来, 截至目前
  kHeadsComplete,   // every item is headed 完成情况
  kItemsReport,     // share of the items that tell what was done
  kItemsPlan,       // that tell what will be
  kItemsGoOn,       // that tell what is being done
  kItemsDone,       // that tell that all of it is done
  kSteps,           // columns of dated steps
  kIssuedBefore,    // published before the year, or in its first quarter
  kIssuedWithin,    // from April to October
  kIssuedAtEnd,     // in November or December
  kIssuedAfter,     // in the year after
  kIssuedAfterAll,  // in the year after, and neither title nor figures are of a part of the year
  kDatedWithin,     // the figures are of a day before December
  kDatedAtEnd,      // of a day in December
  kPast,            // the list of a later year stands below
  kCount
};

struct KindSigns {
  std::array<double, static_cast<std::size_t>(KindSign::kCount)> of{};

  double& operator[](KindSign sign) { return of[static_cast<std::size_t>(sign)]; }
  double operator[](KindSign sign) const { return of[static_cast<std::size_t>(sign)]; }
};

// What the items say, by their columns and words.
KindSigns ReadItemSigns(const Text& text, const Listing& listing);
// Whether they hold progress, or tell what was done rather than what will be.
bool TellsProgress(const KindSigns& items);

// What title, lead and dates say, added to what the items say. `year` is the list's, 0 = unknown;
// `date` the one that its figures are of; `issued` when the text was published.
void ReadHeadSigns(const Text& text, const Dictionary& dictionary, const Listing& listing, int year,
                   std::optional<Date> date, std::optional<Date> issued, KindSigns* signs);

Kind KindOf(const KindSigns& signs);

// Whether the words say that all was done: 全部完成, but not 确保…圆满完成.
bool SaysAllDone(std::string_view words);

}  // namespace duban::documents
