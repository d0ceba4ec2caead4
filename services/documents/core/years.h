#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "common/date.h"

// The years and days that a text names, as far as they date its lists. 0 or nullopt where none is
// named.
namespace duban::documents {

// A year as it stands in a text.
struct NamedYear {
  int year = 0;
  std::size_t end = 0;  // behind its 年
  bool date = false;    // a month follows
  bool as_of = false;   // 截至 stands before it
  bool past = false;    // what it is said of is not the year itself: 从2004年起, 比2019年
  bool quoted = false;  // deep inside of somebody's words
};

// Whether it stands between the first and the last month, or year, of several: 1-6月, 2013—2017年.
bool Spans(char32_t mark);

// The years that a text prints with 年, in order.
std::vector<NamedYear> YearsIn(std::string_view text);

// The first year that is printed: 2022年, 二〇二二年, 2021十件.
int FirstYear(std::string_view text);
// The year in a file's name (results-2019.txt), for a text that prints none; 0 when there is none.
int FileYear(std::string_view name);
// What was named most often, the latest of several; nullopt for no votes.
template <typename Time>
std::optional<Time> MostNamed(const std::map<Time, int>& votes) {
  std::optional<Time> best;
  int most = 0;
  for (const auto& [time, count] : votes) {
    if (count < most) continue;
    most = count;
    best = time;
  }
  return best;
}
// The year that the text speaks of most.
int MostNamedYear(std::string_view text);

// The day that 发文日期, 成文日期, 发布时间 and the like name, or a line that is a date and nothing
// else (the last one: it stands below the office). Of a report that names none of them, or a day
// more than half a year later, the one on which it was given (2021年1月28日在…会议上).
std::optional<Date> IssueDate(std::string_view text);

}  // namespace duban::documents
