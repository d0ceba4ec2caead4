#include "documents/quantities/figure.h"

#include <algorithm>
#include <cmath>

#include "documents/quantities/compare.h"
#include "documents/quantities/figure_number.h"

namespace duban::quantities {
namespace {

class Reader {
 public:
  Reader(const Line& line, Figure& out) : line_(line), out_(out) {}

  bool Read(int pos) {
    if (!ReadFigureNumber(line_, pos, out_)) return false;
    ReadVague();
    ReadUnit();
    ReadRange();
    ReadAfterUnit();
    ReadComparators(line_, {.vague = vague_start_ >= 0, .about = about_}, out_);
    return true;
  }

 private:
  char32_t At(int i) const { return line_[i]; }
  int Skip(int i, int limit = 3) const { return SkipSpaces(line_, i, limit); }

  // 40余, 8万多, 9000来: vagueness between the number and its unit.
  void ReadVague() {
    if (out_.percent || out_.fraction) return;
    const int at = Skip(out_.end, 1);
    const char32_t c = At(at);
    if (c == U'+' && UnitAt(line_, at + 1) && IsHan(At(at + 1))) {  // 50+个
      out_.more = true;
      vague_start_ = at;
      out_.end = at + 1;
      return;
    }
    if (c != U'多' && c != U'余' && c != U'几' && c != U'来') return;
    const WordMatch word = MatchForward(line_, at, Category::kAfter);
    const bool money =
        c == U'多' && At(at + 1) == U'元' && out_.number.scale >= 1e4;  // 2亿多元, but 3多元
    if (!money && (!word || (word.entry.flags & kNone) != 0 || word.length != 1)) return;
    out_.more = out_.more || c != U'来';
    about_ = c == U'来';
    vague_start_ = at;
    out_.end = at + 1;
  }

  void SetUnit(int at, const WordMatch& unit) {
    out_.unit_start = at;
    out_.unit_end = at + unit.length;
    out_.unit = unit.entry;
    // 亿元/平方公里, 平方米/人: any unit per any other.
    if (At(out_.unit_end) == U'/') {
      if (const WordMatch per = UnitAt(line_, out_.unit_end + 1);
          per && !IsAsciiDigit(At(out_.unit_end + 1))) {
        out_.unit_end += 1 + per.length;
      }
    }
    out_.end = out_.unit_end;
  }

  void ReadUnit() {
    if (out_.percent || out_.permille) return;
    const int at = Skip(out_.end, 4);
    const WordMatch unit = UnitAt(line_, at);
    if (!unit || ((unit.entry.flags & kNear) != 0 && at > out_.end)) {
      if (vague_start_ >= 0) out_.end = vague_start_ + 1;
      return;
    }
    if ((unit.entry.flags & (kPercentUnit | kPermilleUnit)) != 0) {
      out_.percent = (unit.entry.flags & kPercentUnit) != 0;
      out_.permille = !out_.percent;
      out_.number_end = out_.end = at + unit.length;
      return;
    }
    if ((unit.entry.flags & kTenthUnit) != 0) return ReadTenths(at, unit);
    if (At(at) == U'个' && At(at + 1) == U'亿' && unit.length == 1 &&
        !MatchForward(line_, at + 1, Category::kWord)) {  // 5个亿, but 2个亿元级项目
      out_.end = at + 1;
      out_.number.scaled = true;
      ++out_.number.characters;
      Scale(1e8, out_);
      return ReadUnit();
    }
    SetUnit(at, unit);
  }

  // 九成 is 90 %, 七成六 76 %, 三成半 35 %, 八五折 85 %, 9.9折 99 %.
  void ReadTenths(int at, const WordMatch& unit) {
    const bool two_digits = At(at) == U'折' && out_.number.decimals == 0 && out_.value >= 11;
    const bool pair = out_.number.range && At(at) == U'折';
    double factor = two_digits ? 1 : 10;
    if (At(at) == U'折' && out_.number.chinese && out_.value == 0.5) factor = 100;  // 半折 is 半价
    if (pair) {
      out_.value = out_.low = out_.high = out_.low * 10 + out_.high;
      out_.range = false;
      factor = 1;
    }
    const auto scaled = [&](double v) { return std::round(v * factor * 1e6) / 1e6; };
    out_.value = out_.low = scaled(out_.value);
    out_.high = scaled(out_.high);
    out_.percent = true;
    out_.number_end = out_.end = at + unit.length;
    const int next = Skip(out_.end, 1);
    const int digit = IsAsciiDigit(At(next)) ? -1 : DigitOf(At(next));
    const bool closes = !IsHan(At(next + 1)) || At(next + 1) == U'的';
    if (At(at) == U'成' && (At(next) == U'半' || (digit > 0 && closes))) {
      const double rest = At(next) == U'半' ? 5 : digit;
      out_.value = out_.low = out_.value + rest;
      out_.high += rest;
      out_.number_end = out_.end = next + 1;
    }
  }

