#include "documents/quantities/figure.h"

#include <algorithm>
#include <cmath>

#include "documents/quantities/compare.h"

namespace duban::quantities {
namespace {

bool IsRangeMark(char32_t c) { return c == U'-' || c == U'~' || c == U'至' || c == U'到'; }

class Reader {
 public:
  Reader(const Line& line, Figure& out) : line_(line), out_(out) {}

  bool Read(int pos) {
    if (!ReadNumber(pos)) return false;
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

  bool BareUnitAllowed(int pos) const {
    const double magnitude = MagnitudeOf(At(pos));
    if (magnitude < 100) return false;
    if (PartsWord(pos + 1) > 0) return true;  // 百万分之三
    const WordMatch before = MatchBackward(line_, pos, Category::kBefore);
    return (before && (before.entry.flags & (kNone | kFeeble)) == 0) || At(pos - 1) == U'上' ||
           At(pos - 1) == U'成' || At(pos - 1) == U'过';
  }

  // The denominator words 百分之, 千分之, 万分之 at pos: position after them and the divisor; 0 for
  // none.
  int PartsWord(int pos) const {
    if (MagnitudeOf(At(pos)) < 100) return 0;
    const int fen = Skip(pos + 1, 2);
    const int zhi = Skip(fen + 1, 2);
    return At(fen) == U'分' && At(zhi) == U'之' ? zhi + 1 : 0;
  }

  bool ReadNumber(int pos) {
    const int from = PointBefore(pos) ? pos - 1 : pos;
    out_.start = SignStart(from);
    if (const int after = PartsWord(pos); after > 0) {
      const Numeral share = ParseNumeral(line_, Skip(after), true);
      if (share) return SetShare(share, MagnitudeOf(At(pos))) && ReadSuffix();
    }
    if (At(pos) == U'百' && At(pos + 1) == U'分' && At(pos + 2) == U'百') {
      return SetShare({.start = pos, .end = pos + 3, .value = 100, .high = 100}, 100);
    }
    const bool bare = BareUnitAllowed(pos);
    const Numeral number = ParseNumeral(line_, from, bare);
    if (!number) return false;
    out_.number = number;
    out_.number.vague |= bare && At(pos - 1) == U'上';  // 上百家: a hundred and more
    out_.value = out_.low = number.value;
    out_.high = number.high;
    if (out_.start < from) Negate();
    out_.range = number.range;
    out_.more = number.more;
    out_.number_end = out_.end = number.end;
    return ReadParts() || ReadMixed() || ReadSlash() || ReadSuffix();
  }

  // The ends of 负二三十 change places.
  void Negate() {
    const double low = out_.low;
    out_.value = out_.low = -out_.high;
    out_.high = -low;
  }

  // .5, -.25: the zero was left out. Behind a digit, a letter or a character the point ends something.
  bool PointBefore(int pos) const {
    if (At(pos - 1) != U'.' || !IsAsciiDigit(At(pos))) return false;
    const char32_t before = At(pos - 2);
    return !IsAsciiDigit(At(SkipSpacesBack(line_, pos - 1, 2) - 1)) && !IsAsciiLetter(before) &&
           !IsHan(before) && before != U'.' && before != U')';
  }

  // A minus sign or 负 that belongs to the number at pos.
  int SignStart(int pos) const {
    const char32_t sign = At(pos - 1);
    if (sign == U'下' && At(pos - 2) == U'零') return pos - 2;
    if (sign == U' ' && At(pos - 2) == U'负' && !IsHan(At(pos - 3))) return pos - 2;
    if (sign == U'负') {
      constexpr std::u32string_view kWords = U"减增税债胜自担肩背抱欺辜轻重超赋课承正";
      return kWords.find(At(pos - 2)) == std::u32string_view::npos ? pos - 1 : pos;  // 减负4.76亿元 is none
    }
    if (sign != U'-' || !(IsAsciiDigit(At(pos)) || At(pos) == U'.' || PartsWord(pos) > 0))
      return pos;
    const char32_t before = At(pos - 2);
    const bool joins = IsAsciiDigit(before) || IsAsciiLetter(before) || IsHan(before) ||
                       before == U')' || before == U'%' || before == U'-' || before == U'〕' ||
                       before == U']' || before == U'#' || before == U'”';
    return joins ? pos : pos - 1;
  }

  bool SetShare(const Numeral& share, double divisor) {
    out_.number = share;
    out_.value = out_.low = share.value;
    out_.high = share.high;
    out_.range = share.range;
    out_.more = share.more;
    out_.percent = divisor == 100;
    out_.permille = divisor == 1000;
    if (divisor == 1e4) {
      out_.value = out_.low = share.value / 1e4;
      out_.high = share.high / 1e4;
      out_.fraction = true;
    }
    if (out_.start != share.start && (At(out_.start) == U'负' || At(out_.start) == U'-')) {
      Negate();
    }
    out_.number_end = out_.end = share.end;
    return true;
  }

  // 三分之一, 3分之2.
  bool ReadParts() {
    const int fen = Skip(out_.end, 1);
    if (At(fen) != U'分' || At(Skip(fen + 1, 2)) != U'之') return false;
    const Numeral top = ParseNumeral(line_, Skip(Skip(fen + 1, 2) + 1));
    if (!top || out_.number.value == 0) return false;
    out_.fraction = true;
    out_.range = false;
    out_.value = out_.low = out_.high = top.value / out_.value;
    out_.number_end = out_.end = top.end;
    return true;
  }

  // 三又二分之一: a whole number and a fraction.
  bool ReadMixed() {
    const int again = Skip(out_.end, 1);
    if (At(again) != U'又') return false;
    const Numeral under = ParseNumeral(line_, Skip(again + 1, 1), true);
    if (!under || under.value == 0) return false;
    const int fen = Skip(under.end, 2);
    const int zhi = Skip(fen + 1, 2);
    const bool slash = At(under.end) == U'/';  // 1又1/2
    const bool words = At(fen) == U'分' && At(zhi) == U'之';
    const Numeral top = slash   ? ParseNumeral(line_, under.end + 1)
                        : words ? ParseNumeral(line_, Skip(zhi + 1, 1))
                                : Numeral{};
    if (!top || top.value == 0) return false;
    const double part = slash ? under.value / top.value : top.value / under.value;
    out_.fraction = true;
    out_.value = out_.low = out_.high = out_.value < 0 ? out_.value - part : out_.value + part;
    out_.number_end = out_.end = top.end;
    return true;
  }

  // 1/2, 3/4: a small proper fraction that is no date and no list.
  bool ReadSlash() {
    if (At(out_.end) != U'/' || out_.number.decimals > 0 || out_.number.digits > 2) return false;
    const Numeral under = ParseNumeral(line_, out_.end + 1);
    if (!under || under.digits == 0 || under.digits > 2 || under.decimals > 0 ||
        At(under.end) == U'/')
      return false;
    const bool alone = out_.start <= 1 && under.end >= line_.size();
    if (under.value < 2 || under.value > 10 || At(out_.start - 1) == U'/') return false;
    if (out_.number.value >= under.value && out_.number.value <= 12 && !alone)
      return false;  // 10/9 is a date
    out_.fraction = true;
    out_.value = out_.low = out_.high = out_.value / under.value;
    out_.number_end = out_.end = under.end;
    return true;
  }

  // k and M after a bare number; 2e5.
  bool ReadSuffix() {
    const char32_t c = At(out_.end);
    const bool ends = !IsAsciiLetter(At(out_.end + 1)) && !IsAsciiDigit(At(out_.end + 1)) &&
                      !IsHan(At(out_.end + 1));
    const bool points = At(out_.end + 1) == U'个' && At(out_.end + 2) == U'百';
    const bool bounded = c != U'M' && AfterWordAt(out_.end + 1);  // 15k左右
    const double factor = c == U'k' || c == U'K' ? 1e3 : c == U'M' ? 1e6 : 0;
    if (factor > 0 && (ends || points || bounded) && out_.number.digits > 0) {
      Scale(factor);
      return true;
    }
    if (c == U'e' || c == U'E' || c == U'^') ReadPower(c == U'^');
    return true;
  }

  bool AfterWordAt(int at) const {
    const WordMatch word = MatchForward(line_, at, Category::kAfter);
    return word.length > 1 && (word.entry.flags & kNone) == 0;
  }

  // 2e5, 12.32e+14, 2^-1.
  void ReadPower(bool base) {
    int at = out_.end + 1;
    const bool minus = At(at) == U'-';
    if (minus || At(at) == U'+') ++at;
    const Numeral power = IsAsciiDigit(At(at)) ? ParseNumeral(line_, at) : Numeral{};
    if (!power || power.value > 99 || power.decimals > 0 || power.scaled ||
        IsAsciiLetter(At(power.end)))
      return;
    const double exponent = minus ? -power.value : power.value;
    const double size = base    ? std::pow(out_.number.value, exponent)
                        : minus ? out_.number.value / std::pow(10.0, power.value)
                                : out_.number.value * std::pow(10.0, exponent);
    out_.value = out_.low = out_.high = out_.value < 0 ? -size : size;
    out_.number_end = out_.end = power.end;
  }

  void Scale(double factor) {
    out_.value *= factor;
    out_.low *= factor;
    out_.high *= factor;
    out_.number.scale *= factor;
    out_.number_end = ++out_.end;
  }

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
    const bool money = c == U'多' && At(at + 1) == U'元' && out_.number.scale >= 1e4;  // 2亿多元, but 3多元
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
      Scale(1e8);
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
    if (At(mark) == U'(' && At(mark + 1) == U'含' && At(mark + 2) == U')') mark += 3;  // 1万(含)-5万
    const bool between = At(mark) == U'和' || At(mark) == U'与';
    if (!IsRangeMark(At(mark)) && !between) return;
    if (FromTo()) return;
    int at = Skip(mark + 1, 2);
    if (At(mark) == U'-' && At(at) == U'-') at = Skip(at + 1, 1);
    const int parts = PartsWord(at);
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
    const bool round = upper.chinese && upper.characters == 2 && MagnitudeOf(At(upper.end - 1)) > 10;
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
    unit = MatchForward(line, at, Category::kUnit);
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
