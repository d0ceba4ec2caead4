#pragma once

#include "documents/quantities/date_match.h"
#include "documents/quantities/date_numbers.h"
#include "documents/quantities/line.h"

// The months of a date and their days. What is read is set in `date`, its end too; a date of which
// nothing is read stays as it was.
namespace duban::quantities {

// Whether the number of a month and 月 stand at `pos`.
bool IsMonthAt(const Line& line, int pos);

// 6月, 6月30日, 6月底, 6月上旬, 1-9月, 一至六月份: the months that `number` opens.
bool ReadMonths(const Line& line, const Int& number, DateMatch& date);
// 前五个月 behind a year.
bool ReadFirstMonths(const Line& line, int pos, DateMatch& date);
// 底, 上旬, 9日, 1至15日 behind the month that ends at `date.end`. `bare`: a day needs no 日.
void ReadDays(const Line& line, bool bare, DateMatch& date);
// 15日: the month stands elsewhere. `in_range`: it ends a range, where 十二日 and 12号 are days
// too.
bool ReadLoneDay(const Line& line, const Int& number, bool in_range, DateMatch& date);

}  // namespace duban::quantities