  // 1-2个, 3个至5个, 10%-15%, 20和30之间.
  void ReadRange() {
    if (out_.range || out_.fraction) return;
    int mark = Skip(out_.end, 2);
    if (At(mark) == U'(' && At(mark + 1) == U'含' && At(mark + 2) == U')')
      mark += 3;  // 1万(含)-5万
    const bool between = At(mark) == U'和' || At(mark) == U'与';
    if (!IsRangeMark(At(mark)) && !between) return;
    if (FromTo()) return;
    int at = Skip(mark + 1, 2);
    if (At(mark) == U'-' && At(at) == U'-') at = Skip(at + 1, 1);
    const int parts = PartsWord(line_, at);
    const Numeral upper = ParseNumeral(line_, parts > 0 ? Skip(parts) : at, parts > 0);
    if (!upper || upper.start < at || upper.range) return;
    if (At(mark) == U'-' &&
        (At(upper.end) == U'-' || IsAsciiLetter(At(upper.end)) || At(out_.start - 1) == U'-') &&
        !UnitAt(line_, upper.end)) {
      return;
    }
    ApplyRange(upper, between, parts > 0);
  }

  // 由20增至30, 从2.8%到3.5%: a change from one to the other, not a range.
  bool FromTo() const {
    const char32_t before = At(SkipSpacesBack(line_, out_.start, 1) - 1);
    return before == U'由' || before == U'从' || before == U'自';
  }

  void ApplyRange(const Numeral& upper, bool between, bool upper_share) {
    const Figure saved = out_;
    double low = out_.low;
    const bool low_percent = out_.percent;
    if (upper.scale > 1 && out_.number.scale == 1 && out_.number.mantissa < upper.mantissa &&
        out_.unit_start < 0) {
      low *= upper.scale;
    }
    // 两到三千 is 2000 to 3000.
    const bool round =
        upper.chinese && upper.characters == 2 && MagnitudeOf(At(upper.end - 1)) > 10;
    if (round && upper.scale == 1 && out_.number.characters == 1 && out_.unit_start < 0 &&
        low * MagnitudeOf(At(upper.end - 1)) < upper.value) {
      low *= MagnitudeOf(At(upper.end - 1));
    }
    vague_start_ = -1;
    out_.end = out_.number_end = upper.end;
    out_.upper = upper;
    out_.unit_start = out_.unit_end = -1;
    // 百分之三至五: the words hold for both ends.
    const bool words = low_percent && MagnitudeOf(At(saved.start)) == 100;
    out_.percent = upper_share || (words && !UnitAt(line_, upper.end));
    out_.value = out_.low = low;
    out_.high = upper.value;
    ReadVague();
    ReadUnitOfRange(low_percent);
    const bool shares_agree = !low_percent || out_.percent;
    const bool units_agree =
        saved.unit_start < 0 || out_.percent ||
        (out_.unit_start >= 0 && line_.Text(saved.unit_start, saved.unit_end) ==
                                     line_.Text(out_.unit_start, out_.unit_end));
    const bool closed = !between || Closes();
    if (out_.low >= out_.high || !shares_agree || !units_agree || !closed) {
      out_ = saved;
      return;
    }
    out_.range = true;
  }

  // `scaled`: the low end has its 成 or 折 already.
  void ReadUnitOfRange(bool scaled) {
    const double low = out_.low;
    const double high = out_.high;
    if (!out_.percent) {
      out_.value = high;
      out_.low = out_.high = high;
      const Numeral lower = out_.number;
      out_.number = out_.upper;
      ReadUnit();
      const bool shared = !scaled && high != 0 && (out_.percent || lower.scale == 1);  // 3到5个亿
      const double factor = shared ? out_.high / high : 1;
      out_.number = lower;
      out_.low = out_.value = low * factor;
    }
    if (out_.unit_start < 0 && !out_.percent && out_.high == high) out_.end = out_.upper.end;
  }

  // 之间, 间 right after the second number.
  bool Closes() {
    const int at = Skip(out_.end, 2);
    return At(at) == U'之' && At(at + 1) == U'间';
  }

  // 一年半, 3个半小时; 5年多, 3个多月 are kept as printed.
  void ReadAfterUnit() {
    if (out_.unit_start < 0 || out_.range) return;
    if (At(out_.end) == U'半' && !IsAsciiDigit(At(out_.end + 1))) {
      const WordMatch length = UnitAt(line_, out_.end + 1);
      const WordMatch word = MatchForward(line_, out_.end, Category::kWord);
      const bool half_of = length && At(out_.end - 1) == U'个';
      if (At(out_.end - 1) == U'个' && At(out_.end + 1) == U'月') {
        out_.unit_start = out_.end + 1;
        out_.unit_end = out_.end = out_.end + 2;
        AddHalf();
      } else if (half_of) {
        SetUnit(out_.end + 1, length);
        AddHalf();
      } else if (!word && (EndsInLength(line_, out_) || !IsHan(At(out_.end + 1)))) {
        AddHalf();
        ++out_.end;
      }
    }
  }

  void AddHalf() {
    const double half = 0.5 * out_.number.scale;
    out_.value += half;
    out_.low += half;
    out_.high += half;
  }

  const Line& line_;
  Figure& out_;
  int vague_start_ = -1;
  bool about_ = false;
};

}  // namespace

WordMatch UnitAt(const Line& line, int pos) {
  const int at = SkipSpaces(line, pos, 4);
  WordMatch unit = MatchForward(line, at, Category::kUnit);
  const WordMatch trap = MatchForward(line, at, Category::kUnitTrap);
  if (trap && trap.length > unit.length) {
    if (trap.entry.value == 0) return {};
    unit.length = std::min<int>(unit.length, trap.entry.value);
  }
  if (unit && IsAsciiLetter(line[at + unit.length - 1]) && IsAsciiLetter(line[at + unit.length]))
    return {};
  return unit;
}

bool ReadFigure(const Line& line, int pos, Figure& figure) {
  return Reader(line, figure).Read(pos);
}

}  // namespace duban::quantities
