#include "documents/quantities/date_parts.h"

namespace duban::quantities {

bool PartOfYear(DateWord kind, DateMatch& out) {
  const auto months = [&](int first, int last, DatePrecision precision, DateKind date_kind) {
    out.month1 = first;
    out.month2 = last;
    out.precision = precision;
    out.kind = date_kind;
    return true;
  };
  switch (kind) {
    case DateWord::kFirstHalf:
      return months(1, 6, DatePrecision::kHalf, DateKind::kPeriod);
    case DateWord::kSecondHalf:
      return months(7, 12, DatePrecision::kHalf, DateKind::kPeriod);
    case DateWord::kQuarter1:
      return months(1, 3, DatePrecision::kQuarter, DateKind::kPeriod);
    case DateWord::kQuarter2:
      return months(4, 6, DatePrecision::kQuarter, DateKind::kPeriod);
    case DateWord::kQuarter3:
      return months(7, 9, DatePrecision::kQuarter, DateKind::kPeriod);
    case DateWord::kQuarter4:
      return months(10, 12, DatePrecision::kQuarter, DateKind::kPeriod);
    case DateWord::kQuarters2:
      return months(1, 6, DatePrecision::kQuarter, DateKind::kPeriod);
    case DateWord::kQuarters3:
      return months(1, 9, DatePrecision::kQuarter, DateKind::kPeriod);
    case DateWord::kQuarters4:
      return months(1, 12, DatePrecision::kQuarter, DateKind::kPeriod);
    case DateWord::kWholeYear:
      return months(1, 12, DatePrecision::kYear, DateKind::kPeriod);
    case DateWord::kInYear:
      return months(1, 12, DatePrecision::kYear, DateKind::kDeadline);
    case DateWord::kYearEnd:
      out.day1 = 31;
      return months(12, 12, DatePrecision::kMonth, DateKind::kPoint);
    case DateWord::kYearBegin:
      return months(1, 1, DatePrecision::kMonth, DateKind::kPoint);
    case DateWord::kYearMiddle:
      return months(6, 6, DatePrecision::kMonth, DateKind::kPoint);
    default:
      return false;
  }
}

bool Relative(DateWord kind, DateMatch& out) {
  const auto step = [&](DatePrecision precision, int offset) {
    out.from_reference = true;
    out.precision = precision;
    out.unit_offset = offset;
    out.this_period =
        offset == 0 && precision != DatePrecision::kDay && precision != DatePrecision::kRelative;
    out.kind = precision == DatePrecision::kDay ? DateKind::kPoint : DateKind::kPeriod;
    return true;
  };
  switch (kind) {
    case DateWord::kThisMonth:
      return step(DatePrecision::kMonth, 0);
    case DateWord::kLastMonth:
      return step(DatePrecision::kMonth, -1);
    case DateWord::kNextMonth:
      return step(DatePrecision::kMonth, 1);
    case DateWord::kThisQuarter:
      return step(DatePrecision::kQuarter, 0);
    case DateWord::kLastQuarter:
      return step(DatePrecision::kQuarter, -1);
    case DateWord::kNextQuarter:
      return step(DatePrecision::kQuarter, 1);
    case DateWord::kThisWeek:
      return step(DatePrecision::kTenDays, 0);
    case DateWord::kLastWeek:
      return step(DatePrecision::kTenDays, -1);
    case DateWord::kNextWeek:
      return step(DatePrecision::kTenDays, 1);
    case DateWord::kToday:
      return step(DatePrecision::kDay, 0);
    case DateWord::kYesterday:
      return step(DatePrecision::kDay, -1);
    case DateWord::kBeforeYesterday:
      return step(DatePrecision::kDay, -2);
    case DateWord::kTomorrow:
      return step(DatePrecision::kDay, 1);
    case DateWord::kAfterTomorrow:
      return step(DatePrecision::kDay, 2);
    case DateWord::kNow:
      step(DatePrecision::kRelative, 0);
      out.kind = DateKind::kAsOf;
      return true;
    default:
      return false;
  }
}

}  // namespace duban::quantities
