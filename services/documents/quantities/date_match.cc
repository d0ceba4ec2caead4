#include "documents/quantities/date_match.h"

#include <string_view>

#include "documents/quantities/date_numbers.h"
#include "documents/quantities/date_parts.h"
#include "documents/quantities/date_words.h"
#include "documents/quantities/lexicon.h"
#include "documents/quantities/numeral.h"
#include "documents/quantities/numeric_dates.h"

namespace duban::quantities {
namespace {

class Matcher {
 public:
  Matcher(const Line& line, int pos) : line_(line), pos_(pos) {}

  DateMatch Match() {
    if (IsAsciiDigit(line_[pos_]) && !MayBeDate(pos_)) return {};
    WordMatch lead = Word(pos_);
    if (line_[pos_] == U'年' && CountsYears()) return {};
    out_.start = pos_;
    int at = pos_;
    bool as_of = false;
    bool until = false;
    if (lead && (Is(lead, DateWord::kAsOf) || Is(lead, DateWord::kUntil))) {
      as_of = Is(lead, DateWord::kAsOf);
      until = !as_of;
      at = SkipSpaces(line_, at + lead.length, 2);
      lead = Word(at);
    }
    if (!Element(at, lead)) return {};
    if (!out_.from_reference) Range();
    Suffix();
    if (as_of && out_.kind != DateKind::kDeadline) out_.kind = DateKind::kAsOf;
    if (until && out_.kind != DateKind::kSince) out_.kind = DateKind::kDeadline;
    if (until && out_.weak) return {};
    out_.end = at_;
    return out_;
  }

 private:
  // 3年内, 近十年末, 多年中: so many years, where a year itself has four digits.
  bool CountsYears() const {
    int start = SkipSpacesBack(line_, pos_, 1);
    const char32_t last = line_[start - 1];
    if (last == U'多' || last == U'余' || last == U'几') return true;
    const int end = start;
    while (DigitOf(line_[start - 1]) >= 0 || MagnitudeOf(line_[start - 1]) > 0) --start;
    return start < end && end - start <= 3;
  }

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

  WordMatch Word(int at) const { return MatchForward(line_, at, Category::kDateWord); }
  static bool Is(const WordMatch& word, DateWord kind) {
    return word && word.entry.kind == static_cast<std::uint8_t>(kind);
  }
  int Skip(int at) const { return SkipSpaces(line_, at, 2); }

  // One date without range or closing words, from `at`, where `word` begins. Sets at_.
  bool Element(int at, const WordMatch& word) {
    if (word && WordElement(word, at)) return true;
    if (!MayBeDate(at)) return false;
    if (IsAsciiDigit(line_[at]) && (FusedMonth(at) || TakeNumeric(FusedDay(line_, at, at > pos_)) ||
                                    TakeNumeric(MonthDayYear(line_, at))))
      return true;
    if (ShortYear(at)) return true;
    const Int number = ReadInt(line_, at);
    return number &&
           (FullNumeric(number) || YearElement(number) || MonthElement(number) || DayOnly(number));
  }

  // 今年, 上半年, 本月, 第二季度, 年底.
  bool WordElement(const WordMatch& word, int at) {
    const auto kind = static_cast<DateWord>(word.entry.kind);
    at_ = at + word.length;
    switch (kind) {
      case DateWord::kThisYear:
      case DateWord::kLastYear:
      case DateWord::kNextYear:
      case DateWord::kYearBeforeLast:
      case DateWord::kYearAfterNext:
        out_.year_word = true;
        out_.year_offset = kind == DateWord::kLastYear         ? -1
                           : kind == DateWord::kNextYear       ? 1
                           : kind == DateWord::kYearBeforeLast ? -2
                           : kind == DateWord::kYearAfterNext  ? 2
                                                               : 0;
        out_.precision = DatePrecision::kYear;
        out_.kind = DateKind::kPeriod;
        AfterYear();
        return true;
      default:
        break;
    }
    if (!PartOfYear(kind, out_) && !Relative(kind, out_)) return false;
    const bool month = kind == DateWord::kThisMonth || kind == DateWord::kLastMonth ||
                       kind == DateWord::kNextMonth;
    if (month) AfterMonth();  // 本月9日, 上月底
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
    return MonthElement({.value = date.month, .end = date.end, .digits = 2});
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
    at_ = date.end;
    return true;
  }

