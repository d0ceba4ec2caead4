#pragma once

#include "documents/quantities/date_match.h"
#include "documents/quantities/date_numbers.h"
#include "documents/quantities/line.h"

// The year of a date and the part of it that follows. What is read is set in `date`, its end too; a
// date of which nothing is read stays as it was.
namespace duban::quantities {

// Whether 年 at `pos` counts years and names none: 3年内, 近十年末, 多年中.
bool CountsYears(const Line& line, int pos);

// 2022年[…], 1898年7月, 2021-2025[年]: the year that `number` is.
bool ReadYear(const Line& line, const Int& number, DateMatch& date);
// 22年6月, 08年, 98年下半年, 零七年八月, 八五年二月: two digits name a year where a part of the
// year stands behind them, or where the first of them is zero.
bool ReadShortYear(const Line& line, int pos, DateMatch& date);
// 上半年, 底, 6月30日, 前五个月 behind the year that ends at `date.end`.
void ReadRestOfYear(const Line& line, DateMatch& date);

}  // namespace duban::quantities
