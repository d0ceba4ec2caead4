#pragma once

#include <map>
#include <optional>

#include "common/date.h"
#include "documents/core/listing.h"
#include "documents/core/text.h"
#include "documents/quantities/dates.h"

// The day as of which a list of the year `year` reports; `dates` are those of the text. nullopt
// where nothing says it.
namespace duban::documents {

// What the title, the words before the list or the heads of its columns say: (三季度), 截至6月底,
// 1-9月完成情况; at last the day of publication, where they say 截至目前.
std::optional<Date> StatedDate(const Text& text, const quantities::DateIndex& dates,
                               const Listing& listing, int year);

// The day of the next year up to which the words before the list tell of what a year brought:
// 截至2020年4月14日,已完成….
std::optional<Date> LaterDate(const Text& text, const quantities::DateIndex& dates,
                              const Listing& listing, int year);

// How often the figures of a list are said to be of each date.
struct DateVotes {
  std::map<Date, int> as_of;
  std::map<Date, int> periods;   // 上半年 says as much where no 截至… is printed
  std::map<Date, int> quarters;  // 第三季度:…, one below the other
};

// The dates that a list's figures are said to be of.
class CommonDates {
 public:
  CommonDates(const Text& text, const quantities::DateIndex& dates, const Listing& listing,
              int year);
  // The one that most are of. `completed`: the title says that the year is over, so that a single
  // figure's day in December dates that figure alone.
  std::optional<Date> Of(bool completed) const;

 private:
  DateVotes votes_;
  int items_;
};

// When a text was published that has no label or line which says so (IssueDate): on the first day
// that is named with its year before the list; else on a day without year, 12月28日, which is of
// the list's own, unless it is one of January to March, which may be of either.
std::optional<Date> FirstDay(const Text& text, const quantities::DateIndex& dates,
                             const Listing& listing);
std::optional<Date> UnsureDay(const Text& text, const quantities::DateIndex& dates,
                              const Listing& listing, int year);

// The day of publication, where the list or the words before it speak of 目前 and it lies in the
// list's year.
std::optional<Date> DayOfNow(const Text& text, const Listing& listing, int year,
                             std::optional<Date> published);

}  // namespace duban::documents