  // 06.30 after 2022.01.01-: the year is that of the first day.
  bool NumericRangeEnd(int at) {
    const NumericDate date = MonthDay(line_, at, numeric_mark_);
    if (!date) return false;
    out_.month2 = date.month;
    out_.day2 = date.day;
    out_.kind = DateKind::kPeriod;
    at_ = date.end;
    return true;
  }

  // 2022年[…], 22年6月, 2021-2025[年].
  bool YearElement(const Int& number) {
    const int mark = Skip(number.end);
    const bool full = IsYear(number.value) && (number.digits == 4 || number.digits == 0);
    if (full && IsRangeMark(line_[mark])) {
      const Int second = ReadInt(line_, AfterRangeMark(line_, mark));
      if (second && IsYear(second.value) && second.value > number.value) {
        const int year_mark = Skip(second.end);
        out_.year = number.value;
        out_.year2 = second.value;
        out_.precision = DatePrecision::kYears;
        out_.kind = DateKind::kPeriod;
        at_ = line_[year_mark] == U'年' ? AfterYearMark(year_mark) : second.end;
        return true;
      }
    }
    if (line_[mark] != U'年') return false;
    const bool old = number.value >= 1000 && number.value < kEarliestYear && number.digits != 3 &&
                     MonthNumberAt(Skip(mark + 1));  // 1898年7月; 1200年 alone is a length
    return (full || old) && TakeYear(number.value, mark);
  }

  bool TakeYear(int year, int mark) {
    out_.year = year;
    out_.precision = DatePrecision::kYear;
    out_.kind = DateKind::kPeriod;
    at_ = AfterYearMark(mark);
    if (line_[at_ - 1] != U'度') AfterYear();
    return true;
  }

  // 22年6月, 08年, 98年下半年, 零七年八月, 八五年二月: two digits name a year where a part of the
  // year stands behind them, or where the first of them is zero.
  bool ShortYear(int at) {
    const char32_t tens = line_[at];
    const bool arabic = IsAsciiDigit(tens);
    if (DigitOf(tens) < 0 || tens == U'两' || DigitOf(line_[at - 1]) >= 0 ||
        MagnitudeOf(line_[at - 1]) > 0)
      return false;
    const int ones = arabic && line_[at + 1] == U' ' ? at + 2 : at + 1;
    if (DigitOf(line_[ones]) < 0 || IsAsciiDigit(line_[ones]) != arabic) return false;
    const int mark = Skip(ones + 1);
    if (line_[mark] != U'年' || line_[mark + 1] == U'代') return false;
    const int value = DigitOf(tens) * 10 + DigitOf(line_[ones]);
    const bool zero = DigitOf(tens) == 0 && (ones == at + 1 || arabic);
    if (!zero && !PartOfYearAt(Skip(mark + 1))) return false;
    if (!arabic && value >= 30 && value < 50) return false;  // 三五年 are three to five years
    return TakeYear(value < 50 ? 2000 + value : kEarliestYear + value, mark);
  }

  bool PartOfYearAt(int at) const {
    if (MonthNumberAt(at)) return true;
    const WordMatch word = Word(at);
    if (!word) return false;
    const auto kind = static_cast<DateWord>(word.entry.kind);
    constexpr std::u32string_view kGoOn = U"端层蕴线气子座梢";  // 20年底蕴
    const bool end =
        kind == DateWord::kEnd && kGoOn.find(line_[at + 1]) == std::u32string_view::npos;
    const bool before = kind == DateWord::kBefore && (line_[at] == U'底' || line_[at] == U'末');
    return NamesPartOfYear(kind) || end || before;
  }

  int AfterYearMark(int mark) const { return line_[mark + 1] == U'度' ? mark + 2 : mark + 1; }

  bool MonthNumberAt(int at) const {
    const Int month = ReadInt(line_, at);
    return month && month.value >= 1 && month.value <= 12 && line_[Skip(month.end)] == U'月';
  }

  void AfterYear() {
    const int saved = at_;
    int at = Skip(at_);
    if (line_[at] == U'的') at = Skip(at + 1);
    if (FirstMonths(at)) return;
    if (const WordMatch word = Word(at)) {
      const auto kind = static_cast<DateWord>(word.entry.kind);
      if (kind != DateWord::kYearEnd && kind != DateWord::kYearBegin &&
          kind != DateWord::kYearMiddle && PartOfYear(kind, out_)) {
        at_ = at + word.length;
        return;
      }
      if (kind == DateWord::kEnd && line_[at] != U'月') return YearPoint(at + word.length, 12, 31);
      if (kind == DateWord::kBegin) return YearPoint(at + word.length, 1, 0);
      if (kind == DateWord::kYearEnd || kind == DateWord::kYearBegin ||
          kind == DateWord::kYearMiddle) {
        at_ = at + word.length;
        PartOfYear(kind, out_);
        return;
      }
    }
    const Int number = ReadInt(line_, at);
    if (number && MonthElement(number)) return;
    at_ = saved;
  }

