#include "documents/quantities/date_match.h"

#include "documents/quantities/date_closing.h"
#include "documents/quantities/date_months.h"
#include "documents/quantities/date_numbers.h"
#include "documents/quantities/date_parts.h"
#include "documents/quantities/date_years.h"
#include "documents/quantities/lexicon.h"
#include "documents/quantities/numeral.h"
#include "documents/quantities/numeric_dates.h"

namespace duban::quantities {
namespace {

constexpr bool NamesMonth(DateWord kind) {
  return kind == DateWord::kThisMonth || kind == DateWord::kLastMonth ||
         kind == DateWord::kNextMonth;
}

// 今年, 明年: the year, and the part of it that follows.
bool ReadYearWord(const Line& line, DateWord kind, DateMatch& date) {
  switch (kind) {
    case DateWord::kThisYear:
      break;
    case DateWord::kLastYear:
      date.year_offset = -1;
      break;
    case DateWord::kNextYear:
      date.year_offset = 1;
      break;
    case DateWord::kYearBeforeLast:
      date.year_offset = -2;
      break;
    case DateWord::kYearAfterNext:
      date.year_offset = 2;
      break;
    default:
      return false;
  }
  date.year_word = true;
  date.precision = DatePrecision::kYear;
  date.kind = DateKind::kPeriod;
  ReadRestOfYear(line, date);
  return true;
}

class Matcher {
 public:
  Matcher(const Line& line, int pos) : line_(line), pos_(pos) {}

  DateMatch Match() {
    if (IsAsciiDigit(line_[pos_]) && !MayBeDate(pos_)) return {};
    WordMatch lead = DateWordAt(line_, pos_);
    if (line_[pos_] == U'年' && CountsYears(line_, pos_)) return {};
    out_.start = pos_;
    int at = pos_;
    const bool as_of = Is(lead, DateWord::kAsOf);
    const bool until = Is(lead, DateWord::kUntil);
    if (as_of || until) {
      at = SkipBlanks(line_, at + lead.length);
      lead = DateWordAt(line_, at);
    }
    if (!Element(at, lead)) return {};
    if (!out_.from_reference) Range();
    ReadClosing(line_, out_);
    if (as_of && out_.kind != DateKind::kDeadline) out_.kind = DateKind::kAsOf;
    if (until && out_.kind != DateKind::kSince) out_.kind = DateKind::kDeadline;
    if (until && out_.weak) return {};
    return out_;
  }

 private:
  // What stands behind a number tells most figures from dates. Only where a numeral is long it is
  // read first.
  bool MayBeDate(int at) const {
    constexpr int kLong = 9;
    const bool digits = IsAsciiDigit(line_[at]);
    if (!digits && (CharClass(line_[at]) & kNumeralChar) == 0) return false;
    const std::uint32_t goes_on = digits ? kDigitChar : kDigitChar | kNumeralChar;
    int end = at + 1;
    while ((CharClass(line_[end]) & goes_on) != 0 || (!digits && line_[end] == U' ')) {
      if (++end - at == kLong) return !digits;
    }
    switch (line_[end]) {
      case U'年':
      case U'月':
      case U'日':
      case U'、':
      case U'-':
      case U'~':
      case U'至':
      case U'到':
        return true;
      case U'号':
        return in_range_;
      case U' ':
      case U'季':
      case U'.':
      case U'/':
        return digits;
      default:
        return false;
    }
  }

  static bool Is(const WordMatch& word, DateWord kind) {
    return word && word.entry.kind == static_cast<std::uint8_t>(kind);
  }

  // One date without range or closing words, from `at`, where `word` begins.
  bool Element(int at, const WordMatch& word) {
    if (word && WordElement(word, at)) return true;
    if (!MayBeDate(at)) return false;
    if (IsAsciiDigit(line_[at]) && (FusedMonth(at) || TakeNumeric(FusedDay(line_, at, at > pos_)) ||
                                    TakeNumeric(MonthDayYear(line_, at))))
      return true;
    if (ReadShortYear(line_, at, out_)) return true;
    const Int number = ReadInt(line_, at);
    return number &&
           (FullNumeric(number) || ReadYear(line_, number, out_) ||
            ReadMonths(line_, number, out_) || ReadLoneDay(line_, number, in_range_, out_));
  }