  // 前五个月 behind a year.
  bool FirstMonths(int at) {
    if (line_[at] != U'前') return false;
    const Int months = ReadInt(line_, Skip(at + 1));
    if (!months || months.value < 2 || months.value > 12) return false;
    int unit = Skip(months.end);
    if (line_[unit] == U'个') ++unit;
    const WordMatch end = Word(unit + 1);  // 前6月底
    if (line_[unit] != U'月' || end || DigitOf(line_[unit + 1]) >= 0) return false;
    out_.month1 = 1;
    out_.month2 = months.value;
    out_.precision = DatePrecision::kMonth;
    out_.kind = DateKind::kPeriod;
    at_ = unit + 1;
    return true;
  }

  void YearPoint(int end, int month, int day) {
    at_ = end;
    out_.month1 = out_.month2 = month;
    out_.day1 = day;
    out_.kind = DateKind::kPoint;
    out_.precision = DatePrecision::kMonth;
  }

  // 6月, 6月30日, 6月底, 6月上旬, 1-9月, 一至六月份.
  bool MonthElement(const Int& number) {
    if (number.value < 1 || number.value > 12 || number.digits > 2) return false;
    int mark = Skip(number.end);
    int last = number.value;
    if (IsRangeMark(line_[mark]) || (line_[mark] == U'、' && number.value <= 12)) {
      const bool listed = line_[mark] == U'、';
      do {  // 4、5、6月
        const Int second = ReadInt(line_, AfterRangeMark(line_, mark));
        if (!second || second.value <= last || second.value > 12) return false;
        if (listed && second.value != last + 1) return false;
        mark = Skip(second.end);
        last = second.value;
      } while (listed && line_[mark] == U'、');
    }
    if (line_[mark] != U'月' || line_[mark + 1] == U'均' || line_[mark + 1] == U'龄' ||
        line_[mark + 1] == U'供')
      return false;
    if (line_[mark + 1] == U'初' && !IsAsciiDigit(line_[mark + 2]) &&
        (DigitOf(line_[mark + 2]) > 0 || line_[mark + 2] == U'十'))
      return false;  // 十月初一 is a day of the moon's calendar
    at_ = mark + 1;
    if (line_[at_] == U'份') ++at_;
    bare_days_ = number.digits == 0 && line_[at_] != U' ';
    out_.month1 = number.value;
    out_.month2 = last;
    out_.precision = DatePrecision::kMonth;
    out_.kind = last > number.value ? DateKind::kPeriod : DateKind::kPoint;
    if (last == number.value) AfterMonth();
    return true;
  }

  void AfterMonth() {
    const int at = Skip(at_);
    if (const WordMatch word = Word(at)) {
      const auto tens = [&](int first, int end) {
        out_.day1 = first;
        out_.day2 = end;
        out_.precision = DatePrecision::kTenDays;
        at_ = at + word.length;
      };
      if (Is(word, DateWord::kEnd)) {
        at_ = at + word.length;
        out_.day1 = 31;
        return;
      }
      if (Is(word, DateWord::kBegin)) return tens(1, 10);
      if (Is(word, DateWord::kEarlyTen)) return tens(1, 10);
      if (Is(word, DateWord::kMiddleTen)) return tens(11, 20);
      if (Is(word, DateWord::kLateTen)) return tens(21, 31);
    }
    const Int day = ReadInt(line_, at);
    if (!day || day.value < 1 || day.value > 31 || day.digits > 2) return;
    const int mark = Skip(day.end);
    if (line_[mark] == U'日' || line_[mark] == U'号') {
      out_.day1 = out_.day2 = day.value;
      out_.precision = DatePrecision::kDay;
      at_ = mark + 1;
    } else if (IsRangeMark(line_[mark])) {
      const Int second = ReadInt(line_, AfterRangeMark(line_, mark));
      if (!second || second.value <= day.value || second.value > 31) return;
      const int close = Skip(second.end);
      const bool closed = line_[close] == U'日' || line_[close] == U'号';
      if (!closed && !BareDay(second, close)) return;
      out_.day1 = day.value;
      out_.day2 = second.value;
      out_.precision = DatePrecision::kDay;
      out_.kind = DateKind::kPeriod;
      at_ = closed ? close + 1 : second.end;
    } else if (BareDay(day, mark)) {
      out_.day1 = out_.day2 = day.value;
      out_.precision = DatePrecision::kDay;
      at_ = day.end;
    }
  }

  // 八月十五, 二月十三到十五: in Chinese numerals a day needs no 日 where nothing stands behind it
  // that it could count.
  bool BareDay(const Int& day, int behind) const {
    return bare_days_ && day.digits == 0 && !IsHan(line_[behind]) && DigitOf(line_[behind]) < 0;
  }

  // 15日: the month stands elsewhere.
  bool DayOnly(const Int& number) {
    const int mark = Skip(number.end);
    const bool number_of = in_range_ && line_[mark] == U'号' && !IsHan(line_[mark + 1]);
    if (number.value < 1 || number.value > 31 || number.digits > 2 ||
        (line_[mark] != U'日' && !number_of))
      return false;
    if (number.digits == 0 && !in_range_) return false;
    if (line_[mark + 1] == U'均' || line_[mark + 1] == U'常' || line_[mark + 1] == U'元')
      return false;
    out_.day1 = out_.day2 = number.value;
    out_.weak = true;
    at_ = mark + 1;
    return true;
  }

  // 1月至6月, 2022年6月-2023年5月, 2021年至2023年, 6月1日至15日, 第一季度至第三季度.
  void Range() {
    const int mark = Skip(at_);
    if (!IsRangeMark(line_[mark]) || out_.kind == DateKind::kDeadline || out_.weak) return;
    const bool months = out_.month2 > out_.month1 && out_.precision != DatePrecision::kQuarter;
    if (out_.precision == DatePrecision::kYears || months) return;
    const int at = AfterRangeMark(line_, mark);
    if (numeric_mark_ != 0 && numeric_mark_ != line_[mark] && NumericRangeEnd(at)) return;
    Matcher second(line_, at);
    second.in_range_ = true;
    if (!second.Element(at, Word(at)) || second.out_.from_reference) return;
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
    at_ = second.at_;
  }

  void Suffix() {
    out_.core_end = at_;
    int at = Skip(at_);
    if (line_[at] == U'(' && line_[at + 1] == U'含' && line_[at + 2] == U')')
      at += 3;  // 6月1日(含)以前
    const WordMatch word = Word(at);
    if (!word) return;
    if (Is(word, DateWord::kBefore)) {
      const char32_t next = line_[at + word.length];
      const bool other_word = line_[at] == U'前' && word.length == 1 &&
                              (next == U'往' || next == U'期' || next == U'三' || next == U'列' ||
                               next == U'述' || next == U'来');
      if (!other_word) {
        out_.kind = DateKind::kDeadline;
        at_ = at + word.length;
      }
    } else if (Is(word, DateWord::kWithin) && out_.precision != DatePrecision::kDay) {
      if (line_[at] == U'内' &&
          (line_[at + 1] == U'涝' || line_[at + 1] == U'容' || line_[at + 1] == U'部'))
        return;
      out_.kind = DateKind::kDeadline;
      at_ = at + word.length;
    } else if (Is(word, DateWord::kSince)) {
      const char32_t next = line_[at + word.length];
      const bool other_word =
          (line_[at] == U'起' && (next == U'草' || next == U'步')) ||
          (line_[at] == U'后' && (next == U'续' || next == U'期' || next == U'勤'));
      if (!other_word) {
        out_.kind = DateKind::kSince;
        at_ = at + word.length;
      }
    } else if (Is(word, DateWord::kEnd) && out_.precision == DatePrecision::kQuarter) {
      at_ = at + word.length;
    }
  }

  const Line& line_;
  int pos_;
  int at_ = 0;
  char32_t numeric_mark_ = 0;  // of a day like 2022.6.30
  bool bare_days_ = false;     // the month is in Chinese numerals
  bool in_range_ = false;      // reading the far end of a range: 十二日 alone is a day there
  DateMatch out_;
};

}  // namespace

DateMatch MatchDate(const Line& line, int pos) { return Matcher(line, pos).Match(); }

}  // namespace duban::quantities