  // 今年, 上半年, 本月, 第二季度, 年底.
  bool WordElement(const WordMatch& word, int at) {
    const auto kind = static_cast<DateWord>(word.entry.kind);
    out_.end = at + word.length;
    if (ReadYearWord(line_, kind, out_)) return true;
    if (!PartOfYear(kind, out_) && !Relative(kind, out_)) return false;
    if (NamesMonth(kind)) ReadDays(line_, /*bare=*/false, out_);  // 本月9日, 上月底
    if (out_.day1 != 0) {
      out_.this_period = false;
      const bool days = out_.precision == DatePrecision::kDay && out_.day2 > out_.day1;
      out_.kind = days ? DateKind::kPeriod : DateKind::kPoint;
    }
    return true;
  }

  // 20207月.
  bool FusedMonth(int at) {
    const NumericDate date = FusedYearMonth(line_, at);
    if (!date) return false;
    out_.year = date.year;
    return ReadMonths(line_, {.value = date.month, .end = date.end, .digits = 2}, out_);
  }

  // 2022-06-30, 2022.6.
  bool FullNumeric(const Int& year) {
    const NumericDate date = YearMonthDay(line_, year, in_range_);
    if (date.day != 0) numeric_mark_ = line_[year.end];
    return TakeNumeric(date);
  }

  bool TakeNumeric(const NumericDate& date) {
    if (!date) return false;
    out_.year = date.year;
    out_.month1 = out_.month2 = date.month;
    out_.day1 = out_.day2 = date.day;
    out_.precision = date.day != 0 ? DatePrecision::kDay : DatePrecision::kMonth;
    out_.end = date.end;
    return true;
  }

  // 06.30 after 2022.01.01-: the year is that of the first day.
  bool NumericRangeEnd(int at) {
    const NumericDate date = MonthDay(line_, at, numeric_mark_);
    if (!date) return false;
    out_.month2 = date.month;
    out_.day2 = date.day;
    out_.kind = DateKind::kPeriod;
    out_.end = date.end;
    return true;
  }

  // 1月至6月, 2022年6月-2023年5月, 2021年至2023年, 6月1日至15日, 第一季度至第三季度.
  void Range() {
    const int mark = SkipBlanks(line_, out_.end);
    if (!IsRangeMark(line_[mark]) || out_.kind == DateKind::kDeadline || out_.weak) return;
    const bool months = out_.month2 > out_.month1 && out_.precision != DatePrecision::kQuarter;
    if (out_.precision == DatePrecision::kYears || months) return;
    const int at = AfterRangeMark(line_, mark);
    if (numeric_mark_ != 0 && numeric_mark_ != line_[mark] && NumericRangeEnd(at)) return;
    Matcher second(line_, at);
    second.in_range_ = true;
    if (!second.Element(at, DateWordAt(line_, at)) || second.out_.from_reference) return;
    const DateMatch& to = second.out_;
    if (to.weak && (out_.day1 == 0 || out_.month1 == 0)) return;
    if (to.year == 0 && to.month1 == 0 && !to.weak) return;
    const bool years_only = out_.month1 == 0;
    if (years_only && to.month1 != 0) return;
    if (to.year != 0) out_.year2 = to.year;
    if (to.year_word) out_.year2_offset = to.year_offset;
    if (out_.year == 0 && !out_.year_word && to.year != 0 && out_.month1 != 0 &&
        out_.month1 <= to.month2)
      out_.year = to.year;
    if (to.weak) {
      out_.day2 = to.day2;
    } else if (!years_only) {
      out_.month2 = to.month2;
      out_.day2 = to.day2 != 0 ? to.day2 : to.day1;
      if (out_.day1 == 31) out_.day1 = 0;
    }
    if (years_only) out_.precision = DatePrecision::kYears;
    const bool wraps = !to.weak && to.year == 0 && !to.year_word && out_.month2 < out_.month1;
    if (wraps && out_.year2 == 0) out_.year2_offset = 1;  // 11月至3月
    out_.kind = DateKind::kPeriod;
    out_.end = to.end;
  }

  const Line& line_;
  int pos_;
  char32_t numeric_mark_ = 0;  // of a day like 2022.6.30
  bool in_range_ = false;      // reading the far end of a range: 十二日 alone is a day there
  DateMatch out_;
};

}  // namespace

DateMatch MatchDate(const Line& line, int pos) { return Matcher(line, pos).Match(); }

}  // namespace duban::quantities
